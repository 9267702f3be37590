//! What every page of the desk needs: who is signed in, the frame, the book, the receipt that is told once.
//!
//! [`Desk`] is made for each request behind a session. It reads the counts of the navigation (indexed), nothing else.
//! The receipt of an act travels in a cookie to the page that the redirect leads to, with a digest of the session, and
//! ends there.

use super::wrong::Wrong;
use crate::look::{Flash, Noun, Page, Tone};
use crate::sign_in::{Secrets, new_token};
use crate::trouble::Trouble;
use crate::{Web, server};
use app::{App, Error, Task};
use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::party::Factor;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Snapshot, kept};

/// Who acts on the desk, in events, until accounts exist.
pub const ACTOR: &str = "desk";
/// Name of the cookie that carries a receipt to the next page.
const RECEIPT: &str = "credere_receipt";
/// Longest receipt that travels, in characters: a cookie holds 4,096 bytes.
const RECEIPT_CHARS: usize = 600;

/// What a handler answers: a page, or what is wrong instead.
pub type Answer = Result<Response, Wrong>;

/// The desk of one request.
#[derive(Clone)]
pub struct Desk {
    /// The factor's Credere.
    pub web: Web,
    /// The business date.
    pub today: Date,
    /// The factor.
    pub factor: Arc<Factor>,
    session: String,
    flash: Option<Flash>,
    waiting: Vec<(Noun, u32)>,
}

impl FromRequestParts<Web> for Desk {
    type Rejection = Wrong;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Wrong> {
        Self::of(web, &parts.headers).await
    }
}

impl Desk {
    /// The desk of a request with these headers.
    pub(super) async fn of(web: &Web, headers: &HeaderMap) -> Result<Self, Wrong> {
        let session = server::session_of(headers).unwrap_or_default();
        let waiting = web.look(|snapshot| Ok(kept::view::waiting::counts(snapshot)?)).await?;
        let count = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(Self {
            web: web.clone(),
            today: web.app.today(),
            factor: web.app.factor(),
            flash: receipt_of(headers, &session),
            session,
            waiting: vec![
                (Noun::Schedules, count(waiting.lines)),
                (Noun::Letters, count(waiting.letters)),
                (Noun::Cases, count(waiting.cases)),
                (Noun::Cash, count(waiting.receipts)),
                (Noun::Payments, count(waiting.payments)),
            ],
        })
    }

    /// The frame of a page below a noun.
    #[must_use]
    pub fn page(&self, noun: impl Into<Option<Noun>>) -> Page {
        let mut page = Page::new(self.factor.name.as_str(), self.today);
        page.active = noun.into();
        page.signed_in = Some("Desk".to_owned());
        page.flash.clone_from(&self.flash);
        page.paused =
            self.web.app.book.pulse().trouble().and_then(|fault| Trouble::of(&fault)).map(|trouble| {
                (format!("Nothing can be changed just now. {}", trouble.fact), trouble.remedy.to_owned())
            });
        page.csrf = Secrets::form_token(&self.session);
        page.key = new_token();
        page.waiting.clone_from(&self.waiting);
        page
    }

    /// Reads one state of the book.
    ///
    /// # Errors
    /// [`Wrong`] with what `read` returns.
    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut Snapshot<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Wrong> {
        Ok(self.web.look(read).await?)
    }

    /// Changes the book by a use case under the key of a form. A refusal comes back as [`Error::Refused`], for the form.
    ///
    /// # Errors
    /// What the use case refuses.
    pub async fn change<T>(
        &self,
        posted: &super::posted::Posted,
        work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
    ) -> Result<T, Error>
    where
        T: Serialize + serde::de::DeserializeOwned + Send + 'static,
    {
        self.web.change(posted.command(), work).await
    }

    /// Runs work that blocks or takes several units on a thread of its own.
    ///
    /// # Errors
    /// What `work` returns.
    pub async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.web.apart(work).await
    }

    /// A page.
    ///
    /// # Errors
    /// [`Wrong`] when the template fails.
    pub fn show(&self, template: &impl Template) -> Answer {
        self.show_as(StatusCode::OK, template)
    }

    /// A form that came back with what is wrong: status 422.
    ///
    /// # Errors
    /// [`Wrong`] when the template fails.
    pub fn refused(&self, template: &impl Template) -> Answer {
        self.show_as(StatusCode::UNPROCESSABLE_ENTITY, template)
    }

    /// A page with a status. A receipt that it shows is told, and ends.
    ///
    /// # Errors
    /// [`Wrong`] when the template fails.
    pub fn show_as(&self, status: StatusCode, template: &impl Template) -> Answer {
        let mut response =
            (status, Html(template.render().map_err(|error| Error::fault("page", error))?)).into_response();
        if self.flash.is_some() {
            let ended = format!("{RECEIPT}=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0");
            set_cookie(&mut response, &ended);
        }
        Ok(response)
    }

    /// The answer to an act that is done: a redirect to `to`, where `text` is told once, with the number of its receipt
    /// and where that can be read again.
    #[must_use]
    pub fn done(&self, to: &str, text: impl Into<String>, receipt: Option<(String, String)>) -> Response {
        self.told(to, Tone::Good, text, receipt)
    }

    /// The same in another tone: an act that did less than was asked.
    #[must_use]
    pub fn told(&self, to: &str, tone: Tone, text: impl Into<String>, receipt: Option<(String, String)>) -> Response {
        let mut response = Redirect::to(to).into_response();
        let text: String = text.into().chars().take(RECEIPT_CHARS).collect();
        let told = Told { tone: tone.name().to_owned(), text, receipt };
        if let Ok(json) = serde_json::to_string(&told) {
            let payload = URL_SAFE_NO_PAD.encode(json);
            let seal = seal(&self.session, &payload);
            let cookie = format!("{RECEIPT}={payload}.{seal}; HttpOnly; SameSite=Strict; Path=/; Max-Age=60");
            set_cookie(&mut response, &cookie);
        }
        response
    }

    /// The session's token, for what must end it.
    pub(super) fn session(&self) -> &str {
        &self.session
    }
}

/// A receipt on its way.
#[derive(Serialize, Deserialize)]
struct Told {
    tone: String,
    text: String,
    receipt: Option<(String, String)>,
}

fn seal(session: &str, payload: &str) -> String {
    Secrets::form_token(&format!("{session} receipt {payload}"))
}

fn receipt_of(headers: &HeaderMap, session: &str) -> Option<Flash> {
    let cookie = server::cookie(headers, RECEIPT)?;
    let (payload, sealed) = cookie.split_once('.')?;
    if seal(session, payload) != sealed {
        return None;
    }
    let told: Told = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
    let tones = [Tone::Neutral, Tone::Information, Tone::Good, Tone::Attention, Tone::Stop];
    let tone = tones.into_iter().find(|tone| tone.name() == told.tone)?;
    Some(Flash { tone, text: told.text, receipt: told.receipt })
}

fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
