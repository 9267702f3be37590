//! Programs that are not ours read the export and must add up to our trial balance.

use super::{LedgerFormat, beancount, ledger};
use crate::report::tests::small_book::{SmallBook, noon};
use crate::report::{ReportKind, ReportRequest, run};
use domain::ledger::Account;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};
use store::kept::history::Scope;

fn exported(book: &SmallBook, format: LedgerFormat) -> String {
    let mut out = Vec::new();
    book.book.read(|snapshot| ledger(snapshot, &Scope::EVERYTHING, format, &mut out)).unwrap();
    String::from_utf8(out).unwrap()
}

type Balances = BTreeMap<(String, String), Decimal>;

/// Account number and currency to balance, from our trial balance; zeros left out.
fn ours(book: &SmallBook) -> Balances {
    let request = ReportRequest::new(jiff::civil::Date::MAX);
    let trial = book.book.read(|snapshot| run(snapshot, ReportKind::TrialBalance, &request, noon(book.today))).unwrap();
    let place = |key| trial.place(key).unwrap();
    let (account, currency, balance) = (place("account"), place("currency"), place("balance"));
    let rows = trial.rows.iter().map(|row| {
        let key = (row[account].as_text().to_owned(), row[currency].as_text().to_owned());
        (key, row[balance].as_money().unwrap().decimal())
    });
    rows.filter(|(_, balance)| !balance.is_zero()).collect()
}

/// Lets a program read the export from its standard input; none when it is not installed.
fn asked(program: &str, words: &[&str], input: &str) -> Option<String> {
    let mut call = Command::new(program);
    call.args(words).env("LC_ALL", "C.UTF-8").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let Ok(mut running) = call.spawn() else {
        println!("skipped: {program} is not installed; `cargo xtask tools` brings what the tests need");
        return None;
    };
    let (mut pipe, input) = (running.stdin.take().unwrap(), input.to_owned());
    let writer = std::thread::spawn(move || pipe.write_all(input.as_bytes()));
    let answer = running.wait_with_output().unwrap();
    let errors = String::from_utf8_lossy(&answer.stderr);
    assert!(answer.status.success(), "{program} {words:?}: {errors}");
    writer.join().unwrap().unwrap();
    Some(String::from_utf8(answer.stdout).unwrap())
}

#[test]
fn hledger_finds_nothing_wrong_and_adds_up_to_our_trial_balance() {
    let book = SmallBook::lively();
    let journal = exported(&book, LedgerFormat::Hledger);
    if asked("hledger", &["-f", "-", "check", "--strict"], &journal).is_none() {
        return;
    }
    let words = ["-f", "-", "balance", "--flat", "--no-total", "--layout=bare", "-O", "csv"];
    let answer = asked("hledger", &words, &journal).unwrap();
    let mut theirs = Balances::new();
    let mut rows = csv::Reader::from_reader(answer.as_bytes());
    for row in rows.records() {
        let row = row.unwrap();
        let number = row[0].split(':').nth(1).unwrap()[..4].to_owned();
        *theirs.entry((number, row[1].to_owned())).or_default() += row[2].parse::<Decimal>().unwrap();
    }
    theirs.retain(|_, balance| !balance.is_zero());
    assert_eq!(theirs, ours(&book));
}

#[test]
fn beancount_finds_nothing_wrong() {
    let book = SmallBook::lively();
    let journal = exported(&book, LedgerFormat::Beancount);
    let file = tempfile::NamedTempFile::with_suffix(".beancount").unwrap();
    std::fs::write(file.path(), &journal).unwrap();
    // Its check prints nothing when all is well.
    let program = std::env::var("BEAN_CHECK").unwrap_or_else(|_| "bean-check".to_owned());
    if let Some(answer) = asked(&program, &[file.path().to_str().unwrap()], "") {
        assert_eq!(answer, "");
    }
}

#[test]
fn le_02_every_line_carries_its_fields() {
    let book = SmallBook::lively();
    let csv = exported(&book, LedgerFormat::Csv);
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let head = rows.headers().unwrap().clone();
    let mut sums = Balances::new();
    for row in rows.records() {
        let row = row.unwrap();
        let of = |key: &str| row[head.iter().position(|one| one == key).unwrap()].to_owned();
        let amount = |key: &str| of(key).parse::<Decimal>().unwrap_or_default();
        *sums.entry((of("account"), of("currency"))).or_default() += amount("debit") - amount("credit");
        assert!(of("value_date").len() == 10 && of("posted_at").ends_with('Z'));
        assert!(!of("invoice").starts_with('='), "a formula would start");
        assert_eq!(of("booking") == "REVERSAL", !of("reverses_event").is_empty());
        assert!(
            of("invoice").is_empty()
                || [of("client"), of("debtor"), of("schedule")].iter().all(|text| !text.is_empty())
        );
    }
    sums.retain(|_, balance| !balance.is_zero());
    assert_eq!(sums, ours(&book));
}

#[test]
fn the_first_purchase_as_hledger_and_beancount_see_it() {
    let book = SmallBook::lively();
    let hledger = exported(&book, LedgerFormat::Hledger);
    let entry = "2026-01-11 (2.0) Purchase, =INV/1\n    \
        ; client:HARBOR, debtor:DEB-1, schedule:S-1, agreement:1, posted:2026-01-11T12:00:00Z\n    \
        assets:1100 Factored receivables, recourse:HARBOR  USD 10000.00\n    \
        liabilities:2000 Client reserve, held:HARBOR  USD -1500.00\n    \
        assets:1000 Operating cash:HARBOR  USD -8475.00\n    \
        income:4030 Service and transfer fees:HARBOR  USD -25.00\n\n";
    assert!(hledger.contains(entry), "{hledger}");
    assert!(hledger.contains("commodity USD 1000.00\n"));
    let beancount = exported(&book, LedgerFormat::Beancount);
    assert!(beancount.contains("2026-01-11 open Assets:A1100-FactoredReceivables-Recourse:HARBOR\n"), "{beancount}");
    assert!(
        beancount.contains("2026-01-11 * \"Purchase, =INV/1\" #purchase\n  journal: \"2.0\"\n  client: \"HARBOR\"\n")
    );
}

#[test]
fn account_names_are_what_beancount_takes() {
    for one in Account::ALL {
        let name = beancount::account(*one, Some("2GO-LTD"));
        for part in name.split(':') {
            assert!(part.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()), "{name}");
            assert!(part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), "{name}");
        }
    }
    assert_eq!(
        beancount::account(Account::ReceivablesNonRecourse, None),
        "Assets:A1110-FactoredReceivables-NonRecourse"
    );
}

/// An export to a place that is full stops with its reason.
#[test]
fn what_cannot_be_written_is_said() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("no room"))
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let book = SmallBook::lively();
    for format in LedgerFormat::ALL {
        let stopped = book.book.read(|snapshot| ledger(snapshot, &Scope::EVERYTHING, format, &mut Full));
        assert!(stopped.unwrap_err().to_string().contains("no room"), "{}", format.name());
    }
}
