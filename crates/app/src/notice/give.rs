//! LC-43: give notice of the assignment, signed, to accounts payable; above an amount by a trackable letter too.

use super::carry::{Sending, copy_to_client, facts, may_write, recipient, send, with_page};
use super::pay_to::{currency_of, pay_to, pay_to_accounts};
use super::policy::policy;
use super::seal::{begin, finish};
use super::step::{Telling, current, take};
use crate::{Error, Refusal, Task, letter};
use domain::contact::{Channel, Contact, Purpose};
use domain::event::EventKind;
use domain::id::{ClientId, DebtorId};
use domain::letter::{Facts, LetterKind};
use domain::money::Money;
use domain::notice::{Deliverer, Leg, Notice, NoticeEvent, NoticePolicy, PayToAccounts};
use domain::proof::Proof;
use domain::timeline::Sentence;
use store::kept;

/// Most waiting invoices that are looked at to know what a debtor will owe.
const WAITING: i64 = 1_000;

/// Sends the notice, or the changed one of a new version (LC-46). After it came back this sends it again (LC-48).
///
/// # Errors
/// [`Error::Refused`] before the introduction has arrived and its business days have passed (LC-41), under a confidential
/// agreement (GL-44), without a verified contact or, where a trackable letter goes too, a postal address (LC-43), or when
/// the notice would not be effective (GL-50, GL-51).
pub fn send_notice(task: &mut Task<'_, '_>, client: ClientId, debtor: DebtorId) -> Result<Notice, Error> {
    let notice = current(task, client, debtor)?;
    give(task, notice)
}

pub(super) fn give(task: &mut Task<'_, '_>, mut notice: Notice) -> Result<Notice, Error> {
    may_write(task, &notice)?;
    let (factor, today, calendar) = (task.factor.clone(), task.today, task.factor.calendar);
    let policy = policy(task)?;
    let accounts = pay_to_accounts(task)?;
    let currency = currency_of(task, &factor, notice.client, today)?;
    let before = accounts.old(currency).last().cloned();
    let changed = notice.earlier.is_some() && before.is_some();
    let (purpose, kind) = if changed {
        (Purpose::RemitToChange, LetterKind::RemitToChange)
    } else {
        (Purpose::Notice, LetterKind::NoticeOfAssignment)
    };
    let event = |message, verified_on| NoticeEvent::Queued {
        leg: Leg::Notice,
        deliverer: Deliverer::Factor,
        channel: Channel::Email,
        message,
        verified_on,
        open_invoices: 0,
    };
    // The order is asked first: what it says matters more than a missing contact.
    notice.apply(event(None, Some(today)), &policy, calendar, today)?;
    let to = recipient(task, &notice, purpose)?;
    let verified_on = to.verified.as_ref().map(|one| one.on);
    notice.apply(event(None, verified_on), &policy, calendar, today)?;
    let tracked = wants_tracking(task, &notice, &policy)?;
    let mut written = facts(task, &factor, &notice, kind, &to, today)?;
    if changed && let Some(old) = before {
        written.other_pay_to = Some(old.pay_to);
        written.until = Some(old.open_until);
    }
    fit(&to, &written, tracked)?;
    let link = with_page(task, &notice, &to, &mut written)?;
    let unsigned = begin(task, &mut written)?;
    let letter = letter::write(task, &written)?;
    finish(task, unsigned, &mut notice, &written, &letter)?;
    notice.pay_to.clone_from(&written.pay_to);
    // From the first notice on the account changes only by LC-46.
    if accounts.current.is_none() {
        let current = pay_to(task, &factor, factor.currency)?;
        let pinned = PayToAccounts { current, ..accounts };
        kept::policy::put(task, PayToAccounts::POLICY, &pinned)?;
        task.record_facts(EventKind::PolicySaved, &(PayToAccounts::POLICY, &pinned), &[])?;
    }
    if let (Some(earlier), Some(code)) = (&notice.earlier, notice.papers.last()) {
        kept::paper::supersede(task, earlier.id, code)?;
    }
    // What came back is replaced by what is sent now.
    if let Some(code) = notice.papers.last() {
        kept::paper::supersede(task, notice.id, code)?;
    }
    let reason = why(&notice);
    let sending = |channel, letter| Sending {
        purpose,
        channel,
        to: &to,
        letter,
        link: Some(link),
        documents: Vec::new(),
        reason: reason.clone(),
    };
    let message = send(task, &notice, sending(Channel::Email, letter.clone()))?.message;
    if tracked {
        send(task, &notice, sending(Channel::Letter, letter))?;
    }
    copy_to_client(task, &notice, &written)?;
    let telling = Telling::of_factor(task, Sentence::NoticeOnItsWay { purpose, to: to.name, tracked });
    take(task, &mut notice, event(Some(message), verified_on), &telling)?;
    Ok(notice)
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
fn fit(to: &Contact, facts: &Facts, tracked: bool) -> Result<(), Error> {
    let mut problems = Vec::new();
    if to.verified.is_none() {
        problems.push(Refusal::at(
            "contact",
            "ADDRESS_NOT_VERIFIED",
            format!("the address of {} was never verified", to.name),
            "Verify it, for example by the debtor's switchboard; the notice names a bank account.",
        ));
    }
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
