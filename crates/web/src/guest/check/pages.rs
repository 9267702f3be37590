//! The pages: ask for a code, show a letter, compare it, ask for proof.

use super::letter::{Holds, Letter, look_up, shown, typed};
use crate::guest::Guests;
use crate::guest::door::Guess;
use crate::guest::frame::Frame;
use crate::guest::sent::{Sent, form_token};
use crate::guest::visit::Answer;
use crate::guest::words;
use crate::guest::wrong::{Known, Wrong};
use crate::look::form::{Field, FormErrors};
use app::notice::request_proof;
use app::{Error, Task};
use askama::Template;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::letter::{Covered, Language, LetterKind};
use serde::Deserialize;

/// Longest account or invoice number that is compared, in characters.
const NUMBER_CHARS: usize = 60;
/// Longest words that may go with a request for proof, in characters.
const WORDS_CHARS: usize = 1_000;
/// Who asks for proof on this page, as events name it.
const ACTOR: &str = "check page";

/// What a page of this kind is asked for in its address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub code: String,
    pub lang: String,
}

#[derive(Template)]
#[template(path = "guest/check_ask.html")]
struct AskPage {
    f: Frame,
    code: Field,
    errors: FormErrors,
    unknown: bool,
}

#[derive(Template)]
#[template(path = "guest/check.html")]
struct LetterPage {
    f: Frame,
    letter: Letter,
    code: String,
    kind: &'static str,
    compared: Option<Compared>,
    account: Field,
    invoice: Field,
    words: Field,
    errors: FormErrors,
    /// Proof was asked for by this request.
    asked: bool,
}

/// What a comparison found.
struct Compared {
    account: bool,
    /// The invoice number, and is it covered for certain?
    invoice: Option<(String, bool)>,
}

impl LetterPage {
    fn is_release(&self) -> bool {
        self.letter.content.kind == LetterKind::Release
    }

    /// The name the supplier trades under, as on its invoices, with its legal name where that differs.
    fn supplier(&self) -> String {
        let client = &self.letter.content.client;
        match client.trading_name.as_deref().filter(|name| *name != client.name && !name.is_empty()) {
            Some(trading) => format!("{trading} ({})", client.name),
            None => client.name.clone(),
        }
    }
}

pub(super) fn language(asked: &str, headers: &HeaderMap) -> Language {
    words::asked(asked).unwrap_or_else(|| words::accepted(headers))
}

/// Asks for a code; what was typed becomes the address of its letter.
pub(super) async fn ask(State(guests): State<Guests>, Query(asked): Query<Asked>, headers: HeaderMap) -> Answer {
    if !asked.code.trim().is_empty() {
        let code = typed(&asked.code);
        let lang = words::asked(&asked.lang).map(|language| format!("?lang={}", language.code())).unwrap_or_default();
        return Ok(Redirect::to(&format!("/check/{}{lang}", if code.is_empty() { "0" } else { &code })).into_response());
    }
    asking(&guests, language(&asked.lang, &headers), StatusCode::OK, "").await
}

async fn asking(guests: &Guests, language: Language, status: StatusCode, code: &str) -> Answer {
    let mut frame = Frame::of(guests, language).await?;
    "/check".clone_into(&mut frame.here);
    let words = &frame.w.check;
    let field = Field::new("code", words.code).hint(words.code_hint).value(code);
    let unknown = status == StatusCode::NOT_FOUND;
    let page = AskPage { code: field, errors: FormErrors::default(), unknown, f: frame };
    Ok((status, Html(page.render().map_err(|error| Error::fault("page", error))?)).into_response())
}

/// Shows the letter under a code.
pub(super) async fn show(
    State(guests): State<Guests>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Answer {
    let language = language(&asked.lang, request.headers());
    if let Some(known) = request.extensions().get::<Known>() {
        let _ = known.set((language, String::new()));
    }
    match find(&guests, &code).await? {
        Some(letter) => guess(page(&guests, language, letter, Showing::default()).await),
        None => asking(&guests, language, StatusCode::NOT_FOUND, &shown(&typed(&code))).await,
    }
}

/// What a page shows besides the letter.
#[derive(Default)]
struct Showing {
    compared: Option<Compared>,
    account: String,
    invoice: String,
    errors: FormErrors,
    asked: bool,
}

async fn find(guests: &Guests, code: &str) -> Result<Option<Letter>, Wrong> {
    let code = typed(code);
    Ok(guests.web.look(move |snapshot| look_up(snapshot, &code)).await?)
}

async fn page(guests: &Guests, language: Language, letter: Letter, showing: Showing) -> Answer {
    let mut frame = Frame::of(guests, language).await?;
    frame.here = format!("/check/{}", letter.paper.code);
    frame.csrf = form_token(&frame.here);
    let w = &frame.w.check;
    let status = if showing.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = LetterPage {
        code: shown(&letter.paper.code),
        kind: match letter.content.kind {
            LetterKind::RemitToChange => w.change_of_account,
            LetterKind::Release => w.release,
            LetterKind::ProofOfAssignment => w.proof_of_assignment,
            _ => w.notice_of_assignment,
        },
        account: Field::new("account", w.account).hint(w.account_hint).value(showing.account).checked(&showing.errors),
        invoice: Field::new("invoice", w.invoice).hint(w.invoice_hint).value(showing.invoice).optional(),
        words: Field::new("words", w.proof_words).hint(w.proof_words_hint).optional(),
        compared: showing.compared,
        errors: showing.errors,
        asked: showing.asked,
        letter,
        f: frame,
    };
    Ok((status, Html(page.render().map_err(|error| Error::fault("page", error))?)).into_response())
}

/// Marks an answer as one to a possible guess.
fn guess(answer: Answer) -> Answer {
    answer.map(|mut response: Response| {
        response.extensions_mut().insert(Guess);
        response
    })
}

/// Holds what the reader's letter says against what we wrote.
pub(super) async fn compare(
    State(guests): State<Guests>,
    Path(code): Path<String>,
    headers: HeaderMap,
    sent: Sent,
) -> Answer {
    let language = language(sent.get("lang"), &headers);
    let letter = find(&guests, &code).await?.ok_or(Wrong::Nothing)?;
    let short = |name: &str| sent.get(name).chars().take(NUMBER_CHARS).collect::<String>();
    let (account, invoice) = (short("account"), short("invoice"));
    let mut showing = Showing { account: account.clone(), invoice: invoice.clone(), ..Showing::default() };
    if plain(&account).is_empty() {
        showing.errors.add("account", words::of(language).check.account_missing);
    } else {
        let right = letter.content.pay_to.as_ref().is_some_and(|to| plain(&to.account.number) == plain(&account));
        let invoice = Some(invoice).filter(|number| !plain(number).is_empty());
        let covered = |number: &str| match letter.content.covered {
            Some(Covered::AllAccounts) => true,
            _ => letter.content.listed.iter().any(|listed| plain(&listed.number) == plain(number)),
        };
        showing.compared = Some(Compared {
            account: right,
            invoice: invoice.map(|number| {
                let covered = covered(&number);
                (number, covered)
            }),
        });
    }
    guess(page(&guests, language, letter, showing).await)
}

/// A number without marks, as two papers can be compared.
fn plain(number: &str) -> String {
    number.chars().filter(char::is_ascii_alphanumeric).map(|sign| sign.to_ascii_uppercase()).collect()
}

/// Asks for proof of the assignment (GL-53).
pub(super) async fn proof(
    State(guests): State<Guests>,
    Path(code): Path<String>,
    headers: HeaderMap,
    sent: Sent,
) -> Answer {
    let language = language(sent.get("lang"), &headers);
    let letter = find(&guests, &code).await?.filter(|letter| letter.holds == Holds::Yes).ok_or(Wrong::Nothing)?;
    if letter.may_ask {
        let (client, debtor) = (letter.paper.client, letter.paper.debtor);
        let words: String = sent.get("words").chars().take(WORDS_CHARS).collect();
        let command = sent.public_command(ACTOR, &letter.paper.code);
        let ask = move |task: &mut Task<'_, '_>| request_proof(task, client, debtor, &words).map(drop);
        guests.web.change(command, ask).await?;
    }
    let letter = find(&guests, &code).await?.ok_or(Wrong::Nothing)?;
    guess(page(&guests, language, letter, Showing { asked: true, ..Showing::default() }).await)
}
