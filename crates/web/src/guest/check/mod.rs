//! The check page: is this letter real?
//!
//! Contract: whoever has a code has the letter; the page shows what the letter says, and nothing that is not in it. A code
//! that is not known, or whose content no longer fits its signature, is [`Found::Unknown`]: one page. The account that is
//! compared is the letter's own; an invoice number is held only against what the letter itself covers, so that the page
//! tells nothing of invoices and cannot be used to list them. A page of a letter that was superseded shows where the
//! newer one is only to who already has the older code. Every look-up and comparison counts as a guess for the caller's
//! network ([`super::rate::TRIES`]).
//!
//! GL-53: proof of the assignment is asked for here; it is sent to the verified contact of record only, whatever is
//! typed.

mod key;
mod letter;
mod pages;

use super::Guests;
use axum::Router;
use axum::routing::{get, post};

/// Routes of the check page.
pub(super) fn routes() -> Router<Guests> {
    Router::new()
        .route("/check", get(pages::ask))
        .route("/check/key", get(key::page))
        .route("/check/key/{name}", get(key::file))
        .route("/check/{code}", get(pages::show))
        .route("/check/{code}/compare", post(pages::compare))
        .route("/check/{code}/proof", post(pages::proof))
        .route("/check/{code}/content", get(key::content))
        .route("/check/{code}/signature", get(key::signature))
}
