//! Copies for the debtor, and remittance advices from it.

use super::DebtorVisit;
use super::statement;
use crate::guest::visit::Answer;
use crate::guest::wrong::Wrong;
use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use domain::id::DocumentId;
use store::kept;

/// Kinds of content that a browser may show; all else is only saved.
const SHOWN: [&str; 4] = ["application/pdf", "image/png", "image/jpeg", "text/plain"];

/// A copy of a paper: of the debtor's own invoices, or sent by the debtor itself.
pub(super) async fn fetch(visit: DebtorVisit, Path((_, document)): Path<(String, DocumentId)>) -> Answer {
    let (debtor, only, today) = (visit.debtor, visit.only, visit.guests.web.app.today());
    let factor = visit.guests.web.app.factor();
    let found = visit
        .read(move |snapshot| {
            let Some(paper) = kept::document::get(snapshot, document)? else { return Ok(None) };
            let statement = statement::read(snapshot, &factor, debtor, only, today)?;
            let of_shown = |client| statement.suppliers.iter().any(|one| one.client == client);
            let allowed = match paper.invoice {
                Some(invoice) => statement.find(invoice).is_some(),
                None => paper.debtor == Some(debtor) && paper.client.is_none_or(of_shown),
            };
            if !allowed {
                return Ok(None);
            }
            Ok(kept::document::content(snapshot, document)?.map(|content| (paper, content)))
        })
        .await?;
    let (paper, content) = found.ok_or(Wrong::Nothing)?;
    let kind =
        if SHOWN.contains(&paper.content_type.as_str()) { &paper.content_type } else { "application/octet-stream" };
    let name: String = paper
        .name
        .chars()
        .map(|sign| if sign.is_ascii_graphic() && !"\"\\;%".contains(sign) { sign } else { '_' })
        .collect();
    let disposition = format!("attachment; filename=\"{name}\"");
    Ok(([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], content).into_response())
}
