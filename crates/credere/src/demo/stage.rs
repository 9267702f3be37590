//! What every scene of the demo stands on: the book, its clock, and the example's own days.

use super::dates::moved;
use app::{App, Clock, Command, Error, Task};
use domain::id::{ClientId, DebtorId, InvoiceId};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::kept;

/// The zone of the example's factor.
pub const ZONE: &str = "America/New_York";

/// The book that is being lived, and how its days lie to those that are written down.
pub struct Stage {
    /// The book.
    pub app: App,
    /// Its clock.
    pub clock: Clock,
    /// How many days the example is moved.
    pub days: i64,
}

impl Stage {
    /// A day that is written down, where it lies in this book.
    pub fn day(&self, written: Date) -> Date {
        moved(written, self.days)
    }

    /// Sets the clock to an hour of a day of this book, in the factor's zone.
    pub fn set(&self, date: Date, hour: i8) {
        set(&self.clock, date, hour);
    }

    /// One use case, done by somebody.
    pub fn act<T: Serialize + DeserializeOwned + Send + 'static>(
        &self,
        who: &str,
        work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
    ) -> Result<T, Error> {
        self.app.run(Command::system(who), work)
    }

    /// The pair with these codes.
    pub fn pair(&self, client: &str, debtor: &str) -> Result<(ClientId, DebtorId), Error> {
        Ok((self.client(client)?, self.debtor(debtor)?))
    }

    /// The client with this code.
    pub fn client(&self, code: &str) -> Result<ClientId, Error> {
        let found = self.app.read(|snapshot| kept::party::client_by_code(snapshot, code).map_err(Error::from))?;
        found.map(|one| one.id).ok_or_else(|| Error::NotFound(format!("client {code}")))
    }

    /// The debtor with this code.
    pub fn debtor(&self, code: &str) -> Result<DebtorId, Error> {
        let found = self.app.read(|snapshot| kept::party::debtor_by_code(snapshot, code).map_err(Error::from))?;
        found.map(|one| one.id).ok_or_else(|| Error::NotFound(format!("debtor {code}")))
    }

    /// The debtor's invoice with this number.
    pub fn invoice(&self, debtor: DebtorId, number: &str) -> Result<InvoiceId, Error> {
        let found =
            self.app.read(|snapshot| kept::invoice::of_debtor_under(snapshot, debtor, number).map_err(Error::from))?;
        found.first().map(|one| one.id).ok_or_else(|| Error::NotFound(format!("invoice {number}")))
    }
}

/// Sets a clock to an hour of a day in the factor's zone.
pub fn set(clock: &Clock, date: Date, hour: i8) {
    let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
    let at = date.to_datetime(Time::constant(hour, 0, 0, 0));
    if let Ok(at) = at.to_zoned(zone) {
        clock.set(at.timestamp());
    }
}
