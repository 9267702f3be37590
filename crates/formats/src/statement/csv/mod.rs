//! Bank statements as CSV, by a mapping.
//!
//! Contract: a file is taken whole or not at all, as a statement without one of its rows proves nothing; every
//! fault of every row is named. Rows of one account and statement belong together wherever they stand. Entries
//! come out oldest first.

mod mapping;

pub use mapping::{Given, StatementColumns, StatementMapping};

use super::{AccountId, Detail, Direction, Entry, ReferenceSource, Statement, proof};
use crate::problem::{Place, Problem, Problems, Refused, quoted};
use crate::schedule::amount::{self, AmountError};
use crate::schedule::date::DateError;
use crate::table::{self, Column, Row, Rows};
use domain::money::{Currency, Money};
use jiff::civil::Date;
use std::collections::HashMap;

/// Reads all statements of a CSV file.
///
/// # Errors
/// Every fault of the mapping, of the file, or of any row; or balances that do not add up.
pub fn read(file: &str, bytes: &[u8], mapping: &StatementMapping) -> Result<Vec<Statement>, Refused> {
    mapping.check()?;
    let text = table::decode(file, bytes, &mapping.file, "a bank statement as camt.053 (XML) or CSV")?;
    let mut rows = Rows::open(file, &text, &mapping.file)?;
    let places = find(file, &rows, mapping)?;
    let mut reader = Reader {
        file,
        mapping,
        places,
        columns: rows.header().len(),
        problems: Problems::default(),
        drafts: Vec::new(),
    };
    let mut known: HashMap<(String, String), usize> = HashMap::new();
    while let Some(row) = rows.next()? {
        let first = row.fields().next().unwrap_or("").trim();
        let skipped = mapping.skip_when_first_cell_starts_with.iter().any(|start| first.starts_with(start.as_str()));
        if !row.is_blank() && !skipped {
            reader.row(&row, &mut known);
        }
    }
    let Reader { mut problems, drafts, .. } = reader;
    if drafts.is_empty() && problems.is_empty() {
        let fact = "The table has no rows.";
        problems.push(Problem::new("NO_STATEMENT", Place::file(file), fact, "Send a file with at least one row."));
    }
    let readable = problems.is_empty();
    let mut statements = Vec::with_capacity(drafts.len());
    for draft in drafts.into_iter().filter(|_| readable) {
        match draft.finish(file, mapping.newest_first) {
            Ok(statement) => statements.push(statement),
            Err(refused) => problems.append(refused),
        }
    }
    problems.or_value(statements)
}

/// Field names to their 0-based places.
type Places = HashMap<&'static str, usize>;

fn find(file: &str, rows: &Rows<'_>, mapping: &StatementMapping) -> Result<Places, Refused> {
    let (mut found, mut missing, mut problems) = (Places::new(), Vec::new(), Problems::default());
    for (name, column, mandatory) in mapping.columns.all() {
        let Some(column) = column else { continue };
        match rows.find(column) {
            Err(refused) => problems.append(refused),
            Ok(Some(place)) => {
                found.insert(name, place);
            }
            Ok(None) if mandatory || !mapping.optional_columns_may_be_absent => missing.push(match column {
                Column::Name(text) => format!("{text} ({name})"),
                Column::Index(index) => format!("number {index} ({name})"),
            }),
            Ok(None) => {}
        }
    }
    if !missing.is_empty() {
        let there: Vec<&str> = rows.header().iter().map(String::as_str).collect();
        let fact = format!("These columns are missing: {}. The file has: {}.", missing.join(", "), there.join(", "));
        let remedy = "Add them to the file, or name the right columns in the mapping.";
        problems.push(Problem::new("COLUMNS_MISSING", Place::file(file), fact, remedy));
    }
    problems.or_value(found)
}

/// One statement while its rows are read.
struct Draft {
    line: u64,
    account: AccountId,
    currency: Currency,
    statement_id: String,
    opening: Option<Money>,
    closing: Option<Money>,
    /// Each with the running balance after it.
    entries: Vec<(Entry, Option<Money>)>,
}

struct Reader<'a> {
    file: &'a str,
    mapping: &'a StatementMapping,
    places: Places,
    columns: usize,
    problems: Problems,
    drafts: Vec<Draft>,
}

impl Reader<'_> {
    fn row(&mut self, row: &Row<'_>, known: &mut HashMap<(String, String), usize>) {
        row.check(self.file, self.columns, &mut self.problems);
        let given = &self.mapping.given;
        let number = self.get(row, "account").map(account_of).or_else(|| given.account.clone());
        let statement = self.get(row, "statement").map(str::to_owned).or_else(|| given.statement.clone());
        let currency = match self.get(row, "currency") {
            Some(code) => match Currency::parse(code) {
                Ok(currency) => Some(currency),
                Err(_) => {
                    let fact = format!("{} is not the code of a currency.", quoted(code));
                    return self.fault(
                        row,
                        "currency",
                        "CURRENCY_UNKNOWN",
                        fact,
                        "Give its three letters, such as USD.",
                    );
                }
            },
            None => given.currency,
        };
        let (Some(account), Some(statement_id), Some(currency)) = (number, statement, currency) else {
            let fact = "The row lacks its account, statement or currency.";
            return self.fault(row, "account", "ROW_INCOMPLETE", fact, "Fill in all three on every row.");
        };
        let opening = self.balance(row, "opening", currency).or(self.given(given.opening, currency));
        let closing = self.balance(row, "closing", currency).or(self.given(given.closing, currency));
        let key = (account.number().to_owned(), statement_id.clone());
        let place = *known.entry(key).or_insert(self.drafts.len());
        if place == self.drafts.len() {
            let entries = Vec::new();
            self.drafts.push(Draft { line: row.line, account, currency, statement_id, opening, closing, entries });
        }
        let draft = &self.drafts[place];
        if (draft.currency, draft.opening, draft.closing) != (currency, opening, closing) {
            let fact = format!("Currency or balances differ from those on line {} of the same statement.", draft.line);
            self.fault(row, "opening", "STATEMENT_CHANGES", fact, "Write the same on every row of a statement.");
        }
        if let Some(entry) = self.entry(row, currency) {
            let balance = self.balance(row, "balance", currency);
            self.drafts[place].entries.push((entry, balance));
        }
    }

    fn entry(&mut self, row: &Row<'_>, currency: Currency) -> Option<Entry> {
        let amounts = ["amount", "credit", "debit"];
        let states_balances_alone =
            self.get(row, "booked").is_none() && amounts.iter().all(|field| self.get(row, field).is_none());
        if states_balances_alone && self.places.contains_key("opening") {
            return None;
        }
        let booked = self.date(row, "booked");
        if self.get(row, "booked").is_none() {
            self.fault(row, "booked", "BOOKING_DATE_MISSING", "There is no booking date.", "Give the booking date.");
        }
        let value_date = self.date(row, "valued");
        let signed = self.signed(row, currency);
        let (booking_date, signed) = (booked?, signed?);
        let text = |field| self.get(row, field).map(str::to_owned);
        let amount = Money::new(signed.minor.abs(), currency);
        let reference = text("reference");
        Some(Entry {
            reference_source: if reference.is_some() { ReferenceSource::Bank } else { ReferenceSource::Digest },
            entry_reference: reference.unwrap_or_default(),
            line: row.line,
            booking_date,
            value_date,
            amount,
            direction: if signed.minor < 0 { Direction::Debit } else { Direction::Credit },
            reversal: false,
            instrument: None,
            bank_code: None,
            batch_count: None,
            details: vec![Detail {
                amount: Some(amount),
                counterparty: text("payer"),
                counterparty_account: self.get(row, "payer_account").map(account_of),
                end_to_end_id: text("end_to_end"),
                unstructured: text("text").into_iter().collect(),
                ..Detail::default()
            }],
            text: None,
        })
    }

    /// The row's amount: positive into the account, negative out of it.
    fn signed(&mut self, row: &Row<'_>, currency: Currency) -> Option<Money> {
        if self.places.contains_key("amount") {
            let amount = self.balance(row, "amount", currency);
            if self.get(row, "amount").is_none() {
                self.fault(row, "amount", "AMOUNT_MISSING", "There is no amount.", "Give the amount.");
            }
            return amount;
        }
        let (field, is_debit) = match (self.get(row, "credit"), self.get(row, "debit")) {
            (Some(_), None) => ("credit", false),
            (None, Some(_)) => ("debit", true),
            _ => {
                let fact = "The row must have an amount in one of the two columns, and not in both.";
                self.fault(row, "credit", "AMOUNT_MISSING", fact, "Give a credit or a debit.");
                return None;
            }
        };
        let amount = self.balance(row, field, currency)?;
        if amount.minor < 0 {
            let fact = format!("The amount {amount} is negative in a column that has no signs.");
            self.fault(row, field, "AMOUNT_NEGATIVE", fact, "Write it in the other column, or map one signed column.");
            return None;
        }
        Some(if is_debit { amount.negated() } else { amount })
    }

    /// A signed amount of a column; none when it is empty, or could not be read and was reported.
    fn balance(&mut self, row: &Row<'_>, field: &'static str, currency: Currency) -> Option<Money> {
        let text = self.get(row, field)?;
        let layout = &self.mapping.file;
        match amount::parse(text, layout.decimal_sign, layout.grouping) {
            Ok(decimal) => match Money::from_decimal(decimal, currency) {
                // The least number has no counterpart with the other sign.
                Ok(money) if money.minor == i64::MIN => {
                    self.fault(
                        row,
                        field,
                        "AMOUNT_TOO_LARGE",
                        "The amount is too large to be kept.",
                        "Correct the amount.",
                    );
                    None
                }
                Ok(money) => Some(money),
                Err(error) => {
                    let (code, fact, remedy) = amount::money_fault(&error);
                    self.fault(row, field, code, fact, remedy);
                    None
                }
            },
            Err(AmountError::Empty) => None,
            Err(error) => {
                let fact = format!("{} cannot be read: {error}.", quoted(text));
                let remedy = "Correct the amount, or the decimal and group signs of the mapping.";
                self.fault(row, field, "AMOUNT_UNREADABLE", fact, remedy);
                None
            }
        }
    }

    fn given(&self, amount: Option<rust_decimal::Decimal>, currency: Currency) -> Option<Money> {
        amount.and_then(|amount| Money::from_decimal(amount, currency).ok())
    }

    fn date(&mut self, row: &Row<'_>, field: &'static str) -> Option<Date> {
        let text = self.get(row, field)?;
        match self.mapping.file.date_format.parse(text) {
            Ok(date) => Some(date),
            Err(error) => {
                let fact = match error {
                    DateError::NoSuchDay => format!("{} is not a day of the calendar.", quoted(text)),
                    _ => format!("{} is not a date written as {}.", quoted(text), self.mapping.file.date_format),
                };
                self.fault(row, field, "DATE_UNREADABLE", fact, "Correct the date, or the date format of the mapping.");
                None
            }
        }
    }

    /// The text of a field; none when it is not mapped or empty.
    fn get<'r>(&self, row: &Row<'r>, field: &str) -> Option<&'r str> {
        Some(row.get(Some(*self.places.get(field)?))).filter(|text| !text.is_empty())
    }

    fn fault(&mut self, row: &Row<'_>, field: &str, code: &'static str, fact: impl Into<String>, remedy: &str) {
        self.problems.push(Problem::new(code, Place::file(self.file).line(row.line).field(field), fact, remedy));
    }
}

impl Draft {
    fn finish(mut self, file: &str, newest_first: bool) -> Result<Statement, Refused> {
        let place = Place::file(file).line(self.line);
        if newest_first {
            self.entries.reverse();
        }
        let (opening, closing) = self.prove_running_balance(file)?;
        let (Some(opening), Some(closing)) = (self.opening.or(opening), self.closing.or(closing)) else {
            let fact = "The opening or the closing balance is missing: nothing proves that the statement is whole.";
            let remedy = "Give both balances, or a column with the running balance.";
            return Err(Problem::new("BALANCE_MISSING", place, fact, remedy).into());
        };
        let mut entries: Vec<Entry> = self.entries.into_iter().map(|(entry, _)| entry).collect();
        proof::balance(&place, opening, closing, &entries)?;
        proof::number(&mut entries);
        Ok(Statement {
            account: self.account,
            currency: self.currency,
            statement_id: self.statement_id,
            sequence: None,
            from: entries.iter().map(|entry| entry.booking_date).min(),
            to: entries.iter().map(|entry| entry.booking_date).max(),
            opening,
            closing,
            entries,
            unbooked: Vec::new(),
            remarks: Vec::new(),
        })
    }

    /// The opening and closing balance that the running balances state, each row proven against the one before.
    fn prove_running_balance(&self, file: &str) -> Result<(Option<Money>, Option<Money>), Refused> {
        let (mut first, mut last): (Option<Money>, Option<Money>) = (None, None);
        let whole = self.entries.iter().all(|(_, balance)| balance.is_some());
        for (entry, balance) in self.entries.iter().filter(|_| whole) {
            let Some(balance) = *balance else { continue };
            let before = match entry.direction {
                Direction::Credit => balance.minus(entry.amount),
                Direction::Debit => balance.plus(entry.amount),
            };
            let Ok(before) = before else { continue };
            if let Some(last) = last.filter(|last| *last != before) {
                let fact =
                    format!("The running balance {balance} does not follow from {last}: a row is missing or changed.");
                let place = Place::file(file).line(entry.line).field("balance");
                let remedy =
                    "Ask the bank for the whole file, or say in the mapping that it begins with the newest row.";
                return Err(Problem::new("BALANCE_DIFFERS", place, fact, remedy).into());
            }
            first.get_or_insert(before);
            last = Some(balance);
        }
        Ok((first, last))
    }
}

/// An account number: an IBAN where it has the shape of one.
fn account_of(text: &str) -> AccountId {
    let number: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    if crate::payment::is_iban(&number) { AccountId::Iban(number) } else { AccountId::Other(text.to_owned()) }
}
