//! The clocks of cases: the factor's own parameters, with the rulebook's values by default. The clocks of answers are with
//! the other figures for contact ([`crate::contact::ContactPolicy`]).

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
}

impl Default for CasePolicy {
    fn default() -> Self {
        Self { dispute_days: 30, complaint_bd: 2, question_bd: 1, copy_bd: 2, proof_bd: 2, correction_bd: 1 }
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
        ];
        let mut found = Vec::new();
        for (field, days) in clocks {
            if !(1..=LONGEST_CLOCK).contains(&days) {
                found.push((field, format!("{days} is not between 1 and {LONGEST_CLOCK} days")));
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
}
