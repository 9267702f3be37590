//! Writes: the idempotency key, the request's hash, and the JSON body, read in one place.
//!
//! The same key with the same request (method, path and body) gets the first answer; with another request it is refused.
//! A refusal keeps nothing, so a corrected request may carry the same key. PUT says what shall be, and may go without a key.
//!
//! Limits: [`KEY_CHARS`], [`JSON_BYTES`].

use super::ACTOR;
use super::problem::{
    BODY_TOO_LARGE, CONTENT_TYPE, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_MISSING, JSON_FIELD, JSON_MALFORMED,
    Problem,
};
use crate::Web;
use app::{App, Command, Error};
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, Method, StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::ops::RangeInclusive;

/// Name of the header.
pub(super) const HEADER: &str = "Idempotency-Key";
/// How many characters a key may have.
pub(super) const KEY_CHARS: RangeInclusive<usize> = 8..=128;
/// Most bytes of a JSON body: a thousand lines of 4 KiB.
pub(super) const JSON_BYTES: usize = 4 * 1024 * 1024;
/// Keys of the API stand beside those of Credere's own units, never among them.
const PREFIX: &str = "api:";

/// The key of a request, as the book keeps it.
pub(super) fn key(method: &Method, headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(given) = headers.get(HEADER) else {
        return if method == Method::POST {
            let problem = Problem::new(&IDEMPOTENCY_KEY_MISSING, IDEMPOTENCY_KEY_MISSING.meaning);
            Err(problem.at(HEADER, "The header is not there.", "Send one, for example a new UUID."))
        } else {
            Ok(None)
        };
    };
    let fits = |text: &&str| KEY_CHARS.contains(&text.len()) && text.bytes().all(|byte| (0x20..0x7F).contains(&byte));
    match given.to_str().ok().filter(fits) {
        Some(text) => Ok(Some(format!("{PREFIX}{text}"))),
        None => {
            let problem = Problem::new(&IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_MALFORMED.meaning);
            Err(problem.at(HEADER, "The header cannot be a key.", "Send 8 to 128 printable ASCII characters."))
        }
    }
}

/// The hash of a request, started with its method and path; the caller adds the content.
pub(super) fn hash(method: &Method, path: &str) -> Sha256 {
    let mut hash = Sha256::new();
    hash.update(method.as_str());
    hash.update([0]);
    hash.update(path);
    hash.update([0]);
    hash
}

/// A write: its command and its JSON body.
pub(super) struct Write<T> {
    pub command: Command,
    pub body: T,
}

impl<T: DeserializeOwned> FromRequest<Web> for Write<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &Web) -> Result<Self, Problem> {
        let key = key(request.method(), request.headers())?;
        let is_json = is_json(request.headers());
        let mut hash = hash(request.method(), request.uri().path());
        let bytes = Bytes::from_request(request, state).await.map_err(|error| match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Problem::new(&BODY_TOO_LARGE, BODY_TOO_LARGE.meaning),
            _ => Problem::new(&JSON_MALFORMED, "The body ended before it was whole."),
        })?;
        if !is_json && !bytes.is_empty() {
            return Err(Problem::new(&CONTENT_TYPE, CONTENT_TYPE.meaning));
        }
        let body = parse(&bytes)?;
        hash.update(&bytes);
        Ok(Self { command: Command { actor: ACTOR.to_owned(), key, request: hash.finalize().into() }, body })
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = media.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

/// Nothing at all reads as an object without fields: for operations whose fields may all be absent.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    let bytes = &*whole_numbers(bytes);
    // The reader of values would take a list for an object, its fields by their place.
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
        let (fact, remedy) = ("The body is a list.", "Send one JSON object.");
        return Err(Problem::new(&JSON_FIELD, fact).at(".", fact, remedy));
    }
    // The path of a field costs time to keep, so only a body that did not fit is read for it.
    serde_json::from_slice(bytes).map_err(|plain| {
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        let place = match serde_path_to_error::deserialize::<_, T>(&mut reader) {
            Err(error) if plain.is_data() => error.path().to_string(),
            _ => format!("line {} column {}", plain.line(), plain.column()),
        };
        let (kind, remedy) = match plain.is_data() {
            true => (&JSON_FIELD, "Write the field as the document of the API says."),
            false => (&JSON_MALFORMED, "Send one JSON object."),
        };
        let fact = plain.to_string();
        Problem::new(kind, format!("{place}: {fact}")).at(&place, &fact, remedy)
    })
}

/// A JSON text whose whole numbers are written without a fraction: for JSON Schema `30.0` is the integer 30, and some
/// programs write it so. Texts stay as they are, and so does every number that is no whole one.
fn whole_numbers(text: &[u8]) -> Cow<'_, [u8]> {
    if !text.windows(2).any(|pair| pair == b".0") {
        return Cow::Borrowed(text);
    }
    let (mut out, mut quoted, mut place) = (Vec::with_capacity(text.len()), false, 0);
    while let Some(&byte) = text.get(place) {
        let zeros = text[place + 1..].iter().take_while(|byte| **byte == b'0').count();
        let next = text.get(place + 1 + zeros);
        let ends = !next.is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'e' | b'E'));
        if !quoted && byte == b'.' && zeros > 0 && ends {
            place += 1 + zeros;
            continue;
        }
        out.push(byte);
        place += 1;
        match byte {
            b'"' => quoted = !quoted,
            b'\\' if quoted => {
                out.extend(text.get(place));
                place += 1;
            }
            _ => {}
        }
    }
    Cow::Owned(out)
}

/// An operation that takes no body.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// Runs work of several units under one key: the first answer is kept once all of it is done.
///
/// The work itself must be safe to run again: when the process ends before the answer is kept, the same request runs it
/// once more and it must go on where it stopped.
pub(super) fn once<T>(app: &App, command: &Command, work: impl FnOnce(&App) -> Result<T, Error>) -> Result<T, Error>
where
    T: Clone + Serialize + DeserializeOwned + Send + 'static,
{
    // Refusing drops the unit: it only looks whether the key has its answer.
    let known = app.run(command.clone(), |_| -> Result<T, Error> { Err(Error::Refused(Vec::new())) });
    match known {
        Err(Error::Refused(reasons)) if reasons.is_empty() => {}
        answered => return answered,
    }
    let answer = work(app)?;
    app.run(command.clone(), move |_| Ok(answer))
}

#[cfg(test)]
mod tests {
    use super::whole_numbers;

    #[test]
    fn whole_numbers_are_read_however_they_are_written() {
        for (written, read) in [
            (r#"{"days":30.0}"#, r#"{"days":30}"#),
            (r#"[-7.000, 1.05, 2.50, 1.0e2]"#, r#"[-7, 1.05, 2.50, 1.0e2]"#),
            (r#"{"1.0":"2.0 \" 3.0","a":4.0}"#, r#"{"1.0":"2.0 \" 3.0","a":4}"#),
            ("\"torn 1.0", "\"torn 1.0"),
            ("\"\\", "\"\\"),
            ("1.0", "1"),
        ] {
            assert_eq!(String::from_utf8_lossy(&whole_numbers(written.as_bytes())), read, "{written}");
        }
    }
}
