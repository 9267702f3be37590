//! Problem details (RFC 9457): every refusal of the API in one shape, all reasons at once.
//!
//! `code` and `type` name the kind of problem; `errors` holds each reason with its own code, place, fact and remedy.
//! A fault of ours says so and nothing more: its reason goes to the log, where `instance` finds it.

use super::read::PathOf;
use crate::trouble::{Cause, Trouble};
use crate::watch;
use app::{Error, Refusal};
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::time::Duration;
use store::Fault;
use utoipa::ToSchema;

/// Media type of problem details.
pub(super) const MEDIA_TYPE: &str = "application/problem+json";

/// A kind of problem.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ProblemKind)]
pub(super) struct Kind {
    /// Stable name, for programs.
    pub code: &'static str,
    /// HTTP status it comes with.
    pub status: u16,
    /// The kind in a few words.
    pub title: &'static str,
    /// What it means and what to do about it.
    pub meaning: &'static str,
}

macro_rules! kinds {
    ($($name:ident = $status:literal, $title:literal, $meaning:literal;)+) => {
        $(pub(super) const $name: Kind =
            Kind { code: stringify!($name), status: $status, title: $title, meaning: $meaning };)+
        /// Every kind, in the order of their statuses.
        pub(super) const ALL: &[&Kind] = &[$(&$name),+];
    };
}

kinds! {
    JSON_MALFORMED = 400, "The body is not JSON",
        "The text of the body cannot be read as JSON. The place is given by line and column.";
    JSON_FIELD = 400, "A field of the body does not fit",
        "A field is missing, unknown, twice there, or of another type. The place is the path of the field.";
    QUERY = 400, "The query does not fit",
        "A query parameter is unknown or its value cannot be read. Limits of pages are 1 to 200.";
    FORM_MALFORMED = 400, "The form cannot be read",
        "Send multipart/form-data with the fields that the operation names, each at most once where it takes one.";
    IDEMPOTENCY_KEY_MISSING = 400, "The Idempotency-Key is missing",
        "Every POST carries an Idempotency-Key of 8 to 128 printable ASCII characters, so that it can be sent again \
         without being done twice. A new UUID for every new request will do.";
    IDEMPOTENCY_KEY_MALFORMED = 400, "The Idempotency-Key cannot be used",
        "It must have 8 to 128 printable ASCII characters. A UUID will do.";
    NOT_SIGNED_IN = 401, "Not signed in",
        "Send the API's token as `Authorization: Bearer ...`, or sign in to the desk with the link that `credere serve` prints.";
    NOT_FOUND = 404, "There is no such thing",
        "Nothing of this name is in the book, or not for the one who asks: both look the same.";
    METHOD_NOT_ALLOWED = 405, "The path does not take this method",
        "The document of the API says which methods a path takes.";
    TAKEN = 409, "Something else is there already",
        "A number or code that must be unique is in use. Look at what is there, or choose another.";
    BODY_TOO_LARGE = 413, "The body is too large",
        "A JSON body may have 4 MiB, files of one request 256 MiB. Send it in several parts.";
    CONTENT_TYPE = 415, "The body has another type",
        "Send application/json, or multipart/form-data where the operation takes files.";
    IDEMPOTENCY_KEY_REUSED = 422, "The Idempotency-Key was used for another request",
        "The same key with the same request gets the first answer. A new request needs a new key.";
    CURSOR = 422, "The cursor is not one of this list",
        "Take the cursor from `next` of the page before, unchanged, or leave it out to begin anew.";
    REFUSED = 422, "Refused",
        "The rules say no. `errors` holds every reason at once, each with its facts and its remedy.";
    FAULT = 500, "A fault of ours",
        "Nothing of the request was kept. Send it again with the same Idempotency-Key; the log of the server has the reason.";
    BOOK_AWAY = 503, "The book cannot be reached just now",
        "Nothing of the request was kept, or of files the parts that were taken in before. Send it again with the same \
         Idempotency-Key after the seconds that Retry-After names; Credere goes on by itself once the database answers again.";
    BOOK_IN_DOUBT = 503, "It is not known whether this was kept",
        "The database went away while it was keeping the request: it is kept whole or not at all. Send it again with the same \
         Idempotency-Key after the seconds that Retry-After names, never with another: it is done once.";
    BOOK_FULL = 503, "The book takes no changes: there is no room",
        "Nothing of the request was kept, or of files the parts that were taken in before; reading goes on. Make \
         room where the book is kept, and send it again with the same Idempotency-Key after the seconds that Retry-After names; \
         Credere goes on by itself once there is room.";
    CLOSING = 503, "The book is closing",
        "Nothing of the request was kept. Send it again with the same Idempotency-Key once the server is back.";
}

/// One reason of a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Reason {
    /// Stable name, for programs.
    #[schema(example = "DUE_BEFORE_ISSUE")]
    pub code: String,
    /// Where: the path of a field, a line of a file. Empty when it concerns the whole.
    #[schema(example = "lines[2].due")]
    pub place: String,
    /// What is there.
    pub fact: String,
    /// What to do.
    pub remedy: String,
}

impl From<Refusal> for Reason {
    fn from(refusal: Refusal) -> Self {
        Self { code: refusal.code, place: refusal.place, fact: refusal.fact, remedy: refusal.remedy }
    }
}

/// Problem details (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct Details {
    /// Where this kind of problem is explained.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference", example = "/api/v1/problems/REFUSED")]
    pub kind: String,
    /// The kind in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened here.
    pub detail: String,
    /// Name of the kind, for programs.
    #[schema(example = "REFUSED")]
    pub code: String,
    /// Every reason at once; may be empty.
    pub errors: Vec<Reason>,
    /// This occurrence: the request's id, which is in the log and in the header `x-request-id` too.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri", example = "urn:uuid:0197a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")]
    pub instance: Option<String>,
}

/// A problem as a handler returns it, and when to try again where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem(Box<Details>, Option<Duration>);

impl Problem {
    pub(super) fn new(kind: &Kind, detail: impl Into<String>) -> Self {
        let details = Details {
            kind: format!("/api/v1/problems/{}", kind.code),
            title: kind.title.to_owned(),
            status: kind.status,
            detail: detail.into(),
            code: kind.code.to_owned(),
            errors: Vec::new(),
            instance: watch::request_id().map(|id| id.urn().to_string()),
        };
        Self(Box::new(details), None)
    }

    /// The same with a reason at a place.
    pub(super) fn at(mut self, place: &str, fact: &str, remedy: &str) -> Self {
        let code = self.0.code.clone();
        self.0.errors.push(Reason { code, place: place.to_owned(), fact: fact.to_owned(), remedy: remedy.to_owned() });
        self
    }

    /// All reasons of a refusal.
    pub(super) fn refused(refusals: Vec<Refusal>) -> Self {
        // A number or code in use is a conflict with what is there; any other reason weighs more.
        let taken = !refusals.is_empty() && refusals.iter().all(|one| one.code.ends_with("_TAKEN"));
        let detail = match refusals.as_slice() {
            [one] => one.to_string(),
            many => format!("There are {} reasons; each has its remedy.", many.len()),
        };
        let mut problem = Self::new(if taken { &TAKEN } else { &REFUSED }, detail);
        problem.0.errors = refusals.into_iter().map(Reason::from).collect();
        problem
    }

    /// The book cannot do it just now.
    fn troubled(trouble: &Trouble) -> Self {
        let kind = match trouble.cause {
            Cause::Away => &BOOK_AWAY,
            Cause::InDoubt => &BOOK_IN_DOUBT,
            Cause::Full => &BOOK_FULL,
            Cause::Closing => &CLOSING,
        };
        let mut problem = Self::new(kind, kind.meaning).at(Trouble::PLACE, &trouble.fact, trouble.remedy);
        problem.1 = Some(trouble.again);
        problem
    }

    /// What it is counted by: its reasons, or its kind where there is none.
    fn codes(&self) -> watch::Codes {
        let mut reasons: Vec<&str> = self.0.errors.iter().map(|reason| reason.code.as_str()).collect();
        reasons.sort_unstable();
        reasons.dedup();
        let codes = if reasons.is_empty() { vec![self.0.code.as_str()] } else { reasons };
        watch::Codes(codes.into_iter().map(str::to_owned).collect())
    }

    /// There is no such thing.
    pub(super) fn not_found(what: &str) -> Self {
        Self::new(&NOT_FOUND, format!("There is no {what}."))
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusals) => Self::refused(refusals),
            Error::NotFound(what) => Self::not_found(&what),
            Error::KeyReused => Self::new(&IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_KEY_REUSED.meaning),
            Error::Fault(Fault::Taken { constraint }) => Self::new(&TAKEN, format!("{constraint} is there already.")),
            Error::Fault(fault) => match Trouble::of(&fault) {
                Some(trouble) => {
                    tracing::warn!(fault = fault.without_contents(), "a request had to be refused");
                    Self::troubled(&trouble)
                }
                None => {
                    tracing::error!(fault = fault.without_contents(), "a request ended in a fault");
                    Self::new(&FAULT, FAULT.meaning)
                }
            },
        }
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        Self::from(Error::Fault(fault))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self.0).expect("problem details are plain text and numbers");
        let mut response = (status, [(header::CONTENT_TYPE, MEDIA_TYPE)], body).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let challenge = header::HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(again) = self.1 {
            response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(again.as_secs()));
        }
        response.extensions_mut().insert(self.codes());
        response
    }
}

/// What a kind of problem means.
///
/// `type` of every problem leads here.
#[utoipa::path(get, path = "/problems/{code}", tag = "About", params(("code" = String, Path, description = "Name of the kind")),
    responses((status = 200, description = "The kind", body = Kind)))]
pub(super) async fn explain(PathOf(code): PathOf<String>) -> Result<Json<&'static Kind>, Problem> {
    let found = ALL.iter().find(|kind| kind.code == code);
    found.map(|kind| Json(*kind)).ok_or_else(|| Problem::not_found("such kind of problem"))
}

/// A path that is none of ours.
pub(super) async fn no_path() -> Problem {
    Problem::not_found("such path; GET /api/v1/openapi.json lists all")
}

/// A method that a path does not take.
pub(super) async fn no_method() -> Problem {
    Problem::new(&METHOD_NOT_ALLOWED, METHOD_NOT_ALLOWED.meaning)
}

#[cfg(test)]
mod tests {
    use super::Problem;
    use axum::http::header::RETRY_AFTER;
    use axum::response::IntoResponse;
    use store::Fault;

    #[test]
    fn what_the_book_cannot_do_just_now_has_its_own_code_and_says_when_to_try_again() {
        let reason = "the connection was lost".to_owned();
        for (fault, code) in [
            (Fault::Away { reason: reason.clone() }, "BOOK_AWAY"),
            (Fault::InDoubt { reason: reason.clone() }, "BOOK_IN_DOUBT"),
            (Fault::Full { reason }, "BOOK_FULL"),
            (Fault::Closing, "CLOSING"),
        ] {
            let problem = Problem::from(fault);
            assert_eq!(problem.0.code, code);
            // What may be there is never said to be nothing.
            assert_eq!(problem.0.detail.contains("Nothing of the request was kept"), code != "BOOK_IN_DOUBT");
            let response = problem.into_response();
            assert_eq!(response.status(), 503);
            assert!(response.headers().contains_key(RETRY_AFTER));
        }
    }
}
