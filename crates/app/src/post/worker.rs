//! The one worker of a book.

use crate::{App, Error};
use std::fs::{File, OpenOptions, TryLockError};
use store::Fault;

/// File in the data folder that the worker locks.
const FILE: &str = "post.lock";

/// Whoever holds it is the only one who sends for this book.
///
/// The lock is the operating system's and ends with the process, so that none has to be cleared away after a crash. It
/// holds between processes that share the data folder. Where several machines serve one book from a database, each with a folder of
/// its own, the jobs run on one of them alone (`credere serve --no-jobs` on the others).
#[derive(Debug)]
pub struct Worker {
    lock: File,
}

/// A program that another thread is starting holds a copy of the open file for a moment, and with it the lock: it is given
/// back, not only closed.
impl Drop for Worker {
    fn drop(&mut self) {
        // Where it cannot be given back it goes with the last copy.
        let _ = self.lock.unlock();
    }
}

impl Worker {
    /// Takes the lock; none when another worker holds it.
    ///
    /// # Errors
    /// [`Error::Fault`] when the data folder cannot be written.
    pub fn take(app: &App) -> Result<Option<Self>, Error> {
        let folder = app.folder();
        let path = folder.join(FILE);
        let unusable = |error: std::io::Error| {
            Error::Fault(Fault::Book(format!("{} cannot be used: {error}; check the folder's rights", path.display())))
        };
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        let lock = options.open(&path).map_err(unusable)?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Self { lock })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(unusable(error)),
        }
    }
}
