//! A mailbox as a folder: maildir, which mail servers, `fetchmail`, `mbsync` and `getmail` write.
//!
//! A mail lies in `new` until it is filed, then in `cur`; nothing is deleted. A rename within a folder is atomic, so a crash
//! leaves a mail in one of both, and one that was filed before its rename is known by its bytes.

use domain::contact::SenderProof;
use formats::mail::Inbound;
use std::io;
use std::path::{Path, PathBuf};

/// A mailbox.
#[derive(Debug, Clone)]
pub struct Maildir {
    folder: PathBuf,
    /// The server that checks senders, by the name it writes in `Authentication-Results` (its authserv-id, RFC 8601).
    checked_by: Option<String>,
}

impl Maildir {
    /// A mailbox in a folder that has `new` and `cur`.
    #[must_use]
    pub fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), checked_by: None }
    }

    /// Senders are proved by what this server found. Without one, nothing proves a sender.
    #[must_use]
    pub fn checked_by(mut self, server: Option<&str>) -> Self {
        self.checked_by = server.map(str::trim).filter(|server| !server.is_empty()).map(str::to_owned);
        self
    }

    /// Is the sender of a mail in it proved?
    pub(super) fn proof_of(&self, mail: &Inbound) -> SenderProof {
        let by = self.checked_by.as_deref().and_then(|server| mail.trace.proved_by(server));
        by.map_or(SenderProof::Unproved, |by| SenderProof::Checked(by.to_owned()))
    }

    /// The mails nobody has filed, oldest name first (names begin with the time of delivery), at most `count`.
    pub(super) fn unread(&self, count: usize) -> io::Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(self.folder.join("new"))? {
            let entry = entry?;
            // A dot begins what is not a mail; a link could lead anywhere.
            if entry.file_type()?.is_file() && !entry.file_name().as_encoded_bytes().starts_with(b".") {
                found.push(entry.path());
            }
        }
        found.sort();
        found.truncate(count);
        Ok(found)
    }

    /// Moves a mail to those that were read (`S`: seen).
    pub(super) fn filed(&self, mail: &Path) -> io::Result<()> {
        let name = mail.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let base = name.split(":2,").next().unwrap_or(name);
        std::fs::rename(mail, self.folder.join("cur").join(format!("{base}:2,S")))
    }
}
