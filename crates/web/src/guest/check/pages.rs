//! The pages: ask for a code, show a letter, compare it, ask for proof.

use super::letter::{Letter, look_up};
use crate::guest::Guests;
use crate::guest::door::Guess;
use crate::guest::frame::Frame;
use crate::guest::sent::{Sent, form_token};
use crate::guest::visit::Answer;
use crate::guest::words;
use crate::guest::wrong::{Known, Wrong};
use crate::look::form::{Field, FormErrors};
use app::notice::{PayToAnswer, Standing, check_pay_to, request_proof_by_holder, shown_code, typed_code};
use app::{Error, Task};
use askama::Template;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::letter::{Language, LetterKind};
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
    answer: PayToAnswer,
    /// The invoice number that was typed.
    invoice: String,
}

impl LetterPage {
    fn is_release(&self) -> bool {
        self.letter.is.kind == LetterKind::Release
    }

    fn holds(&self) -> bool {
        self.letter.is.standing == Standing::Holds
    }

    /// What is good news stands in green.
    fn tone(&self, compared: &Compared) -> &'static str {
        match compared.answer {
            PayToAnswer::Yes { .. } | PayToAnswer::AllInvoices { .. } => "good",
            PayToAnswer::UnknownInvoice if compared.invoice.is_empty() => "good",
            PayToAnswer::UnknownInvoice | PayToAnswer::OldAccount { .. } | PayToAnswer::Released => "attention",
            PayToAnswer::OtherAccount | PayToAnswer::NotGenuine => "stop",
        }
    }
}

pub(super) fn language(asked: &str, headers: &HeaderMap) -> Language {
    words::asked(asked).unwrap_or_else(|| words::accepted(headers))
}

/// Asks for a code; what was typed becomes the address of its letter.
pub(super) async fn ask(State(guests): State<Guests>, Query(asked): Query<Asked>, headers: HeaderMap) -> Answer {
    if !asked.code.trim().is_empty() {
        let code = typed_code(&asked.code);
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
    let page = AskPage { code: field, unknown, f: frame };
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
        None => asking(&guests, language, StatusCode::NOT_FOUND, &shown_code(&typed_code(&code))).await,
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
    let code = code.to_owned();
    Ok(guests.web.look(move |snapshot| look_up(snapshot, &code)).await?)
}

async fn page(guests: &Guests, language: Language, letter: Letter, showing: Showing) -> Answer {
    let mut frame = Frame::of(guests, language).await?;
    frame.here = format!("/check/{}", letter.paper.code);
    frame.csrf = form_token(&frame.here);
    let w = &frame.w.check;
    let status = if showing.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = LetterPage {
        code: shown_code(&letter.paper.code),
        kind: match letter.is.kind {
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
    if !account.chars().any(|sign| sign.is_ascii_alphanumeric()) {
        showing.errors.add("account", words::of(language).check.account_missing);
    } else {
        let (code, number) = (letter.paper.code.clone(), invoice.clone());
        let answer = guests.web.look(move |snapshot| check_pay_to(snapshot, &code, &account, &number)).await?;
        showing.compared = Some(Compared { answer, invoice });
    }
    guess(page(&guests, language, letter, showing).await)
}

/// Asks for proof of the assignment (GL-53).
pub(super) async fn proof(
    State(guests): State<Guests>,
    Path(code): Path<String>,
    headers: HeaderMap,
    sent: Sent,
) -> Answer {
    let language = language(sent.get("lang"), &headers);
    let letter =
        find(&guests, &code).await?.filter(|letter| letter.is.standing == Standing::Holds).ok_or(Wrong::Nothing)?;
    if letter.may_ask {
        let (client, debtor) = (letter.paper.client, letter.paper.debtor);
        let words: String = sent.get("words").chars().take(WORDS_CHARS).collect();
        let command = sent.public_command(ACTOR, &letter.paper.code);
        let ask = move |task: &mut Task<'_, '_>| request_proof_by_holder(task, client, debtor, &words).map(drop);
        guests.web.change(command, ask).await?;
    }
    let letter = find(&guests, &code).await?.ok_or(Wrong::Nothing)?;
    guess(page(&guests, language, letter, Showing { asked: true, ..Showing::default() }).await)
}
