//! The demo book's ledger, recomputed by a program that is not ours.
//!
//! The product fills a fresh book, audits it, and exports its whole ledger as a plain text journal. hledger reads that,
//! checks that every entry balances, and adds it up; each account's total per currency must be, to the cent, the balance
//! in the product's own trial balance. What is wrong in both the ledger and its reports in the same way is not found
//! here; what one of them adds up differently is.

mod amount;
mod hledger;
mod trial_balance;

use crate::command::{self, MINUTE};
use crate::outcome::{Finding, Outcome};
use crate::workspace::Workspace;
use amount::Amount;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// The limit of one run of the product or of hledger here.
const LIMIT: std::time::Duration = MINUTE.saturating_mul(5);

/// Balances by account number and currency.
type Totals = BTreeMap<(String, String), Amount>;

/// Makes the demo book, exports it and compares.
pub(crate) fn run(workspace: &Workspace) -> Outcome {
    if command::on_path("hledger").is_none() {
        return Outcome::missing("hledger missing; run `cargo xtask tools`".into());
    }
    let folder = workspace.target().join("xtask").join("ledger");
    match export(workspace, &folder).and_then(|trial| recompute(&folder, &trial)) {
        Ok((ours, theirs)) => {
            let held = format!("{} balances equal to the cent in hledger and in the trial balance", ours.len());
            Outcome::of(&compare(&ours, &theirs), held)
        }
        Err(finding) => Outcome::Failed(finding.to_string()),
    }
}

/// Fills a fresh book below `folder`, writes its ledger to `folder/ledger.journal`; returns the trial balance's JSON.
fn export(workspace: &Workspace, folder: &Path) -> Result<String, Finding> {
    let disk = |error: std::io::Error| {
        Finding::new(folder.display().to_string(), error.to_string(), "Make room, or make the folder writable")
    };
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(disk)?;
    }
    let book = folder.join("book");
    std::fs::create_dir_all(&book).map_err(disk)?;
    let credere = |words: &[&str]| {
        let mut call = Command::new(workspace.credere());
        call.args(words).arg("--data").arg(&book).current_dir(folder);
        println!("$ {}", command::shown(&call));
        command::capture(&mut call, LIMIT)
    };
    credere(&["demo", "--no-serve"])?;
    credere(&["audit"])?;
    let journal = credere(&["export", "ledger", "--format", "hledger"])?;
    std::fs::write(folder.join(hledger::JOURNAL), journal).map_err(disk)?;
    credere(&["report", "trial-balance", "--format", "json"])
}

fn recompute(folder: &Path, trial: &str) -> Result<(Totals, Totals), Finding> {
    let theirs = hledger::balances(folder)?;
    let ours = trial_balance::balances(trial)?;
    Ok((ours, theirs))
}

/// Every account and currency whose two balances differ; an absent one counts as zero.
fn compare(ours: &Totals, theirs: &Totals) -> Vec<Finding> {
    let mut findings = Vec::new();
    let keys: std::collections::BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
    for key in keys {
        let of = |totals: &Totals| totals.get(key).copied().unwrap_or_default();
        let (own, other) = (of(ours), of(theirs));
        if own != other {
            let (account, currency) = key;
            let fact = format!("the trial balance says {own}, hledger adds up {other}");
            let remedy =
                "Compare `hledger register` of that account in target/xtask/ledger with the product's own list";
            findings.push(Finding::new(format!("account {account} in {currency}"), fact, remedy));
        }
    }
    findings
}

#[cfg(test)]
mod tests;
