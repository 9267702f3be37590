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
use formats::schedule;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::kept;
use utoipa::openapi::{RefOr, Schema};

/// A mapping in its own words; the readers of files define them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Mapping(schedule::Mapping);

impl utoipa::PartialSchema for Mapping {
    fn schema() -> RefOr<Schema> {
        let text = json!({ "type": "string" });
        let texts = json!({ "type": "array", "items": { "type": "string" } });
        let yes_or_no = json!({ "type": "boolean" });
        let column = json!({
            "description": "Name of the column in the header, or its place counted from 1",
            "oneOf": [{ "type": "string" }, { "type": "integer", "minimum": 1, "maximum": 512 }, { "type": "null" }]
        });
        let fields = [
            "debtor",
            "debtor_name",
            "number",
            "issued",
            "due",
            "amount",
            "currency",
            "delivered",
            "description",
            "order",
            "contract",
            "payment_reference",
            "kind",
            "corrects",
        ];
        let columns: serde_json::Map<_, _> =
            fields.into_iter().map(|field| (field.to_owned(), column.clone())).collect();
        let document = json!({
            "type": "object",
            "description": "How a client's CSV files are read: columns by our names, and how the file is written. What is absent has its default.",
            "properties": {
                "name": { "type": "string", "description": "As in the path, or empty" },
                "currency": { "type": ["string", "null"], "pattern": "^[A-Z]{3}$", "description": "The currency of every line, where the file has no column for it" },
                "amount_in_minor_units": yes_or_no,
                "optional_columns_may_be_absent": yes_or_no,
                "skip_when_first_cell_starts_with": texts,
                "total_when_first_cell_starts_with": { "type": ["string", "null"] },
                "credit_note_values": texts,
                "columns": { "type": "object", "properties": columns },
                "file": { "type": "object", "properties": {
                    "delimiter": { "type": "string", "enum": ["auto", "comma", "semicolon", "tab", "pipe"] },
                    "encoding": { "type": "string", "enum": ["utf-8", "windows-1252", "iso-8859-1", "utf-16"] },
                    "decimal_sign": { "type": "string", "enum": [".", ","] },
                    "grouping": { "type": ["string", "null"], "description": "The sign between thousands" },
                    "date_format": text,
                    "skip_rows": { "type": "integer", "minimum": 0, "maximum": 1000 },
                    "has_header": yes_or_no
                } }
            },
            "example": { "currency": "EUR", "columns": { "debtor": "Customer no.", "number": "Invoice", "issued": "Date", "due": "Due", "amount": 7 },
                "file": { "delimiter": "semicolon", "decimal_sign": ",", "grouping": ".", "date_format": "D.M.YYYY" } }
        });
        serde_json::from_value(document).expect("the schema above is one")
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
