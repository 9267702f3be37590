//! LC-41: one friendly request to acknowledge; silence after it is no harm.

use super::carry::{Sending, facts, may_write, recipient, send, with_page};
use super::policy::policy;
use super::step::{Telling, current, take};
use crate::{Error, Task, letter};
use domain::contact::{Channel, Purpose};
use domain::id::{ClientId, DebtorId};
use domain::letter::LetterKind;
use domain::notice::{Notice, NoticeEvent};
use domain::proof::Proof;
use domain::timeline::Sentence;

/// Asks the debtor once to acknowledge the notice. Counts in the contact budget (CO-05).
///
/// # Errors
/// [`Error::Refused`] before its day, a second time, when nothing has arrived, or by the contact policy.
pub fn remind_to_acknowledge(task: &mut Task<'_, '_>, client: ClientId, debtor: DebtorId) -> Result<Notice, Error> {
    let mut notice = current(task, client, debtor)?;
    may_write(task, &notice)?;
    let (factor, today) = (task.factor.clone(), task.today);
    let policy = policy(task)?;
    notice.apply(NoticeEvent::Reminded, &policy, factor.calendar, today)?;
    let to = recipient(task, &notice, Purpose::NoticeReminder)?;
    let mut written = facts(task, &factor, &notice, LetterKind::AcknowledgmentReminder, &to, today)?;
    let link = with_page(task, &notice, &to, &mut written)?;
    let letter = letter::write(task, &written)?;
    let received = notice.received_on().map(|day| day.to_string()).unwrap_or_default();
    let sending = Sending {
        purpose: Purpose::NoticeReminder,
        channel: Channel::Email,
        to: &to,
        letter,
        link: Some(link),
        documents: Vec::new(),
        reason: Proof::new("LC-41", format!("notice received on {received}, not acknowledged, not asked before")),
    };
    send(task, &notice, sending)?;
    let telling = Telling::of_factor(task, Sentence::AskedToAcknowledge { to: to.name });
    take(task, &mut notice, NoticeEvent::Reminded, &telling)?;
    Ok(notice)
}
