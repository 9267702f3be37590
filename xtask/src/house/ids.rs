//! A test named after a rule (`fe_21_full_period`) needs code that names the rule (`FE-21`): law, code and proof are
//! found with one search.

use super::Text;
use crate::outcome::Finding;
use std::collections::BTreeSet;

/// The chapters of the rulebook, as tests write them.
const CHAPTERS: [&str; 11] = ["gl", "fe", "le", "lc", "cr", "co", "fr", "fc", "rp", "di", "ap"];

/// Every rule id in a test's name stands in the product's code too.
pub(super) fn in_code(texts: &[Text]) -> Vec<Finding> {
    let rust = || texts.iter().filter(|text| text.path.starts_with("crates/") && text.ends_with(&["rs"]));
    let mut written = BTreeSet::new();
    for text in rust().filter(|text| text.path.split('/').nth(2) == Some("src")) {
        written.extend(text.product_lines().flat_map(|(_, line)| ids(line)));
    }
    let mut findings = Vec::new();
    for text in rust() {
        for (number, line) in text.body.lines().enumerate() {
            let Some(id) = tested(line) else { continue };
            if !written.contains(id.as_str()) {
                let fact = format!("a test for {id}, but no code in crates/*/src names {id}");
                findings.push(text.finding(
                    number,
                    fact,
                    "Put the id in a comment at the code, or correct the test's name",
                ));
            }
        }
    }
    findings
}

/// The rule a function is named after: `fn fe_21_x` is `FE-21`, `fn cr_12b_x` is `CR-12b`.
fn tested(line: &str) -> Option<String> {
    let name = line.split_once("fn ")?.1;
    let (chapter, rest) = name.split_once('_')?;
    let (number, _) = rest.split_once('_')?;
    let digits = number.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    let right = CHAPTERS.contains(&chapter)
        && !digits.is_empty()
        && digits.chars().all(|digit| digit.is_ascii_digit())
        && number.len() - digits.len() <= 1;
    right.then(|| format!("{}-{number}", chapter.to_ascii_uppercase()))
}

/// All rule ids written in a line.
fn ids(line: &str) -> impl Iterator<Item = &str> {
    line.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-').filter(|word| {
        word.split_once('-').is_some_and(|(chapter, number)| {
            CHAPTERS.contains(&chapter.to_ascii_lowercase().as_str())
                && number.starts_with(|one: char| one.is_ascii_digit())
        })
    })
}
