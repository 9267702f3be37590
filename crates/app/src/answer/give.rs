//! Answers are given.

use super::{ANSWERS, DAYS_AHEAD, DAYS_BACK, copies, ended, told};
use crate::dispute::{self, Opened};
use crate::{Error, Refusal, Task, contact};
use domain::contact::{Answer, AnswerKind, AnswerState, ContactPolicy, Said};
use domain::dispute::{CaseKind, NewCase, Side, Speaker, WORDS};
use domain::event::EventKind;
use domain::id::{AnswerId, ClientId, ContactId, DebtorId, InvoiceId};
use domain::invoice::{ClosedBy, InvoiceState};
use domain::money::Money;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use store::kept;
use store::kept::invoice::Invoice;
use uuid::Uuid;

/// Who answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Giver {
    /// The debtor whose invoices these are.
    pub debtor: DebtorId,
    /// Only the invoices of this client: a client passes on what its customer told it.
    pub client: Option<ClientId>,
    /// The person.
    pub by: Speaker,
    /// The contact it was asked as, where that is known.
    pub contact: Option<ContactId>,
}

/// An answer to one invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenAnswer {
    /// Which invoice.
    pub invoice: InvoiceId,
    /// What is said of it.
    pub said: Said,
}

/// What became of one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Which invoice.
    pub invoice: InvoiceId,
    /// Its number.
    pub number: String,
    /// Which answer.
    pub kind: AnswerKind,
    /// CO-08: nobody writes about it until the end of this day.
    pub until: Option<Date>,
    /// The case it opened or added to: `C-12`.
    pub case: Option<i64>,
    /// False when the same had been said before.
    pub is_new: bool,
}

/// What became of the answers of one call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerOutcome {
    /// Invoice by invoice, in the order given.
    pub taken: Vec<Taken>,
    /// The event that holds them; none when nothing was new.
    pub event: Option<i64>,
}

#[derive(Serialize)]
struct Facts<'a> {
    debtor: DebtorId,
    by: &'a Speaker,
    answers: &'a [Answer],
}

/// Takes answers to one or many invoices.
///
/// # Errors
/// [`Error::NotFound`] when the debtor is not there; [`Error::Refused`] with every problem, each at its invoice; then
/// nothing is kept. [`Error::Fault`].
pub fn give(task: &mut Task<'_, '_>, giver: &Giver, answers: &[GivenAnswer]) -> Result<AnswerOutcome, Error> {
    if kept::party::debtors_by_id(task, &[giver.debtor.0])?.is_empty() {
        return Err(Error::NotFound("customer".to_owned()));
    }
    let invoices = checked(task, giver, answers)?;
    let ids: Vec<Uuid> = invoices.keys().map(|id| id.0).collect();
    let current: HashMap<InvoiceId, Answer> =
        kept::answer::latest(task, &ids)?.into_iter().map(|answer| (answer.invoice, answer)).collect();
    let policy: ContactPolicy = contact::policy(task)?;
    let mut outcome = AnswerOutcome::default();
    let mut kept_answers: Vec<Answer> = Vec::new();
    let mut cases: Vec<Opened> = Vec::new();
    for given in answers {
        let invoice = &invoices[&given.invoice];
        let known = current.get(&given.invoice).filter(|known| is_same(known, giver, &given.said, task.today));
        if let Some(known) = known {
            outcome.taken.push(taken(task, invoice, known, false)?);
            continue;
        }
        let case = effect(task, giver, invoice, &given.said)?;
        let clocks = Answer::clocks(&given.said, task.today, &policy, task.factor.calendar);
        let answer = Answer {
            id: AnswerId(task.new_id()),
            debtor: giver.debtor,
            client: invoice.client,
            invoice: invoice.id,
            said: given.said.clone(),
            by: giver.by.clone(),
            given_at: task.unit.recorded_at(),
            given_on: task.today,
            until: clocks.until,
            kept_by: clocks.kept_by,
            paid_before: paid_so_far(invoice),
            state: if clocks.until.is_some() { AnswerState::Running } else { AnswerState::Noted },
            ended_on: None,
            case: case.as_ref().map(|opened| opened.case),
        };
        if let Some(earlier) = current.get(&given.invoice) {
            ended::replace(task, earlier.clone(), invoice)?;
        }
        kept::answer::add(task, &answer)?;
        cases.extend(case);
        outcome.taken.push(taken(task, invoice, &answer, true)?);
        kept_answers.push(answer);
    }
    if kept_answers.is_empty() {
        return Ok(outcome);
    }
    wrong_contact(task, giver, &kept_answers)?;
    let facts = Facts { debtor: giver.debtor, by: &giver.by, answers: &kept_answers };
    let event = task.record_facts(EventKind::AnswerGiven, &facts, &[])?;
    told::given(task, event, giver, &kept_answers, &invoices)?;
    dispute::tell_clients(task, &cases)?;
    outcome.event = Some(event);
    Ok(outcome)
}

fn taken(task: &mut Task<'_, '_>, invoice: &Invoice, answer: &Answer, is_new: bool) -> Result<Taken, Error> {
    let case = match answer.case {
        Some(case) => kept::relation_case::get(task, case)?.map(|case| case.number),
        None => None,
    };
    let (number, kind) = (invoice.offer.number.clone(), answer.kind());
    Ok(Taken { invoice: invoice.id, number, kind, until: answer.until, case, is_new })
}

/// Was the same said before, by the same side, and does it still stand? A click too many, or a request sent again.
fn is_same(known: &Answer, giver: &Giver, said: &Said, today: Date) -> bool {
    let stands = matches!(known.state, AnswerState::Running | AnswerState::Noted);
    // What has no clock may be said again on another day: then it is news that it still is so.
    let lasts = known.until.is_some() || known.given_on == today;
    stands && lasts && known.said == *said && known.by.side == giver.by.side
}

/// What of an invoice has been paid so far, minor units.
pub(super) fn paid_so_far(invoice: &Invoice) -> i64 {
    let portions = invoice.receivable.iter().flat_map(|bought| &bought.portions);
    portions.filter(|portion| matches!(portion.by, ClosedBy::Payment(_))).map(|portion| portion.amount).sum()
}

/// The invoices of the answers, when nothing is wrong with any of them.
fn checked(
    task: &mut Task<'_, '_>,
    giver: &Giver,
    answers: &[GivenAnswer],
) -> Result<BTreeMap<InvoiceId, Invoice>, Error> {
    if answers.is_empty() || answers.len() > ANSWERS {
        let fact = format!("{} answers were given; 1 to {ANSWERS} are possible at once", answers.len());
        return Err(Error::refused("ANSWERS", fact, "Give them in several parts."));
    }
    if giver.by.name.is_empty() {
        let remedy = "Write your name, so that the others know whom they talk to.";
        return Err(Error::refused("ANSWER_NO_NAME", "Nobody's name is given", remedy));
    }
    let ids: Vec<Uuid> = answers.iter().map(|given| given.invoice.0).collect();
    let mut found: BTreeMap<InvoiceId, Invoice> =
        kept::invoice::by_ids(task, &ids)?.into_iter().map(|invoice| (invoice.id, invoice)).collect();
    // What belongs to others looks like what is not there.
    found.retain(|_, invoice| {
        invoice.debtor == Some(giver.debtor) && giver.client.is_none_or(|client| client == invoice.client)
    });
    let mut refusals = Vec::new();
    let mut seen = HashSet::new();
    for given in answers {
        let Some(invoice) = found.get(&given.invoice) else {
            let place = given.invoice.to_string();
            let remedy = "Choose an invoice from the list.";
            refusals.push(Refusal::at(&place, "ANSWER_INVOICE", "This invoice is not in the list", remedy));
            continue;
        };
        let number = &invoice.offer.number;
        if !seen.insert(given.invoice) {
            let fact = format!("Invoice {number} is answered twice");
            refusals.push(Refusal::at(number, "ANSWER_TWICE", fact, "Give one answer to it."));
        }
        refusals.extend(problems(&given.said, invoice, task.today));
    }
    if refusals.is_empty() { Ok(found) } else { Err(Error::Refused(refusals)) }
}

/// Everything that is wrong with one answer.
pub(super) fn problems(said: &Said, invoice: &Invoice, today: Date) -> Vec<Refusal> {
    let number = invoice.offer.number.as_str();
    let mut found = Vec::new();
    let mut refuse = |code: &str, fact: String, remedy: &str| found.push(Refusal::at(number, code, fact, remedy));
    let open = open_of(invoice);
    let is_about_money = matches!(said, Said::WillPay { .. } | Said::Paid { .. } | Said::Disputed { .. });
    if is_about_money && open.minor <= 0 {
        let fact = format!("Nothing is open of invoice {number}");
        refuse("ANSWER_NOTHING_OPEN", fact, "Leave it out: there is nothing left to answer.");
        return found;
    }
    match said {
        Said::WillPay { on, .. } | Said::Paid { on, .. } => {
            let ahead = (*on - today).get_days();
            let promised = matches!(said, Said::WillPay { .. });
            if promised && ahead < 0 {
                refuse(
                    "ANSWER_DAY",
                    format!("{on} has passed"),
                    "Choose today or a later day, or answer that it was paid.",
                );
            } else if promised && ahead > DAYS_AHEAD {
                let fact = format!("{on} is more than {DAYS_AHEAD} days ahead");
                refuse("ANSWER_DAY", fact, "Choose an earlier day, or say in words what stands in the way.");
            } else if !promised && ahead > 0 {
                refuse("ANSWER_DAY", format!("{on} lies ahead"), "Answer that it will be paid on that day.");
            } else if !promised && ahead < -DAYS_BACK {
                let fact = format!("{on} is more than {DAYS_BACK} days back");
                refuse("ANSWER_DAY", fact, "Check the year, or ask a question about it.");
            }
        }
        _ => {}
    }
    if let Said::WillPay { amount: Some(amount), .. } = said {
        if amount.currency != open.currency {
            let fact = format!("{amount} is not in the currency of invoice {number}, {}", open.currency);
            refuse("ANSWER_CURRENCY", fact, "Write the amount in the currency of the invoice.");
        } else if amount.minor <= 0 || amount.minor > open.minor {
            let fact = format!("{amount} is not between zero and {open}, which is open of invoice {number}");
            refuse("ANSWER_AMOUNT", fact, "Correct the amount, or leave it empty for all that is open.");
        }
    }
    let words = match said {
        Said::Paid { how: words, .. }
        | Said::Confirmed { words }
        | Said::NotReceived { words }
        | Said::WrongContact { words }
        | Said::Disputed { words, .. } => words.as_str(),
        Said::WillPay { .. } => "",
    };
    let count = words.chars().count();
    if count > WORDS {
        refuse("ANSWER_WORDS", format!("The text has {count} characters; {WORDS} are possible"), "Shorten it.");
    }
    found
}

/// What is open of an invoice; all of it while it is not decided.
fn open_of(invoice: &Invoice) -> Money {
    match &invoice.receivable {
        Some(bought) => bought.money(bought.open),
        None if matches!(invoice.state, InvoiceState::Rejected | InvoiceState::Withdrawn) => {
            Money::zero(invoice.offer.amount.currency)
        }
        None => invoice.offer.amount,
    }
}

/// What an answer does at once; the case it opened.
fn effect(task: &mut Task<'_, '_>, giver: &Giver, invoice: &Invoice, said: &Said) -> Result<Option<Opened>, Error> {
    match said {
        Said::Disputed { reason, amount, words } => {
            let new = NewCase {
                kind: CaseKind::Dispute,
                debtor: giver.debtor,
                client: Some(invoice.client),
                invoice: Some(invoice.id),
                reason: Some(*reason),
                amount: *amount,
                words: words.clone(),
                by: giver.by.clone(),
            };
            dispute::raise(task, new).map(Some).map_err(|error| at(&invoice.offer.number, error))
        }
        Said::NotReceived { words } => copies::ask(task, giver, invoice, words),
        Said::WillPay { .. } | Said::Paid { .. } | Said::Confirmed { .. } | Said::WrongContact { .. } => Ok(None),
    }
}

/// A refusal at an invoice.
fn at(number: &str, error: Error) -> Error {
    match error {
        Error::Refused(reasons) => {
            Error::Refused(reasons.into_iter().map(|reason| Refusal { place: number.to_owned(), ..reason }).collect())
        }
        other => other,
    }
}

/// CO-08: the contact that was asked is the wrong one. It is not written to again; who would be right is a case for a person.
fn wrong_contact(task: &mut Task<'_, '_>, giver: &Giver, answers: &[Answer]) -> Result<(), Error> {
    let mut wrong = answers.iter().filter_map(|answer| match &answer.said {
        Said::WrongContact { words } => Some((answer.client, words.trim().to_owned())),
        _ => None,
    });
    let Some((client, words)) = wrong.next() else { return Ok(()) };
    // Said of the invoices of several clients, it is about none of them in particular.
    let client = wrong.all(|(other, _)| other == client).then_some(client);
    if let Some(contact) = giver.contact {
        contact::mark_wrong(task, contact, &words)?;
    }
    if giver.by.side == Side::Debtor && giver.contact.is_some() && words.is_empty() {
        return Ok(());
    }
    let words = if words.is_empty() { "This is the wrong contact.".to_owned() } else { words };
    let new = NewCase {
        kind: CaseKind::Correction,
        debtor: giver.debtor,
        client,
        invoice: None,
        reason: None,
        amount: None,
        words,
        by: giver.by.clone(),
    };
    dispute::raise(task, new).map(drop)
}
