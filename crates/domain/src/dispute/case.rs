//! A case: its life from being raised to being settled (LC-08).

use super::{
    CaseKind, CasePolicy, CaseProblem, CaseState, DisputeReason, Note, Outcome, OutcomeKind, Side, Speaker, may_open,
    may_settle,
};
use crate::calendar::Calendar;
use crate::id::{CaseId, ClientId, DebtorId, InvoiceId};
use crate::letter::Language;
use crate::money::Money;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Most characters of one entry.
pub const WORDS: usize = 4_000;
/// Most entries of one case.
pub const ENTRIES: usize = 500;

/// Something that was said in a case. Never changed, never taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// When, in microseconds since 1970 UTC.
    pub at: i64,
    /// Who.
    pub by: Speaker,
    /// What, in its own words; empty where [`Word::notes`] says all.
    pub words: String,
    /// What stands there though nobody wrote it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

impl Word {
    /// All of it as a person reads it: what happened in the reader's language, then the own words as they were written.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let notes: Vec<String> = self.notes.iter().map(|note| note.words(language)).collect();
        let both = [notes.join(" "), self.words.clone()];
        both.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

/// How, when and by whom a case was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// How it ended.
    pub outcome: Outcome,
    /// The day.
    pub on: Date,
    /// Who settled it.
    pub by: Speaker,
}

/// A case as it is raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCase {
    /// What kind.
    pub kind: CaseKind,
    /// The debtor it is with.
    pub debtor: DebtorId,
    /// The client whose invoice or conduct it is about; none when it is about the factor alone.
    pub client: Option<ClientId>,
    /// The invoice, where it is about one. A dispute always is.
    pub invoice: Option<InvoiceId>,
    /// Why a dispute was raised.
    pub reason: Option<DisputeReason>,
    /// How much is disputed; none for the whole open balance.
    pub amount: Option<Money>,
    /// In the own words of who raises it.
    pub words: String,
    /// Who raises it.
    pub by: Speaker,
}

/// A dispute, complaint, question or request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Key.
    pub id: CaseId,
    /// The number people read: `C-12`.
    pub number: i64,
    /// What kind.
    pub kind: CaseKind,
    /// The debtor it is with.
    pub debtor: DebtorId,
    /// The client, where it is about one.
    pub client: Option<ClientId>,
    /// The invoice, where it is about one.
    pub invoice: Option<InvoiceId>,
    /// Why a dispute was raised.
    pub reason: Option<DisputeReason>,
    /// How much of the invoice is disputed.
    pub amount: Option<Money>,
    /// All that is open of the invoice is disputed, also what a reversal opens again.
    #[serde(default)]
    pub whole: bool,
    /// What of the invoice had been credited when the dispute was raised, minor units.
    #[serde(default)]
    pub credited_before: i64,
    /// Who raised it.
    pub opened_by: Speaker,
    /// The person at the factor who answers for it.
    pub owner: String,
    /// Where it stands.
    pub state: CaseState,
    /// The day it was raised.
    pub opened_on: Date,
    /// Its clock: to be settled by.
    pub due_on: Date,
    /// LC-08: the day the client was told.
    #[serde(default)]
    pub client_told_on: Option<Date>,
    /// LC-09: the day a dispute became a breach of warranty.
    #[serde(default)]
    pub breached_on: Option<Date>,
    /// How it ended.
    #[serde(default)]
    pub settled: Option<Settlement>,
    /// All that was said, in order.
    pub words: Vec<Word>,
}

fn words_problem(words: &str) -> Option<CaseProblem> {
    let count = words.chars().count();
    (count > WORDS).then_some(CaseProblem::TooManyWords(count))
}

/// What is known of the disputed invoice when the dispute is raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disputed {
    /// What is open of it, less what other open disputes hold.
    pub open: Money,
    /// What of it has been credited so far, minor units.
    pub credited: i64,
}

impl Case {
    /// Has the debtor written last, so that it waits for an answer of the factor? What the client adds is no answer.
    #[must_use]
    pub fn awaits_answer(&self) -> bool {
        let latest = self.words.iter().rev().find(|said| said.by.side != Side::Client);
        latest.is_some_and(|said| said.by.side == Side::Debtor)
    }

    /// Raises a case. `disputed` is needed for a dispute. All problems at once.
    ///
    /// # Errors
    /// [`CaseProblem`]s.
    #[expect(clippy::too_many_arguments, reason = "each is a fact of its own, given once")]
    pub fn open(
        id: CaseId,
        number: i64,
        new: NewCase,
        disputed: Option<Disputed>,
        owner: &str,
        (on, at): (Date, i64),
        policy: &CasePolicy,
        calendar: Calendar,
    ) -> Result<Self, Vec<CaseProblem>> {
        let mut problems = new.problems();
        let mut amount = None;
        if new.kind == CaseKind::Dispute {
            match disputed {
                None => problems.push(CaseProblem::NoInvoice),
                Some(about) => match disputed_amount(new.amount, about.open) {
                    Ok(found) => amount = Some(found),
                    Err(problem) => problems.push(problem),
                },
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let words = new.words.trim().to_owned();
        let note = match new.kind {
            CaseKind::Copy => Some(Note::NotReceived),
            _ => new.reason.map(Note::Reason),
        };
        let notes = note.filter(|_| words.is_empty()).into_iter().collect();
        Ok(Self {
            id,
            number,
            kind: new.kind,
            debtor: new.debtor,
            client: new.client,
            invoice: new.invoice,
            reason: new.reason.filter(|_| new.kind == CaseKind::Dispute),
            amount,
            whole: new.kind == CaseKind::Dispute && new.amount.is_none(),
            credited_before: disputed.map_or(0, |about| about.credited),
            owner: owner.to_owned(),
            state: CaseState::Opened,
            opened_on: on,
            due_on: policy.due(new.kind, on, calendar),
            client_told_on: None,
            breached_on: None,
            settled: None,
            words: vec![Word { at, by: new.by.clone(), words, notes }],
            opened_by: new.by,
        })
    }

    /// Is it not settled?
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state != CaseState::Resolved
    }

    /// LC-08: the client was told. A case that is already talked about stays where it is.
    pub fn client_told(&mut self, on: Date) {
        self.client_told_on = self.client_told_on.or(Some(on));
        if self.state == CaseState::Opened {
            self.state = CaseState::ClientNotified;
        }
    }

    /// Adds words. The first from another side than the one that raised it begins the discussion.
    ///
    /// # Errors
    /// [`CaseProblem`].
    pub fn add_words(&mut self, by: Speaker, at: i64, words: &str) -> Result<(), CaseProblem> {
        self.still_open()?;
        self.push(by, at, words)
    }

    fn push(&mut self, by: Speaker, at: i64, words: &str) -> Result<(), CaseProblem> {
        let words = words.trim();
        if words.is_empty() {
            return Err(CaseProblem::NoWords);
        }
        if by.name.is_empty() {
            return Err(CaseProblem::NoName);
        }
        if let Some(problem) = words_problem(words) {
            return Err(problem);
        }
        if self.words.len() >= ENTRIES {
            return Err(CaseProblem::Full);
        }
        if by.side != self.opened_by.side && self.is_open() {
            self.state = CaseState::UnderDiscussion;
        }
        self.words.push(Word { at, by, words: words.to_owned(), notes: Vec::new() });
        Ok(())
    }

    /// Gives the case to a person at the factor.
    ///
    /// # Errors
    /// [`CaseProblem`].
    pub fn set_owner(&mut self, by: &Speaker, owner: &str) -> Result<(), CaseProblem> {
        self.still_open()?;
        if by.side != Side::Factor {
            return Err(CaseProblem::NotYoursToAssign);
        }
        if owner.trim().is_empty() {
            return Err(CaseProblem::NoName);
        }
        owner.trim().clone_into(&mut self.owner);
        Ok(())
    }

    /// Ends the case, with words of a person, with a note, or with both. `open` is what is open of the invoice now: a credit is never above the disputed amount, nor above
    /// what is open or has been credited since the dispute was raised.
    ///
    /// # Errors
    /// [`CaseProblem`]s, all at once.
    pub fn settle(
        &mut self,
        by: Speaker,
        (on, at): (Date, i64),
        outcome: Outcome,
        words: &str,
        note: Option<Note>,
    ) -> Result<(), Vec<CaseProblem>> {
        self.still_open().map_err(|problem| vec![problem])?;
        let mut problems = Vec::new();
        if !may_settle(self.kind, outcome.kind, by.side, self.opened_by.side) {
            let (side, kind, outcome) = (by.side, self.kind, outcome.kind);
            problems.push(CaseProblem::NotYoursToSettle { side, kind, outcome });
        }
        if by.name.is_empty() {
            problems.push(CaseProblem::NoName);
        }
        problems.extend(words_problem(words));
        match (outcome.kind, outcome.amount, self.amount) {
            (OutcomeKind::Credit, Some(amount), Some(open)) => {
                problems.extend(disputed_amount(Some(amount), open).err().map(|problem| match problem {
                    CaseProblem::TooMuch { amount, open, .. } => {
                        CaseProblem::TooMuch { what: "credited", amount, open }
                    }
                    other => other,
                }));
            }
            (OutcomeKind::Credit, _, _) | (_, Some(_), _) => problems.push(CaseProblem::CreditAmount),
            _ => {}
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let notes = std::iter::once(Note::Settled(outcome)).chain(note).collect();
        // The last entry always has its place: a full case can still be ended.
        self.words.push(Word { at, by: by.clone(), words: words.trim().to_owned(), notes });
        self.state = CaseState::Resolved;
        self.settled = Some(Settlement { outcome, on, by });
        Ok(())
    }

    /// Opens a settled case again: it was not settled after all. Its clock goes on where it was; a clock that has run
    /// out is set anew, except that of a dispute (LC-09 counts from the day it was raised).
    ///
    /// # Errors
    /// [`CaseProblem`].
    pub fn reopen(
        &mut self,
        by: Speaker,
        (on, at): (Date, i64),
        words: &str,
        policy: &CasePolicy,
        calendar: Calendar,
    ) -> Result<(), CaseProblem> {
        if self.is_open() {
            return Err(CaseProblem::Open(self.number));
        }
        let (state, settled) = (self.state, self.settled.take());
        self.state = CaseState::UnderDiscussion;
        if let Err(problem) = self.push(by, at, words) {
            (self.state, self.settled) = (state, settled);
            return Err(problem);
        }
        if self.kind != CaseKind::Dispute {
            self.due_on = self.due_on.max(policy.due(self.kind, on, calendar));
        }
        Ok(())
    }

    /// LC-09: is the dispute a breach of warranty on a day: unresolved for the days of the policy, or refused for good?
    #[must_use]
    pub fn is_breach(&self, today: Date) -> bool {
        self.kind == CaseKind::Dispute
            && match self.settled {
                None => today > self.due_on,
                Some(Settlement { outcome: Outcome { kind, .. }, .. }) => kind == OutcomeKind::RejectedByDebtor,
            }
    }

    /// CR-14 5: how much of the invoice's open balance is ineligible because of this case, minor units. `face` is the
    /// invoice's amount, `credited` what of it has been credited so far. The caller caps the sum of all cases of an
    /// invoice at what is open.
    ///
    /// Open: the disputed amount, or all there is. A credit agreed: what of it has not been credited since the dispute
    /// was raised. Refused for good: the disputed amount stays out. Paid or taken back: nothing.
    #[must_use]
    pub fn ineligible(&self, face: i64, credited: i64) -> i64 {
        let Some(amount) = self.amount.filter(|_| self.kind == CaseKind::Dispute) else { return 0 };
        let disputed = if self.whole { face } else { amount.minor };
        match &self.settled {
            None => disputed,
            Some(Settlement { outcome, .. }) => match (outcome.kind, outcome.amount) {
                (OutcomeKind::Credit, Some(credit)) => (credit.minor - (credited - self.credited_before).max(0)).max(0),
                (OutcomeKind::RejectedByDebtor, _) => disputed,
                _ => 0,
            },
        }
    }

    fn still_open(&self) -> Result<(), CaseProblem> {
        match &self.settled {
            Some(settled) => {
                Err(CaseProblem::Settled { number: self.number, on: settled.on, outcome: settled.outcome.kind })
            }
            None => Ok(()),
        }
    }
}

impl NewCase {
    /// What is wrong with it, whatever the invoice.
    #[must_use]
    pub fn problems(&self) -> Vec<CaseProblem> {
        let mut problems = Vec::new();
        if !may_open(self.kind, self.by.side) {
            problems.push(CaseProblem::NotYoursToOpen { side: self.by.side, kind: self.kind });
        }
        if self.by.name.is_empty() {
            problems.push(CaseProblem::NoName);
        }
        let is_dispute = self.kind == CaseKind::Dispute;
        if is_dispute && self.reason.is_none() {
            problems.push(CaseProblem::NoReason);
        }
        // A dispute with a reason that speaks for itself needs no words; nor does who asks for a copy.
        let speaks = self.kind == CaseKind::Copy
            || (is_dispute && self.reason.is_some_and(|reason| reason != DisputeReason::Other));
        if self.words.trim().is_empty() && !speaks {
            problems.push(CaseProblem::NoWords);
        }
        problems.extend(words_problem(&self.words));
        problems
    }
}

/// The amount that is disputed of what is open: all of it when none is named.
fn disputed_amount(amount: Option<Money>, open: Money) -> Result<Money, CaseProblem> {
    if open.minor <= 0 {
        return Err(CaseProblem::NothingOpen);
    }
    let amount = amount.unwrap_or(open);
    if amount.currency != open.currency {
        return Err(CaseProblem::Currency { amount, open });
    }
    if amount.minor <= 0 {
        return Err(CaseProblem::NoAmount(amount));
    }
    // GL-54: a claim never goes beyond what is owed.
    if amount.minor > open.minor {
        return Err(CaseProblem::TooMuch { what: "disputed", amount, open });
    }
    Ok(amount)
}
