//! The sheet comes back.

use super::words::words_of;
use crate::problem::{Problem, Problems, Refused, quoted};
use crate::sheet::{Line, Sheet, day, number, plain, words};
use domain::dispute::DisputeReason;
use domain::letter::Language;
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

/// Heads that people write of their own accord, beside those that this sheet is sent with.
const INVOICE: &[&str] = &["invoicenumber", "invoiceno", "number", "rechnungsnummer", "document"];
const SUPPLIER: &[&str] = &["client", "vendor"];
const ANSWER: &[&str] = &["response", "status", "reponse"];
const DATE: &[&str] = &["day", "paymentdate", "payon", "paidon"];
const PART: &[&str] = &["partamount", "amountdisputed", "disputedamount"];
const REASON: &[&str] = &["disputereason"];
const WORDS: &[&str] = &["comment", "comments", "note", "notes", "remark"];
const CURRENCY: &[&str] = &["wahrung"];

/// The heads under which a column is looked for: as it is sent in each language, then what people write.
fn heads(column: usize, own: &[&str]) -> Vec<String> {
    let sent = Language::ALL.iter().map(|language| plain(words_of(*language).columns[column]));
    sent.chain(own.iter().map(|&head| head.to_owned())).collect()
}

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
    let mut needed =
        |names: Vec<String>, called| sheet.needed(&names, called).map_err(|refused| problems.append(refused)).ok();
    let (invoice, answer) = (needed(heads(1, INVOICE), "Invoice"), needed(heads(8, ANSWER), "Answer"));
    let (Some(invoice), Some(answer)) = (invoice, answer) else { return Err(problems.refused()) };
    let columns = Columns {
        supplier: sheet.column(&heads(0, SUPPLIER)),
        invoice,
        answer,
        date: sheet.column(&heads(9, DATE)),
        part: sheet.column(&heads(10, PART)),
        reason: sheet.column(&heads(11, REASON)),
        words: sheet.column(&heads(12, WORDS)),
        currency: sheet.column(&heads(6, CURRENCY)),
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
            let remedy = format!("Write one of: {}.", words_of(Language::English).answers.join(", "));
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
    let wanted = plain(text);
    let sent = Language::ALL
        .iter()
        .find_map(|language| words_of(*language).answers.iter().position(|answer| plain(answer) == wanted));
    if let Some(place) = sent {
        return Some(match place {
            0 => Meant::WillPay,
            1 => Meant::Paid,
            2 => Meant::Confirmed,
            3 => Meant::NotReceived,
            4 => Meant::Disputed,
            _ => Meant::WrongContact,
        });
    }
    Some(match wanted.as_str() {
        "willbepaid" | "pay" | "promise" | "scheduled" | "zahlen" | "serapayée" | "serapayé" => Meant::WillPay,
        "paidon" | "payé" | "payee" | "paye" | "pagado" => Meant::Paid,
        "confirm" | "ok" | "yes" | "correct" | "confirmé" | "confirmado" => Meant::Confirmed,
        "missing" | "nonreçu" => Meant::NotReceived,
        "dispute" | "reklamiert" | "contesté" | "disputada" => Meant::Disputed,
        _ => return None,
    })
}

/// The reason by its word or its code; another reason where none is written.
fn reason(text: &str) -> Option<DisputeReason> {
    let wanted = plain(text);
    if wanted.is_empty() {
        return Some(DisputeReason::Other);
    }
    let is = |one: &&DisputeReason| {
        plain(one.code()) == wanted
            || Language::ALL.iter().any(|language| plain((words_of(*language).reason)(**one)) == wanted)
    };
    DisputeReason::ALL.iter().find(is).copied()
}

fn reasons_remedy() -> String {
    let words: Vec<&str> = DisputeReason::ALL.iter().map(|reason| reason.word()).collect();
    format!("Write one of: {}.", words.join(", "))
}
