//! How long links of guests hold.

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
