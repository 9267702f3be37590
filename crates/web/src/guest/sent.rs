//! A form as a guest sent it: fields in order, files, the page's token checked, the key that makes it count once.
//!
//! Limits: the route's for the whole body; [`FIELDS`] fields, [`FILES`] files. A form without the token of its page, or
//! without a key, is refused before anything else is read.

use super::Guests;
use super::wrong::Wrong;
use crate::Secrets;
use crate::desk::posted::{Posted, SentFile};
use app::Command;
use axum::Form;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use domain::id::LinkId;
use sha2::{Digest, Sha256};
use std::ops::Deref;
use subtle::ConstantTimeEq;

/// Most fields of one form: an answer for 5,000 invoices.
pub const FIELDS: usize = 5_100;
/// Most files of one form.
pub const FILES: usize = 5;
/// Length of a key, in characters.
const KEY_CHARS: std::ops::RangeInclusive<usize> = 8..=120;

/// A form that a guest has sent.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    posted: Posted,
    /// The token it carried, for the same form drawn again.
    pub key: String,
}

impl Deref for Sent {
    type Target = Posted;
    fn deref(&self) -> &Posted {
        &self.posted
    }
}

/// What a page's form token is made from: the link's secret, or the code of a checked letter.
pub(super) fn form_token(path: &str) -> String {
    Secrets::form_token(path.split('/').nth(2).unwrap_or(""))
}

impl FromRequest<Guests> for Sent {
    type Rejection = Wrong;

    async fn from_request(request: Request, guests: &Guests) -> Result<Self, Wrong> {
        let expected = form_token(request.uri().path());
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
        let (fields, files) = if kind.starts_with("multipart/form-data") {
            parts(request, guests).await?
        } else {
            let read = Form::<Vec<(String, String)>>::from_request(request, guests).await;
            let Form(fields) = read.map_err(|error| too_large_or(error.into_response_status()))?;
            (fields, Vec::new())
        };
        if fields.len() > FIELDS {
            return Err(Wrong::Form);
        }
        let given = |name: &str| fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
        if !bool::from(expected.as_bytes().ct_eq(given("csrf").as_bytes())) {
            return Err(Wrong::Forged);
        }
        let key = given("key").to_owned();
        if !KEY_CHARS.contains(&key.len()) {
            return Err(Wrong::Form);
        }
        let fields = fields.into_iter().filter(|(name, _)| name != "csrf" && name != "key").collect();
        let mut posted = Posted::suggested(fields);
        posted.files = files;
        Ok(Self { posted, key })
    }
}

/// Which of the two a form was that could not be read.
trait Status {
    fn into_response_status(self) -> StatusCode;
}

impl Status for axum::extract::rejection::FormRejection {
    fn into_response_status(self) -> StatusCode {
        self.status()
    }
}

fn too_large_or(status: StatusCode) -> Wrong {
    if status == StatusCode::PAYLOAD_TOO_LARGE { Wrong::Large(super::FORM) } else { Wrong::Form }
}

async fn parts(request: Request, guests: &Guests) -> Result<(Vec<(String, String)>, Vec<SentFile>), Wrong> {
    let unreadable = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Wrong::Large(super::UPLOAD),
        _ => Wrong::Form,
    };
    let mut sent = Multipart::from_request(request, guests).await.map_err(|_| Wrong::Form)?;
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    while let Some(part) = sent.next_field().await.map_err(unreadable)? {
        let field = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            None => fields.push((field, part.text().await.map_err(unreadable)?)),
            Some(name) => {
                let content = part.bytes().await.map_err(unreadable)?.to_vec();
                let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
                if !name.is_empty() {
                    files.push(SentFile { field, name, content });
                }
            }
        }
        if fields.len() > FIELDS || files.len() > FILES {
            return Err(Wrong::Form);
        }
    }
    Ok((fields, files))
}

impl Sent {
    /// A form with these fields, as if nothing else had been sent: to fill a form with suggestions.
    #[must_use]
    pub fn suggested(fields: Vec<(String, String)>) -> Self {
        Self { posted: Posted::suggested(fields), key: String::new() }
    }

    /// The command of this form under a link: the same form sent twice counts once, and keys of other links never meet.
    #[must_use]
    pub fn command(&self, actor: &str, link: LinkId) -> Command {
        Command::new(actor, Some(&format!("guest:{link}:{}", self.key)), &self.digest())
    }

    /// The command of this form of the check page.
    #[must_use]
    pub fn public_command(&self, actor: &str, code: &str) -> Command {
        Command::new(actor, Some(&format!("check:{code}:{}", self.key)), &self.digest())
    }

    fn digest(&self) -> Vec<u8> {
        let mut digest = Sha256::new();
        let mut part = |text: &[u8]| {
            digest.update((text.len() as u64).to_be_bytes());
            digest.update(text);
        };
        for (name, value) in self.posted.named("") {
            part(name.as_bytes());
            part(value.as_bytes());
        }
        for file in &self.posted.files {
            part(file.name.as_bytes());
            part(&file.content);
        }
        digest.finalize().to_vec()
    }
}
