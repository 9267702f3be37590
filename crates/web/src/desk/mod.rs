//! The desk: pages for the factor's staff.

use crate::Web;
use axum::Router;

/// Its routes.
pub fn routes() -> Router<Web> {
    Router::new()
}

/// What one sees without a session.
pub(crate) fn not_signed_in() -> impl axum::response::IntoResponse {
    (axum::http::StatusCode::UNAUTHORIZED, "Open the link that `credere serve` prints.")
}
