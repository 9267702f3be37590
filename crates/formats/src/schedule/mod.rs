//! Schedules of accounts: the invoices that a client offers for sale.
//!
//! Contract: one CSV, several CSVs of one mapping, or many UBL documents become lines; the content of
//! a file decides, never its name. A line is either whole ([`OfferedLine`]) or rejected with every reason
//! at once ([`Rejected`]); a missing amount or due date is never filled in (LC-04). A file is
//! refused as a whole when its lines cannot be told apart or do not belong together: two
//! currencies, a missing column, a wrong total. Deliberately absent: every judgement that needs the book
//! or an agreement (who the debtor is, terms, duplicates, age).

pub mod amount;
pub mod csv;
pub mod date;
mod documents;
pub mod mapping;

pub use documents::from_documents;
pub use mapping::Mapping;

use crate::content::Content;
use crate::invoice::Identifier;
use crate::limits;
use crate::problem::{Place, Problem, Refused};
use domain::money::{Currency, Money, MoneyError};
use jiff::civil::Date;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// How the client names its customer. At least one of the three is there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct DebtorReference {
    /// The client's own customer number.
    pub code: Option<String>,
    /// The name as the client writes it.
    pub name: Option<String>,
    /// Registered identifiers, from an e-invoice.
    pub identifiers: Vec<Identifier>,
}

/// One offered invoice or credit note, complete as LC-04 wants it of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfferedLine {
    /// 1-based line of the file, or 1-based place among the documents.
    pub line_no: u64,
    /// Who owes it.
    pub debtor: DebtorReference,
    /// Invoice number, as printed.
    pub number: String,
    /// Issue date.
    pub issue: Date,
    /// Due date, never before the issue date. A credit note that names none is due on its issue date.
    pub due: Date,
    /// What is to be paid, always more than zero; of a credit note what it takes off.
    pub amount: Money,
    /// Date of delivery or service.
    pub delivery: Option<Date>,
    /// What was sold.
    pub description: Option<String>,
    /// The debtor's order number.
    pub order: Option<String>,
    /// Contract number.
    pub contract: Option<String>,
    /// What the debtor is asked to quote when it pays.
    pub payment_reference: Option<String>,
    /// The payee (BT-59), where it is not the seller: on a factored invoice, the factor.
    pub payee: Option<String>,
    /// Does the line take something off instead of adding it?
    pub is_credit_note: bool,
    /// For a credit note: the invoice that it corrects.
    pub preceding_invoice: Option<String>,
}

/// A line that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rejected {
    /// 1-based line of the file, or 1-based place among the documents.
    pub line_no: u64,
    /// The line as it stands in the file, at most [`limits::REJECTED_RAW_BYTES`] bytes; of a document its name.
    pub raw: String,
    /// Every reason.
    pub problems: Vec<Problem>,
}

/// What a client offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScheduleFile {
    /// The lines that are whole, in the order of the file.
    pub lines: Vec<OfferedLine>,
    /// The lines that are not, in the order of the file.
    pub rejected: Vec<Rejected>,
    /// Lines offered: `lines` and `rejected` together.
    pub count: u64,
    /// Control total of `lines`: invoices less credit notes. None when there are none.
    pub sum: Option<Money>,
    /// The one currency of `lines`.
    pub currency: Option<Currency>,
    /// SHA-256 of the file; of several, SHA-256 over their hashes in the order given.
    pub sha256: [u8; 32],
}

/// Reads a schedule: one CSV, several CSVs of one mapping, or many UBL documents.
///
/// Without a mapping a CSV is read with [`Mapping::credere`].
///
/// # Errors
/// Everything that keeps the schedule from being read as a whole. A single faulty line is no such
/// thing, nor is a faulty document among good ones; both are in [`ScheduleFile::rejected`].
pub fn read(files: &[(String, Vec<u8>)], mapping: Option<&Mapping>) -> Result<ScheduleFile, Refused> {
    let Some((first, _)) = files.first() else {
        return Err(Problem::new(
            "NOTHING_GIVEN",
            Place::file("schedule"),
            "No file was given.",
            "Choose a CSV file or UBL invoices.",
        )
        .into());
    };
    if files.len() > limits::FILES {
        let fact = format!("{} files were given; at most {} may be.", files.len(), limits::FILES);
        return Err(Problem::new("TOO_MANY_FILES", Place::file(first), fact, "Send them in several schedules.").into());
    }
    let is_xml = |(_, bytes): &(String, Vec<u8>)| Content::of(bytes) == Content::Xml;
    let is_table = |(_, bytes): &(String, Vec<u8>)| {
        let wide = mapping.is_some_and(|mapping| mapping.file.encoding == crate::encoding::Encoding::Utf16);
        let content = Content::of(bytes);
        content == Content::Text || (wide && content == Content::Binary)
    };
    let mut schedule = if files.iter().any(is_xml) {
        if let Some((name, _)) = files.iter().find(|file| is_table(file)) {
            let fact = "Tables and XML documents were given together.";
            return Err(Problem::new("MIXED_FILES", Place::file(name), fact, "Send them in two schedules.").into());
        }
        documents::read(files)?
    } else {
        let built_in;
        let mapping = match mapping {
            Some(mapping) => mapping,
            None => {
                built_in = Mapping::credere();
                &built_in
            }
        };
        csv::read(files, mapping)?
    };
    schedule.sha256 = hash(files);
    Ok(schedule)
}

fn hash(files: &[(String, Vec<u8>)]) -> [u8; 32] {
    match files {
        [(_, bytes)] => Sha256::digest(bytes).into(),
        _ => {
            let mut whole = Sha256::new();
            for (_, bytes) in files {
                whole.update(Sha256::digest(bytes));
            }
            whole.finalize().into()
        }
    }
}

/// Gathers lines and keeps what must hold over all of them: one currency, a sum that fits.
#[derive(Debug, Default)]
struct Gathered {
    lines: Vec<OfferedLine>,
    rejected: Vec<Rejected>,
    sum: Option<Money>,
    first_at: Option<(String, u64)>,
}

impl Gathered {
    fn take(&mut self, file: &str, line: OfferedLine) -> Result<(), Refused> {
        let place = || Place::file(file).line(line.line_no);
        let amount = if line.is_credit_note { line.amount.negated() } else { line.amount };
        let sum = match self.sum {
            None => Ok(amount),
            Some(sum) => sum.plus(amount),
        };
        match sum {
            Ok(sum) => self.sum = Some(sum),
            Err(MoneyError::Currencies { left, right }) => {
                let (first_file, first_line) = self.first_at.clone().unwrap_or_default();
                return Err(Problem::new(
                    "TWO_CURRENCIES",
                    place(),
                    format!("This line is in {right}, and line {first_line} of {first_file} is in {left}."),
                    "Send one schedule for each currency.",
                )
                .into());
            }
            Err(error) => {
                let fact = format!("The sum of the schedule cannot be kept: {error}.");
                return Err(Problem::new("SUM_TOO_LARGE", place(), fact, "Check the amounts.").into());
            }
        }
        self.first_at.get_or_insert_with(|| (file.to_owned(), line.line_no));
        self.lines.push(line);
        Ok(())
    }

    fn reject(&mut self, file: &str, line_no: u64, raw: &str, problems: Vec<Problem>) -> Result<(), Refused> {
        if self.rejected.len() >= limits::REJECTED_LINES {
            let mut refused = Refused::from(Problem::new(
                "TOO_MANY_REJECTED",
                Place::file(file).line(line_no),
                format!("More than {} lines cannot be read.", limits::REJECTED_LINES),
                "The mapping does not fit the file; the first rejected lines follow.",
            ));
            const SHOWN: usize = 20;
            let first = self.rejected.drain(..).take(SHOWN).flat_map(|rejected| rejected.problems);
            refused.problems.extend(first.take(limits::PROBLEMS));
            return Err(refused);
        }
        let end = raw.floor_char_boundary(limits::REJECTED_RAW_BYTES);
        self.rejected.push(Rejected { line_no, raw: raw[..end].to_owned(), problems });
        Ok(())
    }

    fn finish(self) -> ScheduleFile {
        ScheduleFile {
            count: (self.lines.len() + self.rejected.len()) as u64,
            currency: self.sum.map(|sum| sum.currency),
            lines: self.lines,
            rejected: self.rejected,
            sum: self.sum,
            sha256: [0; 32],
        }
    }
}
