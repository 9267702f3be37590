//! Print runs: letters printed together, and their pages.

use super::journals::moment;
use super::page::{Page, PageOf};
use super::problem::Problem;
use super::read::{PathOf, QueryOf};
use super::{Answer, done, names};
use crate::Web;
use crate::press::LetterPress;
use app::Error;
use app::post::print_again;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use store::kept;
use store::kept::print_batch::PrintBatch;
use utoipa::ToSchema;
use uuid::Uuid;

/// Print runs in the list; a run a day makes it ten years.
const LISTED: i64 = 4_000;

/// A print run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct PrintRun {
    /// Number people read.
    number: i64,
    #[schema(schema_with = names::print_state)]
    state: &'static str,
    made_at: Timestamp,
    made_by: String,
    /// Ids of its messages, in the order of the pages.
    messages: Vec<Uuid>,
    /// The day it was posted.
    posted_on: Option<Date>,
}

impl From<PrintBatch> for PrintRun {
    fn from(batch: PrintBatch) -> Self {
        Self {
            number: batch.number,
            state: batch.state.code(),
            made_at: moment(batch.made_at),
            made_by: batch.body.made_by,
            messages: batch.body.messages.iter().map(|id| id.0).collect(),
            posted_on: batch.body.posted.map(|(on, _)| on),
        }
    }
}

/// Print runs, newest first.
#[utoipa::path(get, path = "/print-runs", tag = "Messages", params(PageOf),
    responses((status = 200, description = "A page of print runs", body = Page<PrintRun>)))]
pub(super) async fn list_print_runs(State(web): State<Web>, QueryOf(page): QueryOf<PageOf>) -> Answer<Page<PrintRun>> {
    let (limit, before) = (page.limit()?, page.after::<i64>("print-runs")?);
    let mut found = web.look(|snapshot| Ok(kept::print_batch::newest(snapshot, LISTED)?)).await?;
    found.retain(|batch| before.is_none_or(|before| batch.number < before));
    done(Page::of("print-runs", limit, found, |batch| batch.number, PrintRun::from))
}

/// The pages of a print run.
#[utoipa::path(get, path = "/print-runs/{number}/content", tag = "Messages",
    params(("number" = String, Path, description = "Number of the print run, as `3` or `R-3`")),
    responses((status = 200, description = "The pages", content_type = "application/pdf", body = Vec<u8>)))]
pub(super) async fn download_print_run(
    State(web): State<Web>,
    PathOf(number): PathOf<String>,
) -> Result<Response, Problem> {
    let missing = Error::NotFound(format!("print run {number}"));
    let number: i64 = number.strip_prefix("R-").unwrap_or(&number).parse().map_err(|_| missing)?;
    let press = LetterPress::of(&web.app);
    let printed = web.apart(move |app| print_again(app, &press, number)).await?;
    let name = format!("attachment; filename=\"print-run-{number}.pdf\"");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"))),
    ];
    Ok((headers, printed.run.pdf).into_response())
}
