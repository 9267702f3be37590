//! The engine's run: one decision a day for every debtor with something past due.
//!
//! Phases: previews whose time has passed are let go; what waits for somebody and may not leave any more is taken back; then debtors in order of their ids, in units of [`DEBTORS`]: load in
//! sets, decide, write the messages, keep the decisions, one event per unit. A debtor that was decided on today is left
//! alone, so that a run may be repeated, and one that was interrupted goes on where it stopped.
//!
//! What keeps a single letter from being written (a missing account, a wording with a fault) is the decision's reason and
//! stops no other debtor.

use super::carry::{Carrier, moment};
use super::{Loaded, Loader};
use crate::message::{recheck_waiting, release_previews};
use crate::{App, Command, Error, Refusal, Task};
use domain::contact::{Decision, Outcome, Step, Stop, decide};
use domain::event::EventKind;
use domain::id::{DebtorId, MessageId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::kept;
use store::kept::contact_decision::{Decided, Latest};
use uuid::Uuid;

/// Debtors that are decided on in one unit.
pub const DEBTORS: i64 = 2_500;

/// What a run, or one unit of it, has done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ran {
    /// Debtors that were decided on.
    pub debtors: usize,
    /// Of these, decided as the last time.
    pub unchanged: usize,
    /// Messages to debtors.
    pub written: usize,
    /// Messages to clients.
    pub asked: usize,
    /// Debtors that wait for a day.
    pub waiting: usize,
    /// Messages that could not be written.
    pub refused: usize,
    /// Previews whose time had passed.
    pub released: usize,
    /// Messages that waited for somebody and may not leave any more.
    #[serde(default)]
    pub taken_back: usize,
}

impl Ran {
    fn add(&mut self, other: &Self) {
        self.debtors += other.debtors;
        self.unchanged += other.unchanged;
        self.written += other.written;
        self.asked += other.asked;
        self.waiting += other.waiting;
        self.refused += other.refused;
        self.released += other.released;
        self.taken_back += other.taken_back;
    }
}

/// Which debtors a pass goes over.
#[derive(Debug, Clone, Copy)]
enum Pass {
    /// Those with something past due.
    PastDue,
    /// CO-02: those a client wants reminded before the due date.
    BeforeDue,
}

/// Decides on every debtor that has not been decided on today. `progress` hears of each unit.
///
/// # Errors
/// [`Error::Fault`]. What was decided before it stays; the next run goes on.
pub fn run(app: &App, actor: &str, progress: &mut dyn FnMut(&Ran)) -> Result<Ran, Error> {
    let mut ran = Ran { released: app.run(Command::system(actor), release_previews)?, ..Ran::default() };
    let mut after = MessageId(Uuid::nil());
    while let Some((last, taken_back)) = app.run(Command::system(actor), move |task| recheck_waiting(task, after))? {
        ran.taken_back += taken_back;
        after = last;
    }
    // LC-09: those with a recourse date near, past due or not. First, because they are looked at as a whole.
    for debtors in recourse_ahead(app)?.chunks(usize::try_from(DEBTORS).unwrap_or(usize::MAX)) {
        let all: Vec<Uuid> = debtors.iter().map(|debtor| debtor.0).collect();
        ran.add(&app.run(Command::system(actor), move |task| {
            let mut loader = loader(task)?;
            decide_on(task, &mut loader, &all, true)
        })?);
        progress(&ran);
    }
    for pass in [Pass::PastDue, Pass::BeforeDue] {
        let mut after = Uuid::nil();
        while let Some((last, done)) = app.run(Command::system(actor), move |task| unit(task, pass, after))? {
            ran.add(&done);
            progress(&ran);
            after = last;
        }
    }
    Ok(ran)
}

/// Decides on the next debtors after an id; the last of them, or none when there are no more.
fn unit(task: &mut Task<'_, '_>, pass: Pass, after: Uuid) -> Result<Option<(Uuid, Ran)>, Error> {
    let today = task.today;
    let mut loader = loader(task)?;
    let found = match pass {
        Pass::PastDue => kept::contact_facts::debtors_due_before(task, today, after, DEBTORS)?,
        Pass::BeforeDue => kept::contact_facts::reminded_before_due(task, after, DEBTORS)?,
    };
    let Some(last) = found.last().map(|debtor| debtor.0) else { return Ok(None) };
    let all: Vec<Uuid> = found.iter().map(|debtor| debtor.0).collect();
    let ran = decide_on(task, &mut loader, &all, false)?;
    Ok(Some((last, ran)))
}

fn loader(task: &mut Task<'_, '_>) -> Result<Loader, Error> {
    let (factor, today, now) = (task.factor.clone(), task.today, moment(task)?);
    Loader::new(task, factor, today, now)
}

fn recourse_ahead(app: &App) -> Result<Vec<DebtorId>, Error> {
    let (factor, today, now) = (app.factor(), app.today(), app.now());
    app.read(|snapshot| Loader::new(snapshot, factor, today, now)?.recourse_ahead(snapshot))
}

/// Decides on those of these debtors that were not decided on today; `whole`: on all that they owe, not only what is past
/// due or nearly.
fn decide_on(task: &mut Task<'_, '_>, loader: &mut Loader, all: &[Uuid], whole: bool) -> Result<Ran, Error> {
    let (today, now) = (task.today, moment(task)?);
    let latest: HashMap<DebtorId, Latest> =
        kept::contact_decision::latest(task, all)?.into_iter().map(|one| (one.debtor, one)).collect();
    let undecided = |id: &&Uuid| latest.get(&DebtorId(**id)).is_none_or(|one| one.last_on < today);
    let debtors: Vec<Uuid> = all.iter().filter(undecided).copied().collect();
    let mut ran = Ran::default();
    if debtors.is_empty() {
        return Ok(ran);
    }
    let mut loaded = if whole { loader.load_whole(task, &debtors)? } else { loader.load(task, &debtors, &[])? };
    let mut carrier = Carrier::default();
    let mut unchanged = Vec::new();
    for id in debtors {
        let Some(one) = loaded.remove(&DebtorId(id)) else { continue };
        let mut decision = decide(&one.situation, &loader.policy, now);
        let message = carry_out(task, &mut carrier, &one, &mut decision, loader, &mut ran)?;
        ran.debtors += 1;
        ran.waiting += usize::from(decision.outcome() == Outcome::Wait);
        let decided = Decided {
            debtor: one.debtor.id,
            decided_on: today,
            last_on: today,
            outcome: decision.outcome().code().to_owned(),
            reason: decision.reason(),
            message,
            decision,
        };
        match latest.get(&one.debtor.id).filter(|before| is_same(before, &decided)) {
            Some(before) => unchanged.push(before.clone()),
            None => kept::contact_decision::add(task, &decided)?,
        }
    }
    ran.unchanged = unchanged.len();
    kept::contact_decision::still(task, &unchanged, today)?;
    task.record_facts(EventKind::ContactRun, &Told { day: today, ran: &ran }, &[])?;
    Ok(ran)
}

#[derive(Serialize)]
struct Told<'a> {
    day: Date,
    #[serde(flatten)]
    ran: &'a Ran,
}

/// A decision that wrote something is news each time; silence for the same reason is not.
fn is_same(before: &Latest, now: &Decided) -> bool {
    let silent = matches!(now.decision.outcome(), Outcome::Wait | Outcome::Nothing);
    silent && before.outcome == now.outcome && before.reason == now.reason
}

/// Carries a decision out; what could not be written becomes a reason of it. The message to the debtor, if there is one.
fn carry_out(
    task: &mut Task<'_, '_>,
    carrier: &mut Carrier,
    loaded: &Loaded,
    decision: &mut Decision,
    loader: &Loader,
    ran: &mut Ran,
) -> Result<Option<MessageId>, Error> {
    let mut message = None;
    let mut done = Vec::with_capacity(decision.steps.len());
    for step in std::mem::take(&mut decision.steps) {
        match carrier.carry(task, loaded, &step, &loader.policy) {
            Ok(queued) => {
                match &step {
                    Step::Write(_) => {
                        ran.written += 1;
                        message = Some(queued.message);
                    }
                    Step::AskClient(_) => ran.asked += 1,
                }
                done.push(step);
            }
            Err(Error::Refused(refusals)) => {
                ran.refused += 1;
                let words = refusals.iter().map(Refusal::to_string).collect::<Vec<_>>().join(" ");
                decision.waits.insert(0, Stop::new("CO-12", words, None));
            }
            Err(other) => return Err(other),
        }
    }
    decision.steps = done;
    Ok(message)
}
