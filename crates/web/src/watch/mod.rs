//! What is watched of every request: its id, one line in the log, its count and how long it took.
//!
//! Contract: the outermost layer of both doors. A request has the id it brings as `x-request-id` where that is a UUID (a
//! proxy's word), else one of its own; nothing else is believed, so that nobody writes names into our log through it.
//! The id is in the answer's `x-request-id`, in every line that is logged while the request is worked on, also on the
//! threads of [`crate::Web::look`] and in its unit of work, and in `instance` of a problem as `urn:uuid:…`.
//!
//! An answer that refuses is counted by its codes here, whoever refused: a use case, or what reads a request before one is
//! asked. Where the answer brings no codes of its own ([`Codes`]) its status says which. Each code counts once for a request.
//!
//! What is logged of a request is the pattern of its route, never its address: an address holds the tokens of guests' links,
//! codes of parties and what was searched for.

mod metrics;
mod standing;

pub(crate) use standing::routes;

use app::Error;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::Instant;
use tracing::Instrument;
use uuid::Uuid;

/// The header that carries the id, both ways.
const HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// Characters of a UUID with its dashes, and of the 32 hexadecimal digits that some proxies write.
const LENGTHS: [usize; 2] = [36, 32];
/// What stands for the pattern of an address that no route takes.
const NO_ROUTE: &str = "none";

/// A request that is worked on.
struct Worked {
    id: Uuid,
    /// The codes it was refused by so far.
    refused: RefCell<BTreeSet<String>>,
}

tokio::task_local! {
    static REQUEST: Worked;
}

/// The id of the request this task works on; none elsewhere.
pub(crate) fn request_id() -> Option<Uuid> {
    REQUEST.try_with(|request| request.id).ok()
}

/// The codes of a refusal, as an answer brings them to be counted.
#[derive(Debug, Clone)]
pub(crate) struct Codes(pub Vec<String>);

impl From<&Error> for Codes {
    fn from(error: &Error) -> Self {
        Self(metrics::codes(error))
    }
}

/// Counts what a use case refused.
pub(crate) fn refused(error: &Error) {
    count(metrics::codes(error));
}

/// Counts codes; each of them once for a request.
fn count(codes: Vec<String>) {
    for code in codes {
        let is_new = REQUEST.try_with(|request| request.refused.borrow_mut().insert(code.clone()));
        if is_new.unwrap_or(true) {
            metrics::refused(code);
        }
    }
}

/// Counts an answer that refuses, and was not counted by the same code where a use case refused.
fn count_answer(response: &Response) {
    if let Some(Codes(codes)) = response.extensions().get::<Codes>() {
        count(codes.clone());
    } else if let Some(code) = code(response.status())
        && REQUEST.try_with(|request| request.refused.borrow().is_empty()).unwrap_or(true)
    {
        count(vec![code.to_owned()]);
    }
}

/// The code of a refusal that has none but its status: a page, or an answer that no handler gave.
fn code(status: StatusCode) -> Option<&'static str> {
    Some(match status {
        StatusCode::BAD_REQUEST => "FORM_MALFORMED",
        StatusCode::UNAUTHORIZED => "NOT_SIGNED_IN",
        StatusCode::FORBIDDEN => "FORM_EXPIRED",
        StatusCode::NOT_FOUND => "NOT_FOUND",
        StatusCode::METHOD_NOT_ALLOWED => "METHOD_NOT_ALLOWED",
        StatusCode::REQUEST_TIMEOUT => "REQUEST_TIMEOUT",
        StatusCode::PAYLOAD_TOO_LARGE => "BODY_TOO_LARGE",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "CONTENT_TYPE",
        // A form comes back with what is wrong at its fields.
        StatusCode::UNPROCESSABLE_ENTITY => "FORM_FIELD",
        StatusCode::TOO_MANY_REQUESTS => "TOO_MANY_REQUESTS",
        other if other.is_client_error() => "OTHER",
        _ => return None,
    })
}

/// A name by which a fault is found in the log: the request's id, or a new one where there is no request.
pub(crate) fn reference() -> String {
    request_id().unwrap_or_else(|| app::Ids::random().next(0)).to_string()
}

fn given(headers: &HeaderMap) -> Option<Uuid> {
    let text = headers.get(HEADER)?.to_str().ok()?;
    LENGTHS.contains(&text.len()).then(|| Uuid::try_parse(text).ok()).flatten()
}

/// Gives a request its id, and keeps count of it.
pub(crate) async fn requests(request: Request, next: Next) -> Response {
    let id =
        given(request.headers()).unwrap_or_else(|| app::Ids::random().next(jiff::Timestamp::now().as_microsecond()));
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| NO_ROUTE.to_owned(), |path| path.as_str().to_owned());
    let method = metrics::method(request.method());
    // The span is of the highest level, so that its id is in whatever level is logged.
    let span = tracing::error_span!("request", id = %id, method, route);
    let begun = Instant::now();
    let worked_on = async {
        let response = next.run(request).await;
        let (status, taken) = (response.status().as_u16(), begun.elapsed());
        let milliseconds = u64::try_from(taken.as_millis()).unwrap_or(u64::MAX);
        tracing::info!(status, milliseconds, "answered");
        metrics::answered(&route, method, status, taken);
        count_answer(&response);
        response
    };
    let mut response =
        REQUEST.scope(Worked { id, refused: RefCell::default() }, worked_on.instrument(span.clone())).await;
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}
