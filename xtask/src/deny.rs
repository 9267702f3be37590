//! The dependency graph against `deny.toml`: banned crates, licences, sources.
//!
//! Advisories are left out, because they need a git fetch that a closed CI machine cannot make; run
//! `target/tools/bin/cargo-deny check advisories` where it can.

use crate::command::{self, BUILD_LIMIT, MINUTE};
use crate::outcome::{Finding, Outcome};
use crate::workspace::Workspace;
use std::path::PathBuf;
use std::process::Command;

/// The version all machines use, so that all of them say the same.
const VERSION: &str = "0.20.2";

/// Why one of the tool's four checks is not among ours; shown in the table of steps.
pub(crate) const ADVISORIES: &str = "the advisory database comes by a git fetch, which CI cannot make";

/// Checks the graph, building the tool first where it is missing.
pub(crate) fn run(workspace: &Workspace) -> Outcome {
    match tool(workspace).and_then(|tool| check(workspace, tool)) {
        Ok(()) => Outcome::Passed("bans, licences and sources".into()),
        Err(finding) => Outcome::Failed(finding.to_string()),
    }
}

fn tool(workspace: &Workspace) -> Result<PathBuf, Finding> {
    let home = workspace.target().join("tools");
    let tool = home.join("bin").join("cargo-deny");
    let said = command::capture(Command::new(&tool).arg("--version"), MINUTE).unwrap_or_default();
    if said.split_whitespace().nth(1) == Some(VERSION) {
        return Ok(tool);
    }
    let mut install =
        workspace.cargo(&["install", "cargo-deny", "--locked", "--debug", "--version", VERSION, "--root"]);
    // Its own build folder, so that it neither waits for ours nor fills it.
    install.arg(&home).env_remove("CARGO_TARGET_DIR").env("CARGO_PROFILE_DEV_DEBUG", "0");
    command::stream(&mut install, BUILD_LIMIT).map_err(|(finding, _)| finding)?;
    Ok(tool)
}

fn check(workspace: &Workspace, tool: PathBuf) -> Result<(), Finding> {
    let mut call = Command::new(tool);
    // Who brings a crate is told by `cargo tree --invert`; here the trees would bury what is wrong.
    let words = ["--workspace", "check", "--hide-inclusion-graph", "bans", "licenses", "sources"];
    call.args(words).current_dir(workspace.root());
    command::stream(&mut call, 5 * MINUTE).map(|_| ()).map_err(|(finding, _)| finding)
}
