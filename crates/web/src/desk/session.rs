//! The session: its end, and what one sees without one.

use super::page::Desk;
use super::posted::Posted;
use crate::Web;
use crate::look::Page;
use crate::sign_in::COOKIE;
use askama::Template;
use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::post;

/// Signing out.
pub(super) fn routes() -> Router<Web> {
    Router::new().route("/sign-out", post(sign_out))
}

#[derive(Template)]
#[template(path = "desk/not_signed_in.html")]
struct NotSignedIn {
    page: Page,
}

/// What one sees without a session: the same page everywhere, whatever was asked for.
pub(crate) fn not_signed_in(web: &Web) -> Response {
    let page = NotSignedIn { page: Page::new(web.app.factor().name.as_str(), web.app.today()) };
    match page.render() {
        Ok(text) => (StatusCode::UNAUTHORIZED, Html(text)).into_response(),
        Err(_) => (StatusCode::UNAUTHORIZED, "Open the link that `credere serve` prints.").into_response(),
    }
}

async fn sign_out(desk: Desk, _: Posted) -> Response {
    desk.web.secrets.sign_out(desk.session());
    let ended = format!("{COOKIE}=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0");
    ([(header::SET_COOKIE, ended)], not_signed_in(&desk.web)).into_response()
}
