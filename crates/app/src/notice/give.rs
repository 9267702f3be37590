//! LC-43: give notice of the assignment, signed, to accounts payable; above an amount by a trackable letter too.

use super::carry::{Sending, copy_to_client, facts, may_write, recipient, send, with_page};
use super::pay_to::{currency_of, pay_to, pay_to_accounts};
use super::policy::policy;
use super::seal::{begin, finish};
use super::step::{Telling, current, take};
use crate::contact::lacks;
use crate::{Error, Refusal, Task, letter};
use domain::contact::{Channel, Contact, Purpose};
use domain::event::EventKind;
use domain::id::{ClientId, DebtorId, LinkId};
use domain::letter::{Facts, Letter, LetterKind};
use domain::money::Money;
use domain::notice::{Beside, Deliverer, Leg, Notice, NoticeEvent, NoticePolicy, OldAccount, PayToAccounts};
use domain::proof::Proof;
use domain::timeline::Sentence;
use store::kept;

/// Most waiting invoices that are looked at to know what a debtor will owe.
const WAITING: i64 = 1_000;

/// Sends the notice, or the changed one of a new version (LC-46). After it came back this sends it again (LC-48).
///
/// # Errors
/// [`Error::Refused`] before the introduction has arrived and its business days have passed (LC-41), under a confidential
/// agreement (GL-44), without a contact that was verified, and without the client's word (FR-14), or, where a trackable letter goes too, a postal address (LC-43), or when
/// the notice would not be effective (GL-50, GL-51).
pub fn send_notice(task: &mut Task<'_, '_>, client: ClientId, debtor: DebtorId) -> Result<Notice, Error> {
    let notice = current(task, client, debtor)?;
    give(task, notice)
}

pub(super) fn give(task: &mut Task<'_, '_>, mut notice: Notice) -> Result<Notice, Error> {
    may_write(task, &notice)?;
    let (factor, today, calendar) = (task.factor.clone(), task.today, task.factor.calendar);
    let policy = policy(task)?;
    let about = about(task, &notice)?;
    let event = |message, beside, verified_on| NoticeEvent::Queued {
        leg: Leg::Notice,
        deliverer: Deliverer::Factor,
        channel: Channel::Email,
        message,
        beside,
        verified_on,
        open_invoices: 0,
    };
    // The order is asked first: what it says matters more than a missing contact.
    notice.apply(event(None, None, Some(today)), &policy, calendar, today)?;
    let to = recipient(task, &notice, about.purpose)?;
    let verified_on = to.verified.as_ref().map(|one| one.on);
    notice.apply(event(None, None, verified_on), &policy, calendar, today)?;
    // A letter that went beside the mail that came back has its own way.
    let tracked = notice.beside().is_none() && wants_tracking(task, &notice, &policy)?;
    let Written { letter, link, facts } = write(task, &mut notice, &to, &about, tracked)?;
    notice.pay_to.clone_from(&facts.pay_to);
    // From the first notice on the account changes only by LC-46.
    let accounts = pay_to_accounts(task)?;
    if accounts.current.is_none() {
        let current = pay_to(task, &factor, factor.currency)?;
        let pinned = PayToAccounts { current, ..accounts };
        kept::policy::put(task, PayToAccounts::POLICY, &pinned)?;
        task.record_facts(EventKind::PolicySaved, &(PayToAccounts::POLICY, &pinned), &[])?;
    }
    if let (Some(earlier), Some(code)) = (&notice.earlier, notice.papers.last()) {
        kept::paper::supersede(task, earlier.id, code)?;
    }
    // What came back is replaced by what is sent now; a letter that is on its way goes on saying what it says.
    if let Some(code) = notice.papers.last()
        && notice.beside().is_none_or(Beside::is_missing)
    {
        kept::paper::supersede(task, notice.id, code)?;
    }
    let reason = why(&notice);
    let sending = |channel, letter| Sending {
        purpose: about.purpose,
        channel,
        to: &to,
        letter,
        link: Some(link),
        documents: Vec::new(),
        reason: reason.clone(),
    };
    let message = send(task, &notice, sending(Channel::Email, letter.clone()))?.message;
    let beside = match tracked {
        true => Some(send(task, &notice, sending(Channel::Letter, letter))?.message),
        false => None,
    };
    copy_to_client(task, &notice, &facts)?;
    let telling = Telling::of_factor(task, Sentence::NoticeOnItsWay { purpose: about.purpose, to: to.name, tracked });
    take(task, &mut notice, event(Some(message), beside, verified_on), &telling)?;
    Ok(notice)
}

/// What a notice says beside its parties: where to pay, or that this has changed (LC-46).
pub(super) struct About {
    pub purpose: Purpose,
    kind: LetterKind,
    old: Option<OldAccount>,
}

pub(super) fn about(task: &mut Task<'_, '_>, notice: &Notice) -> Result<About, Error> {
    let (factor, today) = (task.factor.clone(), task.today);
    let currency = currency_of(task, &factor, notice.client, today)?;
    let old = pay_to_accounts(task)?.old(currency).last().cloned().filter(|_| notice.earlier.is_some());
    let (purpose, kind) = match old {
        Some(_) => (Purpose::RemitToChange, LetterKind::RemitToChange),
        None => (Purpose::Notice, LetterKind::NoticeOfAssignment),
    };
    Ok(About { purpose, kind, old })
}

/// A notice that is written and signed.
pub(super) struct Written {
    pub letter: Letter,
    pub link: LinkId,
    facts: Facts,
}

/// Writes and signs the letter of a notice; the notice remembers its paper. `tracked`: it goes by post too.
pub(super) fn write(
    task: &mut Task<'_, '_>,
    notice: &mut Notice,
    to: &Contact,
    about: &About,
    tracked: bool,
) -> Result<Written, Error> {
    let (factor, today) = (task.factor.clone(), task.today);
    let mut written = facts(task, &factor, notice, about.kind, to, today)?;
    if let Some(old) = &about.old {
        written.other_pay_to = Some(old.pay_to.clone());
        written.until = Some(old.open_until);
    }
    fit(task, to, &written, tracked)?;
    let link = with_page(task, notice, to, &mut written)?;
    let unsigned = begin(task, &mut written)?;
    let letter = letter::write(task, &written)?;
    finish(task, unsigned, notice, &written, &letter)?;
    Ok(Written { letter, link, facts: written })
}

fn why(notice: &Notice) -> Proof {
    if let Some(sprung) = &notice.sprung {
        return Proof::new("GL-44", format!("{} on {}", sprung.trigger.word(), sprung.on));
    }
    if let Some(earlier) = &notice.earlier {
        return Proof::new("LC-46", format!("takes the place of version {}", notice.version - 1))
            .with("earlier notice", earlier.id);
    }
    let arrived = notice.introduction.as_ref().and_then(|way| way.delivered_on);
    let arrived = arrived.map(|day| day.to_string()).unwrap_or_default();
    Proof::new("LC-41", format!("introduction arrived on {arrived}"))
}

/// LC-43: does the debtor owe, or will it owe with the invoices that wait, more than the amount?
fn wants_tracking(task: &mut Task<'_, '_>, notice: &Notice, policy: &NoticePolicy) -> Result<bool, Error> {
    let mut owed = kept::notice::owed(task, notice.debtor)?;
    for invoice in kept::invoice::waiting_of_pair(task, notice.client, notice.debtor, None, WAITING)? {
        let amount: Money = invoice.offer.amount;
        match owed.iter_mut().find(|sum| sum.currency == amount.currency) {
            Some(sum) => *sum = sum.plus(amount)?,
            None => owed.push(amount),
        }
    }
    Ok(owed.into_iter().any(|sum| policy.wants_tracking(sum)))
}

/// What the notice asks of its recipient, all at once.
fn fit(task: &mut Task<'_, '_>, to: &Contact, facts: &Facts, tracked: bool) -> Result<(), Error> {
    let mut problems = Vec::new();
    problems.extend(lacks(task, to)?);
    if facts.pay_to.is_none() {
        problems.push(Refusal::at(
            "pay_to",
            "NO_ACCOUNT",
            "the factor has no account that debtors could pay to",
            "Write the factor's account in its particulars.",
        ));
    }
    let address = &facts.debtor.address;
    if tracked && (address.lines.iter().all(|line| line.trim().is_empty()) || address.city.trim().is_empty()) {
        problems.push(Refusal::at(
            "address",
            "POSTAL_ADDRESS",
            "the debtor owes so much that a tracked letter goes besides the mail, and its postal address is not on file",
            "Write the debtor's address.",
        ));
    }
    if problems.is_empty() { Ok(()) } else { Err(Error::Refused(problems)) }
}
