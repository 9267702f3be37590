//! What hledger makes of the exported journal.

use super::{Amount, LIMIT, Totals};
use crate::command;
use crate::outcome::Finding;
use std::path::Path;
use std::process::Command;

/// The exported journal's file name.
pub(super) const JOURNAL: &str = "ledger.journal";

/// Lets hledger check the journal and add it up, per account and currency.
pub(super) fn balances(folder: &Path) -> Result<Totals, Finding> {
    let run = |words: &[&str]| {
        let mut call = Command::new("hledger");
        call.args(["-f", JOURNAL]).args(words).current_dir(folder).env("LC_ALL", "C.UTF-8");
        println!("$ {}", command::shown(&call));
        command::capture(&mut call, LIMIT)
    };
    run(&["check"])?;
    totals(&run(&["balance", "--flat", "--no-total", "--layout=bare", "-O", "csv"])?)
}

/// Totals from `account,commodity,balance` rows; sub-accounts (one per client) are added to their four-digit account.
pub(super) fn totals(csv: &str) -> Result<Totals, Finding> {
    let mut totals = Totals::new();
    for (number, line) in csv.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()) {
        let odd =
            |fact: String, remedy: &str| Finding::new(format!("hledger balance, row {}", number + 1), fact, remedy);
        let cells = cells(line);
        let [account, currency, balance] = cells.as_slice() else {
            return Err(odd(format!("has {} cells instead of 3: {line}", cells.len()), "Use hledger 1.25 or later"));
        };
        let amount = Amount::read(balance).ok_or_else(|| {
            odd(format!("{balance} is not a plain decimal"), "Export amounts like 1234.56, without commas")
        })?;
        if amount.is_zero() {
            continue;
        }
        let account = account_number(account).ok_or_else(|| {
            odd(
                format!("no four-digit account number in \"{account}\""),
                "Export accounts like assets:1100 Name:CLIENT",
            )
        })?;
        let total = totals.entry((account.to_owned(), currency.clone())).or_default();
        *total = *total + amount;
    }
    Ok(totals)
}

/// The four-digit number that opens a part of an account's name, else the first that stands alone anywhere in it.
/// The parts go first, because a client's code may be four digits too.
pub(super) fn account_number(name: &str) -> Option<&str> {
    let alone = |word: &&str| word.len() == 4 && word.bytes().all(|digit| digit.is_ascii_digit());
    let opening = name.split(':').filter_map(|part| words_of(part).next()).find(alone);
    opening.or_else(|| words_of(name).find(alone))
}

fn words_of(name: &str) -> impl Iterator<Item = &str> {
    name.split(|letter: char| !letter.is_alphanumeric())
}

/// The cells of one line of CSV: quoted or not, doubled quotes inside. Line breaks inside cells do not occur here.
pub(super) fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = line.trim_end_matches('\r').chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    cells.push(cell);
    cells
}
