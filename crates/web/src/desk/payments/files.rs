//! Payment files: choose payments, see the files, make them, take them away.

use super::super::address::{Address, ROWS, before, page_number};
use super::super::page::{ACTOR, Answer, Desk};
use super::super::posted::{Posted, sentence};
use super::super::wrong::Wrong;
use super::{PaymentRow, View, account_words, sums, sums_words, tabs};
use crate::look::facts::{Empty, Fact, Preview, Tab};
use crate::look::format::{amount, counted, day};
use crate::look::table::Pager;
use crate::look::{Noun, Page, filters};
use app::Error;
use app::payment::{DuePayment, FileHead, MadeFile, due, file, files, make_files};
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::header;
use axum::response::IntoResponse;
use domain::id::PaymentId;
use domain::money::Money;
use jiff::civil::Date;
use store::kept;
use store::kept::payment::PaymentState;
use uuid::Uuid;

/// Most files of the list.
const LISTED: i64 = 200;
/// Most payments that a preview lists one by one.
const SHOWN: usize = 100;

/// A payment that would go into a file.
struct Going {
    number: i64,
    to: String,
    account: String,
    due: Date,
    amount: Money,
}

#[derive(Template)]
#[template(path = "desk/payments_check.html")]
struct CheckPage {
    page: Page,
    preview: Preview,
    going: Vec<Going>,
    left_out: usize,
    ids: String,
    refused: Vec<String>,
    button: String,
}

fn ids_of(posted: &Posted) -> Result<Vec<PaymentId>, Wrong> {
    let texts = posted.all("id").into_iter().flat_map(|text| text.split(' ')).filter(|text| !text.is_empty());
    texts
        .map(|text| Uuid::parse_str(text).map(PaymentId).map_err(|_| Wrong::Form("it names no payment".to_owned())))
        .collect()
}

/// Shows the files that would be made of what was chosen.
pub(super) async fn check(desk: Desk, posted: Posted) -> Answer {
    let all = desk.read(|book| due(book)).await?;
    let ids = match posted.get("all") {
        "yes" => all.iter().filter(|payment| payment.missing.is_empty()).map(|payment| payment.id).collect(),
        _ => ids_of(&posted)?,
    };
    let chosen: Vec<&DuePayment> = all.iter().filter(|payment| ids.contains(&payment.id)).collect();
    if chosen.is_empty() {
        let text = "No payment was chosen. Tick the payments that are to leave.";
        return Ok(desk.told("/payments", crate::look::Tone::Attention, text, None));
    }
    let rehearsed = ids.clone();
    let made = desk.apart(move |app| app.rehearse(ACTOR, move |task| make_files(task, &rehearsed))).await;
    let (made, refused) = match made {
        Ok(made) => (made, Vec::new()),
        Err(Error::Refused(refusals)) => (Vec::new(), refusals.iter().map(sentence).collect()),
        Err(other) => return Err(other.into()),
    };
    let totals = sums(chosen.iter().map(|payment| payment.amount))?;
    let count = i64::try_from(chosen.len()).unwrap_or(i64::MAX);
    let steps = made
        .iter()
        .map(|one| {
            let payments = counted(one.file.count, "payment", "payments");
            (format!("File F-{} in {} with {payments}", one.file.number, one.file.sum.currency), Some(one.file.sum))
        })
        .collect();
    let from = desk.factor.account.as_ref().map_or_else(String::new, account_words);
    let template = CheckPage {
        page: desk.page(Noun::Payments),
        preview: Preview {
            title: format!("Make the payment file for {}, {}", counted(count, "payment", "payments"), sums_words(&totals)),
            steps,
            total: if let [sum] = totals.as_slice() { Some((format!("Leaves account {from}"), *sum)) } else { None },
            undo: "Nothing leaves by itself: hand the file to the bank. A file that was made is not taken back here; if you do \
                not hand it in, pay nothing of it twice."
                .to_owned(),
            second_person: None,
        },
        left_out: chosen.len().saturating_sub(SHOWN),
        going: chosen
            .iter()
            .take(SHOWN)
            .map(|payment| Going {
                number: payment.number,
                to: payment.payee.as_ref().map_or_else(String::new, |payee| payee.holder.clone()),
                account: payment.payee.as_ref().map_or_else(String::new, account_words),
                due: payment.due_on,
                amount: payment.amount,
            })
            .collect(),
        ids: ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        button: if made.len() == 1 { "Make the file".to_owned() } else { format!("Make {} files", made.len()) },
        refused,
    };
    if template.refused.is_empty() { desk.show(&template) } else { desk.refused(&template) }
}

/// Makes them.
pub(super) async fn make(desk: Desk, posted: Posted) -> Answer {
    let ids = ids_of(&posted)?;
    let made: Vec<MadeFile> = desk.change(&posted, move |task| make_files(task, &ids)).await?;
    let Some(first) = made.first() else {
        return Ok(desk.told("/payments", crate::look::Tone::Neutral, "No file was made.", None));
    };
    let number = first.file.number;
    let names = made.iter().map(|one| format!("F-{}", one.file.number)).collect::<Vec<_>>().join(", ");
    let text = if made.len() == 1 {
        let payments = counted(first.file.count, "payment", "payments");
        format!(
            "Payment file {names} is made: {payments}, {}. Download it and hand it to the bank.",
            amount(first.file.sum)
        )
    } else {
        format!("Payment files {names} are made, one for each currency. Download them and hand them to the bank.")
    };
    let to = if made.len() == 1 { format!("/payments/files/{number}") } else { "/payments/files".to_owned() };
    Ok(desk.done(&to, text, Some((format!("E-{}", first.event), to.clone()))))
}

#[derive(Template)]
#[template(path = "desk/payment_files.html")]
struct FilesPage {
    page: Page,
    tabs: Vec<Tab>,
    files: Vec<FileHead>,
    empty: Empty,
}

/// The newest files.
pub(super) async fn list(desk: Desk) -> Answer {
    let (files, due) = desk
        .read(|book| Ok((files(book, LISTED)?, kept::view::payment::count(book, Some(PaymentState::Due))?)))
        .await?;
    let template = FilesPage {
        page: desk.page(Noun::Payments),
        tabs: tabs("/payments/files", due),
        files,
        empty: Empty {
            title: "No payment file yet".to_owned(),
            text: "Choose due payments and make a file for the bank (pain.001).".to_owned(),
            action: Some(("Due payments".to_owned(), "/payments".to_owned())),
        },
    };
    desk.show(&template)
}

fn found(book: &mut store::Snapshot<'_>, number: i64) -> Result<(FileHead, Vec<u8>), Error> {
    let missing = || Error::NotFound(format!("payment file F-{number}"));
    let id = kept::view::payment::file_numbered(book, number)?.ok_or_else(missing)?;
    file(book, id)
}

#[derive(Template)]
#[template(path = "desk/payment_file.html")]
struct FilePage {
    page: Page,
    number: i64,
    sum: Money,
    words: String,
    facts: Vec<Fact>,
    rows: Vec<PaymentRow>,
    pager: Pager,
}

/// One file.
pub(super) async fn show(desk: Desk, Path(number): Path<i64>, Query(view): Query<View>) -> Answer {
    let page = page_number(&view.page);
    let (head, bytes, rows) = desk
        .read(move |book| {
            let (head, content) = found(book, number)?;
            Ok((head, content.len(), kept::view::payment::of_file(book, number, before(page), ROWS)?))
        })
        .await?;
    let template = FilePage {
        page: desk.page(Noun::Payments),
        number,
        sum: head.sum,
        words: format!("in {}, made on {}", counted(head.count, "payment", "payments"), day(head.business_date)),
        facts: vec![
            Fact::new("Format", "ISO 20022 pain.001.001.09"),
            Fact::new("Message id", head.message_id.as_str()),
            Fact::new("Made", day(head.business_date)),
            Fact::new("Payments", head.count.to_string()),
            Fact::new("Control sum", amount(head.sum)),
            Fact::new(
                "Size",
                format!("{} bytes", crate::look::format::grouped(i64::try_from(bytes).unwrap_or(i64::MAX))),
            ),
            Fact::new("Leaves from", desk.factor.account.as_ref().map_or_else(String::new, account_words)),
        ],
        rows: rows.iter().map(PaymentRow::of).collect(),
        pager: Pager::new(
            Address::of(&format!("/payments/files/{number}")).base(),
            page,
            u64::try_from(head.count).unwrap_or(0),
        ),
    };
    desk.show(&template)
}

/// The file itself, byte for byte as it was made.
pub(super) async fn download(desk: Desk, Path(number): Path<i64>) -> Answer {
    let (head, content) = desk.read(move |book| found(book, number)).await?;
    let disposition = format!("attachment; filename=\"{}\"", head.name);
    Ok(([(header::CONTENT_TYPE, "application/xml".to_owned()), (header::CONTENT_DISPOSITION, disposition)], content)
        .into_response())
}
