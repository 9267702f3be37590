//! Cash: receipts and what they paid.

use crate::Web;
use axum::Router;

/// The pages of this noun.
pub(super) fn routes() -> Router<Web> {
    Router::new()
}
