//! The door behind a link: the party's first page, and what both kinds of guests have: language, cases.

use super::debtor::{self, DebtorVisit};
use super::sent::Sent;
use super::visit::{Answer, Visit};
use super::words;
use super::wrong::Wrong;
use super::{Guests, client};
use app::guest::choose_language;
use axum::Router;
use axum::extract::Query;
use axum::routing::{get, post};
use serde::Deserialize;

/// Routes of every link.
pub(super) fn routes() -> Router<Guests> {
    Router::new().route("/g/{token}", get(first)).route("/g/{token}/language", post(language))
}

/// What the first page is asked for in its address: a click in a mail.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    answer: Option<String>,
}

async fn first(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    match DebtorVisit::of(visit) {
        Ok(visit) => debtor::home(visit, asked.answer.as_deref()).await,
        Err(visit) => client::home(*visit).await,
    }
}

async fn language(visit: Visit, sent: Sent) -> Answer {
    let language = words::asked(sent.get("lang")).ok_or(Wrong::Form)?;
    visit.act(&sent, move |task, guest| choose_language(task, guest, language)).await?;
    Ok(visit.done("", words::of(language).common.language_kept))
}
