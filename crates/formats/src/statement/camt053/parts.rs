//! The parts of a camt.053 statement while it is read, and how they become a statement.

use super::bank_code::BankCode;
use crate::limits;
use crate::problem::{Place, Problem, Problems, Refused, quoted};
use crate::schedule::amount;
use crate::schedule::date::DatePattern;
use crate::statement::{
    AccountId, Adjustment, Detail, Direction, Entry, ReferenceSource, RemittanceDocument, ReturnReason, Statement,
    Unbooked, proof,
};
use crate::xml::At;
use domain::money::{Currency, Money};
use jiff::civil::Date;

/// An amount with its currency, read.
pub(super) fn money(file: &str, at: &At<'_>, text: &str) -> Result<Money, Refused> {
    let place = || Place::file(file).line(at.line).field(at.path);
    let code = at.attribute("Ccy").unwrap_or("");
    let currency = Currency::parse(code).map_err(|_| {
        let fact = format!("{} is not the code of a currency.", quoted(code));
        Problem::new("CURRENCY_UNKNOWN", place(), fact, ASK)
    })?;
    let value = amount::parse_plain(text).map_err(|error| {
        let fact = format!("{} cannot be read: {error}.", quoted(text));
        Problem::new("AMOUNT_UNREADABLE", place(), fact, ASK)
    })?;
    if value.is_sign_negative() && !value.is_zero() {
        let fact = format!("The amount {} is negative; the direction stands beside it.", quoted(text));
        return Err(Problem::new("AMOUNT_NEGATIVE", place(), fact, ASK).into());
    }
    Money::from_decimal(value, currency).map_err(|error| {
        let (code, fact, _) = amount::money_fault(&error);
        Problem::new(code, place(), fact, ASK).into()
    })
}

/// The day of an ISO date or date-time, in the bank's own zone.
pub(super) fn day(file: &str, at: &At<'_>, text: &str) -> Result<Date, Refused> {
    let date = text.get(..10).and_then(|day| DatePattern::iso().parse(day).ok());
    date.filter(|_| text.len() == 10 || text[10..].starts_with(['T', 'Z', '+', '-'])).ok_or_else(|| {
        let fact = format!("{} is not a day of the calendar written as YYYY-MM-DD.", quoted(text));
        Problem::new("DATE_UNREADABLE", Place::file(file).line(at.line).field(at.path), fact, ASK).into()
    })
}

pub(super) const ASK: &str = "Ask the bank for a correct file.";

/// `CRDT` or `DBIT`.
pub(super) fn direction(text: &str) -> Option<Direction> {
    match text {
        "CRDT" => Some(Direction::Credit),
        "DBIT" => Some(Direction::Debit),
        _ => None,
    }
}

/// One balance.
#[derive(Debug, Default)]
pub(super) struct Balance {
    pub(super) code: String,
    pub(super) amount: Option<Money>,
    pub(super) direction: Option<Direction>,
}

impl Balance {
    /// The balance with its sign.
    fn signed(&self) -> Option<Money> {
        match self.direction? {
            Direction::Credit => self.amount,
            Direction::Debit => self.amount.map(Money::negated),
        }
    }
}

/// The two sides of a payment, as the bank names them.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub(super) name: Option<String>,
    pub(super) ultimate: Option<String>,
    pub(super) account: Option<AccountId>,
}

/// A structured remittance block.
#[derive(Debug, Default)]
pub(super) struct Structured {
    pub(super) documents: Vec<RemittanceDocument>,
    pub(super) amounts: RemittanceDocument,
}

/// One transaction detail.
#[derive(Debug, Default)]
pub(super) struct DetailParts {
    pub(super) detail: Detail,
    pub(super) amount: Option<Money>,
    pub(super) transaction_amount: Option<Money>,
    pub(super) direction: Option<Direction>,
    pub(super) debtor: Side,
    pub(super) creditor: Side,
    pub(super) code: BankCode,
}

impl DetailParts {
    /// A remittance block: its amounts belong to its one document, or to all of them together.
    pub(super) fn take(&mut self, block: Structured) {
        let Structured { mut documents, mut amounts } = block;
        let says = amounts.amount.is_some()
            || amounts.discount.is_some()
            || amounts.credit_note.is_some()
            || amounts.remitted.is_some()
            || !amounts.adjustments.is_empty();
        match documents.as_mut_slice() {
            [only] => {
                amounts.number = only.number.take();
                amounts.kind = only.kind.take();
                amounts.date = only.date;
                documents = vec![amounts];
            }
            _ if says => documents.push(amounts),
            _ => {}
        }
        let room = limits::REPEATS.saturating_sub(self.detail.documents.len());
        self.detail.documents.extend(documents.into_iter().take(room));
    }

    fn finish(mut self, entry: &EntryParts, amount: Option<Money>) -> Detail {
        // Money comes from the debtor; a reversal names the parties of what it takes back.
        let incoming = (entry.direction == Some(Direction::Credit)) != entry.reversal;
        let other = if incoming { self.debtor } else { self.creditor };
        self.detail.counterparty = other.name;
        self.detail.ultimate_counterparty = other.ultimate;
        self.detail.counterparty_account = other.account;
        self.detail.amount = amount;
        self.detail.is_opposite = self.direction.is_some_and(|direction| Some(direction) != entry.direction);
        self.detail
    }
}

/// One entry.
#[derive(Debug, Default)]
pub(super) struct EntryParts {
    pub(super) line: u64,
    pub(super) number: Option<String>,
    pub(super) servicer: Option<String>,
    pub(super) amount: Option<Money>,
    pub(super) amount_failed: bool,
    pub(super) direction: Option<Direction>,
    pub(super) reversal: bool,
    pub(super) status: Option<String>,
    pub(super) booking: Option<Date>,
    pub(super) value: Option<Date>,
    pub(super) code: BankCode,
    pub(super) text: Option<String>,
    pub(super) batch_count: Option<u64>,
    pub(super) details: Vec<DetailParts>,
}

/// What became of an entry.
pub(super) enum Finished {
    Booked(Box<Entry>),
    Unbooked(Unbooked),
}

impl EntryParts {
    /// The entry in the currency of its statement; `None` with its problems pushed.
    fn finish(mut self, file: &str, currency: Currency, problems: &mut Problems) -> Option<Finished> {
        let place = Place::file(file).line(self.line);
        let before = problems.is_empty();
        let mut lacks = |is_there: bool, field: &str, what: &str| {
            if !is_there {
                let fact = format!("The entry has no {what}.");
                problems.push(Problem::new("ENTRY_INCOMPLETE", place.clone().field(field), fact, ASK));
            }
        };
        lacks(self.amount.is_some() || self.amount_failed, "Ntry/Amt", "amount");
        lacks(self.direction.is_some(), "Ntry/CdtDbtInd", "direction (CRDT or DBIT)");
        lacks(self.status.is_some(), "Ntry/Sts", "status");
        let booked = self.status.as_deref() == Some("BOOK");
        if booked {
            lacks(self.booking.is_some(), "Ntry/BookgDt", "booking date");
        }
        let (amount, direction, status) = (self.amount?, self.direction?, self.status.take()?);
        if amount.currency != currency {
            let fact = format!("The entry is in {}, and the account in {currency}.", amount.currency);
            problems.push(Problem::new("ENTRY_CURRENCY", place.field("Ntry/Amt"), fact, ASK));
            return None;
        }
        if !booked {
            let first = self.details.drain(..).next();
            let counterparty = first.and_then(|first| first.finish(&self, None).counterparty);
            let Self { line, value, .. } = self;
            return Some(Finished::Unbooked(Unbooked {
                status,
                line,
                amount,
                direction,
                value_date: value,
                counterparty,
            }));
        }
        let details = self.details(&place, amount, problems);
        if before && !problems.is_empty() {
            return None;
        }
        let first_code = details.code;
        let instrument = self.code.instrument().or_else(|| first_code.instrument());
        let (reference, source) = match (self.servicer, self.number) {
            (Some(reference), _) => (reference, ReferenceSource::Bank),
            (None, Some(reference)) => (reference, ReferenceSource::Entry),
            (None, None) => (String::new(), ReferenceSource::Digest),
        };
        Some(Finished::Booked(Box::new(Entry {
            entry_reference: reference,
            reference_source: source,
            line: self.line,
            booking_date: self.booking?,
            value_date: self.value,
            amount,
            direction,
            reversal: self.reversal,
            instrument,
            bank_code: self.code.text().or_else(|| first_code.text()),
            batch_count: self.batch_count,
            details: details.all,
            text: self.text,
        })))
    }

    /// The details with their amounts, proven to sum to the entry where all of several state one.
    fn details(&mut self, place: &Place, amount: Money, problems: &mut Problems) -> Details {
        let parts = std::mem::take(&mut self.details);
        let code = parts.first().map(|part| part.code.clone()).unwrap_or_default();
        if parts.len() <= 1 {
            let part = parts.into_iter().next().unwrap_or_default();
            let mut detail = part.finish(self, Some(amount));
            detail.is_opposite = false;
            return Details { all: vec![detail], code };
        }
        // Only amounts in the currency of the account can be a share of the entry.
        let own = |part: &DetailParts| {
            [part.amount, part.transaction_amount].into_iter().flatten().find(|own| own.currency == amount.currency)
        };
        let amounts: Vec<Option<Money>> = parts.iter().map(own).collect();
        let all: Vec<Detail> = parts.into_iter().zip(&amounts).map(|(part, own)| part.finish(self, *own)).collect();
        if amounts.iter().all(Option::is_some) {
            let sum = all.iter().try_fold(Money::zero(amount.currency), |sum, detail| {
                let own = detail.amount.unwrap_or(Money::zero(amount.currency));
                if detail.is_opposite { sum.minus(own) } else { sum.plus(own) }
            });
            if sum != Ok(amount) {
                let sum = sum.map_or_else(|error| error.to_string(), |sum| sum.to_string());
                let fact = format!("The details of the entry sum to {sum}, and the entry is {amount}.");
                problems.push(Problem::new("DETAILS_DIFFER", place.clone().field("Ntry/NtryDtls"), fact, ASK));
            }
        }
        Details { all, code }
    }
}

struct Details {
    all: Vec<Detail>,
    code: BankCode,
}

/// One statement.
#[derive(Debug, Default)]
pub(super) struct StatementParts {
    pub(super) line: u64,
    pub(super) id: Option<String>,
    pub(super) sequence: Option<u64>,
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
    pub(super) account: Option<AccountId>,
    pub(super) currency: Option<String>,
    pub(super) more_pages: bool,
    pub(super) balances: Vec<Balance>,
    pub(super) entries: Vec<EntryParts>,
    pub(super) remarks: Vec<Problem>,
}

impl StatementParts {
    /// The statement, proven; or every reason against it. Where amounts of the file could not be read
    /// (`readable` is false) the balances are not compared: they would differ for that reason alone.
    pub(super) fn finish(self, file: &str, readable: bool) -> Result<Statement, Refused> {
        let place = Place::file(file).line(self.line);
        let mut problems = Problems::default();
        if self.id.is_none() {
            problems.push(Problem::new(
                "STATEMENT_ID_MISSING",
                place.clone().field("Stmt/Id"),
                "The statement has no id.",
                ASK,
            ));
        }
        if self.account.is_none() {
            problems.push(Problem::new(
                "ACCOUNT_MISSING",
                place.clone().field("Stmt/Acct"),
                "The statement names no account.",
                ASK,
            ));
        }
        if self.more_pages {
            let fact = "This is one page of a statement of several pages, and not the last.";
            problems.push(Problem::new(
                "PAGES_MISSING",
                place.clone().field("Stmt/StmtPgntn"),
                fact,
                "Send the whole statement.",
            ));
        }
        let opening = self.balance(&["OPBD", "PRCD"], "opening", &place, &mut problems);
        let closing = self.balance(&["CLBD"], "closing", &place, &mut problems);
        let currency = self.currency(opening, closing, &place, &mut problems);
        let Some(currency) = currency else { return Err(problems.refused()) };
        let (mut entries, mut unbooked) = (Vec::with_capacity(self.entries.len()), Vec::new());
        for entry in self.entries {
            match entry.finish(file, currency, &mut problems) {
                Some(Finished::Booked(entry)) => entries.push(*entry),
                Some(Finished::Unbooked(entry)) => unbooked.push(entry),
                None => {}
            }
        }
        match (self.id, self.account, opening, closing, readable && problems.is_empty()) {
            (Some(statement_id), Some(account), Some(opening), Some(closing), true) => {
                proof::balance(&place, opening, closing, &entries)?;
                proof::number(&mut entries);
                Ok(Statement {
                    account,
                    currency,
                    statement_id,
                    sequence: self.sequence,
                    from: self.from,
                    to: self.to,
                    opening,
                    closing,
                    entries,
                    unbooked,
                    remarks: self.remarks,
                })
            }
            _ => Err(problems.refused()),
        }
    }

    /// The one balance of the first code that is there.
    fn balance(&self, codes: &[&str], name: &str, place: &Place, problems: &mut Problems) -> Option<Money> {
        let place = place.clone().field("Stmt/Bal");
        for code in codes {
            let mut found = self.balances.iter().filter(|balance| balance.code == *code);
            let Some(first) = found.next() else { continue };
            if found.any(|other| other.signed() != first.signed()) {
                let fact = format!("There are several {name} balances ({code}) that differ.");
                problems.push(Problem::new("BALANCE_AMBIGUOUS", place, fact, ASK));
                return None;
            }
            if first.signed().is_none() {
                let fact = format!("The {name} balance ({code}) has no readable amount or direction.");
                problems.push(Problem::new("BALANCE_UNREADABLE", place, fact, ASK));
            }
            return first.signed();
        }
        let fact =
            format!("There is no {name} balance ({}): nothing proves that the statement is whole.", codes.join(" or "));
        problems.push(Problem::new(
            "BALANCE_MISSING",
            place,
            fact,
            "Ask the bank for statements with booked balances.",
        ));
        None
    }

    fn currency(
        &self,
        opening: Option<Money>,
        closing: Option<Money>,
        place: &Place,
        problems: &mut Problems,
    ) -> Option<Currency> {
        let stated = match self.currency.as_deref().map(Currency::parse) {
            Some(Err(error)) => {
                let fact = format!("The currency of the account is {}.", quoted(&error.0));
                problems.push(Problem::new("CURRENCY_UNKNOWN", place.clone().field("Stmt/Acct/Ccy"), fact, ASK));
                return None;
            }
            Some(Ok(currency)) => Some(currency),
            None => None,
        };
        let currency = stated.or(opening.map(|opening| opening.currency))?;
        for balance in [opening, closing].into_iter().flatten().filter(|balance| balance.currency != currency) {
            let fact = format!("A balance is in {}, and the account in {currency}.", balance.currency);
            problems.push(Problem::new("BALANCE_CURRENCY", place.clone().field("Stmt/Bal/Amt"), fact, ASK));
        }
        Some(currency)
    }
}

impl ReturnReason {
    pub(super) fn add_text(&mut self, text: &str) {
        let whole = self.text.get_or_insert_default();
        if !whole.is_empty() {
            whole.push(' ');
        }
        whole.push_str(text);
    }
}

impl Structured {
    pub(super) fn adjustment(&mut self) -> Option<&mut Adjustment> {
        self.amounts.adjustments.last_mut()
    }
}
