//! L06: available reserve is paid to the client, on its release day or when it asks (GL-11).
//!
//! Each currency in which the client has had an agreement is looked at by itself. What may be paid is the smaller of the
//! cleared available reserve and the availability (GL-09); nothing while there is an over-advance. The plan
//! carries its proof, also when it comes to nothing.

use crate::{App, Command, Error, Task};
use domain::agreement::{Agreement, in_force};
use domain::calendar::Calendar;
use domain::cash::{self, RebatePlan, RebateRequest};
use domain::credit::{self, ClientPosition};
use domain::event::EventKind;
use domain::id::{ClientId, PaymentId};
use domain::invoice::TransferMethod;
use domain::money::{Currency, Money};
use domain::party::Client;
use domain::proof::Proof;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::book::Reads;
use store::kept;
use store::kept::payment::{Payment, PaymentKind, PaymentState};

/// What a client is paid in one currency, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RebateOutcome {
    /// The client.
    pub client: ClientId,
    /// Its code.
    pub code: String,
    /// The day it was looked at.
    pub on: Date,
    /// Taken from the available reserve.
    pub total: Money,
    /// Kept in escrow.
    pub escrow: Money,
    /// Paid to the client.
    pub cash: Money,
    /// What may be drawn (GL-09).
    pub availability: Money,
    /// How the amount came to be.
    pub proof: Proof,
    /// How the availability came to be.
    pub availability_proof: Proof,
    /// The payment's number, `P-12`, once it is paid.
    pub payment: Option<i64>,
    /// The event that holds it, once it is paid.
    pub event: Option<i64>,
}

/// What a client would be paid, per currency. `asked`: also outside its release calendar.
///
/// # Errors
/// [`Error::NotFound`] when there is no such client; [`Error::Fault`].
pub fn rebate_plan(
    reads: &mut dyn Reads,
    calendar: Calendar,
    client: ClientId,
    on: Date,
    asked: bool,
) -> Result<Vec<RebateOutcome>, Error> {
    let client = known(reads, client)?;
    let mut found = Vec::new();
    for (currency, agreement) in by_currency(reads, client.id, on)? {
        let position = kept::journal::position(reads, client.id, currency)?;
        found.push(plan(reads, calendar, &client, &agreement, &position, on, asked)?.0);
    }
    Ok(found)
}

/// Pays a client what its reserve allows, per currency. What comes to nothing is told with its proof and not recorded.
///
/// # Errors
/// [`Error::NotFound`] when there is no such client; [`Error::Fault`].
pub fn pay_rebate(task: &mut Task<'_, '_>, client: ClientId, asked: bool) -> Result<Vec<RebateOutcome>, Error> {
    let on = task.today;
    pay(task, client, on, asked)
}

/// The rebate run of a day: pays every client whose release day it is. Run again, it pays only what has come since.
///
/// # Errors
/// [`Error::Refused`] when the day lies ahead; [`Error::Fault`].
pub fn rebate_run(app: &App, on: Date, actor: &str) -> Result<Vec<RebateOutcome>, Error> {
    if on > app.today() {
        let fact = format!("{on} lies ahead; reserve is released up to today, {}", app.today());
        return Err(Error::refused("DAY_AHEAD", fact, "Choose today or an earlier day."));
    }
    let calendar = app.factor().calendar;
    let due = app.read(|snapshot| {
        let mut due = Vec::new();
        for client in kept::party::clients(snapshot)? {
            let planned = rebate_plan(snapshot, calendar, client.id, on, false)?;
            if planned.iter().any(|one| !one.total.is_zero()) {
                due.push(client.id);
            }
        }
        Ok(due)
    })?;
    let mut paid = Vec::new();
    for client in due {
        let outcomes = app.run(Command::new(actor, None, &[]), move |task| pay(task, client, on, false))?;
        paid.extend(outcomes.into_iter().filter(|one| one.event.is_some()));
    }
    Ok(paid)
}

fn known(reads: &mut dyn Reads, client: ClientId) -> Result<Client, Error> {
    kept::party::client(reads, client)?.ok_or_else(|| Error::NotFound(format!("client {client}")))
}

/// Each currency with the agreement that rules it: the one in force, else the last that was.
pub(crate) fn by_currency(
    reads: &mut dyn Reads,
    client: ClientId,
    on: Date,
) -> Result<Vec<(Currency, Agreement)>, Error> {
    let versions = kept::agreement::versions(reads, client)?;
    let mut found: Vec<(Currency, Agreement)> = Vec::new();
    let in_force = in_force(&versions, on).cloned();
    let earlier = versions.into_iter().rev().filter(Agreement::was_in_force);
    for one in in_force.into_iter().chain(earlier) {
        if !found.iter().any(|(currency, _)| *currency == one.terms.currency) {
            found.push((one.terms.currency, one));
        }
    }
    Ok(found)
}

fn plan(
    reads: &mut dyn Reads,
    calendar: Calendar,
    client: &Client,
    agreement: &Agreement,
    position: &ClientPosition,
    on: Date,
    asked: bool,
) -> Result<(RebateOutcome, RebatePlan), Error> {
    let terms = &agreement.terms;
    let eligible = kept::invoice::eligible(reads, client.id, terms.currency)?;
    let uncleared = kept::invoice::uncleared(reads, client.id, terms.currency, on)?;
    let discretionary = Money::new(terms.discretionary_reserve, terms.currency);
    let availability = credit::availability(position, &eligible, discretionary, terms.limit())?;
    let plan = cash::rebate(&RebateRequest {
        client: client.id,
        terms,
        calendar,
        position,
        availability: &availability,
        uncleared,
        asked,
        on,
    })?;
    let outcome = RebateOutcome {
        client: client.id,
        code: client.code.as_str().to_owned(),
        on,
        total: plan.total,
        escrow: plan.escrow,
        cash: plan.cash,
        availability: availability.amount,
        proof: plan.proof.clone(),
        availability_proof: availability.proof,
        payment: None,
        event: None,
    };
    Ok((outcome, plan))
}

fn pay(task: &mut Task<'_, '_>, client: ClientId, on: Date, asked: bool) -> Result<Vec<RebateOutcome>, Error> {
    let client = known(task, client)?;
    let calendar = task.factor.calendar;
    let mut outcomes = Vec::new();
    for (currency, agreement) in by_currency(task, client.id, on)? {
        let position = task.unit.position(client.id, currency)?;
        let (mut outcome, plan) = plan(task, calendar, &client, &agreement, &position, on, asked)?;
        if let Some(journal) = plan.journal {
            outcome.payment = if plan.cash.minor > 0 { Some(payment(task, &client, plan.cash)?) } else { None };
            outcome.event = Some(task.record_facts(EventKind::RebatePaid, &outcome, &[journal])?);
        }
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

fn payment(task: &mut Task<'_, '_>, client: &Client, amount: Money) -> Result<i64, Error> {
    let payment = Payment {
        id: PaymentId(task.new_id()),
        number: task.unit.next_number("payment")?,
        kind: PaymentKind::Rebate,
        client: Some(client.id),
        debtor: None,
        schedule: None,
        receipt: None,
        amount,
        transfer_method: TransferMethod::CreditTransfer,
        due_on: task.today,
        payee: client.account.clone(),
        state: PaymentState::Due,
        file: None,
    };
    kept::payment::add(task, &payment)?;
    Ok(payment.number)
}
