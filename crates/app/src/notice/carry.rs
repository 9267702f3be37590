//! What every letter of a notice needs: to whom, with which facts, by which message.

use super::federal::not_federal;
use crate::guest::{GuestParty, make_link};
use crate::message::{Outgoing, Queued, queue};
use crate::{Error, Task, contact, letter};
use domain::agreement::{NotificationMode, ruling};
use domain::contact::{Channel, Contact, MessageState, Purpose};
use domain::id::{ClientId, DocumentId, LinkId};
use domain::letter::{Covered, Facts, Letter, LetterKind, Person};
use domain::notice::{Notice, NoticeRefusal};
use domain::party::Factor;
use domain::proof::Proof;
use jiff::civil::Date;
use store::book::Reads;
use store::kept;

/// GL-43, GL-44: is the client's agreement confidential on a day? Of the version whose terms bind; none without an
/// agreement.
///
/// # Errors
/// [`Error::Fault`].
pub fn is_confidential(reads: &mut dyn Reads, client: ClientId, on: Date) -> Result<Option<bool>, Error> {
    let versions = kept::agreement::versions(reads, client)?;
    Ok(ruling(&versions, on).map(|one| one.terms.notification == NotificationMode::NonNotification))
}

/// GL-44, GL-60: refuses whatever would reach the debtor of a confidential pair under the factor's name, and what would reach
/// a federal agency as a notice.
pub(super) fn may_write(task: &mut Task<'_, '_>, notice: &Notice) -> Result<(), Error> {
    not_federal(task, notice.debtor)?;
    let today = task.today;
    let confidential = is_confidential(task, notice.client, today)?.unwrap_or(false);
    if notice.is_silent(confidential) {
        return Err(NoticeRefusal::Held.into());
    }
    Ok(())
}

/// To whom a letter of a notice goes, and when that address was last verified.
pub(super) fn recipient(task: &mut Task<'_, '_>, notice: &Notice, purpose: Purpose) -> Result<Contact, Error> {
    contact::recipient(task, notice.debtor, Some(notice.client), purpose)
}

/// The facts of a letter of this notice to this contact: all accounts (GL-50), in its language, to the account of now.
pub(super) fn facts(
    reads: &mut dyn Reads,
    factor: &Factor,
    notice: &Notice,
    kind: LetterKind,
    to: &Contact,
    today: Date,
) -> Result<Facts, Error> {
    let base = letter::base_facts(reads, factor, kind, to.language, today, Some(notice.client), notice.debtor)?;
    Ok(Facts {
        to: Person {
            name: if to.mailbox { String::new() } else { to.name.clone() },
            office: to.role.word().to_owned(),
            phone: to.phone.clone(),
            email: to.email.clone(),
        },
        covered: Some(Covered::AllAccounts),
        effective: Some(today),
        ..base
    })
}

/// Gives the letter a link to the debtor's own page.
pub(super) fn with_page(
    task: &mut Task<'_, '_>,
    notice: &Notice,
    to: &Contact,
    facts: &mut Facts,
) -> Result<LinkId, Error> {
    let (link, address) = make_link(task, GuestParty::Debtor(notice.debtor), Some(to.id), None)?;
    facts.links.page = Some(address);
    Ok(link)
}

/// What is sent to a debtor.
pub(super) struct Sending<'a> {
    pub purpose: Purpose,
    pub channel: Channel,
    pub to: &'a Contact,
    pub letter: Letter,
    pub link: Option<LinkId>,
    pub documents: Vec<DocumentId>,
    pub reason: Proof,
}

/// Queues a letter of this notice to the debtor.
pub(super) fn send(task: &mut Task<'_, '_>, notice: &Notice, sending: Sending<'_>) -> Result<Queued, Error> {
    may_write(task, notice)?;
    let recipient = match sending.channel {
        Channel::Letter => sending.letter.address.join("\n"),
        _ => sending.to.email.clone().unwrap_or_default(),
    };
    let outgoing = Outgoing {
        purpose: sending.purpose,
        channel: sending.channel,
        debtor: Some(notice.debtor),
        to_client: None,
        clients: vec![notice.client],
        invoices: Vec::new(),
        contact: Some(sending.to.id),
        recipient,
        letter: sending.letter,
        documents: sending.documents,
        link: sending.link,
        case: None,
        answers: None,
        reasons: vec![sending.reason],
        state: MessageState::Queued,
        not_before: 0,
    };
    queue(task, outgoing)
}

/// GL-50, LC-47: the client's copy of a signed letter, without the debtor's own page. A client without a mail address on
/// file has its copy in the timeline.
pub(super) fn copy_to_client(task: &mut Task<'_, '_>, notice: &Notice, facts: &Facts) -> Result<(), Error> {
    let person = match contact::recipient(task, notice.debtor, Some(notice.client), Purpose::ToClient) {
        Ok(person) => person,
        Err(Error::Refused(_)) => return Ok(()),
        Err(error) => return Err(error),
    };
    let mut facts = facts.clone();
    facts.links.page = None;
    let letter = letter::write(task, &facts)?;
    to_client(task, notice, &person, letter, Proof::new("GL-50", "copy to the client".to_owned()))
}

/// Queues a letter to the client about this notice.
pub(super) fn to_client(
    task: &mut Task<'_, '_>,
    notice: &Notice,
    person: &Contact,
    letter: Letter,
    reason: Proof,
) -> Result<(), Error> {
    let outgoing = Outgoing {
        purpose: Purpose::ToClient,
        channel: Channel::Email,
        debtor: Some(notice.debtor),
        to_client: Some(notice.client),
        clients: vec![notice.client],
        invoices: Vec::new(),
        contact: Some(person.id),
        recipient: person.email.clone().unwrap_or_default(),
        letter,
        documents: Vec::new(),
        link: None,
        case: None,
        answers: None,
        reasons: vec![reason],
        state: MessageState::Queued,
        not_before: 0,
    };
    queue(task, outgoing).map(drop)
}
