//! A form as it was sent: fields in order, files, the session's token checked, the key that makes it count once.
//!
//! Both kinds of forms are taken: plain ones and those with files. A form without the token of its session is refused
//! before anything else is read. Field names that the frame uses: `csrf`, `key`.

use super::page::ACTOR;
use super::wrong::Wrong;
use crate::look::form::FormErrors;
use crate::sign_in::Secrets;
use crate::{Web, server};
use app::timeline::capital;
use app::{Command, Error, Refusal};
use axum::Form;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Most fields of one form. The longest form of the desk (an agreement) has under 200.
pub const FIELDS: usize = 2_000;
/// Longest key of a form, in characters.
const KEY_CHARS: usize = 120;

/// A file of a form.
#[derive(Debug, Clone)]
pub struct SentFile {
    /// Name of the field.
    pub field: String,
    /// Name of the file, without folders.
    pub name: String,
    /// Its content.
    pub content: Vec<u8>,
}

/// A form that a signed-in person has sent.
#[derive(Debug, Clone, Default)]
pub struct Posted {
    fields: Vec<(String, String)>,
    /// The files, in order. Fields that were left empty send none.
    pub files: Vec<SentFile>,
    key: Option<String>,
}

impl FromRequest<Web> for Posted {
    type Rejection = Wrong;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Wrong> {
        let session = server::session_of(request.headers()).unwrap_or_default();
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
        let mut posted = if kind.starts_with("multipart/form-data") {
            parts(request, web).await?
        } else {
            let read = Form::<Vec<(String, String)>>::from_request(request, web).await;
            let Form(fields) = read.map_err(|error| Wrong::Form(error.body_text()))?;
            Self { fields, ..Self::default() }
        };
        if posted.fields.len() > FIELDS {
            return Err(Wrong::Form(format!("it has over {FIELDS} fields")));
        }
        let expected = Secrets::form_token(&session);
        if !bool::from(expected.as_bytes().ct_eq(posted.get("csrf").as_bytes())) {
            return Err(Wrong::Forged);
        }
        posted.key = Some(posted.get("key").to_owned()).filter(|key| !key.is_empty() && key.len() <= KEY_CHARS);
        posted.fields.retain(|(name, _)| name != "csrf" && name != "key");
        Ok(posted)
    }
}

async fn parts(request: Request, web: &Web) -> Result<Posted, Wrong> {
    let unreadable = |error: axum::extract::multipart::MultipartError| Wrong::Form(error.body_text());
    let mut sent = Multipart::from_request(request, web).await.map_err(|error| Wrong::Form(error.body_text()))?;
    let mut posted = Posted::default();
    while let Some(part) = sent.next_field().await.map_err(unreadable)? {
        let field = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            None => posted.fields.push((field, part.text().await.map_err(unreadable)?)),
            Some(name) => {
                let content = part.bytes().await.map_err(unreadable)?.to_vec();
                let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
                if !name.is_empty() {
                    posted.files.push(SentFile { field, name, content });
                }
            }
        }
        if posted.fields.len() + posted.files.len() > FIELDS {
            return Err(Wrong::Form(format!("it has over {FIELDS} fields")));
        }
    }
    Ok(posted)
}

impl Posted {
    /// A form with these fields, as if nothing else had been sent: to fill a form with suggestions.
    #[must_use]
    pub fn suggested(fields: Vec<(String, String)>) -> Self {
        Self { fields, ..Self::default() }
    }

    /// The answer in a field without blanks at its ends; empty when it was not sent.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// The answer in a field as it was sent: for texts in which blanks count.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// Was the field sent at all?
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(known, _)| known == name)
    }

    /// The answer, or nothing where it is empty.
    #[must_use]
    pub fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }

    /// All answers under a name, in order: boxes ticked, repeated rows.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.fields.iter().filter(|(known, _)| known == name).map(|(_, value)| value.trim()).collect()
    }

    /// All answers whose name begins so, in order: the rest of the name, and the answer.
    #[must_use]
    pub fn named(&self, prefix: &str) -> Vec<(&str, &str)> {
        self.fields.iter().filter_map(|(name, value)| Some((name.strip_prefix(prefix)?, value.trim()))).collect()
    }

    /// Was the box ticked?
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        self.get(name) == "yes"
    }

    /// The command of this form: the same form sent twice counts once.
    #[must_use]
    pub fn command(&self) -> Command {
        let mut digest = Sha256::new();
        let mut part = |text: &[u8]| {
            digest.update((text.len() as u64).to_be_bytes());
            digest.update(text);
        };
        for (name, value) in &self.fields {
            part(name.as_bytes());
            part(value.as_bytes());
        }
        for file in &self.files {
            part(file.name.as_bytes());
            part(&file.content);
        }
        let key = self.key.as_ref().map(|key| format!("desk:{key}"));
        Command::new(ACTOR, key.as_deref(), &digest.finalize())
    }
}

/// One refusal as a sentence or two, without its place.
#[must_use]
pub fn sentence(refusal: &Refusal) -> String {
    let fact = capital(&refusal.fact);
    let stop = if fact.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{fact}{stop} {}", refusal.remedy).trim().to_owned()
}

/// Puts what a use case refused to the fields of the form. A refusal belongs to the field that its place names; `fields`
/// says which one for a place or code that is named otherwise. The rest stands on top of the form.
///
/// # Errors
/// What is no refusal comes back as [`Wrong`].
pub fn to_fields(error: Error, fields: &[(&str, &str)], errors: &mut FormErrors) -> Result<(), Wrong> {
    let refusals = match error {
        Error::Refused(refusals) => refusals,
        Error::KeyReused => {
            errors.general.push("This form was sent before with other answers. Check it and send it again.".to_owned());
            return Ok(());
        }
        other => return Err(other.into()),
    };
    for refusal in &refusals {
        let named = |(place, _): &&(&str, &str)| *place == refusal.place || *place == refusal.code;
        let is_field = !refusal.place.is_empty()
            && refusal.place.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        match fields.iter().find(named).map(|(_, field)| *field) {
            Some(field) => errors.add(field, sentence(refusal)),
            None if is_field => errors.add(refusal.place.as_str(), sentence(refusal)),
            None => errors.general.push(sentence(refusal)),
        }
    }
    Ok(())
}
