//! Stop rules over history (CO-08, CO-14, LC-08): no question left by mail or telephone while a stop held.
//!
//! Contract: a stop holds from the event that made it to the event that ended it, or to its last day. A mail is judged by
//! the moment its last attempt began, when the policy was asked for the last time; a call by the moment it was made.
//! Judged are questions (verification, status, reminders), not legal notices and replies, which most stops let pass.
//!
//! What history proves, and is looked at here: a promise until its date and the days of grace, an open dispute, a bankruptcy,
//! an opt-out by the channel, a pause at the client's wish, a lawyer who was passed by. What it does not prove: letters,
//! which a person posts on another day than they were set; whether the debtor's own mail had been read; what the
//! debtor's status or its agreement forbade on a day; stops that no event has recorded.

use super::notices::facts;
use super::{Audit, Broken, Checked, many, streamed};
use domain::contact::{Answer, Channel, Contact, ContactState, Pause, Preference, Purpose, Role};
use domain::dispute::{Case, CaseKind};
use domain::event::EventKind;
use domain::id::{AnswerId, CaseId, ClientId, ContactId, DebtorId, InvoiceId, MessageId};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use store::Fault;
use store::kept::history::proving;

const STOPS: &str = "stops";

/// When a stop held: from one moment to another, in microseconds, on days up to its last.
struct Span {
    from: i64,
    to: i64,
    until: Option<Date>,
}

/// The spans of one kind of stop, by whom or what they stop.
struct Spans<K>(HashMap<K, Vec<Span>>);

impl<K: Eq + Hash> Spans<K> {
    fn new() -> Self {
        Self(HashMap::new())
    }

    /// A stop begins, unless one runs; with a last day it takes the place of the one that ran.
    fn begin(&mut self, key: K, at: i64, until: Option<Date>) {
        let spans = self.0.entry(key).or_default();
        match spans.last_mut().filter(|last| last.to == i64::MAX) {
            Some(_) if until.is_none() => return,
            Some(last) => last.to = at,
            None => {}
        }
        spans.push(Span { from: at, to: i64::MAX, until });
    }

    /// What runs ends.
    fn end(&mut self, key: &K, at: i64) {
        if let Some(last) = self.0.get_mut(key).and_then(|spans| spans.last_mut()).filter(|last| last.to == i64::MAX) {
            last.to = at;
        }
    }

    fn set(&mut self, key: K, holds: bool, at: i64) {
        if holds { self.begin(key, at, None) } else { self.end(&key, at) }
    }

    fn held(&self, key: &K, at: i64, day: Date) -> bool {
        let held = |span: &Span| span.from < at && at < span.to && span.until.is_none_or(|until| day <= until);
        self.0.get(key).is_some_and(|spans| spans.iter().any(held))
    }
}

#[derive(Deserialize)]
struct Given {
    answers: Vec<Answer>,
}

#[derive(Deserialize)]
struct Ended {
    answers: Vec<(AnswerId, serde_json::Value)>,
}

#[derive(Deserialize)]
struct Moved {
    case: CaseId,
    step: String,
}

#[derive(Deserialize)]
struct Left {
    message: MessageId,
    #[serde(default)]
    made_at: Option<i64>,
}

/// All stops of a book, and when messages left.
struct Stops {
    promises: Spans<InvoiceId>,
    /// The invoice of each answer that stops contact.
    promised: HashMap<AnswerId, InvoiceId>,
    disputes: Spans<CaseId>,
    /// The dispute cases of each invoice.
    disputed: HashMap<InvoiceId, Vec<CaseId>>,
    bankrupt: Spans<DebtorId>,
    opted_out: Spans<(ContactId, Channel)>,
    paused: Spans<(ClientId, DebtorId)>,
    lawyers: BTreeMap<DebtorId, Vec<ContactId>>,
    engaged: Spans<ContactId>,
    left: HashMap<MessageId, i64>,
}

impl Stops {
    fn take(&mut self, seq: i64, kind: EventKind, at: i64, body: &str) -> Result<(), Fault> {
        match kind {
            EventKind::MessageLeaving | EventKind::MessageSent => {
                let left: Left = facts(seq, body)?;
                match (kind, left.made_at) {
                    (_, Some(made)) => drop(self.left.insert(left.message, made)),
                    (EventKind::MessageLeaving, None) => drop(self.left.insert(left.message, at)),
                    _ => drop(self.left.entry(left.message).or_insert(at)),
                }
            }
            EventKind::AnswerGiven => {
                let given: Given = facts(seq, body)?;
                for answer in given.answers {
                    // The last word counts: one that stops nothing ends what an earlier one has stopped.
                    self.promises.end(&answer.invoice, at);
                    if answer.until.is_some() {
                        self.promised.insert(answer.id, answer.invoice);
                        self.promises.begin(answer.invoice, at, answer.until);
                    }
                }
            }
            EventKind::PromiseEnded => {
                let ended: Ended = facts(seq, body)?;
                for (answer, _) in ended.answers {
                    if let Some(invoice) = self.promised.remove(&answer) {
                        self.promises.end(&invoice, at);
                    }
                }
            }
            EventKind::CaseOpened => {
                let (case, _): (Case, i64) = facts(seq, body)?;
                if let (CaseKind::Dispute, Some(invoice)) = (case.kind, case.invoice) {
                    self.disputed.entry(invoice).or_default().push(case.id);
                    self.disputes.begin(case.id, at, None);
                }
            }
            EventKind::CaseClosed | EventKind::CaseMoved => {
                let moved: Moved = facts(seq, body)?;
                match (kind, moved.step.as_str()) {
                    (EventKind::CaseClosed, _) => self.disputes.end(&moved.case, at),
                    (_, "OPENED_AGAIN") => self.disputes.begin(moved.case, at, None),
                    _ => {}
                }
            }
            EventKind::PreferenceSaved => {
                let (debtor, preference): (DebtorId, Preference) = facts(seq, body)?;
                self.bankrupt.set(debtor, preference.bankrupt_since.is_some(), at);
            }
            EventKind::ContactPaused => {
                let (client, debtor, pause): (ClientId, DebtorId, Option<Pause>) = facts(seq, body)?;
                if let Some(pause) = pause {
                    self.paused.begin((client, debtor), at, Some(pause.until));
                }
            }
            EventKind::ContactResumed => self.paused.end(&facts(seq, body)?, at),
            // A guest without a contact of its own keeps its language under the same name.
            EventKind::ContactSaved => {
                if let Ok(contact) = serde_json::from_str::<Contact>(body) {
                    self.contact(&contact, at);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn contact(&mut self, contact: &Contact, at: i64) {
        for channel in Channel::ALL {
            self.opted_out.set((contact.id, *channel), contact.opted_out.contains_key(channel), at);
        }
        let Some(debtor) = contact.debtor else { return };
        let engaged =
            contact.role == Role::Lawyer && matches!(contact.state, ContactState::Good | ContactState::Bouncing);
        let known = self.lawyers.entry(debtor).or_default();
        if engaged && !known.contains(&contact.id) {
            known.push(contact.id);
        }
        self.engaged.set(contact.id, engaged, at);
    }

    /// What stopped a debtor as a whole, or the one who was written to.
    fn of_debtor(&self, row: &proving::MessageRow, debtor: DebtorId, at: i64, day: Date) -> Option<&'static str> {
        if self.bankrupt.held(&debtor, at, day) {
            return Some("the debtor was known to be bankrupt");
        }
        if row.contact.is_some_and(|contact| self.opted_out.held(&(contact, row.channel), at, day)) {
            return Some("its recipient had opted out of that channel");
        }
        let engaged: Vec<ContactId> =
            self.lawyers.get(&debtor)?.iter().copied().filter(|one| self.engaged.held(one, at, day)).collect();
        let passed = !engaged.is_empty() && row.contact.is_none_or(|contact| !engaged.contains(&contact));
        passed.then_some("the debtor had named a lawyer")
    }

    /// What stopped questions about an invoice.
    fn of_invoice(&self, invoice: InvoiceId, at: i64, day: Date) -> Option<&'static str> {
        if self.promises.held(&invoice, at, day) {
            return Some("a promise for an invoice it asks about was running");
        }
        let cases = self.disputed.get(&invoice)?;
        cases.iter().any(|case| self.disputes.held(case, at, day)).then_some("an invoice it asks about was disputed")
    }
}

const KINDS: [EventKind; 11] = [
    EventKind::MessageLeaving,
    EventKind::MessageSent,
    EventKind::AnswerGiven,
    EventKind::PromiseEnded,
    EventKind::CaseOpened,
    EventKind::CaseClosed,
    EventKind::CaseMoved,
    EventKind::PreferenceSaved,
    EventKind::ContactPaused,
    EventKind::ContactResumed,
    EventKind::ContactSaved,
];

/// A question that left.
struct Question {
    number: i64,
    debtor: DebtorId,
    at: i64,
    day: Date,
}

/// CO-08, CO-14, LC-08: every question that left did so while nothing stopped it.
pub(super) fn prove(audit: &mut Audit<'_>) -> Checked {
    let mut stops = Stops {
        promises: Spans::new(),
        promised: HashMap::new(),
        disputes: Spans::new(),
        disputed: HashMap::new(),
        bankrupt: Spans::new(),
        opted_out: Spans::new(),
        paused: Spans::new(),
        lawyers: BTreeMap::new(),
        engaged: Spans::new(),
        left: HashMap::new(),
    };
    proving::events_of(audit.reads, &KINDS, &mut |seq, kind, at, body| stops.take(seq, kind, at, body))?;
    let mut questions: HashMap<MessageId, Question> = HashMap::new();
    let reads = &mut *audit.reads;
    let wrong = |number: i64, why: &str| {
        let place = format!("message {number} left although {why}");
        Broken { name: STOPS, place }
    };
    streamed(|stop| {
        proving::messages(reads, &mut |row| {
            let judged = matches!(row.channel, Channel::Email | Channel::Phone) && is_question(row.purpose);
            let (Some(debtor), Some(day), true, None) = (row.debtor, row.sent_on, judged, row.client) else {
                return Ok(());
            };
            let Some(at) = stops.left.get(&row.id).copied() else { return Ok(()) };
            if let Some(why) = stops.of_debtor(&row, debtor, at, day) {
                return Err(stop(wrong(row.number, why)));
            }
            questions.insert(row.id, Question { number: row.number, debtor, at, day });
            Ok(())
        })
    })?;
    streamed(|stop| {
        proving::spoken_of(reads, &mut |message, client, invoice| {
            let Some(asked) = questions.get(&message) else { return Ok(()) };
            let (at, day) = (asked.at, asked.day);
            let paused = client.is_some_and(|client| stops.paused.held(&(client, asked.debtor), at, day));
            let why = invoice.and_then(|invoice| stops.of_invoice(invoice, at, day));
            match why.or_else(|| paused.then_some("a client had paused contact")) {
                Some(why) => Err(stop(wrong(asked.number, why))),
                None => Ok(()),
            }
        })
    })?;
    let count = i64::try_from(questions.len()).unwrap_or(i64::MAX);
    let detail = format!("{} by mail and telephone, none while anything stopped it", many(count, "question"));
    audit.prove(STOPS, detail);
    Ok(())
}

/// Is it a question that stops stop? Notices, replies and letters to the client are not.
const fn is_question(purpose: Purpose) -> bool {
    purpose.is_about_payment() || matches!(purpose, Purpose::Verification)
}
