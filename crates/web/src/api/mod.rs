//! The JSON API under `/api/v1`.

use crate::Web;
use axum::Router;

/// Its routes.
pub fn routes() -> Router<Web> {
    Router::new()
}

/// What a caller without a session or token gets.
pub(crate) fn not_signed_in() -> axum::response::Response {
    axum::response::IntoResponse::into_response(axum::http::StatusCode::UNAUTHORIZED)
}
