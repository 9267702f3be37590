//! Is an answer to a verification what it seems to be (FR-14, FR-22)?
//!
//! Contract: every finding is for a person to review; none proves anything. What is compared (devices, networks, mails)
//! is handed in; nothing is looked up. Deliberately absent: the autonomous system of an address, which only the outside
//! world knows.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Words in a row that are compared.
const IN_A_ROW: usize = 3;
/// Fewer words than this are too few to be alike: people thank alike.
const FEWEST_WORDS: usize = 12;
const SECOND: i64 = 1_000_000;

/// Something odd about an answer; a person looks at it (REVIEW).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anomaly {
    /// The rule.
    pub rule: String,
    /// The fact.
    pub fact: String,
}

impl Anomaly {
    /// A finding of a rule.
    #[must_use]
    pub fn new(rule: &str, fact: impl Into<String>) -> Self {
        Self { rule: rule.to_owned(), fact: fact.into() }
    }
}

/// What is known of an answer and of the client's own traces.
#[derive(Debug, Clone, Default)]
pub struct AnswerTrace<'a> {
    /// When it was asked last, in microseconds since 1970 UTC.
    pub asked_at: Option<i64>,
    /// When it was answered.
    pub answered_at: i64,
    /// A mark of the device it came from.
    pub device: Option<&'a str>,
    /// Devices this debtor has answered from before.
    pub known_devices: &'a [String],
    /// It came from a network from which the client has used its own page.
    pub same_place: bool,
    /// The words of the answer.
    pub words: &'a str,
    /// Mails of the client.
    pub client_mails: &'a [String],
}

/// FR-22: what is odd about an answer. `hasty_seconds` and `alike_percent` are the factor's figures.
#[must_use]
pub fn anomalies(trace: &AnswerTrace<'_>, hasty_seconds: u32, alike_percent: u32) -> Vec<Anomaly> {
    let mut found = Vec::new();
    if let (Some(asked), Some(device)) = (trace.asked_at, trace.device) {
        let took = trace.answered_at.saturating_sub(asked) / SECOND;
        if took < i64::from(hasty_seconds) && !trace.known_devices.iter().any(|known| known == device) {
            let when = match took {
                ..0 => "before the question had left".to_owned(),
                _ => format!("after {took} seconds"),
            };
            let fact = format!("answered {when}, from a device not seen before at this debtor");
            found.push(Anomaly::new("FR-22", fact));
        }
    }
    if trace.same_place {
        found.push(Anomaly::new("FR-22", "answered from a network the client uses for its own page"));
    }
    let alike = trace.client_mails.iter().map(|mail| alikeness(trace.words, mail)).max().unwrap_or(0);
    if alike > 0 && alike >= alike_percent {
        found.push(Anomaly::new(
            "FR-22",
            format!("{alike} % of its words stand in the same order in a mail of the client"),
        ));
    }
    found
}

/// How much of a text stands in another one in the same order: of its runs of three words, the share in percent that
/// the other one has too. 0 for texts below twelve words.
#[must_use]
pub fn alikeness(text: &str, other: &str) -> u32 {
    let (text, other) = (words(text), words(other));
    if text.len() < FEWEST_WORDS {
        return 0;
    }
    let known: BTreeSet<&[String]> = other.windows(IN_A_ROW).collect();
    let runs = text.windows(IN_A_ROW);
    let all = runs.len();
    let same = runs.filter(|run| known.contains(run)).count();
    u32::try_from(same * 100 / all.max(1)).unwrap_or(100)
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: &str = "Hello, we confirm that the above mentioned invoices are correct and will be settled on \
        the due date without any deduction, many greetings from our team";

    fn trace() -> AnswerTrace<'static> {
        AnswerTrace { asked_at: Some(0), answered_at: 90 * SECOND, ..AnswerTrace::default() }
    }

    #[test]
    fn fr_22_two_minutes_from_a_new_device() {
        let known = ["office".to_owned()];
        let from = |device, seconds| {
            let trace =
                AnswerTrace { device: Some(device), known_devices: &known, answered_at: seconds * SECOND, ..trace() };
            anomalies(&trace, 120, 80)
        };
        assert_eq!(
            from("phone", 90)[0].fact,
            "answered after 90 seconds, from a device not seen before at this debtor"
        );
        assert_eq!(from("phone", 120), []);
        assert_eq!(from("office", 5), [], "whoever answers every week is quick");
        assert_eq!(anomalies(&trace(), 120, 80), [], "a mail has no device");
    }

    #[test]
    fn fr_22_the_network_of_the_client() {
        assert_eq!(anomalies(&AnswerTrace { same_place: true, ..trace() }, 120, 80).len(), 1);
        assert_eq!(anomalies(&trace(), 120, 80), []);
    }

    #[test]
    fn fr_22_a_clone_of_the_clients_mail() {
        let mails = [CLIENT.to_owned()];
        let of = |words| anomalies(&AnswerTrace { words, client_mails: &mails, ..trace() }, 120, 80).len();
        assert_eq!(of(CLIENT), 1);
        assert_eq!(
            of("We confirm that the above mentioned invoices are correct and will be settled on the due date. Thanks"),
            1
        );
        assert_eq!(
            of("Both are booked; the second one lacks a purchase order, please send it and we shall pay both"),
            0
        );
        assert_eq!(of("we confirm that"), 0, "three words are everybody's");
    }
}
