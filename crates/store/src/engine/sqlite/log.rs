//! The write-ahead log, and who copies it back into the file.
//!
//! Copying takes as long as a few dozen commits. It is therefore done by a thread of its own, with a connection of its own,
//! while the writer goes on. Only what was committed meanwhile is copied by the writer, because the log can begin anew only at
//! a moment at which all of it has been copied; that is little.
//!
//! The thread begins with the first log that grows to [`PAGES`] pages, and ends with the writer. What goes wrong in it is let
//! go: the log stays, with everything in it, and is copied with the next occasion.

use rusqlite::OpenFlags;
use rusqlite::hooks::Wal;
use std::ffi::c_int;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// Pages of 8 KiB in the log before it is copied back (64 MiB): fewer copies under load.
const PAGES: c_int = 8192;

/// A book's log, as its writer sees it grow.
pub(super) struct Log {
    path: PathBuf,
    copier: Option<Copier>,
    /// Was the copier asked since the log began anew?
    asked: bool,
}

impl Log {
    /// The log of a book file.
    pub(super) fn of(path: &Path) -> Self {
        Self { path: path.to_owned(), copier: None, asked: false }
    }

    /// After each commit of the writer: the log holds so many pages.
    pub(super) fn grown(&mut self, log: &mut Wal, pages: c_int) {
        if pages < PAGES {
            self.asked = false;
            return;
        }
        if !self.asked {
            if self.copier.is_none() {
                self.copier = Copier::start(&self.path);
            }
            if let Some(copier) = &self.copier {
                self.asked = true;
                copier.ask();
                return;
            }
        }
        if self.copier.as_ref().is_none_or(Copier::is_done) {
            self.asked = false;
            // What cannot be copied now stays in the log.
            let _ = log.checkpoint();
        }
    }
}

/// The thread that copies.
struct Copier {
    asking: Option<SyncSender<()>>,
    copying: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Copier {
    fn start(path: &Path) -> Option<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = rusqlite::Connection::open_with_flags(path, flags).ok()?;
        connection.execute_batch("PRAGMA synchronous=FULL;").ok()?;
        let (asking, asked) = sync_channel(1);
        let copying = Arc::new(AtomicBool::new(false));
        let shared = copying.clone();
        let thread = std::thread::Builder::new().name("log".to_owned());
        let thread = thread.spawn(move || copy(&connection, &asked, &shared)).ok()?;
        Some(Self { asking: Some(asking), copying, thread: Some(thread) })
    }

    fn ask(&self) {
        self.copying.store(true, Ordering::Release);
        let heard = self.asking.as_ref().is_some_and(|asking| asking.try_send(()).is_ok());
        if !heard {
            self.copying.store(false, Ordering::Release);
        }
    }

    fn is_done(&self) -> bool {
        !self.copying.load(Ordering::Acquire)
    }
}

impl Drop for Copier {
    fn drop(&mut self) {
        self.asking = None;
        if let Some(thread) = self.thread.take() {
            // It has nothing to say that anybody waits for.
            let _ = thread.join();
        }
    }
}

fn copy(connection: &rusqlite::Connection, asked: &Receiver<()>, copying: &AtomicBool) {
    while asked.recv().is_ok() {
        // What cannot be copied now stays in the log.
        let _ = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        copying.store(false, Ordering::Release);
    }
}
