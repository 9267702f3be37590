//! Two books that lived through the same story: every event and its hash, every answer, every journal, every row of every
//! table, every report as of past days, every ledger export, and the audit of both. The first difference is named.

use crate::story::{Given, ZONE};
use app::App;
use app::export::LedgerFormat;
use app::report::{AgeBasis, Format, ReportKind, ReportRequest};
use domain::event::EventKind;
use domain::id::{ClientId, DebtorId};
use domain::ledger::Booking;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeSet;
use std::fmt::Debug;
use store::Fault;
use store::carry::{Sum, rows};
use store::engine::{Kept, Table};
use store::kept;
use store::kept::history::Scope;
use store::schema::TABLES;

/// Events that are read at once.
const PAGE: i64 = 2_000;
/// Past days on which reports are asked for.
const DAYS: i64 = 5;

/// A book after its story.
pub struct Lived {
    /// What it is called where it differs.
    pub engine: &'static str,
    pub app: App,
    pub given: Vec<Given>,
}

/// How much was compared.
#[derive(Debug)]
pub struct Compared {
    pub events: i64,
    pub journals: usize,
    pub lines: usize,
    pub rows: i64,
    pub reports: usize,
    pub exports: usize,
    /// Kinds of events and of bookings that never came, tables without a row.
    pub never: BTreeSet<String>,
}

impl Compared {
    fn begin() -> Self {
        let events = EventKind::ALL.iter().map(|kind| kind.code().to_owned());
        let bookings = Booking::ALL.iter().map(|booking| booking.code().to_owned());
        let tables = TABLES.iter().map(|table| table.name.to_owned());
        let never = events.chain(bookings).chain(tables).collect();
        Self { events: 0, journals: 0, lines: 0, rows: 0, reports: 0, exports: 0, never }
    }
}

/// Panics at the first difference.
pub fn same(one: &Lived, other: &Lived) -> Compared {
    let mut compared = Compared::begin();
    // First what was answered: it shows the command that first went another way, also where nothing was recorded.
    for (number, (left, right)) in (1..).zip(one.given.iter().zip(&other.given)) {
        let place = || format!("command {number} ({:?})", left.kind);
        equal(&place(), one, left, other, right);
    }
    assert_eq!(one.given.len(), other.given.len());
    events(one, other, &mut compared);
    journals(one, other, &mut compared);
    tables(one, other, &mut compared);
    reports(one, other, &mut compared);
    exports(one, other, &mut compared);
    let audits = [one, other].map(|lived| {
        let report = app::audit::audit(&lived.app.book, lived.app.now()).unwrap();
        assert!(report.holds(), "{}: {report}", lived.engine);
        report.to_string()
    });
    equal("audit", one, &audits[0], other, &audits[1]);
    compared
}

fn equal<T: PartialEq + Debug>(place: &str, one: &Lived, left: &T, other: &Lived, right: &T) {
    assert!(left == right, "{place} differs\n{}: {left:?}\n{}: {right:?}", one.engine, other.engine);
}

/// Byte for byte; the first line that differs is shown.
fn same_text(place: &str, one: &Lived, left: &str, other: &Lived, right: &str) {
    let line = left.lines().zip(right.lines()).find(|(left, right)| left != right);
    assert!(left == right, "{place} differs\n{}, {}: {line:#?}", one.engine, other.engine);
}

/// The command that recorded an event.
fn command(lived: &Lived, event: i64) -> String {
    let place = lived.given.partition_point(|given| given.event < event);
    match lived.given.get(place) {
        Some(given) => format!("command {} ({:?})", place + 1, given.kind),
        None => "no command".to_owned(),
    }
}

fn events(one: &Lived, other: &Lived, compared: &mut Compared) {
    loop {
        let page =
            |lived: &Lived| lived.app.read(|reads| Ok(kept::event::after(reads, compared.events, PAGE)?)).unwrap();
        let (left, right) = (page(one), page(other));
        for place in 0..left.len().max(right.len()) {
            let seq = compared.events + 1 + i64::try_from(place).unwrap();
            let name = format!("event {seq} of {}", command(one, seq));
            equal(&name, one, &left.get(place), other, &right.get(place));
        }
        for event in &left {
            compared.never.remove(event.kind.code());
        }
        if left.is_empty() {
            return;
        }
        compared.events += i64::try_from(left.len()).unwrap();
    }
}

fn journals(one: &Lived, other: &Lived, compared: &mut Compared) {
    let booked = |lived: &Lived| lived.app.read(|reads| Ok(kept::journal::of_events(reads, 1, i64::MAX)?)).unwrap();
    let (left, right) = (booked(one), booked(other));
    for (left, right) in left.iter().zip(&right) {
        let name = format!("a journal of event {} of {}", left.key.event, command(one, left.key.event));
        equal(&name, one, left, other, right);
        compared.lines += left.journal.lines.len();
        compared.never.remove(left.journal.booking.code());
    }
    equal("the number of journals", one, &left.len(), other, &right.len());
    compared.journals = left.len();
}

fn tables(one: &Lived, other: &Lived, compared: &mut Compared) {
    for table in TABLES {
        let (left, right) = (sum(one, table), sum(other, table));
        if left != right {
            let (left, right) = (texts(one, table), texts(other, table));
            let first = left.iter().zip(&right).find(|(left, right)| left != right);
            panic!("table {}: {} and {} rows; first: {first:#?}", table.name, left.len(), right.len());
        }
        compared.rows += left.rows;
        if left.rows > 0 {
            compared.never.remove(table.name);
        }
    }
}

/// Every row of a table, without the mark of the connection that wrote last: it is no part of what the book says.
fn each(lived: &Lived, table: &'static Table, mut take: impl FnMut(&[Kept])) {
    let writer = table.columns.iter().position(|column| (table.name, *column) == ("factor", "writer"));
    let read = lived.app.read(|reads| {
        rows(reads, table, |row| {
            let mut row = row.to_vec();
            if let Some(writer) = writer {
                row.remove(writer);
            }
            take(&row);
            Ok::<(), Fault>(())
        })?;
        Ok(())
    });
    read.unwrap();
}

fn sum(lived: &Lived, table: &'static Table) -> Sum {
    let mut sum = Sum::default();
    each(lived, table, |row| sum.add(row));
    sum
}

/// The rows of a table as texts, in one order.
fn texts(lived: &Lived, table: &'static Table) -> Vec<String> {
    let mut found = Vec::new();
    each(lived, table, |row| found.push(format!("{row:?}")));
    found.sort();
    found
}

/// What a report is asked for, by kind: all clients, one client, as it was known before, its other options.
fn requests(one: &Lived, kind: ReportKind, day: Date) -> Vec<ReportRequest> {
    let (clients, debtors): (Vec<ClientId>, Vec<DebtorId>) = one
        .app
        .read(|reads| {
            let clients = kept::party::clients(reads)?.iter().map(|client| client.id).take(4).collect::<Vec<_>>();
            let mut debtors = Vec::new();
            for client in &clients {
                debtors.extend(kept::party::pairs_of_client(reads, *client)?.iter().map(|pair| pair.debtor).take(3));
            }
            Ok((clients, debtors))
        })
        .unwrap();
    let known_at: Timestamp = day.saturating_sub(3.days()).at(13, 0, 0, 0).in_tz(ZONE).unwrap().timestamp();
    let plain = ReportRequest::new(day);
    let from = Some(day.saturating_sub(40.days()));
    let mut asked = vec![
        plain,
        ReportRequest { known_at: Some(known_at), ..plain },
        ReportRequest { basis: AgeBasis::InvoiceDate, per_client: true, from, ..plain },
    ];
    asked.extend(clients.iter().map(|client| ReportRequest { client: Some(*client), ..plain }));
    asked.extend(debtors.iter().map(|debtor| ReportRequest { debtor: Some(*debtor), ..plain }));
    asked.retain(|request| kind.may_be_asked(request).is_ok());
    asked
}

fn reports(one: &Lived, other: &Lived, compared: &mut Compared) {
    let (first, last) = (Date::constant(2026, 1, 5), one.app.today());
    let days = (last - first).get_days();
    for part in 1..=DAYS {
        let day = first.saturating_add((i64::from(days) * part / DAYS).days());
        for kind in ReportKind::ALL {
            for request in requests(one, kind, day) {
                for format in [Format::Csv, Format::Json] {
                    let bytes = |lived: &Lived| {
                        let now = lived.app.now();
                        let run = |reads: &mut store::Snapshot<'_>| Ok(app::report::run(reads, kind, &request, now)?);
                        let mut bytes = Vec::new();
                        lived.app.read(run).unwrap().write(format, &mut bytes).unwrap();
                        String::from_utf8(bytes).unwrap()
                    };
                    let name = format!("report {} {request:?}", kind.name());
                    same_text(&name, one, &bytes(one), other, &bytes(other));
                    compared.reports += 1;
                }
            }
        }
    }
}

fn exports(one: &Lived, other: &Lived, compared: &mut Compared) {
    for format in LedgerFormat::ALL {
        let bytes = |lived: &Lived| {
            let scope = Scope { client: None, from: None, until: lived.app.today(), known_at: None };
            let mut bytes = Vec::new();
            let written = lived.app.book.read(|reads| app::export::ledger(reads, &scope, format, &mut bytes));
            written.unwrap();
            String::from_utf8(bytes).unwrap()
        };
        same_text(&format!("export for {}", format.name()), one, &bytes(one), other, &bytes(other));
        compared.exports += 1;
    }
}
