//! The guests' doors: their routes on the desk's loopback listener, and a second listener that has nothing else.
//!
//! Contract: [`guest_door`] serves `/g`, `/check`, `/assets` and `/robots.txt`; the desk and the API are not there at all.
//! Guards, outermost first: strict headers, the page for what went wrong, time, rate, body size. What a guard refuses is
//! a page too, in the caller's language.

use super::caller::{Caller, is_unannounced_proxy};
use super::wrong::{self, Wrong};
use super::{Guests, cases, check, client, debtor, entry};
use crate::Web;
use crate::server::asset;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use std::net::SocketAddr;
use std::sync::{Arc, Once};
use std::time::{Duration, Instant};
use tower_http::timeout::TimeoutLayer;

/// Most bytes of a form without files.
pub const FORM: usize = 512 * 1024;
/// Most bytes of a form with files: one remittance advice, one sheet.
pub const UPLOAD: usize = 10 * 1024 * 1024;
/// Longest one request of a guest may take, an upload included.
pub const REQUEST: Duration = Duration::from_secs(60);

/// What a guest's page may load: our style sheet and mark. No script at all.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// For programs that index: nothing.
const ROBOTS: &str = "User-agent: *\nDisallow: /\n";

/// Where guests are let in besides loopback.
#[derive(Debug, Clone, Copy)]
pub struct GuestDoor {
    /// Address and port to listen on.
    pub address: SocketAddr,
    /// A proxy on this machine speaks for the callers, and names them in `X-Forwarded-For`.
    pub behind_proxy: bool,
}

/// The guests' routes with their guards, for the desk's own listener.
pub(crate) fn routes(web: Web) -> Router {
    let guests = Guests { web, limits: Arc::default(), behind_proxy: false };
    guarded(pages().layer(from_fn_with_state(guests.clone(), rate)), &guests).with_state(guests)
}

/// All that the public address has.
pub(crate) fn guest_door(web: Web, behind_proxy: bool) -> Router {
    let guests = Guests { web, limits: Arc::default(), behind_proxy };
    let all = pages()
        .fallback(wrong::nothing_here)
        .layer(from_fn_with_state(guests.clone(), rate))
        .route("/assets/{name}", get(asset))
        .route("/robots.txt", get(async || ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], ROBOTS)));
    guarded(all, &guests).layer(from_fn(crate::watch::requests)).with_state(guests)
}

fn pages() -> Router<Guests> {
    Router::new()
        .merge(check::routes())
        .merge(entry::routes())
        .merge(cases::routes())
        .merge(debtor::routes())
        .merge(client::routes())
        .route("/check/{code}/{*rest}", any(wrong::nothing_here))
        .route("/g/{token}/{*rest}", any(wrong::nothing_here))
        .layer(DefaultBodyLimit::max(FORM))
}

fn guarded(routes: Router<Guests>, guests: &Guests) -> Router<Guests> {
    routes
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST))
        .layer(from_fn_with_state(guests.clone(), wrong::pages))
        .layer(from_fn(strict_headers))
}

/// Said once in the life of the process.
static TOLD: Once = Once::new();

/// Takes a token of the caller's network; one more where the request was, or may have been, a guess.
async fn rate(State(guests): State<Guests>, request: Request, next: Next) -> Response {
    let caller = Caller::of_request(request.extensions(), request.headers(), guests.behind_proxy);
    if is_unannounced_proxy(request.extensions(), request.headers(), guests.behind_proxy) {
        TOLD.call_once(|| {
            tracing::warn!(
                "a proxy on this machine forwards guests, and Credere was not told: all of them count as one caller; \
                 start it with --guest-behind-proxy"
            );
        });
    }
    let now = Instant::now();
    let free = guests.limits.visits.take(&caller, now).and_then(|()| guests.limits.tries.look(&caller, now));
    if let Err(wait) = free {
        return Wrong::Often(wait).into_response();
    }
    let response = next.run(request).await;
    if response.status() == StatusCode::NOT_FOUND || response.extensions().get::<Guess>().is_some() {
        // The answer stands; the next one waits if this was one too many.
        let _ = guests.limits.tries.take(&caller, Instant::now());
    }
    response
}

/// Marks an answer to something that may have been a guess.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guess;

/// On every answer: what may load, no sniffing, no framing, no referrer, no index, no copy kept of what is personal. A
/// paper brings a stricter policy of its own.
async fn strict_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
