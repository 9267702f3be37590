//! Cash: what waits to be matched or booked, bank statements, every bank entry.
//!
//! Addresses: `/cash`, `/cash/entries`, `/cash/import`, `/cash/statements`, `/cash/statements/{id}`, and `/cash/{number}` for
//! one bank entry with what can be done with it: `check` and `apply`, `undo/{invoice}`, `refund`, `book`. Each of these is
//! rehearsed and shown before it is done.

mod apply;
mod book;
mod entries;
mod receipt;
mod refund;
mod statements;
mod undo;

use super::page::{Answer, Desk};
use crate::Web;
use crate::look::facts::Empty;
use crate::look::format::{amount, counted};
use crate::look::{Noun, Page, filters};
use app::Error;
use app::cash::{DebitProposal, Proposed, debit_proposals, proposals};
use app::timeline::capital;
use askama::Template;
use axum::Router;
use axum::routing::{get, post};
use domain::cash::matching::MatchRule;
use domain::money::Money;
use jiff::civil::Date;
use statements::StatementRow;
use store::kept;
use store::kept::statement::{Receipt, ReceiptState};

/// Entries of each kind that the first page shows with their best proposal; the rest is one click away.
const SHOWN: i64 = 20;
/// Statements that the first page shows.
const STATEMENTS: i64 = 6;

/// The pages of this noun.
pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/cash", get(overview))
        .route("/cash/entries", get(entries::list))
        .route("/cash/entries.csv", get(entries::exported))
        .route("/cash/import", get(statements::form).post(statements::import))
        .route("/cash/statements", get(statements::list))
        .route("/cash/statements/{id}", get(statements::one))
        .route("/cash/{number}", get(receipt::show))
        .route("/cash/{number}/check", post(apply::check))
        .route("/cash/{number}/apply", post(apply::apply))
        .route("/cash/{number}/undo/{invoice}", get(undo::preview).post(undo::undo))
        .route("/cash/{number}/refund", get(refund::preview).post(refund::refund))
        .route("/cash/{number}/book", get(book::preview).post(book::book))
}

/// Money that waits to be matched.
struct ToMatch {
    number: i64,
    date: Date,
    payer: String,
    text: String,
    waits: Money,
    best: Option<Best>,
}

/// Its best proposal, ready to be applied.
struct Best {
    word: String,
    reason: String,
    allocations: Vec<(String, i64)>,
}

/// Money that went out and waits to be booked.
struct ToBook {
    number: i64,
    date: Date,
    payee: String,
    text: String,
    amount: Money,
    best: String,
}

#[derive(Template)]
#[template(path = "desk/cash.html")]
struct CashPage {
    page: Page,
    answer: Option<Money>,
    words: String,
    to_match: Vec<ToMatch>,
    more_to_match: bool,
    to_book: Vec<ToBook>,
    more_to_book: bool,
    statements: Vec<StatementRow>,
    empty: Empty,
}

/// A proposal in a line: what it pays and what stays.
pub(super) fn proposal_words(proposal: &Proposed) -> String {
    let part = |part: &app::cash::ProposedPart| {
        if part.amount.minor >= part.open.minor {
            format!("{} in full", part.number)
        } else {
            format!("{} of {}", part.amount.figures(), part.number)
        }
    };
    let mut words = match proposal.parts.as_slice() {
        [] => "nothing".to_owned(),
        [one] => part(one),
        many if many.len() <= 3 => many.iter().map(part).collect::<Vec<_>>().join(", "),
        many => format!("{} and {} more", part(&many[0]), many.len() - 1),
    };
    if !proposal.rest.is_zero() {
        words.push_str(&format!("; {} stays unapplied", amount(proposal.rest)));
    }
    words
}

/// Who is on the other side, or what the bank calls the entry where it names nobody; and the text below it.
fn who(receipt: &Receipt) -> (String, String) {
    let text = text_of(receipt);
    if receipt.payer_name.is_empty() { (text, String::new()) } else { (receipt.payer_name.clone(), text) }
}

/// The first text of an entry, or what the bank calls it.
fn text_of(receipt: &Receipt) -> String {
    let details = &receipt.details;
    let documents = || details.documents.first().map(|(number, _)| number.clone());
    details.texts.first().cloned().or_else(documents).or_else(|| details.bank_code.clone()).unwrap_or_default()
}

async fn overview(desk: Desk) -> Answer {
    let factor = desk.factor.clone();
    let (waits, to_match, to_book, statements) = desk
        .read(move |book| {
            let waits = kept::statement::count_in(book, ReceiptState::Waiting)?;
            let mut to_match = Vec::new();
            for receipt in kept::statement::receipts_in(book, ReceiptState::Waiting, 0, SHOWN + 1)? {
                let best = proposals(book, receipt.id)?.into_iter().next();
                to_match.push((receipt, best));
            }
            let mut to_book = Vec::new();
            for entry in kept::statement::receipts_in(book, ReceiptState::DebitWaiting, 0, SHOWN + 1)? {
                let best = debit_proposals(book, &factor, entry.id)?.into_iter().next();
                to_book.push((entry, best));
            }
            Ok((waits, to_match, to_book, kept::statement::newest(book, STATEMENTS)?))
        })
        .await?;
    let count: i64 = waits.iter().map(|(count, _)| count).sum();
    let debits = to_book.len();
    let mut words = match (count, waits.as_slice()) {
        (0, _) => "Every payment has found its place.".to_owned(),
        (count, [_]) => format!("waits to be matched, in {}", counted(count, "payment", "payments")),
        (count, several) => {
            let sums = several.iter().map(|(_, sum)| amount(*sum)).collect::<Vec<_>>().join(" and ");
            format!("{} to be matched: {sums}", counted(count, "payment waits", "payments wait"))
        }
    };
    if debits > 0 {
        let shown = usize::try_from(SHOWN).unwrap_or(usize::MAX);
        let word = if debits > shown {
            format!("over {SHOWN} bank debits wait to be booked")
        } else {
            counted(
                i64::try_from(debits).unwrap_or(0),
                "bank debit waits to be booked",
                "bank debits wait to be booked",
            )
        };
        words = if count == 0 { format!("{words} {}.", capital(&word)) } else { format!("{words}; {word}") };
    }
    let shown = usize::try_from(SHOWN).unwrap_or(usize::MAX);
    let template = CashPage {
        page: desk.page(Noun::Cash),
        answer: if let [(_, sum)] = waits.as_slice() { Some(*sum).filter(|_| count > 0) } else { None },
        words,
        more_to_match: to_match.len() > shown,
        to_match: to_match.into_iter().take(shown).map(|(receipt, best)| to_match_row(&receipt, best)).collect(),
        more_to_book: to_book.len() > shown,
        to_book: to_book.into_iter().take(shown).map(|(entry, best)| to_book_row(&entry, best)).collect(),
        statements: statements.into_iter().map(StatementRow::of).collect(),
        empty: Empty {
            title: "No bank statement yet".to_owned(),
            text: "Take in the statement of the account that debtors pay to. Payments that name their invoice are applied at once.".to_owned(),
            action: Some(("Take in a statement".to_owned(), "/cash/import".to_owned())),
        },
    };
    desk.show(&template)
}

fn to_match_row(receipt: &Receipt, best: Option<Proposed>) -> ToMatch {
    let (payer, text) = who(receipt);
    ToMatch {
        number: receipt.number,
        date: receipt.value_date,
        payer,
        text,
        waits: Money::new(receipt.unapplied, receipt.amount.currency),
        // Oldest first is a guess that a person must look at; it is not offered at one press.
        best: best.filter(|best| !best.parts.is_empty() && best.rule != MatchRule::OldestFirst).map(|best| Best {
            word: proposal_words(&best),
            allocations: best.parts.iter().map(|part| (part.invoice.to_string(), part.amount.minor)).collect(),
            reason: best.reason,
        }),
    }
}

fn to_book_row(entry: &Receipt, best: Option<DebitProposal>) -> ToBook {
    let (payee, text) = who(entry);
    ToBook {
        number: entry.number,
        date: entry.value_date,
        payee,
        text,
        amount: entry.amount,
        best: best.map_or_else(String::new, |best| book::proposal_words(&best)),
    }
}

/// The bank entry with the number of an address.
fn numbered(book: &mut store::Snapshot<'_>, number: i64) -> Result<Receipt, Error> {
    kept::statement::receipt_by_number(book, number)?.ok_or_else(|| Error::NotFound(format!("bank entry R-{number}")))
}
