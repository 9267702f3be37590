//! The debtor's own statement as a file (RP-22): everything it owes on invoices that were bought, as of today.

use super::DebtorVisit;
use crate::guest::visit::Answer;
use app::Error;
use app::report::{Format, ReportKind, ReportRequest, run};
use axum::http::header;
use axum::response::IntoResponse;

/// The file. Of the supplier alone to whose contact the link was given.
pub(super) async fn statement(visit: DebtorVisit) -> Answer {
    let (debtor, client) = (visit.debtor, visit.only);
    let (today, now) = (visit.guests.web.app.today(), visit.guests.web.app.now());
    let file = visit
        .read(move |snapshot| {
            let request = ReportRequest { client, debtor: Some(debtor), ..ReportRequest::new(today) };
            let report = run(snapshot, ReportKind::DebtorStatement, &request, now)?;
            let mut file = Vec::new();
            report.write(Format::Csv, &mut file).map_err(|error| Error::fault("statement", error))?;
            Ok(file)
        })
        .await?;
    let disposition = format!("attachment; filename=\"statement-{today}.csv\"");
    let headers =
        [(header::CONTENT_TYPE, Format::Csv.media_type().to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, file).into_response())
}
