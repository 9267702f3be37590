//! Schedules handed in as files: shown first, then submitted.

use super::idempotency::once;
use super::money::Money;
use super::problem::Problem;
use super::read::PathOf;
use super::schedules::{Decision, RejectedLine, ScheduleAnswer};
use super::upload::{Upload, wrong};
use super::{ACTOR, names};
use crate::Web;
use app::schedule::{preview, read_files, submit};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::invoice::TransferMethod;
use serde::Serialize;
use utoipa::ToSchema;

/// Files of a schedule.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the form; the parts are read one by one")]
pub(super) struct ScheduleForm {
    /// One CSV, several of one mapping, or UBL documents.
    #[schema(content_media_type = "application/octet-stream", value_type = Vec<String>, format = Binary, min_items = 1)]
    files: Vec<Vec<u8>>,
    /// Name of the client's mapping, for CSV; its only one where absent, else the built-in `credere`.
    #[schema(nullable = false)]
    mapping: Option<String>,
    /// How the advance is paid.
    #[schema(schema_with = names::transfer_method)]
    transfer_method: String,
    /// Only show what submitting would do.
    #[schema(nullable = false)]
    dry_run: Option<bool>,
}

/// What submitting would do. Nothing was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct SchedulePreview {
    /// Control: lines offered, unreadable ones included.
    count: u64,
    /// Control: sum of the readable lines.
    sum: Money,
    /// How many lines are readable.
    readable: u64,
    /// How many of them are credit notes; they are judged when submitted.
    credits: u64,
    /// The number of the schedule, when exactly these files were handed in before.
    known: Option<i64>,
    /// Lines that would become no invoice.
    rejected: Vec<RejectedLine>,
    /// Decisions of the first 1,000 readable lines, as they would fall now.
    lines: Vec<Decision>,
}

/// Hand in the files of a schedule, or see what that would do.
///
/// The same files are one schedule, however often they are handed in. An interrupted import goes on where it stopped.
#[utoipa::path(post, path = "/clients/{code}/schedule-files", tag = "Schedules",
    params(("code" = String, Path, description = "Code of the client")),
    request_body(content = ScheduleForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "With dry_run: what would happen", body = SchedulePreview),
        (status = 201, description = "What became of it", body = ScheduleAnswer)))]
pub(super) async fn submit_files(
    State(web): State<Web>,
    PathOf(client): PathOf<String>,
    mut form: Upload,
) -> Result<Response, Problem> {
    let (dry_run, mapping) = (form.take_yes("dry_run")?, form.take("mapping"));
    let method = form.take("transfer_method").as_deref().map(TransferMethod::from_code);
    let transfer_method = method.flatten().ok_or_else(|| {
        let known = TransferMethod::ALL.iter().map(|one| one.code()).collect::<Vec<_>>().join(" or ");
        wrong("transfer_method", "It does not say how the advance is paid.", &format!("Write {known}."))
    })?;
    form.finish()?;
    let Upload { command, files, .. } = form;
    if dry_run {
        let found = web.apart(move |app| {
            let submission = read_files(app, &client, mapping.as_deref(), &files, transfer_method)?;
            preview(app, ACTOR, &submission)
        });
        let found = found.await?;
        let shown = SchedulePreview {
            count: found.count,
            sum: found.sum.into(),
            readable: found.readable,
            credits: found.credits,
            known: found.known,
            rejected: found.rejected.into_iter().map(RejectedLine::from).collect(),
            lines: found.lines.into_iter().map(Decision::from).collect(),
        };
        return Ok(Json(shown).into_response());
    }
    let answer = web.apart(move |app| {
        once(app, &command, |app| {
            let submission = read_files(app, &client, mapping.as_deref(), &files, transfer_method)?;
            let answer = submit(app, ACTOR, &submission, &mut |_| ())?;
            // What was handed in as e-invoices is there for whoever asks for a copy.
            app::document::keep_originals(app, ACTOR, answer.schedule, &files)?;
            Ok(answer)
        })
    });
    Ok((StatusCode::CREATED, Json(ScheduleAnswer::from(answer.await?))).into_response())
}
