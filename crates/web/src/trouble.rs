//! What is told when the book cannot do something just now: it is full, not reachable, or closing.
//!
//! Contract: the one place where such a fault becomes words and a status. All doors answer 503 with `Retry-After`: the API
//! with problem details, the desk with a page that says what and the remedy, a guest with a page that says neither (it is
//! nobody's business outside). Any other fault is one of ours and is no trouble of this kind.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use std::time::Duration;
use store::Fault;

/// When to try again where the database is away: it restarts, or the line comes back.
const AWAY: Duration = Duration::from_secs(5);
/// When to try again where there is no room: somebody has to make some.
const FULL: Duration = Duration::from_secs(60);
/// When to try again where the book is closing: the process starts anew.
const CLOSING: Duration = Duration::from_secs(5);

/// What keeps the book from doing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    /// The database is not reachable.
    Away,
    /// The database went while it was committing.
    InDoubt,
    /// There is no room to write.
    Full,
    /// The process ends.
    Closing,
}

/// Why nothing can be done just now, in the words of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// What it is.
    pub cause: Cause,
    /// In a few words.
    pub title: &'static str,
    /// What is there, as whole sentences.
    pub fact: String,
    /// What to do.
    pub remedy: &'static str,
    /// When it is worth another try.
    pub again: Duration,
}

impl Trouble {
    /// Where it is.
    pub const PLACE: &'static str = "the book";

    /// What to tell of a fault; none when it is another kind of fault.
    pub fn of(fault: &Fault) -> Option<Self> {
        let trouble = match fault {
            Fault::Away { reason } => Self {
                cause: Cause::Away,
                title: "The book cannot be reached just now",
                fact: format!("The book\u{2019}s database does not answer: {reason}."),
                remedy: "See that the database runs and can be reached. Credere goes on by itself once it answers again.",
                again: AWAY,
            },
            Fault::InDoubt { reason } => Self {
                cause: Cause::InDoubt,
                title: "It is not known whether this was kept",
                fact: format!("The book\u{2019}s database went away while it was keeping this: {reason}."),
                remedy: "Once the book can be reached again, look whether it is there before you do it anew. A program sends the \
                         same request again with the same Idempotency-Key: it is done once.",
                again: AWAY,
            },
            Fault::Contended { reason } => Self {
                cause: Cause::Away,
                title: "The book is busy just now",
                fact: format!("Others were writing the same at the same time, again and again: {reason}."),
                remedy: "Try again in a moment.",
                again: AWAY,
            },
            Fault::Full { reason } => Self {
                cause: Cause::Full,
                title: "The book takes no changes: there is no room",
                fact: format!("There is no room to write where the book is kept: {reason}. Reading goes on."),
                remedy: "Make room on that disk, or have it made larger. Credere goes on by itself once there is room.",
                again: FULL,
            },
            Fault::Closing => Self {
                cause: Cause::Closing,
                title: "Credere is closing",
                fact: "Credere was told to end and takes no more work.".to_owned(),
                remedy: "Try again once it runs again.",
                again: CLOSING,
            },
            _ => return None,
        };
        Some(trouble)
    }

    /// The status of an answer to a fault.
    pub fn status(fault: &Fault) -> StatusCode {
        Self::of(fault).map_or(StatusCode::INTERNAL_SERVER_ERROR, |_| StatusCode::SERVICE_UNAVAILABLE)
    }

    /// Says in the answer when it is worth another try.
    pub fn tell_when(fault: &Fault, response: &mut Response) {
        if let Some(trouble) = Self::of(fault) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(trouble.again.as_secs()));
        }
    }
}
