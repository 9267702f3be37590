//! The house rules, as a check over every file of the repository: what is tracked, and what is new and not ignored.
//!
//! Each rule is a small function from files to findings, with a test that plants a violation. Words the rules look for
//! are put together from parts where they are written, so that the rules do not find themselves. Not checked: files
//! that are not UTF-8, and `Cargo.lock`, which cargo writes.

mod ids;
mod lines;
mod shape;

use crate::outcome::{Finding, Outcome};
use crate::workspace::Workspace;

/// One text file of the repository.
struct Text {
    /// From the repository's top folder, with `/`.
    path: String,
    body: String,
}

impl Text {
    fn finding(&self, line: usize, fact: impl Into<String>, remedy: &str) -> Finding {
        Finding::new(format!("{}:{}", self.path, line + 1), fact, remedy)
    }

    fn ends_with(&self, extensions: &[&str]) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
    }

    /// Lines as they run in the product: a `tests` module to the end of its file, and files of tests, are left away.
    fn product_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let is_test = self.path.ends_with("/tests.rs") || self.path.contains("/tests/");
        let lines: Vec<&str> = self.body.lines().collect();
        let end = lines
            .windows(2)
            .position(|pair| pair[0].trim() == "#[cfg(test)]" && pair[1].starts_with("mod ") && pair[1].ends_with('{'));
        let end = if is_test { 0 } else { end.unwrap_or(lines.len()) };
        lines.into_iter().take(end).enumerate()
    }
}

/// A rule: all files in, all violations out.
type Rule = fn(&[Text]) -> Vec<Finding>;

const RULES: [(&str, Rule); 7] = [
    ("no floats and no clock in the rules", lines::pure_rules),
    ("no path of one machine", lines::machine_paths),
    ("no registry host", lines::registry_hosts),
    ("nothing unfinished", lines::unfinished),
    ("no names that say nothing", shape::empty_names),
    ("no file above its limit of lines", shape::long_files),
    ("every rule id of a test stands in the code", ids::in_code),
];

/// Checks all rules over all files.
pub(crate) fn run(workspace: &Workspace) -> Outcome {
    let paths = match workspace.files() {
        Ok(paths) => paths,
        Err(finding) => return Outcome::Failed(finding.to_string()),
    };
    let texts: Vec<Text> = paths
        .into_iter()
        .filter(|path| path != "Cargo.lock")
        .filter_map(|path| Some(Text { body: std::fs::read_to_string(workspace.root().join(&path)).ok()?, path }))
        .collect();
    if texts.is_empty() {
        return Outcome::Failed("the repository has no files. Run this in a git checkout.".into());
    }
    let mut findings = Vec::new();
    for (name, rule) in RULES {
        let found = rule(&texts);
        println!("  {name}: {}", if found.is_empty() { "holds".into() } else { format!("{} findings", found.len()) });
        findings.extend(found);
    }
    Outcome::of(&findings, format!("{} rules over {} files", RULES.len(), texts.len()))
}

#[cfg(test)]
mod tests;
