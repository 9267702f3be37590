//! The book and its one committing queue.
//!
//! Phases of a batch: take the first waiting unit; open a transaction; run it and every unit that
//! waits by then, each in its own savepoint; write the sums once; commit; answer all. A unit that
//! fails is dropped alone. Answers are given after the commit, so an acknowledged write is durable.
//!
//! Limits: [`BATCH`] units to a commit; [`QUEUE`] units may wait, further ones wait to be queued;
//! [`READERS`] reading connections. Several processes may write one book: each batch takes the
//! book's lock and loads head and sums afresh. A batch that the database lost is run again (see `queue`).
//!
//! When a batch meets [`Fault::Full`] or [`Fault::Away`], nothing of it is kept, all its units are told, and the book takes no
//! changes: whatever is submitted is refused with that fault at once, reading goes on, and the queue tries once a second whether
//! it can write again. Units whose commit was sent and could not be looked up are told [`Fault::InDoubt`] instead. [`Pulse`] says how the book goes.
//!
//! Deliberately absent: any knowledge of what a unit does.

mod access;
pub(crate) mod batch;
mod ceiling;
mod particulars;
mod pulse;
mod queue;
mod salts;
mod unit;

pub(crate) use access::make_file;
pub(crate) use batch::account;
pub use batch::{Draft, Expected};
pub use ceiling::{Raw, write_raw, write_raw_cash};
pub use pulse::{Classes, Counted, Pulse, SIZES, TIMES};
pub use queue::{Ahead, Look};
pub use salts::Salts;
pub use unit::{Reads, Unit};

use crate::engine::postgres::Database;
use crate::engine::sqlite::File;
use crate::engine::{Connection, Engine, Fault, all};
use crate::place::Place;
use crate::{kept, schema};
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
/// Reading connections of a process to a book.
pub const READERS: usize = 4;
/// Books named where one of many is asked for.
const LISTED: usize = 5;
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
    place: Place,
    engine: Box<dyn Engine>,
    particulars: Arc<particulars::Particulars>,
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
    /// Makes a new book and opens it.
    ///
    /// # Errors
    /// [`Fault::Book`] when the folder holds a book already, or the database this factor's.
    pub fn create(place: &Place, factor: &Factor, now: Now, salts: Salts) -> Result<Self, Fault> {
        let engine: Box<dyn Engine> = match place {
            Place::Folder(folder) => {
                if let Some(existing) = find(folder)?.first() {
                    return Err(Fault::Book(format!(
                        "{place} already holds a book ({}); choose another folder, or serve this one",
                        existing.display()
                    )));
                }
                let not_made = |error| Fault::Book(format!("{place} cannot be made: {error}"));
                access::make_folder(folder).map_err(not_made)?;
                let path = file_of(folder, factor.id);
                make_file(&path).map_err(not_made)?;
                Box::new(File(path))
            }
            Place::Database { url, .. } => Box::new(Database::at(url)?),
        };
        let mut connection = engine.writer()?;
        schema::migrate(connection.as_mut(), engine.as_ref())?;
        connection.begin(None)?;
        if factors(connection.as_mut())?.contains(&factor.id) {
            connection.roll_back()?;
            return Err(Fault::Book(format!("{place} already holds the book of {}; serve that", factor.id)));
        }
        kept::factor::put(connection.as_mut(), factor)?;
        connection.commit()?;
        drop(connection);
        Self::start(place.clone(), engine, factor.id, now, salts)
    }

    /// Opens a book.
    ///
    /// # Errors
    /// [`Fault::Book`] when there is none, or more than one and the place does not say which.
    pub fn open(place: &Place, now: Now, salts: Salts) -> Result<Self, Fault> {
        let (engine, named): (Box<dyn Engine>, _) = match place {
            Place::Folder(folder) => (Box::new(File(the_file(folder)?)), None),
            Place::Database { url, factor } => (Box::new(Database::at(url)?), *factor),
        };
        let mut connection = engine.writer()?;
        schema::migrate(connection.as_mut(), engine.as_ref())?;
        let factors = factors(connection.as_mut())?;
        drop(connection);
        let factor = match (named, &factors[..]) {
            (Some(named), held) if held.contains(&named) => named,
            (Some(named), _) => return Err(Fault::Book(format!("{place} holds no book of {named}"))),
            (None, [only]) => *only,
            (None, []) => {
                return Err(Fault::Book(format!(
                    "{place} holds no book; make one with `credere init --factor NAME --country CC --currency CCC --timezone ZONE`"
                )));
            }
            (None, many) => {
                let ids: Vec<String> = many.iter().take(LISTED).map(ToString::to_string).collect();
                return Err(Fault::Book(format!(
                    "{place} holds {} books; say whose with `--book ID`, for example {}",
                    many.len(),
                    ids.join(", ")
                )));
            }
        };
        Self::start(place.clone(), engine, factor, now, salts)
    }

    /// Is there a book?
    ///
    /// # Errors
    /// [`Fault::Book`] when the folder cannot be read; [`Fault::Away`] when the database cannot be reached.
    pub fn exists(place: &Place) -> Result<bool, Fault> {
        match place {
            Place::Folder(folder) => Ok(!find(folder)?.is_empty()),
            Place::Database { url, factor } => {
                let engine = Database::at(url)?;
                let mut connection = engine.writer()?;
                schema::migrate(connection.as_mut(), &engine)?;
                let held = factors(connection.as_mut())?;
                Ok(factor.map_or(!held.is_empty(), |factor| held.contains(&factor)))
            }
        }
    }

    fn start(place: Place, engine: Box<dyn Engine>, factor: FactorId, now: Now, salts: Salts) -> Result<Self, Fault> {
        let mut writer = engine.writer()?;
        let particulars = Arc::new(particulars::Particulars::read(writer.as_mut(), factor)?);
        let queue = queue::Queue::start(writer, particulars.clone(), factor, now, salts);
        let readers = Readers { idle: Mutex::new((Vec::new(), 0)), freed: Condvar::new() };
        Ok(Self { inner: Arc::new(Inner { factor, place, engine, particulars, queue, readers }) })
    }

    /// Whose book it is.
    #[must_use]
    pub fn factor(&self) -> FactorId {
        self.inner.factor
    }

    /// The factor, as last looked at: with each batch, and by [`Book::look_again`].
    #[must_use]
    pub fn particulars(&self) -> Arc<Factor> {
        self.inner.particulars.get()
    }

    /// Looks at the factor's particulars again.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn look_again(&self) -> Result<(), Fault> {
        self.read(|snapshot| self.inner.particulars.look(snapshot.connection(), self.inner.factor))
    }

    /// How it goes: batches, waiting work, whether it takes changes.
    #[must_use]
    pub fn pulse(&self) -> &Pulse {
        self.inner.queue.pulse()
    }

    /// Where it is kept.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.inner.place
    }

    /// The file it is kept in; none in a database.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        match &self.inner.place {
            Place::Folder(folder) => Some(file_of(folder, self.inner.factor)),
            Place::Database { .. } => None,
        }
    }

    /// A writing connection beside the queue: for what tampers with a book on purpose, and for nothing else.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn connect(&self) -> Result<Box<dyn Connection>, Fault> {
        self.inner.engine.writer()
    }

    /// Queues a unit of work; `answer` is called on the queue's thread after the commit.
    ///
    /// When `work` returns an error, or panics, nothing of it is kept. It may run more than once, from a copy: only its last
    /// run counts.
    ///
    /// # Errors
    /// [`Fault::Closing`] when the queue has stopped.
    pub fn submit<T, E>(
        &self,
        work: impl FnOnce(&mut Unit<'_>) -> Result<T, E> + Clone + Send + 'static,
        answer: impl FnOnce(Result<T, E>) + Send + 'static,
    ) -> Result<(), Fault>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        self.submit_ahead(Ahead::default(), work, answer)
    }

    /// The same for work that is known to ask for something: what all that wait will ask is then asked together.
    ///
    /// # Errors
    /// [`Fault::Closing`] when the queue has stopped.
    pub fn submit_ahead<T, E>(
        &self,
        ahead: Ahead,
        work: impl FnOnce(&mut Unit<'_>) -> Result<T, E> + Clone + Send + 'static,
        answer: impl FnOnce(Result<T, E>) + Send + 'static,
    ) -> Result<(), Fault>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        self.inner.queue.submit(queue::Order::Unit(Box::new(queue::Work::new(ahead, work, answer))))
    }

    /// Queues a unit of work and waits for its commit.
    ///
    /// # Errors
    /// What `work` returns, or [`Fault`].
    pub fn write<T, E>(&self, work: impl FnOnce(&mut Unit<'_>) -> Result<T, E> + Clone + Send + 'static) -> Result<T, E>
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
        let mut lent = self.inner.readers.lend(self.inner.engine.as_ref(), self.pulse())?;
        lent.connection().begin_reading()?;
        let answer = read(&mut Snapshot { connection: lent.connection(), factor: self.inner.factor.0 });
        // A connection that cannot end its reading is not lent again; what was read holds all the same.
        lent.is_sound = lent.connection().roll_back().is_ok();
        answer
    }
}

/// A reader in use. It goes back to the others when it is sound; else its place becomes free for a new one, so that a fault
/// or a panic while reading costs no reader for good.
struct Lent<'a> {
    readers: &'a Readers,
    pulse: &'a Pulse,
    connection: Option<Box<dyn Connection>>,
    is_sound: bool,
}

impl Lent<'_> {
    fn connection(&mut self) -> &mut dyn Connection {
        self.connection.as_deref_mut().expect("a reader in use has its connection until it is dropped")
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        self.pulse.takes_back();
        let connection = self.connection.take().filter(|_| self.is_sound);
        if let Ok(mut idle) = self.readers.idle.lock() {
            match connection {
                Some(connection) => idle.0.push(connection),
                None => idle.1 -= 1,
            }
            self.readers.freed.notify_one();
        }
    }
}

impl Readers {
    fn lend<'a>(&'a self, engine: &dyn Engine, pulse: &'a Pulse) -> Result<Lent<'a>, Fault> {
        let mut idle = self.idle.lock().map_err(|_| Fault::Closing)?;
        let connection = loop {
            if let Some(connection) = idle.0.pop() {
                break connection;
            }
            if idle.1 < READERS {
                idle.1 += 1;
                drop(idle);
                // Opened without the lock: a database may take its time. Until it is open the place is taken.
                match engine.reader() {
                    Ok(connection) => break connection,
                    Err(fault) => {
                        if let Ok(mut idle) = self.idle.lock() {
                            idle.1 -= 1;
                            self.freed.notify_one();
                        }
                        return Err(fault);
                    }
                }
            }
            idle = self.freed.wait(idle).map_err(|_| Fault::Closing)?;
        };
        pulse.lends();
        Ok(Lent { readers: self, pulse, connection: Some(connection), is_sound: false })
    }
}

/// Whose books a database holds.
pub(crate) fn factors(connection: &mut dyn Connection) -> Result<Vec<FactorId>, Fault> {
    all(connection, "SELECT factor_id FROM factor ORDER BY factor_id", &[], |row| row.id(0).map(FactorId))
}

/// The file of a factor's book in a folder.
pub(crate) fn file_of(folder: &Path, factor: FactorId) -> PathBuf {
    folder.join(format!("{factor}.{ENDING}"))
}

/// The one book file of a folder.
fn the_file(folder: &Path) -> Result<PathBuf, Fault> {
    let mut books = find(folder)?;
    match (books.pop(), books.len()) {
        (None, _) => Err(Fault::Book(format!(
            "{} holds no book; make one with `credere init --data {0} --factor NAME --country CC --currency CCC --timezone ZONE`",
            folder.display()
        ))),
        (Some(path), 0) => {
            access::tighten(&path);
            Ok(path)
        }
        (Some(_), more) => {
            Err(Fault::Book(format!("{} holds {} books; keep one in a folder", folder.display(), more + 1)))
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
