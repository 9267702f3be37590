//! Papers: invoices, orders, delivery notes, time sheets, and remittance advices that came in.

use super::named;
use crate::book::Reads;
use crate::engine::{Fault, Kept, Row, Value, all, first};
use domain::contact::DocumentKind;
use domain::id::{ClientId, DebtorId, DocumentId, InvoiceId};
use uuid::Uuid;

/// A paper without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Key.
    pub id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// Whose invoice it belongs to, where it does.
    pub client: Option<ClientId>,
    /// The debtor it is for or from.
    pub debtor: Option<DebtorId>,
    /// The invoice it belongs to.
    pub invoice: Option<InvoiceId>,
    /// File name, as people read it.
    pub name: String,
    /// Media type, as its bytes say.
    pub content_type: String,
    /// SHA-256 of its content.
    pub sha256: Vec<u8>,
    /// When it was added, in microseconds since 1970 UTC.
    pub added_at: i64,
    /// Who added it.
    pub added_by: String,
}

const COLUMNS: &str =
    "document_id, kind, client_id, debtor_id, invoice_id, name, content_type, sha256, added_at, added_by";

fn read(row: &dyn Row) -> Result<Document, Fault> {
    Ok(Document {
        id: DocumentId(row.id(0)?),
        kind: named("document kind", row.text(1)?, DocumentKind::from_code)?,
        client: row.maybe_id(2)?.map(ClientId),
        debtor: row.maybe_id(3)?.map(DebtorId),
        invoice: row.maybe_id(4)?.map(InvoiceId),
        name: row.text(5)?.to_owned(),
        content_type: row.text(6)?.to_owned(),
        sha256: row.bytes(7)?.to_vec(),
        added_at: row.int(8)?,
        added_by: row.text(9)?.to_owned(),
    })
}

/// Adds a paper with its content.
///
/// # Errors
/// [`Fault`].
pub fn add(reads: &mut dyn Reads, document: &Document, content: &[u8]) -> Result<(), Fault> {
    let row = [
        Value::Id(reads.factor()),
        Value::Id(document.id.0),
        Value::Text(document.kind.code()),
        document.client.map(|id| id.0).into(),
        document.debtor.map(|id| id.0).into(),
        document.invoice.map(|id| id.0).into(),
        Value::Text(&document.name),
        Value::Text(&document.content_type),
        Value::Bytes(&document.sha256),
        Value::Int(document.added_at),
        Value::Text(&document.added_by),
        Value::Bytes(content),
    ];
    reads.connection().insert(&crate::schema::DOCUMENT, &row)
}

/// Says whose a paper is that came without its place.
///
/// # Errors
/// [`Fault`].
pub fn place(reads: &mut dyn Reads, id: DocumentId, debtor: DebtorId, client: Option<ClientId>) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "UPDATE document SET debtor_id = $3, client_id = $4 WHERE factor_id = $1 AND document_id = $2";
    let parameters = [Value::Id(factor), Value::Id(id.0), Value::Id(debtor.0), client.map(|id| id.0).into()];
    reads.connection().execute(sql, &parameters).map(drop)
}

/// A paper without its content.
///
/// # Errors
/// [`Fault`].
pub fn get(reads: &mut dyn Reads, id: DocumentId) -> Result<Option<Document>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {COLUMNS} FROM document WHERE factor_id = $1 AND document_id = $2");
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Id(id.0)], read)
}

/// The content of a paper.
///
/// # Errors
/// [`Fault`].
pub fn content(reads: &mut dyn Reads, id: DocumentId) -> Result<Option<Vec<u8>>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT content FROM document WHERE factor_id = $1 AND document_id = $2";
    first(reads.connection(), sql, &[Value::Id(factor), Value::Id(id.0)], |row| match row.kept(0)? {
        Kept::Bytes(content) => Ok(content),
        _ => Err(Fault::unreadable("document", "its content is no bytes")),
    })
}

/// The papers of invoices, oldest first.
///
/// # Errors
/// [`Fault`].
pub fn of_invoices(reads: &mut dyn Reads, invoices: &[Uuid]) -> Result<Vec<Document>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {COLUMNS} FROM document WHERE factor_id = $1 AND invoice_id {{in $2}} ORDER BY invoice_id, added_at, document_id"
    );
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Ids(invoices)], read)
}

/// The papers for and from a debtor, newest first, up to `limit`.
///
/// # Errors
/// [`Fault`].
pub fn of_debtor(reads: &mut dyn Reads, debtor: DebtorId, limit: i64) -> Result<Vec<Document>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {COLUMNS} FROM document WHERE factor_id = $1 AND debtor_id = $2 ORDER BY added_at DESC, document_id DESC LIMIT $3"
    );
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(debtor.0), Value::Int(limit)], read)
}

/// The papers of a debtor that belong to no invoice, newest first, up to `limit`.
///
/// # Errors
/// [`Fault`].
pub fn without_invoice(reads: &mut dyn Reads, debtor: DebtorId, limit: i64) -> Result<Vec<Document>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {COLUMNS} FROM document WHERE factor_id = $1 AND debtor_id = $2 AND invoice_id IS NULL \
        ORDER BY added_at DESC, document_id DESC LIMIT $3"
    );
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(debtor.0), Value::Int(limit)], read)
}
