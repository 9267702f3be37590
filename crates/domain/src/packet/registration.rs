//! GL-60: the assignee's registration in the System for Award Management (SAM), without which an agency pays nobody.
//!
//! The assignee is the factor itself, so there is one registration for all packets.

use super::WORDS;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Before its last day so near, the registration is a task of the day. SAM itself warns 60, 30 and 15 days before; ours.
pub const REGISTRATION_NEAR_DAYS: i64 = 30;

/// The factor's registration, as somebody has looked it up. Kept as the policy `SAM_REGISTRATION`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Registration {
    /// The day it was looked up; none before anybody has.
    pub checked_on: Option<Date>,
    /// The last day it is active.
    pub expires_on: Option<Date>,
    /// Who looked it up.
    pub by: String,
    /// The unique entity id, and where the extract is.
    pub evidence: String,
}

/// What is wrong with it, at a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationProblem {
    /// The field.
    pub field: &'static str,
    /// The fact.
    pub fact: String,
    /// The remedy.
    pub remedy: &'static str,
}

impl Registration {
    /// The name under which it is kept.
    pub const POLICY: &'static str = "SAM_REGISTRATION";

    /// Is it active on a day?
    #[must_use]
    pub fn is_active(&self, today: Date) -> bool {
        self.expires_on.is_some_and(|last| today <= last)
    }

    /// Is it active, and ends within [`REGISTRATION_NEAR_DAYS`]? Also true of one that has ended or was never checked.
    #[must_use]
    pub fn wants_renewal(&self, today: Date) -> bool {
        self.expires_on.is_none_or(|last| last <= today.saturating_add(REGISTRATION_NEAR_DAYS.days()))
    }

    /// What is wrong with it; empty when it may be kept.
    #[must_use]
    pub fn problems(&self, today: Date) -> Vec<RegistrationProblem> {
        let mut problems = Vec::new();
        let mut add = |field, fact: String, remedy| problems.push(RegistrationProblem { field, fact, remedy });
        match (self.checked_on, self.expires_on) {
            (None, _) => {
                add("checked_on", "no day is given on which it was looked up".to_owned(), "Write the day.");
            }
            (Some(checked), _) if checked > today => {
                add("checked_on", format!("{checked} lies ahead"), "Write the day on which you looked it up.");
            }
            _ => {}
        }
        match (self.checked_on, self.expires_on) {
            (_, None) => add("expires_on", "no last day is given".to_owned(), "Write the last day it is active."),
            (Some(checked), Some(last)) if last < checked => {
                let fact = format!("it ended on {last}, before it was looked up on {checked}");
                add("expires_on", fact, "Renew it in SAM first, then write the new last day.");
            }
            _ => {}
        }
        for (field, text, remedy) in [
            ("registration_by", &self.by, "Write your name."),
            ("evidence", &self.evidence, "Write the unique entity id, and where the extract is kept."),
        ] {
            let count = text.trim().chars().count();
            if count == 0 {
                add(field, "nothing is written here".to_owned(), remedy);
            } else if count > WORDS {
                add(field, format!("it has {count} characters; {WORDS} are possible"), "Write it shorter.");
            }
        }
        problems
    }
}
