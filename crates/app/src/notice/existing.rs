//! Record a notice that was given before Credere kept the book.

use super::federal::not_federal;
use super::step::{Telling, keep, take};
use crate::{Error, Task};
use domain::contact::Seen;
use domain::id::{ClientId, DebtorId, NoticeId};
use domain::notice::{Evidence, Notice, NoticeEvent};
use domain::timeline::Sentence;
use jiff::civil::Date;
use store::kept;

/// Records that the debtor received a notice on a day, with the evidence on file and where it is (`how`). The pair's
/// notice is opened when it has none. The same again changes nothing.
///
/// # Errors
/// [`Error::Refused`] when a notice has left from Credere already, the day lies ahead, or the evidence is no receipt.
pub fn record_existing(
    task: &mut Task<'_, '_>,
    client: ClientId,
    debtor: DebtorId,
    received_on: Date,
    evidence: Evidence,
    how: &str,
) -> Result<Notice, Error> {
    not_federal(task, debtor)?;
    let found = kept::notice::current(task, client, debtor)?;
    if let Some(known) = &found
        && known.existing.as_deref() == Some(how)
        && known.received_on() == Some(received_on)
        && known.best() == Some(evidence)
    {
        return Ok(known.clone());
    }
    let mut notice = match found {
        Some(notice) => notice,
        None => {
            let id = NoticeId(task.new_id());
            let notice = Notice::draft(id, client, debtor, 1, false, task.today);
            let telling = Telling { seen: Seen::FACTOR, ..Telling::of_factor(task, Sentence::NoticeFile) };
            keep(task, &notice, None, &telling)?;
            notice
        }
    };
    let event = NoticeEvent::Existing { received_on, evidence, how: how.to_owned() };
    let telling = Telling::of_factor(task, Sentence::NoticeExisting { on: received_on, how: how.to_owned() });
    take(task, &mut notice, event, &telling)?;
    Ok(notice)
}
