//! Remittance advice of a debtor: kept as a paper, and its lines as what a coming payment is for (LE-10 (1)).

use super::Giver;
use crate::document::{self, NewDocument};
use crate::{Error, Refusal, Task};
use domain::contact::DocumentKind;
use domain::fraud::NumberKey;
use domain::id::DocumentId;
use domain::letter::Language;
use domain::money::{Currency, Money};
use formats::content::Content;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::kept;
use store::kept::advice::{Advice, AdvisedLine};

/// What became of an advice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdviceOutcome {
    /// The paper.
    pub document: DocumentId,
    /// Its lines that name an open invoice of the debtor, of the suppliers that the giver is shown.
    pub known: usize,
    /// The numbers it names that are no open invoice here: paid, of others, or misspelt.
    pub unknown: Vec<String>,
    /// What its lines come to; none when it is a paper that only people read.
    pub total: Option<Money>,
    /// False when the same advice was there already.
    pub is_new: bool,
}

/// A remittance advice that was read and is not taken yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadAdvice {
    name: String,
    bytes: Vec<u8>,
    currency: Currency,
    /// Its lines; none when it is a paper that only people read.
    lines: Option<Vec<AdvisedLine>>,
}

/// Reads a remittance advice: a sheet (CSV, spreadsheet) line by line, any other kind not at all. Apart from
/// [`take_advice`], because a large sheet takes its time and nobody else writes in the book while a unit is open.
///
/// # Errors
/// [`Error::Refused`] with every problem of the sheet.
pub fn read_advice(name: &str, bytes: Vec<u8>, currency: Currency) -> Result<ReadAdvice, Error> {
    let is_sheet = matches!(Content::of(&bytes), Content::Text | Content::Zip);
    let lines = is_sheet.then(|| lines_of(name, &bytes, currency)).transpose()?;
    Ok(ReadAdvice { name: name.to_owned(), bytes, currency, lines })
}

/// Takes a remittance advice. The lines of a sheet wait for the payment of that sum; any other kind is kept as a paper for
/// a person. `paid_on`: the day of the payment, where it was said.
///
/// # Errors
/// [`Error::Refused`] with every problem of the paper; [`Error::NotFound`]; [`Error::Fault`].
pub fn take_advice(
    task: &mut Task<'_, '_>,
    giver: &Giver,
    advice: ReadAdvice,
    paid_on: Option<Date>,
) -> Result<AdviceOutcome, Error> {
    let ReadAdvice { name, bytes, currency, lines } = advice;
    let is_sheet = lines.is_some();
    let lines = lines.unwrap_or_default();
    let new = NewDocument {
        kind: DocumentKind::Remittance,
        invoice: None,
        // One advice may speak of several suppliers: none of them sees it.
        client: None,
        debtor: Some(giver.debtor),
        name: name.clone(),
        by: giver.by.clone(),
    };
    let added = document::add(task, new, &bytes)?;
    let mut total = Money::zero(currency);
    for line in &lines {
        total = total.plus(Money::new(line.amount, currency))?;
    }
    let keys: Vec<String> = lines.iter().map(|line| NumberKey::of(&line.number).as_str().to_owned()).collect();
    let open = kept::invoice::open_under(task, currency, &keys)?;
    let is_known = |line: &&AdvisedLine| {
        let key = NumberKey::of(&line.number);
        let is_shown = |client| giver.client.is_none_or(|only| only == client);
        open.iter().any(|item| item.debtor == giver.debtor && is_shown(item.client) && item.key == key)
    };
    let unknown: Vec<String> =
        lines.iter().filter(|line| line.amount > 0 && !is_known(line)).map(|line| line.number.clone()).collect();
    let outcome = AdviceOutcome {
        document: added.document,
        known: lines.iter().filter(is_known).count(),
        unknown,
        total: is_sheet.then_some(total),
        is_new: added.is_new,
    };
    if added.is_new && !lines.is_empty() {
        let advice = Advice {
            document: added.document,
            debtor: giver.debtor,
            total,
            paid_on,
            added_on: task.today,
            name,
            lines,
        };
        kept::advice::add(task, &advice)?;
    }
    Ok(outcome)
}

fn lines_of(name: &str, bytes: &[u8], currency: Currency) -> Result<Vec<AdvisedLine>, Error> {
    let mut refusals = Vec::new();
    let mut found = Vec::new();
    for line in formats::remittance::read(name, bytes)? {
        match Money::from_decimal(line.amount, currency) {
            Ok(amount) => found.push(AdvisedLine { number: line.number, amount: amount.minor }),
            Err(error) => {
                let place = format!("{name} line {}", line.line);
                refusals.push(Refusal::at(
                    &place,
                    "AMOUNT_WRONG",
                    error,
                    "Correct the amount; nothing is rounded here.",
                ));
            }
        }
    }
    if refusals.is_empty() { Ok(found) } else { Err(Error::Refused(refusals)) }
}

/// How an advice is named where a payment is matched by it.
pub(crate) fn named(advice: &Advice) -> String {
    format!("the advice \u{201c}{}\u{201d} of {} says so", advice.name, Language::English.date(advice.added_on))
}
