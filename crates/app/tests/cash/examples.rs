//! The example book, day by day: its schedules and its statements, with nobody deciding anything but the one return.

use crate::check::check;
use app::cash::{self, DebitProposal, StatementOutcome, Taken};
use app::portfolio::import_portfolio;
use app::{App, Clock, Error, Ids, NewBook, schedule};
use domain::invoice::{InvoiceState, TransferMethod};
use domain::money::Currency;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use store::kept;
use store::kept::statement::{Receipt, ReceiptState};

/// Files of one name, the schedules of a day before its statements.
type Day = (Vec<(String, Vec<PathBuf>)>, Vec<PathBuf>);

fn examples() -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples")).to_owned()
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

fn days() -> BTreeMap<Date, Day> {
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    let split = |path: &Path| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name[..10].parse::<Date>().unwrap(), name[11..].to_owned())
    };
    for path in sorted(&examples().join("schedules")) {
        let (day, rest) = split(&path);
        let client = rest.split('.').next().unwrap().to_owned();
        let files = if path.is_dir() { sorted(&path) } else { vec![path] };
        days.entry(day).or_default().0.push((client, files));
    }
    for path in sorted(&examples().join("statements")) {
        days.entry(split(&path).0).or_default().1.push(path);
    }
    days
}

fn read(paths: &[PathBuf]) -> Vec<(String, Vec<u8>)> {
    let read = |path: &PathBuf| (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(path).unwrap());
    paths.iter().map(read).collect()
}

fn at(day: Date) -> jiff::Timestamp {
    day.at(15, 0, 0, 0).in_tz("America/New_York").unwrap().timestamp()
}

fn in_state(app: &App, state: ReceiptState) -> Vec<Receipt> {
    app.read(|reads| Ok(kept::statement::receipts_in(reads, state, 0, 10_000)?)).unwrap()
}

/// Books what the bank marks as a return, by its best proposal.
fn book_returns(app: &App) {
    for entry in in_state(app, ReceiptState::DebitWaiting) {
        if entry.details.return_reason.is_none() {
            continue;
        }
        let (id, factor) = (entry.id, app.factor());
        let best = app.read(|reads| cash::debit_proposals(reads, &factor, id)).unwrap().remove(0);
        let DebitProposal::ReturnOf { receipt, .. } = best else { panic!("{best:?}") };
        app.run(app::Command::system("test"), move |task| cash::return_item(task, id, receipt)).unwrap();
    }
}

#[test]
fn the_example_book_ends_as_its_description_says() {
    let days = days();
    let (first, last) = (*days.keys().next().unwrap(), *days.keys().last().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::set_to(at(first));
    let new = NewBook {
        name: "Lantern Trade Finance LLC".into(),
        country: "US".into(),
        currency: Currency::USD,
        zone: "America/New_York".into(),
    };
    let app = App::init(cluster::home(folder.path()), &new, clock.clone(), Ids::seeded(3)).unwrap();
    let portfolio = std::fs::read(examples().join("portfolio.toml")).unwrap();
    import_portfolio(&app, "test", formats::portfolio::read("portfolio.toml", &portfolio).unwrap()).unwrap();
    let mut outcomes: Vec<StatementOutcome> = Vec::new();
    for (day, (schedules, statements)) in &days {
        clock.set(at(*day));
        for (client, files) in schedules {
            let submission =
                schedule::read_files(&app, client, None, &read(files), TransferMethod::CreditTransfer).unwrap();
            schedule::submit(&app, "test", &submission, &mut |_| {}).unwrap();
        }
        if !statements.is_empty() {
            outcomes.extend(cash::import_statement(&app, &read(statements), None, "test", &mut |_| {}).unwrap());
            book_returns(&app);
        }
    }
    assert_eq!(outcomes.iter().map(|one| one.entries).sum::<u64>(), 266);

    // By the description of the examples.
    let count = |state| {
        app.read(|reads| {
            let mut count = 0;
            for schedule in kept::schedule::newest(reads, None, None, 1_000)? {
                let outcome = kept::schedule::outcome(reads, schedule.id)?;
                count += outcome.iter().filter(|one| one.state == state).map(|one| one.count).sum::<i64>();
            }
            Ok::<_, Error>(count)
        })
        .unwrap()
    };
    let states = [InvoiceState::Closed, InvoiceState::PartPaid, InvoiceState::Purchased].map(|one| count(one.code()));
    assert_eq!(states, [253, 4, 114]);

    // What the last week leaves to a person.
    let waiting = in_state(&app, ReceiptState::Waiting);
    let recent = waiting.iter().filter(|one| one.value_date > last.saturating_sub(jiff::Span::new().days(7)));
    let mut payers: Vec<&str> = recent.map(|one| one.payer_name.split(' ').next().unwrap()).collect();
    payers.sort_unstable();
    assert_eq!(
        payers,
        [
            "Brisemarne",
            "Granmoor",
            "Hexley",
            "Kestwick",
            "Lowmarsh",
            "Ostervale",
            "Ploverdale",
            "Sablecourt",
            "Tidewick"
        ]
    );
    // Whoever is not a stranger gets a proposal.
    for receipt in waiting.iter().filter(|one| one.value_date > last.saturating_sub(jiff::Span::new().days(7))) {
        let proposals = app.read(|reads| cash::proposals(reads, receipt.id)).unwrap();
        assert_eq!(proposals.is_empty(), receipt.debtor.is_none(), "{} {proposals:?}", receipt.payer_name);
        assert!(proposals.iter().all(|one| !one.certain), "{} {proposals:?}", receipt.payer_name);
    }
    check(&app);

    // The whole story handed in again changes nothing.
    let before = app.read(|reads| Ok(kept::event::newest(reads, None, 1)?)).unwrap();
    let all: Vec<PathBuf> = days.values().flat_map(|(_, statements)| statements.clone()).collect();
    let again = cash::import_statement(&app, &read(&all), None, "test", &mut |_| {}).unwrap();
    assert!(again.iter().all(|one| one.taken == Taken::Before));
    assert_eq!(app.read(|reads| Ok(kept::event::newest(reads, None, 1)?)).unwrap(), before);
}
