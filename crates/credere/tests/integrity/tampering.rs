//! One change of one row, in a transaction that is rolled back, and what the audit says of it.

use app::App;
use app::audit::AuditReport;
use store::book::Reads;
use store::carry;
use store::engine::{Connection, Fault, Kept, Table, Value};
use store::schema::{MIGRATIONS, TABLES, key};
use uuid::Uuid;

/// A book that is tampered with.
pub struct Tampering {
    connection: Box<dyn Connection>,
    factor: Uuid,
}

impl Reads for Tampering {
    fn connection(&mut self) -> &mut dyn Connection {
        self.connection.as_mut()
    }

    fn factor(&self) -> Uuid {
        self.factor
    }
}

impl Tampering {
    /// A book, beside its queue.
    pub fn of(app: &App) -> Self {
        let mut connection = app.book.connect().unwrap();
        if app.book.file().is_some() {
            connection.run_script("PRAGMA ignore_check_constraints = ON").unwrap();
        }
        Self { connection, factor: app.book.factor().0 }
    }

    fn rows(&mut self, table: &'static Table) -> Vec<Vec<Kept>> {
        let mut rows = Vec::new();
        carry::rows(self, table, |row| {
            rows.push(row.to_vec());
            Ok::<(), Fault>(())
        })
        .unwrap();
        rows
    }

    /// What the audit says after a change, which is then undone. None when the engine refuses the change.
    fn after(&mut self, sql: &str, values: &[Kept], audit: Auditing<'_>) -> Option<AuditReport> {
        let factor = self.factor;
        self.connection.begin(Some(factor)).unwrap();
        let values: Vec<Value<'_>> = values.iter().map(Kept::value).collect();
        let report = match self.connection.execute(sql, &values) {
            Ok(changed) => {
                assert_eq!(changed, 1, "{sql}");
                Some(audit(self))
            }
            Err(_) => None,
        };
        self.connection.roll_back().unwrap();
        report
    }

    fn edit(&mut self, table: &'static Table, row: &[Kept], column: usize, audit: Auditing<'_>) -> Option<AuditReport> {
        let places = places(table);
        let mut values = vec![other(table.columns[column], &row[column])];
        values.extend(places.iter().map(|place| row[*place].clone()));
        let sql = format!("UPDATE {} SET {} = $1 WHERE {}", table.name, table.columns[column], condition(table, 2));
        self.after(&sql, &values, audit)
    }

    fn remove(&mut self, table: &'static Table, row: &[Kept], audit: Auditing<'_>) -> Option<AuditReport> {
        let values: Vec<Kept> = places(table).iter().map(|place| row[*place].clone()).collect();
        self.after(&format!("DELETE FROM {} WHERE {}", table.name, condition(table, 1)), &values, audit)
    }

    /// Puts a copy of a row in under another key.
    fn insert(&mut self, table: &'static Table, row: &[Kept], audit: Auditing<'_>) -> Option<AuditReport> {
        let mut copy = row.to_vec();
        for unique in uniques(table) {
            let places = unique.iter().filter_map(|name| table.columns.iter().position(|column| column == name));
            let places: Vec<usize> = places.filter(|place| table.columns[*place] != "factor_id").collect();
            if places.iter().any(|place| copy[*place] != row[*place] || row[*place] == Kept::Null) {
                continue;
            }
            // A number or a text sooner than an id, which may be another row's; a currency sooner than an account.
            let currency = places.iter().find(|place| table.columns[**place] == "currency");
            let plain = places.iter().rev().find(|place| !matches!(row[**place], Kept::Bytes(_)));
            let one = currency.or(plain).or(places.last());
            let one = *one.expect("a unique key has a column beside the factor's");
            copy[one] = match &row[one] {
                _ if table.columns[one] == "currency" => Kept::Text("JPY".to_owned()),
                Kept::Int(number) => Kept::Int(number + 1_000_000),
                value => other(table.columns[one], value),
            };
        }
        let values: Vec<String> = (1..=copy.len()).map(|place| format!("${place}")).collect();
        let columns = table.columns.join(", ");
        self.after(&format!("INSERT INTO {} ({columns}) VALUES ({})", table.name, values.join(", ")), &copy, audit)
    }
}

/// The key and every unique index of a table, each by its columns.
fn uniques(table: &Table) -> Vec<Vec<&'static str>> {
    let begins = format!(" ON {} (", table.name);
    let indexes = MIGRATIONS.iter().flat_map(|one| one.sql.split("CREATE UNIQUE INDEX ").skip(1));
    let indexes = indexes.filter_map(|text| text.split(';').next()?.split_once(&begins));
    let columns = |(_, rest): (&str, &'static str)| {
        rest.split(')').next().unwrap_or_default().split(',').map(str::trim).collect::<Vec<_>>()
    };
    std::iter::once(key(table)).chain(indexes.map(columns)).collect()
}

fn places(table: &Table) -> Vec<usize> {
    key(table).iter().map(|name| table.columns.iter().position(|column| column == name).unwrap()).collect()
}

fn condition(table: &Table, from: usize) -> String {
    let columns = (from..).zip(key(table)).map(|(place, column)| format!("{column} = ${place}"));
    columns.collect::<Vec<_>>().join(" AND ")
}

/// Another value of the same kind.
fn other(column: &str, value: &Kept) -> Kept {
    match value {
        Kept::Null if column.ends_with("_id") => Kept::Bytes(vec![7; 16]),
        Kept::Null if column.ends_with("_at") || column.ends_with("_minor") || column.ends_with("_seq") => Kept::Int(7),
        Kept::Null if ["salt", "digest"].contains(&column) => Kept::Bytes(vec![7; 32]),
        Kept::Null => Kept::Text("2031-01-01".to_owned()),
        Kept::Int(number) if column == "account" => Kept::Int(if *number == 1000 { 1010 } else { 1000 }),
        Kept::Int(number @ (0 | 1)) if !column.ends_with("_minor") => Kept::Int(1 - number),
        Kept::Int(number) => Kept::Int(number + 1),
        Kept::Text(text) if column.ends_with("currency") => {
            Kept::Text(if text == "JPY" { "USD" } else { "JPY" }.to_owned())
        }
        Kept::Text(text) => Kept::Text(other_text(text)),
        Kept::Bytes(bytes) => {
            let mut bytes = bytes.clone();
            if let Some(last) = bytes.last_mut() {
                *last ^= 1;
            }
            Kept::Bytes(bytes)
        }
    }
}

fn other_text(text: &str) -> String {
    if let Ok(day) = text.parse::<jiff::civil::Date>() {
        return day.tomorrow().unwrap().to_string();
    }
    match (text.chars().next(), text) {
        (Some('{'), _) => format!("{{\"tampered\":1,{}", &text[1..]).replace(",}", "}"),
        (_, "[]") => "[7]".to_owned(),
        (Some('['), _) => "[]".to_owned(),
        _ if text.ends_with(|last: char| last.is_ascii_digit()) => format!("{text}1"),
        _ => format!("{text}x"),
    }
}

/// How a book is audited.
pub type Auditing<'a> = &'a mut dyn FnMut(&mut dyn Reads) -> AuditReport;

/// By which word a table is named where that is not its own name.
const WORDS: [(&str, &[&str]); 14] = [
    ("client", &["client", "unreadable"]),
    ("debtor", &["debtor", "unreadable"]),
    ("signing_key", &["key"]),
    ("message_client", &["message"]),
    ("message_invoice", &["message"]),
    ("relation_case", &["case"]),
    ("event", &["event"]),
    ("journal", &["event"]),
    ("journal_line", &["event"]),
    ("balance", &["account", "funds employed"]),
    ("movement", &["account"]),
    ("exposure", &["debtor"]),
    ("receipt", &["R-", "receipt", "statement", "bank entry"]),
    ("application", &["R-", "application", "bank entry", "invoice"]),
];

/// Is the row named by its table's word, its number or one of its ids?
fn is_named(table: &Table, row: &[Kept], found: &str) -> bool {
    let words = WORDS.iter().find(|(name, _)| *name == table.name).map(|(_, words)| words.to_vec());
    let noun = table.name.replace('_', " ");
    let id = |kept: &Kept| match kept {
        Kept::Bytes(bytes) => Uuid::from_slice(bytes).is_ok_and(|id| found.contains(&id.to_string())),
        Kept::Text(text) => text.len() > 3 && found.contains(text.as_str()),
        _ => false,
    };
    words.unwrap_or_else(|| vec![table.name, noun.as_str()]).iter().any(|word| found.contains(word))
        || row.iter().any(id)
}

/// Edits columns (`most` of those that are held), takes a row away and puts one in, of each table, and wants to be told.
pub fn everywhere(book: &mut Tampering, most: usize, is_held: &dyn Fn(&str, &str) -> bool, audit: Auditing<'_>) {
    let mut unseen = Vec::new();
    let mut tried = 0;
    for &table in TABLES {
        let mut rows = book.rows(table);
        if table.name == "receipt" {
            // A debit that waits for a person is of no event yet.
            rows.retain(|row| !row.contains(&Kept::Text("DEBIT_WAITING".to_owned())));
        }
        if table.name == "event" {
            // That the very last event is missing, only a checkpoint can tell.
            rows.pop();
        }
        let Some(last) = rows.last().cloned() else {
            if is_held(table.name, "-") && table.name != "wording" {
                unseen.push(format!("{}: the example book has no row", table.name));
            }
            continue;
        };
        let mut see = |what: &str, report: Option<AuditReport>| {
            tried += 1;
            match report.map(|report| report.broken) {
                // The engine refuses it: another row has this key, or it is not of its kind.
                None => assert!(what.starts_with("edit"), "{} {what} was refused", table.name),
                Some(None) => unseen.push(format!("{} {what}", table.name)),
                Some(Some(found)) if !is_named(table, &last, &format!("{} {}", found.name, found.place)) => {
                    unseen.push(format!("{} {what} not named: {}: {}", table.name, found.name, found.place));
                }
                Some(Some(_)) => {}
            }
        };
        let columns = table.columns.iter().enumerate().skip(1).filter(|(_, name)| is_held(table.name, name));
        for (column, name) in columns.rev().take(most) {
            let row = rows.iter().rev().find(|row| row[column] != Kept::Null).unwrap_or(&last).clone();
            see(&format!("edit {name}"), book.edit(table, &row, column, audit));
        }
        if is_held(table.name, "-") {
            see("remove", book.remove(table, &last, audit));
        }
        if is_held(table.name, "+") && key(table).len() > 1 {
            see("insert", book.insert(table, &last, audit));
        }
    }
    assert!(tried > 100, "only {tried} changes were tried: the catalogue is not gone through");
    assert!(unseen.is_empty(), "{unseen:#?}");
}
