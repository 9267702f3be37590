//! How the factor writes: its paper, its mail address, where guests find it.

use crate::party::Address;
use serde::{Deserialize, Serialize};

/// The factor's particulars on letters and mail. Kept as the policy `SENDER`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sender {
    /// Postal address, on every letter and in every mail (CAN-SPAM).
    pub address: Address,
    /// Mail address messages come from; answers go there too.
    pub email: String,
    /// Telephone of the desk.
    pub phone: String,
    /// Register line, below letters.
    pub register: String,
    /// Where guests reach Credere, without a slash at the end: `https://credere.example`. Links and check pages begin with it.
    pub guest_address: String,
}

impl Sender {
    /// Name of the policy.
    pub const POLICY: &'static str = "SENDER";
}
