//! `credere admin`: the book as a whole.

mod backup;
mod continuity;
mod copy;
mod key;
mod restore;

use super::{Failure, counted};
use crate::output;
use app::backup::Contents;
use clap::Subcommand;
use std::process::ExitCode;

/// Backups, and what is made of them.
#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Make a key for backups: the secret half into a new file, the recipient on the screen.
    Key(key::Key),
    /// Write the whole book and the files beside it to one encrypted file; also while it is served.
    Backup(backup::Backup),
    /// Read a backup from end to end and prove that it is whole, without writing anything.
    Verify(restore::Verify),
    /// Make a new data folder of a backup, and audit it.
    Restore(restore::Restore),
    /// From a backup alone: statements, balances and prepared release letters for every client.
    Continuity(continuity::Continuity),
    /// Copy a book to an empty place and prove on both sides that it is the same.
    Copy(copy::Copy),
}

impl Admin {
    pub fn run(self) -> Result<ExitCode, Failure> {
        match self {
            Self::Key(key) => key.run(),
            Self::Backup(backup) => backup.run(),
            Self::Verify(verify) => verify.run(),
            Self::Restore(restore) => restore.run(),
            Self::Continuity(continuity) => continuity.run(),
            Self::Copy(copy) => copy.run(),
        }
    }
}

/// What a backup holds, and the words to compare.
fn say_contents(contents: &Contents) {
    let head = &contents.head;
    output::line(format!("The book of {}, as of {}, by Credere {}.", head.name, head.taken_at, head.version));
    let rows = counted(contents.rows, "row", "rows");
    let tables = contents.tables.len();
    let files = counted(contents.files, "file", "files");
    output::line(format!("{rows} of {tables} tables, {files} of the data folder, {} bytes.", contents.bytes));
    output::line(format!("Head of the chain: {}", head.chain));
}
