//! schemathesis against the API that is served: requests made from the document it serves of itself, fitting and not.
//!
//! The demo book is built and served by the release binary on a port of its own; every operation is asked in every phase
//! with every check, from a fixed seed. Afterwards the book must still prove itself. What is held to be right beside
//! the tool's own judgement, and why, stands in `tests/api/schemathesis.toml`.

use crate::command::{self, MINUTE};
use crate::outcome::{Finding, Outcome};
use crate::workspace::Workspace;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;

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
    let served = Served::start(credere(&["serve", "--port", "0", "--no-jobs"]))?;
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

/// A Credere that serves, ended when it is let go of.
struct Served {
    child: Child,
    origin: String,
}

impl Served {
    fn start(mut call: Command) -> Result<Self, Finding> {
        let name = command::shown(&call);
        println!("$ {name}");
        let failed = |fact: String| Finding::new(name.clone(), fact, "Run it by hand to see what it says");
        let started = call.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = started.map_err(|error| failed(format!("cannot be started ({error})")))?;
        let (sender, lines) = channel();
        let output = child.stdout.take();
        // It goes on reading, so that the program never waits for somebody to listen.
        std::thread::spawn(move || {
            for line in output.into_iter().flat_map(|output| BufReader::new(output).lines().map_while(Result::ok)) {
                let _ = sender.send(line);
            }
        });
        let mut served = Self { child, origin: String::new() };
        while let Ok(line) = lines.recv_timeout(MINUTE) {
            if let Some(origin) = origin(&line) {
                served.origin = origin;
                return Ok(served);
            }
        }
        Err(failed("did not say where it listens".into()))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Both can only fail when it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `http://127.0.0.1:7878` out of a line that holds an address of it.
fn origin(line: &str) -> Option<String> {
    const SCHEME: &str = "http://";
    let rest = &line[line.find(SCHEME)? + SCHEME.len()..];
    let host = rest.split('/').next().filter(|host| host.contains(':'))?;
    Some(format!("{SCHEME}{host}"))
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn the_address_is_read_off_the_first_link() {
        let line = "Sign in once with http://127.0.0.1:40123/sign-in/abc";
        assert_eq!(origin(line).as_deref(), Some("http://127.0.0.1:40123"));
        assert_eq!(origin("Press Ctrl-C to end."), None);
    }
}
