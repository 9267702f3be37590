//! Schedules of accounts as CSV.
//!
//! Contract: rows are read once, in order; every fault of a row is named at once, and a row with a fault
//! is rejected whole. Blank rows are no lines. A printed total is proven against every amount of the
//! file, rejected rows included.

use super::mapping::Mapping;
use super::{DebtorReference, Gathered, OfferedLine, ScheduleFile, amount, date};
use crate::problem::{Place, Problem, Problems, Refused, quoted};
use crate::table::{self, Column, Row, Rows};
use domain::money::{Currency, Money};
use jiff::civil::Date;
use rust_decimal::Decimal;

const WANTED: &str = "a CSV file or UBL invoices (XML)";

/// Reads tables of one mapping; see [`super::read`], which also fills in the hash.
pub(super) fn read(files: &[(String, Vec<u8>)], mapping: &Mapping) -> Result<ScheduleFile, Refused> {
    mapping.check()?;
    let mut gathered = Gathered::default();
    let mut problems = Problems::default();
    for (file, bytes) in files {
        match read_table(file, bytes, mapping, &mut gathered) {
            Ok(()) => {}
            Err(refused) => problems.append(refused),
        }
    }
    if problems.is_empty() && gathered.lines.is_empty() && gathered.rejected.is_empty() {
        let file = files.first().map_or("schedule", |(name, _)| name);
        let fact = "The table has no lines.";
        problems.push(Problem::new("NO_LINES", Place::file(file), fact, "Send a file with at least one invoice."));
    }
    problems.or_value(())?;
    Ok(gathered.finish())
}

fn read_table(file: &str, bytes: &[u8], mapping: &Mapping, gathered: &mut Gathered) -> Result<(), Refused> {
    let text = table::decode(file, bytes, &mapping.file, WANTED)?;
    let mut rows = Rows::open(file, &text, &mapping.file)?;
    let places = Places::find(file, &rows, mapping)?;
    let columns = rows.header().len();
    let mut reader = LineReader { file, mapping, places, columns, currency: None, problems: Problems::default() };
    let mut total = Total::default();
    while let Some(row) = rows.next()? {
        if row.is_blank() {
            continue;
        }
        let first = row.fields().next().unwrap_or("").trim();
        if mapping.total_when_first_cell_starts_with.as_deref().is_some_and(|start| first.starts_with(start)) {
            total.printed = Some((row.line, row.get(reader.places.amount).to_owned()));
            continue;
        }
        if mapping.skip_when_first_cell_starts_with.iter().any(|start| first.starts_with(start.as_str())) {
            continue;
        }
        total.add(&reader, &row);
        match reader.line(&row) {
            Some(line) => gathered.take(file, line)?,
            None => gathered.reject(file, row.line, row.raw, reader.problems.take())?,
        }
    }
    total.prove(file, &reader)
}

/// 0-based places of the mapped columns.
#[derive(Default)]
struct Places {
    debtor: Option<usize>,
    debtor_name: Option<usize>,
    number: Option<usize>,
    issued: Option<usize>,
    due: Option<usize>,
    amount: Option<usize>,
    currency: Option<usize>,
    delivered: Option<usize>,
    description: Option<usize>,
    order: Option<usize>,
    contract: Option<usize>,
    payment_reference: Option<usize>,
    kind: Option<usize>,
    corrects: Option<usize>,
}

impl Places {
    fn find(file: &str, rows: &Rows<'_>, mapping: &Mapping) -> Result<Self, Refused> {
        let mut found = [None; 14];
        let mut missing = Vec::new();
        let mut problems = Problems::default();
        for (place, (name, column, mandatory)) in mapping.columns.all().into_iter().enumerate() {
            let Some(column) = column else { continue };
            // Where a mapping names both, one way to say who the debtor is will do.
            let either = mapping.columns.debtor.is_some() && mapping.columns.debtor_name.is_some();
            let mandatory = mandatory && !(name == "debtor" && either && mapping.optional_columns_may_be_absent);
            match rows.find(column) {
                Err(refused) => problems.append(refused),
                Ok(None) if mandatory || !mapping.optional_columns_may_be_absent => {
                    missing.push(match column {
                        Column::Name(text) => format!("{text} ({name})"),
                        Column::Index(index) => format!("number {index} ({name})"),
                    });
                }
                Ok(at) => found[place] = at,
            }
        }
        if let ([None, None, ..], Some(Column::Name(text)), true) =
            (&found, &mapping.columns.debtor, missing.is_empty())
        {
            missing.push(format!("{text} (debtor)"));
        }
        if !missing.is_empty() {
            let there: Vec<&str> = rows.header().iter().map(String::as_str).collect();
            problems.push(Problem::new(
                "COLUMNS_MISSING",
                Place::file(file),
                format!("These columns are missing: {}. The file has: {}.", missing.join(", "), there.join(", ")),
                "Add them to the file, or name the right columns in the mapping.",
            ));
        }
        let [
            debtor,
            debtor_name,
            number,
            issued,
            due,
            amount,
            currency,
            delivered,
            description,
            order,
            contract,
            payment_reference,
            kind,
            corrects,
        ] = found;
        problems.or_value(Self {
            debtor,
            debtor_name,
            number,
            issued,
            due,
            amount,
            currency,
            delivered,
            description,
            order,
            contract,
            payment_reference,
            kind,
            corrects,
        })
    }
}

struct LineReader<'a> {
    file: &'a str,
    mapping: &'a Mapping,
    places: Places,
    columns: usize,
    /// The last currency read: a schedule has one, so that it is looked up once.
    currency: Option<Currency>,
    problems: Problems,
}

impl LineReader<'_> {
    /// The line, or none with every reason in `problems`.
    fn line(&mut self, row: &Row<'_>) -> Option<OfferedLine> {
        row.check(self.file, self.columns, &mut self.problems);
        let is_credit_note = self.is_credit_note(row);
        let debtor = self.debtor(row);
        let number = self.number(row);
        let issue = self.date(row, "invoice date", self.places.issued, "ISSUE_DATE_MISSING", "Give the invoice date.");
        let due = if is_credit_note && row.get(self.places.due).is_empty() {
            issue
        } else {
            let remedy = "Give the due date; it is never computed here.";
            self.date(row, "due date", self.places.due, "DUE_DATE_MISSING", remedy)
        };
        let delivery = if row.get(self.places.delivered).is_empty() {
            None
        } else {
            self.date(row, "delivery date", self.places.delivered, "", "")
        };
        let currency = self.currency(row);
        let amount = self.amount(row, currency, is_credit_note);
        if let (Some(issue), Some(due)) = (issue, due)
            && due < issue
        {
            self.fault(row, "due date", "DUE_BEFORE_ISSUE", due_before_issue(issue, due), CORRECT_ONE);
        }
        if !self.problems.is_empty() {
            return None;
        }
        let text = |place| Some(row.get(place)).filter(|text| !text.is_empty()).map(str::to_owned);
        Some(OfferedLine {
            line_no: row.line,
            debtor: debtor?,
            number: number?,
            issue: issue?,
            due: due?,
            amount: amount?,
            delivery,
            description: text(self.places.description),
            order: text(self.places.order),
            contract: text(self.places.contract),
            payment_reference: text(self.places.payment_reference),
            payee: None,
            is_credit_note,
            preceding_invoice: text(self.places.corrects),
        })
    }

    fn is_credit_note(&self, row: &Row<'_>) -> bool {
        let kind = row.get(self.places.kind);
        self.mapping.credit_note_values.iter().any(|value| value.to_lowercase() == kind.to_lowercase())
    }

    fn debtor(&mut self, row: &Row<'_>) -> Option<DebtorReference> {
        let given = |place| Some(row.get(place)).filter(|text| !text.is_empty()).map(str::to_owned);
        let (code, name) = (given(self.places.debtor), given(self.places.debtor_name));
        if code.is_none() && name.is_none() {
            let remedy = "Give the customer number or the name of your customer.";
            self.fault(row, "debtor", "DEBTOR_MISSING", "There is no customer on the line.", remedy);
            return None;
        }
        Some(DebtorReference { code, name, identifiers: Vec::new() })
    }

    fn number(&mut self, row: &Row<'_>) -> Option<String> {
        let number = row.get(self.places.number);
        if number.is_empty() {
            let fact = "There is no invoice number.";
            self.fault(
                row,
                "invoice number",
                "NUMBER_MISSING",
                fact,
                "Give the number that is printed on the invoice.",
            );
            return None;
        }
        if number.chars().any(char::is_control) {
            let fact = format!("The invoice number {} breaks over lines.", quoted(number));
            self.fault(
                row,
                "invoice number",
                "NUMBER_UNREADABLE",
                fact,
                "Look for a quotation mark that is not closed.",
            );
            return None;
        }
        Some(number.to_owned())
    }

    fn date(
        &mut self,
        row: &Row<'_>,
        field: &str,
        place: Option<usize>,
        missing: &'static str,
        give: &str,
    ) -> Option<Date> {
        let text = row.get(place);
        match self.mapping.file.date_format.parse(text) {
            Ok(date) => Some(date),
            Err(date::DateError::Empty) => {
                self.fault(row, field, missing, format!("There is no {field}."), give);
                None
            }
            Err(date::DateError::Shape) => {
                let pattern = &self.mapping.file.date_format;
                let fact = format!("{} is not a date written as {pattern}.", quoted(text));
                self.fault(row, field, "DATE_UNREADABLE", fact, "Correct the date, or the date format of the mapping.");
                None
            }
            Err(date::DateError::NoSuchDay) => {
                let fact = format!("{} is not a day of the calendar.", quoted(text));
                self.fault(row, field, "DATE_UNREADABLE", fact, "Correct the date, or the date format of the mapping.");
                None
            }
        }
    }

    fn currency(&mut self, row: &Row<'_>) -> Option<Currency> {
        if self.mapping.currency.is_some() {
            return self.mapping.currency;
        }
        let code = row.get(self.places.currency);
        if let Some(last) = self.currency.filter(|last| last.code() == code) {
            return Some(last);
        }
        if code.is_empty() {
            let fact = "There is no currency.";
            self.fault(row, "currency", "CURRENCY_MISSING", fact, "Give its three letters, such as USD.");
            return None;
        }
        match Currency::parse(code) {
            Ok(currency) => {
                self.currency = Some(currency);
                Some(currency)
            }
            Err(_) => {
                let fact = format!("{} is not the code of a currency.", quoted(code));
                self.fault(row, "currency", "CURRENCY_UNKNOWN", fact, "Give its three letters, such as USD.");
                None
            }
        }
    }

    fn decimal(&self, text: &str) -> Result<Decimal, amount::AmountError> {
        if self.mapping.amount_in_minor_units {
            return amount::parse_minor(text, Currency::USD).map(|money| Decimal::from(money.minor));
        }
        amount::parse(text, self.mapping.file.decimal_sign, self.mapping.file.grouping)
    }

    fn amount(&mut self, row: &Row<'_>, currency: Option<Currency>, is_credit_note: bool) -> Option<Money> {
        let text = row.get(self.places.amount);
        let decimal = match self.decimal(text) {
            Ok(decimal) => decimal,
            Err(amount::AmountError::Empty) => {
                let remedy = "Give what is to be paid; it is never filled in here.";
                self.fault(row, "amount", "AMOUNT_MISSING", "There is no amount.", remedy);
                return None;
            }
            Err(error) => {
                let fact = format!("{} cannot be read: {error}.", quoted(text));
                let remedy = "Correct the amount, or the decimal and group signs of the mapping.";
                self.fault(row, "amount", "AMOUNT_UNREADABLE", fact, remedy);
                return None;
            }
        };
        if decimal.is_zero() {
            self.fault(row, "amount", "AMOUNT_ZERO", "The amount is zero.", "Leave out what is already paid.");
            return None;
        }
        if decimal.is_sign_negative() && !is_credit_note {
            let fact = format!("The amount {} is negative.", quoted(text));
            let remedy = "Offer a credit note as one, with a column that says so.";
            self.fault(row, "amount", "AMOUNT_NEGATIVE", fact, remedy);
            return None;
        }
        let currency = currency?;
        if self.mapping.amount_in_minor_units {
            return amount::parse_minor(text, currency).map(|money| Money::new(money.minor.abs(), currency)).ok();
        }
        match Money::from_decimal(decimal.abs(), currency) {
            Ok(money) => Some(money),
            Err(error) => {
                let (code, fact, remedy) = amount::money_fault(&error);
                self.fault(row, "amount", code, fact, remedy);
                None
            }
        }
    }

    fn fault(&mut self, row: &Row<'_>, field: &str, code: &'static str, fact: impl Into<String>, remedy: &str) {
        let place = Place::file(self.file).line(row.line).field(field);
        self.problems.push(Problem::new(code, place, fact, remedy));
    }
}

pub(super) const CORRECT_ONE: &str = "Correct one of them and submit the line again.";

pub(super) fn due_before_issue(issue: Date, due: Date) -> String {
    format!("The due date {due} is before the invoice date {issue}.")
}

/// The total that the file prints, and the one that its rows have.
#[derive(Default)]
struct Total {
    printed: Option<(u64, String)>,
    sum: Decimal,
    unreadable: Option<u64>,
}

impl Total {
    fn add(&mut self, reader: &LineReader<'_>, row: &Row<'_>) {
        if reader.mapping.total_when_first_cell_starts_with.is_none() {
            return;
        }
        let amount = reader.decimal(row.get(reader.places.amount)).ok();
        let amount = amount.map(|amount| if reader.is_credit_note(row) { -amount.abs() } else { amount });
        match amount.and_then(|amount| self.sum.checked_add(amount)) {
            Some(sum) => self.sum = sum,
            None => self.unreadable = self.unreadable.or(Some(row.line)),
        }
    }

    fn prove(self, file: &str, reader: &LineReader<'_>) -> Result<(), Refused> {
        let Some(start) = &reader.mapping.total_when_first_cell_starts_with else { return Ok(()) };
        let Some((line, text)) = self.printed else {
            let fact = format!("The mapping expects a row that begins with {} and prints the total.", quoted(start));
            let remedy = "Send the whole file, or remove the total from the mapping.";
            return Err(Problem::new("TOTAL_MISSING", Place::file(file), fact, remedy).into());
        };
        let place = Place::file(file).line(line).field("amount");
        if let Some(unreadable) = self.unreadable {
            let fact = format!("The printed total cannot be proven: the amount of line {unreadable} cannot be read.");
            return Err(
                Problem::new("TOTAL_UNPROVEN", place, fact, "Correct that line and send the file again.").into()
            );
        }
        match reader.decimal(&text) {
            Ok(printed) if printed == self.sum => Ok(()),
            Ok(printed) => {
                let fact = format!(
                    "The printed total is {printed} and the lines sum to {}: a difference of {}.",
                    self.sum,
                    printed - self.sum
                );
                Err(Problem::new("TOTAL_DIFFERS", place, fact, "Send the whole file, or correct the total.").into())
            }
            Err(error) => {
                let fact = format!("The printed total {} cannot be read: {error}.", quoted(&text));
                Err(Problem::new("TOTAL_UNREADABLE", place, fact, "Correct the total.").into())
            }
        }
    }
}
