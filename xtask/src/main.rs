//! The project's own chores: everything that CI runs, and each part of it alone.
//!
//! `cargo xtask test` is the whole; the other words run one step of it. Plain Rust on purpose: whoever can build
//! Credere can run its checks, on any machine, with nothing else to set up. Every step says what it found and what to
//! do about it. None of the checks changes a tracked file; `bench` writes its table into `docs/benchmarks.md`.
//!
//! Exit code: 0 when nothing failed, 1 when something failed, 2 when the command line was not understood.
#![expect(clippy::print_stdout, reason = "talking on the terminal is what this program is for")]

mod api;
mod bench;
mod browser;
mod command;
mod crash;
mod deny;
mod engine;
mod fuzz;
mod house;
mod install;
mod large;
mod layering;
mod ledger;
mod outcome;
mod served;
mod step;
mod suite;
mod workspace;

use outcome::Outcome;
use std::process::ExitCode;
use workspace::Workspace;

const USAGE: &str = "\
cargo xtask <chore>

  test       installs what the checks need, then runs all of them
  tools      only installs what the checks need
  deny       licences, banned crates and sources of the dependency graph
  layering   no crate points upward, and the rules know no outside world
  house      the house rules over all files of the repository
  ledger     the demo book's export, recomputed by hledger
  large      one file of 100,000 lines, imported in one go
  fuzz       inputs nobody thought of, for each target: CI's, or [--seconds N] [--target NAME] [--series N] others
  crash      kills, tears, fills and takes away under load, and counts: [--rounds N] [--engine sqlite|postgres|both]
             [--seconds N] [--seed N] [--binary PATH]
  api        schemathesis against the API of the demo book, from the document it serves
  browser    journeys through the running product in a real browser
  bench      measures everything and writes docs/benchmarks.md: [--engine sqlite|postgres|both] [--quick] [--again]";

fn main() -> ExitCode {
    let word = std::env::args().nth(1).unwrap_or_default();
    let workspace = Workspace::here();
    let chore: fn(&Workspace) -> Outcome = match word.as_str() {
        "test" => return suite::run(&workspace),
        "tools" => install::run,
        "deny" => deny::run,
        "layering" => layering::run,
        "house" => house::run,
        "ledger" => |workspace| after_release(workspace, ledger::run),
        "large" => |workspace| after_release(workspace, large::run),
        "api" => |workspace| after_release(workspace, api::run),
        "bench" => bench::run,
        "fuzz" => {
            let words: Vec<String> = std::env::args().skip(2).collect();
            let Some(asked) = fuzz::Asked::of(&words) else { return not_understood() };
            return step::Report::default().alone(&word, || fuzz::run(&workspace, &asked).0);
        }
        "crash" => {
            let words: Vec<String> = std::env::args().skip(2).collect();
            let Some(asked) = crash::Asked::of(&words) else { return not_understood() };
            return step::Report::default().alone(&word, || crash::run(&workspace, &asked));
        }
        "browser" => |workspace| after_release(workspace, browser::run),
        _ => return not_understood(),
    };
    step::Report::default().alone(&word, || chore(&workspace))
}

fn not_understood() -> ExitCode {
    println!("{USAGE}");
    ExitCode::from(2)
}

/// A chore that drives the product, run alone, first brings the product up to date.
fn after_release(workspace: &Workspace, chore: fn(&Workspace) -> Outcome) -> Outcome {
    match suite::release(workspace) {
        Outcome::Passed(_) => chore(workspace),
        other => other,
    }
}
