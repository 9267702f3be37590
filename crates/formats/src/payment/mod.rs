//! Payment files: what the factor asks its bank to pay (advances, reserve releases).
//!
//! Contract: a file is written whole or not at all; every fault of every payment is named. Nothing is cut.
//! What a bank's character set lacks is transliterated in names and texts by a fixed table ([`text`]) and
//! never in ids and accounts. Deliberately absent: who may be paid, and whether the account is still the one that
//! was verified.

pub mod pain001;
pub mod text;

use crate::statement::AccountId;
use domain::money::Money;
use jiff::civil::{Date, DateTime};
use serde::Serialize;

/// The bank of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Agent {
    /// BIC of 8 or 11 characters.
    Bic(String),
    /// Number within a clearing system: `USABA` and nine digits for the United States.
    ClearingMember {
        /// External code of the clearing system, such as `USABA`.
        system: Option<String>,
        /// The number.
        member: String,
    },
}

/// One payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Payment {
    /// Our id of the payment, at most 35 characters; comes back in every report about it.
    pub end_to_end_id: String,
    /// More than zero.
    pub amount: Money,
    /// Who is paid: the client.
    pub creditor_name: String,
    /// Its account.
    pub creditor_account: AccountId,
    /// Its bank; may be absent for an IBAN.
    pub creditor_agent: Option<Agent>,
    /// What the creditor shall read, at most 140 characters.
    pub remittance: Option<String>,
    /// Unique end-to-end transaction reference: a UUID of version 4, in lower case.
    pub uetr: Option<String>,
    /// When it shall be paid.
    pub execution: Date,
}

/// A file of payments from one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaymentFile {
    /// Id of the message, at most 35 characters; never used twice with one bank.
    pub message_id: String,
    /// When it was made.
    pub created: DateTime,
    /// Who sends it.
    pub initiating_party: String,
    /// Who pays: the factor.
    pub debtor_name: String,
    /// From which account.
    pub debtor_account: AccountId,
    /// The account's bank.
    pub debtor_agent: Agent,
    /// Shall the bank book one sum instead of every payment?
    pub batch_booking: bool,
    /// The payments, at least one.
    pub payments: Vec<Payment>,
}

/// Has `text` the shape and the check digits (ISO 7064, mod 97-10) of an IBAN?
#[must_use]
pub fn is_iban(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shaped = (15..=34).contains(&bytes.len())
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && bytes[4..].iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if !shaped {
        return false;
    }
    let remainder = bytes[4..].iter().chain(&bytes[..4]).fold(0_u32, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
    });
    remainder == 1
}

/// Has `text` the shape of a BIC (ISO 9362)?
#[must_use]
pub fn is_bic(text: &str) -> bool {
    let bytes = text.as_bytes();
    let capital = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    matches!(bytes.len(), 8 | 11) && bytes.iter().all(capital) && bytes[4..6].iter().all(u8::is_ascii_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ibans_have_their_check_digits_and_bics_their_shape() {
        assert!(is_iban("DE89370400440532013000"));
        assert!(!is_iban("DE88370400440532013000"));
        assert!(!is_iban("DE89 3704 0044 0532 0130 00"));
        assert!(!is_iban("12345678901234567"));
        assert!(!is_iban("Ü"));
        assert!(is_bic("DEUTDEFF") && is_bic("DEUTDEFF500"));
        assert!(!is_bic("DEUTDEF") && !is_bic("deutdeff") && !is_bic("DEUT1EFF"));
    }
}
