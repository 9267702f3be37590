//! Open the notice of a pair: drafted under a notification agreement (GL-43), held under a confidential one (GL-44).

use super::carry::is_confidential;
use super::federal::not_federal;
use super::step::{Telling, keep, take};
use crate::{App, Command, Error, Task};
use domain::id::{ClientId, DebtorId, NoticeId};
use domain::notice::{Notice, NoticeEvent, NoticeState};
use domain::party::DebtorType;
use domain::timeline::Sentence;
use std::collections::{HashMap, HashSet};
use store::kept;
use uuid::Uuid;

/// Notices that are read at a time.
const PAGE: i64 = 500;

/// Opens the pair's notice. One that is there stays, held or not as the agreement says now; after a release a new one is
/// opened, which takes all its steps again.
///
/// # Errors
/// [`Error::NotFound`] when the pair is not linked; [`Error::Refused`] while the client has no agreement.
pub fn open(task: &mut Task<'_, '_>, client: ClientId, debtor: DebtorId) -> Result<Notice, Error> {
    if kept::party::pair(task, client, debtor)?.is_none() {
        return Err(Error::NotFound("customer of this client".to_owned()));
    }
    not_federal(task, debtor)?;
    let today = task.today;
    let Some(held) = is_confidential(task, client, today)? else {
        return Err(Error::refused(
            "NO_AGREEMENT",
            "the client has no agreement that says whether its customers are told",
            "Draft its agreement first.",
        ));
    };
    let known = kept::notice::current(task, client, debtor)?;
    let version = known.as_ref().map_or(1, |notice| notice.version + 1);
    let id = NoticeId(task.new_id());
    if let Some(mut notice) = known {
        if notice.state() != NoticeState::Released {
            keep_as_agreed(task, &mut notice, held)?;
            return Ok(notice);
        }
        let telling = Telling::of_factor(task, Sentence::NoticeAgain);
        take(task, &mut notice, NoticeEvent::Superseded { by: id }, &telling)?;
    }
    let notice = Notice::draft(id, client, debtor, version, held, today);
    let said = if held { Sentence::NoticeHeld } else { Sentence::NoticePrepared };
    let telling = Telling::of_factor(task, said);
    keep(task, &notice, None, &telling)?;
    Ok(notice)
}

/// Holds every notice back, or lets it go, as its client's agreement says now (LC-31: agreements change).
///
/// # Errors
/// [`Error::Fault`].
pub(super) fn follow_agreements(app: &App, actor: &str) -> Result<(), Error> {
    let today = app.today();
    let mut known: HashMap<ClientId, Option<bool>> = HashMap::new();
    let mut after = NoticeId(Uuid::nil());
    loop {
        let found = app.read(|snapshot| {
            let page = kept::notice::after(snapshot, after, PAGE)?;
            let Some(last) = page.last().map(|notice| notice.id) else { return Ok::<_, Error>(None) };
            let mut differs = Vec::new();
            // GL-60: what is held for a federal agency stays so, whatever the agreement says.
            let mut debtors: Vec<Uuid> = page.iter().map(|notice| notice.debtor.0).collect();
            debtors.sort_unstable();
            debtors.dedup();
            let debtors = kept::party::debtors_by_id(snapshot, &debtors)?.into_iter();
            let federal = debtors.filter(|one| one.debtor_type == DebtorType::UsFederal);
            let federal: HashSet<DebtorId> = federal.map(|one| one.id).collect();
            for notice in page.into_iter().filter(|notice| !federal.contains(&notice.debtor)) {
                let confidential = match known.get(&notice.client) {
                    Some(known) => *known,
                    None => {
                        let found = is_confidential(snapshot, notice.client, today)?;
                        known.insert(notice.client, found);
                        found
                    }
                };
                let Some(confidential) = confidential else { continue };
                if (notice.held && !confidential) || (confidential && notice.can_be_held_back()) {
                    differs.push((notice.client, notice.debtor));
                }
            }
            Ok(Some((last, differs)))
        })?;
        let Some((last, differs)) = found else { return Ok(()) };
        after = last;
        if !differs.is_empty() {
            app.run(Command::system(actor), move |task| {
                differs.iter().try_for_each(|(client, debtor)| open(task, *client, *debtor).map(drop))
            })?;
        }
    }
}

/// Holds a notice back or lets it go as the agreement in force says.
fn keep_as_agreed(task: &mut Task<'_, '_>, notice: &mut Notice, confidential: bool) -> Result<(), Error> {
    if notice.held && !confidential {
        let telling = Telling::of_factor(task, Sentence::NoticeLifted);
        take(task, notice, NoticeEvent::Lifted, &telling)?;
    } else if confidential && !notice.held {
        let telling = Telling::of_factor(task, Sentence::NoticeHeldBack);
        match take(task, notice, NoticeEvent::HeldBack, &telling) {
            // What has left cannot be held back; nothing more is sent all the same.
            Ok(_) | Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
