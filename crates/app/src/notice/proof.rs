//! GL-53: the debtor asks for proof of the assignment, or doubts the notice; the factor answers. While either is open,
//! nothing more is bought on the pair (G17).

use super::step::{Telling, current, take};
use crate::{Error, Task};
use domain::contact::{Happening, Seen};
use domain::id::{ClientId, DebtorId};
use domain::notice::{Notice, NoticeEvent};
use store::book::Reads;
use store::kept;

/// The debtor asks for proof; the clock of the answer starts. `words` are the debtor's own, or empty.
///
/// # Errors
/// [`Error::NotFound`] without a notice; [`Error::Refused`] when none was sent yet or the debtor is released.
pub fn request_proof(
    task: &mut Task<'_, '_>,
    client: ClientId,
    debtor: DebtorId,
    words: &str,
) -> Result<Notice, Error> {
    let mut notice = current(task, client, debtor)?;
    let who = debtor_name(task, debtor)?;
    let told = quoted("We would like proof that the invoices were assigned.", words);
    let telling = Telling { kind: Happening::Answered, who: &who, words: &told, seen: Seen::ALL };
    take(task, &mut notice, NoticeEvent::ProofAsked { words: words.to_owned() }, &telling)?;
    Ok(notice)
}

/// Proof was given. `words` say what, for example `signed assignment page and schedule lines`.
///
/// # Errors
/// [`Error::NotFound`] without a notice; [`Error::Refused`] when nobody has asked.
pub fn furnish_proof(
    task: &mut Task<'_, '_>,
    client: ClientId,
    debtor: DebtorId,
    words: &str,
) -> Result<Notice, Error> {
    let mut notice = current(task, client, debtor)?;
    let who = task.factor.name.clone();
    let told = quoted("Proof of the assignment was given.", words);
    let telling = Telling { kind: Happening::Notice, who: &who, words: &told, seen: Seen::ALL };
    take(task, &mut notice, NoticeEvent::ProofGiven { words: words.to_owned() }, &telling)?;
    Ok(notice)
}

/// The debtor doubts the notice, in its own words.
///
/// # Errors
/// [`Error::NotFound`] without a notice; [`Error::Refused`] without words, when none was sent yet or the debtor is released.
pub fn doubt(task: &mut Task<'_, '_>, client: ClientId, debtor: DebtorId, words: &str) -> Result<Notice, Error> {
    let mut notice = current(task, client, debtor)?;
    let who = debtor_name(task, debtor)?;
    let told = quoted("We are not sure that the notice of assignment is right.", words);
    let telling = Telling { kind: Happening::Answered, who: &who, words: &told, seen: Seen::ALL };
    take(task, &mut notice, NoticeEvent::Doubted { words: words.to_owned() }, &telling)?;
    Ok(notice)
}

/// The doubt is settled; `words` say how.
///
/// # Errors
/// [`Error::NotFound`] without a notice; [`Error::Refused`] without words or when there is no doubt.
pub fn settle_doubt(task: &mut Task<'_, '_>, client: ClientId, debtor: DebtorId, words: &str) -> Result<Notice, Error> {
    let mut notice = current(task, client, debtor)?;
    let who = task.factor.name.clone();
    let told = quoted("The question about the notice of assignment is settled.", words);
    let telling = Telling { kind: Happening::Notice, who: &who, words: &told, seen: Seen::ALL };
    take(task, &mut notice, NoticeEvent::DoubtSettled { words: words.to_owned() }, &telling)?;
    Ok(notice)
}

/// A debtor's name, as the timeline shows who spoke.
pub(super) fn debtor_name(reads: &mut dyn Reads, debtor: DebtorId) -> Result<String, Error> {
    let found = kept::party::debtors_by_id(reads, &[debtor.0])?;
    found.into_iter().next().map(|one| one.name).ok_or_else(|| Error::NotFound("debtor".to_owned()))
}

/// A sentence and, where there are any, a person's own words after it.
fn quoted(sentence: &str, words: &str) -> String {
    let words = words.trim();
    if words.is_empty() { sentence.to_owned() } else { format!("{sentence} \u{201c}{words}\u{201d}") }
}
