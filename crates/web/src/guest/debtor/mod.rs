//! The debtor's page: is this real, what do I owe, where do I pay, what if something is wrong?
//!
//! Contract: a debtor sees its own invoices, of those suppliers that it was told of ([`statement`]); another's look like
//! what is not there. Every act shows first what it will do, then does it once, then tells it with its number. Answers
//! of one click in a mail arrive as `?answer=…` and show a form that is filled in already; nothing is done by opening it.

mod answer;
mod ask;
mod download;
mod home;
mod invoice;
mod mood;
mod notice;
mod papers;
mod preferences;
mod sheet;
pub(super) mod statement;

use super::Guests;
use super::visit::Visit;
use super::wrong::Wrong;
use app::guest::GuestParty;
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts};
use axum::http::request::Parts;
use axum::routing::{get, post};
use domain::dispute::{Side, Speaker};
use domain::id::{ClientId, DebtorId};
use std::ops::Deref;

pub(super) use home::page as home;
pub(super) use invoice::Happened;

/// Its routes.
pub(super) fn routes() -> Router<Guests> {
    let uploads = Router::new()
        .route("/g/{token}/sheet", get(sheet::page).post(sheet::send))
        .route("/g/{token}/remittance", get(papers::remittance).post(papers::send_remittance))
        .layer(DefaultBodyLimit::max(super::UPLOAD));
    Router::new()
        .route("/g/{token}/answer", get(answer::page).post(answer::send))
        .route("/g/{token}/invoice/{invoice}", get(invoice::page))
        .route("/g/{token}/notice/{client}", get(notice::page).post(notice::send))
        .route("/g/{token}/ask", get(ask::page).post(ask::send))
        .route("/g/{token}/preferences", get(preferences::page).post(preferences::send))
        .route("/g/{token}/sheet/{file}", get(sheet::template))
        .route("/g/{token}/statement.csv", get(download::statement))
        .route("/g/{token}/mood", post(mood::send))
        .route("/g/{token}/paper/{document}", get(papers::fetch))
        .route("/g/{token}/letters", get(notice::letters))
        .merge(uploads)
}

/// A debtor's person who has come by a link that holds. Whoever comes by a client's link finds nothing here.
pub(super) struct DebtorVisit {
    visit: Visit,
    /// The debtor.
    pub debtor: DebtorId,
    /// The one supplier whose invoices this link shows; none: all.
    pub only: Option<ClientId>,
}

impl Deref for DebtorVisit {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl DebtorVisit {
    /// The same visit, if it is a debtor's.
    pub fn of(visit: Visit) -> Result<Self, Box<Visit>> {
        match visit.guest.party {
            GuestParty::Debtor(debtor) => {
                let only = visit.guest.contact.as_ref().and_then(|contact| contact.client);
                Ok(Self { visit, debtor, only })
            }
            GuestParty::Client(_) => Err(Box::new(visit)),
        }
    }

    /// Who speaks: the name that was typed, with the debtor's.
    pub fn speaker(&self, name: &str) -> Speaker {
        let party = &self.guest.name;
        if name == party {
            Speaker::new(Side::Debtor, name)
        } else {
            Speaker::new(Side::Debtor, &format!("{name}, {party}"))
        }
    }

    /// The name a form begins with: that of the person the link was given to.
    pub fn usual_name(&self) -> String {
        let contact = self.guest.contact.as_ref().filter(|contact| !contact.mailbox);
        contact.map(|contact| contact.name.clone()).unwrap_or_default()
    }
}

impl FromRequestParts<Guests> for DebtorVisit {
    type Rejection = Wrong;

    async fn from_request_parts(parts: &mut Parts, guests: &Guests) -> Result<Self, Wrong> {
        Self::of(Visit::from_request_parts(parts, guests).await?).map_err(|_| Wrong::Nothing)
    }
}
