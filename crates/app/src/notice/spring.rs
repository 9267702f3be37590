//! GL-44: a trigger of the confidential agreement springs a held notice: it may go out at once.

use super::step::{Telling, current, take};
use crate::{Error, Task};
use domain::contact::{Happening, Seen};
use domain::id::{ClientId, DebtorId};
use domain::notice::{Notice, NoticeEvent, Trigger};

/// Springs the pair's held notice. `days`: how long the over-advance lasts, where that is the trigger. The notice is
/// sent by the next daily job, or at once by [`super::send_notice`].
///
/// # Errors
/// [`Error::Refused`] when the notice is not held, says not what happened, or the over-advance is too young.
pub fn spring(
    task: &mut Task<'_, '_>,
    client: ClientId,
    debtor: DebtorId,
    trigger: Trigger,
    days: u32,
    words: &str,
) -> Result<Notice, Error> {
    let mut notice = current(task, client, debtor)?;
    let who = task.factor.name.clone();
    let told = format!("The customer will be given notice, because {}: {}", trigger.word(), words.trim());
    let telling = Telling { kind: Happening::Notice, who: &who, words: &told, seen: Seen::FACTOR_AND_CLIENT };
    let event = NoticeEvent::Sprung { trigger, days, words: words.trim().to_owned() };
    take(task, &mut notice, event, &telling)?;
    Ok(notice)
}
