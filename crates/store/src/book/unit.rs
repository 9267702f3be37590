//! A unit of work: what a use case may do inside the queue's transaction.

use super::batch::{Batch, Draft, Expected};
use crate::engine::{Connection, Fault};
use domain::agreement::Terms;
use domain::credit::ClientPosition;
use domain::id::{AgreementId, ClientId, DebtorId};
use domain::ledger::Journal;
use domain::money::Currency;
use domain::party::Factor;
use std::sync::Arc;
use uuid::Uuid;

/// Reading the book: from a snapshot, or inside a unit of work.
pub trait Reads {
    /// The connection.
    fn connection(&mut self) -> &mut dyn Connection;
    /// The factor whose rows may be seen.
    fn factor(&self) -> Uuid;
}

/// A unit of work under way.
pub struct Unit<'a> {
    batch: &'a mut dyn UnitOf,
}

/// What a unit needs of its batch, without the batch's lifetime.
pub(super) trait UnitOf {
    fn connection(&mut self) -> &mut dyn Connection;
    fn factor(&self) -> Uuid;
    fn recorded_at(&self) -> i64;
    fn record(&mut self, draft: &Draft<'_>, journals: &[Journal]) -> Result<i64, Fault>;
    fn position(&mut self, client: ClientId, currency: Currency) -> Result<ClientPosition, Fault>;
    fn exposure(&mut self, debtor: DebtorId, client: ClientId, currency: Currency) -> Result<(i64, i64), Fault>;
    fn expect(&mut self, expected: Expected<'_>) -> Result<(), Fault>;
    fn load_exposures(&mut self, debtors: &[Uuid]) -> Result<(), Fault>;
    fn next_number(&mut self, kind: &'static str) -> Result<i64, Fault>;
    fn known_terms(&mut self) -> &mut std::collections::HashMap<AgreementId, Arc<Terms>>;
    fn particulars(&self) -> Arc<Factor>;
}

impl UnitOf for Batch<'_> {
    fn connection(&mut self) -> &mut dyn Connection {
        self.connection
    }

    fn factor(&self) -> Uuid {
        self.factor
    }

    fn recorded_at(&self) -> i64 {
        self.recorded_at
    }

    fn record(&mut self, draft: &Draft<'_>, journals: &[Journal]) -> Result<i64, Fault> {
        Batch::record(self, draft, journals)
    }

    fn position(&mut self, client: ClientId, currency: Currency) -> Result<ClientPosition, Fault> {
        Batch::position(self, client, currency)
    }

    fn exposure(&mut self, debtor: DebtorId, client: ClientId, currency: Currency) -> Result<(i64, i64), Fault> {
        Batch::exposure(self, debtor, client, currency)
    }

    fn expect(&mut self, expected: Expected<'_>) -> Result<(), Fault> {
        Batch::expect(self, expected)
    }

    fn load_exposures(&mut self, debtors: &[Uuid]) -> Result<(), Fault> {
        Batch::load_exposures(self, debtors)
    }

    fn next_number(&mut self, kind: &'static str) -> Result<i64, Fault> {
        Batch::next_number(self, kind)
    }

    fn known_terms(&mut self) -> &mut std::collections::HashMap<AgreementId, Arc<Terms>> {
        &mut self.memory.terms
    }

    fn particulars(&self) -> Arc<Factor> {
        self.memory.particulars.get()
    }
}

impl<'a> Unit<'a> {
    pub(super) fn new(batch: &'a mut dyn UnitOf) -> Self {
        Self { batch }
    }

    /// When this unit is recorded, in microseconds since 1970 UTC. Grows from unit to unit.
    #[must_use]
    pub fn recorded_at(&self) -> i64 {
        self.batch.recorded_at()
    }

    /// The factor, as it stood when this batch began.
    #[must_use]
    pub fn particulars(&self) -> Arc<Factor> {
        self.batch.particulars()
    }

    /// Records an event with its journals, linked to the one before it; gives back its sequence number.
    ///
    /// # Errors
    /// [`Fault::Unbalanced`] when a journal does not balance; else [`Fault`].
    pub fn record(&mut self, draft: &Draft<'_>, journals: &[Journal]) -> Result<i64, Fault> {
        self.batch.record(draft, journals)
    }

    /// The client's balances, with everything that this and earlier units of the batch have booked.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn position(&mut self, client: ClientId, currency: Currency) -> Result<ClientPosition, Fault> {
        self.batch.position(client, currency)
    }

    /// What a debtor owes on purchased invoices, in minor units: of all clients, and of one.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn exposure(&mut self, debtor: DebtorId, client: ClientId, currency: Currency) -> Result<(i64, i64), Fault> {
        self.batch.exposure(debtor, client, currency)
    }

    /// What this unit writes will be dropped: a preview.
    pub fn hold_back(&mut self) {
        self.batch.connection().hold_back();
    }

    /// Says what is going to be asked, so that one way to a server does for all of it.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn expect(&mut self, expected: Expected<'_>) -> Result<(), Fault> {
        self.batch.expect(expected)
    }

    /// Reads together what [`Self::exposure`] is going to be asked of several debtors.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn load_exposures(&mut self, debtors: &[Uuid]) -> Result<(), Fault> {
        self.batch.load_exposures(debtors)
    }

    /// The next number people will read, per kind: schedules, receipts, payments.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn next_number(&mut self, kind: &'static str) -> Result<i64, Fault> {
        self.batch.next_number(kind)
    }

    /// Terms of an agreement that were read before: they never change.
    pub(crate) fn known_terms(&mut self) -> &mut std::collections::HashMap<AgreementId, Arc<Terms>> {
        self.batch.known_terms()
    }
}

impl Reads for Unit<'_> {
    fn connection(&mut self) -> &mut dyn Connection {
        self.batch.connection()
    }

    fn factor(&self) -> Uuid {
        self.batch.factor()
    }
}
