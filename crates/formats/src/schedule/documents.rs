//! Schedules of accounts as UBL documents: one line for each invoice or credit note.

use super::csv::{CORRECT_ONE, due_before_issue};
use super::{DebtorReference, Gathered, OfferedLine, ScheduleFile};
use crate::content::Content;
use crate::invoice::{InvoiceDocument, Kind, ubl};
use crate::problem::{Place, Problem, Problems, Refused};
use domain::money::Money;

/// Reads every file as one document; see [`super::read`], which also fills in the hash.
pub(super) fn read(files: &[(String, Vec<u8>)]) -> Result<ScheduleFile, Refused> {
    let documents = files.iter().map(|(file, bytes)| {
        let read = match Content::of(bytes).refusal(file, "UBL invoices (XML)") {
            Some(problem) => Err(problem.into()),
            None => ubl::read(file, bytes),
        };
        (file.as_str(), read)
    });
    gather(documents)
}

/// Makes a schedule of documents that were read before; each with the name of its file.
///
/// The hash is zero: only [`super::read`] sees the bytes.
///
/// # Errors
/// Two currencies, or no document that can be offered.
pub fn from_documents(documents: Vec<(String, InvoiceDocument)>) -> Result<ScheduleFile, Refused> {
    let names: Vec<String> = documents.iter().map(|(name, _)| name.clone()).collect();
    let documents = documents.into_iter().map(|(_, document)| Ok(document));
    gather(names.iter().map(String::as_str).zip(documents))
}

fn gather<'a>(
    documents: impl Iterator<Item = (&'a str, Result<InvoiceDocument, Refused>)>,
) -> Result<ScheduleFile, Refused> {
    let mut gathered = Gathered::default();
    let mut first = None;
    for (place, (file, document)) in documents.enumerate() {
        let line_no = place as u64 + 1;
        first.get_or_insert(file);
        match document.and_then(|document| line(file, line_no, document)) {
            Ok(line) => gathered.take(file, line)?,
            Err(refused) => gathered.reject(file, line_no, file, refused.problems)?,
        }
    }
    if gathered.lines.is_empty() {
        let mut problems = Problems::default();
        for problem in gathered.rejected.into_iter().flat_map(|rejected| rejected.problems) {
            problems.push(problem);
        }
        if problems.is_empty() {
            let place = Place::file(first.unwrap_or("schedule"));
            problems.push(Problem::new("NO_LINES", place, "There is no document.", "Send at least one invoice."));
        }
        return Err(problems.refused());
    }
    Ok(gathered.finish())
}

/// One document as a line, or every reason against it.
fn line(file: &str, line_no: u64, document: InvoiceDocument) -> Result<OfferedLine, Refused> {
    let mut problems = Problems::default();
    let mut fault = |field: &str, code, fact: String, remedy: &str| {
        problems.push(Problem::new(code, Place::file(file).field(field), fact, remedy));
    };
    let is_credit_note = document.kind == Kind::CreditNote;
    let due = match document.due {
        Some(due) => due,
        None if is_credit_note => document.issue,
        None => {
            let fact = match document.payment_terms.first() {
                Some(terms) => format!("There is no due date, only the terms {}.", crate::problem::quoted(terms)),
                None => "There is no due date.".to_owned(),
            };
            fault("cbc:DueDate", "DUE_DATE_MISSING", fact, "Give the due date; it is never computed here.");
            document.issue
        }
    };
    if due < document.issue {
        fault("cbc:DueDate", "DUE_BEFORE_ISSUE", due_before_issue(document.issue, due), CORRECT_ONE);
    }
    let payable = document.amounts.payable;
    if payable.is_zero() {
        let fact = "Nothing is left to be paid.".to_owned();
        fault("cbc:PayableAmount", "AMOUNT_ZERO", fact, "Leave out what is already paid.");
    } else if payable.minor < 0 {
        let fact = format!("The amount to be paid is {payable}.");
        fault("cbc:PayableAmount", "AMOUNT_NEGATIVE", fact, "Offer what takes something off as a credit note.");
    }
    let buyer = document.buyer;
    let name = Some(buyer.name).filter(|name| !name.is_empty());
    if name.is_none() && buyer.identifiers.is_empty() {
        let fact = "The buyer has neither a name nor an identifier.".to_owned();
        fault("cac:AccountingCustomerParty", "DEBTOR_MISSING", fact, "Name the buyer.");
    }
    let mut references = document.payment_references;
    problems.or_value(OfferedLine {
        line_no,
        debtor: DebtorReference { code: None, name, identifiers: buyer.identifiers },
        number: document.number,
        issue: document.issue,
        due,
        amount: Money::new(payable.minor, payable.currency),
        delivery: document.delivery.or(document.period_end),
        description: (!document.descriptions.is_empty()).then(|| document.descriptions.join("; ")),
        order: document.order,
        contract: document.contract,
        payment_reference: (!references.is_empty()).then(|| references.swap_remove(0)),
        payee: document.payee.map(|payee| payee.name).filter(|name| !name.is_empty()),
        is_credit_note,
        preceding_invoice: document.preceding.into_iter().next().map(|preceding| preceding.number),
    })
}
