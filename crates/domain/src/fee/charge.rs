//! The fee of one invoice, with its proof (FE-06, FE-08, FE-09, FE-10, FE-11, FE-24).

use super::exact::divided;
use super::{FeeTerms, FeeTermsProblem, Instrument, PartialBasis, days_in_words, days_outstanding};
use crate::calendar::Calendar;
use crate::money::{Money, MoneyError, Rounding};
use crate::proof::Proof;
use jiff::civil::Date;

/// A fee and how it came to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fee {
    /// The amount, rounded; never negative.
    pub amount: Money,
    /// The derivation. Its rule is the model's, or the one that decided over it: FE-24 for the
    /// minimum, FE-08 for the cap and the stop day.
    pub proof: Proof,
}

/// Why a fee could not be computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeeError {
    /// Currencies differ, or a figure is too large.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The terms cannot be computed with; [`FeeTerms::problems`] names everything wrong with them.
    #[error("the fee terms cannot be used: {0}")]
    Terms(#[source] FeeTermsProblem),
    /// An amount below zero carries no fee.
    #[error("a fee was asked on {amount}; it can only be taken of zero or more")]
    NegativeBase {
        /// That amount.
        amount: Money,
    },
    /// Paid portions and open balance are not the invoice.
    #[error(
        "the paid portions and the open balance come to {sum}, the invoice is {face}; \
         give the days of every part of it"
    )]
    Portions {
        /// Face amount of the invoice.
        face: Money,
        /// Portions and open balance together.
        sum: Money,
    },
}

/// The whole fee of an invoice of which all is paid, or all is open, after `days` days.
///
/// `base` is the face amount. No days count as one (FE-02). Rounded once (FE-06).
///
/// # Errors
/// [`FeeError`] when the base is negative, a figure does not fit, or the terms are unusable.
pub fn fee_on(terms: &FeeTerms, base: Money, days: u32) -> Result<Fee, FeeError> {
    charge(terms, base, &[(base, days)])
}

/// The whole fee of an invoice that was paid in portions (FE-09).
///
/// `portions` are the parts closed so far, by payment, credit note or otherwise, each with its
/// days outstanding; `open` is the rest, with its days until now. Together they are `face`. On
/// `BALANCE` each part carries the fee for its own days, and only their sum is rounded. On
/// `FACE` the whole face carries the fee for the longest days. Minimum and cap are per invoice.
///
/// # Errors
/// [`FeeError`], also when the parts are not the face amount.
pub fn fee_with_portions(
    terms: &FeeTerms,
    face: Money,
    portions: &[(Money, u32)],
    open: Money,
    days_open: u32,
) -> Result<Fee, FeeError> {
    let parts: Vec<(Money, u32)> =
        portions.iter().copied().chain([(open, days_open)]).filter(|(amount, _)| !amount.is_zero()).collect();
    if let Some(&(amount, _)) = parts.iter().find(|(amount, _)| amount.minor < 0) {
        return Err(FeeError::NegativeBase { amount });
    }
    let sum = parts.iter().try_fold(Money::zero(face.currency), |sum, (amount, _)| sum.plus(*amount))?;
    if sum != face {
        return Err(FeeError::Portions { face, sum });
    }
    match terms.on_partial {
        PartialBasis::Balance if !parts.is_empty() => charge(terms, face, &parts),
        _ => fee_on(terms, face, parts.iter().map(|(_, days)| *days).max().unwrap_or(days_open)),
    }
}

/// The whole fee of an invoice closed by one receipt: runs the clock, then charges, and the proof
/// carries the dates.
///
/// `close` is the value date of the receipt (FE-03), `start` the date that [`FeeTerms::start`] names.
///
/// # Errors
/// As [`fee_on`].
pub fn fee_between(
    terms: &FeeTerms,
    base: Money,
    (start, close): (Date, Date),
    instrument: Instrument,
    calendar: Calendar,
) -> Result<Fee, FeeError> {
    let clearance = terms.clearance.of(instrument);
    let (days, clock) = days_outstanding(start, close, clearance, calendar, terms.inclusive_days);
    let mut fee = fee_on(terms, base, days)?;
    fee.proof.inputs.extend(clock.inputs.into_iter().filter(|(name, _)| name != "days"));
    fee.proof.inputs.push(("days counted as".to_owned(), clock.formula));
    Ok(fee)
}

/// FE-11: what is still to be posted of a fee of which `posted` is in the books; also the
/// `accrued_unposted` of a payoff.
///
/// Never below zero: a posted fee stays (LE-15), also when the total is now smaller. Taking a fee
/// back is a reversal of its journal, not a negative fee. After a returned payment the clock goes
/// on from the original start, so the new total less the posted fee is what the invoice still owes.
///
/// # Errors
/// [`FeeError::Money`] when the currencies differ.
pub fn fee_to_post(total: &Fee, posted: Money) -> Result<Fee, FeeError> {
    let rest = total.amount.minus(posted)?;
    let amount = if rest.minor < 0 { Money::zero(rest.currency) } else { rest };
    let mut formula = format!("{} − {} already posted = {}", total.amount.figures(), posted.figures(), rest.figures());
    if rest.minor < 0 {
        formula += "; a posted fee stays, nothing more is charged";
    }
    let mut proof = Proof::new("FE-11", formula).with("total fee", &total.proof.formula).with("posted", posted);
    proof.agreement_version = total.proof.agreement_version;
    Ok(Fee { amount, proof })
}

/// The fee on `parts` of an invoice of `face`: the one place where a fee is computed.
fn charge(terms: &FeeTerms, face: Money, parts: &[(Money, u32)]) -> Result<Fee, FeeError> {
    let mut numerator: i128 = 0;
    let mut denominator: i128 = 1;
    let mut stopped = false;
    let mut formula = String::with_capacity(160);
    let mut inputs = Vec::with_capacity(6);
    inputs.push(("base".to_owned(), face.to_string()));
    for (place, &(amount, days)) in parts.iter().enumerate() {
        if amount.minor < 0 {
            return Err(FeeError::NegativeBase { amount });
        }
        // FE-02: at least one day. FE-08: none after the stop day.
        let counted = days.max(1).min(terms.stop_day);
        stopped |= counted < days && terms.model.is_time_based();
        let share = terms.model.share(counted)?;
        let product = i128::from(amount.minor).checked_mul(share.numerator).ok_or(MoneyError::TooLarge)?;
        numerator = numerator.checked_add(product).ok_or(MoneyError::TooLarge)?;
        denominator = share.denominator;
        if place > 0 {
            formula.push_str(" + ");
        }
        formula.push_str(&amount.figures());
        formula.push_str(" × ");
        terms.model.write_share(&mut formula, counted);
        if parts.len() > 1 {
            inputs.push((format!("part {}", place + 1), format!("{amount}, {}", days_in_words(days))));
        } else if terms.model.is_time_based() {
            inputs.push(("days".to_owned(), days.to_string()));
        }
    }
    // FE-06: the one division and the one rounding of this fee.
    let (minor, even) = divided(numerator, denominator, terms.rounding);
    let mut amount = Money::new(i64::try_from(minor).map_err(|_| MoneyError::TooLarge)?, face.currency);
    let mut rule = terms.model.rule();
    formula.push_str(" = ");
    formula.push_str(&amount.figures());
    if !even {
        formula.push_str(", rounded");
    }
    if stopped {
        rule = "FE-08";
        formula.push_str("; no day after day ");
        formula.push_str(&terms.stop_day.to_string());
        formula.push_str(" is counted");
    }
    // FE-24
    if let Some(minimum) = terms.minimum_minor.filter(|minimum| *minimum > amount.minor) {
        rule = "FE-24";
        amount.minor = minimum;
        formula.push_str("; the least fee of an invoice is ");
        formula.push_str(&amount.figures());
    }
    // FE-08: rounded down, because a promised ceiling may not be passed by half a cent.
    if let Some(max_total) = terms.max_total {
        let ceiling = face.times(max_total, Rounding::Down)?;
        if amount.minor > ceiling.minor {
            rule = "FE-08";
            amount = ceiling;
            formula.push_str("; all fees of an invoice are at most ");
            formula.push_str(&format!("{max_total} × {} = {}", face.figures(), ceiling.figures()));
        }
    }
    inputs.push(("mode".to_owned(), terms.model.name().to_owned()));
    inputs.push(("rounding".to_owned(), rounding_in_words(terms.rounding).to_owned()));
    let proof = Proof { rule: rule.to_owned(), formula, inputs, agreement_version: None };
    Ok(Fee { amount, proof })
}

/// As a proof line says it.
const fn rounding_in_words(rounding: Rounding) -> &'static str {
    match rounding {
        Rounding::HalfUp => "half up, once",
        Rounding::HalfEven => "half to even, once",
        Rounding::Down => "down, once",
    }
}
