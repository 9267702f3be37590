//! Payment files for the bank (ISO 20022 pain.001): made, listed, downloaded.

use super::idempotency::Write;
use super::money::Money;
use super::page::{Page, PageOf};
use super::problem::Problem;
use super::read::{PathOf, QueryOf};
use super::{Answer, created, done};
use crate::Web;
use app::Error;
use app::payment::{FileHead, PAYMENTS, file, files, make_files};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::id::{PaymentFileId, PaymentId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::book::Reads;
use utoipa::ToSchema;
use uuid::Uuid;

/// Files that a list can reach back to: several a day for decades.
const LISTED: i64 = 100_000;

/// A payment file as it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct PaymentFile {
    id: Uuid,
    /// Number people read: 3 is `F-3`.
    number: i64,
    /// A name for the file on disk.
    name: String,
    /// Message id inside the file.
    message_id: String,
    /// The day it was made.
    business_date: Date,
    /// How many payments.
    count: i64,
    /// Their sum.
    sum: Money,
}

impl From<FileHead> for PaymentFile {
    fn from(head: FileHead) -> Self {
        Self {
            id: head.id.0,
            number: head.number,
            name: head.name,
            message_id: head.message_id,
            business_date: head.business_date,
            count: head.count,
            sum: head.sum.into(),
        }
    }
}

/// Payments to be sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPaymentFiles {
    /// Ids of payments that are due.
    #[schema(min_items = 1, max_items = 10_000)]
    payments: Vec<Uuid>,
}

/// Files that were made, one for each currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct MadePaymentFiles {
    files: Vec<MadeFile>,
}

/// A file that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = MadePaymentFile)]
pub(super) struct MadeFile {
    file: PaymentFile,
    /// The event that holds it.
    event: i64,
    /// Numbers of its payments.
    payments: Vec<i64>,
}

/// Put due payments into payment files, one for each currency, whole or not at all.
#[utoipa::path(post, path = "/payment-files", tag = "Payments", request_body = NewPaymentFiles,
    responses((status = 201, description = "The files", body = MadePaymentFiles)))]
pub(super) async fn make_payment_files(
    State(web): State<Web>,
    write: Write<NewPaymentFiles>,
) -> Result<(StatusCode, Json<MadePaymentFiles>), Problem> {
    let ids: Vec<PaymentId> = write.body.payments.into_iter().map(PaymentId).collect();
    let made = web.change(write.command, move |task| make_files(task, &ids)).await?.into_iter();
    let made = made.map(|one| MadeFile { file: one.file.into(), event: one.event, payments: one.payments });
    created(MadePaymentFiles { files: made.collect() })
}

/// The file under a number (`3` or `F-3`) or id.
fn find(reads: &mut dyn Reads, name: &str) -> Result<PaymentFileId, Error> {
    let none = || Error::NotFound("payment file of this number".to_owned());
    if let Ok(id) = name.parse::<PaymentFileId>() {
        return Ok(id);
    }
    let number: i64 = name.strip_prefix("F-").unwrap_or(name).parse().map_err(|_| none())?;
    files(reads, LISTED)?.into_iter().find(|head| head.number == number).map(|head| head.id).ok_or_else(none)
}

/// All payment files, newest first.
#[utoipa::path(get, path = "/payment-files", tag = "Payments", params(PageOf),
    responses((status = 200, description = "A page of payment files", body = Page<PaymentFile>)))]
pub(super) async fn list_payment_files(
    State(web): State<Web>,
    QueryOf(page): QueryOf<PageOf>,
) -> Answer<Page<PaymentFile>> {
    let (limit, before) = (page.limit()?, page.after::<i64>("payment-files")?);
    let mut found = web.look(|snapshot| files(snapshot, LISTED)).await?;
    found.retain(|head| before.is_none_or(|before| head.number < before));
    done(Page::of("payment-files", limit, found, |head| head.number, PaymentFile::from))
}

/// One payment file.
#[utoipa::path(get, path = "/payment-files/{number}", tag = "Payments",
    params(("number" = String, Path, description = "Number, as `3` or `F-3`, or id of the file")),
    responses((status = 200, description = "The file", body = PaymentFile)))]
pub(super) async fn get_payment_file(State(web): State<Web>, PathOf(number): PathOf<String>) -> Answer<PaymentFile> {
    let found = web.look(move |snapshot| {
        let id = find(snapshot, &number)?;
        Ok(file(snapshot, id)?.0)
    });
    done(found.await?.into())
}

/// The bytes of a payment file, as the bank takes them.
#[utoipa::path(get, path = "/payment-files/{number}/content", tag = "Payments",
    params(("number" = String, Path, description = "Number, as `3` or `F-3`, or id of the file")),
    responses((status = 200, description = "pain.001.001.09", content_type = "application/xml", body = String)))]
pub(super) async fn download_payment_file(
    State(web): State<Web>,
    PathOf(number): PathOf<String>,
) -> Result<Response, Problem> {
    let (head, content) = web
        .look(move |snapshot| {
            let id = find(snapshot, &number)?;
            file(snapshot, id)
        })
        .await?;
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", head.name))
        .unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/xml")),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, content).into_response())
}

const _: () = assert!(PAYMENTS == 10_000, "the document states the limit");
