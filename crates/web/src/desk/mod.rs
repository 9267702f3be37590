//! The desk: pages for the factor's staff, one module per noun.
//!
//! Contract: a page is one question, answered at the top. A handler takes [`page::Desk`] (who is signed in, the frame of
//! the page, the book), reads what it shows in one snapshot, in sets, and answers with [`page::Desk::show`]. A form is
//! taken by [`posted::Posted`], which has checked the session's token; it changes the book through one use case, under
//! the key hidden in the form, and answers with a redirect and a receipt ([`page::Desk::done`]), or with the form
//! as it was sent and all that is wrong with it. What cannot be shown is a [`wrong::Wrong`]: a handler returns it with
//! `?`, and `wrong::pages` makes the page of it. Every page works without script.

pub mod address;
pub mod export;
pub mod guards;
pub mod page;
pub mod posted;
pub mod value;
pub mod wrong;

mod agreements;
mod audit;
mod called;
mod cases;
mod cash;
mod client;
mod clients;
mod contacts;
mod customers;
mod debtor;
mod debtors;
mod events;
pub mod form;
mod heard;
pub(crate) mod invoices;
mod jobs;
#[cfg(test)]
mod journeys;
mod letters;
mod mappings;
mod packets;
mod party;
mod pay_to;
mod payments;
mod policies;
mod relation;
mod reports;
mod runs;
mod schedules;
mod search;
mod session;
mod settings;
mod terms_form;
mod today;
mod verifications;
pub mod view;

pub(crate) use session::not_signed_in;

use crate::Web;
use axum::Router;
use axum::response::Redirect;
use axum::routing::get;

/// Its routes. They expect the layers `wrong::pages` and, outside it, the check for a session.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/", get(async || Redirect::to("/today")))
        .merge(session::routes())
        .merge(clients::routes())
        .merge(client::routes())
        .merge(agreements::routes())
        .merge(debtors::routes())
        .merge(debtor::routes())
        .merge(customers::routes())
        .merge(contacts::routes())
        .merge(mappings::routes())
        .merge(today::routes())
        .merge(search::routes())
        .merge(relation::routes())
        .merge(packets::routes())
        .merge(reports::routes())
        .merge(audit::routes())
        .merge(policies::routes())
        .merge(settings::routes())
        .merge(jobs::routes())
        .merge(pay_to::routes())
        .merge(schedules::routes())
        .merge(invoices::routes())
        .merge(letters::routes())
        .merge(cash::routes())
        .merge(cases::routes())
        .merge(verifications::routes())
        .merge(payments::routes())
        .merge(runs::routes())
        .fallback(wrong::nothing_here)
}

#[cfg(test)]
mod tests;
