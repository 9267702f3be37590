//! How long links of guests hold.

use crate::{Error, Refusal, Task};
use serde::{Deserialize, Serialize};

/// Most days a link may be valid for.
pub const MAX_VALID_DAYS: u16 = 366;

/// The factor's own rules for guests. Kept as the policy `GUEST`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GuestPolicy {
    /// Days a debtor's link is valid for: long enough for an invoice from its notice to its payment.
    pub debtor_days: u16,
    /// Days a client's link is valid for. Shorter: it shows more, and a new one is a message away.
    pub client_days: u16,
}

impl GuestPolicy {
    /// Name of the policy.
    pub const POLICY: &'static str = "GUEST";
}

impl Default for GuestPolicy {
    fn default() -> Self {
        Self { debtor_days: 90, client_days: 30 }
    }
}

/// Changes how long links of guests hold. Links that were made keep their day.
///
/// # Errors
/// [`Error::Refused`] with every problem.
pub fn save_policy(task: &mut Task<'_, '_>, policy: &GuestPolicy) -> Result<(), Error> {
    let days = [("debtor_days", policy.debtor_days), ("client_days", policy.client_days)];
    let outside = days.into_iter().filter(|(_, days)| !(1..=MAX_VALID_DAYS).contains(days));
    let problems = outside.map(|(place, days)| {
        let fact = format!("{days} is not between 1 and {MAX_VALID_DAYS} days");
        Refusal::at(place, "GUEST_POLICY", fact, "Write a number of days within that range.")
    });
    let problems = problems.collect();
    crate::policy::save(task, GuestPolicy::POLICY, policy, problems)
}
