//! The committing queue: one thread that owns the writing connection (see the head of `book`).

use super::batch::{Batch, Memory};
use super::particulars::Particulars;
use super::pulse::Pulse;
use super::unit::Unit;
use super::{BATCH, Now, QUEUE, Salts};
use crate::engine::{Connection, Ended, Fault};
use domain::id::FactorId;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a lost database is waited for before those who wait are told.
const PATIENCE: Duration = Duration::from_secs(10);
/// The first wait before a lost database is tried again; each further wait is twice as long …
const FIRST_WAIT: Duration = Duration::from_millis(20);
/// … up to this.
const LONGEST_WAIT: Duration = Duration::from_secs(1);
/// Between two looks at the room that is left, and between two tries to write again after it was not possible.
const LOOK: Duration = Duration::from_secs(1);

/// A unit of work without its types: run inside the batch, answered after the commit.
pub(super) trait Job: Send {
    /// The idempotency key that the work looks up first.
    fn key(&self) -> Option<&str>;
    /// Says what the work is going to ask.
    fn look(&mut self, unit: &mut Unit<'_>) -> Result<(), Fault>;
    /// Runs the work; true when it is to be kept. `again`: it may have to run once more.
    fn run(&mut self, unit: &mut Unit<'_>, again: bool) -> bool;
    /// Answers, with the fault when the batch could not be committed.
    fn answer(self: Box<Self>, committed: Result<(), Fault>);
}

/// What a unit of work is known to ask, before it runs.
#[derive(Default)]
pub struct Ahead {
    /// The idempotency key that it looks up first.
    pub key: Option<String>,
    /// Says the rest with [`Unit::expect`], in front of the batch: it reads, and changes nothing. It may run more than once, or
    /// never, and [`Unit::recorded_at`] is then that of the unit before.
    pub look: Option<Look>,
}

/// A look at what a unit is going to ask.
pub type Look = Box<dyn FnMut(&mut Unit<'_>) -> Result<(), Fault> + Send>;

pub(super) struct Work<W, A, T, E> {
    ahead: Ahead,
    work: Option<W>,
    result: Option<Result<T, E>>,
    answer: A,
}

impl<W, A, T, E> Work<W, A, T, E> {
    pub(super) fn new(ahead: Ahead, work: W, answer: A) -> Self {
        Self { ahead, work: Some(work), result: None, answer }
    }
}

impl<W, A, T, E> Job for Work<W, A, T, E>
where
    W: FnOnce(&mut Unit<'_>) -> Result<T, E> + Clone + Send,
    A: FnOnce(Result<T, E>) + Send,
    T: Send,
    E: From<Fault> + Send,
{
    fn key(&self) -> Option<&str> {
        self.ahead.key.as_deref()
    }

    fn look(&mut self, unit: &mut Unit<'_>) -> Result<(), Fault> {
        let Some(look) = &mut self.ahead.look else { return Ok(()) };
        // Where it panics the work will, or need not be told.
        catch_unwind(AssertUnwindSafe(|| look(unit))).unwrap_or(Ok(()))
    }

    fn run(&mut self, unit: &mut Unit<'_>, again: bool) -> bool {
        let work = if again { self.work.clone() } else { self.work.take() };
        let Some(work) = work else { return false };
        let result = catch_unwind(AssertUnwindSafe(|| work(unit))).unwrap_or_else(|_| Err(Fault::Panicked.into()));
        let keep = result.is_ok();
        self.result = Some(result);
        keep
    }

    fn answer(self: Box<Self>, committed: Result<(), Fault>) {
        let result = match (committed, self.result) {
            // What was refused stays refused, whether or not the others were committed.
            (_, Some(Err(refused))) => Err(refused),
            (Ok(()), Some(Ok(answer))) => Ok(answer),
            (Err(fault), _) => Err(fault.into()),
            (Ok(()), None) => Err(Fault::Closing.into()),
        };
        (self.answer)(result);
    }
}

/// What the queue is asked for.
pub(super) enum Order {
    /// A unit of work, in a batch with others.
    Unit(Box<dyn Job>),
    /// Writing the book anew, between two batches.
    Compact(Box<dyn FnOnce(Result<(), Fault>) + Send>),
}

impl Order {
    fn refuse(self, fault: Fault) {
        match self {
            Self::Unit(job) => job.answer(Err(fault)),
            Self::Compact(answer) => answer(Err(fault)),
        }
    }
}

pub(super) struct Queue {
    pulse: Arc<Pulse>,
    sender: Option<SyncSender<Order>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Queue {
    pub(super) fn start(
        connection: Box<dyn Connection>,
        particulars: Arc<Particulars>,
        factor: FactorId,
        now: Now,
        salts: Salts,
    ) -> Self {
        let (sender, receiver) = sync_channel(QUEUE);
        let pulse = Arc::new(Pulse::new());
        let memory = Memory { terms: std::collections::HashMap::new(), particulars, salts, ran_at: 0 };
        let orders = Orders { receiver, put_aside: None, pulse: pulse.clone() };
        let looked = Instant::now();
        let worker = Worker { connection, factor, now, memory, pulse: pulse.clone(), looked };
        let thread = std::thread::Builder::new()
            .name("book".to_owned())
            .spawn(move || worker.work_off(orders))
            .expect("a thread can be started while the process starts");
        Self { pulse, sender: Some(sender), thread: Mutex::new(Some(thread)) }
    }

    pub(super) fn pulse(&self) -> &Pulse {
        &self.pulse
    }

    /// While the book takes no changes nothing new is queued: it is refused at once, with the reason.
    pub(super) fn submit(&self, order: Order) -> Result<(), Fault> {
        if let Some(trouble) = self.pulse.trouble() {
            return Err(trouble);
        }
        let sender = self.sender.as_ref().ok_or(Fault::Closing)?;
        self.pulse.comes();
        sender.send(order).map_err(|_| {
            self.pulse.goes();
            Fault::Closing
        })
    }
}

/// Closing waits until everything queued is committed and answered.
impl Drop for Queue {
    fn drop(&mut self) {
        self.sender = None;
        if let Ok(mut thread) = self.thread.lock()
            && let Some(thread) = thread.take()
            && thread.thread().id() != std::thread::current().id()
        {
            // A panic there has been answered as a fault already.
            let _ = thread.join();
        }
    }
}

/// The orders that wait.
struct Orders {
    receiver: Receiver<Order>,
    /// What came while a batch was gathered and is no part of one.
    put_aside: Option<Order>,
    pulse: Arc<Pulse>,
}

impl Orders {
    /// Waits for the next order; none when there will be no more.
    fn next(&mut self) -> Option<Order> {
        let order = self.put_aside.take().or_else(|| self.receiver.recv().ok())?;
        self.pulse.goes();
        Some(order)
    }

    /// Waits for the next order, but not for ever.
    fn next_within(&mut self, time: Duration) -> Result<Order, RecvTimeoutError> {
        let order = self.put_aside.take().map_or_else(|| self.receiver.recv_timeout(time), Ok)?;
        self.pulse.goes();
        Ok(order)
    }

    /// The next unit of work, when it is what waits next.
    fn next_unit(&mut self) -> Option<Box<dyn Job>> {
        // What was put aside comes first, and has its place only once.
        if self.put_aside.is_some() {
            return None;
        }
        match self.receiver.try_recv().ok()? {
            Order::Unit(job) => {
                self.pulse.goes();
                Some(job)
            }
            other => {
                self.put_aside = Some(other);
                None
            }
        }
    }
}

/// What the queue's thread owns.
struct Worker {
    connection: Box<dyn Connection>,
    factor: FactorId,
    now: Now,
    memory: Memory,
    pulse: Arc<Pulse>,
    looked: Instant,
}

impl Worker {
    fn work_off(mut self, mut orders: Orders) {
        while let Some(order) = orders.next() {
            match order {
                Order::Unit(first) => self.batch(first, &mut orders),
                Order::Compact(answer) => answer(self.connection.compact()),
            }
            if !self.is_writing_again(&mut orders) {
                return;
            }
        }
    }

    fn batch(&mut self, first: Box<dyn Job>, orders: &mut Orders) {
        let begun = Instant::now();
        let mut done: Vec<Box<dyn Job>> = Vec::new();
        let committed = match self.has_room(begun) {
            Ok(()) => self.transaction(first, &mut || orders.next_unit(), &mut done),
            Err(full) => {
                done.push(first);
                Err(full)
            }
        };
        self.answer(done, committed, begun);
    }

    /// One transaction: `first`, and whoever waits by the time it is done. `done` holds all that were run.
    fn transaction(
        &mut self,
        first: Box<dyn Job>,
        waiting: &mut dyn FnMut() -> Option<Box<dyn Job>>,
        done: &mut Vec<Box<dyn Job>>,
    ) -> Result<(), Fault> {
        let connection = self.connection.as_mut();
        let again = connection.repeats();
        let mut next = VecDeque::from([first]);
        let begun = connection.begin(Some(self.factor.0));
        let begun = begun.and_then(|()| Batch::open(connection, self.factor, &mut self.memory));
        let mut batch = match begun {
            Ok(batch) => batch,
            Err(fault) => {
                done.extend(next);
                return Err(fault);
            }
        };
        loop {
            // Whoever waits by now: what they all will ask is asked at once.
            while done.len() + next.len() < BATCH
                && let Some(job) = waiting()
            {
                next.push_back(job);
            }
            let mut going = batch.look_ahead(next.iter_mut());
            while going.is_ok()
                && let Some(mut job) = next.pop_front()
            {
                going = batch.unit(&self.now, |unit| job.run(unit, again));
                done.push(job);
            }
            if going.is_err() || done.len() >= BATCH {
                done.extend(next.drain(..));
                going?;
                break;
            }
            match waiting() {
                Some(job) => next.push_back(job),
                None => break,
            }
        }
        batch.close()?;
        self.connection.commit()
    }

    /// The same jobs once more, together.
    fn again(&mut self, jobs: &mut Vec<Box<dyn Job>>) -> Result<(), Fault> {
        let mut all = std::mem::take(jobs).into_iter();
        let Some(first) = all.next() else { return Ok(()) };
        let outcome = self.transaction(first, &mut || all.next(), jobs);
        // Whoever did not get a turn before it failed gets one with the next try.
        jobs.extend(all);
        outcome
    }

    /// Answers what was run, after what could be done about a fault was done.
    ///
    /// The one place that tries again (40001, 40P01, 08xxx, 57P0x): what passes by itself is tried again for [`PATIENCE`],
    /// with longer and longer waits. A commit that was sent and not answered is looked up first, so that nothing is done
    /// twice; where that is not possible within that time, all of the batch are told that it is in doubt, and whoever asks again meets
    /// its idempotency key. A batch that fails for another reason is run
    /// unit by unit, so that the fault meets the one it belongs to. An engine that never repeats is only rolled back.
    fn answer(&mut self, mut jobs: Vec<Box<dyn Job>>, mut committed: Result<(), Fault>, begun: Instant) {
        let mut wait = FIRST_WAIT;
        while let Err(fault) = &committed {
            let ended = self.connection.recover();
            if !self.connection.repeats() {
                break;
            }
            match ended {
                Ok(Ended::Kept) => committed = Ok(()),
                Ok(Ended::Dropped) if jobs.len() > 1 && !fault.passes() && !matches!(fault, Fault::Full { .. }) => {
                    for job in jobs {
                        let (begun, mut alone) = (Instant::now(), Vec::new());
                        let committed = self.transaction(job, &mut || None, &mut alone);
                        self.answer(alone, committed, begun);
                    }
                    return;
                }
                Ok(Ended::Dropped) if !fault.passes() => break,
                _ if begun.elapsed() > PATIENCE => break,
                Ok(Ended::Dropped) => committed = self.again(&mut jobs),
                Err(_) => {}
            }
            if committed.is_err() {
                std::thread::sleep(wait);
                wait = (wait * 2).min(LONGEST_WAIT);
            }
        }
        match &committed {
            Ok(()) => self.pulse.committed(jobs.len(), begun.elapsed()),
            Err(fault) => {
                self.pulse.was_lost();
                if matches!(fault, Fault::Full { .. } | Fault::Away { .. }) {
                    self.pulse.set_trouble(Some(fault.clone()));
                }
            }
        }
        if let Err(Fault::Away { reason }) = &committed
            && self.connection.is_in_doubt()
        {
            // Who was in this batch must not be told that nothing was kept; who comes now is.
            committed = Err(Fault::InDoubt { reason: reason.clone() });
        }
        for job in jobs {
            job.answer(committed.clone());
        }
    }

    /// Looks at the room, but not before every batch.
    fn has_room(&mut self, now: Instant) -> Result<(), Fault> {
        if now.duration_since(self.looked) < LOOK {
            return Ok(());
        }
        self.looked = now;
        self.connection.has_room()
    }

    /// Waits until the book takes changes, trying by itself; refuses what still comes meanwhile. False when nobody will ask
    /// any more.
    fn is_writing_again(&mut self, orders: &mut Orders) -> bool {
        let mut tried = Instant::now();
        while let Some(trouble) = self.pulse.trouble() {
            match orders.next_within(LOOK.saturating_sub(tried.elapsed())) {
                Ok(order) => order.refuse(trouble),
                Err(RecvTimeoutError::Timeout) => {
                    match self.connection.try_writing() {
                        Ok(()) => self.pulse.set_trouble(None),
                        Err(fault @ (Fault::Full { .. } | Fault::Away { .. })) => self.pulse.set_trouble(Some(fault)),
                        // The trouble it had stays until it can write.
                        Err(_) => {}
                    }
                    tried = Instant::now();
                }
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
        true
    }
}
