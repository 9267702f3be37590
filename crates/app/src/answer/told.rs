//! How the timelines tell answers: one entry per client and kind, however many invoices.

use super::Giver;
use crate::timeline::{Told, tell};
use crate::{Error, Task};
use domain::contact::{Answer, AnswerKind, AnswerState, Happening, Said, Seen, Subject};
use domain::id::{ClientId, DebtorId, InvoiceId};
use jiff::civil::Date;
use std::collections::BTreeMap;
use store::kept;
use store::kept::invoice::Invoice;
use uuid::Uuid;

/// Most invoices that one entry names; the others are counted.
const NAMED: usize = 10;

/// `invoice 7`, `invoices 7, 8 and 9`, `invoices 7, 8, … and 490 more`.
pub(super) fn invoices_named(numbers: &[&str]) -> String {
    match numbers {
        [] => "no invoice".to_owned(),
        [one] => format!("invoice {one}"),
        [first @ .., last] if numbers.len() <= NAMED => format!("invoices {} and {last}", first.join(", ")),
        _ => format!("invoices {} and {} more", numbers[..NAMED].join(", "), numbers.len() - NAMED),
    }
}

/// `4 March 2026`.
pub(super) fn long(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// What an answer says beside its invoice; answers that say the same are told together.
fn says(said: &Said) -> String {
    let quoted = |words: &str| {
        let words = words.trim();
        if words.is_empty() { String::new() } else { format!(": \u{201c}{words}\u{201d}") }
    };
    match said {
        Said::WillPay { on, amount: None } => format!("will pay on {}", long(*on)),
        Said::WillPay { on, amount: Some(amount) } => format!("will pay {amount} on {}", long(*on)),
        Said::Paid { on, how } => format!("paid on {}{}", long(*on), quoted(how)),
        Said::Confirmed { words } => format!("confirmed{}", quoted(words)),
        Said::NotReceived { words } => format!("not received{}", quoted(words)),
        Said::Disputed { reason, amount, words } => {
            let part = amount.map_or_else(String::new, |amount| format!(" ({amount} of it)"));
            format!("disputed{part}, {}{}", reason.word(), quoted(words))
        }
        Said::WrongContact { words } => format!("to be asked of somebody else{}", quoted(words)),
    }
}

/// Tells answers to the timelines of their clients.
pub(super) fn given(
    task: &mut Task<'_, '_>,
    event: i64,
    giver: &Giver,
    answers: &[Answer],
    invoices: &BTreeMap<InvoiceId, Invoice>,
) -> Result<(), Error> {
    let mut groups: BTreeMap<(ClientId, AnswerKind, String), Vec<InvoiceId>> = BTreeMap::new();
    for answer in answers {
        groups.entry((answer.client, answer.kind(), says(&answer.said))).or_default().push(answer.invoice);
    }
    let who = giver.by.to_string();
    for (place, ((client, _, says), of)) in groups.into_iter().enumerate() {
        let numbers: Vec<&str> =
            of.iter().filter_map(|id| invoices.get(id)).map(|one| one.offer.number.as_str()).collect();
        let mut words = format!("{}: {says}", crate::timeline::capital(&invoices_named(&numbers)));
        words.push('.');
        let subject = match of[..] {
            [only] => Some((Subject::Invoice, only.0)),
            _ => None,
        };
        let told = Told { kind: Happening::Answered, who: &who, words: &words, subject, seen: Seen::ALL };
        tell(task, event, i64::try_from(place).unwrap_or(i64::MAX), &[client], giver.debtor, &told)?;
    }
    Ok(())
}

/// How answers of one pair ended, in a sentence for each way.
pub(super) fn ended_words(task: &mut Task<'_, '_>, answers: &[Answer]) -> Result<String, Error> {
    let ids: Vec<Uuid> = answers.iter().map(|answer| answer.invoice.0).collect();
    let mut numbers: BTreeMap<InvoiceId, String> = BTreeMap::new();
    for invoice in kept::invoice::by_ids(task, &ids)? {
        numbers.insert(invoice.id, invoice.offer.number);
    }
    let mut ways: BTreeMap<(AnswerState, AnswerKind, Option<Date>), Vec<&str>> = BTreeMap::new();
    for answer in answers {
        let number = numbers.get(&answer.invoice).map_or("", String::as_str);
        let day = match answer.state {
            AnswerState::Kept => None,
            _ => answer.kept_by,
        };
        ways.entry((answer.state, answer.kind(), day)).or_default().push(number);
    }
    let mut sentences = Vec::new();
    for ((state, kind, day), numbers) in ways {
        let named = invoices_named(&numbers);
        let by = day.map_or_else(String::new, |day| format!(" by {}", long(day)));
        sentences.push(match (state, kind) {
            (AnswerState::Kept, AnswerKind::WillPay) => format!("The payment for {named} came as promised."),
            (AnswerState::Kept, _) => format!("The payment for {named} has arrived."),
            (AnswerState::Broken, _) => format!("The payment promised for {named} was not received{by}."),
            _ => format!("The payment for {named} that was on its way was not seen{by}."),
        });
    }
    Ok(sentences.join(" "))
}

/// Tells how answers of one pair ended.
pub(super) fn ended(
    task: &mut Task<'_, '_>,
    event: i64,
    (client, debtor): (ClientId, DebtorId),
    words: &str,
) -> Result<(), Error> {
    let who = task.factor.name.clone();
    let told = Told { kind: Happening::Answered, who: &who, words, subject: None, seen: Seen::ALL };
    tell(task, event, 0, &[client], debtor, &told)
}
