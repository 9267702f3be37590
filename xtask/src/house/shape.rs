//! Rules about files themselves: their names and their length.

use super::Text;
use crate::outcome::Finding;

/// The hard limit of lines in one file of code.
const MAX_LINES: usize = 700;

/// No file or folder whose name says nothing about the trade.
pub(super) fn empty_names(texts: &[Text]) -> Vec<Finding> {
    let empty = ["util", "utils", "helper", "helpers", "misc", "common"];
    let mut findings = Vec::new();
    for text in texts {
        let bad =
            text.path.split('/').map(|part| part.split('.').next().unwrap_or(part)).find(|stem| empty.contains(stem));
        if let Some(stem) = bad {
            let fact = format!("\"{stem}\" says nothing about what is inside");
            findings.push(text.finding(0, fact, "Name it after the noun it is about"));
        }
    }
    findings
}

/// No code file above [`MAX_LINES`].
pub(super) fn long_files(texts: &[Text]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for text in texts.iter().filter(|text| text.ends_with(&["rs", "html", "css", "js", "mjs"])) {
        let lines = text.body.lines().count();
        if lines > MAX_LINES {
            let fact = format!("{lines} lines, the limit is {MAX_LINES}");
            findings.push(text.finding(MAX_LINES, fact, "Split it by noun"));
        }
    }
    findings
}
