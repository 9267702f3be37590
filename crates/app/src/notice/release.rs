//! LC-47, GL-58: release the debtor once nothing of the client is open: a signed letter that says where to pay now.

use super::carry::{Sending, copy_to_client, facts, may_write, recipient, send};
use super::policy::policy;
use super::seal::{begin, finish};
use super::step::{Telling, current, take};
use crate::contact::lacks;
use crate::{Error, Refusal, Task, letter};
use domain::contact::{Channel, Purpose};
use domain::id::{ClientId, DebtorId};
use domain::letter::{LetterKind, PayTo};
use domain::notice::{Deliverer, Leg, Notice, NoticeEvent};
use domain::proof::Proof;
use domain::timeline::{Sentence, Who};
use store::kept;

/// GL-58: the client demands the release of its customer; the clock starts. Demanded again, the first day counts.
///
/// # Errors
/// [`Error::Refused`] when the debtor was never given notice.
pub fn demand_release(task: &mut Task<'_, '_>, client: ClientId, debtor: DebtorId) -> Result<Notice, Error> {
    let mut notice = current(task, client, debtor)?;
    let who = kept::party::client(task, client)?.map_or_else(String::new, |client| client.name);
    let telling = Telling { who: Who::named(&who), ..Telling::of_factor(task, Sentence::ReleaseDemanded) };
    take(task, &mut notice, NoticeEvent::ReleaseDemanded, &telling)?;
    Ok(notice)
}

/// Sends the release. `pay_to` is where the debtor pays from now on; none: the client's own account on file.
///
/// # Errors
/// [`Error::Refused`] while an invoice of the client on this debtor is open, when the debtor was never given notice,
/// without an account to pay to, or without a verified contact.
pub fn release(
    task: &mut Task<'_, '_>,
    client: ClientId,
    debtor: DebtorId,
    pay_to: Option<PayTo>,
) -> Result<Notice, Error> {
    let mut notice = current(task, client, debtor)?;
    may_write(task, &notice)?;
    let (factor, today) = (task.factor.clone(), task.today);
    let policy = policy(task)?;
    let open_invoices = kept::notice::open_invoices(task, client, debtor)?;
    let event = |message, verified_on| NoticeEvent::Queued {
        leg: Leg::Release,
        deliverer: Deliverer::Factor,
        channel: Channel::Email,
        message,
        beside: None,
        verified_on,
        open_invoices,
    };
    // The guards are asked first: what they say matters more than a missing contact.
    notice.apply(event(None, Some(today)), &policy, factor.calendar, today)?;
    let to = recipient(task, &notice, Purpose::Release)?;
    let verified_on = to.verified.as_ref().map(|one| one.on);
    notice.apply(event(None, verified_on), &policy, factor.calendar, today)?;
    let account = kept::party::client(task, client)?.and_then(|client| client.account);
    let pay_to = pay_to.or_else(|| account.map(|account| PayTo { account, reference: None }));
    let mut problems = Vec::new();
    match &pay_to {
        None => problems.push(Refusal::at(
            "pay_to",
            "NO_ACCOUNT",
            "the release must say where to pay from now on, and the client has no account on file",
            "Write the account the client wants to be paid to.",
        )),
        Some(pay_to) => problems.extend(
            pay_to.account.problems().iter().map(|one| Refusal::at("pay_to", "ACCOUNT", one, "Correct the account.")),
        ),
    }
    problems.extend(lacks(task, &to)?);
    if !problems.is_empty() {
        return Err(Error::Refused(problems));
    }
    let mut written = facts(task, &factor, &notice, LetterKind::Release, &to, today)?;
    // A release names the other account alone: where to pay after it.
    written.other_pay_to = pay_to;
    let unsigned = begin(task, &mut written)?;
    let letter = letter::write(task, &written)?;
    finish(task, unsigned, &mut notice, &written, &letter)?;
    if let Some(code) = notice.papers.last() {
        kept::paper::supersede(task, notice.id, code)?;
    }
    let sending = Sending {
        purpose: Purpose::Release,
        channel: Channel::Email,
        to: &to,
        letter,
        link: None,
        documents: Vec::new(),
        reason: Proof::new("LC-47", "no purchased invoice of the client is open".to_owned()),
    };
    let message = send(task, &notice, sending)?.message;
    copy_to_client(task, &notice, &written)?;
    let telling = Telling::of_factor(task, Sentence::ReleaseOnItsWay { to: to.name });
    take(task, &mut notice, event(Some(message), verified_on), &telling)?;
    Ok(notice)
}
