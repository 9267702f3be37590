//! Use cases, one file each. The clock and the source of ids are injected here.
//!
//! One way to change anything: the edge parses its input into domain types and hands it to a use case; the use case opens one
//! unit on the book, loads what it needs in sets, lets the domain decide, and keeps the outcome as
//! a whole, with its event and the idempotency record. Nothing else writes: not the importer, not the demo, not a job.
//!
//! A use case is a function over a [`Task`]; [`App::run`] queues it and waits, [`App::submit`] queues
//! it and calls back.

mod clock;
mod error;
mod home;
mod ids;
mod seal;
mod task;

pub mod agreement;
pub mod answer;
pub mod audit;
pub mod backup;
pub mod cash;
pub mod contact;
pub mod continuity;
pub mod copy;
pub mod dispute;
pub mod document;
pub mod erasure;
pub mod export;
pub mod guest;
pub mod health;
pub mod job;
pub mod letter;
pub mod message;
pub mod notice;
pub mod packet;
pub mod party;
pub mod payment;
pub mod policy;
pub mod portfolio;
pub mod post;
pub mod relation;
pub mod report;
pub mod schedule;
pub mod timeline;
pub mod verification;

pub use clock::Clock;
pub use error::{Error, Refusal};
pub use home::Home;
pub use ids::Ids;
pub use seal::{Seal, holds, key_id};
pub use task::{Command, Task};

use domain::calendar::Calendar;
use domain::event::EventKind;
use domain::id::FactorId;
use domain::money::Currency;
use domain::party::Factor;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use store::book::{Ahead, Look, Reads};
use store::{Book, Place, Snapshot, kept};

/// One factor's Credere, open.
#[derive(Clone)]
pub struct App {
    /// Its book.
    pub book: Book,
    folder: Arc<PathBuf>,
    clock: Clock,
    ids: Arc<Ids>,
    seal: Arc<Seal>,
    /// Whoever holds this Credere begins no more units once it is true.
    ended: Arc<AtomicBool>,
}

/// What a new book needs to know of its factor.
#[derive(Debug, Clone)]
pub struct NewBook {
    /// Registered name.
    pub name: String,
    /// ISO 3166-1 alpha-2 country.
    pub country: String,
    /// Its own currency.
    pub currency: Currency,
    /// IANA time zone.
    pub zone: String,
}

impl NewBook {
    /// All that keeps the book from being opened.
    #[must_use]
    pub fn problems(&self) -> Vec<Refusal> {
        let mut problems = Vec::new();
        if self.name.trim().is_empty() || self.name.chars().count() > 200 {
            problems.push(Refusal::at(
                "name",
                "FACTOR_NAME",
                "the factor has no name, or one of over 200 characters",
                "Write its registered name.",
            ));
        }
        if self.country.len() != 2 || !self.country.bytes().all(|b| b.is_ascii_uppercase()) {
            let fact = format!("\u{201c}{}\u{201d} is not a country code", self.country);
            problems.push(Refusal::at(
                "country",
                "COUNTRY",
                fact,
                "Write two capital letters, for example US (ISO 3166-1).",
            ));
        }
        if TimeZone::get(&self.zone).is_err() {
            let fact = format!("\u{201c}{}\u{201d} is not a time zone", self.zone);
            problems.push(Refusal::at(
                "timezone",
                "TIME_ZONE",
                fact,
                "Write its IANA name, for example America/New_York.",
            ));
        }
        problems
    }
}

impl App {
    /// Opens a new book (`credere init`).
    ///
    /// # Errors
    /// [`Error::Refused`] with every problem of the particulars; [`Error::Fault`] when there is a book already.
    pub fn init(home: impl Into<Home>, new: &NewBook, clock: Clock, ids: Ids) -> Result<Self, Error> {
        let home = home.into();
        let problems = new.problems();
        if !problems.is_empty() {
            return Err(Error::Refused(problems));
        }
        let factor = Factor {
            id: FactorId(ids.next(clock.now().as_microsecond())),
            name: new.name.trim().to_owned(),
            country: new.country.clone(),
            currency: new.currency,
            zone: new.zone.clone(),
            calendar: Calendar::for_country(&new.country),
            account: None,
        };
        let folder = home.of(factor.id)?;
        let book = Book::create(&home.place, &factor, clock.function(), ids.salts())?;
        let app = Self::with(book, folder, clock, ids)?;
        app.run(Command::system("open-book"), |task| {
            let body = serde_json::to_string(&*task.factor).map_err(|error| Error::fault("factor", error))?;
            task.record(EventKind::BookOpened, &body, &[])?;
            Ok(())
        })?;
        Ok(app)
    }

    /// Opens a book.
    ///
    /// # Errors
    /// [`Error::Fault`] when there is none, or when the factor's secret is not in the folder beside a database.
    pub fn open(home: impl Into<Home>, clock: Clock, ids: Ids) -> Result<Self, Error> {
        let home = home.into();
        let book = Book::open(&home.place, clock.function(), ids.salts())?;
        let folder = home.of(book.factor())?;
        if matches!(home.place, Place::Database { .. }) && !folder.join(seal::FILE).exists() {
            // A second machine that made a secret of its own would sign what the first cannot confirm.
            let signs = book.read(|snapshot| kept::paper::keys(snapshot).map_err(Error::from))?;
            if !signs.is_empty() {
                return Err(Error::Fault(store::Fault::Book(format!(
                    "the factor's secret is not in {}: copy the file {} there from the machine that serves this book",
                    folder.display(),
                    seal::FILE
                ))));
            }
        }
        Self::with(book, folder, clock, ids)
    }

    fn with(book: Book, folder: PathBuf, clock: Clock, ids: Ids) -> Result<Self, Error> {
        let seal = Seal::of_folder(&folder)?;
        Ok(Self {
            book,
            folder: Arc::new(folder),
            clock,
            ids: Arc::new(ids),
            seal: Arc::new(seal),
            ended: Arc::default(),
        })
    }

    /// The same Credere for work of many units that is to stop between two of them: once `ended` is true, every further unit
    /// is refused with [`store::Fault::Closing`]. What was begun is finished.
    #[must_use]
    pub fn until(&self, ended: Arc<AtomicBool>) -> Self {
        Self { ended, ..self.clone() }
    }

    fn goes_on(&self) -> Result<(), store::Fault> {
        if self.ended.load(Ordering::SeqCst) { Err(store::Fault::Closing) } else { Ok(()) }
    }

    /// The data folder: the book, its keys, and what the factor puts beside them.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The factor's secret in use.
    #[must_use]
    pub fn seal(&self) -> &Seal {
        &self.seal
    }

    /// The factor's particulars.
    #[must_use]
    pub fn factor(&self) -> Arc<Factor> {
        self.book.particulars()
    }

    /// Now, by the injected clock.
    #[must_use]
    pub fn now(&self) -> jiff::Timestamp {
        self.clock.now()
    }

    /// Today in the factor's zone.
    #[must_use]
    pub fn today(&self) -> Date {
        task::business_date(&self.factor(), self.clock.now())
    }

    /// Reads one state of the book.
    ///
    /// # Errors
    /// What `read` returns, or [`Error::Fault`].
    pub fn read<T>(&self, read: impl FnOnce(&mut Snapshot<'_>) -> Result<T, Error>) -> Result<T, Error> {
        self.book.read(read)
    }

    /// Runs a use case and waits until it is committed.
    ///
    /// # Errors
    /// What the use case refuses; [`Error::KeyReused`] when the idempotency key was used for another request.
    pub fn run<T>(
        &self,
        command: Command,
        work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
    ) -> Result<T, Error>
    where
        T: serde::Serialize + serde::de::DeserializeOwned + Send + 'static,
    {
        self.goes_on()?;
        let (ids, seal) = (self.ids.clone(), self.seal.clone());
        self.book.write(move |unit| task::perform(unit, &ids, &seal, &command, work))
    }

    /// Runs a use case and drops all that it did: what it would answer now, for a preview. Nothing is kept.
    ///
    /// # Errors
    /// What the use case refuses.
    pub fn rehearse<T: Send + 'static>(
        &self,
        actor: &str,
        work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
    ) -> Result<T, Error> {
        let shown = Arc::new(Mutex::new(None));
        let held = shown.clone();
        let dropped = self.run(Command::new(actor, None, &[]), move |task| -> Result<(), Error> {
            task.unit.hold_back();
            let answer = work(task)?;
            if let Ok(mut held) = held.lock() {
                *held = Some(answer);
            }
            // Refusing without a reason drops the unit.
            Err(Error::Refused(Vec::new()))
        });
        let answer = shown.lock().ok().and_then(|mut shown| shown.take());
        match (dropped, answer) {
            (_, Some(answer)) => Ok(answer),
            (Err(error), None) => Err(error),
            (Ok(()), None) => Err(Error::Fault(store::Fault::Panicked)),
        }
    }

    /// Queues a use case; `answer` is called on the queue's thread once it is committed.
    ///
    /// # Errors
    /// [`Error::Fault`] when the book is closing.
    pub fn submit<T>(
        &self,
        command: Command,
        work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
        answer: impl FnOnce(Result<T, Error>) + Send + 'static,
    ) -> Result<(), Error>
    where
        T: serde::Serialize + serde::de::DeserializeOwned + Send + 'static,
    {
        self.queue(command, None, work, answer)
    }

    /// The same for a use case of which many wait at a time: `look` says what it is going to ask, before its turn, so that a
    /// database asks for all of them together. It only looks, and may run more than once.
    ///
    /// # Errors
    /// [`Error::Fault`] when the book is closing.
    pub fn submit_looking<T>(
        &self,
        command: Command,
        look: impl Fn(&mut Task<'_, '_>) -> Result<(), Error> + Send + 'static,
        work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
        answer: impl FnOnce(Result<T, Error>) + Send + 'static,
    ) -> Result<(), Error>
    where
        T: serde::Serialize + serde::de::DeserializeOwned + Send + 'static,
    {
        let (ids, seal, of) = (self.ids.clone(), self.seal.clone(), command.clone());
        let look: Look = Box::new(move |unit| task::look(unit, &ids, &seal, &of, &look));
        self.queue(command, Some(look), work, answer)
    }

    fn queue<T>(
        &self,
        command: Command,
        look: Option<Look>,
        work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
        answer: impl FnOnce(Result<T, Error>) + Send + 'static,
    ) -> Result<(), Error>
    where
        T: serde::Serialize + serde::de::DeserializeOwned + Send + 'static,
    {
        self.goes_on()?;
        let (ids, seal) = (self.ids.clone(), self.seal.clone());
        let ahead = Ahead { key: command.key.clone(), look };
        Ok(self.book.submit_ahead(ahead, move |unit| task::perform(unit, &ids, &seal, &command, work), answer)?)
    }
}

/// The client with this code.
///
/// # Errors
/// [`Error::NotFound`].
pub fn client_by_code(reads: &mut dyn Reads, code: &str) -> Result<domain::party::Client, Error> {
    kept::party::client_by_code(reads, &code.to_ascii_uppercase())?
        .ok_or_else(|| Error::NotFound(format!("client {code}")))
}

/// The debtor with this code.
///
/// # Errors
/// [`Error::NotFound`].
pub fn debtor_by_code(reads: &mut dyn Reads, code: &str) -> Result<domain::party::Debtor, Error> {
    kept::party::debtor_by_code(reads, &code.to_ascii_uppercase())?
        .ok_or_else(|| Error::NotFound(format!("debtor {code}")))
}
