//! `cargo xtask test`: every check there is: first the text, then the graph, then the tests, then the product itself.

use crate::command::{self, BUILD_LIMIT};
use crate::outcome::Outcome;
use crate::step::Report;
use crate::workspace::Workspace;
use crate::{api, browser, crash, deny, fuzz, house, install, large, layering, ledger};
use std::process::{Command, ExitCode};

/// Random tests take this series here, so that the same source gives the same answer on every machine; `cargo test` by hand
/// takes one that nobody has tried.
const SERIES: (&str, &str) = ("PROPTEST_RNG_SEED", "1");
const NO_BINARY: &str = "there is no release binary to run";

/// Runs all checks and closes with the test runners' own summaries, the table and the count.
pub(crate) fn run(workspace: &Workspace) -> ExitCode {
    let mut report = Report::default();
    report.step("tools", || install::run(workspace));
    report.step("format", || built(workspace.cargo(&["fmt", "--all", "--check"]), "rustfmt changes nothing").0);
    let clippy = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    report.step("clippy", || built(workspace.cargo(&clippy), "no warning").0);
    let mut docs = workspace.cargo(&["doc", "--workspace", "--no-deps"]);
    docs.env("RUSTDOCFLAGS", "-D warnings");
    report.step("docs", || built(docs, "no warning").0);
    report.step("deny", || deny::run(workspace));
    report.step("deny advisories", || Outcome::LeftOut(deny::ADVISORIES.into()));
    report.step("layering", || layering::run(workspace));
    report.step("house rules", || house::run(workspace));
    let mut summary = Vec::new();
    report.step("cargo test", || {
        let (outcome, lines) = cargo_test(workspace);
        summary = lines;
        outcome
    });
    report.keep("\ncargo test said:", summary);
    report.step("suites on PostgreSQL", || on_postgres(workspace));
    let mut summary = Vec::new();
    report.step("fuzz targets", || {
        let (outcome, lines) = fuzz::run(workspace, &fuzz::Asked::default());
        summary = lines;
        outcome
    });
    report.keep("\nThe fuzz targets said:", summary);
    let ready = report.step("release build", || release(workspace));
    let with_binary = |chore: &mut dyn FnMut() -> Outcome| {
        if ready { chore() } else { Outcome::LeftOut(NO_BINARY.into()) }
    };
    report.step("ledger by hledger", || with_binary(&mut || ledger::run(workspace)));
    report.step("large import", || with_binary(&mut || large::run(workspace)));
    report.step("API by schemathesis", || with_binary(&mut || api::run(workspace)));
    let mut summary = Vec::new();
    report.step("crashes", || {
        with_binary(&mut || {
            let (outcome, lines) = crash::strike(workspace, &crash::Asked::short());
            summary = lines;
            outcome
        })
    });
    report.keep("\nThe crash campaign:", summary);
    let mut summary = Vec::new();
    report.step("browser journeys", || {
        with_binary(&mut || {
            let (outcome, lines) = browser::run_journeys(workspace);
            summary = lines;
            outcome
        })
    });
    report.keep("\nnode --test said:", summary);
    report.close()
}

/// Builds the product as people run it.
pub(crate) fn release(workspace: &Workspace) -> Outcome {
    built(workspace.cargo(&["build", "--release", "-p", "credere"]), "target/release/credere is up to date").0
}

/// The suites whose books may be anywhere, once more with every book in a throw-away PostgreSQL.
fn on_postgres(workspace: &Workspace) -> Outcome {
    let mut words = vec!["test", "--no-fail-fast", "-p", "app", "-p", "web"];
    for suite in ["cash", "contact", "notice", "post", "relationship", "schedule", "api", "guest"] {
        words.extend(["--test", suite]);
    }
    let mut call = workspace.cargo(&words);
    call.env("CREDERE_TEST_ENGINE", "postgres").env(SERIES.0, SERIES.1);
    let (outcome, lines) = built(call, "");
    match outcome {
        Outcome::Passed(_) => Outcome::Passed(format!("{} tests", passed(&summary(&lines)))),
        other => other,
    }
}

fn cargo_test(workspace: &Workspace) -> (Outcome, Vec<String>) {
    let mut call = workspace.cargo(&["test", "--workspace", "--no-fail-fast"]);
    call.env(SERIES.0, SERIES.1);
    match (std::env::var_os("CREDERE_SHARED"), workspace.shared()) {
        (None, Some(shared)) => {
            call.env("CREDERE_SHARED", shared);
        }
        (Some(_), _) => {}
        (None, None) => println!("no ../shared/data on this machine: tests that want it say that they skip"),
    }
    let (outcome, lines) = built(call, "");
    let summary = summary(&lines);
    let results = summary.iter().filter(|line| line.starts_with("test result:")).count();
    match outcome {
        Outcome::Passed(_) => (Outcome::Passed(format!("{} tests in {results} programs", passed(&summary))), summary),
        other => (other, summary),
    }
}

fn built(mut call: Command, held: &str) -> (Outcome, Vec<String>) {
    match command::stream(&mut call, BUILD_LIMIT) {
        Ok(lines) => (Outcome::Passed(held.to_owned()), lines),
        Err((finding, lines)) => (Outcome::Failed(finding.to_string()), lines),
    }
}

/// What cargo says per test program: its heading, the tests that failed, its result. Programs without tests are left out.
fn summary(lines: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    let mut heading = None;
    for line in lines {
        let trimmed = line.trim_start();
        if trimmed.starts_with("Running ") || trimmed.starts_with("Doc-tests ") {
            heading = Some(line.clone());
        } else {
            let failed = line.starts_with("test ") && line.ends_with("... FAILED");
            let result = line.starts_with("test result:") && !line.contains(" 0 passed; 0 failed; 0 ignored;");
            if failed || result {
                kept.extend(heading.take());
                kept.push(line.clone());
            }
        }
    }
    kept
}

fn passed(summary: &[String]) -> u32 {
    let results = summary.iter().filter_map(|line| line.strip_prefix("test result:"));
    results.filter_map(|line| line.split_once(" passed")?.0.split_whitespace().last()?.parse::<u32>().ok()).sum()
}

#[cfg(test)]
mod tests {
    use super::{passed, summary};

    #[test]
    fn cargo_s_own_results_are_kept_with_their_headings() {
        let lines = [
            "     Running unittests src/lib.rs (target/debug/deps/domain-1)",
            "test money::adds ... ok",
            "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "     Running unittests src/lib.rs (target/debug/deps/store-1)",
            "test opens ... FAILED",
            "test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "   Doc-tests domain",
            "test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        ]
        .map(str::to_owned);
        let kept = summary(&lines);
        assert_eq!(kept, [&lines[0], &lines[2], &lines[3], &lines[4], &lines[5]].map(Clone::clone));
        assert_eq!(passed(&kept), 15);
    }
}
