//! A paper is added.

use super::kinds::{content_kind, name_fits};
use super::{BYTES, NAME_CHARS, PER_INVOICE, WITHOUT_INVOICE};
use crate::timeline::{Told, tell};
use crate::{Error, Refusal, Task, dispute};
use domain::contact::{DocumentKind, Happening, Seen, Subject};
use domain::dispute::{CaseKind, Note, Outcome, OutcomeKind, Side, Speaker};
use domain::event::EventKind;
use domain::id::{ClientId, DebtorId, DocumentId, InvoiceId};
use domain::timeline::{Sentence, Who};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::kept;
use store::kept::document::Document;

/// A paper as it is handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDocument {
    /// What it is.
    pub kind: DocumentKind,
    /// The invoice it belongs to, where it does.
    pub invoice: Option<InvoiceId>,
    /// The client it is for or from. A client hands in papers of its own invoices only.
    pub client: Option<ClientId>,
    /// The debtor it is for or from. A debtor hands in papers of its own only.
    pub debtor: Option<DebtorId>,
    /// Its file name.
    pub name: String,
    /// Who adds it.
    pub by: Speaker,
}

/// What adding did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Added {
    /// The paper.
    pub document: DocumentId,
    /// Its media type, as its bytes say.
    pub content_type: String,
    /// False when the same paper was there already.
    pub is_new: bool,
}

#[derive(Serialize)]
pub(super) struct Facts<'a> {
    pub document: DocumentId,
    pub kind: DocumentKind,
    pub client: Option<ClientId>,
    pub debtor: Option<DebtorId>,
    pub invoice: Option<InvoiceId>,
    pub name: &'a str,
    pub content_type: &'a str,
    pub bytes: usize,
    pub sha256: String,
}

/// Adds a paper.
///
/// # Errors
/// [`Error::NotFound`] when the invoice is not there or not of that party; [`Error::Refused`] with everything that is wrong
/// with the paper; [`Error::Fault`].
pub fn add(task: &mut Task<'_, '_>, mut new: NewDocument, content: &[u8]) -> Result<Added, Error> {
    placed(task, &mut new)?;
    let name = readable_name(&new.name);
    let content_type = checked(&name, &new, content)?;
    let sha256 = Sha256::digest(content).to_vec();
    let there = match (new.invoice, new.debtor) {
        (Some(invoice), _) => kept::document::of_invoices(task, &[invoice.0])?,
        (None, Some(debtor)) => kept::document::without_invoice(task, debtor, WITHOUT_INVOICE)?,
        (None, None) => Vec::new(),
    };
    if let Some(known) = there.iter().find(|known| known.sha256 == sha256 && known.kind == new.kind) {
        return Ok(Added { document: known.id, content_type: known.content_type.clone(), is_new: false });
    }
    let limit =
        if new.invoice.is_some() { PER_INVOICE } else { usize::try_from(WITHOUT_INVOICE).unwrap_or(usize::MAX) };
    if there.len() >= limit {
        let fact = format!("{} papers are there already; {limit} are possible", there.len());
        return Err(Error::refused("PAPER_TOO_MANY", fact, "Put several pages into one paper."));
    }
    let document = Document {
        id: DocumentId(task.new_id()),
        kind: new.kind,
        client: new.client,
        debtor: new.debtor,
        invoice: new.invoice,
        name,
        content_type: content_type.to_owned(),
        sha256,
        added_at: task.unit.recorded_at(),
        added_by: new.by.to_string(),
    };
    kept::document::add(task, &document, content)?;
    let event = task.record_facts(EventKind::DocumentAdded, &facts_of(&document, content.len()), &[])?;
    told(task, event, &document, &new)?;
    if document.kind == DocumentKind::Invoice {
        answers_requests(task, &document, &new.by)?;
    }
    Ok(Added { document: document.id, content_type: document.content_type, is_new: true })
}

pub(super) fn facts_of(document: &Document, bytes: usize) -> Facts<'_> {
    Facts {
        document: document.id,
        kind: document.kind,
        client: document.client,
        debtor: document.debtor,
        invoice: document.invoice,
        name: &document.name,
        content_type: &document.content_type,
        bytes,
        sha256: document.sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}

/// The paper's invoice, client and debtor belong together afterwards; a side reaches its own things only.
fn placed(task: &mut Task<'_, '_>, new: &mut NewDocument) -> Result<(), Error> {
    let missing = || Error::NotFound("invoice".to_owned());
    match new.invoice {
        Some(id) => {
            let invoice = kept::invoice::get(task, id)?.ok_or_else(missing)?;
            let fits = new.client.is_none_or(|client| client == invoice.client)
                && new.debtor.is_none_or(|debtor| Some(debtor) == invoice.debtor);
            let is_own = match new.by.side {
                Side::Factor => true,
                Side::Client => new.client.is_some(),
                Side::Debtor => new.debtor.is_some(),
            };
            if !fits || !is_own {
                return Err(missing());
            }
            new.client = Some(invoice.client);
            new.debtor = invoice.debtor;
        }
        None => {
            let known = match (new.client, new.debtor) {
                (Some(client), Some(debtor)) => kept::party::pair(task, client, debtor)?.is_some(),
                (None, Some(debtor)) => !kept::party::debtors_by_id(task, &[debtor.0])?.is_empty(),
                (Some(client), None) => kept::party::client(task, client)?.is_some(),
                (None, None) => false,
            };
            if !known {
                return Err(Error::NotFound("party of this paper".to_owned()));
            }
        }
    }
    Ok(())
}

/// The last part of a path, without what no file name has and without signs that turn writing round or take no room: with
/// them a name could end otherwise than it shows.
pub(crate) fn readable_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let hides = |c: char| matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{00AD}' | '\u{061C}');
    last.chars()
        .filter(|c| !c.is_control() && !hides(*c) && !matches!(c, '"' | '<' | '>' | '|'))
        .collect::<String>()
        .trim()
        .to_owned()
}

fn checked(name: &str, new: &NewDocument, content: &[u8]) -> Result<&'static str, Error> {
    let mut problems = Vec::new();
    if new.by.name.is_empty() {
        let remedy = "Write your name, so that the others know from whom it is.";
        problems.push(Refusal::at("name", "PAPER_NO_NAME", "Nobody's name is given", remedy));
    }
    if name.is_empty() || name.chars().count() > NAME_CHARS {
        let fact = format!("The file has no name, or one of over {NAME_CHARS} characters");
        problems.push(Refusal::at("file", "PAPER_NAME", fact, "Give it a short name."));
    }
    if content.len() > BYTES {
        let fact = format!("{name} has {} bytes; {BYTES} are possible", content.len());
        problems.push(Refusal::at("file", "PAPER_TOO_LARGE", fact, "Save it smaller, or in several parts."));
    }
    let kind = content_kind(name, content);
    match kind {
        None => {
            let fact = format!("{name} is empty, or none of the kinds that are kept");
            let remedy = "Give a PDF, a picture (PNG, JPEG), a spreadsheet (.xlsx), CSV, XML or text.";
            problems.push(Refusal::at("file", "PAPER_KIND", fact, remedy));
        }
        Some(kind) if !name_fits(name, kind) => {
            let fact = format!("{name} is named as one thing and holds another ({})", kind.media_type());
            problems.push(Refusal::at("file", "PAPER_NAMED_WRONG", fact, "Save it again under its right name."));
        }
        Some(_) => {}
    }
    match kind {
        Some(kind) if problems.is_empty() => Ok(kind.media_type()),
        _ => Err(Error::Refused(problems)),
    }
}

fn told(task: &mut Task<'_, '_>, event: i64, document: &Document, new: &NewDocument) -> Result<(), Error> {
    let (Some(debtor), Some(client)) = (document.debtor, document.client) else {
        return told_without_client(task, event, document, new);
    };
    tell(task, event, 0, &[client], debtor, &added(document, new, Seen::ALL))
}

/// A paper between debtor and factor is told beside each of the debtor's clients, and none of them sees it.
fn told_without_client(
    task: &mut Task<'_, '_>,
    event: i64,
    document: &Document,
    new: &NewDocument,
) -> Result<(), Error> {
    let Some(debtor) = document.debtor else { return Ok(()) };
    let clients: Vec<ClientId> =
        kept::party::pairs_of_debtor(task, debtor)?.into_iter().map(|pair| pair.client).collect();
    let seen = Seen::of_bits(Seen::FACTOR.bits() | Seen::DEBTOR.bits());
    tell(task, event, 0, &clients, debtor, &added(document, new, seen))
}

fn added(document: &Document, new: &NewDocument, seen: Seen) -> Told {
    Told {
        kind: Happening::Paper,
        who: Who::from(&new.by),
        said: Sentence::Paper { kind: document.kind, name: document.name.clone() },
        subject: Some((Subject::Document, document.id.0)),
        seen,
    }
}

/// The invoice is there now: whoever asked for its copy has it.
fn answers_requests(task: &mut Task<'_, '_>, document: &Document, by: &Speaker) -> Result<(), Error> {
    let Some(invoice) = document.invoice.filter(|_| by.side != Side::Debtor) else { return Ok(()) };
    for case in kept::relation_case::of_invoices(task, &[invoice.0])? {
        if case.is_open() && case.kind == CaseKind::Copy {
            let note = Note::CopyHere(document.name.clone());
            dispute::resolve_noting(task, case.id, by.clone(), Outcome::of(OutcomeKind::Done), note)?;
        }
    }
    Ok(())
}
