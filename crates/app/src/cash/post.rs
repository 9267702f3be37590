//! Puts money on invoices: asks the domain for each in turn, then writes what it decided.

use crate::{Error, Refusal, Task};
use domain::agreement::{Agreement, Terms};
use domain::cash::matching::MatchRule;
use domain::cash::{self, AvailableReserve};
use domain::id::{ClientId, InvoiceId};
use domain::invoice::Receivable;
use domain::ledger::Journal;
use domain::ledger::bookings::collection::Source;
use domain::money::Currency;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use store::kept;
use store::kept::cash::Application;
use store::kept::statement::Receipt;

/// Agreements of the clients that a unit meets, read once.
#[derive(Default)]
pub(super) struct Agreements(HashMap<ClientId, Vec<Agreement>>);

impl Agreements {
    /// LC-34: the terms an invoice was bought under.
    pub fn terms(&mut self, task: &mut Task<'_, '_>, client: ClientId, version: u32) -> Result<&Terms, Error> {
        let known = match self.0.entry(client) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(kept::agreement::versions_in_force(task.unit, client)?),
        };
        if !known.iter().any(|one| one.version == version) {
            // It has ended since.
            *known = kept::agreement::versions(task, client)?;
        }
        known
            .iter()
            .find(|one| one.version == version)
            .map(|one| &one.terms)
            .ok_or_else(|| Error::fault("agreement", format!("version {version} of client {client} is missing")))
    }
}

/// The available reserve of each client that one event touches, as it changes from journal to journal.
#[derive(Default)]
pub(super) struct Reserves(HashMap<(ClientId, Currency), AvailableReserve>);

impl Reserves {
    /// The reserve of a client in a currency; as booked, when the event has not touched it yet.
    pub fn of(
        &mut self,
        task: &mut Task<'_, '_>,
        client: ClientId,
        currency: Currency,
    ) -> Result<&mut AvailableReserve, Error> {
        Ok(match self.0.entry((client, currency)) {
            Entry::Occupied(touched) => touched.into_mut(),
            Entry::Vacant(place) => place.insert(AvailableReserve(task.unit.position(client, currency)?.available)),
        })
    }
}

/// What money did to one invoice.
#[derive(Debug)]
pub(super) struct PostedPart {
    pub before: Receivable,
    pub after: Receivable,
    /// What the invoice took.
    pub applied: i64,
    /// LE-11: an excess that went to the client.
    pub excess: i64,
}

/// What money did, ready to be recorded.
#[derive(Debug, Default)]
pub(super) struct Posting {
    pub journals: Vec<Journal>,
    pub parts: Vec<PostedPart>,
}

impl Posting {
    /// What of the money found its place.
    pub fn placed(&self) -> i64 {
        self.parts.iter().map(|part| part.applied + part.excess).sum()
    }
}

/// Collects for each invoice in turn. All that stands in the way is refused at once, at the invoice it concerns.
pub(super) fn collect_all(
    task: &mut Task<'_, '_>,
    agreements: &mut Agreements,
    receipt: &Receipt,
    parts: Vec<(Receivable, i64)>,
    source: Source,
    reason: &str,
) -> Result<Posting, Error> {
    let calendar = task.factor.calendar;
    let mut reserves = Reserves::default();
    let mut posting = Posting::default();
    let mut refusals = Vec::new();
    for (before, amount) in parts {
        let terms = agreements.terms(task, before.client, before.agreement_version)?;
        let available = reserves.of(task, before.client, before.currency)?;
        let money = cash::Receipt {
            id: receipt.id,
            amount,
            value_date: receipt.value_date,
            instrument: receipt.instrument,
            source,
            reason: reason.to_owned(),
        };
        match cash::collect(&before, terms, calendar, &money, available) {
            Ok(found) => {
                posting.journals.extend(found.journals);
                let (applied, excess) = (found.applied, found.excess);
                posting.parts.push(PostedPart { before, after: found.receivable, applied, excess });
            }
            Err(error) => refusals.extend(refused_at(&before.number, error.into())?),
        }
    }
    if refusals.is_empty() { Ok(posting) } else { Err(Error::Refused(refusals)) }
}

/// The reasons of a refusal, each at a place; a fault stays a fault.
pub(super) fn refused_at(place: &str, error: Error) -> Result<Vec<Refusal>, Error> {
    match error {
        Error::Refused(reasons) => {
            Ok(reasons.into_iter().map(|reason| Refusal { place: place.to_owned(), ..reason }).collect())
        }
        other => Err(other),
    }
}

/// Writes the invoices and the applications of a posting that was recorded as an event.
pub(super) fn write(
    task: &mut Task<'_, '_>,
    receipt: &Receipt,
    posting: &Posting,
    (rule, reason): (MatchRule, &str),
    event_seq: i64,
) -> Result<(), Error> {
    for part in &posting.parts {
        kept::invoice::set_balances(task, &part.after)?;
        let application = Application {
            receipt: receipt.id,
            event_seq,
            invoice: part.after.id,
            applied: part.applied,
            excess: part.excess,
            rule,
            reason: reason.to_owned(),
            ended_seq: None,
        };
        kept::cash::add(task, &application)?;
    }
    Ok(())
}

/// CO-10: a promise is kept by the money that was promised.
pub(super) fn keep_promises(task: &mut Task<'_, '_>, posting: &Posting) -> Result<(), Error> {
    let paid: Vec<&Receivable> = posting.parts.iter().map(|part| &part.after).collect();
    crate::answer::paid(task, &paid)
}

/// Purchased invoices by id, in the order asked for. What is missing or was never bought is left out.
pub(super) fn receivables(task: &mut Task<'_, '_>, ids: &[InvoiceId]) -> Result<Vec<Receivable>, Error> {
    let keys: Vec<uuid::Uuid> = ids.iter().map(|id| id.0).collect();
    let mut found: HashMap<InvoiceId, Receivable> = kept::invoice::by_ids(task, &keys)?
        .into_iter()
        .filter_map(|invoice| invoice.receivable.map(|bought| (invoice.id, bought)))
        .collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}
