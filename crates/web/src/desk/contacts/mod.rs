//! Contacts: the people and mailboxes of a debtor, or of a client, and what may be done with each.
//!
//! A contact's page says first whether it may be written to, and what is odd about it; then come the acts: it was
//! verified, it is wrong, it does not want to be written to, its data are to go. No row is ever deleted; the personal data in
//! them go when their time is over (CO-33).

mod erase;
mod form;
mod one;
pub(super) mod preference;

pub(super) use erase::kept;

use crate::Web;
use crate::look::{Badge, Tone};
use axum::Router;
use axum::routing::{get, post};
use domain::contact::{Contact, ContactState, erased_words};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/debtors/{code}/preference", get(preference::edit).post(preference::save))
        .route("/debtors/{code}/contacts/new", get(form::new_of_debtor).post(form::add_to_debtor))
        .route("/clients/{code}/contacts/new", get(form::new_of_client).post(form::add_to_client))
        .route("/contacts/{id}", get(one::show))
        .route("/contacts/{id}/edit", get(form::edit).post(form::change))
        .route("/contacts/{id}/verified", post(one::verified))
        .route("/contacts/{id}/wrong", post(one::wrong))
        .route("/contacts/{id}/retired", post(one::retired))
        .route("/contacts/{id}/erase", post(erase::erase))
        .route("/contacts/{id}/links/{link}/taken-back", post(one::link_back))
        .route("/contacts/{id}/opted-out", post(one::opted_out))
        .route("/contacts/{id}/opted-in", post(one::opted_in))
}

/// A contact in a list, on the page of its party.
pub(super) struct ContactRow {
    pub href: String,
    pub name: String,
    pub role: &'static str,
    pub reach: String,
    pub badge: Badge,
}

impl ContactRow {
    pub fn of(contact: &Contact) -> Self {
        let reach = [contact.email.as_deref(), contact.phone.as_deref()];
        Self {
            href: format!("/contacts/{}", contact.id),
            name: contact.name.clone(),
            role: contact.role.word(),
            reach: match contact.erased_on {
                Some(on) => erased_words(on),
                None => reach.iter().flatten().copied().collect::<Vec<_>>().join(" \u{b7} "),
            },
            badge: badge(contact),
        }
    }
}

/// Whether a contact may be written to, in words.
pub(super) fn badge(contact: &Contact) -> Badge {
    if contact.erased_on.is_some() {
        return Badge::new(Tone::Neutral, "erased");
    }
    match contact.state {
        ContactState::Good if contact.findings.iter().any(domain::fraud::ContactFinding::blocks) => {
            Badge::new(Tone::Stop, "blocked until verified")
        }
        ContactState::Good if contact.findings.iter().any(|finding| !finding.cleared) => {
            Badge::new(Tone::Attention, "look at it first")
        }
        ContactState::Good if contact.verified.is_none() => Badge::new(Tone::Attention, "not verified yet"),
        ContactState::Good => Badge::new(Tone::Good, "verified"),
        ContactState::Bouncing => Badge::new(Tone::Stop, "mail came back"),
        ContactState::Wrong => Badge::new(Tone::Stop, "wrong contact"),
        ContactState::Retired => Badge::new(Tone::Neutral, "no longer used"),
    }
}
