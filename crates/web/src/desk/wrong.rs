//! Pages for what cannot be shown or done: nothing there, refused, a fault of ours, a form that is not of this session.
//!
//! A handler returns [`Wrong`] with `?`. It becomes an answer without a page; the layer `pages` draws the page in the
//! frame of the desk. What a fault is goes to the log under a reference; the page shows the reference alone.

use super::page::{Answer, Desk};
use super::posted::sentence;
use crate::Web;
use crate::look::facts::Problem;
use crate::look::{Page, filters};
use crate::trouble::{Cause, Trouble};
use crate::watch;
use app::Error;
use askama::Template;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

/// Where somebody is led whose browser does not say where from.
const TODAY: &str = "/today";
/// What becomes of the answers in a form that could not be kept.
const KEPT_FORM: &str =
    "If you had sent a form, your browser's Back shows it as you filled it in: send it again then, and it counts once.";

/// Why a page cannot be shown, or an act was not done.
#[derive(Debug, Clone)]
pub enum Wrong {
    /// What a use case answered.
    Error(Box<Error>),
    /// The form does not carry its session's token.
    Forged,
    /// The form cannot be read, and why.
    Form(String),
}

impl From<Error> for Wrong {
    fn from(error: Error) -> Self {
        Self::Error(Box::new(error))
    }
}

impl From<store::Fault> for Wrong {
    fn from(fault: store::Fault) -> Self {
        Error::from(fault).into()
    }
}

impl Wrong {
    /// There is no such thing.
    #[must_use]
    pub fn not_found(what: impl Into<String>) -> Self {
        Error::NotFound(what.into()).into()
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Error(error) => match **error {
                Error::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
                Error::NotFound(_) => StatusCode::NOT_FOUND,
                Error::KeyReused => StatusCode::CONFLICT,
                Error::Fault(ref fault) => Trouble::status(fault),
            },
            Self::Forged => StatusCode::FORBIDDEN,
            Self::Form(_) => StatusCode::BAD_REQUEST,
        }
    }

    /// What the page says, and the sentences of a refusal. `back` leads to where the person came from.
    fn told(&self, back: &str) -> (Problem, Vec<String>) {
        let problem = |title: &str, text: &str, remedy: &str| Problem {
            title: title.to_owned(),
            text: text.to_owned(),
            remedy: remedy.to_owned(),
            reference: None,
            action: Some((if back == TODAY { "To Today" } else { "Go back" }.to_owned(), back.to_owned())),
        };
        match self {
            Self::Error(error) => match &**error {
                Error::Refused(refusals) => (
                    problem("This was not done", "Nothing was changed. The reasons:", "Put them right and try again."),
                    refusals.iter().map(sentence).collect(),
                ),
                Error::NotFound(what) => {
                    let text = format!("There is no {what} in this book.");
                    let remedy = "Check the address, or search for it above: press /.";
                    (problem("There is nothing here", &text, remedy), Vec::new())
                }
                Error::KeyReused => {
                    let text =
                        "This form was sent before with other answers. What it did then stands; nothing more was done.";
                    (problem("Sent already", text, "Open the page again and send it from there."), Vec::new())
                }
                Error::Fault(fault) if let Some(trouble) = Trouble::of(fault) => {
                    tracing::warn!(fault = fault.without_contents(), "a page of the desk had to be refused");
                    // What may have been kept is never said to be nothing.
                    let kept = if trouble.cause == Cause::InDoubt { "" } else { " Nothing was changed." };
                    let text = format!("{}{kept}", trouble.fact);
                    let remedy = format!("{} {KEPT_FORM}", trouble.remedy);
                    (problem(trouble.title, &text, &remedy), Vec::new())
                }
                Error::Fault(fault) => {
                    let reference = watch::reference();
                    tracing::error!(reference, fault = fault.without_contents(), "a page of the desk failed");
                    let text = "The fault is ours. Nothing was changed by this request.";
                    let remedy = "Try again. If it happens again, look for the reference in the log.";
                    (
                        Problem { reference: Some(reference), ..problem("Something went wrong", text, remedy) },
                        Vec::new(),
                    )
                }
            },
            Self::Forged => {
                let text = "The form was not made for this session, so nothing was done. That happens when a form stood open \
                    while the session ended.";
                (problem("The form has expired", text, "Open the page again and fill it in once more."), Vec::new())
            }
            Self::Form(reason) => {
                let text = format!("What was sent is not a form of this page: {reason}.");
                (problem("The form cannot be read", &text, "Open the page again and send it from there."), Vec::new())
            }
        }
    }
}

impl IntoResponse for Wrong {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "desk/wrong.html")]
struct WrongPage {
    page: Page,
    problem: Problem,
    reasons: Vec<String>,
}

/// No route of the desk.
pub(super) async fn nothing_here() -> Wrong {
    Wrong::not_found("such page")
}

/// Draws the page of a [`Wrong`] that a handler has answered.
pub(crate) async fn pages(State(web): State<Web>, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let back = back(&headers);
    let response = next.run(request).await;
    let wrong = response.extensions().get::<Wrong>().cloned().or_else(|| unread(&response));
    let Some(wrong) = wrong else { return response };
    let mut answer = draw(&web, &headers, &wrong, &back).await.unwrap_or_else(|_| plain(&wrong));
    if let Wrong::Error(error) = &wrong {
        answer.extensions_mut().insert(watch::Codes::from(&**error));
        if let Error::Fault(fault) = &**error {
            Trouble::tell_when(fault, &mut answer);
        }
    }
    answer
}

/// An address or a form that did not even parse: no handler has seen it, so nothing but a bare status was answered.
fn unread(response: &Response) -> Option<Wrong> {
    let is_page = response
        .headers()
        .get(axum::http::header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    match response.status() {
        _ if is_page => None,
        StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => {
            Some(Wrong::not_found("such page"))
        }
        StatusCode::PAYLOAD_TOO_LARGE => Some(Wrong::Form("it is larger than 256 MB".to_owned())),
        StatusCode::UNSUPPORTED_MEDIA_TYPE | StatusCode::UNPROCESSABLE_ENTITY => {
            Some(Wrong::Form("its kind is another".to_owned()))
        }
        _ => None,
    }
}

async fn draw(web: &Web, headers: &axum::http::HeaderMap, wrong: &Wrong, back: &str) -> Answer {
    let (problem, reasons) = wrong.told(back);
    match Desk::of(web, headers).await {
        Ok(desk) => desk.show_as(wrong.status(), &WrongPage { page: desk.page(None), problem, reasons }),
        Err(_) => {
            // The book cannot be read; the frame can be drawn without its counts.
            let page = Page::new(web.app.factor().name.as_str(), web.app.today());
            let page = WrongPage { page, problem, reasons }.render().map_err(|error| Error::fault("page", error))?;
            Ok((wrong.status(), Html(page)).into_response())
        }
    }
}

/// Where even the frame cannot be drawn.
fn plain(wrong: &Wrong) -> Response {
    let (problem, _) = wrong.told(TODAY);
    let (title, text, remedy) = (problem.title, problem.text, problem.remedy);
    // Names of the book and of its place may be in the text: no sign of them may become markup.
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let page = format!("<!doctype html><title>{title}</title><h1>{title}</h1><p>{text}</p><p>{remedy}</p>");
    (wrong.status(), Html(page)).into_response()
}

/// The page the person came from, where the browser says so and it is ours; else today. Policy forbids referrers, so mostly today.
fn back(headers: &axum::http::HeaderMap) -> String {
    let from = headers.get(axum::http::header::REFERER).and_then(|from| from.to_str().ok());
    let path = from.and_then(|from| from.parse::<axum::http::Uri>().ok()).and_then(|uri| uri.path_and_query().cloned());
    path.map_or_else(|| TODAY.to_owned(), |path| path.to_string())
}

#[cfg(test)]
mod tests {
    use super::{TODAY, Wrong};
    use store::Fault;

    #[test]
    fn a_page_that_the_book_could_not_serve_says_what_became_of_the_change_and_of_the_form() {
        let reason = || "the disk".to_owned();
        let told = |fault: Fault| Wrong::from(fault).told(TODAY).0;
        let full = told(Fault::Full { reason: reason() });
        assert!(full.text.ends_with("Nothing was changed."), "{}", full.text);
        assert!(full.remedy.contains("Make room") && full.remedy.contains("Back shows it"), "{}", full.remedy);
        assert_eq!(full.action, Some(("To Today".to_owned(), TODAY.to_owned())));
        let doubtful = told(Fault::InDoubt { reason: reason() });
        assert!(!doubtful.text.contains("Nothing was changed"), "{}", doubtful.text);
        assert_eq!(Wrong::Forged.told("/clients").0.action, Some(("Go back".to_owned(), "/clients".to_owned())));
    }
}
