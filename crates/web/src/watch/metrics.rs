//! What is counted for Prometheus, and the text of it.
//!
//! Counts of requests and refusals are of the process, whatever doors it has; figures of the book are read from its
//! [`store::book::Pulse`] when they are asked for. Labels are patterns of routes, methods, codes and names of jobs: a closed set,
//! and nothing of clients, debtors or amounts. Refusals are those of the doors, of use cases and of what reads a request
//! before one is asked; what jobs and programs on the command line are refused is not in them.
//!
//! Limits: [`CODES`] codes of refusals, further ones count as `OTHER`.

use app::Error;
use axum::http::Method;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::fmt;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;
use store::Fault;
use store::book::{Counted, READERS};
use store::kept::job::JobRun;

/// Media type of the text.
pub(super) const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// Most codes of refusals that are told apart.
const CODES: usize = 500;
/// Upper bounds of the classes of answering times, in seconds.
const SECONDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    method: &'static str,
    class: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    route: String,
    method: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Code {
    code: String,
}

/// Counts of this process.
struct Counts {
    answered: Family<Answered, Counter>,
    taken: Family<Asked, Histogram, fn() -> Histogram>,
    refusals: Family<Code, Counter>,
    codes: AtomicUsize,
}

static COUNTS: LazyLock<Counts> = LazyLock::new(|| Counts {
    answered: Family::default(),
    taken: Family::new_with_constructor(|| Histogram::new(SECONDS)),
    refusals: Family::default(),
    codes: AtomicUsize::new(0),
});

/// A method as a label: a caller can make up others, and they count as one.
pub(super) fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}

/// Counts an answered request.
pub(super) fn answered(route: &str, method: &'static str, status: u16, taken: Duration) {
    let class = match status / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    };
    COUNTS.answered.get_or_create(&Answered { route: route.to_owned(), method, class }).inc();
    COUNTS.taken.get_or_create(&Asked { route: route.to_owned(), method }).observe(taken.as_secs_f64());
}

/// The codes of what a use case refused, each once.
pub(super) fn codes(error: &Error) -> Vec<String> {
    let mut codes: Vec<&str> = match error {
        Error::Refused(refusals) => refusals.iter().map(|refusal| refusal.code.as_str()).collect(),
        Error::NotFound(_) => vec!["NOT_FOUND"],
        Error::KeyReused => vec!["IDEMPOTENCY_KEY_REUSED"],
        Error::Fault(Fault::Taken { .. }) => vec!["TAKEN"],
        Error::Fault(Fault::Away { .. } | Fault::Contended { .. }) => vec!["BOOK_AWAY"],
        Error::Fault(Fault::InDoubt { .. }) => vec!["BOOK_IN_DOUBT"],
        Error::Fault(Fault::Full { .. }) => vec!["BOOK_FULL"],
        Error::Fault(Fault::Closing) => vec!["CLOSING"],
        Error::Fault(_) => vec!["FAULT"],
    };
    codes.sort_unstable();
    codes.dedup();
    codes.into_iter().map(str::to_owned).collect()
}

/// Counts a refusal by its code.
pub(super) fn refused(code: String) {
    let mut label = Code { code };
    // Two at once may both be let in above the limit: it is there to hold a mistake, not to be exact.
    if COUNTS.refusals.get(&label).is_none() && COUNTS.codes.fetch_add(1, Relaxed) >= CODES {
        label.code = "OTHER".to_owned();
    }
    COUNTS.refusals.get_or_create(&label).inc();
}

/// What is asked of the book for a page of metrics.
pub(super) struct Figures {
    /// Batches by units of work.
    pub sizes: Counted,
    /// Batches by microseconds.
    pub times: Counted,
    /// Batches that could not be committed.
    pub lost: u64,
    /// Units that wait for the queue.
    pub waiting: u64,
    /// Readers in use.
    pub readers: u64,
    /// Does the book take changes?
    pub is_writing: bool,
    /// What cannot be said when the book cannot be read.
    pub kept: Option<Kept>,
}

/// What is read from the book itself.
pub(super) struct Kept {
    /// Last runs of the jobs.
    pub jobs: Vec<JobRun>,
    /// Mails whose time has come, and how long the oldest of them waits, in seconds.
    pub outbox: (i64, i64),
}

impl fmt::Debug for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("figures of a book")
    }
}

/// The page of metrics.
///
/// # Errors
/// When the text cannot be made.
pub(super) fn page(figures: Figures) -> Result<String, fmt::Error> {
    let mut registry = Registry::with_prefix("credere");
    registry.register("http_requests", "Answered requests", COUNTS.answered.clone());
    registry.register("http_request_seconds", "Time until an answer began", COUNTS.taken.clone());
    registry.register("refusals", "Answers that were refusals, by code", COUNTS.refusals.clone());
    registry.register_collector(Box::new(figures));
    let mut text = String::new();
    encode(&mut text, &registry)?;
    Ok(text)
}

impl Collector for Figures {
    fn encode(&self, mut to: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        histogram(&mut to, "commit_units", "Units of work in a committed batch", &self.sizes, 1.0)?;
        histogram(&mut to, "commit_seconds", "Time of a batch and its commit", &self.times, 1_000_000.0)?;
        let lost = "Batches that could not be committed";
        to.encode_descriptor("commits_lost", lost, None, MetricType::Counter)?
            .encode_counter::<NoLabelSet, _, u64>(&self.lost, None)?;
        gauge(&mut to, "queue_waiting", "Units of work that wait for a batch", self.waiting)?;
        gauge(&mut to, "readers_in_use", "Reading connections in use", self.readers)?;
        gauge(&mut to, "readers", "Reading connections there may be", READERS as u64)?;
        gauge(&mut to, "book_writable", "1 when the book takes changes", u64::from(self.is_writing))?;
        gauge(&mut to, "book_readable", "1 when the book can be read", u64::from(self.kept.is_some()))?;
        let Some(kept) = &self.kept else { return Ok(()) };
        let count = |number: i64| u64::try_from(number).unwrap_or(0);
        gauge(&mut to, "outbox_waiting", "Mails whose time to leave has come", count(kept.outbox.0))?;
        gauge(&mut to, "outbox_oldest_seconds", "How long the oldest of them waits", count(kept.outbox.1))?;
        let last = "When a job ran last, in seconds since 1970";
        let mut family = to.encode_descriptor("job_last_run_seconds", last, None, MetricType::Gauge)?;
        for job in &kept.jobs {
            family.encode_family(&[("job", job.name.as_str())])?.encode_gauge(&(job.ran_at / 1_000_000))?;
        }
        let well = "1 when the last run of a job ended well";
        let mut family = to.encode_descriptor("job_last_run_well", well, None, MetricType::Gauge)?;
        for job in &kept.jobs {
            family.encode_family(&[("job", job.name.as_str())])?.encode_gauge(&i64::from(job.is_well))?;
        }
        Ok(())
    }
}

fn gauge(to: &mut DescriptorEncoder<'_>, name: &str, help: &str, value: u64) -> Result<(), fmt::Error> {
    to.encode_descriptor(name, help, None, MetricType::Gauge)?.encode_gauge(&value)
}

/// Classes as a histogram; `per` is how many of the book's units make one of Prometheus.
#[expect(
    clippy::cast_precision_loss,
    reason = "a monitoring figure: beyond 2^53 microseconds nobody reads the last digit"
)]
fn histogram(
    to: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    counted: &Counted,
    per: f64,
) -> Result<(), fmt::Error> {
    let mut classes: Vec<(f64, u64)> =
        counted.classes.iter().map(|(bound, count)| (*bound as f64 / per, *count)).collect();
    classes.push((f64::INFINITY, counted.above));
    let count = classes.iter().map(|(_, count)| count).sum();
    let mut metric = to.encode_descriptor(name, help, None, MetricType::Histogram)?;
    metric.encode_histogram::<NoLabelSet>(counted.sum as f64 / per, count, &classes, None)
}
