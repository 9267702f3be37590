//! The client's page: what needs it, and how each of its customers is treated in its name.
//!
//! Contract: a client sees its own pairs only. A letter to one of its customers may speak of other suppliers too: of such a
//! letter it reads its own part (`app::message::as_seen_by`), and no word tells that there are others. It looks at letters before they
//! leave, agrees, or has them taken back; it pauses contact and reads first what a pause does not stop (CO-14).

mod customer;
mod heads_up;
mod home;
mod letter;
mod pause;

use super::Guests;
use super::visit::Visit;
use super::wrong::Wrong;
use app::guest::GuestParty;
use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::routing::{get, post};
use domain::id::{ClientId, DebtorId};
use std::ops::Deref;
use store::kept;

pub(super) use home::page as home;

/// Its routes.
pub(super) fn routes() -> Router<Guests> {
    Router::new()
        .route("/g/{token}/customer/{debtor}", get(customer::page))
        .route("/g/{token}/customer/{debtor}/heads-up", get(heads_up::page).post(heads_up::send))
        .route("/g/{token}/customer/{debtor}/pause", get(pause::page).post(pause::send))
        .route("/g/{token}/customer/{debtor}/resume", post(pause::resume_now))
        .route("/g/{token}/customer/{debtor}/contact", get(customer::contact).post(customer::send_contact))
        .route("/g/{token}/letter/{message}", get(letter::page).post(letter::send))
}

/// A client's person who has come by a link that holds. Whoever comes by a debtor's link finds nothing here.
pub(super) struct ClientVisit {
    visit: Visit,
    /// The client.
    pub client: ClientId,
}

impl Deref for ClientVisit {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl ClientVisit {
    /// The same visit, if it is a client's.
    pub fn of(visit: Visit) -> Result<Self, Wrong> {
        match visit.guest.party {
            GuestParty::Client(client) => Ok(Self { visit, client }),
            GuestParty::Debtor(_) => Err(Wrong::Nothing),
        }
    }

    /// The name of a customer of this client; another's is as if it were not there.
    pub async fn customer(&self, debtor: DebtorId) -> Result<String, Wrong> {
        let client = self.client;
        let found = self
            .read(move |snapshot| {
                if kept::party::pair(snapshot, client, debtor)?.is_none() {
                    return Ok(None);
                }
                Ok(kept::party::debtors_by_id(snapshot, &[debtor.0])?.pop().map(|debtor| debtor.name))
            })
            .await?;
        found.ok_or(Wrong::Nothing)
    }
}

impl FromRequestParts<Guests> for ClientVisit {
    type Rejection = Wrong;

    async fn from_request_parts(parts: &mut Parts, guests: &Guests) -> Result<Self, Wrong> {
        Self::of(Visit::from_request_parts(parts, guests).await?)
    }
}
