//! Reports as of any business date, as known at any moment.

use super::problem::Problem;
use super::read::{PathOf, QueryOf};
use crate::Web;
use app::report::{AgeBasis, Format, ReportKind, ReportRequest, run};
use app::{Error, client_by_code, debtor_by_code};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A report there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct ReportName {
    /// The word by which it is asked for.
    #[schema(example = "aging")]
    name: &'static str,
    /// The rule that defines it.
    #[schema(example = "RP-02")]
    id: &'static str,
    title: &'static str,
    /// Can it be of one debtor?
    has_debtor: bool,
    /// Is it of one debtor always?
    needs_debtor: bool,
    /// Does it cover a period instead of a day?
    has_period: bool,
}

/// All reports there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct ReportNames {
    reports: Vec<ReportName>,
}

/// Which reports there are.
#[utoipa::path(get, path = "/reports", tag = "Reports", responses((status = 200, description = "The reports", body = ReportNames)))]
pub(super) async fn list_reports() -> Json<ReportNames> {
    let one = |kind: ReportKind| ReportName {
        name: kind.name(),
        id: kind.id(),
        title: kind.title(),
        has_debtor: kind.has_debtor(),
        needs_debtor: kind.needs_debtor(),
        has_period: kind.has_period(),
    };
    Json(ReportNames { reports: ReportKind::ALL.into_iter().map(one).collect() })
}

/// A report, as it is written by the reports themselves. Rows hold their columns by key; amounts are decimal strings.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes what the report writes itself")]
pub(super) struct Report {
    /// The rule that defines it.
    report: String,
    name: String,
    title: String,
    factor: String,
    client: Option<String>,
    /// The one currency of all amounts; null when there are several, each in its row.
    currency: Option<String>,
    /// First day of the period, where the report has one.
    from: Option<Date>,
    /// The business date up to which bookings count.
    as_of: Date,
    /// The moment as of which the book was known.
    known_at: Timestamp,
    generated_at: Timestamp,
    columns: Vec<ReportColumn>,
    /// Objects by column key.
    #[schema(value_type = Vec<Object>)]
    rows: Vec<()>,
    #[schema(value_type = Vec<Object>)]
    subtotals: Vec<()>,
    /// Sums per currency.
    #[schema(value_type = Vec<Object>)]
    totals: Vec<()>,
}

/// A column of a report.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes what the report writes itself")]
pub(super) struct ReportColumn {
    key: String,
    title: String,
    /// `text`, `date`, `money`, `number`, `days` or `percent`.
    kind: String,
}

/// What of a report is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ReportOf {
    /// The business date up to which bookings count; today where absent.
    as_of: Option<Date>,
    /// As the book was known at this moment; now where absent.
    known_at: Option<Timestamp>,
    /// First day of the period; the first of the month of `as_of` where absent.
    from: Option<Date>,
    /// Code of a client; all clients where absent.
    client: Option<String>,
    /// Code of a debtor, for reports that can be of one.
    debtor: Option<String>,
    /// For the ageing: the day an invoice's age is counted from.
    #[param(inline)]
    basis: Option<Basis>,
    /// For the trial balance: one row per client and account.
    per_client: Option<bool>,
    /// How it is written; json where absent.
    #[param(inline)]
    format: Option<Paper>,
}

/// The day an invoice's age is counted from.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = AgeBasis)]
pub(super) enum Basis {
    DueDate,
    InvoiceDate,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = ReportFormat)]
pub(super) enum Paper {
    Json,
    Csv,
}

/// A report as of a business date, as known at a moment.
#[utoipa::path(get, path = "/reports/{name}", tag = "Reports",
    params(("name" = String, Path, description = "Name of the report, as GET /reports lists it"), ReportOf),
    responses((status = 200, description = "The report", content((Report = "application/json"), (String = "text/csv")))))]
pub(super) async fn get_report(
    State(web): State<Web>,
    PathOf(name): PathOf<String>,
    QueryOf(of): QueryOf<ReportOf>,
) -> Result<Response, Problem> {
    let kind = ReportKind::from_name(&name).ok_or_else(|| Problem::not_found("report of this name"))?;
    let as_of = of.as_of.unwrap_or_else(|| web.app.today());
    let format = match of.format {
        Some(Paper::Csv) => Format::Csv,
        Some(Paper::Json) | None => Format::Json,
    };
    let now = web.app.now();
    let request = web.look(move |snapshot| {
        let client = of.client.map(|code| client_by_code(snapshot, &code)).transpose()?.map(|client| client.id);
        let debtor = of.debtor.map(|code| debtor_by_code(snapshot, &code)).transpose()?.map(|debtor| debtor.id);
        Ok(ReportRequest {
            client,
            debtor,
            known_at: of.known_at,
            from: of.from,
            basis: match of.basis {
                Some(Basis::InvoiceDate) => AgeBasis::InvoiceDate,
                Some(Basis::DueDate) | None => AgeBasis::DueDate,
            },
            per_client: of.per_client.unwrap_or(false),
            ..ReportRequest::new(as_of)
        })
    });
    let request = request.await?;
    if let Err(refusal) = kind.may_be_asked(&request) {
        return Err(Problem::refused(vec![refusal]));
    }
    let paper = web.look(move |snapshot| {
        let report = run(snapshot, kind, &request, now)?;
        let mut paper = Vec::new();
        report.write(format, &mut paper).map_err(|error| Error::fault("report", error))?;
        Ok(paper)
    });
    let media = HeaderValue::from_static(format.media_type());
    Ok(([(header::CONTENT_TYPE, media)], paper.await?).into_response())
}
