//! The committing queue: one thread that owns the writing connection (see the head of `book`).

use super::batch::{Batch, Memory};
use super::unit::Unit;
use super::{BATCH, Now, QUEUE, Salts};
use crate::engine::{Connection, Ended, Fault};
use domain::id::FactorId;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a lost database is waited for before those who wait are told.
const PATIENCE: Duration = Duration::from_secs(10);
/// The first wait before a lost database is tried again; each further wait is twice as long …
const FIRST_WAIT: Duration = Duration::from_millis(20);
/// … up to this.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// A unit of work without its types: run inside the batch, answered after the commit.
pub(super) trait Job: Send {
    /// Runs the work; true when it is to be kept. `again`: it may have to run once more.
    fn run(&mut self, unit: &mut Unit<'_>, again: bool) -> bool;
    /// Answers, with the fault when the batch could not be committed.
    fn answer(self: Box<Self>, committed: Result<(), Fault>);
}

pub(super) struct Work<W, A, T, E> {
    work: Option<W>,
    result: Option<Result<T, E>>,
    answer: A,
}

impl<W, A, T, E> Work<W, A, T, E> {
    pub(super) fn new(work: W, answer: A) -> Self {
        Self { work: Some(work), result: None, answer }
    }
}

impl<W, A, T, E> Job for Work<W, A, T, E>
where
    W: FnOnce(&mut Unit<'_>) -> Result<T, E> + Clone + Send,
    A: FnOnce(Result<T, E>) + Send,
    T: Send,
    E: From<Fault> + Send,
{
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

pub(super) struct Queue {
    sender: Option<SyncSender<Order>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Queue {
    pub(super) fn start(connection: Box<dyn Connection>, factor: FactorId, now: Now, salts: Salts) -> Self {
        let (sender, receiver) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("book".to_owned())
            .spawn(move || work_off(connection, factor, &now, salts, &receiver))
            .expect("a thread can be started while the process starts");
        Self { sender: Some(sender), thread: Mutex::new(Some(thread)) }
    }

    pub(super) fn submit(&self, order: Order) -> Result<(), Fault> {
        let sender = self.sender.as_ref().ok_or(Fault::Closing)?;
        sender.send(order).map_err(|_| Fault::Closing)
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

fn work_off(mut connection: Box<dyn Connection>, factor: FactorId, now: &Now, salts: Salts, orders: &Receiver<Order>) {
    let mut memory = Memory { terms: std::collections::HashMap::new(), salts };
    // What came while a batch was gathered and is no part of one.
    let mut put_aside = None;
    while let Some(order) = put_aside.take().or_else(|| orders.recv().ok()) {
        let first = match order {
            Order::Unit(first) => first,
            Order::Compact(answer) => {
                answer(connection.compact());
                continue;
            }
        };
        let mut done: Vec<Box<dyn Job>> = Vec::new();
        let mut next = || match orders.try_recv().ok()? {
            Order::Unit(job) => Some(job),
            other => {
                put_aside = Some(other);
                None
            }
        };
        let mut writer = Writer { connection: connection.as_mut(), factor, now, memory: &mut memory };
        let committed = writer.batch(first, &mut next, &mut done);
        writer.answer(done, committed);
    }
}

/// The one who writes a book.
struct Writer<'a> {
    connection: &'a mut dyn Connection,
    factor: FactorId,
    now: &'a Now,
    memory: &'a mut Memory,
}

impl Writer<'_> {
    /// One transaction: `first`, and whoever waits by the time it is done. `done` holds all that were run.
    fn batch(
        &mut self,
        first: Box<dyn Job>,
        waiting: &mut dyn FnMut() -> Option<Box<dyn Job>>,
        done: &mut Vec<Box<dyn Job>>,
    ) -> Result<(), Fault> {
        let again = self.connection.repeats();
        let mut next = Some(first);
        let begun = self.connection.begin(Some(self.factor.0));
        let begun = begun.and_then(|()| Batch::open(self.connection, self.factor, self.memory));
        let mut batch = match begun {
            Ok(batch) => batch,
            Err(fault) => {
                done.extend(next);
                return Err(fault);
            }
        };
        while let Some(mut job) = next.take() {
            let kept = batch.unit(self.now, |unit| job.run(unit, again));
            done.push(job);
            kept?;
            if done.len() < BATCH {
                next = waiting();
            }
        }
        batch.close()?;
        self.connection.commit()
    }

    /// The same jobs once more, together.
    fn again(&mut self, jobs: &mut Vec<Box<dyn Job>>) -> Result<(), Fault> {
        let mut all = std::mem::take(jobs).into_iter();
        let Some(first) = all.next() else { return Ok(()) };
        let outcome = self.batch(first, &mut || all.next(), jobs);
        // Whoever did not get a turn before it failed gets one with the next try.
        jobs.extend(all);
        outcome
    }

    /// Answers what was run, after what could be done about a fault was done.
    ///
    /// The one place that tries again (40001, 40P01, 08xxx, 57P0x): what passes by itself is tried again for [`PATIENCE`], with
    /// longer and longer waits. A commit that was sent and not answered is looked up first, so that nothing is done twice;
    /// whoever asks again in another way meets its idempotency key. A batch that fails for another reason is run unit by
    /// unit, so that the fault meets the one it belongs to.
    fn answer(&mut self, mut jobs: Vec<Box<dyn Job>>, mut committed: Result<(), Fault>) {
        let begun = Instant::now();
        let mut wait = FIRST_WAIT;
        while let Err(fault) = &committed {
            let whole = self.connection.recover();
            if !self.connection.repeats() {
                break;
            }
            match whole {
                Ok(Ended::Kept) => committed = Ok(()),
                Ok(Ended::Dropped) if fault.passes() => {
                    if begun.elapsed() > PATIENCE {
                        break;
                    }
                    committed = self.again(&mut jobs);
                }
                Ok(Ended::Dropped) if jobs.len() > 1 => {
                    for job in jobs {
                        let mut alone = Vec::new();
                        let committed = self.batch(job, &mut || None, &mut alone);
                        self.answer(alone, committed);
                    }
                    return;
                }
                Ok(Ended::Dropped) => break,
                Err(_) if begun.elapsed() > PATIENCE => break,
                Err(_) => {
                    std::thread::sleep(wait);
                    wait = (wait * 2).min(LONGEST_WAIT);
                }
            }
        }
        for job in jobs {
            job.answer(committed.clone());
        }
    }
}
