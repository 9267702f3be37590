//! Seventeen weeks, day by day: schedules in the morning, statements in the afternoon, payments and releases in the evening.

use super::dates::{ANCHOR, move_schedule, move_text, moved, shift_to};
use super::stage::{Stage, ZONE};
use super::{FILES, clerk, former, person, relationship};
use crate::output::Work;
use app::portfolio::import_portfolio;
use app::post::Worker;
use app::schedule::{read_files, submit};
use app::{App, Clock, Command, Error, Home, Ids, NewBook, cash, payment};
use domain::invoice::TransferMethod;
use domain::money::Currency;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::kept;

/// The factor of the example.
/// The factor of the example book.
pub const FACTOR: &str = "Lantern Trade Finance";
/// Payments of the last days stay due, so that there is something to send.
const UNSENT_DAYS: i64 = 3;
/// What the bank shows in the last days is left for the visitor.
const UNTOUCHED_DAYS: i64 = 7;
/// Days before the end on which a wrong match is taken back, and on which over-payments are refunded.
const MENDED_BEFORE_END: i64 = 24;
const REFUNDED_BEFORE_END: i64 = 30;

/// What the example book holds.
#[derive(Debug)]
pub struct Summary {
    /// Clients.
    pub clients: usize,
    /// Debtors.
    pub debtors: usize,
    /// Invoices by state, in words.
    pub invoices: Vec<(String, i64)>,
    /// Bank entries that wait for a person.
    pub waiting: i64,
}

/// The files of one day: schedules by client and turn, statements.
#[derive(Default)]
struct Day {
    schedules: BTreeMap<String, Vec<(String, Vec<u8>)>>,
    statements: Vec<(String, Vec<u8>)>,
}

/// Builds the example book where there is none yet. Its letters lead to guests' pages at `guests`.
pub fn build(home: Home, today: Date, guests: &str) -> Result<(), Error> {
    let days = shift_to(today);
    let clock = Clock::set_to(jiff::Timestamp::UNIX_EPOCH);
    let calendar = calendar();
    let first = calendar.keys().next().copied().unwrap_or(ANCHOR);
    let eve = moved(first, days).saturating_sub(jiff::Span::new().days(1));
    super::stage::set(&clock, eve.saturating_sub(jiff::Span::new().months(former::MONTHS_BEFORE)), 9);
    let new =
        NewBook { name: FACTOR.to_owned(), country: "US".to_owned(), currency: Currency::USD, zone: ZONE.to_owned() };
    let app = App::init(home, &new, clock.clone(), Ids::random())?;
    former::begin(&app)?;
    super::stage::set(&clock, eve, 9);
    let (name, bytes) =
        FILES.iter().find(|(name, _)| *name == "portfolio.toml").copied().unwrap_or(("portfolio.toml", b""));
    let mut portfolio = formats::portfolio::read(name, bytes)?.shifted(days);
    if let Some(sender) = &mut portfolio.factor_sender {
        guests.clone_into(&mut sender.guest_address);
    }
    import_portfolio(&app, "demo", portfolio)?;
    let stage = Stage { app, clock, days };
    person::settle(&stage)?;
    let Some(worker) = Worker::take(&stage.app)? else {
        return Err(Error::refused("POST_BUSY", "another process sends mail of this book", "Stop it and start again."));
    };

    let until = ANCHOR;
    let all = u64::try_from((until - first).get_days()).unwrap_or(0) + 1;
    let mut work = Work::begin("living through the example", all);
    let mut written = first;
    let mut done = 0;
    while written <= until {
        let date = moved(written, days);
        relationship::morning(&stage, &worker, written)?;
        if let Some(day) = calendar.get(&written) {
            live(&stage, date, day)?;
        }
        relationship::afternoon(&stage, &worker, written, written == until)?;
        let before_end = i64::from((until - written).get_days());
        evening(&stage, date, before_end >= UNSENT_DAYS)?;
        if before_end >= UNTOUCHED_DAYS {
            clerk::book_debits(&stage.app)?;
        }
        match before_end {
            MENDED_BEFORE_END => clerk::mend_one_match(&stage.app)?,
            REFUNDED_BEFORE_END => clerk::refund_overpayments(&stage.app)?,
            0 => clerk::withdraw_one(&stage.app)?,
            _ => {}
        }
        done += 1;
        work.at(done, all);
        written = written.saturating_add(jiff::Span::new().days(1));
    }
    work.end();
    Ok(())
}

/// The example's files by the day in front of their names.
fn calendar() -> BTreeMap<Date, Day> {
    let mut calendar: BTreeMap<Date, Day> = BTreeMap::new();
    for (path, bytes) in FILES {
        let parts: Vec<&str> = path.split('/').collect();
        let (Some(kind), Some(name)) = (parts.first(), parts.get(1)) else { continue };
        let Some((date, rest)) = name.get(..10).and_then(|text| text.parse::<Date>().ok()).zip(name.get(11..)) else {
            continue;
        };
        let day = calendar.entry(date).or_default();
        let file = (parts.last().map_or_else(String::new, |name| (*name).to_owned()), bytes.to_vec());
        if *kind != "statements" {
            day.schedules.entry(rest.to_owned()).or_default().push(file);
        } else {
            day.statements.push(file);
        }
    }
    calendar
}

/// A day's papers: schedules in the morning, statements in the afternoon.
fn live(stage: &Stage, date: Date, day: &Day) -> Result<(), Error> {
    let (app, days) = (&stage.app, stage.days);
    stage.set(date, 12);
    for (name, files) in &day.schedules {
        let client = name.split('.').next().unwrap_or_default();
        let mut submission = read_files(app, client, None, files, TransferMethod::Wire)?;
        move_schedule(Arc::make_mut(&mut submission.content), days);
        submit(app, client, &submission, &mut |_| {})?;
    }
    stage.set(date, 15);
    let moved: Vec<(String, Vec<u8>)> =
        day.statements.iter().map(|(name, bytes)| (name.clone(), move_text(bytes, days))).collect();
    if !moved.is_empty() {
        cash::import_statement(app, &moved, None, "demo", &mut |_| {})?;
    }
    Ok(())
}

/// The end of a business day: reserve released, payments sent, fees accrued at the end of a month.
fn evening(stage: &Stage, date: Date, send: bool) -> Result<(), Error> {
    let app = &stage.app;
    if !app.factor().calendar.is_business_day(date) {
        return Ok(());
    }
    stage.set(date, 17);
    cash::rebate_run(app, date, "demo")?;
    if app.factor().calendar.on_or_after(date.tomorrow().unwrap_or(date)).month() != date.month() {
        cash::accrue_fees(app, date, "demo", &mut |_| {})?;
    }
    let due: Vec<_> =
        app.read(|snapshot| payment::due(snapshot))?.into_iter().filter(|one| one.missing.is_empty()).collect();
    if send && !due.is_empty() {
        let ids: Vec<_> = due.into_iter().map(|one| one.id).collect();
        app.run(Command::system("demo"), move |task| payment::make_files(task, &ids))?;
    }
    Ok(())
}

impl Summary {
    /// Counts what a book holds.
    pub fn of(app: &App) -> Result<Self, Error> {
        app.read(|snapshot| {
            let mut counts: BTreeMap<String, i64> = BTreeMap::new();
            let mut seen = BTreeSet::new();
            let mut before = None;
            loop {
                let page = kept::schedule::newest(snapshot, None, before, 200)?;
                let Some(last) = page.last() else { break };
                before = Some(last.number);
                for schedule in page {
                    if seen.insert(schedule.id) {
                        for outcome in kept::schedule::outcome(snapshot, schedule.id)? {
                            *counts.entry(outcome.state).or_default() += outcome.count;
                        }
                    }
                }
            }
            let word = |code: &str| {
                domain::invoice::InvoiceState::from_code(code).map_or(code.to_owned(), |state| state.word().to_owned())
            };
            let mut waiting = 0;
            for state in [kept::statement::ReceiptState::Waiting, kept::statement::ReceiptState::DebitWaiting] {
                waiting += kept::statement::count_in(snapshot, state)?.iter().map(|(count, _)| count).sum::<i64>();
            }
            Ok(Self {
                clients: kept::party::clients(snapshot)?.len(),
                debtors: kept::party::debtors(snapshot)?.len(),
                invoices: counts.into_iter().map(|(code, count)| (word(&code), count)).collect(),
                waiting,
            })
        })
    }
}
