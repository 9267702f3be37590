//! The papers of an invoice: what the debtor may fetch from its page, and where somebody adds what it asked for.

use super::super::page::{Answer, Desk};
use super::super::posted::{Posted, to_fields};
use super::super::wrong::Wrong;
use super::id_of;
use crate::look::form::{Choice, Field, FormErrors};
use crate::look::format::day;
use crate::look::{Noun, Page, filters};
use app::Error;
use app::document::{Handed, NewDocument, Viewer, add, fetch as fetch_document, handed_out, of_invoices};
use askama::Template;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::contact::DocumentKind;
use domain::dispute::{Side, Speaker};
use domain::id::DocumentId;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::kept;
use store::kept::document::Document;
use store::kept::invoice::Invoice;

/// What somebody at the desk adds: letters and advices come to be by themselves.
pub(crate) const KINDS: [DocumentKind; 5] =
    [DocumentKind::Invoice, DocumentKind::Order, DocumentKind::Delivery, DocumentKind::Timesheet, DocumentKind::Other];
/// What may be chosen in the dialogue; the bytes decide.
pub(crate) const ACCEPT: &str = ".pdf,.png,.jpg,.jpeg,.xlsx,.csv,.xml,.txt";

/// A paper in the list.
struct Paper {
    href: String,
    kind: &'static str,
    name: String,
    added: String,
}

#[derive(Template)]
#[template(path = "desk/papers.html")]
struct PapersPage {
    page: Page,
    id: String,
    number: String,
    papers: Vec<Paper>,
    kind: Field,
    files: Field,
    errors: FormErrors,
}

async fn read(desk: &Desk, id: &str) -> Result<(Invoice, Vec<Document>), Wrong> {
    let id = id_of(id)?;
    desk.read(move |book| {
        let invoice = kept::invoice::get(book, id)?.ok_or_else(|| Error::NotFound("such invoice".to_owned()))?;
        let papers = of_invoices(book, Viewer::Factor, &[id])?;
        Ok((invoice, papers))
    })
    .await
}

fn page(desk: &Desk, (invoice, papers): (Invoice, Vec<Document>), typed: &Posted, errors: FormErrors) -> PapersPage {
    let zone = TimeZone::get(&desk.factor.zone).unwrap_or(TimeZone::UTC);
    let added = |paper: &Document| {
        let at = Timestamp::from_microsecond(paper.added_at).unwrap_or(Timestamp::UNIX_EPOCH);
        format!("{} by {}", day(at.to_zoned(zone.clone()).date()), paper.added_by)
    };
    PapersPage {
        page: desk.page(Noun::Schedules),
        id: invoice.id.to_string(),
        number: invoice.offer.number,
        papers: papers
            .iter()
            .map(|paper| Paper {
                href: format!("/papers/{}", paper.id),
                kind: paper.kind.word(),
                name: paper.name.clone(),
                added: added(paper),
            })
            .collect(),
        kind: Field::new("kind", "What it is")
            .value(typed.raw("kind"))
            .choices(KINDS.map(|one| Choice::new(one.code(), one.word())))
            .checked(&errors),
        files: Field::new("files", "Files")
            .hint(format!("PDF, picture, table or text, up to {} MB each.", app::document::BYTES / (1024 * 1024)))
            .accept(ACCEPT)
            .checked(&errors),
        errors,
    }
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>) -> Answer {
    let found = read(&desk, &id).await?;
    desk.show(&page(&desk, found, &Posted::default(), FormErrors::default()))
}

pub(super) async fn send(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let found = read(&desk, &id).await?;
    let mut errors = FormErrors::default();
    let kind = DocumentKind::from_code(posted.get("kind")).filter(|kind| KINDS.contains(kind));
    if kind.is_none() {
        errors.add("kind", "Choose what the paper is.");
    }
    let files = posted.files.clone();
    if files.is_empty() {
        errors.add("files", "No file was chosen. Choose one.");
    }
    let (Some(kind), true) = (kind, errors.is_empty()) else {
        return desk.refused(&page(&desk, found, &posted, errors));
    };
    let (invoice, client, debtor) = (found.0.id, found.0.client, found.0.debtor);
    let by = Speaker::new(Side::Factor, "desk");
    let added = desk
        .change(&posted, move |task| {
            let mut count = 0_usize;
            for file in files {
                let (name, by) = (file.name, by.clone());
                let new = NewDocument { kind, invoice: Some(invoice), client: Some(client), debtor, name, by };
                count += usize::from(add(task, new, &file.content)?.is_new);
            }
            Ok(count)
        })
        .await;
    match added {
        Ok(0) => Ok(desk.done(&format!("/invoices/{id}/papers"), "That paper was there already.", None)),
        Ok(_) => {
            let text = "Kept. The debtor finds it on its page, with the invoice.";
            Ok(desk.done(&format!("/invoices/{id}/papers"), text, None))
        }
        Err(error) => {
            to_fields(error, &[("file", "files")], &mut errors)?;
            desk.refused(&page(&desk, found, &posted, errors))
        }
    }
}

/// A paper to take away.
pub(super) async fn fetch(desk: Desk, Path(id): Path<DocumentId>) -> Answer {
    let (paper, content) = desk.read(move |book| fetch_document(book, Viewer::Factor, id)).await?;
    Ok(attachment(&paper, content))
}

/// What a paper may do where a browser shows it all the same: nothing.
const SANDBOX: &str = "default-src 'none'; sandbox";

/// The answer that carries a paper: never shown in place, under a name that ends as what it is, without signs that a
/// header cannot carry (RFC 6266; RFC 8187 for the others).
pub(crate) fn attachment(paper: &Document, content: Vec<u8>) -> Response {
    let Handed { media_type, name } = handed_out(paper);
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || "-._ ()".contains(sign);
    let plain: String = name.chars().map(|sign| if is_plain(sign) { sign } else { '_' }).collect();
    let mut disposition = format!("attachment; filename=\"{plain}\"");
    if plain != name {
        let encoded: String = name
            .bytes()
            .map(|byte| match byte {
                b'-' | b'.' | b'_' => char::from(byte).to_string(),
                byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
                byte => format!("%{byte:02X}"),
            })
            .collect();
        disposition.push_str(&format!("; filename*=UTF-8''{encoded}"));
    }
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CONTENT_SECURITY_POLICY, SANDBOX.to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, content).into_response()
}
