//! What the guards answered, and a line's state, in words.

use crate::look::format::relative;
use crate::look::{Badge, Tone};
use domain::invoice::InvoiceState;
use domain::invoice::guard::{Finding, Verdict};
use jiff::civil::Date;

/// The guards of one line.
#[derive(Debug, Clone)]
pub struct Guards {
    /// `8 guards passed`, `2 of 8 guards object`.
    pub summary: String,
    /// Each guard's answer.
    pub answers: Vec<GuardAnswer>,
    /// Why a person decided, where one did.
    pub reason: Option<String>,
}

/// One guard's answer.
#[derive(Debug, Clone)]
pub struct GuardAnswer {
    /// `G4 debtor is approved and within its limits`.
    pub name: String,
    /// Passed, waits, refused.
    pub badge: Badge,
    /// What it judged.
    pub facts: String,
    /// What would make it pass.
    pub remedy: Option<String>,
}

impl Guards {
    /// From findings and a person's reason.
    #[must_use]
    pub fn of(findings: &[Finding], reason: Option<String>) -> Self {
        let objecting = findings.iter().filter(|finding| finding.verdict != Verdict::Pass).count();
        let summary = match (findings.len(), objecting) {
            (0, _) => "decided by a person".to_owned(),
            (all, 0) => format!("{all} guards passed"),
            (all, 1) => format!("1 of {all} guards objects"),
            (all, some) => format!("{some} of {all} guards object"),
        };
        let mut answers: Vec<GuardAnswer> = findings.iter().map(answer).collect();
        // What objects stands on top; the order of the guards is kept otherwise.
        answers.sort_by_key(|answer| answer.badge.tone == Tone::Good);
        Self { summary, answers, reason }
    }

    /// The facts of everything that objects, as one text.
    #[must_use]
    pub fn objections(&self) -> String {
        let objecting = self.answers.iter().filter(|answer| answer.badge.tone != Tone::Good);
        objecting.map(|answer| answer.facts.as_str()).collect::<Vec<_>>().join("; ")
    }
}

/// Facts without the key of the invoice they are about: nobody reads keys, and the page leads to it.
fn readable(facts: &str) -> String {
    const BEFORE: &str = ", as invoice ";
    match facts.split_once(BEFORE) {
        Some((before, after)) if uuid::Uuid::try_parse(after.get(..36).unwrap_or_default()).is_ok() => {
            format!("{before}{}", &after[36..])
        }
        _ => facts.to_owned(),
    }
}

fn answer(finding: &Finding) -> GuardAnswer {
    let tone = match finding.verdict {
        Verdict::Pass => Tone::Good,
        Verdict::Wait => Tone::Information,
        Verdict::Review => Tone::Attention,
        Verdict::Refuse => Tone::Stop,
    };
    GuardAnswer {
        name: format!("{} {}", finding.guard.code(), finding.guard.word()),
        badge: Badge::new(tone, finding.verdict.word()),
        facts: readable(&finding.facts),
        remedy: finding.remedy.clone(),
    }
}

/// What happens next with an invoice.
#[must_use]
pub fn state_badge(state: InvoiceState, due: Date, today: Date) -> Badge {
    let when = |word: &str| {
        if due < today {
            let days = relative(today, due).replace(" ago", "").replace("yesterday", "1 day");
            Badge::attention(format!("{word}, {days} past due"))
        } else {
            Badge::information(format!("{word}, due {}", relative(today, due)))
        }
    };
    match state {
        InvoiceState::InReview => Badge::attention("waits for your decision"),
        InvoiceState::Verifying => Badge::information("waits for the customer\u{2019}s confirmation"),
        InvoiceState::Verified => Badge::information("verified, waits for its notice"),
        InvoiceState::Returned => Badge::stop("returned to the client"),
        InvoiceState::Purchased => when("bought"),
        InvoiceState::PartPaid => when("part paid"),
        InvoiceState::Closed => Badge::good("paid"),
        InvoiceState::Rejected => Badge::stop("refused, can be asked again"),
        InvoiceState::Withdrawn => Badge::neutral("withdrawn"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_badge_says_what_happens_next() {
        let today = date(2026, 3, 4);
        let word = |state, due| state_badge(state, due, today).text;
        assert_eq!(word(InvoiceState::Purchased, date(2026, 3, 16)), "bought, due in 12 days");
        assert_eq!(word(InvoiceState::Purchased, date(2026, 3, 3)), "bought, 1 day past due");
        assert_eq!(word(InvoiceState::PartPaid, date(2026, 2, 25)), "part paid, 7 days past due");
    }
}
