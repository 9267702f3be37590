//! Rules that look at one line at a time.

use super::Text;
use crate::outcome::Finding;

const RULES_FOLDER: &str = "crates/domain/src/";

/// Ways to ask a clock or chance, or to reach a disk or a network, that a dependency of the rules would offer.
const IMPURE: [&str; 8] =
    ["SystemTime", "Instant::now", "Timestamp::now", "Zoned::now", "now_v7", "new_v4", "std::net", "thread::spawn"];

/// In `domain`: no floats (invariant 1), anywhere; no clock, chance or network in what runs in the product.
pub(super) fn pure_rules(texts: &[Text]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for text in texts.iter().filter(|text| text.path.starts_with(RULES_FOLDER) && text.ends_with(&["rs"])) {
        for (number, line) in text.body.lines().enumerate().filter(|(_, line)| !is_comment(line)) {
            if let Some(float) = ["f32", "f64"].into_iter().find(|float| has_float(line, float)) {
                let fact = format!("{float} in the rules");
                findings.push(text.finding(number, fact, "Use Money for amounts and Rate for shares, both exact"));
            }
        }
        for (number, line) in text.product_lines().filter(|(_, line)| !is_comment(line)) {
            if let Some(word) = IMPURE.into_iter().find(|word| line.contains(word)) {
                let fact = format!("{word} in the rules");
                findings.push(text.finding(
                    number,
                    fact,
                    "Take the value as an argument; `app` knows the clock and ids",
                ));
            }
        }
    }
    findings
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

/// The float's name as a word of its own, as the suffix of a number, or as the end of a method's name (`to_f64`).
fn has_float(line: &str, float: &str) -> bool {
    words(line).any(|word| {
        word.strip_suffix(float).is_some_and(|before| {
            before.ends_with('_') || before.chars().all(|letter| letter.is_ascii_digit() || letter == '_')
        })
    })
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|letter: char| !letter.is_alphanumeric() && letter != '_').filter(|word| !word.is_empty())
}

/// No absolute path of someone's machine: it means nothing on the next one.
pub(super) fn machine_paths(texts: &[Text]) -> Vec<Finding> {
    let folders = ["work", "home", "root", "Users", "tmp"];
    let starts = folders.map(|folder| format!("/{folder}/"));
    let windows = format!(":{0}Users{0}", '\\');
    each_line(texts, |line| {
        let lone = |start: &String| {
            line.match_indices(start.as_str()).any(|(at, _)| {
                let before = line[..at].chars().next_back();
                before.is_none_or(|letter| !letter.is_alphanumeric() && !"._-}/$~*".contains(letter))
            })
        };
        let found = starts.iter().find(|start| lone(start)).map(String::as_str);
        let found = found.or_else(|| line.contains(&windows).then_some(windows.as_str()))?;
        let remedy = "Write it from the repository's top folder, or use a temporary folder the test makes itself";
        Some((format!("a path of one machine ({found}...)"), remedy))
    })
}

/// No registry's host: package clients know theirs, and mirrors must be free to stand in.
pub(super) fn registry_hosts(texts: &[Text]) -> Vec<Finding> {
    let hosts = [
        ["crates", "io"],
        ["npmjs", "org"],
        ["npmjs", "com"],
        ["yarnpkg", "com"],
        ["pypi", "org"],
        ["pythonhosted", "org"],
        ["debian", "org"],
        ["ghcr", "io"],
        ["quay", "io"],
        ["docker", "io"],
        ["hub.docker", "com"],
        ["proxy.golang", "org"],
        ["static.rust-lang", "org"],
    ]
    .map(|parts| parts.join("."));
    each_line(texts, |line| {
        let lower = line.to_ascii_lowercase();
        let found = hosts.iter().find(|host| {
            lower.match_indices(host.as_str()).any(|(at, _)| {
                let around = (lower[..at].chars().next_back(), lower[at + host.len()..].chars().next());
                let part_of_word = |letter: Option<char>| letter.is_some_and(|one| one.is_alphanumeric() || one == '_');
                !part_of_word(around.0) && !part_of_word(around.1)
            })
        })?;
        Some((format!("the registry host {found}"), "Name the package and its client, not the host"))
    })
}

/// Nothing unfinished, nothing switched off.
pub(super) fn unfinished(texts: &[Text]) -> Vec<Finding> {
    let calls = [["to", "do!"], ["unimple", "mented!"], ["#[ig", "nore"]].map(|parts| parts.concat());
    let notes = [["FIX", "ME"], ["TO", "DO"], ["X", "XX"]].map(|parts| parts.concat());
    each_line(texts, |line| {
        if let Some(call) = calls.iter().find(|call| line.contains(call.as_str())) {
            return Some((
                format!("{call} in the code"),
                "Finish it, or take it out; a test that cannot run says so aloud",
            ));
        }
        // Only in remarks: the last of them is also a bank branch code and a currency code.
        let remark = ["//", "#", "<!--", "/*", "{#", "-- "].iter().filter_map(|mark| line.find(mark)).min()?;
        let note = notes.iter().find(|note| words(&line[remark..]).any(|word| word == note.as_str()))?;
        Some((format!("{note} in a remark"), "Do it now, or write down in ARCHITECTURE.md why it is left out"))
    })
}

fn each_line(texts: &[Text], check: impl Fn(&str) -> Option<(String, &'static str)>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for text in texts {
        for (number, line) in text.body.lines().enumerate() {
            if let Some((fact, remedy)) = check(line) {
                findings.push(text.finding(number, fact, remedy));
            }
        }
    }
    findings
}
