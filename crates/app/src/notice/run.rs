//! The daily job: opens what is missing, puts approved changes in force, does what the clocks allow.
//!
//! Contract: one unit per step of one notice, so that one that is refused (no contact, no address) keeps no other waiting.
//! Idempotent: run again on the same day it finds nothing more to do. What it could not do it says, and tries again.

use super::introduction::send_introduction;
use super::open::{follow_agreements, open};
use super::pay_to::pay_to_accounts;
use super::policy::policy;
use super::release::release;
use super::remind::remind_to_acknowledge;
use super::remit::{Told, finish_change, put_remit_change_in_force, renew};
use super::spring::look_for_over_advances;
use super::step::{Telling, take};
use super::{beside, carry, give};
use crate::{App, Command, Error, Task};
use domain::contact::MessageState;
use domain::id::{ClientId, DebtorId, NoticeId};
use domain::notice::{Deliverer, Due, Leg, LetterTask, Notice, NoticeEvent, RemitChangeState};
use domain::timeline::Sentence;
use serde::{Deserialize, Serialize};
use store::kept;
use uuid::Uuid;

/// Pairs or notices that are read at a time.
const PAGE: i64 = 500;
/// Most steps one notice takes in one run: more would be a loop.
const STEPS: usize = 8;

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ran {
    /// Notices opened.
    pub opened: usize,
    /// Steps taken.
    pub steps: usize,
    /// Debtors told of a new account.
    pub renewed: usize,
    /// What could not be done, and why.
    pub waiting: Vec<Waiting>,
}

/// A notice whose clock wants something that cannot be done yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Whose invoices.
    pub client: ClientId,
    /// Whose customer.
    pub debtor: DebtorId,
    /// Why, with the remedy.
    pub why: String,
}

/// Does what the clocks of all notices allow today.
///
/// # Errors
/// [`Error::Fault`]. What is refused is in the answer.
pub fn run(app: &App, actor: &str) -> Result<Ran, Error> {
    let mut ran = Ran::default();
    open_missing(app, actor, &mut ran)?;
    follow_agreements(app, actor)?;
    change_accounts(app, actor, &mut ran)?;
    look_for_over_advances(app, actor)?;
    let today = app.today();
    for id in app.read(|snapshot| Ok(kept::notice::due(snapshot, today)?))? {
        tick(app, actor, id, &mut ran)?;
    }
    Ok(ran)
}

/// Opens the notices of pairs that have none, as far as their clients have an agreement.
fn open_missing(app: &App, actor: &str, ran: &mut Ran) -> Result<(), Error> {
    let mut after = (ClientId(Uuid::nil()), DebtorId(Uuid::nil()));
    loop {
        let today = app.today();
        let (pairs, last) = app.read(|snapshot| {
            let page = kept::notice::pairs_without(snapshot, after, PAGE)?;
            let last = page.last().copied();
            let mut agreed = Vec::new();
            for (client, debtor) in page {
                if carry::is_confidential(snapshot, client, today)?.is_some() {
                    agreed.push((client, debtor));
                }
            }
            Ok::<_, Error>((agreed, last))
        })?;
        let Some(last) = last else { return Ok(()) };
        after = last;
        let count = pairs.len();
        if count > 0 {
            app.run(Command::system(actor), move |task| {
                pairs.iter().try_for_each(|(client, debtor)| open(task, *client, *debtor).map(drop))
            })?;
            ran.opened += count;
        }
    }
}

/// LC-46: puts in force what was approved and has cooled down, and tells every debtor that was told another account.
fn change_accounts(app: &App, actor: &str, ran: &mut Ran) -> Result<(), Error> {
    let today = app.today();
    let approved = app.read(|snapshot| Ok(kept::remit_change::in_state(snapshot, RemitChangeState::Approved)?))?;
    for change in approved.into_iter().filter(|change| change.not_before <= today) {
        app.run(Command::system(actor), move |task| put_remit_change_in_force(task, change.id))?;
    }
    let running = app.read(|snapshot| Ok(kept::remit_change::in_state(snapshot, RemitChangeState::InForce)?))?;
    if running.is_empty() {
        return Ok(());
    }
    let mut all_told = true;
    let mut after = NoticeId(Uuid::nil());
    loop {
        let factor = app.factor();
        let (last, behind) = app.read(|snapshot| {
            let page = kept::notice::after(snapshot, after, PAGE)?;
            let mut told = Told::new(pay_to_accounts(snapshot)?, today);
            let last = page.last().map(|notice| notice.id);
            let mut behind = Vec::new();
            for notice in page {
                if told.is_behind(snapshot, &factor, &notice)? {
                    behind.push(notice);
                }
            }
            Ok::<_, Error>((last, behind))
        })?;
        let Some(last) = last else { break };
        after = last;
        for notice in &behind {
            let id = notice.id;
            match app.run(Command::system(actor), move |task| renew(task, id)) {
                Ok(told) => ran.renewed += usize::from(told),
                Err(error) => {
                    all_told = false;
                    ran.waits(notice, error)?;
                }
            }
        }
    }
    if all_told {
        for change in running {
            app.run(Command::system(actor), move |task| finish_change(task, change.id))?;
        }
    }
    Ok(())
}

/// One notice: due after due, until nothing more moves.
fn tick(app: &App, actor: &str, id: NoticeId, ran: &mut Ran) -> Result<(), Error> {
    let (today, calendar) = (app.today(), app.factor().calendar);
    let mut refused: Vec<Due> = Vec::new();
    for _ in 0..STEPS {
        let found = app.read(|snapshot| {
            let policy = policy(snapshot)?;
            Ok::<_, Error>(kept::notice::get(snapshot, id)?.map(|notice| (notice.dues(&policy, calendar), notice)))
        })?;
        let Some((dues, notice)) = found else { return Ok(()) };
        let mut due = dues.into_iter().filter(|(day, due)| *day <= today && !refused.contains(due));
        let Some((_, due)) = due.next() else { return Ok(()) };
        match app.run(Command::system(actor), move |task| step(task, id, due)) {
            Ok(true) => ran.steps += 1,
            Ok(false) => refused.push(due),
            Err(error) => {
                ran.waits(&notice, error)?;
                refused.push(due);
            }
        }
    }
    Ok(())
}

/// Does one thing that is due; false when it is somebody else's to do, or nothing has changed.
fn step(task: &mut Task<'_, '_>, id: NoticeId, due: Due) -> Result<bool, Error> {
    let Some(mut notice) = kept::notice::get(task, id)? else { return Ok(false) };
    let before = notice.clone();
    let (client, debtor) = (notice.client, notice.debtor);
    match due {
        Due::Send(Leg::Introduction) => {
            // LC-42: a letter that the client delivers is made ready at its wish, not by the clock.
            if kept::contact::relation(task, client, debtor)?.client_delivers {
                return Ok(false);
            }
            send_introduction(task, client, debtor)?;
        }
        Due::Send(Leg::Notice) => {
            give::give(task, notice)?;
        }
        Due::Send(Leg::Release) => {
            release(task, client, debtor, None)?;
        }
        Due::Look(leg) => return look(task, &mut notice, leg),
        Due::Letter(LetterTask::Look) => return beside::look(task, &mut notice),
        Due::Letter(LetterTask::Send) => {
            beside::send_letter(task, client, debtor)?;
        }
        Due::Settle(leg) => {
            let telling = Telling::of_factor(task, Sentence::LegSettled { leg });
            return take(task, &mut notice, NoticeEvent::Settled { leg }, &telling);
        }
        Due::Remind => {
            remind_to_acknowledge(task, client, debtor)?;
        }
        // LC-43, GL-53, GL-58, GL-44: a person's work; today's tasks and the register show the day.
        Due::Letter(LetterTask::Post | LetterTask::Trace) | Due::Proof | Due::Release | Due::Spring => {
            return Ok(false);
        }
    }
    Ok(kept::notice::get(task, id)?.is_some_and(|now| now != before))
}

/// A letter that was queued and has not left: was its message taken back, or could it not be sent?
fn look(task: &mut Task<'_, '_>, notice: &mut Notice, leg: Leg) -> Result<bool, Error> {
    let Some(way) = notice.way(leg) else { return Ok(false) };
    let Some(message) = way.message.filter(|_| way.deliverer == Deliverer::Factor) else { return Ok(false) };
    let state = kept::message::get(task, message)?.map(|message| message.state);
    if !matches!(state, None | Some(MessageState::Cancelled | MessageState::Failed)) {
        return Ok(false);
    }
    let telling = Telling::of_factor(task, Sentence::LegDidNotLeave { leg });
    take(task, notice, NoticeEvent::TakenBack { leg }, &telling)
}

impl Ran {
    /// What is refused waits and is told; a fault ends the run.
    fn waits(&mut self, notice: &Notice, error: Error) -> Result<(), Error> {
        match error {
            Error::Refused(_) | Error::NotFound(_) => {
                self.waiting.push(Waiting { client: notice.client, debtor: notice.debtor, why: error.to_string() });
                Ok(())
            }
            fault => Err(fault),
        }
    }
}
