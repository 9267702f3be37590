//! The book and its one committing queue.
//!
//! Phases of a batch: take the first waiting unit; open a transaction; run it and every unit that
//! waits by then, each in its own savepoint; write the sums once; commit; answer all. A unit that
//! fails is dropped alone. Answers are given after the commit, so an acknowledged write is durable.
//!
//! Limits: [`BATCH`] units to a commit; [`QUEUE`] units may wait, further ones wait to be queued;
//! [`READERS`] reading connections. Several processes may write one book: each batch takes the
//! write lock and loads head and sums afresh.
//!
//! Deliberately absent: any knowledge of what a unit does.

mod access;
pub(crate) mod batch;
mod ceiling;
mod queue;
mod salts;
mod unit;

pub use batch::Draft;
pub(crate) use batch::account;
pub use ceiling::{write_raw, write_raw_cash};
pub use salts::Salts;
pub use unit::{Reads, Unit};

use crate::engine::sqlite::Sqlite;
use crate::engine::{Connection, Fault, all};
use crate::kept;
use crate::schema;
use domain::id::FactorId;
use domain::party::Factor;
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use uuid::Uuid;

/// Most units in one commit.
pub const BATCH: usize = 1_000;
/// Most units that wait in the queue.
pub const QUEUE: usize = 4_096;
/// Reading connections.
pub const READERS: usize = 4;
/// Ending of a book file in the data folder.
const ENDING: &str = "book";

/// Where the time comes from. Injected, so that tests and the demo can live on other days.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// One factor's book, open.
#[derive(Clone)]
pub struct Book {
    inner: Arc<Inner>,
}

struct Inner {
    factor: FactorId,
    path: PathBuf,
    queue: queue::Queue,
    readers: Readers,
}

/// A pool of reading connections, opened when first needed.
struct Readers {
    idle: Mutex<(Vec<Box<dyn Connection>>, usize)>,
    freed: Condvar,
}

/// A consistent view of the book for reading.
pub struct Snapshot<'a> {
    connection: &'a mut dyn Connection,
    factor: Uuid,
}

impl Reads for Snapshot<'_> {
    fn connection(&mut self) -> &mut dyn Connection {
        self.connection
    }

    fn factor(&self) -> Uuid {
        self.factor
    }
}

impl Book {
    /// Makes a new book in a data folder and opens it.
    ///
    /// # Errors
    /// [`Fault::Book`] when the folder holds a book already.
    pub fn create(folder: &Path, factor: &Factor, now: Now, salts: Salts) -> Result<Self, Fault> {
        if let Some(existing) = find(folder)?.first() {
            return Err(Fault::Book(format!(
                "{} already holds a book ({}); choose another folder, or serve this one",
                folder.display(),
                existing.display()
            )));
        }
        let not_made = |error| Fault::Book(format!("{} cannot be made: {error}", folder.display()));
        access::make_folder(folder).map_err(not_made)?;
        let path = folder.join(format!("{}.{ENDING}", factor.id));
        access::make_file(&path).map_err(not_made)?;
        let mut connection = Sqlite::open(&path)?;
        schema::migrate(&mut connection, Sqlite::ddl)?;
        connection.begin()?;
        kept::factor::put(&mut connection, factor)?;
        connection.commit()?;
        drop(connection);
        Self::open_file(path, now, salts)
    }

    /// Opens the book in a data folder.
    ///
    /// # Errors
    /// [`Fault::Book`] when there is none, or more than one.
    pub fn open(folder: &Path, now: Now, salts: Salts) -> Result<Self, Fault> {
        let mut books = find(folder)?;
        match (books.pop(), books.len()) {
            (None, _) => Err(Fault::Book(format!(
                "{} holds no book; make one with `credere init --data {0} --factor NAME --country CC --currency CCC --timezone ZONE`",
                folder.display()
            ))),
            (Some(path), 0) => Self::open_file(path, now, salts),
            (Some(_), more) => {
                Err(Fault::Book(format!("{} holds {} books; keep one in a folder", folder.display(), more + 1)))
            }
        }
    }

    /// Is there a book in the folder?
    ///
    /// # Errors
    /// [`Fault::Book`] when the folder cannot be read.
    pub fn exists(folder: &Path) -> Result<bool, Fault> {
        Ok(!find(folder)?.is_empty())
    }

    fn open_file(path: PathBuf, now: Now, salts: Salts) -> Result<Self, Fault> {
        access::tighten(&path);
        let mut connection = Sqlite::open(&path)?;
        schema::migrate(&mut connection, Sqlite::ddl)?;
        let factors = all(&mut connection, "SELECT factor_id FROM factor", &[], |row| row.id(0))?;
        let [factor] = factors[..] else {
            return Err(Fault::Book(format!("{} holds {} factors instead of one", path.display(), factors.len())));
        };
        let factor = FactorId(factor);
        let queue = queue::Queue::start(Box::new(connection), factor, now, salts);
        let readers = Readers { idle: Mutex::new((Vec::new(), 0)), freed: Condvar::new() };
        Ok(Self { inner: Arc::new(Inner { factor, path, queue, readers }) })
    }

    /// Whose book it is.
    #[must_use]
    pub fn factor(&self) -> FactorId {
        self.inner.factor
    }

    /// The file it is kept in.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// Queues a unit of work; `answer` is called on the queue's thread after the commit.
    ///
    /// When `work` returns an error, or panics, nothing of it is kept.
    ///
    /// # Errors
    /// [`Fault::Closing`] when the queue has stopped.
    pub fn submit<T, E>(
        &self,
        work: impl FnOnce(&mut Unit<'_>) -> Result<T, E> + Send + 'static,
        answer: impl FnOnce(Result<T, E>) + Send + 'static,
    ) -> Result<(), Fault>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        self.inner.queue.submit(queue::Order::Unit(Box::new(queue::Work::new(work, answer))))
    }

    /// Queues a unit of work and waits for its commit.
    ///
    /// # Errors
    /// What `work` returns, or [`Fault`].
    pub fn write<T, E>(&self, work: impl FnOnce(&mut Unit<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        let (sender, receiver) = std::sync::mpsc::sync_channel(1);
        self.submit(work, move |answer| {
            // The asker waits below; if it is gone, nobody wants the answer.
            let _ = sender.send(answer);
        })?;
        receiver.recv().map_err(|_| E::from(Fault::Closing))?
    }

    /// Writes the book's file anew, so that nothing that was erased is left in it or in the log beside it (CO-33). Units of
    /// work wait meanwhile, and so do writers of other processes, up to half a minute; it takes about as long as copying
    /// the file, and as much room beside it.
    ///
    /// # Errors
    /// [`Fault`], also when a reader keeps the log from being emptied.
    pub fn compact(&self) -> Result<(), Fault> {
        let (sender, receiver) = std::sync::mpsc::sync_channel(1);
        self.inner.queue.submit(queue::Order::Compact(Box::new(move |answer| {
            // The asker waits below; if it is gone, nobody wants the answer.
            let _ = sender.send(answer);
        })))?;
        receiver.recv().map_err(|_| Fault::Closing)?
    }

    /// Reads one state of the book.
    ///
    /// # Errors
    /// What `read` returns, or [`Fault`].
    pub fn read<T, E: From<Fault>>(&self, read: impl FnOnce(&mut Snapshot<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut lent = self.inner.readers.lend(&self.inner.path)?;
        lent.begin_reading()?;
        let answer = read(&mut Snapshot { connection: lent.as_mut(), factor: self.inner.factor.0 });
        lent.roll_back()?;
        self.inner.readers.give_back(lent);
        answer
    }
}

impl Readers {
    fn lend(&self, path: &Path) -> Result<Box<dyn Connection>, Fault> {
        let mut idle = self.idle.lock().map_err(|_| Fault::Closing)?;
        loop {
            if let Some(connection) = idle.0.pop() {
                return Ok(connection);
            }
            if idle.1 < READERS {
                idle.1 += 1;
                return Ok(Box::new(Sqlite::open_reader(path).inspect_err(|_| idle.1 -= 1)?));
            }
            idle = self.freed.wait(idle).map_err(|_| Fault::Closing)?;
        }
    }

    fn give_back(&self, connection: Box<dyn Connection>) {
        if let Ok(mut idle) = self.idle.lock() {
            idle.0.push(connection);
            self.freed.notify_one();
        }
    }
}

/// The book files of a folder; none when it does not exist.
fn find(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let unreadable = |error: std::io::Error| Fault::Book(format!("{} cannot be read: {error}", folder.display()));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == ENDING) {
            found.push(path);
        }
    }
    Ok(found)
}
