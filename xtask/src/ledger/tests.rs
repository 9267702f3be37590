//! Equal books compare equal; one cent, one missing account, one odd cell is found.

use super::hledger::{account_number, cells, totals};
use super::{Amount, Totals, compare, recompute, trial_balance};
use serde_json::json;

fn amount(text: &str) -> Amount {
    Amount::read(text).unwrap()
}

fn book(rows: &[(&str, &str, &str)]) -> Totals {
    rows.iter().map(|(account, currency, sum)| (((*account).into(), (*currency).into()), amount(sum))).collect()
}

#[test]
fn amounts_are_read_exactly() {
    for (text, shown) in
        [("0", "0.00"), ("-800.00", "-800.00"), ("1,234,567.8", "1234567.80"), ("0.000001", "0.000001")]
    {
        assert_eq!(amount(text).to_string(), shown);
    }
    for odd in ["", "-", ".5", "1,000", "1000,00", "1.0000001", "EUR 1", "1.2.3", "1e3"] {
        assert_eq!(Amount::read(odd), None, "{odd}");
    }
}

#[test]
fn the_account_number_is_found_in_any_place() {
    assert_eq!(account_number("assets:1100 Factored receivables, recourse:ACME"), Some("1100"));
    assert_eq!(account_number("assets:1100 Factored receivables:2024 Ltd"), Some("1100"));
    assert_eq!(account_number("assets:Reserve (2100):ACME"), Some("2100"));
    assert_eq!(account_number("4711:Grün"), Some("4711"));
    assert_eq!(account_number("assets:cash:12345"), None);
}

#[test]
fn cells_are_split_as_csv() {
    assert_eq!(cells("\"a, b\",\"say \"\"x\"\"\",,1\r"), ["a, b", "say \"x\"", "", "1"]);
}

#[test]
fn sub_accounts_are_added_up_per_currency() {
    let csv = "\"account\",\"commodity\",\"balance\"\n\"assets:1100 F, r:A\",\"EUR\",\"10.00\"\n\
        \"assets:1100 F, r:B\",\"EUR\",\"0.50\"\n\"assets:1100 F, r:B\",\"USD\",\"1.00\"\n\"nothing\",\"\",\"0\"\n";
    assert_eq!(totals(csv).unwrap(), book(&[("1100", "EUR", "10.50"), ("1100", "USD", "1.00")]));
    assert!(totals("h\n\"assets:cash\",\"EUR\",\"1.00\"\n").unwrap_err().fact.contains("four-digit"));
    assert!(totals("h\n\"1100\",\"EUR\",\"1,00\"\n").unwrap_err().fact.contains("plain decimal"));
    assert!(totals("h\n\"1100\",\"1.00\"\n").unwrap_err().fact.contains("cells"));
}

#[test]
fn one_cent_is_found_and_so_is_a_missing_account() {
    let ours = book(&[("1000", "EUR", "-10.00"), ("1100", "EUR", "10.00")]);
    assert_eq!(compare(&ours, &ours), []);
    let cent = compare(&ours, &book(&[("1000", "EUR", "-10.00"), ("1100", "EUR", "10.01")]));
    assert!(cent.len() == 1 && cent[0].fact == "the trial balance says 10.00, hledger adds up 10.01", "{cent:?}");
    assert_eq!(compare(&ours, &book(&[("1000", "EUR", "-10.00")])).len(), 1);
    assert_eq!(compare(&book(&[]), &ours).len(), 2);
}

#[test]
fn a_trial_balance_that_does_not_hold_in_itself_is_found() {
    let row = |account: &str, debits: &str, credits: &str, balance: &str| json!({"account": account, "name": "x", "currency": "EUR", "debits": debits, "credits": credits, "balance": balance});
    let read = |rows: &[serde_json::Value]| trial_balance::balances(&json!({"rows": rows}).to_string());
    let right = read(&[row("1100", "10.00", "0.00", "10.00"), row("1000", "1.00", "11.00", "-10.00")]);
    assert_eq!(right.unwrap(), book(&[("1000", "EUR", "-10.00"), ("1100", "EUR", "10.00")]));
    assert!(read(&[row("1100", "10.00", "0.00", "9.99")]).unwrap_err().fact.contains("10.00 - 0.00 is not 9.99"));
    assert!(read(&[row("1100", "10.00", "0.00", "10.00")]).unwrap_err().fact.contains("EUR sums to 10.00"));
    assert!(read(&[]).unwrap_err().fact.contains("no rows"));
    assert!(read(&[json!({"account": 1100})]).unwrap_err().fact.contains("`account` is not a text"));
    assert!(trial_balance::balances("Listening on").unwrap_err().fact.contains("not JSON"));
}

/// With the real hledger; says so where it is not installed.
#[test]
fn hledger_itself_agrees_and_refuses_what_does_not_balance() {
    if crate::command::on_path("hledger").is_none() {
        println!("skipped: hledger is not installed; `cargo xtask tools` brings it");
        return;
    }
    let folder = std::env::temp_dir().join(format!("credere-xtask-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let write = |last: &str| {
        let entry = format!("2026-01-02 purchase\n  assets:1100 F, r:A  EUR 1000.00\n  assets:1000 Cash  EUR {last}\n");
        std::fs::write(folder.join(super::hledger::JOURNAL), entry).unwrap();
    };
    let row = |account: &str, debits: &str, credits: &str, balance: &str| json!({"account": account, "currency": "EUR", "debits": debits, "credits": credits, "balance": balance});
    let rows = [row("1000", "0.00", "1000.00", "-1000.00"), row("1100", "1000.00", "0.00", "1000.00")];
    let trial = json!({"rows": rows}).to_string();
    write("-1000.00");
    let agreed = recompute(&folder, &trial).map(|(ours, theirs)| compare(&ours, &theirs));
    write("-999.99");
    let unbalanced = recompute(&folder, &trial);
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(agreed, Ok(Vec::new()));
    assert!(unbalanced.unwrap_err().to_string().contains("balance this transaction"));
}
