//! Column mappings: how a client's CSV files are read.

use super::idempotency::Write;
use super::money::shortened;
use super::page::{Page, PageOf};
use super::problem::Problem;
use super::read::{PathOf, QueryOf};
use super::{Answer, done};
use crate::Web;
use app::schedule::save_mapping;
use app::{Error, Refusal, client_by_code};
use axum::extract::State;
use domain::money::Currency;
use formats::schedule;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use store::kept;
use utoipa::openapi::{RefOr, Schema};

/// A mapping in its own words; the readers of files define them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Mapping(schedule::Mapping);

/// How dates may be written: year, month and day once each, in the three orders of the world.
const DATE_FORMAT: &str =
    "^(?:(?:YYYY|YY)[-./ ]MM?[-./ ]DD?|DD?[-./ ]MM?[-./ ](?:YYYY|YY)|MM?[-./ ]DD?[-./ ](?:YYYY|YY)|YYYYMMDD|DDMMYYYY)$";

/// Columns by our names, each by its name in the header or its place.
fn columns(fields: &[&str]) -> Value {
    let column = json!({
        "description": "Name of the column in the header, or its place counted from 1",
        "oneOf": [{ "type": "string" }, { "type": "integer", "minimum": 1, "maximum": 512 }, { "type": "null" }]
    });
    let columns: Map<_, _> = fields.iter().map(|field| ((*field).to_owned(), column.clone())).collect();
    json!({ "type": "object", "properties": columns })
}

/// How a CSV file is written.
fn file() -> Value {
    json!({ "type": "object", "properties": {
        "delimiter": { "type": "string", "enum": ["auto", "comma", "semicolon", "tab", "pipe"] },
        "encoding": { "type": "string", "enum": ["utf-8", "windows-1252", "iso-8859-1", "utf-16"] },
        "decimal_sign": { "type": "string", "enum": [".", ","] },
        "grouping": { "type": ["string", "null"], "enum": [".", ",", " ", "'", "_", null], "description": "The sign between thousands" },
        "date_format": { "type": "string", "pattern": DATE_FORMAT, "description": "Such as YYYY-MM-DD, D.M.YYYY or M/D/YY" },
        "skip_rows": { "type": "integer", "minimum": 0, "maximum": 1000 },
        "has_header": { "type": "boolean" }
    } })
}

/// An ISO 4217 code, or nothing.
fn maybe_currency() -> Value {
    let codes: Vec<Value> = Currency::codes().map(Value::from).chain([Value::Null]).collect();
    json!({ "type": ["string", "null"], "enum": codes })
}

impl utoipa::PartialSchema for Mapping {
    fn schema() -> RefOr<Schema> {
        let texts = json!({ "type": "array", "items": { "type": "string" } });
        let yes_or_no = json!({ "type": "boolean" });
        let mut currency = maybe_currency();
        currency["description"] = json!("The currency of every line, where the file has no column for it");
        let document = json!({
            "type": "object",
            "description": "How a client's CSV files are read: columns by our names, and how the file is written. What is absent has its default.",
            "properties": {
                "name": { "type": "string", "description": "As in the path, or empty" },
                "currency": currency,
                "amount_in_minor_units": yes_or_no,
                "optional_columns_may_be_absent": yes_or_no,
                "skip_when_first_cell_starts_with": texts,
                "total_when_first_cell_starts_with": { "type": ["string", "null"] },
                "credit_note_values": texts,
                "columns": columns(&["debtor", "debtor_name", "number", "issued", "due", "amount", "currency", "delivered",
                    "description", "order", "contract", "payment_reference", "kind", "corrects"]),
                "file": file()
            },
            "example": { "currency": "EUR", "columns": { "debtor": "Customer no.", "number": "Invoice", "issued": "Date", "due": "Due", "amount": 7 },
                "file": { "delimiter": "semicolon", "decimal_sign": ",", "grouping": ".", "date_format": "D.M.YYYY" } }
        });
        serde_json::from_value(document).expect("the schema above is one")
    }
}

/// How a bank's CSV statement is read: the schema of what stands in a form as JSON.
pub(super) struct BankMapping;

impl utoipa::PartialSchema for BankMapping {
    fn schema() -> RefOr<Schema> {
        let balance = json!({ "type": ["string", "null"], "pattern": "^-?[0-9]{1,14}(\\.[0-9]{1,2})?$" });
        let number = |kind: &str| json!({ "type": "object", "properties": { (kind): { "type": "string" } }, "required": [kind] });
        let document = json!({
            "type": "object",
            "description": "How a bank's CSV statement is read. A file that does not prove itself needs what is given beside it.",
            "properties": {
                "name": { "type": "string" },
                "newest_first": { "type": "boolean" },
                "optional_columns_may_be_absent": { "type": "boolean" },
                "skip_when_first_cell_starts_with": { "type": "array", "items": { "type": "string" } },
                "given": { "type": "object", "properties": {
                    "account": { "oneOf": [number("iban"), number("other"), { "type": "null" }] },
                    "currency": maybe_currency(),
                    "statement": { "type": ["string", "null"] },
                    "opening": balance,
                    "closing": balance
                } },
                "columns": columns(&["account", "statement", "currency", "opening", "closing", "booked", "valued", "amount", "credit",
                    "debit", "balance", "reference", "payer", "payer_account", "end_to_end", "text"]),
                "file": file()
            },
            "example": { "name": "bank", "given": { "account": { "other": "00123456" }, "currency": "USD", "statement": "2026-061" },
                "columns": { "booked": "Date", "amount": "Amount", "balance": "Balance", "text": "Text" } }
        });
        serde_json::from_value(document).expect("the schema above is one")
    }
}

impl utoipa::ToSchema for BankMapping {
    fn name() -> std::borrow::Cow<'static, str> {
        "BankMapping".into()
    }
}

impl utoipa::ToSchema for Mapping {
    fn name() -> std::borrow::Cow<'static, str> {
        "Mapping".into()
    }
}

fn read(text: &str) -> Result<Mapping, Error> {
    serde_json::from_str(text).map(Mapping).map_err(|error| Error::fault("mapping", error))
}

/// The mappings of a client, by name.
#[utoipa::path(get, path = "/clients/{code}/mappings", tag = "Mappings",
    params(("code" = String, Path, description = "Code of the client"), PageOf),
    responses((status = 200, description = "A page of mappings", body = Page<Mapping>)))]
pub(super) async fn list_mappings(
    State(web): State<Web>,
    PathOf(code): PathOf<String>,
    QueryOf(page): QueryOf<PageOf>,
) -> Answer<Page<Mapping>> {
    let (limit, after) = (page.limit()?, page.after::<String>("mappings")?);
    let found = web.look(move |snapshot| {
        let client = client_by_code(snapshot, &code)?;
        kept::mapping::of_client(snapshot, client.id)?.iter().map(|(_, text)| read(text)).collect::<Result<Vec<_>, _>>()
    });
    let mut found = found.await?;
    if let Some(after) = after {
        found.retain(|mapping| mapping.0.name > after);
    }
    done(Page::of("mappings", limit, found, |mapping| mapping.0.name.clone(), |mapping| mapping))
}

/// One mapping of a client, or a built-in one.
#[utoipa::path(get, path = "/clients/{code}/mappings/{name}", tag = "Mappings",
    params(("code" = String, Path, description = "Code of the client"), ("name" = String, Path, description = "Name of the mapping")),
    responses((status = 200, description = "The mapping", body = Mapping)))]
pub(super) async fn get_mapping(
    State(web): State<Web>,
    PathOf((code, name)): PathOf<(String, String)>,
) -> Answer<Mapping> {
    let found = web.look(move |snapshot| {
        let client = client_by_code(snapshot, &code)?;
        app::schedule::mapping_named(snapshot, client.id, Some(&name))?
            .ok_or_else(|| Error::NotFound(format!("mapping {name}")))
    });
    done(Mapping(found.await?))
}

/// Save a mapping under its name.
#[utoipa::path(put, path = "/clients/{code}/mappings/{name}", tag = "Mappings",
    params(("code" = String, Path, description = "Code of the client"), ("name" = String, Path, description = "Name of the mapping")),
    request_body = Mapping, responses((status = 200, description = "The mapping as saved", body = Mapping)))]
pub(super) async fn put_mapping(
    State(web): State<Web>,
    PathOf((code, name)): PathOf<(String, String)>,
    write: Write<Mapping>,
) -> Answer<Mapping> {
    let mut mapping = write.body.0;
    if mapping.name.is_empty() {
        mapping.name = name;
    } else if mapping.name != name {
        let fact = format!("the body calls it \u{201c}{}\u{201d}, the path another name", shortened(&mapping.name));
        return Err(Problem::refused(vec![Refusal::at(
            "name",
            "MAPPING_NAME",
            fact,
            "Leave the name out of the body.",
        )]));
    }
    let saved = mapping.clone();
    web.change(write.command, move |task| save_mapping(task, &code, &mapping)).await?;
    done(Mapping(saved))
}
