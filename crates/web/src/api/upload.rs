//! Files in a form (multipart/form-data), read as a whole.
//!
//! The hash of a request covers names and contents of its parts, not their boundaries: sent again, it is the same request.
//! Limits: the server's for a whole body; [`FIELD_BYTES`] for a field that is no file.

use super::ACTOR;
use super::idempotency;
use super::problem::{BODY_TOO_LARGE, CONTENT_TYPE, FORM_MALFORMED, Problem};
use crate::Web;
use app::Command;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use sha2::Digest;
use std::collections::BTreeMap;

/// Most bytes of a field that is no file.
const FIELD_BYTES: usize = 64 * 1024;
/// The field that holds files.
pub(super) const FILES: &str = "files";

/// A form with files.
pub(super) struct Upload {
    pub command: Command,
    /// Name and content, in the order given.
    pub files: Vec<(String, Vec<u8>)>,
    fields: BTreeMap<String, String>,
}

impl Upload {
    /// Takes the text of a field out; empty ones are as good as absent.
    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        self.fields.remove(name).filter(|text| !text.trim().is_empty())
    }

    /// A field that says yes or no.
    pub(super) fn take_yes(&mut self, name: &str) -> Result<bool, Problem> {
        match self.take(name).as_deref() {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(wrong(name, "The field says neither true nor false.", "Write true or false.")),
        }
    }

    /// Refuses what nobody asked for, and a form without files.
    pub(super) fn finish(&self) -> Result<(), Problem> {
        if let Some(name) = self.fields.keys().next() {
            return Err(wrong(name, "The form has no such field.", "Leave it out."));
        }
        if self.files.is_empty() {
            return Err(wrong(FILES, "No file was given.", "Send at least one file in this field."));
        }
        Ok(())
    }
}

/// A problem at a field of the form.
pub(super) fn wrong(place: &str, fact: &str, remedy: &str) -> Problem {
    Problem::new(&FORM_MALFORMED, format!("{place}: {fact}")).at(place, fact, remedy)
}

impl FromRequest<Web> for Upload {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &Web) -> Result<Self, Problem> {
        let key = idempotency::key(request.method(), request.headers())?;
        let mut hash = idempotency::hash(request.method(), request.uri().path());
        let mut form = Multipart::from_request(request, state)
            .await
            .map_err(|_| Problem::new(&CONTENT_TYPE, CONTENT_TYPE.meaning))?;
        let (mut files, mut fields) = (Vec::new(), BTreeMap::new());
        while let Some(field) = form.next_field().await.map_err(unreadable)? {
            let name = field.name().unwrap_or_default().to_owned();
            let file = field.file_name().map(str::to_owned);
            let bytes = field.bytes().await.map_err(unreadable)?;
            for part in [name.as_bytes(), file.as_deref().unwrap_or_default().as_bytes(), &bytes] {
                // Length first, so that no two forms read alike.
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
            if name == FILES {
                files.push((file.unwrap_or_else(|| "file".to_owned()), bytes.into()));
                continue;
            }
            if bytes.len() > FIELD_BYTES {
                return Err(wrong(&name, "The field is longer than 64 KiB.", "Shorten it."));
            }
            let text =
                String::from_utf8(bytes.into()).map_err(|_| wrong(&name, "The field is not UTF-8.", "Write UTF-8."))?;
            if fields.insert(name.clone(), text).is_some() {
                return Err(wrong(&name, "The field is there twice.", "Send it once."));
            }
        }
        let command = Command { actor: ACTOR.to_owned(), key, request: hash.finalize().into() };
        Ok(Self { command, files, fields })
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn unreadable(error: MultipartError) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(&BODY_TOO_LARGE, BODY_TOO_LARGE.meaning),
        _ => {
            Problem::new(&FORM_MALFORMED, FORM_MALFORMED.meaning).at("form", &error.body_text(), "Send the form whole.")
        }
    }
}
