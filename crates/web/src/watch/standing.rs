//! How the process stands, for whatever watches over it: `/healthz`, `/readyz`, `/metrics`.
//!
//! Contract: on the desk's loopback address only, never at the guests' door; without signing in, since a monitoring agent on
//! this machine has no session, and nothing here is about anybody's business: words of ours, counts, names of jobs. Nothing
//! holds a secret: the reason of a fault goes to the log, not here.
//!
//! `/healthz` says that the process lives and answers, whatever the book does: restarting it would help nothing else.
//! `/readyz` reads the book and runs an empty unit of work through its queue, each within [`PATIENCE`]; 503 names the part
//! that is not ready. `/metrics` never fails because the book does: it says so.

use super::metrics::{self, Figures, Kept};
use crate::Web;
use crate::trouble::Trouble;
use app::{Error, job, post};
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::fmt::Write;
use std::future::Future;
use std::time::Duration;
use store::Fault;
use tokio::sync::oneshot;
use tokio::time::timeout;

/// How long a part may take to show that it is ready.
const PATIENCE: Duration = Duration::from_secs(3);

pub(crate) fn routes() -> Router<Web> {
    Router::new().route("/healthz", get(async || "ok\n")).route("/readyz", get(ready)).route("/metrics", get(figures))
}

async fn ready(State(web): State<Web>) -> Response {
    let reading = shown(web.apart(|app| app.read(|snapshot| Ok(store::kept::factor::get(snapshot)?)))).await;
    let writing = shown(empty_unit(&web)).await;
    let mut text = String::new();
    let mut status = StatusCode::OK;
    for (part, standing) in [("reading the book", reading), ("writing the book", writing)] {
        let said = standing.err().unwrap_or("ready");
        if said != "ready" {
            status = StatusCode::SERVICE_UNAVAILABLE;
        }
        // Writing to a text does not fail.
        let _ = writeln!(text, "{part}: {said}");
    }
    (status, text).into_response()
}

/// A unit that does nothing: it takes the write lock, commits, and leaves no trace.
async fn empty_unit(web: &Web) -> Result<(), Error> {
    let (sender, receiver) = oneshot::channel();
    web.app.book.submit(
        |_| Ok::<_, Fault>(()),
        move |answer| {
            // Whoever asked may have lost its patience.
            let _ = sender.send(answer);
        },
    )?;
    Ok(receiver.await.map_err(|_| Fault::Closing)??)
}

/// Is it ready in time? Else in our own words why not.
async fn shown<T>(part: impl Future<Output = Result<T, Error>>) -> Result<(), &'static str> {
    match timeout(PATIENCE, part).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(Error::Fault(fault))) => {
            tracing::warn!(fault = fault.without_contents(), "not ready");
            Err(Trouble::of(&fault)
                .map_or("not ready: a fault of ours; the log has the reason", |trouble| trouble.title))
        }
        Ok(Err(_)) => Err("not ready: a fault of ours"),
        Err(_) => Err("not ready: no answer in time"),
    }
}

async fn figures(State(web): State<Web>) -> Response {
    let kept = web.apart(|app| Ok(Kept { jobs: job::last_runs(app)?, outbox: post::waiting(app)? }));
    let kept = timeout(PATIENCE, kept).await.ok().and_then(Result::ok);
    let pulse = web.app.book.pulse();
    let figures = Figures {
        sizes: pulse.sizes.counted(),
        times: pulse.times.counted(),
        lost: pulse.lost(),
        waiting: pulse.waiting(),
        readers: pulse.readers(),
        is_writing: pulse.trouble().is_none(),
        kept,
    };
    match metrics::page(figures) {
        Ok(text) => ([(header::CONTENT_TYPE, metrics::MEDIA_TYPE)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
