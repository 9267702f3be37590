//! Backups: a whole book and the files beside it in one encrypted file, and back.
//!
//! The file, version [`FORMAT`], from the outside in: `age` (one or more recipients, X25519) around gzip around lines of JSON
//! in UTF-8. It can be read without Credere: `age -d -i IDENTITY FILE | gunzip`.
//!
//! 1. One head: `{"credere_backup":1,"version":…,"migrations":[…],"factor":…,"name":…,"taken_at":…,"chain":{"seq":…,"hash":…}}`.
//! 2. The files of the data folder, in pieces of [`PIECE`] bytes: `{"file":"notice-key","bytes":"6b65…"}`; several lines with
//!    one name are one file, in their order.
//! 3. Every table of the schema in its order: `{"table":"event","columns":[…]}`, then a line for each row in order of its
//!    key, an array: `null`, a whole number, a text, or `{"x":"0190…"}` for bytes and ids in hexadecimal.
//! 4. One end: `{"end":{"tables":{"event":12,…},"rows":…,"files":…,"sha256":…}}`; the digest is over every byte before it.
//!
//! Contract: [`write()`] takes one state of the book, also while it is written, and never overwrites; the file is there whole or
//! not at all. [`read()`] proves a file from its first byte to its last: every piece is authentic (age), complete (counts,
//! digest, nothing behind the end), of this schema or an older one, and its last event is the head of the chain. [`restore()`] makes
//! a book of it at an empty place, a folder or a database, and audits that; a file that is not whole leaves nothing behind. A
//! backup of an older schema goes into a folder, as it was, and is brought to this schema by the migrations an opened book
//! goes through. One of a newer schema is refused.
//!
//! The files of the folder are in it because the book goes on only with them: the key that signs notices and links, mail settings
//! and passwords, the layout. Whoever holds an identity can therefore sign as the factor. Not in it: other books' files, and
//! what `mail.toml` names outside the folder.
//!
//! Limits: [`LINE`] bytes to a row. Memory holds one page of a table or one row. Deliberately absent: keys kept by Credere,
//! passwords instead of keys, backups of changes only.

mod arrival;
mod folder;
mod key;
mod line;
mod read;
mod restore;
mod write;

pub(crate) use arrival::Arrival;
pub(crate) use folder::{Staged, append as add_file};
pub use key::{Identities, Recipients, make_key};
pub use read::{Sink, read};
pub use restore::{Restored, restore};
pub use write::write;

use crate::Error;
use domain::id::FactorId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use store::book::Reads;
use store::{Fault, kept};

/// The version of the format. A reader takes its own only.
pub const FORMAT: u32 = 1;
/// Bytes of a file in one line.
pub const PIECE: usize = 1024 * 1024;
/// Most bytes of one line: SQLite itself holds no larger value.
pub const LINE: u64 = 1024 * 1024 * 1024;

/// The last event of a book and its link: who knows both can tell whether anything before was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainHead {
    /// Number of the event; 0 in a book without any.
    pub seq: i64,
    /// Its link in hexadecimal.
    pub hash: String,
}

impl ChainHead {
    /// The head of a book.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn of(reads: &mut dyn Reads) -> Result<Self, Fault> {
        let last = kept::event::newest(reads, None, 1)?.pop();
        Ok(last.map_or_else(Self::of_nothing, |event| Self { seq: event.seq, hash: line::hex(&event.hash) }))
    }

    /// The head of a book without any event.
    const fn of_nothing() -> Self {
        Self { seq: 0, hash: String::new() }
    }
}

/// `event 1204, 9f3c…`
impl Display for ChainHead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "event {}, {}", self.seq, self.hash)
    }
}

/// What stands at the head of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// [`FORMAT`].
    pub credere_backup: u32,
    /// The version of Credere that wrote it.
    pub version: String,
    /// Names of the schema's migrations, in order.
    pub migrations: Vec<String>,
    /// Whose book.
    pub factor: FactorId,
    /// The factor's name.
    pub name: String,
    /// When.
    pub taken_at: Timestamp,
    /// The last event in it.
    pub chain: ChainHead,
}

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Its head.
    pub head: Head,
    /// Rows of every table.
    pub tables: BTreeMap<String, i64>,
    /// Rows in all.
    pub rows: i64,
    /// Files of the data folder.
    pub files: i64,
    /// Bytes of the backup file.
    pub bytes: u64,
}

/// Why there is no backup, or no book from one.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Nobody could ever read it.
    #[error(
        "a backup is encrypted, and no recipient is named; make a key with `credere admin key --to FILE`, keep that file \
         away from this machine, and name the recipient it prints: --recipient age1…"
    )]
    NoRecipient,
    /// A recipient or an identity that is none.
    #[error("{place} is no {wanted}: {reason}")]
    Key {
        /// Which file, which line, or what was typed.
        place: String,
        /// `recipient`, `identity`.
        wanted: &'static str,
        /// Why, and what to write.
        reason: String,
    },
    /// Nothing is overwritten.
    #[error("{0} is there already, and nothing is overwritten; choose another name")]
    Exists(PathBuf),
    /// A book goes into an empty place only.
    #[error("{0} is not empty; name a folder that is empty or not there yet")]
    Occupied(PathBuf),
    /// It would be part of the next backup, and lost with what it is to save.
    #[error("{0} lies in the data folder and would be lost with it; name a place outside, on another disk")]
    Inside(PathBuf),
    /// None of the identities opens it.
    #[error(
        "{0} is encrypted to other recipients than these identities; name the identity file whose recipient was given when \
         the backup was made"
    )]
    OtherKey(PathBuf),
    /// A foreign file.
    #[error("{0} is no backup of Credere: {1}; name a file that `credere admin backup` wrote")]
    Foreign(PathBuf, String),
    /// Cut, flipped, or put together by somebody.
    #[error("{0} is damaged: {1}; nothing of it was taken over, use another copy of it")]
    Damaged(PathBuf, String),
    /// An older schema is changed in a book of its own only.
    #[error(
        "the backup is of an older schema, and {0} is of this one; restore it into a folder with --data, and move it with \
         `credere admin copy --from DIR --to URL`"
    )]
    OlderIntoDatabase(String),
    /// A schema that came after this one.
    #[error(
        "{path} is of the schema {theirs}, and this Credere knows {ours} and those before; bring it up to Credere {version} \
         or newer and try again"
    )]
    NewerSchema {
        /// The file.
        path: PathBuf,
        /// The newest migration in it.
        theirs: String,
        /// The newest migration here.
        ours: String,
        /// The version that wrote it.
        version: String,
    },
    /// The disk.
    #[error("{path} cannot be {doing}: {reason}")]
    Disk {
        /// `read`, `written`.
        doing: &'static str,
        /// Which file.
        path: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// The book.
    #[error(transparent)]
    Book(#[from] Error),
}

impl From<Fault> for BackupError {
    fn from(fault: Fault) -> Self {
        Self::Book(fault.into())
    }
}

/// What the system answers about a file.
pub(crate) fn disk(doing: &'static str, path: &Path) -> impl Fn(std::io::Error) -> BackupError {
    move |reason| BackupError::Disk { doing, path: path.to_owned(), reason }
}

/// The schema of this version, as a head names it.
fn migrations() -> Vec<String> {
    store::schema::MIGRATIONS.iter().map(|one| one.name.to_owned()).collect()
}
