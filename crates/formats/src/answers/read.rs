//! The sheet comes back.

use crate::problem::{Problem, Problems, Refused, quoted};
use crate::sheet::{Line, Sheet, day, number, plain, words};
use domain::dispute::DisputeReason;
use jiff::civil::Date;
use rust_decimal::Decimal;

/// What a row answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    /// It will be paid.
    WillPay {
        /// On this day.
        on: Date,
        /// How much; none for all that is open.
        part: Option<Decimal>,
    },
    /// It was paid.
    Paid {
        /// On this day.
        on: Date,
        /// How, in words.
        how: String,
    },
    /// It is right.
    Confirmed {
        /// Words.
        words: String,
    },
    /// It never came.
    NotReceived {
        /// Words.
        words: String,
    },
    /// It need not be paid, or not in full.
    Disputed {
        /// Why.
        reason: DisputeReason,
        /// How much; none for all that is open.
        part: Option<Decimal>,
        /// Words.
        words: String,
    },
    /// Somebody else is to be asked.
    WrongContact {
        /// Words.
        words: String,
    },
}

/// A row with an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRow {
    /// 1-based row of the file.
    pub line: u64,
    /// The supplier as it is written; empty when the sheet does not say.
    pub supplier: String,
    /// The invoice's number as it is written.
    pub number: String,
    /// The currency, where the sheet says it.
    pub currency: String,
    /// What is answered.
    pub answered: Answered,
}

const SUPPLIER: &[&str] = &["supplier", "client", "lieferant", "fournisseur", "proveedor", "vendor"];
const INVOICE: &[&str] = &[
    "invoice",
    "invoicenumber",
    "invoiceno",
    "number",
    "rechnung",
    "rechnungsnummer",
    "facture",
    "factura",
    "document",
];
const ANSWER: &[&str] = &["answer", "response", "status", "antwort", "reponse", "réponse", "respuesta"];
const DATE: &[&str] = &["date", "day", "paymentdate", "payon", "paidon", "datum", "fecha"];
const PART: &[&str] = &["part", "partamount", "amountdisputed", "disputedamount", "teilbetrag", "montant", "importe"];
const REASON: &[&str] = &["reason", "disputereason", "grund", "motif", "motivo"];
const WORDS: &[&str] =
    &["words", "comment", "comments", "note", "notes", "remark", "bemerkung", "commentaire", "comentario"];
const CURRENCY: &[&str] = &["currency", "währung", "wahrung", "devise", "moneda"];

struct Columns {
    supplier: Option<usize>,
    invoice: usize,
    answer: usize,
    date: Option<usize>,
    part: Option<usize>,
    reason: Option<usize>,
    words: Option<usize>,
    currency: Option<usize>,
}

/// What a sheet says: its rows that can be understood, and what is wrong with the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRows {
    /// Rows with an answer.
    pub rows: Vec<AnswerRow>,
    /// Every problem of the other rows; none when there is none.
    pub wrong: Option<Refused>,
}

/// Reads a sheet of answers. Whoever knows the invoices tells its own problems beside those of the rows, and takes nothing
/// while there is any.
///
/// # Errors
/// [`Refused`] when it is no sheet, or columns are missing.
pub fn read(file: &str, bytes: &[u8]) -> Result<AnswerRows, Refused> {
    let sheet = Sheet::read(file, bytes)?;
    let mut problems = Problems::default();
    let mut needed = |names, called| sheet.needed(names, called).map_err(|refused| problems.append(refused)).ok();
    let (invoice, answer) = (needed(INVOICE, "Invoice"), needed(ANSWER, "Answer"));
    let (Some(invoice), Some(answer)) = (invoice, answer) else { return Err(problems.refused()) };
    let columns = Columns {
        supplier: sheet.column(SUPPLIER),
        invoice,
        answer,
        date: sheet.column(DATE),
        part: sheet.column(PART),
        reason: sheet.column(REASON),
        words: sheet.column(WORDS),
        currency: sheet.column(CURRENCY),
    };
    let mut rows = Vec::new();
    for line in &sheet.lines {
        if words(line, Some(columns.answer)).is_empty() {
            continue;
        }
        match row(&sheet, &columns, line) {
            Ok(row) => rows.push(row),
            Err(found) => found.into_iter().for_each(|problem| problems.push(problem)),
        }
    }
    let wrong = (!problems.is_empty()).then(|| problems.refused());
    Ok(AnswerRows { rows, wrong })
}

fn row(sheet: &Sheet, columns: &Columns, line: &Line) -> Result<AnswerRow, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut refuse = |code, column: Option<usize>, fact: String, remedy: &str| {
        problems.push(Problem::new(code, sheet.place(line.0, column), fact, remedy));
    };
    let number_text = words(line, Some(columns.invoice));
    if number_text.is_empty() {
        let fact = "The row has an answer and no invoice number.".to_owned();
        refuse("ROW_NO_INVOICE", Some(columns.invoice), fact, "Write the invoice number.");
    }
    let on = day(line, columns.date).unwrap_or_else(|fact| {
        refuse("DATE_WRONG", columns.date, fact, "Write the date as 2026-03-04.");
        // A wrong date is told once; it is not missing besides.
        Some(Date::MIN)
    });
    let part = number(line, columns.part).unwrap_or_else(|fact| {
        refuse("AMOUNT_WRONG", columns.part, fact, "Write the amount with its decimals, for example 1234.50.");
        None
    });
    let said = words(line, columns.words);
    let answer = words(line, Some(columns.answer));
    let kind = meant(&answer);
    let mut dated = || {
        on.or_else(|| {
            let fact = format!("The answer {} has no date.", quoted(&answer));
            refuse("DATE_MISSING", columns.date, fact, "Write the day of the payment as 2026-03-04.");
            None
        })
    };
    let answered = match kind {
        Some(Meant::WillPay) => dated().map(|on| Answered::WillPay { on, part }),
        Some(Meant::Paid) => dated().map(|on| Answered::Paid { on, how: said }),
        Some(Meant::Confirmed) => Some(Answered::Confirmed { words: said }),
        Some(Meant::NotReceived) => Some(Answered::NotReceived { words: said }),
        Some(Meant::WrongContact) => Some(Answered::WrongContact { words: said }),
        Some(Meant::Disputed) => {
            let text = words(line, columns.reason);
            match reason(&text) {
                Some(DisputeReason::Other) if said.is_empty() => {
                    let fact = "The invoice is disputed, and neither the reason nor a word says why.".to_owned();
                    let remedy = "Write the reason, or say it in words.";
                    refuse("REASON_MISSING", columns.reason.or(columns.words), fact, remedy);
                    None
                }
                Some(reason) => Some(Answered::Disputed { reason, part, words: said }),
                None => {
                    let fact = format!("{} is not one of the reasons.", quoted(&text));
                    refuse("REASON_UNKNOWN", columns.reason, fact, &reasons_remedy());
                    None
                }
            }
        }
        None => {
            let fact = format!("{} is not one of the answers.", quoted(&answer));
            let remedy = format!("Write one of: {}.", super::ANSWERS.join(", "));
            refuse("ANSWER_UNKNOWN", Some(columns.answer), fact, &remedy);
            None
        }
    };
    match answered {
        Some(answered) if problems.is_empty() => Ok(AnswerRow {
            line: line.0,
            supplier: words(line, columns.supplier),
            number: number_text,
            currency: words(line, columns.currency),
            answered,
        }),
        _ => Err(problems),
    }
}

enum Meant {
    WillPay,
    Paid,
    Confirmed,
    NotReceived,
    Disputed,
    WrongContact,
}

/// What people write when they mean an answer.
fn meant(text: &str) -> Option<Meant> {
    Some(match plain(text).as_str() {
        "willpay" | "willbepaid" | "pay" | "promise" | "scheduled" | "wirdbezahlt" | "zahlen" | "serapayé"
        | "sepagará" => Meant::WillPay,
        "paid" | "paidon" | "bezahlt" | "payé" | "paye" | "pagado" | "pagada" => Meant::Paid,
        "confirmed" | "confirm" | "ok" | "yes" | "correct" | "bestätigt" | "confirmé" | "confirmado" => {
            Meant::Confirmed
        }
        "notreceived" | "missing" | "nichterhalten" | "nonreçu" | "nonreçue" | "norecibida" => Meant::NotReceived,
        "disputed" | "dispute" | "strittig" | "reklamiert" | "contesté" | "contestée" | "disputada" => {
            Meant::Disputed
        }
        "wrongcontact" | "falscheransprechpartner" | "mauvaiscontact" | "contactoequivocado" => Meant::WrongContact,
        _ => return None,
    })
}

/// The reason by its word or its code; another reason where none is written.
fn reason(text: &str) -> Option<DisputeReason> {
    let wanted = plain(text);
    if wanted.is_empty() {
        return Some(DisputeReason::Other);
    }
    let is = |one: &&DisputeReason| plain(one.word()) == wanted || plain(one.code()) == wanted;
    DisputeReason::ALL.iter().find(is).copied()
}

fn reasons_remedy() -> String {
    let words: Vec<&str> = DisputeReason::ALL.iter().map(|reason| reason.word()).collect();
    format!("Write one of: {}.", words.join(", "))
}
