//! The audit: does the book hold against its own journals and its own chain?

use super::{Answer, done};
use crate::Web;
use app::audit::{AuditReport, audit};
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

/// What an audit found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Audit)]
pub(super) struct Found {
    /// Does the whole book hold?
    holds: bool,
    /// What holds, in the order in which it was proven.
    proven: Vec<Proven>,
    /// The first thing that does not; nothing after it was looked at.
    broken: Option<Broken>,
}

/// Something that holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AuditProven)]
pub(super) struct Proven {
    #[schema(example = "chain")]
    name: &'static str,
    /// What was looked at.
    detail: String,
}

/// Something that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AuditBroken)]
pub(super) struct Broken {
    name: &'static str,
    /// Its place, and the fact.
    place: String,
}

impl From<AuditReport> for Found {
    fn from(report: AuditReport) -> Self {
        let proven = report.proven.into_iter().map(|one| Proven { name: one.name, detail: one.detail });
        Self {
            holds: report.broken.is_none(),
            proven: proven.collect(),
            broken: report.broken.map(|one| Broken { name: one.name, place: one.place }),
        }
    }
}

/// Audit the whole book: the chain, every sum, every invoice, the reports.
///
/// It reads everything once, so a large book takes its time. A book that does not hold is an answer, not a refusal.
#[utoipa::path(get, path = "/audit", tag = "Ledger", responses((status = 200, description = "What was found", body = Found)))]
pub(super) async fn audit_book(State(web): State<Web>) -> Answer<Found> {
    let found = web.apart(|app| Ok(audit(&app.book, app.now())?));
    done(found.await?.into())
}
