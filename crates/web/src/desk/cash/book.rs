//! Money that went out: what it may be, what booking it as that would do, then do it.
//!
//! What it is stands in the address as one word: `return-12` (the return of R-12), `payment-7` (our payment P-7), `charge`,
//! `pass` (with `client`), `transfer`.

use super::super::page::{ACTOR, Answer, Desk};
use super::super::posted::{Posted, sentence};
use super::super::wrong::Wrong;
use super::numbered;
use crate::look::facts::Preview;
use crate::look::form::{Field, FormErrors};
use crate::look::format::amount;
use crate::look::{Noun, Page, filters};
use app::cash::{DebitProposal, Placement, place_debit, return_item};
use app::timeline::capital;
use app::{Error, Task};
use askama::Template;
use axum::extract::{Path, Query};
use domain::id::ReceiptId;
use domain::money::Money;
use serde::{Deserialize, Serialize};
use store::Snapshot;
use store::kept;

/// One thing an entry may be, as a radio button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub value: String,
    pub label: String,
    pub reason: String,
}

/// A proposal in words.
pub(super) fn proposal_words(proposal: &DebitProposal) -> String {
    match proposal {
        DebitProposal::ReturnOf { reason, .. } => format!("return of {reason}"),
        DebitProposal::Place { placement: Placement::BankCharge, reason } => format!("bank charge: {reason}"),
        DebitProposal::Place { reason, .. } => reason.clone(),
    }
}

impl Candidate {
    pub fn of(book: &mut Snapshot<'_>, proposal: &DebitProposal) -> Result<Self, Error> {
        Ok(match proposal {
            DebitProposal::ReturnOf { number, reason, .. } => Self {
                value: format!("return-{number}"),
                label: format!("The return of R-{number}"),
                reason: reason.clone(),
            },
            DebitProposal::Place { placement, reason } => {
                let (value, label) = match placement {
                    Placement::OwnPayment { payment } => {
                        let found = kept::payment::by_ids(book, &[payment.0])?.pop();
                        let number = found.map_or(0, |payment| payment.number);
                        (format!("payment-{number}"), format!("Our payment P-{number}"))
                    }
                    Placement::BankCharge => ("charge".to_owned(), CHARGE.to_owned()),
                    Placement::OwnTransfer => ("transfer".to_owned(), TRANSFER.to_owned()),
                    Placement::PassOnTo { .. } => ("pass".to_owned(), PASS.to_owned()),
                };
                Self { value, label, reason: reason.clone() }
            }
        })
    }
}

const CHARGE: &str = "A charge of the bank that we bear";
const TRANSFER: &str = "A transfer between our own accounts";
const PASS: &str = "A charge of the bank that a client bears";

/// The proposals, and what an entry may always be.
pub(super) fn with_rest(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    if candidates.is_empty() {
        return candidates;
    }
    for (value, label, reason) in [
        ("charge", CHARGE, "booked as our expense"),
        ("pass", PASS, "taken from its available reserve, the rest is due from it"),
        ("transfer", TRANSFER, "money moved to the operating account"),
    ] {
        if !candidates.iter().any(|known| known.value == value) {
            candidates.push(Candidate { value: value.to_owned(), label: label.to_owned(), reason: reason.to_owned() });
        }
    }
    candidates
}

/// What it is, as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct View {
    #[serde(rename = "as")]
    what: String,
    client: String,
}

/// What an entry is to be booked as.
#[derive(Debug, Clone, Copy)]
enum Meant {
    Return(ReceiptId),
    Place(Placement),
}

/// What booking did, for the page that comes next.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Booked {
    event: i64,
    title: String,
    steps: Vec<(String, Option<Money>)>,
}

fn meant(book: &mut Snapshot<'_>, view: &View) -> Result<Meant, Error> {
    let unclear =
        || Error::refused("WHAT", "it is not said what the money is", "Choose one of the proposals, or another use.");
    let number = |prefix: &str| view.what.strip_prefix(prefix).and_then(|number| number.parse::<i64>().ok());
    if let Some(number) = number("return-") {
        return Ok(Meant::Return(numbered(book, number)?.id));
    }
    if let Some(number) = number("payment-") {
        let payment =
            kept::payment::by_number(book, number)?.ok_or_else(|| Error::NotFound(format!("payment P-{number}")))?;
        return Ok(Meant::Place(Placement::OwnPayment { payment: payment.id }));
    }
    Ok(Meant::Place(match view.what.as_str() {
        "charge" => Placement::BankCharge,
        "transfer" => Placement::OwnTransfer,
        "pass" if view.client.is_empty() => {
            return Err(Error::refused("CLIENT", "no client is chosen", "Choose the client that bears the charge."));
        }
        "pass" => Placement::PassOnTo { client: app::client_by_code(book, &view.client)?.id },
        _ => return Err(unclear()),
    }))
}

/// Books it, and says what was booked.
fn perform(task: &mut Task<'_, '_>, entry: ReceiptId, meant: Meant) -> Result<Booked, Error> {
    match meant {
        Meant::Return(receipt) => {
            let outcome = return_item(task, entry, receipt)?;
            let mut steps: Vec<(String, Option<Money>)> = outcome
                .parts
                .iter()
                .flat_map(|part| {
                    [
                        (format!("Invoice {} is open again", part.number), Some(part.open)),
                        (format!("Reserve held for {} again", part.number), Some(part.held)),
                    ]
                })
                .collect();
            if !outcome.unmatched.is_zero() {
                steps.push(("Was not matched and is gone".to_owned(), Some(outcome.unmatched)));
            }
            Ok(Booked { event: outcome.event, title: format!("Book it as the return of R-{}", outcome.number), steps })
        }
        Meant::Place(placement) => {
            let outcome = place_debit(task, entry, placement)?;
            let (title, steps) = match placement {
                Placement::BankCharge => (
                    "Book it as a bank charge".to_owned(),
                    vec![("Our expense (5010)".to_owned(), Some(outcome.amount))],
                ),
                Placement::OwnTransfer => (
                    "Book it as a transfer between our accounts".to_owned(),
                    vec![("From the collections to the operating account".to_owned(), Some(outcome.amount))],
                ),
                Placement::PassOnTo { client } => {
                    let name = kept::party::client(task, client)?.map_or_else(String::new, |client| client.name);
                    (
                        format!("Pass it on to {name}"),
                        vec![
                            ("From its available reserve".to_owned(), Some(outcome.from_available)),
                            ("Due from it".to_owned(), Some(outcome.due_from_client)),
                        ],
                    )
                }
                Placement::OwnPayment { payment } => {
                    let number = kept::payment::by_ids(task, &[payment.0])?.pop().map_or(0, |payment| payment.number);
                    (
                        format!("Recognise it as our payment P-{number}"),
                        vec![("The payment has left; it was booked when it was made".to_owned(), Some(outcome.amount))],
                    )
                }
            };
            Ok(Booked { event: outcome.event, title, steps })
        }
    }
}

#[derive(Template)]
#[template(path = "desk/receipt_act.html")]
struct BookPage {
    page: Page,
    number: i64,
    title: String,
    lead: String,
    action: String,
    hidden: Vec<(String, String)>,
    preview: Preview,
    reason: Option<Field>,
    errors: FormErrors,
    button: String,
}

/// Shows what booking would do.
pub(super) async fn preview(desk: Desk, Path(number): Path<i64>, Query(view): Query<View>) -> Answer {
    let wanted = view.clone();
    let (entry, meant) = desk.read(move |book| Ok((numbered(book, number)?, meant(book, &wanted)?))).await?;
    let id = entry.id;
    let booked = desk.apart(move |app| app.rehearse(ACTOR, move |task| perform(task, id, meant))).await?;
    let template = BookPage {
        page: desk.page(Noun::Cash),
        number,
        title: booked.title.clone(),
        lead: format!("R-{number}: {} went out.", amount(entry.amount)),
        action: format!("/cash/{number}/book"),
        hidden: vec![("as".to_owned(), view.what), ("client".to_owned(), view.client)],
        preview: Preview {
            title: booked.title,
            steps: booked.steps,
            total: Some(("Went out of the account".to_owned(), entry.amount)),
            undo: "It takes effect on the value date of the bank. It cannot be taken back here: look twice.".to_owned(),
            second_person: None,
        },
        reason: None,
        errors: FormErrors::default(),
        button: "Book it".to_owned(),
    };
    desk.show(&template)
}

/// Books it.
pub(super) async fn book(desk: Desk, Path(number): Path<i64>, posted: Posted) -> Answer {
    let view = View { what: posted.get("as").to_owned(), client: posted.get("client").to_owned() };
    let (id, meant) = desk.read(move |book| Ok((numbered(book, number)?.id, meant(book, &view)?))).await?;
    let booked: Booked = match desk.change(&posted, move |task| perform(task, id, meant)).await {
        Ok(booked) => booked,
        Err(Error::Refused(refusals)) => {
            let text = refusals.iter().map(sentence).collect::<Vec<_>>().join(" ");
            return Ok(desk.told(&format!("/cash/{number}"), crate::look::Tone::Stop, text, None));
        }
        Err(other) => return Err(Wrong::from(other)),
    };
    let text = format!("R-{number} is booked: {}.", done_words(&booked.title));
    Ok(desk.done(
        &format!("/cash/{number}"),
        text,
        Some((format!("E-{}", booked.event), format!("/cash/{number}#movements"))),
    ))
}

/// `Book it as a bank charge` as what was done: `a bank charge`.
fn done_words(title: &str) -> String {
    let words = title.strip_prefix("Book it as ").or_else(|| title.strip_prefix("Recognise it as "));
    words.map_or_else(|| capital(title).replacen("Pass it on", "passed on", 1), str::to_owned)
}
