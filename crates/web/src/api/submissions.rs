//! Schedules handed in as JSON: the fast way in, one unit for up to a thousand lines.
//!
//! A line that cannot be read refuses the request with every reason at once, since a program can correct itself; guards
//! then decide line by line. Two requests with equal lines are two schedules, because their keys differ; that an invoice
//! is not bought twice is the guards' business.

use super::idempotency::Write;
use super::money::{Money, date, shortened};
use super::problem::Problem;
use super::read::PathOf;
use super::schedules::ScheduleAnswer;
use super::{created, names};
use crate::Web;
use app::schedule::{BATCH, Submission, content_of, expect_lines, reference_by_code, submit_lines};
use app::{Refusal, Task};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::invoice::TransferMethod;
use domain::money::Currency;
use formats::schedule::OfferedLine;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use utoipa::ToSchema;

/// Longest text of one field, in characters.
const TEXT_CHARS: usize = 500;

/// A schedule of accounts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ScheduleSubmission {
    /// How the advance is paid.
    #[schema(schema_with = names::transfer_method)]
    transfer_method: TransferMethod,
    /// What is offered: 1 to 2,500 lines of one currency.
    #[schema(min_items = 1, max_items = 2500)]
    lines: Vec<Line>,
}

/// An offered invoice, or a credit note on one that was bought.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ScheduleLine)]
pub(super) struct Line {
    /// The client's own number for its customer, or the debtor's code.
    #[schema(example = "NORWELL", max_length = 500)]
    debtor: String,
    /// Number as printed.
    #[schema(example = "A-1001", max_length = 500)]
    number: String,
    /// Issue date.
    #[schema(format = Date, example = "2026-03-01")]
    issued: String,
    /// Due date, not before the issue date.
    #[schema(format = Date, example = "2026-03-31")]
    due: String,
    /// What is to be paid: more than zero, also of a credit note.
    amount: Money,
    /// Day the goods or services were delivered.
    #[serde(default)]
    #[schema(format = Date)]
    delivered: Option<String>,
    /// What was sold.
    #[serde(default)]
    #[schema(max_length = 500)]
    description: Option<String>,
    /// The debtor's order.
    #[serde(default)]
    #[schema(max_length = 500)]
    order: Option<String>,
    /// The contract with the debtor.
    #[serde(default)]
    #[schema(max_length = 500)]
    contract: Option<String>,
    /// What the debtor is asked to quote when it pays, where that is not the number.
    #[serde(default)]
    #[schema(max_length = 500)]
    payment_reference: Option<String>,
    /// The payee named on the invoice, where that is not the seller.
    #[serde(default)]
    #[schema(max_length = 500)]
    payee: Option<String>,
    /// Does the line take something off a bought invoice?
    #[serde(default)]
    credit_note: bool,
    /// For a credit note: the number of the invoice that it corrects.
    #[serde(default)]
    #[schema(max_length = 500)]
    corrects: Option<String>,
}

/// Reads every line, or says all that is wrong with them.
fn read(lines: Vec<Line>) -> Result<Vec<OfferedLine>, Vec<Refusal>> {
    let mut problems = Vec::new();
    if lines.is_empty() || lines.len() > BATCH {
        let fact = format!("{} lines were given; a request takes 1 to {BATCH}", lines.len());
        return Err(vec![Refusal::at("lines", "LINES", fact, "Send them in several requests, or as a file.")]);
    }
    let mut read = Vec::with_capacity(lines.len());
    let mut currency = None;
    for (index, line) in lines.into_iter().enumerate() {
        read.extend(one(index, line, &mut currency, &mut problems));
    }
    // The control figure of a schedule is a sum; one that cannot be kept would be a wrong one.
    let sum = read.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.amount.minor));
    if problems.is_empty() && sum.is_none() {
        problems.push(Refusal::at(
            "lines",
            "SUM_TOO_LARGE",
            "the lines come to more than can be kept",
            "Check the amounts.",
        ));
    }
    if problems.is_empty() { Ok(read) } else { Err(problems) }
}

fn one(index: usize, line: Line, currency: &mut Option<Currency>, problems: &mut Vec<Refusal>) -> Option<OfferedLine> {
    let before = problems.len();
    let place = |field: &str| format!("lines[{index}].{field}");
    let issue = date(&line.issued, &place("issued"), problems);
    let due = date(&line.due, &place("due"), problems);
    let delivery = line.delivered.as_ref().and_then(|day| date(day, &place("delivered"), problems));
    let amount = line.amount.read(&place("amount"), problems);
    for (field, text) in [("debtor", &line.debtor), ("number", &line.number)] {
        if text.trim().is_empty() {
            problems.push(Refusal::at(&place(field), "EMPTY", "nothing is written", "Write it as the paper says."));
        }
    }
    let texts = [
        ("debtor", Some(&line.debtor)),
        ("number", Some(&line.number)),
        ("description", line.description.as_ref()),
        ("order", line.order.as_ref()),
        ("contract", line.contract.as_ref()),
        ("payment_reference", line.payment_reference.as_ref()),
        ("payee", line.payee.as_ref()),
        ("corrects", line.corrects.as_ref()),
    ];
    for (field, text) in texts.into_iter().filter_map(|(field, text)| Some((field, text?))) {
        if text.len() > TEXT_CHARS && text.chars().count() > TEXT_CHARS {
            let fact = format!("\u{201c}{}\u{2026}\u{201d} has more than {TEXT_CHARS} characters", shortened(text));
            problems.push(Refusal::at(&place(field), "TOO_LONG", fact, "Shorten it."));
        }
    }
    if let (Some(issue), Some(due)) = (issue, due)
        && due < issue
    {
        let fact = format!("the due date {due} is before the issue date {issue}");
        problems.push(Refusal::at(&place("due"), "DUE_BEFORE_ISSUE", fact, "Correct one of them."));
    }
    if let Some(amount) = amount {
        if amount.minor <= 0 {
            let fact = format!("the amount is {amount}");
            let remedy = "Write more than zero; a credit note states what it takes off.";
            problems.push(Refusal::at(&place("amount.amount"), "AMOUNT", fact, remedy));
        }
        let first = *currency.get_or_insert(amount.currency);
        if first != amount.currency {
            let fact = format!("the line is in {}, the first line in {first}", amount.currency);
            problems.push(Refusal::at(
                &place("amount.currency"),
                "CURRENCIES",
                fact,
                "Send one schedule per currency.",
            ));
        }
    }
    if problems.len() > before {
        return None;
    }
    Some(OfferedLine {
        line_no: index as u64 + 1,
        debtor: reference_by_code(line.debtor.trim()),
        number: line.number,
        issue: issue?,
        due: due?,
        amount: amount?,
        delivery,
        description: line.description,
        order: line.order,
        contract: line.contract,
        payment_reference: line.payment_reference,
        payee: line.payee,
        is_credit_note: line.credit_note,
        preceding_invoice: line.corrects,
    })
}

/// Hand in a schedule as JSON and have every line decided.
///
/// Everything is decided and booked when the answer comes. A line that a guard refuses never blocks the others.
#[utoipa::path(post, path = "/clients/{code}/schedules", tag = "Schedules",
    params(("code" = String, Path, description = "Code of the client")), request_body = ScheduleSubmission,
    responses((status = 201, description = "What became of it", body = ScheduleAnswer)))]
pub(super) async fn submit_schedule(
    State(web): State<Web>,
    PathOf(client): PathOf<String>,
    write: Write<ScheduleSubmission>,
) -> Result<(StatusCode, Json<ScheduleAnswer>), Problem> {
    let Write { command, body } = write;
    let lines = read(body.lines).map_err(Problem::refused)?;
    let mut hash = Sha256::new();
    hash.update(command.key.as_deref().unwrap_or_default());
    hash.update(command.request);
    let content = Arc::new(content_of(lines, hash.finalize().into()));
    let submission = Submission { client, files: Vec::new(), content, transfer_method: body.transfer_method };
    let offered = submission.clone();
    let look = move |task: &mut Task<'_, '_>| expect_lines(task, &offered);
    created(web.change_looking(command, look, move |task| submit_lines(task, &submission)).await?.into())
}
