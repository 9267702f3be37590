//! The committing queue: one thread that owns the writing connection (see the head of `book`).

use super::batch::{Batch, Memory};
use super::unit::Unit;
use super::{BATCH, Now, QUEUE, Salts};
use crate::engine::{Connection, Fault};
use domain::id::FactorId;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// A unit of work without its types: run inside the batch, answered after the commit.
pub(super) trait Job: Send {
    /// Runs the work; true when it is to be kept.
    fn run(&mut self, unit: &mut Unit<'_>) -> bool;
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
    W: FnOnce(&mut Unit<'_>) -> Result<T, E> + Send,
    A: FnOnce(Result<T, E>) + Send,
    T: Send,
    E: From<Fault> + Send,
{
    fn run(&mut self, unit: &mut Unit<'_>) -> bool {
        let Some(work) = self.work.take() else { return false };
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
        let committed = one_batch(connection.as_mut(), factor, now, &mut memory, first, &mut next, &mut done);
        if committed.is_err() {
            // The transaction may be open still; if it is not, there is nothing to roll back.
            let _ = connection.roll_back();
        }
        for job in done {
            job.answer(committed.clone());
        }
    }
}

fn one_batch(
    connection: &mut dyn Connection,
    factor: FactorId,
    now: &Now,
    memory: &mut Memory,
    first: Box<dyn Job>,
    waiting: &mut dyn FnMut() -> Option<Box<dyn Job>>,
    done: &mut Vec<Box<dyn Job>>,
) -> Result<(), Fault> {
    let mut next = Some(first);
    let begun = connection.begin().and_then(|()| Batch::open(connection, factor, memory));
    let mut batch = match begun {
        Ok(batch) => batch,
        Err(fault) => {
            done.extend(next);
            return Err(fault);
        }
    };
    while let Some(mut job) = next.take() {
        let kept = batch.unit(now, |unit| job.run(unit));
        done.push(job);
        kept?;
        if done.len() < BATCH {
            next = waiting();
        }
    }
    batch.close()?;
    connection.commit()
}
