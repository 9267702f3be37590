//! Brings the programs that the checks drive: Debian packages, the journeys' one npm package, and schemathesis.
//!
//! Nothing is fetched that is already there. Packages are installed only by root (a bare CI machine); on anyone's own
//! machine it is said what is missing and how to get it. No registry is named: the package clients know theirs.

use crate::api;
use crate::command::{self, MINUTE};
use crate::outcome::{Finding, Outcome};
use crate::workspace::Workspace;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// The limit of one run of a package client.
const FETCH_LIMIT: std::time::Duration = MINUTE.saturating_mul(15);

/// How one sees that a package is there.
enum Sign {
    Program(&'static str),
    Folder(&'static str),
    /// A module of the machine's own Python.
    Module(&'static str),
}

struct Need {
    package: &'static str,
    sign: Sign,
}

const NEEDS: [Need; 7] = [
    Need { package: "chromium", sign: Sign::Program("chromium") },
    Need { package: "libxml2-utils", sign: Sign::Program("xmllint") },
    Need { package: "hledger", sign: Sign::Program("hledger") },
    Need { package: "postgresql", sign: Sign::Folder("/usr/lib/postgresql") },
    // A real SMTP server for the tests of the post; Debian's own Python finds it.
    Need { package: "python3-aiosmtpd", sign: Sign::Folder("/usr/lib/python3/dist-packages/aiosmtpd") },
    // What schemathesis is installed into.
    Need { package: "python3-venv", sign: Sign::Module("ensurepip") },
    Need { package: "fonts-dejavu-core", sign: Sign::Folder("/usr/share/fonts/truetype/dejavu") },
];

impl Need {
    fn is_here(&self) -> bool {
        match self.sign {
            Sign::Program(name) => command::on_path(name).is_some(),
            Sign::Folder(path) => Path::new(path).is_dir(),
            Sign::Module(name) => {
                command::capture(Command::new("python3").args(["-c", &format!("import {name}")]), MINUTE).is_ok()
            }
        }
    }
}

/// Installs what is missing, or says what is missing.
pub(crate) fn run(workspace: &Workspace) -> Outcome {
    let packages = packages();
    let mut said = Vec::new();
    for outcome in [packages, node_packages(workspace), api::install(workspace)] {
        match outcome {
            Outcome::Passed(what) => said.push(what),
            other => return other,
        }
    }
    Outcome::Passed(said.join("; "))
}

fn packages() -> Outcome {
    let missing: Vec<&str> = NEEDS.iter().filter(|need| !need.is_here()).map(|need| need.package).collect();
    if missing.is_empty() {
        return Outcome::Passed("all packages are here".into());
    }
    let wanted = missing.join(" ");
    if command::on_path("apt-get").is_none() || !is_root() {
        return Outcome::missing(format!("{wanted} missing; as root: apt-get install {wanted}"));
    }
    let update = apt(&["update", "--quiet"]);
    let installed = update.and_then(|()| {
        let mut args = vec!["install", "--quiet", "--yes", "--no-install-recommends"];
        args.extend(&missing);
        apt(&args)
    });
    match installed {
        Ok(()) => Outcome::Passed(format!("installed {wanted}")),
        Err(finding) => Outcome::Failed(finding.to_string()),
    }
}

fn apt(args: &[&str]) -> Result<(), Finding> {
    let mut call = Command::new("apt-get");
    call.args(args).env("DEBIAN_FRONTEND", "noninteractive");
    command::stream(&mut call, FETCH_LIMIT).map(|_| ()).map_err(|(finding, _)| finding)
}

fn is_root() -> bool {
    command::capture(Command::new("id").arg("-u"), MINUTE).is_ok_and(|id| id.trim() == "0")
}

fn node_packages(workspace: &Workspace) -> Outcome {
    let folder = workspace.journeys();
    if is_installed(&folder) {
        return Outcome::Passed("the journeys' npm package is here".into());
    }
    if command::on_path("npm").is_none() {
        return Outcome::missing("npm missing; install Node 20 or later for the browser journeys".into());
    }
    let mut call = Command::new("npm");
    call.args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder);
    match command::stream(&mut call, FETCH_LIMIT) {
        Ok(_) => Outcome::Passed("npm ci done".into()),
        Err((finding, _)) => Outcome::Failed(finding.to_string()),
    }
}

/// npm writes what it installed into a hidden lock file of its own; every hash must be the one we locked.
fn is_installed(folder: &Path) -> bool {
    let read =
        |path: &str| -> Option<Value> { serde_json::from_str(&std::fs::read_to_string(folder.join(path)).ok()?).ok() };
    match (read("package-lock.json"), read("node_modules/.package-lock.json")) {
        (Some(wanted), Some(here)) => same_packages(&wanted, &here),
        _ => false,
    }
}

fn same_packages(wanted: &Value, here: &Value) -> bool {
    let Some(packages) = wanted["packages"].as_object() else { return false };
    let mut installable = packages.iter().filter(|(path, _)| !path.is_empty());
    installable.all(|(path, package)| here["packages"][path]["integrity"] == package["integrity"])
}

#[cfg(test)]
mod tests {
    use super::same_packages;
    use serde_json::json;

    #[test]
    fn only_the_locked_hashes_count_as_installed() {
        let wanted = json!({"packages": {"": {}, "node_modules/a": {"integrity": "x"}}});
        assert!(same_packages(&wanted, &json!({"packages": {"node_modules/a": {"integrity": "x"}}})));
        assert!(!same_packages(&wanted, &json!({"packages": {"node_modules/a": {"integrity": "y"}}})));
        assert!(!same_packages(&wanted, &json!({"packages": {}})));
    }
}
