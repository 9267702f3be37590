//! HTTP: the factor's desk in a browser, and the JSON API.
//!
//! Contract: handlers parse their input into domain types, hand it to a use case of `app`, and show the answer; no rule is
//! here. Every change goes through [`Web::change`], which waits for the commit without holding a thread.
//! Reads run on a thread of their own. `serve` listens on loopback only, until accounts exist; `serve_guests` listens
//! anywhere and has the guests' pages alone.
//! Strict headers on everything; every form carries a token of its session.

pub mod api;
pub mod desk;
pub mod guest;
pub mod look;
mod press;
mod server;
mod sign_in;
mod trouble;
mod watch;

pub use guest::GuestDoor;
pub use press::{LAYOUT_FILE, LetterPress, layout};
pub use server::{GuestServing, ServeError, Serving, serve, serve_guests, service};
pub use sign_in::{Secrets, new_token};

use app::{App, Command, Error, Task};
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;
use store::Snapshot;
use tokio::sync::oneshot;

type Answered<T> = oneshot::Receiver<Result<T, Error>>;

/// Where the answer of a queued use case goes, and where it comes.
fn asked<T: Send + 'static>() -> (impl FnOnce(Result<T, Error>) + Send + 'static, Answered<T>) {
    let (sender, receiver) = oneshot::channel();
    let answer = move |answer| {
        // The asker may have hung up; what was committed stays committed.
        let _ = sender.send(answer);
    };
    (answer, receiver)
}

/// Waits for the answer.
async fn outcome<T>(queued: Result<(), Error>, answered: Answered<T>) -> Result<T, Error> {
    let answer = match queued {
        Ok(()) => answered.await.unwrap_or(Err(Error::Fault(store::Fault::Closing))),
        Err(error) => Err(error),
    };
    answer.inspect_err(watch::refused)
}

/// What every handler has: the factor's Credere, and the secrets of this process.
#[derive(Clone)]
pub struct Web {
    /// The factor's Credere.
    pub app: App,
    /// One-time links, sessions, the API's token.
    pub secrets: Arc<Secrets>,
}

impl Web {
    /// Runs a use case and waits for its commit without holding a thread.
    ///
    /// # Errors
    /// What the use case refuses; [`Error::Fault`] when the book is closing.
    pub async fn change<T>(
        &self,
        command: Command,
        work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
    ) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
    {
        let (answer, answered) = asked();
        let span = tracing::Span::current();
        let queued = self.app.submit(command, move |task| span.in_scope(|| work(task)), answer);
        outcome(queued, answered).await
    }

    /// The same for a use case of which many wait at a time; `look` says what it is going to ask.
    ///
    /// # Errors
    /// As [`Self::change`].
    pub async fn change_looking<T>(
        &self,
        command: Command,
        look: impl Fn(&mut Task<'_, '_>) -> Result<(), Error> + Send + 'static,
        work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
    ) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
    {
        let (answer, answered) = asked();
        let span = tracing::Span::current();
        let queued = self.app.submit_looking(command, look, move |task| span.in_scope(|| work(task)), answer);
        outcome(queued, answered).await
    }

    /// Reads one state of the book on a thread for blocking work.
    ///
    /// # Errors
    /// What `read` returns, or [`Error::Fault`].
    pub async fn look<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut Snapshot<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.apart(move |app| app.read(read)).await
    }

    /// Runs work that blocks (files, several units) on a thread of its own.
    ///
    /// # Errors
    /// What `work` returns, or [`Error::Fault`] when it panics.
    pub async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (app, span) = (self.app.clone(), tracing::Span::current());
        let done = tokio::task::spawn_blocking(move || span.in_scope(|| work(&app))).await;
        done.unwrap_or(Err(Error::Fault(store::Fault::Panicked))).inspect_err(watch::refused)
    }
}
