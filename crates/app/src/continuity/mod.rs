//! The continuity kit: what a factor's clients and their customers need when nobody runs its Credere any more.
//!
//! Contract: [`write()`] takes a backup and what opens it, and nothing else: no running system, no network. It restores the book
//! into a folder of its own that only its owner may enter, audits it, and writes, as of the moment of the backup: a page that
//! says what all of it is and how to check it; for every client a page with its balances and their derivation, its statement
//! of account, its open invoices with where each is paid to; the same as rows for a spreadsheet; and for every customer
//! whose notice stands a release letter, prepared: dated, not signed, not sent (LC-47). Pages are whole in themselves and can be
//! printed. The restored book is removed, also when something fails; the kit is there whole or not at all.
//!
//! Deliberately absent: sending anything, signing anything, deciding when a release may leave: the page says what must be
//! paid first.

mod client;
mod page;

use crate::audit::AuditReport;
use crate::backup::{BackupError, Contents, Identities, Restored, Staged, disk, restore};
use crate::post::Press;
use crate::{App, Clock, Error, Ids, task};
use jiff::civil::Date;
use page::{Index, IndexRow};
use std::path::Path;
use store::kept;

/// What was written.
#[derive(Debug)]
pub struct Kit {
    /// What the backup holds.
    pub contents: Contents,
    /// What the audit of the book in it says.
    pub audit: AuditReport,
    /// How many clients have a folder.
    pub clients: usize,
    /// How many release letters are prepared.
    pub letters: usize,
    /// Release letters that could not be prepared: client, customer, and why.
    pub unprepared: Vec<String>,
}

/// Writes the kit into a folder that is empty or not there. `press` gives the letters their looks, by the restored book.
///
/// # Errors
/// As [`crate::backup::restore()`]; nothing is left behind then.
pub fn write<P: Press>(
    from: &Path,
    identities: &Identities,
    to: &Path,
    press: impl FnOnce(&App) -> P,
) -> Result<Kit, BackupError> {
    let staged = Staged::begin(to)?;
    let book = staged.beside()?;
    let folder = book.path().join("book");
    let Restored { contents, audit } = restore(from, identities, &folder, jiff::Timestamp::now())?;
    // Today is the day of the backup: its figures are of that day.
    let app = App::open(&folder, Clock::set_to(contents.head.taken_at), Ids::random())?;
    let press = press(&app);
    let today = app.today();
    let mut kit = Kit { contents, audit, clients: 0, letters: 0, unprepared: Vec::new() };
    let mut rows: Vec<IndexRow> = Vec::new();
    app.read(|snapshot| {
        let factor = app.factor();
        for client in kept::party::clients(snapshot)? {
            let folder = staged.folder().join(client.code.as_str());
            let found = client::gather(snapshot, &factor, &client, today, app.now())?;
            let row = client::write(&found, &folder, &press, &mut kit).map_err(|error| Error::fault("kit", error))?;
            rows.push(row);
        }
        Ok(())
    })?;
    kit.clients = rows.len();
    let index = Index::of(&kit, &app.factor(), today, rows);
    put(staged.folder(), "index.html", index.text()?.as_bytes())?;
    drop(app);
    // The book in clear goes before the kit takes its place.
    book.close().map_err(disk("removed", staged.folder()))?;
    staged.settle()?;
    Ok(kit)
}

/// Writes a file of the kit.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
    crate::backup::add_file(folder, name, bytes)
}

/// `4 March 2026`.
fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// The day of a moment where the factor is.
fn day_of(factor: &domain::party::Factor, at: jiff::Timestamp) -> Date {
    task::business_date(factor, at)
}
