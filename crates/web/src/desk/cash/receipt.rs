//! One bank entry: what the bank says, what it may be, what has become of it.

use super::super::invoices::movements::{self, Movement};
use super::super::page::{Answer, Desk};
use super::super::posted::Posted;
use super::super::value;
use super::super::wrong::Wrong;
use super::book::{self, Candidate};
use super::{entries, numbered, proposal_words};
use crate::look::facts::{Fact, Preview};
use crate::look::form::{Choice, Field, FormErrors};
use crate::look::format::{amount, day};
use crate::look::{Badge, Noun, Page, filters};
use app::Error;
use app::cash::{debit_proposals, proposals};
use askama::Template;
use axum::extract::{Path, Query};
use domain::fraud::NumberKey;
use domain::money::Money;
use jiff::civil::Date;
use serde::Deserialize;
use store::kept;
use store::kept::payment::Payment;
use store::kept::statement::{Receipt, ReceiptState};
use store::kept::view::cash::AppliedTo;
use store::kept::view::invoice::{self as view, Open};

/// Open invoices that matching by hand shows at once; a search narrows them.
const CHOICES: i64 = 50;

/// What is searched for among open invoices, as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct View {
    pub q: String,
}

/// A proposal, ready to be checked.
pub(super) struct Offered {
    pub words: String,
    pub reason: String,
    pub certain: bool,
    pub allocations: Vec<(String, String, Money, Money, bool)>,
}

/// An open invoice with the amount meant for it.
pub(super) struct HandRow {
    pub id: String,
    pub number: String,
    pub client: String,
    pub debtor: String,
    pub due: Date,
    pub open: Money,
    pub amount: String,
    pub error: Option<String>,
}

/// What was checked and can be confirmed.
pub(super) struct Checked {
    pub preview: Preview,
    pub allocations: Vec<(String, i64)>,
    pub reason: String,
    pub button: String,
}

/// What a person has typed so far.
#[derive(Default)]
pub(super) struct Typed {
    pub amounts: Vec<(String, String, Option<String>)>,
    pub reason: String,
    pub errors: FormErrors,
    pub checked: Option<Checked>,
    pub chosen: Vec<uuid::Uuid>,
}

/// An application in the table.
struct AppliedRow {
    invoice: String,
    number: String,
    client: String,
    applied: Money,
    excess: Money,
    open: Money,
    reason: String,
    stands: bool,
}

#[derive(Template)]
#[template(path = "desk/receipt.html")]
struct ReceiptPage {
    page: Page,
    number: i64,
    badge: Badge,
    answer: Money,
    words: String,
    facts: Vec<Fact>,
    said: &'static str,
    texts: Vec<String>,
    documents: Vec<(String, Option<Money>)>,
    waits: Option<Money>,
    can_refund: bool,
    checked: Option<Checked>,
    proposals: Vec<Offered>,
    hand: Vec<HandRow>,
    hand_words: String,
    q: String,
    currency: domain::money::Currency,
    reason: Field,
    errors: FormErrors,
    applied: Vec<AppliedRow>,
    refunds: Vec<Payment>,
    candidates: Vec<Candidate>,
    clients: Vec<Choice>,
    movements: Vec<Movement>,
}

/// The page.
pub(super) async fn show(desk: Desk, Path(number): Path<i64>, Query(view): Query<View>) -> Answer {
    let page = build(&desk, number, view, Typed::default()).await?;
    desk.show(&page)
}

/// The page as it comes back with what was typed: with what would happen, or what is wrong.
pub(super) async fn shown_again(desk: &Desk, number: i64, posted: &Posted, typed: Typed) -> Answer {
    let wrong = !typed.errors.is_empty();
    let page = build(desk, number, View { q: posted.get("q").to_owned() }, typed).await?;
    if wrong { desk.refused(&page) } else { desk.show(&page) }
}

struct Read {
    receipt: Receipt,
    debtor: Option<(String, String)>,
    statement: String,
    proposals: Vec<Offered>,
    hand: Vec<Open>,
    applied: Vec<AppliedTo>,
    refunds: Vec<Payment>,
    candidates: Vec<Candidate>,
    clients: Vec<Choice>,
    movements: Vec<Movement>,
}

async fn build(desk: &Desk, number: i64, view: View, typed: Typed) -> Result<ReceiptPage, Wrong> {
    let (factor, q) = (desk.factor.clone(), view.q.trim().to_owned());
    let (searched, chosen) = (q.clone(), typed.chosen.clone());
    let read = desk.read(move |book| read(book, &factor, number, &searched, &chosen)).await?;
    let Read { receipt, debtor, statement, proposals, hand, applied, refunds, candidates, clients, movements } = read;
    let currency = receipt.amount.currency;
    let waits = (receipt.state == ReceiptState::Waiting && receipt.unapplied > 0)
        .then(|| Money::new(receipt.unapplied, currency));
    let (from, to) = match receipt.payer_name.as_str() {
        "" => ("came in".to_owned(), "went out".to_owned()),
        name => (format!("from {name}"), format!("went out to {name}")),
    };
    let words = match (receipt.credit, waits) {
        (true, Some(waits)) if waits == receipt.amount => {
            format!("{from} on {}: all of it waits", day(receipt.value_date))
        }
        (true, Some(waits)) => format!("{from} on {}: {} of it waits", day(receipt.value_date), waits.figures()),
        (true, None) => format!("{from} on {}: {}", day(receipt.value_date), receipt.state.word().to_lowercase()),
        (false, _) => format!("{to} on {}: {}", day(receipt.value_date), receipt.state.word().to_lowercase()),
    };
    let hand_words = match (q.is_empty(), &debtor, hand.len()) {
        (false, _, 0) => format!("No open invoice fits \u{201c}{q}\u{201d}."),
        (false, ..) => format!("Open invoices that fit \u{201c}{q}\u{201d}."),
        (true, Some((_, name)), _) => format!("Open invoices of {name}, the oldest due date first."),
        (true, None, _) => "The payer is not known. Search for the invoices.".to_owned(),
    };
    let hand = hand.into_iter().map(|open| hand_row(open, &typed)).collect();
    Ok(ReceiptPage {
        page: desk.page(Noun::Cash),
        number,
        badge: entries::entry_badge(receipt.state),
        answer: receipt.amount,
        words,
        facts: facts(&receipt, debtor, statement),
        said: if receipt.credit { "What the payer says" } else { "What the bank says" },
        texts: receipt.details.texts.clone(),
        documents: receipt
            .details
            .documents
            .iter()
            .map(|(number, minor)| (number.clone(), minor.map(|minor| Money::new(minor, currency))))
            .collect(),
        waits,
        can_refund: waits.is_some(),
        checked: typed.checked,
        proposals,
        hand,
        hand_words,
        q,
        currency,
        reason: Field::new("reason", "Why is the money for these invoices?")
            .hint("A few words: they stand beside the payment for good.")
            .value(typed.reason)
            .checked(&typed.errors),
        errors: typed.errors,
        applied: applied.into_iter().map(applied_row).collect(),
        refunds,
        candidates,
        clients,
        movements,
    })
}

fn read(
    book: &mut store::Snapshot<'_>,
    factor: &domain::party::Factor,
    number: i64,
    q: &str,
    chosen: &[uuid::Uuid],
) -> Result<Read, Error> {
    let receipt = numbered(book, number)?;
    let debtor = match receipt.debtor {
        Some(id) => {
            kept::party::debtors_by_id(book, &[id.0])?.pop().map(|one| (one.code.as_str().to_owned(), one.name))
        }
        None => None,
    };
    let statement = kept::statement::get(book, receipt.statement)?;
    let waits = receipt.state == ReceiptState::Waiting;
    let (mut proposals_shown, mut hand) = (Vec::new(), Vec::new());
    if waits {
        for proposal in proposals(book, receipt.id)? {
            proposals_shown.push(Offered {
                words: proposal_words(&proposal),
                reason: proposal.reason,
                certain: proposal.certain,
                allocations: proposal
                    .parts
                    .into_iter()
                    .map(|part| {
                        (
                            part.invoice.to_string(),
                            part.number,
                            part.amount,
                            part.open,
                            part.amount.minor >= part.open.minor,
                        )
                    })
                    .collect(),
            });
        }
        hand = choices(book, &receipt, q, chosen)?;
    }
    let (mut candidates, mut clients) = (Vec::new(), Vec::new());
    if receipt.state == ReceiptState::DebitWaiting {
        for proposal in debit_proposals(book, factor, receipt.id)? {
            candidates.push(Candidate::of(book, &proposal)?);
        }
        clients.extend(
            kept::party::clients(book)?.into_iter().map(|one| Choice::new(one.code.as_str(), one.name.as_str())),
        );
    }
    let statement =
        statement.map_or_else(String::new, |one| format!("{}, closed on {}", one.external_id, day(one.closed_on)));
    Ok(Read {
        debtor,
        statement,
        proposals: proposals_shown,
        hand,
        applied: kept::view::cash::applications(book, receipt.id)?,
        refunds: kept::payment::of_receipt(book, receipt.id)?,
        candidates: book::with_rest(candidates),
        clients,
        movements: movements::of(&kept::journal::of_receipt(book, receipt.id)?),
        receipt,
    })
}

/// Open invoices to choose from: those chosen before, what was searched for, else the payer's.
fn choices(
    book: &mut store::Snapshot<'_>,
    receipt: &Receipt,
    q: &str,
    chosen: &[uuid::Uuid],
) -> Result<Vec<Open>, Error> {
    let currency = receipt.amount.currency;
    let mut found = view::open_among(book, currency, chosen)?;
    let mut more = Vec::new();
    if q.is_empty() {
        if let Some(debtor) = receipt.debtor {
            more = view::open_of(book, currency, debtor, CHOICES)?;
        }
    } else {
        if let Ok(open) = value::money(q, currency) {
            more.extend(view::open_at(book, open, CHOICES)?);
        }
        let key = NumberKey::of(q);
        if !key.as_str().is_empty() {
            more.extend(view::open_numbered(book, currency, &key, CHOICES)?);
        }
        let debtor = match kept::party::debtor_by_code(book, &q.to_ascii_uppercase())? {
            Some(debtor) => Some(debtor.id),
            None => {
                let names = [domain::party::comparable_name(q)];
                kept::party::ids_by_name(book, &names)?.into_iter().map(|(_, id)| id).next()
            }
        };
        if let Some(debtor) = debtor {
            more.extend(view::open_of(book, currency, debtor, CHOICES)?);
        }
    }
    for open in more {
        if !found.iter().any(|known| known.invoice == open.invoice) {
            found.push(open);
        }
    }
    found.truncate(usize::try_from(CHOICES).unwrap_or(usize::MAX));
    Ok(found)
}

fn hand_row(open: Open, typed: &Typed) -> HandRow {
    let id = open.invoice.to_string();
    let known = typed.amounts.iter().find(|(known, ..)| *known == id);
    HandRow {
        number: open.number,
        client: open.client.1,
        debtor: open.debtor.1,
        due: open.due,
        open: open.open,
        amount: known.map_or_else(String::new, |(_, amount, _)| amount.clone()),
        error: known.and_then(|(.., error)| error.clone()),
        id,
    }
}

fn applied_row(one: AppliedTo) -> AppliedRow {
    AppliedRow {
        invoice: one.invoice.to_string(),
        number: one.number,
        client: one.client.1,
        applied: one.applied,
        excess: one.excess,
        open: one.open,
        reason: one.reason,
        stands: one.ended_seq.is_none(),
    }
}

fn facts(receipt: &Receipt, debtor: Option<(String, String)>, statement: String) -> Vec<Fact> {
    let details = &receipt.details;
    let mut facts = vec![
        Fact::new(if receipt.credit { "Payer" } else { "Paid to" }, receipt.payer_name.as_str()),
        Fact::new("Their account", receipt.payer_account.as_str()),
        match debtor {
            Some((code, name)) => Fact::new("Debtor on file", name).link(format!("/debtors/{code}")),
            None => Fact::new("Debtor on file", "none fits"),
        },
        Fact::new("Amount", amount(receipt.amount)),
        Fact::new("Booked", day(receipt.booking_date)),
        Fact::new("Value date", day(receipt.value_date)),
        Fact::new("Our account", receipt.account.as_str()),
        Fact::new("Statement", statement).link(format!("/cash/statements/{}", receipt.statement)),
        Fact::new("Bank\u{2019}s reference", receipt.entry_reference.as_str()),
    ];
    let optional = [
        ("End-to-end id", details.end_to_end.clone()),
        ("On behalf of", details.on_behalf_of.clone()),
        ("Return reason", details.return_reason.clone()),
        ("Bank\u{2019}s code", details.bank_code.clone()),
    ];
    facts.extend(optional.into_iter().filter_map(|(name, value)| Some(Fact::new(name, value?))));
    facts.retain(|fact| !fact.value.is_empty());
    facts
}
