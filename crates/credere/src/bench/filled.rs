//! A book with many open invoices, bought through the purchase path on ten days a week apart, and the statements that pay
//! some of them.
//!
//! Each debtor owes the same number of invoices, all of one client; amounts differ. Filling takes about as long as buying the
//! invoices, so a filled book can be kept in a folder and used again: every measurement works on a copy.

use super::book;
use super::ground::{self, Ground};
use app::{App, Clock, Ids};
use domain::id::FactorId;
use domain::money::{Currency, Money};
use formats::schedule::{DebtorReference, OfferedLine};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use std::error::Error;
use std::path::{Path, PathBuf};
use store::Place;
use store::book::Raw;
use tempfile::TempDir;

/// The day of the first purchases, in the morning of New York.
const FIRST_DAY: &str = "2026-01-05T14:00:00Z";
/// How many days see purchases, a week apart.
pub const WEEKS: u32 = 10;

type Failure = Box<dyn Error + Send + Sync>;

/// How large a book.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Open invoices.
    pub invoices: u64,
    /// Who owes them.
    pub debtors: u64,
}

/// A filled book, closed, and the folder that it goes with.
pub struct Filled {
    /// The book's clock: a week after the last purchases.
    pub clock: Clock,
    /// How long buying took; 0 where the book was kept from before.
    pub seconds: f64,
    ground: Ground,
    factor: Option<FactorId>,
    folder: TempDir,
}

/// The moment a number of weeks after the first purchases.
pub fn week(number: u32) -> Result<Timestamp, Failure> {
    Ok(FIRST_DAY.parse::<Timestamp>()? + (i64::from(number) * 7 * 24).hours())
}

impl Filled {
    /// Fills a book, or takes a copy of the one kept in `kept`, which is made where it is not there yet.
    pub fn make(ground: &Ground, size: Size, kept: Option<&Path>) -> Result<Self, Failure> {
        let (clock, folder) = (Clock::set_to(week(0)?), ground.folder()?);
        let mut filled = Self { clock, seconds: 0.0, ground: ground.clone(), factor: None, folder };
        let kept = kept.filter(|_| ground.has_files());
        let kept = kept.map(|kept| kept.join(format!("{}-{}", size.invoices, size.debtors)));
        match &kept {
            Some(kept) if kept.exists() => ground::copy(kept, &filled.path())?,
            _ => {
                filled.fill(size)?;
                if let Some(kept) = &kept {
                    // Under its own name only when it is whole.
                    let under_way = kept.with_extension("under-way");
                    ground::copy(&filled.path(), &under_way)?;
                    std::fs::rename(&under_way, kept)?;
                }
            }
        }
        filled.clock.set(week(WEEKS)?);
        Ok(filled)
    }

    /// The folder of the book.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("book")
    }

    /// Copies the book as it is, while it is closed, for its rows of later to be written to.
    pub fn copy(&self) -> Result<Raw, Failure> {
        let home = self.ground.home(&self.path(), self.factor);
        if let Place::Database { url, .. } = &home.place {
            return Ok(Raw::copy(url)?);
        }
        let to = self.folder.path().join("copy");
        ground::copy(&self.path(), &to)?;
        let is_book = |entry: &Path| entry.extension().is_some_and(|end| end == "book");
        let files = std::fs::read_dir(&to)?.collect::<Result<Vec<_>, _>>()?;
        let file = files.iter().map(std::fs::DirEntry::path).find(|file| is_book(file)).ok_or("the book is a file")?;
        Ok(Raw::empty(&home.place, &file)?)
    }

    /// Opens the book.
    pub fn open(&self) -> Result<App, Failure> {
        Ok(App::open(self.ground.home(&self.path(), self.factor), self.clock.clone(), Ids::random())?)
    }

    fn fill(&mut self, size: Size) -> Result<(), Failure> {
        let app = book::open_with(self.ground.home(&self.path(), None), self.clock.clone(), size.debtors)?;
        self.factor = Some(app.book.factor());
        for number in 0..WEEKS {
            self.clock.set(week(number)?);
            let today = app.today();
            let share = |week: u32| size.invoices * u64::from(week) / u64::from(WEEKS);
            let numbers = share(number)..share(number + 1);
            self.seconds += book::buy(&app, numbers, |number| invoice(number, today, size.debtors))?;
        }
        Ok(())
    }
}

/// The invoice with a number, as it is offered.
pub fn invoice(number: u64, today: Date, debtors: u64) -> OfferedLine {
    let debtor = DebtorReference { code: Some(book::debtor(number % debtors)), ..DebtorReference::default() };
    OfferedLine { debtor, amount: amount(number), ..book::line(number, today) }
}

/// What the invoice with a number is for.
pub fn amount(number: u64) -> Money {
    Money::new(10_000 + i64::try_from(number.wrapping_mul(2_654_435_761) % 999_983).unwrap_or(0), Currency::USD)
}
