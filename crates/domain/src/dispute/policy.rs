//! The clocks of cases and answers: the factor's own parameters, with the rulebook's values by default.

use super::CaseKind;
use crate::calendar::Calendar;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How long each side has. Kept as the policy `CASES`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CasePolicy {
    /// LC-08: a dispute that is open for this many days is a breach of warranty (LC-09).
    pub dispute_days: u32,
    /// Business days within which a complaint is answered.
    pub complaint_bd: u32,
    /// Business days within which a question is answered.
    pub question_bd: u32,
    /// Business days within which a copy is given.
    pub copy_bd: u32,
    /// GL-53: business days within which proof of the assignment is given.
    pub proof_bd: u32,
    /// Business days within which a corrected contact is taken over.
    pub correction_bd: u32,
    /// CO-08, CO-10: business days after the promised date in which the money may still come, and nobody writes.
    pub promise_grace_bd: u32,
    /// CO-08: business days for which money that is said to be on its way is waited for.
    pub in_transit_bd: u32,
}

impl Default for CasePolicy {
    fn default() -> Self {
        Self {
            dispute_days: 30,
            complaint_bd: 2,
            question_bd: 1,
            copy_bd: 2,
            proof_bd: 2,
            correction_bd: 1,
            promise_grace_bd: 3,
            in_transit_bd: 5,
        }
    }
}

/// The longest clock: a longer one is a typing error.
pub const LONGEST_CLOCK: u32 = 365;

impl CasePolicy {
    /// Name of the policy.
    pub const POLICY: &'static str = "CASES";

    /// All that is wrong with it: the field, the fact and the remedy.
    #[must_use]
    pub fn problems(&self) -> Vec<(&'static str, String)> {
        let clocks = [
            ("dispute_days", self.dispute_days),
            ("complaint_bd", self.complaint_bd),
            ("question_bd", self.question_bd),
            ("copy_bd", self.copy_bd),
            ("proof_bd", self.proof_bd),
            ("correction_bd", self.correction_bd),
            ("promise_grace_bd", self.promise_grace_bd),
            ("in_transit_bd", self.in_transit_bd),
        ];
        let mut found = Vec::new();
        for (field, days) in clocks {
            // Only the grace after a promise may be none at all.
            let least = u32::from(field != "promise_grace_bd");
            if !(least..=LONGEST_CLOCK).contains(&days) {
                found.push((field, format!("{days} is not between {least} and {LONGEST_CLOCK} days")));
            }
        }
        found
    }

    /// The day until which a case of a kind is to be answered or settled.
    #[must_use]
    pub fn due(&self, kind: CaseKind, opened_on: Date, calendar: Calendar) -> Date {
        let business = match kind {
            CaseKind::Dispute => {
                return opened_on.checked_add(i64::from(self.dispute_days).days()).unwrap_or(Date::MAX);
            }
            CaseKind::Complaint => self.complaint_bd,
            CaseKind::Question => self.question_bd,
            CaseKind::Copy => self.copy_bd,
            CaseKind::Proof => self.proof_bd,
            CaseKind::Correction => self.correction_bd,
        };
        calendar.shift(opened_on, business)
    }

    /// CO-08, CO-10: the last day on which money for a promise counts as kept, and until which nobody writes.
    #[must_use]
    pub fn promise_until(&self, promised: Date, calendar: Calendar) -> Date {
        calendar.shift(promised, self.promise_grace_bd)
    }

    /// CO-08: until when money that left on a day is waited for. A day that lies behind counts from today: the debtor
    /// has only now said so.
    #[must_use]
    pub fn in_transit_until(&self, paid_on: Date, today: Date, calendar: Calendar) -> Date {
        calendar.shift(paid_on.max(today), self.in_transit_bd)
    }
}
