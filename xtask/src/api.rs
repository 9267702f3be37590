//! schemathesis against the API that is served: requests made from the document it serves of itself, fitting and not.
//!
//! The demo book is built and served by the release binary on a port of its own; every operation is asked in every phase
//! with every check, from a fixed seed. Afterwards the book must still prove itself. What is held to be right beside
//! the tool's own judgement, and why, stands in `tests/api/schemathesis.toml`.

use crate::command::{self, MINUTE};
use crate::outcome::{Finding, Outcome};
use crate::served::Served;
use crate::workspace::Workspace;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The limit of one run of the package client.
const FETCH_LIMIT: std::time::Duration = MINUTE.saturating_mul(10);
/// The limit of all requests together; two minutes are usual.
const LIMIT: std::time::Duration = MINUTE.saturating_mul(10);
/// How many requests of each kind are made for each operation.
const EXAMPLES: &str = "25";
/// So that every run asks the same.
const SEED: &str = "1";

/// Installs the tool at its locked versions where it is missing.
pub(crate) fn install(workspace: &Workspace) -> Outcome {
    match tool(workspace) {
        Ok(_) => Outcome::Passed("schemathesis is here".into()),
        Err(finding) => Outcome::missing(finding.to_string()),
    }
}

/// Builds, serves, asks, audits.
pub(crate) fn run(workspace: &Workspace) -> Outcome {
    let tool = match tool(workspace) {
        Ok(tool) => tool,
        Err(finding) => return Outcome::missing(finding.to_string()),
    };
    match ask(workspace, &tool) {
        Ok(held) => Outcome::Passed(held),
        Err(finding) => Outcome::Failed(finding.to_string()),
    }
}

/// A virtual environment beside the other tools, with every package at the version that is locked.
fn tool(workspace: &Workspace) -> Result<PathBuf, Finding> {
    let home = workspace.target().join("tools").join("schemathesis");
    let locked = folder(workspace).join("requirements.txt");
    let (tool, stamp) = (home.join("bin").join("schemathesis"), home.join("requirements.txt"));
    let wanted = std::fs::read(&locked).map_err(|error| disk(&locked, &error))?;
    if tool.is_file() && std::fs::read(&stamp).is_ok_and(|here| here == wanted) {
        return Ok(tool);
    }
    let shown = |(finding, _): (Finding, Vec<String>)| finding;
    command::stream(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&home), FETCH_LIMIT).map_err(shown)?;
    let mut pip = Command::new(home.join("bin").join("pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(&locked);
    command::stream(&mut pip, FETCH_LIMIT).map_err(shown)?;
    std::fs::write(&stamp, wanted).map_err(|error| disk(&stamp, &error))?;
    Ok(tool)
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root().join("tests").join("api")
}

fn disk(path: &Path, error: &std::io::Error) -> Finding {
    Finding::new(path.display().to_string(), error.to_string(), "Make room, or make the folder writable")
}

fn ask(workspace: &Workspace, tool: &Path) -> Result<String, Finding> {
    let place = workspace.target().join("xtask").join("api");
    if place.exists() {
        std::fs::remove_dir_all(&place).map_err(|error| disk(&place, &error))?;
    }
    std::fs::create_dir_all(&place).map_err(|error| disk(&place, &error))?;
    let credere = |words: &[&str]| {
        let mut call = Command::new(workspace.credere());
        call.args(words).args(["--data", "book"]).current_dir(&place);
        call
    };
    command::capture(&mut credere(&["demo", "--no-serve"]), 5 * MINUTE)?;
    let mut serve = credere(&["serve", "--port", "0", "--no-jobs"]);
    serve.stderr(Stdio::null());
    println!("$ {}", command::shown(&serve));
    let served = Served::start(serve)?;
    let token = place.join("book").join("api-token");
    let token = std::fs::read_to_string(&token).map_err(|error| disk(&token, &error))?;
    let mut call = Command::new(tool);
    call.args(["--config-file", "schemathesis.toml", "run"]).arg(format!("{}/api/v1/openapi.json", served.origin));
    call.args(["--checks", "all", "--max-examples", EXAMPLES, "--seed", SEED, "--generation-database", "none"]);
    call.args(["--continue-on-failure", "--no-color"])
        .current_dir(folder(workspace))
        .env("CREDERE_TOKEN", token.trim());
    let lines = command::stream(&mut call, LIMIT).map_err(|(finding, _)| finding)?;
    drop(served);
    command::capture(&mut credere(&["audit"]), 5 * MINUTE)?;
    let cases = lines.iter().find(|line| line.contains(" generated")).map_or("", |line| line.trim());
    Ok(format!("{cases}; the book proves itself"))
}
