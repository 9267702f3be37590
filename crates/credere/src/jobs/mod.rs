//! What `credere serve` does by itself, on one thread, in order.
//!
//! Each job is a use case, idempotent, and keeps its last run in the book (`app::job`). The daily ones run once on each
//! business date of the factor, in the order of [`DAILY`]: first what ends or settles, then what asks, so that nobody is
//! asked about what was answered; what goes for good goes last. The outbox is looked at every [`OUTBOX`], the mailbox every [`MAILBOX`]. Only the process
//! that holds the book's worker lock does any of it. A job that fails is logged, without personal data, and tried again
//! after [`AFTER_A_FAILURE`]; it keeps no other from running.
//!
//! Ending: the thread is told to end, finishes the unit or the message it is at, and is waited for [`END`] long; a message that
//! is cut off then is sent again by the next start, under the same Message-ID, and a daily job that was stopped begins anew.
//!
//! The log says which job failed and by which codes; its words, which may name somebody, are kept in the book.

use crate::commands::counted;
use app::post::{Carrier, Maildir, Style, Worker, send_due, take_in};
use app::{App, job};
use credere::post::{LetterPress, Settings, Smtp, settings};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Between two looks at the outbox.
pub const OUTBOX: Duration = Duration::from_secs(5);
/// Between two looks at the mailbox.
pub const MAILBOX: Duration = Duration::from_secs(30);
/// Before a job that failed is tried again.
pub const AFTER_A_FAILURE: Duration = Duration::from_secs(300);
/// How long the end of the process waits for the thread.
pub const END: Duration = Duration::from_secs(20);

/// Who acts.
const ACTOR: &str = "job";

/// A job's work: what it says when it is done, counts only.
type Work = fn(&App) -> Result<String, app::Error>;

/// The daily jobs, in order.
pub const DAILY: [(&str, Work); 7] = [
    ("cases", |app| {
        let ran = app::dispute::run(app, ACTOR)?;
        Ok(format!("{} settled, {} became a breach of warranty", ran.settled, ran.breached))
    }),
    ("promises", |app| {
        let ended = app::answer::run(app, ACTOR)?;
        Ok(format!("{} kept, {} broken, {} not seen", ended.kept, ended.broken, many(ended.not_seen, "payment")))
    }),
    ("notices", |app| {
        let ran = app::notice::run(app, ACTOR)?;
        let (opened, steps, waiting) = (ran.opened, ran.steps, ran.waiting.len());
        Ok(format!("{opened} opened, {}, {waiting} waiting for somebody", many(steps, "step")))
    }),
    ("verification", |app| {
        let asked = app::verification::run(app, app.today())?;
        Ok(format!("{} asked, {} held back", many(asked.debtors, "debtor"), asked.held_back.len()))
    }),
    ("contact", |app| {
        let ran = app::contact::run(app, ACTOR, &mut |_| {})?;
        let (debtors, written, asked, waiting) = (ran.debtors, ran.written, ran.asked, ran.waiting);
        let (debtors, asked) = (many(debtors, "debtor"), many(asked, "client"));
        Ok(format!("{debtors} decided on: {written} written to, {asked} asked, {waiting} waiting"))
    }),
    ("audit", |app| {
        let audited = app::audit::audit_since(app, app::audit::Since::Last)?;
        match audited.report.broken {
            // Its place may name somebody: the command says it.
            Some(broken) => {
                let said = format!("the book does not hold at {}; `credere audit` says where", broken.name);
                Err(app::Error::Fault(store::Fault::Book(said)))
            }
            None => Ok(audited.from.map_or_else(
                || "the whole book holds".to_owned(),
                |from| format!("what came after event {from} holds"),
            )),
        }
    }),
    ("retention", |app| {
        let erased = app::erasure::run(app, ACTOR)?;
        Ok(erased.to_string())
    }),
];

/// `1 debtor`, `3 debtors`.
fn many(count: impl TryInto<i64>, one: &str) -> String {
    counted(count.try_into().unwrap_or(i64::MAX), one, &format!("{one}s"))
}

/// The jobs, running.
pub struct Jobs {
    stop: Arc<AtomicBool>,
    wake: Sender<()>,
    ended: Receiver<()>,
    thread: JoinHandle<()>,
}

/// Why a job failed: in words for the desk, and without contents for the log.
#[derive(Debug, thiserror::Error)]
#[error("{said}")]
pub struct Failed {
    said: String,
    logged: String,
}

impl Failed {
    fn settings(error: &impl ToString) -> Self {
        Self { said: error.to_string(), logged: "the settings of the mail cannot be used".to_owned() }
    }
}

impl From<app::Error> for Failed {
    fn from(error: app::Error) -> Self {
        Self { said: error.to_string(), logged: error.without_contents() }
    }
}

impl Jobs {
    /// Starts the thread.
    ///
    /// # Errors
    /// When `mail.toml` cannot be understood, or no thread can be started.
    pub fn start(app: App) -> Result<Self, crate::commands::Failure> {
        // Read once here, so that a mistake in it is said to whoever starts the program.
        let folder = app.folder().to_owned();
        settings(&folder)?;
        let stop = Arc::new(AtomicBool::new(false));
        let (wake, woken) = channel();
        let (end, ended) = channel();
        let told = stop.clone();
        let thread = std::thread::Builder::new().name("jobs".to_owned()).spawn(move || {
            Round { app, folder, stop: told, worker: None, waits: Vec::new() }.until_told(&woken);
            // Nobody listens when the process has not waited.
            let _ = end.send(());
        })?;
        Ok(Self { stop, wake, ended, thread })
    }

    /// What tells the thread to end, once it is true; [`Jobs::end`] waits for it.
    pub fn stop(&self) -> Arc<AtomicBool> {
        self.stop.clone()
    }

    /// Ends the thread; waits for what it is doing, but not for ever.
    pub fn end(self) {
        self.stop.store(true, Ordering::SeqCst);
        drop(self.wake);
        match self.ended.recv_timeout(END) {
            Err(RecvTimeoutError::Timeout) => {
                tracing::warn!("a job did not end in time; a message it was sending is sent again by the next start");
            }
            _ => {
                // It has ended, well or not; a panic was printed where it happened.
                let _ = self.thread.join();
            }
        }
    }
}

struct Round {
    app: App,
    folder: PathBuf,
    stop: Arc<AtomicBool>,
    worker: Option<Worker>,
    /// When each job may run next.
    waits: Vec<(&'static str, Instant)>,
}

impl Round {
    fn until_told(mut self, woken: &Receiver<()>) {
        loop {
            self.once();
            match woken.recv_timeout(OUTBOX) {
                Err(RecvTimeoutError::Timeout) => {}
                _ => return,
            }
        }
    }

    fn once(&mut self) {
        if self.worker.is_none() {
            match Worker::take(&self.app) {
                Ok(worker) => self.worker = worker,
                Err(error) => tracing::error!(error = error.without_contents(), "the jobs cannot begin"),
            }
        }
        let Some(worker) = self.worker.take() else { return };
        for (name, work) in DAILY {
            if self.may_run(name) && !job::has_run_today(&self.app, name).unwrap_or(false) {
                let outcome = work(&self.app.until(self.stop.clone()));
                self.done(name, Duration::ZERO, outcome.map(Some).map_err(Failed::from));
            }
        }
        match settings(&self.folder) {
            Ok(Some(settings)) => self.post(&worker, &settings),
            Ok(None) => {}
            Err(error) => {
                self.done("outbox", AFTER_A_FAILURE, Err(Failed::settings(&error)));
            }
        }
        self.worker = Some(worker);
    }

    fn post(&mut self, worker: &Worker, settings: &Settings) {
        if settings.outgoing.is_some() && self.may_run("outbox") {
            let stop = self.stop.clone();
            let outcome = send(&self.app, worker, settings, &move || !stop.load(Ordering::SeqCst));
            self.done("outbox", Duration::ZERO, outcome);
        }
        if settings.incoming.is_some() && self.may_run("mailbox") {
            let outcome = receive(&self.app, worker, settings);
            self.done("mailbox", MAILBOX, outcome);
        }
    }

    fn may_run(&self, name: &str) -> bool {
        !self.stop.load(Ordering::SeqCst)
            && self.waits.iter().all(|(known, until)| *known != name || *until <= Instant::now())
    }

    /// Keeps what a job said; one that had nothing to do says nothing.
    fn done(&mut self, name: &'static str, pause: Duration, outcome: Result<Option<String>, Failed>) {
        if outcome.is_err() && self.stop.load(Ordering::SeqCst) {
            // It was told to stop between two of its units; it has not failed.
            return;
        }
        let pause = if outcome.is_err() { AFTER_A_FAILURE } else { pause };
        self.waits.retain(|(known, _)| *known != name);
        self.waits.push((name, Instant::now() + pause));
        let said = match outcome {
            Ok(None) => return,
            Ok(Some(said)) => {
                tracing::info!(job = name, "{said}");
                Ok(said)
            }
            Err(failed) => {
                tracing::error!(
                    job = name,
                    reason = failed.logged,
                    "a job failed; the desk has its words under Settings"
                );
                Err(failed.said)
            }
        };
        if let Err(error) = job::record(&self.app, name, &said) {
            tracing::error!(job = name, error = error.without_contents(), "its run cannot be kept");
        }
    }
}

/// Sends what is due; what it did, or none when there was nothing to do.
///
/// # Errors
/// [`Failed`].
pub fn send(
    app: &App,
    worker: &Worker,
    settings: &Settings,
    go_on: &dyn Fn() -> bool,
) -> Result<Option<String>, Failed> {
    let Some(outgoing) = &settings.outgoing else { return Ok(None) };
    let smtp = Smtp::new(outgoing).map_err(|error| Failed::settings(&error))?;
    let press = LetterPress::of(app);
    let style = Style { plus_addressing: outgoing.plus_addressing };
    let carrier: &dyn Carrier = &smtp;
    let left = send_due(app, worker, carrier, &press, style, go_on)?;
    let twice = match left.twice {
        0 => String::new(),
        count => format!("; {count} had been cut off before and may arrive twice"),
    };
    let said = format!(
        "{} sent, {} to be tried again, {} failed, {} came back, {} held back{twice}",
        left.sent, left.again, left.failed, left.bounced, left.held
    );
    Ok((!left.is_empty()).then_some(said))
}

/// Reads the mailbox; what came in, or none when nothing did.
///
/// # Errors
/// [`Failed`].
pub fn receive(app: &App, worker: &Worker, settings: &Settings) -> Result<Option<String>, Failed> {
    let Some(incoming) = &settings.incoming else { return Ok(None) };
    let mailbox = Maildir::at(&incoming.maildir).checked_by(incoming.authserv_id.as_deref());
    let taken = take_in(app, worker, &mailbox)?;
    let said = format!(
        "{} replies, {} delivery reports, {} automatic, {} without a place, {} no more reminders, {} read before",
        taken.replies, taken.reports, taken.automatic, taken.unfiled, taken.stops, taken.before
    );
    Ok((!taken.is_empty()).then_some(said))
}
