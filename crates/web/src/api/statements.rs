//! Bank statements: taken in, and what there are.

use super::idempotency::once;
use super::mappings::BankMapping;
use super::money::Money;
use super::page::{Page, PageOf};
use super::problem::{Problem, Reason};
use super::read::QueryOf;
use super::upload::{Upload, wrong};
use super::{ACTOR, Answer, created, done};
use crate::Web;
use app::cash::{self, StatementOutcome, import_statement};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use formats::statement::StatementMapping;
use jiff::civil::Date;
use serde::Serialize;
use store::kept;
use utoipa::ToSchema;
use uuid::Uuid;

/// Statements that a list can reach back to: one a day and account for decades.
const LISTED: i64 = 100_000;

/// A bank statement that was taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Statement {
    id: Uuid,
    /// IBAN or number of the account.
    account: String,
    /// The bank's id of the statement.
    external_id: String,
    /// The bank's running number, where it gives one.
    sequence: Option<i64>,
    /// Balance before its first entry.
    opening: Money,
    /// Balance after its last entry.
    closing: Money,
    /// Its first day.
    opened_on: Date,
    /// Its last day.
    closed_on: Date,
    /// The file it came from.
    file: String,
    /// The day it was taken in.
    business_date: Date,
}

impl From<kept::statement::Statement> for Statement {
    fn from(statement: kept::statement::Statement) -> Self {
        Self {
            id: statement.id.0,
            account: statement.account,
            external_id: statement.external_id,
            sequence: statement.sequence,
            opening: statement.opening.into(),
            closing: statement.closing.into(),
            opened_on: statement.opened_on,
            closed_on: statement.closed_on,
            file: statement.file,
            business_date: statement.business_date,
        }
    }
}

/// How many entries, and what they come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Tally {
    count: u64,
    sum: Money,
}

impl From<cash::Tally> for Tally {
    fn from(tally: cash::Tally) -> Self {
        Self { count: tally.count, sum: tally.sum.into() }
    }
}

/// What became of one statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct TakenStatement {
    id: Uuid,
    /// The file it came from.
    file: String,
    account: String,
    /// The bank's id of the statement.
    external_id: String,
    opened_on: Date,
    closed_on: Date,
    opening: Money,
    closing: Money,
    /// How it was taken in.
    #[schema(example = "taken in")]
    taken: &'static str,
    /// Entries it has.
    entries: u64,
    /// How many of them were in the book before.
    known: u64,
    /// Money that found its invoices by itself.
    applied: Tally,
    /// Money that waits to be matched.
    waiting: Tally,
    /// Payments of ours that the bank shows.
    debits_booked: Tally,
    /// Money that went out and waits for a person to say what it is.
    debits_waiting: Tally,
    /// Entries the bank has not booked yet; they come again in a later statement.
    unbooked: u64,
    /// What payers wrote that could not be read.
    remarks: Vec<Reason>,
}

impl From<StatementOutcome> for TakenStatement {
    fn from(outcome: StatementOutcome) -> Self {
        Self {
            id: outcome.statement.0,
            file: outcome.file,
            account: outcome.account,
            external_id: outcome.external_id,
            opened_on: outcome.opened_on,
            closed_on: outcome.closed_on,
            opening: outcome.opening.into(),
            closing: outcome.closing.into(),
            taken: outcome.taken.word(),
            entries: outcome.entries,
            known: outcome.known,
            applied: outcome.applied.into(),
            waiting: outcome.waiting.into(),
            debits_booked: outcome.debits_booked.into(),
            debits_waiting: outcome.debits_waiting.into(),
            unbooked: outcome.unbooked,
            remarks: outcome.remarks.into_iter().map(Reason::from).collect(),
        }
    }
}

/// What became of the statements of some files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct TakenStatements {
    statements: Vec<TakenStatement>,
}

/// Files of a bank.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the form; the parts are read one by one")]
pub(super) struct StatementForm {
    /// camt.053 or CSV.
    #[schema(content_media_type = "application/octet-stream", value_type = Vec<String>, format = Binary, min_items = 1)]
    files: Vec<Vec<u8>>,
    /// How the CSV is written, as JSON; the built-in `credere-statement` where absent.
    #[schema(value_type = BankMapping, required = false)]
    mapping: Option<String>,
}

/// Take bank statements in: every entry is matched where that is certain; the rest waits.
///
/// A file that does not prove itself, or leaves a gap after the last statement, is refused as a whole. The same files
/// handed in again change nothing.
#[utoipa::path(post, path = "/statements", tag = "Cash",
    request_body(content = StatementForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "What became of each statement", body = TakenStatements)))]
pub(super) async fn take_statements(
    State(web): State<Web>,
    mut form: Upload,
) -> Result<(StatusCode, Json<TakenStatements>), Problem> {
    let mapping = form.take("mapping").map(|text| serde_json::from_str::<StatementMapping>(&text)).transpose();
    let mapping = mapping
        .map_err(|error| wrong("mapping", &error.to_string(), "Write the mapping as JSON, with the fields it has."))?;
    form.finish()?;
    let Upload { command, files, .. } = form;
    let taken = web.apart(move |app| {
        once(app, &command, |app| import_statement(app, &files, mapping.as_ref(), ACTOR, &mut |_| ()))
    });
    created(TakenStatements { statements: taken.await?.into_iter().map(TakenStatement::from).collect() })
}

/// All statements, the newest closing date first.
#[utoipa::path(get, path = "/statements", tag = "Cash", params(PageOf),
    responses((status = 200, description = "A page of statements", body = Page<Statement>)))]
pub(super) async fn list_statements(State(web): State<Web>, QueryOf(page): QueryOf<PageOf>) -> Answer<Page<Statement>> {
    let (limit, after) = (page.limit()?, page.after::<Uuid>("statements")?);
    let found = web.look(|snapshot| Ok(kept::statement::newest(snapshot, LISTED)?)).await?;
    let rest = match after {
        Some(after) => found.into_iter().skip_while(|one| one.id.0 != after).skip(1).collect(),
        None => found,
    };
    done(Page::of("statements", limit, rest, |statement| statement.id, Statement::from))
}
