//! Answers by sheet: the open invoices go out, come back filled in, and are taken all or none.

use super::statement::{Statement, statement};
use super::{AnswerOutcome, GivenAnswer, Giver, give_from};
use crate::verification::FromWhere;
use crate::{Error, Refusal, Task};
use domain::contact::Said;
use domain::fraud::NumberKey;
use domain::id::InvoiceId;
use domain::money::Money;
use domain::party::comparable_name;
use formats::Place;
use formats::answers::{AnswerRow, Answered, SheetRow};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::HashMap;
use store::book::Reads;

/// The rows of a debtor's sheet.
#[must_use]
pub fn sheet_rows(statement: &Statement) -> Vec<SheetRow> {
    let mut rows = Vec::new();
    for section in &statement.sections {
        rows.extend(section.items.iter().map(|item| SheetRow {
            supplier: section.name.clone(),
            number: item.line.number.clone(),
            issued: item.line.issued,
            due: item.line.due,
            amount: item.line.amount,
            open: item.line.open,
            standing: item.standing(),
        }));
    }
    rows
}

/// A sheet that came back and holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadSheet {
    /// The answers, in the order of the sheet.
    pub answers: Vec<GivenAnswer>,
    /// Row of the sheet by invoice.
    pub rows: HashMap<InvoiceId, u64>,
}

/// Reads a sheet of answers against what is open: every problem of every row at once, and nothing is taken.
///
/// # Errors
/// [`Error::Refused`] with row, column, fact and remedy of each; [`Error::Fault`].
pub fn read_sheet(
    reads: &mut dyn Reads,
    giver: &Giver,
    (name, bytes): (&str, &[u8]),
    today: Date,
) -> Result<ReadSheet, Error> {
    let read = formats::answers::read(name, bytes)?;
    let known = statement(reads, giver.debtor, giver.client)?;
    let mut by_number: HashMap<NumberKey, Vec<(&str, &str, InvoiceId, Money)>> = HashMap::new();
    for section in &known.sections {
        for item in &section.items {
            let one = (section.name.as_str(), section.code.as_str(), item.line.invoice, item.line.open);
            by_number.entry(NumberKey::of(&item.line.number)).or_default().push(one);
        }
    }
    let mut refusals: Vec<Refusal> = match read.wrong.map(Error::from) {
        Some(Error::Refused(wrong)) => wrong,
        _ => Vec::new(),
    };
    let mut found = ReadSheet { answers: Vec::new(), rows: HashMap::new() };
    for row in &read.rows {
        let mut refuse = |code: &str, field: &str, fact: String, remedy: &str| {
            let place = Place::file(name).line(row.line).field(field);
            refusals.push(Refusal::at(&shown(&place), code, fact, remedy));
        };
        let all = by_number.get(&NumberKey::of(&row.number)).map_or(&[][..], Vec::as_slice);
        let fitting: Vec<_> = all.iter().filter(|one| fits(&row.supplier, one.0, one.1)).collect();
        let (invoice, open) = match fitting[..] {
            [(_, _, invoice, open)] => (*invoice, *open),
            [] => {
                let fact = format!("There is no open invoice {} of yours here", quoted(&row.number));
                refuse(
                    "ROW_INVOICE_UNKNOWN",
                    "Invoice",
                    fact,
                    "Correct the number, or take the row out if it is paid.",
                );
                continue;
            }
            _ => {
                let fact = format!("Several suppliers have an invoice {}", quoted(&row.number));
                refuse("ROW_SUPPLIER_MISSING", "Supplier", fact, "Write the supplier beside it.");
                continue;
            }
        };
        if let Some(first) = found.rows.insert(invoice, row.line) {
            let fact = format!("Invoice {} is answered in row {first} already", quoted(&row.number));
            refuse("ROW_TWICE", "Invoice", fact, "Leave one answer to it.");
            continue;
        }
        let stated = row.currency.trim();
        if !stated.is_empty() && !stated.eq_ignore_ascii_case(open.currency.code()) {
            let fact = format!("Invoice {} is in {}, not in {}", row.number, open.currency, quoted(stated));
            refuse("ROW_CURRENCY", "Currency", fact, "Correct the currency, or take the column out.");
            continue;
        }
        match said(row, open) {
            Ok(said) => found.answers.push(GivenAnswer { invoice, said }),
            Err(fact) => refuse("AMOUNT_WRONG", "Part", fact, "Correct the amount; nothing is rounded here."),
        }
    }
    // What the use case would say of each answer, at its row.
    let ids: Vec<uuid::Uuid> = found.answers.iter().map(|given| given.invoice.0).collect();
    let invoices: HashMap<InvoiceId, _> =
        store::kept::invoice::by_ids(reads, &ids)?.into_iter().map(|invoice| (invoice.id, invoice)).collect();
    for given in &found.answers {
        if let Some(invoice) = invoices.get(&given.invoice) {
            let place = shown(&Place::file(name).line(found.rows[&given.invoice]));
            let problems = super::give::problems(&given.said, invoice, today);
            refusals.extend(problems.into_iter().map(|problem| Refusal { place: place.clone(), ..problem }));
        }
    }
    if refusals.is_empty() && found.answers.is_empty() {
        let fact = format!("{name} holds no answer");
        refusals.push(Refusal::at(name, "NOTHING_ANSWERED", fact, "Fill in the column Answer and hand it in again."));
    }
    if refusals.is_empty() { Ok(found) } else { Err(Error::Refused(refusals)) }
}

/// Takes the answers of a sheet, all or none. For a preview, rehearse it ([`crate::App::rehearse`]).
///
/// # Errors
/// As [`read_sheet`] and [`give_from`], each at its row.
pub fn give_sheet(
    task: &mut Task<'_, '_>,
    giver: &Giver,
    file: (&str, &[u8]),
    from: &FromWhere,
) -> Result<AnswerOutcome, Error> {
    let today = task.today;
    let sheet = read_sheet(task, giver, file, today)?;
    let mut rows: HashMap<String, u64> = HashMap::new();
    let ids: Vec<uuid::Uuid> = sheet.rows.keys().map(|id| id.0).collect();
    for invoice in store::kept::invoice::by_ids(task, &ids)? {
        rows.insert(invoice.offer.number.clone(), sheet.rows[&invoice.id]);
    }
    give_from(task, giver, &sheet.answers, from).map_err(|error| match error {
        Error::Refused(reasons) => Error::Refused(
            reasons
                .into_iter()
                .map(|reason| match rows.get(&reason.place) {
                    Some(line) => Refusal { place: shown(&Place::file(file.0).line(*line)), ..reason },
                    None => reason,
                })
                .collect(),
        ),
        other => other,
    })
}

/// Is it this supplier? A sheet that names none fits all.
fn fits(stated: &str, name: &str, code: &str) -> bool {
    let stated = stated.trim();
    stated.is_empty() || stated.eq_ignore_ascii_case(code) || comparable_name(stated) == comparable_name(name)
}

fn said(row: &AnswerRow, open: Money) -> Result<Said, String> {
    let money = |part: &Option<Decimal>| {
        part.map(|part| Money::from_decimal(part, open.currency)).transpose().map_err(|error| error.to_string())
    };
    Ok(match &row.answered {
        Answered::WillPay { on, part } => Said::WillPay { on: *on, amount: money(part)? },
        Answered::Paid { on, how } => Said::Paid { on: *on, how: how.clone() },
        Answered::Confirmed { words } => Said::Confirmed { words: words.clone() },
        Answered::NotReceived { words } => Said::NotReceived { words: words.clone() },
        Answered::Disputed { reason, part, words } => {
            Said::Disputed { reason: *reason, amount: money(part)?, words: words.clone() }
        }
        Answered::WrongContact { words } => Said::WrongContact { words: words.clone() },
    })
}

fn quoted(text: &str) -> String {
    format!("\u{201c}{}\u{201d}", text.chars().take(80).collect::<String>())
}

/// `answers.csv line 14, Date`.
fn shown(place: &Place) -> String {
    let line = place.line.map_or_else(String::new, |line| format!(" line {line}"));
    let field = place.field.as_ref().map_or_else(String::new, |field| format!(", {field}"));
    format!("{}{line}{field}", place.file)
}
