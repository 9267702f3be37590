//! GL-53: the debtor asks for proof of the assignment, or doubts the notice; the factor answers. While either is open,
//! nothing more is bought on the pair (G17).

use super::carry::{Sending, copy_to_client, facts, may_write, recipient, send};
use super::seal::{begin, finish};
use super::step::{Telling, current, take};
use crate::{Error, Task, letter};
use domain::contact::{Channel, Happening, Purpose, Seen};
use domain::id::{ClientId, DebtorId, DocumentId};
use domain::letter::LetterKind;
use domain::notice::{Notice, NoticeEvent, NoticeRefusal};
use domain::proof::Proof;
use domain::timeline::{Sentence, Who};
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
    let said = Sentence::ProofAsked { words: words.trim().to_owned() };
    let telling = Telling { kind: Happening::Answered, who: Who::named(&who), said, seen: Seen::ALL };
    take(task, &mut notice, NoticeEvent::ProofAsked { words: words.to_owned(), by_debtor: true }, &telling)?;
    Ok(notice)
}

/// Somebody who holds the letter asks for proof on the check page. The clock starts and nothing more is bought until it is
/// given, but nobody knows who asked: it is no evidence that the debtor received anything.
///
/// # Errors
/// As [`request_proof`].
pub fn request_proof_by_holder(
    task: &mut Task<'_, '_>,
    client: ClientId,
    debtor: DebtorId,
    words: &str,
) -> Result<Notice, Error> {
    let mut notice = current(task, client, debtor)?;
    let said = Sentence::ProofAskedByHolder { words: words.trim().to_owned() };
    let telling = Telling { kind: Happening::Answered, who: Who::Holder, said, seen: Seen::ALL };
    take(task, &mut notice, NoticeEvent::ProofAsked { words: words.to_owned(), by_debtor: false }, &telling)?;
    Ok(notice)
}

/// Proof was given by other means than Credere's own letter ([`send_proof`]). `words` say what, for example `signed assignment page and schedule lines`.
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
    let said = Sentence::ProofGiven { words: words.trim().to_owned() };
    let telling = Telling { seen: Seen::ALL, ..Telling::of_factor(task, said) };
    take(task, &mut notice, NoticeEvent::ProofGiven { words: words.to_owned() }, &telling)?;
    Ok(notice)
}

/// Sends a signed proof of the assignment with these papers (assignment page, schedule lines of this debtor alone), and
/// so answers the request.
///
/// # Errors
/// [`Error::Refused`] when nobody has asked, without a verified contact, or when the letter lacks a part.
pub fn send_proof(
    task: &mut Task<'_, '_>,
    client: ClientId,
    debtor: DebtorId,
    documents: Vec<DocumentId>,
) -> Result<Notice, Error> {
    let mut notice = current(task, client, debtor)?;
    may_write(task, &notice)?;
    let open = notice.open_proof().ok_or(NoticeRefusal::NoProofAsked)?.clone();
    let (factor, today) = (task.factor.clone(), task.today);
    let to = recipient(task, &notice, Purpose::Proof)?;
    let mut written = facts(task, &factor, &notice, LetterKind::ProofOfAssignment, &to, today)?;
    written.effective = notice.received_on().or(written.effective);
    let unsigned = begin(task, &mut written)?;
    let letter = letter::write(task, &written)?;
    finish(task, unsigned, &mut notice, &written, &letter)?;
    let reason = Proof::new("GL-53", format!("asked for on {}, due on {}", open.asked_on, open.due_on));
    let sending =
        Sending { purpose: Purpose::Proof, channel: Channel::Email, to: &to, letter, link: None, documents, reason };
    send(task, &notice, sending)?;
    copy_to_client(task, &notice, &written)?;
    let said = Sentence::ProofOnItsWay { to: to.name };
    let telling = Telling { seen: Seen::ALL, ..Telling::of_factor(task, said) };
    take(task, &mut notice, NoticeEvent::ProofGiven { words: "signed proof of assignment".to_owned() }, &telling)?;
    Ok(notice)
}

/// The debtor doubts the notice, in its own words.
///
/// # Errors
/// [`Error::NotFound`] without a notice; [`Error::Refused`] without words, when none was sent yet or the debtor is released.
pub fn doubt(task: &mut Task<'_, '_>, client: ClientId, debtor: DebtorId, words: &str) -> Result<Notice, Error> {
    let mut notice = current(task, client, debtor)?;
    let who = debtor_name(task, debtor)?;
    let said = Sentence::Doubted { words: words.trim().to_owned() };
    let telling = Telling { kind: Happening::Answered, who: Who::named(&who), said, seen: Seen::ALL };
    take(task, &mut notice, NoticeEvent::Doubted { words: words.to_owned(), by_debtor: true }, &telling)?;
    Ok(notice)
}

/// The same by somebody who holds the letter, or from an address that is known by the client's word alone (FR-14). Nothing
/// more is bought until it is settled, but it is no evidence that the debtor received anything.
///
/// # Errors
/// As [`doubt`].
pub fn doubt_by_holder(
    task: &mut Task<'_, '_>,
    client: ClientId,
    debtor: DebtorId,
    words: &str,
) -> Result<Notice, Error> {
    let mut notice = current(task, client, debtor)?;
    let said = Sentence::Doubted { words: words.trim().to_owned() };
    let telling = Telling { kind: Happening::Answered, who: Who::Holder, said, seen: Seen::ALL };
    take(task, &mut notice, NoticeEvent::Doubted { words: words.to_owned(), by_debtor: false }, &telling)?;
    Ok(notice)
}

/// The doubt is settled; `words` say how.
///
/// # Errors
/// [`Error::NotFound`] without a notice; [`Error::Refused`] without words or when there is no doubt.
pub fn settle_doubt(task: &mut Task<'_, '_>, client: ClientId, debtor: DebtorId, words: &str) -> Result<Notice, Error> {
    let mut notice = current(task, client, debtor)?;
    let said = Sentence::DoubtSettled { words: words.trim().to_owned() };
    let telling = Telling { seen: Seen::ALL, ..Telling::of_factor(task, said) };
    take(task, &mut notice, NoticeEvent::DoubtSettled { words: words.to_owned() }, &telling)?;
    Ok(notice)
}

/// A debtor's name, as the timeline shows who spoke.
pub(super) fn debtor_name(reads: &mut dyn Reads, debtor: DebtorId) -> Result<String, Error> {
    let found = kept::party::debtors_by_id(reads, &[debtor.0])?;
    found.into_iter().next().map(|one| one.name).ok_or_else(|| Error::NotFound("debtor".to_owned()))
}
