//! The log: one way, for the whole program, on standard error.
//!
//! Contract: lines of JSON with `--log json`, short text otherwise. What is written is Credere's own words alone: the parts it
//! is built on stay silent, since nobody can vouch for what they say of a request or a mail. Our own words hold ids, counts,
//! codes, patterns of routes and reasons of faults, and nothing of persons: no names, no addresses, no tokens, no invoice
//! numbers. A panic is told by its place, not by its text, which may quote what it stumbled over.

use clap::ValueEnum;
use std::io::{IsTerminal, stderr};
use std::sync::OnceLock;
use tracing::Level;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Our own rooms.
const OURS: [&str; 7] = ["credere", "web", "app", "letters", "formats", "store", "domain"];

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Short lines for people.
    Text,
    /// One JSON object to a line, for programs.
    Json,
}

static FORM: OnceLock<Form> = OnceLock::new();

/// Is everything on standard error a line of JSON?
pub fn is_in_lines() -> bool {
    FORM.get() == Some(&Form::Json)
}

/// Begins the log; before that nothing is logged.
pub fn start(form: Form, level: Level) {
    if FORM.set(form).is_err() {
        return;
    }
    let ours = Targets::new().with_targets(OURS.map(|name| (name, LevelFilter::from_level(level))));
    let all = tracing_subscriber::registry().with(ours);
    match form {
        Form::Text => {
            let lines = fmt::layer().compact().with_target(false).with_ansi(stderr().is_terminal()).with_writer(stderr);
            all.with(lines).init();
        }
        Form::Json => {
            let lines = fmt::layer().json().flatten_event(true).with_current_span(true).with_span_list(false);
            all.with(lines.with_target(false).with_writer(stderr)).init();
        }
    }
}

/// From now on a panic is told by its place alone.
pub fn keep_panics_quiet() {
    std::panic::set_hook(Box::new(|panic| {
        let place =
            panic.location().map_or_else(|| "somewhere".to_owned(), |at| format!("{}:{}", at.file(), at.line()));
        tracing::error!(place, "the work stopped unexpectedly");
    }));
}
