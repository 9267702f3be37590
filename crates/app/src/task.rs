//! A use case under way: the unit on the book, today's date, who asks, and new ids.

use crate::{Error, Ids, Seal};
use domain::event::EventKind;
use domain::ledger::Journal;
use domain::party::Factor;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use store::book::{Draft, Reads};
use store::engine::Connection;
use store::kept::idempotency::{self, Known};
use store::{Fault, Unit};
use uuid::Uuid;

/// Who asks for a change, and under which idempotency key.
#[derive(Debug, Clone)]
pub struct Command {
    /// Who: a signed-in person, `command line`, `job`.
    pub actor: String,
    /// The same key with the same request gets the first answer. None for work that is idempotent by itself.
    pub key: Option<String>,
    /// SHA-256 of the request.
    pub request: [u8; 32],
}

impl Command {
    /// A command of a person or program, with its key and request.
    #[must_use]
    pub fn new(actor: &str, key: Option<&str>, request: &[u8]) -> Self {
        Self { actor: actor.to_owned(), key: key.map(str::to_owned), request: Sha256::digest(request).into() }
    }

    /// A command of Credere itself.
    #[must_use]
    pub fn system(actor: &str) -> Self {
        Self::new(actor, None, &[])
    }
}

/// A use case under way.
pub struct Task<'a, 'u> {
    /// The unit on the book.
    pub unit: &'a mut Unit<'u>,
    /// The business date in the factor's zone.
    pub today: Date,
    /// Who asks.
    pub actor: String,
    /// The factor.
    pub factor: Arc<Factor>,
    /// The factor's secret in use: signs notices and links.
    pub seal: &'a Seal,
    ids: &'a Ids,
}

impl Task<'_, '_> {
    /// A new id.
    pub fn new_id(&mut self) -> Uuid {
        self.ids.next(self.unit.recorded_at())
    }

    /// New bytes that nobody can guess.
    pub(crate) fn unguessable(&mut self) -> [u8; 32] {
        self.ids.unguessable(self.unit.recorded_at())
    }

    /// Records what happened, with its journals, on today's business date.
    ///
    /// # Errors
    /// [`Error::Fault`].
    pub fn record(&mut self, kind: EventKind, body: &str, journals: &[Journal]) -> Result<i64, Error> {
        let draft = Draft { kind, business_date: self.today, actor: &self.actor, body };
        Ok(self.unit.record(&draft, journals)?)
    }

    /// The same with facts that are written as JSON.
    ///
    /// # Errors
    /// [`Error::Fault`].
    pub fn record_facts(
        &mut self,
        kind: EventKind,
        facts: &impl Serialize,
        journals: &[Journal],
    ) -> Result<i64, Error> {
        let body = serde_json::to_string(facts).map_err(|error| Error::fault("event", error))?;
        self.record(kind, &body, journals)
    }
}

impl Reads for Task<'_, '_> {
    fn connection(&mut self) -> &mut dyn Connection {
        self.unit.connection()
    }

    fn factor(&self) -> Uuid {
        self.factor.id.0
    }
}

/// The business date of a moment in the factor's zone.
pub(crate) fn business_date(factor: &Factor, at: Timestamp) -> Date {
    // The zone was checked when the book was opened; UTC is what remains if the system has forgotten it since.
    let zone = TimeZone::get(&factor.zone).unwrap_or(TimeZone::UTC);
    at.to_zoned(zone).date()
}

/// Runs a use case in its unit, under its idempotency key.
pub(crate) fn perform<T: Serialize + DeserializeOwned>(
    unit: &mut Unit<'_>,
    ids: &Ids,
    seal: &Seal,
    command: &Command,
    work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error>,
) -> Result<T, Error> {
    if let Some(key) = &command.key {
        match idempotency::look_up(unit, key, &command.request)? {
            Some(Known::Answered(answer)) => {
                return serde_json::from_str(&answer).map_err(|error| Error::fault("kept answer", error));
            }
            Some(Known::OtherRequest) => return Err(Error::KeyReused),
            None => {}
        }
    }
    let answer = with(unit, ids, seal, command, work)?;
    if let Some(key) = &command.key {
        let text = serde_json::to_string(&answer).map_err(|error| Error::fault("answer", error))?;
        idempotency::keep(unit, key, &command.request, &text)?;
    }
    Ok(answer)
}

/// Looks at what a use case is going to ask. What it would be refused for it is told when its turn comes.
///
/// # Errors
/// [`Fault`].
pub(crate) fn look(
    unit: &mut Unit<'_>,
    ids: &Ids,
    seal: &Seal,
    command: &Command,
    look: impl FnOnce(&mut Task<'_, '_>) -> Result<(), Error>,
) -> Result<(), Fault> {
    match with(unit, ids, seal, command, look) {
        Err(Error::Fault(fault)) => Err(fault),
        _ => Ok(()),
    }
}

/// Gives the unit to a use case.
fn with<T>(
    unit: &mut Unit<'_>,
    ids: &Ids,
    seal: &Seal,
    command: &Command,
    work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let at = Timestamp::from_microsecond(unit.recorded_at()).map_err(|error| Error::fault("time", error))?;
    let factor = unit.particulars();
    let today = business_date(&factor, at);
    work(&mut Task { unit, today, actor: command.actor.clone(), factor, seal, ids })
}
