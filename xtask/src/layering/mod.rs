//! No crate points upward, the rules know no outside world, and what is banned is nowhere in the graph.
//!
//! The order is written here once. A new crate must be given a place in it before CI passes. Development dependencies
//! count: a test that reaches upward is a rule in the wrong crate.

mod graph;

use crate::command::{self, MINUTE};
use crate::outcome::{Finding, Outcome};
use crate::workspace::Workspace;
use graph::Crate;

/// The crates by floor, lowest first. Crates on one floor do not know each other.
const FLOORS: [&[&str]; 7] =
    [&["domain"], &["store", "formats"], &["letters"], &["app"], &["web", "cluster"], &["credere"], &["fuzz"]];

/// What the tests of any crate may use: it knows where books go, and no product crate knows it.
const FOR_TESTS: &str = "cluster";

/// Stands beside the house: it checks the product and knows none of its crates, and none of them knows it. It may start a
/// PostgreSQL by [`FOR_TESTS`], which is no part of the product, but not by that crate's feature that knows the product.
const OUTSIDE: &str = "xtask";

/// All that the rules may stand on: plain values, their texts and hashes. No I/O, clock, randomness, async, SQL.
const DOMAIN_USES: [&str; 7] = ["jiff", "rust_decimal", "serde", "serde_json", "sha2", "thiserror", "uuid"];

/// What the tests of the rules may use besides.
const DOMAIN_TESTS_USE: [&str; 2] = ["insta", "proptest"];

/// Crates (and those whose names begin so) that may be nowhere in the graph, with the reason.
const NOWHERE: [(&str, &str); 1] =
    [("sqlx", "it is slow on SQLite and cannot be built beside current rusqlite; use the store's own drivers")];

/// Reads the graph from cargo and checks it.
pub(crate) fn run(workspace: &Workspace) -> Outcome {
    let read = || -> Result<(Vec<Crate>, String), Finding> {
        let mut call = workspace.cargo(&["metadata", "--no-deps", "--format-version", "1"]);
        let crates = graph::crates(&command::capture(&mut call, MINUTE)?)?;
        let lock = std::fs::read_to_string(workspace.root().join("Cargo.lock")).map_err(|error| {
            Finding::new("Cargo.lock", error.to_string(), "Run `cargo metadata` once and commit it")
        })?;
        Ok((crates, lock))
    };
    let (crates, lock) = match read() {
        Ok(both) => both,
        Err(finding) => return Outcome::Failed(finding.to_string()),
    };
    let mut findings = check(&crates);
    findings.extend(nowhere(&lock));
    for one in crates.iter().filter(|one| one.name != OUTSIDE) {
        let below: Vec<&str> =
            one.uses.iter().map(|used| used.name.as_str()).filter(|name| place(name).is_some()).collect();
        println!(
            "  {} stands on {}",
            one.name,
            if below.is_empty() { "nothing of ours".into() } else { below.join(", ") }
        );
    }
    let locked = graph::locked(&lock).count();
    Outcome::of(&findings, format!("{} crates in order, {locked} in the lock file, none banned", crates.len()))
}

fn place(name: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&name))
}

/// Everything that is wrong with these crates.
fn check(crates: &[Crate]) -> Vec<Finding> {
    crates.iter().flat_map(|one| if one.name == OUTSIDE { outside(one, crates) } else { inside(one, crates) }).collect()
}

fn inside(one: &Crate, crates: &[Crate]) -> Vec<Finding> {
    let Some(own) = place(&one.name) else {
        let remedy = "Give it a place in FLOORS (xtask/src/layering), or make it a module of the crate that uses it";
        return vec![Finding::new(&one.name, "this crate has no place in the order of crates", remedy)];
    };
    let mut findings = Vec::new();
    for used in &one.uses {
        let ours = crates.iter().any(|other| other.name == used.name);
        let below = place(&used.name).is_some_and(|floor| floor < own);
        let test_only = used.only_tests && used.name == FOR_TESTS;
        if ours && !(if used.name == FOR_TESTS { test_only } else { below }) {
            let fact = format!("depends on {}, which does not stand below it", used.name);
            findings.push(Finding::new(&one.name, fact, "Move what is needed down, or pass it in as an argument"));
        }
        let allowed = DOMAIN_USES.contains(&used.name.as_str());
        let allowed = allowed || (used.only_tests && DOMAIN_TESTS_USE.contains(&used.name.as_str()));
        if own == 0 && !ours && !allowed {
            let fact = format!("depends on {}, which is not among the plain values the rules may use", used.name);
            findings.push(Finding::new(&one.name, fact, "Do it in a crate above and pass the result in"));
        }
    }
    findings
}

fn outside(one: &Crate, crates: &[Crate]) -> Vec<Finding> {
    let known = one.uses.iter().filter(|used| crates.iter().any(|other| other.name == used.name));
    known
        .filter(|used| used.name != FOR_TESTS || used.has_features)
        .map(|used| {
            let fact = format!("depends on {}: the checks would be checked with what they check", used.name);
            Finding::new(&one.name, fact, "Call the product as a program")
        })
        .collect()
}

fn nowhere(lock: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in graph::locked(lock) {
        for (banned, why) in NOWHERE {
            if name == banned || name.starts_with(&format!("{banned}-")) {
                let remedy = format!("Remove it ({why}); `cargo tree --invert {name}` shows who brought it");
                findings.push(Finding::new("Cargo.lock", format!("{name} is in the graph"), remedy));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests;
