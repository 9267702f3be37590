//! The server: one listener on loopback, the desk behind a session, the API behind a session or its token; and, where it is
//! asked for, a second listener with the guests' pages alone.
//!
//! Limits: [`BODY`] bytes of a request, [`REQUEST`] for one to end. The guests' door has stricter ones of its own
//! ([`crate::guest`]). On shutdown what runs is finished.

use crate::guest::{self, Door, GuestDoor, Peer};
use crate::sign_in::{COOKIE, Secrets};
use crate::{Web, api, desk, look, watch};
use app::App;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tower_http::timeout::TimeoutLayer;

/// Most bytes of one request: a large CSV schedule.
pub const BODY: usize = 256 * 1024 * 1024;
/// Longest one request may take.
pub const REQUEST: Duration = Duration::from_secs(300);

/// What may come from where: nothing but ourselves, no inline style or script.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; \
    connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Why the server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The port cannot be listened on.
    #[error("port {port} cannot be listened on: {reason}; choose another with --port")]
    Port {
        /// The port.
        port: u16,
        /// What the system says.
        reason: std::io::Error,
    },
    /// The guests' address cannot be listened on.
    #[error("{address} cannot be listened on for guests: {reason}; choose another with --guest-address")]
    GuestAddress {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        reason: std::io::Error,
    },
    /// Serving failed.
    #[error("the server stopped: {0}")]
    Stopped(std::io::Error),
}

/// A server that listens.
pub struct Serving {
    /// Where.
    pub address: SocketAddr,
    listener: TcpListener,
    router: Router,
}

impl Serving {
    /// Serves until `end` is ready, then finishes what runs.
    ///
    /// # Errors
    /// [`ServeError::Stopped`].
    pub async fn until(self, end: impl Future<Output = ()> + Send + 'static) -> Result<(), ServeError> {
        axum::serve(self.listener, self.router).with_graceful_shutdown(end).await.map_err(ServeError::Stopped)
    }
}

/// Listens on a loopback port; 0 lets the system choose.
///
/// # Errors
/// [`ServeError::Port`].
pub async fn serve(app: App, secrets: Arc<Secrets>, port: u16) -> Result<Serving, ServeError> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let failed = |reason| ServeError::Port { port, reason };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok(Serving { address, listener, router: service(app, secrets) })
}

/// All that [`serve`] serves, without a listener: for whoever calls it in a way of its own.
pub fn service(app: App, secrets: Arc<Secrets>) -> Router {
    router(Web { app, secrets })
}

/// The guests' door, listening.
pub struct GuestServing {
    /// Where.
    pub address: SocketAddr,
    door: Door,
    router: Router,
}

impl GuestServing {
    /// Serves until `end` is ready, then finishes what runs.
    ///
    /// # Errors
    /// [`ServeError::Stopped`].
    pub async fn until(self, end: impl Future<Output = ()> + Send + 'static) -> Result<(), ServeError> {
        let service = self.router.into_make_service_with_connect_info::<Peer>();
        axum::serve(self.door, service).with_graceful_shutdown(end).await.map_err(ServeError::Stopped)
    }
}

/// Listens on the guests' address; port 0 lets the system choose.
///
/// # Errors
/// [`ServeError::GuestAddress`].
pub async fn serve_guests(app: App, secrets: Arc<Secrets>, door: GuestDoor) -> Result<GuestServing, ServeError> {
    let failed = |reason| ServeError::GuestAddress { address: door.address, reason };
    let listener = TcpListener::bind(door.address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let router = guest::guest_door(Web { app, secrets }, door.behind_proxy);
    Ok(GuestServing { address, door: Door::new(listener, door.behind_proxy), router })
}

/// All routes with their guards.
pub(crate) fn router(web: Web) -> Router {
    let desk = desk::routes()
        .layer(from_fn_with_state(web.clone(), desk::wrong::pages))
        .layer(from_fn_with_state(web.clone(), signed_in));
    let api = api::routes().layer(from_fn_with_state(web.clone(), may_call));
    Router::new()
        .merge(desk)
        .nest("/api/v1", api)
        .route("/sign-in/{token}", get(sign_in))
        .route("/assets/{name}", get(asset))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST))
        .layer(from_fn(strict_headers))
        .merge(watch::routes())
        .with_state(web.clone())
        // Guests have guards and headers of their own.
        .merge(guest::routes(web))
        .layer(from_fn(watch::requests))
}

/// The session token of a request.
pub(crate) fn session_of(headers: &HeaderMap) -> Option<String> {
    cookie(headers, COOKIE)
}

/// The value of a cookie.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
    let mut named = cookies.split("; ").filter_map(|cookie| cookie.split_once('='));
    named.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
}

async fn sign_in(State(web): State<Web>, Path(token): Path<String>) -> Response {
    match web.secrets.sign_in(&token) {
        Some(session) => {
            let cookie = format!("{COOKIE}={session}; HttpOnly; SameSite=Strict; Path=/");
            ([(header::SET_COOKIE, cookie)], Redirect::to("/today")).into_response()
        }
        None => desk::not_signed_in(&web),
    }
}

async fn signed_in(State(web): State<Web>, request: Request, next: Next) -> Response {
    match session_of(request.headers()) {
        Some(session) if web.secrets.is_session(&session) => next.run(request).await,
        _ => desk::not_signed_in(&web),
    }
}

async fn may_call(State(web): State<Web>, request: Request, next: Next) -> Response {
    let bearer = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let by_token =
        bearer.and_then(|value| value.strip_prefix("Bearer ")).is_some_and(|token| web.secrets.is_api_token(token));
    if by_token || session_of(request.headers()).is_some_and(|session| web.secrets.is_session(&session)) {
        next.run(request).await
    } else {
        api::not_signed_in()
    }
}

pub(crate) async fn asset(Path(name): Path<String>) -> Response {
    match look::assets::find(&name) {
        Some(asset) => (
            [(header::CONTENT_TYPE, asset.content_type), (header::CACHE_CONTROL, look::assets::CACHE_FOREVER)],
            asset.bytes,
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// On every answer: what may run, no sniffing, no framing, no referrer, no caching of what is personal. An answer that
/// brings a policy of its own keeps it: a mail, which is shown in a sandbox.
async fn strict_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
