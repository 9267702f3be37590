//! Files that came with a mail.

use app::document::{ContentKind, handed_out};
use store::kept::document::Document;

/// A file: what it is by its bytes, and who sent it. Its name says neither.
pub(super) struct File {
    pub href: String,
    pub name: String,
    pub is: String,
    pub from: String,
}

impl File {
    pub fn of(document: &Document) -> Self {
        let is = match ContentKind::of_media_type(&document.content_type) {
            Some(kind) => kind.word(),
            None => "of a kind Credere does not know; save it, and open it only if you expected it",
        };
        Self {
            href: format!("/papers/{}", document.id),
            name: handed_out(document).name,
            is: is.to_owned(),
            from: document.added_by.clone(),
        }
    }
}
