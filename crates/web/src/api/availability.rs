//! What a client may draw today, and why not more.

use super::money::Money;
use super::proof::Proof;
use super::read::PathOf;
use super::{Answer, done};
use crate::Web;
use app::{Error, client_by_code};
use axum::extract::State;
use domain::agreement::in_force;
use domain::credit;
use jiff::civil::Date;
use serde::Serialize;
use store::kept;
use utoipa::ToSchema;

/// What may be drawn, and how that came to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Availability {
    /// The business date it is told for.
    on: Date,
    /// The agreement version in force.
    agreement_version: u32,
    /// What may be paid out now.
    amount: Money,
    /// The over-advance; zero when there is none.
    over_advance: Money,
    /// What must stay in reserve.
    required_reserve: Money,
    /// Funds employed: what the factor has in this client.
    net_funds_employed: Money,
    /// Advance rates times eligible balances.
    advance_value: Money,
    /// What of the ledger is not eligible: disputed amounts.
    ineligible: Money,
    /// Facility limit less funds employed.
    headroom: Money,
    /// Reserve of open invoices.
    held_reserve: Money,
    /// Reserve of closed invoices, payable to the client.
    available_reserve: Money,
    /// The cushion built from released reserve.
    escrow_reserve: Money,
    proof: Proof,
}

/// What a client may draw today, with its proof.
#[utoipa::path(get, path = "/clients/{code}/availability", tag = "Clients",
    params(("code" = String, Path, description = "Code of the client")),
    responses((status = 200, description = "The availability", body = Availability)))]
pub(super) async fn get_availability(State(web): State<Web>, PathOf(code): PathOf<String>) -> Answer<Availability> {
    let today = web.app.today();
    let found = web.look(move |snapshot| {
        let client = client_by_code(snapshot, &code)?;
        let versions = kept::agreement::versions(snapshot, client.id)?;
        let version = in_force(&versions, today)
            .ok_or_else(|| Error::NotFound(format!("agreement with {} in force on {today}", client.code)))?;
        let terms = &version.terms;
        let position = kept::journal::position(snapshot, client.id, terms.currency)?;
        let eligible = kept::invoice::eligible(snapshot, client.id, terms.currency)?;
        let money = |minor| domain::money::Money::new(minor, terms.currency);
        let found = credit::availability(&position, &eligible, money(terms.discretionary_reserve), terms.limit())?;
        Ok(Availability {
            on: today,
            agreement_version: version.version,
            amount: found.amount.into(),
            over_advance: found.over_advance.into(),
            required_reserve: found.required_reserve.into(),
            net_funds_employed: found.net_funds_employed.into(),
            advance_value: found.advance_value.into(),
            ineligible: found.ineligible.into(),
            headroom: found.headroom.into(),
            held_reserve: money(position.held).into(),
            available_reserve: money(position.available).into(),
            escrow_reserve: money(position.escrow).into(),
            proof: found.proof.into(),
        })
    });
    done(found.await?)
}
