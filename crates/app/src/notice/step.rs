//! One step of a notice: decided by the domain, kept, recorded, told.

use super::policy::policy;
use crate::timeline::{Told, factor, tell};
use crate::{Error, Task};
use domain::contact::{Contact, Happening, Purpose, Seen, Subject};
use domain::event::EventKind;
use domain::id::{ClientId, DebtorId, NoticeId};
use domain::letter::{Language, Letter, LetterKind};
use domain::notice::{Notice, NoticeEvent, NoticeState, Step};
use domain::proof::Proof;
use domain::timeline::{Sentence, Who};
use serde::Serialize;
use store::book::Reads;
use store::kept;

/// How a step is told in the timeline.
pub(super) struct Telling {
    /// What kind of thing happened.
    pub kind: Happening,
    /// Who did it.
    pub who: Who,
    /// What is said.
    pub said: Sentence,
    /// Who may see it.
    pub seen: Seen,
}

impl Telling {
    /// A step of the notice that the factor takes, for the factor and the client to read.
    pub fn of_factor(task: &Task<'_, '_>, said: Sentence) -> Self {
        Self { kind: Happening::Notice, who: factor(task), said, seen: Seen::FACTOR_AND_CLIENT }
    }
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
    /// The whole of it after the step: what `kept::history::notices` answers for a past day.
    stands: &'a Notice,
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
    telling: &Telling,
) -> Result<bool, Error> {
    let (policy, calendar, today) = (policy(task)?, task.factor.calendar, task.today);
    let outcome = notice.apply(event, &policy, calendar, today)?;
    if outcome.steps.is_empty() {
        return Ok(false);
    }
    let from = notice.state();
    *notice = outcome.notice;
    keep(task, notice, Some(from), telling)?;
    if outcome.steps.contains(&Step::AskClient) {
        ask_client(task, notice)?;
    }
    if outcome.steps.contains(&Step::MayPass) {
        // G5, G17: what waited for this notice is asked again.
        crate::schedule::decide_waiting(task, notice.client, notice.debtor)?;
    }
    Ok(true)
}

/// Keeps a notice, records the event and tells the timeline.
pub(super) fn keep(
    task: &mut Task<'_, '_>,
    notice: &Notice,
    from: Option<NoticeState>,
    telling: &Telling,
) -> Result<(), Error> {
    let policy = policy(task)?;
    let calendar = task.factor.calendar;
    let (next_on, letter_on) = (notice.next_on(&policy, calendar), notice.letter_on(&policy, calendar));
    kept::notice::put(task, notice, next_on, letter_on)?;
    let facts = Facts {
        notice: notice.id,
        client: notice.client,
        debtor: notice.debtor,
        version: notice.version,
        from,
        to: notice.state(),
        words: &telling.said.words(Language::English),
        stands: notice,
    };
    let event = task.record_facts(EventKind::NoticeMoved, &facts, &[])?;
    let told = Told {
        kind: telling.kind,
        who: telling.who.clone(),
        said: telling.said.clone(),
        subject: Some((Subject::Notice, notice.id.0)),
        seen: telling.seen,
    };
    tell(task, event, 0, &[notice.client], notice.debtor, &told)
}

/// LC-48: asks the client for a better address. Its timeline says so in any case; its person gets a letter where one is
/// on file and can be written to.
fn ask_client(task: &mut Task<'_, '_>, notice: &mut Notice) -> Result<(), Error> {
    let telling = Telling::of_factor(task, Sentence::AddressAsked);
    take(task, notice, NoticeEvent::ClientAsked, &telling)?;
    match letter_to_client(task, notice) {
        Ok(Some((person, letter))) => {
            let reason = Proof::new("LC-48", "a letter came back twice".to_owned());
            super::carry::to_client(task, notice, &person, letter, reason)
        }
        Ok(None) | Err(Error::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

fn letter_to_client(task: &mut Task<'_, '_>, notice: &Notice) -> Result<Option<(Contact, Letter)>, Error> {
    let purpose = Purpose::ToClient;
    let person = match crate::contact::recipient(task, notice.debtor, Some(notice.client), purpose) {
        Ok(person) => person,
        Err(Error::Refused(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let (factor, today) = (task.factor.clone(), task.today);
    let facts = super::carry::facts(task, &factor, notice, LetterKind::ClientTask, &person, today)?;
    let facts = domain::letter::Facts { words: Some(Sentence::AddressAsked.words(person.language)), ..facts };
    Ok(Some((person, crate::letter::write(task, &facts)?)))
}
