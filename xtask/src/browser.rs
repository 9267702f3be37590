//! Journeys through the running product, in Debian's Chromium, driven by playwright-core.
//!
//! The journeys are `tests/browser/*.test.mjs`; `rig.mjs` there starts the product on a free port and ends it again.

use crate::command::{self, MINUTE};
use crate::outcome::Outcome;
use crate::workspace::Workspace;
use std::process::Command;

/// The limit of all journeys together. Each test has its own, in `run_journeys`.
const LIMIT: std::time::Duration = MINUTE.saturating_mul(15);

/// Runs all journeys against the release binary.
pub(crate) fn run(workspace: &Workspace) -> Outcome {
    run_journeys(workspace).0
}

/// Runs all journeys; with the outcome come the test runner's own closing lines.
pub(crate) fn run_journeys(workspace: &Workspace) -> (Outcome, Vec<String>) {
    for program in ["node", "chromium"] {
        if command::on_path(program).is_none() {
            return (Outcome::missing(format!("{program} missing; run `cargo xtask tools`")), Vec::new());
        }
    }
    let mut call = Command::new("node");
    call.args(["--test", "--test-concurrency=1", "--test-timeout=300000", "--test-reporter=spec"])
        .current_dir(workspace.journeys())
        .env("CREDERE_BIN", workspace.credere());
    match command::stream(&mut call, LIMIT) {
        Ok(lines) => {
            let summary = summary(&lines);
            match count(&summary, "pass") {
                None | Some(0) => (Outcome::Failed("no journey ran. Look into tests/browser.".into()), summary),
                Some(passed) => (Outcome::Passed(format!("{passed} browser tests")), summary),
            }
        }
        Err((finding, lines)) => (Outcome::Failed(finding.to_string()), summary(&lines)),
    }
}

/// The closing block of node's test runner: its counts, from the last `tests` line on.
fn summary(lines: &[String]) -> Vec<String> {
    let start = lines.iter().rposition(|line| plain(line).starts_with("tests ")).unwrap_or(lines.len());
    lines[start..].iter().take_while(|line| !line.trim().is_empty()).cloned().collect()
}

fn count(summary: &[String], word: &str) -> Option<u32> {
    summary.iter().find_map(|line| plain(line).strip_prefix(word)?.trim().parse().ok())
}

fn plain(line: &str) -> &str {
    line.trim_start_matches(['\u{2139}', '#', ' '])
}

#[cfg(test)]
mod tests {
    use super::{count, summary};

    #[test]
    fn the_closing_counts_are_found() {
        let lines = ["✔ a (2ms)", "ℹ tests 2", "ℹ suites 0", "ℹ pass 2", "ℹ fail 0", "", "more"].map(str::to_owned);
        let closing = summary(&lines);
        assert_eq!(closing, ["ℹ tests 2", "ℹ suites 0", "ℹ pass 2", "ℹ fail 0"]);
        assert_eq!(count(&closing, "pass"), Some(2));
        assert_eq!(count(&summary(&[]), "pass"), None);
    }
}
