//! CO-32: what the law lets a creditor ask of a debtor that pays late.
//!
//! Contract: it is a figure for people, with its derivation. No message asks for it: it is off unless the invoice's contract
//! or a statute grants it and the client opts in for this debtor ([`super::Relation::asks_late_interest`]). The statute known
//! here is the United Kingdom's Late Payment of Commercial Debts (Interest) Act 1998, for debts in pounds: eight points
//! over the Bank of England's base rate, simple, by days of a year of 365, and a fixed sum once per invoice. What the
//! contract of an invoice in another currency grants is the client's own claim; nothing is computed for it.

use crate::money::{Currency, Money, MoneyError, Rounding};
use crate::proof::Proof;
use rust_decimal::{Decimal, dec};

/// Points over the base rate (section 6 and its order).
const OVER_BASE: Decimal = dec!(8);
/// Section 5A: below this principal, in minor units, the fixed sum beside it; the last one for all above.
const FIXED: [(i64, i64); 2] = [(100_000, 4_000), (1_000_000, 7_000)];
const FIXED_ABOVE: i64 = 10_000;
/// Days of a year.
const YEAR: Decimal = dec!(365);

/// What may be asked, with its derivation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateInterest {
    /// Simple interest, rounded once, half up, to the minor unit.
    pub interest: Money,
    /// The fixed sum for the cost of recovery.
    pub fixed: Money,
    /// Both.
    pub total: Money,
    /// How it came about.
    pub proof: Proof,
}

/// CO-32: late interest on what is open after so many days past due; `base_bp`: the base rate in basis points. None where
/// no statute known here grants any, or nothing is late.
///
/// # Errors
/// [`MoneyError`] when an amount does not fit.
pub fn late_interest(open: Money, days_late: i64, base_bp: u32) -> Result<Option<LateInterest>, MoneyError> {
    if open.currency != Currency::GBP || open.minor <= 0 || days_late <= 0 {
        return Ok(None);
    }
    let rate = OVER_BASE + Decimal::new(i64::from(base_bp), 2);
    // Rounded once, at the end: a rounded daily rate would drift by a cent every few days.
    let exact = open
        .decimal()
        .checked_mul(rate)
        .and_then(|product| product.checked_mul(Decimal::from(days_late)))
        .and_then(|product| product.checked_div(YEAR * dec!(100)))
        .ok_or(MoneyError::TooLarge)?;
    let interest = Money::rounded(exact, open.currency, Rounding::HalfUp)?;
    let fixed = FIXED.iter().find(|(below, _)| open.minor < *below).map_or(FIXED_ABOVE, |(_, fixed)| *fixed);
    let fixed = Money::new(fixed, open.currency);
    let total = interest.plus(fixed)?;
    let formula = format!(
        "{} \u{d7} {} % \u{d7} {days_late} / 365 = {}; + {} = {}",
        open.decimal(),
        rate.normalize(),
        interest.decimal(),
        fixed.decimal(),
        total.decimal()
    );
    let proof = Proof::new("CO-32", formula)
        .with("open", open.decimal())
        .with("days past due", days_late)
        .with("base rate, basis points", base_bp)
        .with("fixed sum", fixed.decimal());
    Ok(Some(LateInterest { interest, fixed, total, proof }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gbp(minor: i64) -> Money {
        Money::new(minor, Currency::GBP)
    }

    #[test]
    fn co_32_ex_6_03_interest_is_rounded_once_and_the_fixed_sum_added() {
        let found = late_interest(gbp(500_000), 101, 425).unwrap().unwrap();
        assert_eq!((found.interest, found.fixed, found.total), (gbp(16_949), gbp(7_000), gbp(23_949)));
        assert_eq!(found.proof.formula, "5000.00 \u{d7} 12.25 % \u{d7} 101 / 365 = 169.49; + 70.00 = 239.49");
    }

    #[test]
    fn co_32_the_fixed_sum_goes_by_the_debt() {
        let fixed = |minor| late_interest(gbp(minor), 1, 425).unwrap().unwrap().fixed.minor;
        assert_eq!([99_999, 100_000, 999_999, 1_000_000].map(fixed), [4_000, 7_000, 7_000, 10_000]);
    }

    #[test]
    fn co_32_nothing_where_no_statute_is_known_or_nothing_is_late() {
        assert_eq!(late_interest(Money::new(500_000, Currency::USD), 101, 425), Ok(None));
        assert_eq!(late_interest(gbp(500_000), 0, 425), Ok(None));
        assert_eq!(late_interest(gbp(0), 10, 425), Ok(None));
    }
}
