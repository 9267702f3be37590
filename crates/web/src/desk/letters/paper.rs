//! A letter as it arrives: the mail in a sandbox, the PDF, and a letter that was not sent yet.
//!
//! The mail is shown as a page of its own under a policy in which nothing runs, nothing is fetched and no form is sent;
//! its styles stand in its elements, as mail clients want them.

use super::super::debtors;
use super::super::page::{Answer, Desk};
use super::super::wrong::Wrong;
use super::one::by_number;
use crate::LetterPress;
use crate::look::{Noun, Page, filters};
use app::message::unlinked;
use app::notice::preview_introduction;
use app::post::Press;
use app::{Error, client_by_code};
use askama::Template;
use axum::extract::Path;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use domain::letter::Letter;

/// What a mail may do on our page: be seen.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; form-action 'none'; base-uri 'none'; \
    frame-ancestors 'none'";

/// A PDF to take away.
pub(super) fn pdf_file(name: &str, pdf: Vec<u8>) -> Response {
    as_pdf("attachment", name, pdf)
}

/// A PDF to look at in a window of its own.
pub(super) fn pdf_page(name: &str, pdf: Vec<u8>) -> Response {
    as_pdf("inline", name, pdf)
}

fn as_pdf(how: &str, name: &str, pdf: Vec<u8>) -> Response {
    let disposition = format!("{how}; filename=\"{name}.pdf\"");
    ([(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, disposition)], pdf)
        .into_response()
}

/// A letter as its mail looks.
pub(super) fn as_mail(letter: &Letter) -> Response {
    let html = letters::mail::bodies(letter).html;
    ([(header::CONTENT_SECURITY_POLICY, MAIL_POLICY)], Html(html)).into_response()
}

pub(super) async fn set(desk: &Desk, letter: Letter) -> Result<Vec<u8>, Wrong> {
    let pdf = desk.apart(move |app| {
        let press = LetterPress::of(app);
        press.pdf(&letter).map_err(|why| Error::refused("PRINT", why, "Look at the letter and its layout."))
    });
    Ok(pdf.await?)
}

async fn letter(desk: &Desk, number: i64) -> Result<Letter, Wrong> {
    let message = desk.read(move |book| by_number(book, number)).await?;
    // The desk looks at it; only its reader may answer by it.
    message.body.letter.map(unlinked).ok_or_else(|| Wrong::not_found(format!("letter on paper for L-{number}")))
}

pub(super) async fn pdf(desk: Desk, Path(number): Path<i64>) -> Answer {
    let letter = letter(&desk, number).await?;
    Ok(pdf_file(&format!("L-{number}"), set(&desk, letter).await?))
}

pub(super) async fn mail(desk: Desk, Path(number): Path<i64>) -> Answer {
    let letter = letter(&desk, number).await?;
    Ok(as_mail(&letter))
}

#[derive(Template)]
#[template(path = "desk/letter_preview.html")]
struct PreviewPage {
    page: Page,
    title: String,
    crumbs: Vec<(String, String)>,
    lead: String,
    address: String,
    subject: String,
    words: String,
    pdf: String,
}

async fn the_introduction(desk: &Desk, client: &str, debtor: &str) -> Result<(Letter, [String; 2]), Wrong> {
    let (client, debtor) = (client.to_owned(), debtor.to_owned());
    let (factor, today) = (desk.factor.clone(), desk.today);
    desk.read(move |book| {
        let client = client_by_code(book, &client)?;
        let debtor = debtors::by_code(book, &debtor)?;
        let letter = preview_introduction(book, &factor, today, client.id, debtor.id)?;
        Ok((letter, [client.name, debtor.name]))
    })
    .await
}

/// LC-42: the letter of introduction as it would be sent today. What it lacks is told instead.
pub(super) async fn introduction(desk: Desk, Path((client, debtor)): Path<(String, String)>) -> Answer {
    let (letter, [client_name, debtor_name]) = the_introduction(&desk, &client, &debtor).await?;
    desk.show(&PreviewPage {
        page: desk.page(Noun::Letters),
        title: format!("Introduction of {client_name} to {debtor_name}"),
        crumbs: vec![
            ("Letters".to_owned(), "/letters".to_owned()),
            (format!("{client_name} and {debtor_name}"), format!("/relations/{client}/{debtor}")),
        ],
        lead: "As it would be sent today. Nothing has left.".to_owned(),
        address: letter.address.join("\n"),
        words: letter.plain_text(),
        subject: letter.subject,
        pdf: format!("/letters/preview/{client}/{debtor}/introduction/pdf"),
    })
}

pub(super) async fn introduction_pdf(desk: Desk, Path((client, debtor)): Path<(String, String)>) -> Answer {
    let (letter, _) = the_introduction(&desk, &client, &debtor).await?;
    let pdf = set(&desk, letter).await?;
    let plain =
        |code: &str| code.chars().filter(|sign| sign.is_ascii_alphanumeric() || *sign == '-').collect::<String>();
    Ok(pdf_file(&format!("introduction-{}-{}", plain(&client), plain(&debtor)), pdf))
}
