//! How the timelines tell answers: one entry per client and kind, however many invoices.

use super::Giver;
use crate::timeline::{Told, factor, tell};
use crate::{Error, Task};
use domain::contact::{Answer, AnswerKind, AnswerState, Happening, Said, Seen, Subject};
use domain::id::{ClientId, DebtorId, InvoiceId};
use domain::timeline::{EndedAnswers, Numbers, Sentence, Who};
use jiff::civil::Date;
use std::collections::BTreeMap;
use store::kept;
use store::kept::invoice::Invoice;
use uuid::Uuid;

/// Tells answers to the timelines of their clients.
pub(super) fn given(
    task: &mut Task<'_, '_>,
    event: i64,
    giver: &Giver,
    answers: &[Answer],
    invoices: &BTreeMap<InvoiceId, Invoice>,
) -> Result<(), Error> {
    // Answers that say the same are told together.
    let mut groups: Vec<(ClientId, &Said, Vec<InvoiceId>)> = Vec::new();
    for answer in answers {
        match groups.iter_mut().find(|(client, said, _)| *client == answer.client && **said == answer.said) {
            Some((_, _, of)) => of.push(answer.invoice),
            None => groups.push((answer.client, &answer.said, vec![answer.invoice])),
        }
    }
    groups.sort_by_key(|(client, said, _)| (*client, said.kind()));
    for (place, (client, said, of)) in groups.into_iter().enumerate() {
        let numbers: Vec<&str> =
            of.iter().filter_map(|id| invoices.get(id)).map(|one| one.offer.number.as_str()).collect();
        let subject = match of[..] {
            [only] => Some((Subject::Invoice, only.0)),
            _ => None,
        };
        let told = Told {
            kind: Happening::Answered,
            who: Who::from(&giver.by),
            said: Sentence::Answered { invoices: Numbers::of(&numbers), answer: said.clone() },
            subject,
            seen: Seen::ALL,
        };
        tell(task, event, i64::try_from(place).unwrap_or(i64::MAX), &[client], giver.debtor, &told)?;
    }
    Ok(())
}

/// How answers of one pair ended, in a sentence for each way.
pub(super) fn how_ended(task: &mut Task<'_, '_>, answers: &[Answer]) -> Result<Sentence, Error> {
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
    let ended = |((state, kind, by), numbers): (_, Vec<&str>)| {
        let invoices = Numbers::of(&numbers);
        EndedAnswers { state, kind, by, invoices }
    };
    Ok(Sentence::AnswersEnded { ways: ways.into_iter().map(ended).collect() })
}

/// Tells how answers of one pair ended.
pub(super) fn ended(
    task: &mut Task<'_, '_>,
    event: i64,
    (client, debtor): (ClientId, DebtorId),
    said: Sentence,
) -> Result<(), Error> {
    let told = Told { kind: Happening::Answered, who: factor(task), said, subject: None, seen: Seen::ALL };
    tell(task, event, 0, &[client], debtor, &told)
}
