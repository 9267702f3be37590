//! Papers are listed and fetched, by who may see them.

use crate::Error;
use domain::id::{ClientId, DebtorId, DocumentId, InvoiceId};
use store::book::Reads;
use store::kept;
use store::kept::document::Document;

/// Who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewer {
    /// The factor: all papers.
    Factor,
    /// A client: papers of its own invoices.
    Client(ClientId),
    /// A debtor: papers that are for or from it.
    Debtor(DebtorId),
}

impl Viewer {
    /// May it see this paper?
    #[must_use]
    pub fn may_see(self, document: &Document) -> bool {
        match self {
            Self::Factor => true,
            Self::Client(client) => document.client == Some(client),
            Self::Debtor(debtor) => document.debtor == Some(debtor),
        }
    }
}

/// The papers of invoices that this viewer may see, oldest first.
///
/// # Errors
/// [`Error::Fault`].
pub fn of_invoices(reads: &mut dyn Reads, viewer: Viewer, invoices: &[InvoiceId]) -> Result<Vec<Document>, Error> {
    let ids: Vec<uuid::Uuid> = invoices.iter().map(|id| id.0).collect();
    let mut found = kept::document::of_invoices(reads, &ids)?;
    found.retain(|document| viewer.may_see(document));
    Ok(found)
}

/// A paper with its content.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is none of this viewer's; [`Error::Fault`].
pub fn fetch(reads: &mut dyn Reads, viewer: Viewer, id: DocumentId) -> Result<(Document, Vec<u8>), Error> {
    let missing = || Error::NotFound("paper".to_owned());
    let document = kept::document::get(reads, id)?.filter(|document| viewer.may_see(document)).ok_or_else(missing)?;
    let content = kept::document::content(reads, id)?.ok_or_else(missing)?;
    Ok((document, content))
}
