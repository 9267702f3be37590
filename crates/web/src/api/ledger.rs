//! The ledger for other programs: hledger, Beancount, CSV.
//!
//! Limit: [`MOST_BYTES`] of one answer, since a file that breaks off in the middle would look like a whole one.

use super::problem::Problem;
use super::read::QueryOf;
use crate::Web;
use app::export::{ExportError, LedgerFormat, ledger};
use app::{Error, Refusal, client_by_code};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use std::io::{self, Write};
use store::kept::history::Scope;
use utoipa::ToSchema;

/// Most bytes of one answer: about half a million journals.
const MOST_BYTES: usize = 256 * 1024 * 1024;

/// For which program.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Program {
    #[default]
    Hledger,
    Beancount,
    Csv,
}

/// What of the ledger is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct LedgerOf {
    /// For which program; hledger where absent.
    #[param(inline)]
    format: Option<Program>,
    /// Value date from this day on; the book's beginning where absent.
    from: Option<Date>,
    /// Value date up to this day; all where absent.
    until: Option<Date>,
    /// As the book was known at this moment; now where absent.
    known_at: Option<Timestamp>,
    /// Code of a client; everything where absent.
    client: Option<String>,
}

/// A paper that grows up to the limit.
struct Paper(Vec<u8>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MOST_BYTES {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Every journal, in booking order, for another program to add up.
#[utoipa::path(get, path = "/ledger", tag = "Ledger", params(LedgerOf),
    responses((status = 200, description = "The ledger", content((String = "text/plain"), (String = "text/csv")))))]
pub(super) async fn export_ledger(State(web): State<Web>, QueryOf(of): QueryOf<LedgerOf>) -> Result<Response, Problem> {
    if let (Some(from), Some(until)) = (of.from, of.until)
        && from > until
    {
        let fact = format!("The period begins on {from}, after its end on {until}.");
        return Err(Problem::refused(vec![Refusal::at("from", "PERIOD", fact, "Choose an earlier first day.")]));
    }
    let format = match of.format.unwrap_or_default() {
        Program::Hledger => LedgerFormat::Hledger,
        Program::Beancount => LedgerFormat::Beancount,
        Program::Csv => LedgerFormat::Csv,
    };
    let written = web.look(move |snapshot| {
        let client = of.client.map(|code| client_by_code(snapshot, &code)).transpose()?.map(|client| client.id);
        let until = of.until.unwrap_or(Scope::EVERYTHING.until);
        let scope = Scope { client, from: of.from, until, known_at: of.known_at };
        let mut paper = Paper(Vec::new());
        match ledger(snapshot, &scope, format, &mut paper) {
            Ok(_) => Ok(paper.0),
            Err(ExportError::Fault(fault)) => Err(Error::Fault(fault)),
            Err(ExportError::Write(_)) => {
                let fact = "the ledger is larger than 256 MiB";
                Err(Error::refused("LEDGER_TOO_LARGE", fact, "Ask for a shorter period, or use `credere export`."))
            }
        }
    });
    let name = format!("attachment; filename=\"ledger.{}\"", format.ending());
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(format.media_type())),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"))),
    ];
    Ok((headers, written.await?).into_response())
}
