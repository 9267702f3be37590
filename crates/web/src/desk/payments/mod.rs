//! Payments: money on its way out.

use crate::Web;
use axum::Router;

/// The pages of this noun.
pub(super) fn routes() -> Router<Web> {
    Router::new()
}
