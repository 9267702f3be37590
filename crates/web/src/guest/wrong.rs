//! Pages for what cannot be shown or done.
//!
//! A handler returns [`Wrong`] with `?`; the layer [`pages`] draws it: in the language of the guest where a link was
//! good, else in the browser's. Whatever opens nothing (forged, expired, taken back, another's, never there) is one
//! [`Wrong::Nothing`] and one page, to the letter.

use super::Guests;
use super::frame::Frame;
use super::words::{self, Words, refusal};
use crate::trouble::Trouble;
use crate::watch;
use app::Error;
use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use domain::letter::Language;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// Why a page cannot be shown, or an act was not done.
#[derive(Debug, Clone)]
pub(super) enum Wrong {
    /// There is nothing, or not for this guest.
    Nothing,
    /// Too many requests; the next one after this time.
    Often(Duration),
    /// A use case refused, or the book failed.
    Error(Box<Error>),
    /// The form does not carry its page's token.
    Forged,
    /// What was sent is no form of the page.
    Form,
    /// More was sent than is taken at once, in bytes.
    Large(usize),
    /// The request was not finished in time.
    Slow,
}

/// What a good link tells the page that may have to be drawn instead: its language, and where its pages begin.
pub(super) type Known = Arc<OnceLock<(Language, String)>>;

impl From<Error> for Wrong {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound(_) => Self::Nothing,
            other => Self::Error(Box::new(other)),
        }
    }
}

impl From<store::Fault> for Wrong {
    fn from(fault: store::Fault) -> Self {
        Error::from(fault).into()
    }
}

impl Wrong {
    fn status(&self) -> StatusCode {
        match self {
            Self::Nothing => StatusCode::NOT_FOUND,
            Self::Often(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Error(error) => match **error {
                Error::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
                Error::NotFound(_) => StatusCode::NOT_FOUND,
                Error::KeyReused => StatusCode::CONFLICT,
                Error::Fault(ref fault) => Trouble::status(fault),
            },
            Self::Forged => StatusCode::FORBIDDEN,
            Self::Form => StatusCode::BAD_REQUEST,
            Self::Large(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
        }
    }

    fn told(&self, words: &Words, factor: &str) -> Told {
        let w = &words.wrong;
        let told = |title: &str, text: &str, remedy: &str| Told {
            title: title.to_owned(),
            text: text.to_owned(),
            remedy: remedy.to_owned(),
            ..Told::default()
        };
        match self {
            Self::Nothing => told(w.nothing_title, w.nothing_text, &(w.nothing_remedy)(factor)),
            Self::Often(wait) => told(w.often_title, w.often_text, &(w.often_remedy)(seconds(*wait))),
            Self::Error(error) => match &**error {
                Error::Refused(refusals) => {
                    let reasons = refusals.iter().map(|one| refusal::sentence(words, one)).collect();
                    Told { reasons, ..told(w.refused_title, w.refused_text, "") }
                }
                Error::NotFound(_) => Self::Nothing.told(words, factor),
                Error::KeyReused => told(w.sent_title, w.sent_text, w.open_again),
                Error::Fault(fault) if Trouble::of(fault).is_some() => {
                    tracing::warn!(fault = fault.without_contents(), "a guest's page had to be refused");
                    told(w.paused_title, w.paused_text, w.paused_remedy)
                }
                Error::Fault(fault) => {
                    let reference = watch::reference();
                    tracing::error!(reference, fault = fault.without_contents(), "a guest's page failed");
                    let reference = (w.reference)(&reference);
                    Told { reference: Some(reference), ..told(w.fault_title, w.fault_text, w.try_again) }
                }
            },
            Self::Forged => told(w.expired_title, w.expired_text, w.open_again),
            Self::Form => told(w.form_title, w.form_text, w.open_again),
            Self::Large(most) => told(w.large_title, &(w.large_text)(&size(*most)), ""),
            Self::Slow => told(w.slow_title, w.slow_text, w.try_again),
        }
    }
}

/// Whole seconds, rounded up: what is told is enough.
fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

/// `10 MB`, `512 kB`: as people know sizes.
fn size(bytes: usize) -> String {
    if bytes >= 1024 * 1024 { format!("{} MB", bytes / (1024 * 1024)) } else { format!("{} kB", bytes / 1024) }
}

impl IntoResponse for Wrong {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Default)]
struct Told {
    title: String,
    text: String,
    remedy: String,
    reasons: Vec<String>,
    reference: Option<String>,
}

#[derive(Template)]
#[template(path = "guest/wrong.html")]
struct WrongPage {
    f: Frame,
    told: Told,
}

/// No page of a guest.
pub(super) async fn nothing_here() -> Wrong {
    Wrong::Nothing
}

/// Draws the page of a [`Wrong`] that a handler or a guard has answered.
pub(super) async fn pages(State(guests): State<Guests>, mut request: Request, next: Next) -> Response {
    let known: Known = Arc::default();
    request.extensions_mut().insert(known.clone());
    let headers = request.headers().clone();
    let response = next.run(request).await;
    let Some(wrong) = response.extensions().get::<Wrong>().cloned().or_else(|| unread(&response)) else {
        return response;
    };
    let mut answer = draw(&guests, &headers, &known, &wrong).await;
    if let Wrong::Often(wait) = wrong {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds(wait)));
    }
    if let Wrong::Error(error) = &wrong {
        answer.extensions_mut().insert(watch::Codes::from(&**error));
        if let Error::Fault(fault) = &**error {
            Trouble::tell_when(fault, &mut answer);
        }
    }
    answer
}

/// What no handler has seen: an address or a form that did not parse, a body too large, a request too slow.
fn unread(response: &Response) -> Option<Wrong> {
    if response.headers().contains_key(header::CONTENT_TYPE)
        && !response.headers()[header::CONTENT_TYPE].as_bytes().starts_with(b"text/plain")
    {
        return None;
    }
    match response.status() {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Some(Wrong::Nothing),
        StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE | StatusCode::UNPROCESSABLE_ENTITY => {
            Some(Wrong::Form)
        }
        StatusCode::PAYLOAD_TOO_LARGE => Some(Wrong::Large(super::UPLOAD)),
        StatusCode::REQUEST_TIMEOUT => Some(Wrong::Slow),
        _ => None,
    }
}

async fn draw(guests: &Guests, headers: &HeaderMap, known: &Known, wrong: &Wrong) -> Response {
    let (language, base) = known
        .get()
        .map_or_else(|| (words::accepted(headers), String::new()), |(language, base)| (*language, base.clone()));
    let drawn = async {
        let mut frame = Frame::of(guests, language).await?;
        frame.base = base;
        let told = wrong.told(frame.w, &frame.factor);
        let text = WrongPage { f: frame, told }.render().map_err(|error| Error::fault("page", error))?;
        Ok::<_, Error>((wrong.status(), Html(text)).into_response())
    };
    match drawn.await {
        Ok(page) => page,
        Err(_) => {
            let told = wrong.told(words::of(language), &guests.web.app.factor().name);
            let text = format!("<!doctype html><title>{0}</title><h1>{0}</h1>", told.title);
            (wrong.status(), Html(text)).into_response()
        }
    }
}
