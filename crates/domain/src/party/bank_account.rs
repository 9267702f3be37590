//! Bank accounts that money is paid to.

use serde::{Deserialize, Serialize};

/// A bank account: an IBAN, or a national number with its bank's code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankAccount {
    /// Name the account is kept under.
    pub holder: String,
    /// IBAN without spaces, or the national account number.
    pub number: String,
    /// BIC (ISO 9362) of the bank, where it has one.
    #[serde(default)]
    pub bic: Option<String>,
    /// National code of the bank (a US routing number, a UK sort code), where there is no BIC.
    #[serde(default)]
    pub clearing: Option<String>,
}

/// What is wrong with a bank account.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BankAccountError {
    /// No holder.
    #[error("the account has no holder; write the name the bank knows it under")]
    Holder,
    /// The number is empty, too long or has other characters than letters and digits.
    #[error("\u{201c}{0}\u{201d} is not an account number; write up to 34 letters and digits, without spaces")]
    Number(String),
    /// It looks like an IBAN but its check digits do not hold (ISO 13616, ISO 7064 mod 97-10).
    #[error("the check digits of IBAN {0} do not hold; compare it with the paper it came from")]
    Iban(String),
    /// Not eight or eleven letters and digits (ISO 9362).
    #[error("\u{201c}{0}\u{201d} is not a BIC; it has 8 or 11 letters and digits")]
    Bic(String),
}

impl BankAccount {
    /// Is the number an IBAN (two letters of a country, two check digits)?
    #[must_use]
    pub fn is_iban(&self) -> bool {
        let bytes = self.number.as_bytes();
        bytes.len() > 4 && bytes[..2].iter().all(u8::is_ascii_uppercase) && bytes[2..4].iter().all(u8::is_ascii_digit)
    }

    /// All that is wrong with it; nothing when it may be paid to.
    #[must_use]
    pub fn problems(&self) -> Vec<BankAccountError> {
        let mut problems = Vec::new();
        if self.holder.trim().is_empty() {
            problems.push(BankAccountError::Holder);
        }
        let plain = !self.number.is_empty()
            && self.number.len() <= 34
            && self.number.bytes().all(|b| b.is_ascii_alphanumeric());
        if !plain {
            problems.push(BankAccountError::Number(self.number.clone()));
        } else if self.is_iban() && !check_digits_hold(&self.number) {
            problems.push(BankAccountError::Iban(self.number.clone()));
        }
        if let Some(bic) = &self.bic
            && (![8, 11].contains(&bic.len()) || !bic.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()))
        {
            problems.push(BankAccountError::Bic(bic.clone()));
        }
        problems
    }
}

/// ISO 7064 mod 97-10 over the IBAN with its first four characters moved to the end.
fn check_digits_hold(iban: &str) -> bool {
    let (head, tail) = iban.split_at(4);
    let remainder = tail.bytes().chain(head.bytes()).fold(0_u32, |sum, byte| match byte {
        b'0'..=b'9' => (sum * 10 + u32::from(byte - b'0')) % 97,
        _ => (sum * 100 + u32::from(byte.to_ascii_uppercase() - b'A') + 10) % 97,
    });
    remainder == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iban_with_one_wrong_digit_is_refused() {
        let account =
            |number: &str| BankAccount { holder: "X".into(), number: number.into(), bic: None, clearing: None };
        assert_eq!(account("DE89370400440532013000").problems(), []);
        assert_eq!(account("DE89370400440532013001").problems().len(), 1);
        assert_eq!(account("000123456789").problems(), []);
        assert_eq!(account("").problems().len(), 1);
    }
}
