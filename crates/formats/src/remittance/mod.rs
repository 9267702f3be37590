//! Remittance advice: what a payment is for, as the payer's own sheet says (LE-10 (1)). CSV or spreadsheet.
//!
//! Contract: one line per invoice with what of the payment is for it; a deduction may stand beside it. Lines without a
//! number (totals, remarks) are passed over when they have no amount, and a line called total is never an invoice. Every
//! problem at once. What a person only reads (PDF, pictures) is no sheet and is kept as a paper elsewhere.

#[cfg(test)]
mod tests;

use crate::problem::{Problem, Problems, Refused};
use crate::sheet::{Line, Sheet, number, plain, words};
use rust_decimal::Decimal;

/// A line of an advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdviceLine {
    /// 1-based row of the file.
    pub line: u64,
    /// The invoice's number as it is written.
    pub number: String,
    /// What of the payment is for it; negative for a credit note.
    pub amount: Decimal,
    /// What was kept back, where the sheet says it.
    pub deduction: Option<Decimal>,
    /// Why, in words.
    pub words: String,
}

const INVOICE: &[&str] = &[
    "invoice",
    "invoicenumber",
    "invoiceno",
    "number",
    "document",
    "documentnumber",
    "reference",
    "yourreference",
    "rechnung",
    "rechnungsnummer",
    "belegnummer",
    "facture",
    "factura",
];
const AMOUNT: &[&str] = &[
    "paid",
    "amountpaid",
    "paidamount",
    "payment",
    "paymentamount",
    "netamount",
    "netpaid",
    "amount",
    "betrag",
    "zahlbetrag",
    "montant",
    "importe",
];
const DEDUCTION: &[&str] = &["deduction", "deducted", "discount", "skonto", "abzug", "escompte", "descuento"];
const WORDS: &[&str] = &["words", "comment", "comments", "note", "remark", "reason", "text", "bemerkung"];

/// Reads the lines of a remittance advice.
///
/// # Errors
/// [`Refused`] with every problem of the sheet.
pub fn read(file: &str, bytes: &[u8]) -> Result<Vec<AdviceLine>, Refused> {
    let sheet = Sheet::read(file, bytes)?;
    let mut problems = Problems::default();
    let mut needed = |names, called| sheet.needed(names, called).map_err(|refused| problems.append(refused)).ok();
    let (invoice, amount) = (needed(INVOICE, "Invoice"), needed(AMOUNT, "Paid"));
    let (Some(invoice), Some(amount)) = (invoice, amount) else { return Err(problems.refused()) };
    let (deduction, said) = (sheet.column(DEDUCTION), sheet.column(WORDS));
    let mut found = Vec::new();
    for line in &sheet.lines {
        match row(&sheet, line, (invoice, amount, deduction, said)) {
            Ok(row) => found.extend(row),
            Err(refused) => problems.append(refused),
        }
    }
    if found.is_empty() && problems.is_empty() {
        let fact = "No line names an invoice.";
        let remedy = "Write one line for each invoice that is paid.";
        problems.push(Problem::new("NOTHING_READABLE", sheet.place(1, None), fact, remedy));
    }
    problems.or_value(found)
}

type Places = (usize, usize, Option<usize>, Option<usize>);

fn row(sheet: &Sheet, line: &Line, (invoice, amount, deduction, said): Places) -> Result<Option<AdviceLine>, Refused> {
    let number_text = words(line, Some(invoice));
    let is_sum =
        matches!(plain(&number_text).as_str(), "total" | "sum" | "summe" | "gesamt" | "subtotal" | "grandtotal");
    let wrong = |column, fact: String| {
        let remedy = "Write the amount with its decimals, for example 1234.50.";
        Refused::from(Problem::new("AMOUNT_WRONG", sheet.place(line.0, column), fact, remedy))
    };
    if is_sum {
        return Ok(None);
    }
    let paid = number(line, Some(amount)).map_err(|fact| wrong(Some(amount), fact))?;
    let (number_text, paid) = match (number_text.is_empty(), paid) {
        (true, None) => return Ok(None),
        // A sum below the lines, without a word beside it.
        (true, Some(_)) if line.1.len() == 1 => return Ok(None),
        (true, Some(_)) => {
            let fact = "The line has an amount and no invoice number.";
            let remedy = "Write the invoice number, or take the line out.";
            return Err(Problem::new("ROW_NO_INVOICE", sheet.place(line.0, Some(invoice)), fact, remedy).into());
        }
        (false, None) => {
            let fact = "The line names an invoice and no amount.";
            let remedy = "Write what of the payment is for it.";
            return Err(Problem::new("AMOUNT_MISSING", sheet.place(line.0, Some(amount)), fact, remedy).into());
        }
        (false, Some(paid)) => (number_text, paid),
    };
    let deduction_read = number(line, deduction).map_err(|fact| wrong(deduction, fact))?;
    Ok(Some(AdviceLine {
        line: line.0,
        number: number_text,
        amount: paid,
        deduction: deduction_read.filter(|amount| !amount.is_zero()),
        words: words(line, said),
    }))
}
