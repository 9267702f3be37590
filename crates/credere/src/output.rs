//! What the program prints: results on standard output, everything else on standard error.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the one place that writes to the terminal")]

use crate::log;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::error::Error;
use std::io::{self, IsTerminal, stderr};
use std::time::{Duration, Instant};

/// A line of the result.
pub fn line(text: impl AsRef<str>) {
    println!("{}", text.as_ref());
}

/// A word on what is going on.
pub fn note(text: impl AsRef<str>) {
    if log::is_in_lines() {
        tracing::info!("{}", text.as_ref());
    } else {
        eprintln!("{}", text.as_ref());
    }
}

/// Why the command failed.
pub fn failure(failure: &dyn Error) {
    if log::is_in_lines() {
        tracing::error!("{failure}");
    } else {
        eprintln!("credere: {failure}");
    }
}

/// Has the reader of our output gone away? The writer of CSV wraps the reason without naming it as its source.
pub fn is_hung_up(failure: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(failure);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            let wrapped = error.get_ref().and_then(|inner| inner.downcast_ref::<csv::Error>());
            let kind = match wrapped.map(csv::Error::kind) {
                Some(csv::ErrorKind::Io(inner)) => inner.kind(),
                _ => error.kind(),
            };
            if kind == io::ErrorKind::BrokenPipe {
                return true;
            }
        }
        cause = error.source();
    }
    false
}

/// Long work: a bar on a terminal, a plain line every few seconds elsewhere.
pub struct Work {
    bar: Option<ProgressBar>,
    what: String,
    said: Instant,
}

/// How often a plain line is written.
const EVERY: Duration = Duration::from_secs(2);

impl Work {
    /// Begins work on `of` things.
    pub fn begin(what: &str, of: u64) -> Self {
        let bar = stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template("{msg} [{bar:40}] {pos} of {len}, {eta} left")
                .expect("the template is a constant and well-formed")
                .progress_chars("= ");
            ProgressBar::with_draw_target(Some(of), ProgressDrawTarget::stderr())
                .with_style(style)
                .with_message(what.to_owned())
        });
        Self { bar, what: what.to_owned(), said: Instant::now() }
    }

    /// Says how far it is.
    pub fn at(&mut self, done: u64, of: u64) {
        match &self.bar {
            Some(bar) => {
                bar.set_length(of);
                bar.set_position(done);
            }
            None if self.said.elapsed() >= EVERY => {
                note(format!("{}: {done} of {of}", self.what));
                self.said = Instant::now();
            }
            None => {}
        }
    }

    /// Takes the bar away.
    pub fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
