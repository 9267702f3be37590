//! How much a client may draw (GL-06 to GL-10).
//!
//! Every open balance is eligible but for what the caller takes out of it by name (CR-14 5: disputed amounts, and only
//! those). The other rules of the waterfall come with the risk engine.

use crate::money::{Currency, Money, MoneyError, Rate, Rounding};
use crate::proof::Proof;
use rust_decimal::Decimal;

/// The client's balances in the ledger, each positive on its normal side, in minor units of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientPosition {
    /// Currency of all amounts.
    pub currency: Currency,
    /// GL-07: open balances of purchased invoices (1100 + 1110).
    pub ledger: i64,
    /// 1200 Due from clients.
    pub due_from_client: i64,
    /// 2000 Client reserve, held.
    pub held: i64,
    /// 2010 Client reserve, available.
    pub available: i64,
    /// 2020 Client escrow reserve.
    pub escrow: i64,
}

impl ClientPosition {
    /// A client with nothing open.
    #[must_use]
    pub const fn empty(currency: Currency) -> Self {
        Self { currency, ledger: 0, due_from_client: 0, held: 0, available: 0, escrow: 0 }
    }

    /// GL-08: net funds employed. Negative when the factor owes the client.
    #[must_use]
    pub const fn net_funds_employed(&self) -> Money {
        let minor = self.ledger + self.due_from_client - (self.held + self.available + self.escrow);
        Money::new(minor, self.currency)
    }
}

/// CR-14: what was taken out of the eligible balances, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excluded {
    /// For people: `dispute C-12 on invoice 1042`.
    pub why: String,
    /// Minor units of the invoice's open balance.
    pub amount: i64,
}

/// Eligible balance per advance rate.
///
/// Summed per rate before the one multiplication, so that no invoice is rounded on its own (FE-06).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EligibleInvoices {
    by_rate: std::collections::BTreeMap<Rate, i64>,
    excluded: Vec<Excluded>,
}

/// Most exclusions that a proof names one by one; the rest is one line.
pub const NAMED_EXCLUSIONS: usize = 20;

impl EligibleInvoices {
    /// Adds an open balance, in minor units, that was bought at `advance_rate`.
    pub fn add(&mut self, advance_rate: Rate, open: i64) {
        *self.by_rate.entry(advance_rate).or_default() += open;
    }

    /// CR-14: takes a part of what was added at this rate out again, in minor units. The caller never takes out more than
    /// is open of an invoice.
    pub fn exclude(&mut self, advance_rate: Rate, amount: i64, why: String) {
        *self.by_rate.entry(advance_rate).or_default() -= amount;
        self.excluded.push(Excluded { why, amount });
    }

    /// What was taken out, in the order in which it was.
    #[must_use]
    pub fn excluded(&self) -> &[Excluded] {
        &self.excluded
    }

    /// The lines of a proof that name what was taken out.
    fn explain(&self, mut proof: Proof, currency: Currency) -> Proof {
        let money = |minor| Money::new(minor, currency);
        for one in self.excluded.iter().take(NAMED_EXCLUSIONS) {
            proof = proof.with(&format!("not eligible: {}", one.why), money(one.amount));
        }
        let rest = self.excluded.get(NAMED_EXCLUSIONS..).unwrap_or_default();
        if !rest.is_empty() {
            let sum = rest.iter().map(|one| one.amount).sum();
            proof = proof.with(&format!("not eligible: {} more", rest.len()), money(sum));
        }
        proof
    }

    /// `SUM(a_i * E_i)`, rounded down: the client can never draw a fraction of a cent.
    fn advance_value(&self, currency: Currency) -> Result<Money, MoneyError> {
        let mut sum = Decimal::ZERO;
        for (rate, open) in &self.by_rate {
            let part =
                Money::new(*open, currency).decimal().checked_mul(rate.fraction()).ok_or(MoneyError::TooLarge)?;
            sum = sum.checked_add(part).ok_or(MoneyError::TooLarge)?;
        }
        Money::rounded(sum, currency, Rounding::Down)
    }
}

/// What may be drawn, and why not more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Availability {
    /// GL-09, floored at zero: what may be paid out now.
    pub amount: Money,
    /// GL-09 before the floor.
    pub unfloored: Money,
    /// GL-10: the over-advance, zero when there is none.
    pub over_advance: Money,
    /// GL-06: what must stay in reserve.
    pub required_reserve: Money,
    /// GL-08.
    pub net_funds_employed: Money,
    /// `SUM(a_i * E_i)`.
    pub advance_value: Money,
    /// CR-14: what of the ledger is not eligible.
    pub ineligible: Money,
    /// Facility limit less funds employed.
    pub headroom: Money,
    /// How the amount came to be.
    pub proof: Proof,
}

/// GL-09: `min(SUM(a_i*E_i) - NFE - escrow - discretionary, facility limit - NFE)`.
///
/// # Errors
/// [`MoneyError`] when an amount does not fit or currencies differ.
pub fn availability(
    position: &ClientPosition,
    eligible: &EligibleInvoices,
    discretionary: Money,
    facility_limit: Money,
) -> Result<Availability, MoneyError> {
    let currency = position.currency;
    let nfe = position.net_funds_employed();
    let advance_value = eligible.advance_value(currency)?;
    let escrow = Money::new(position.escrow, currency);
    // GL-10 is measured before any use of escrow and without the discretionary reserve.
    let over_base = advance_value.minus(nfe)?.minus(escrow)?;
    let over_advance = Money::new((-over_base.minor).max(0), currency);
    let by_reserve = over_base.minus(discretionary)?;
    let headroom = facility_limit.minus(nfe)?;
    let unfloored = if by_reserve.minor <= headroom.minor { by_reserve } else { headroom };
    let amount = Money::new(unfloored.minor.max(0), currency);
    // GL-06
    let required_reserve = Money::new(position.ledger + position.due_from_client, currency).minus(advance_value)?;
    let formula = format!(
        "min({} \u{2212} {} \u{2212} {} \u{2212} {}, {} \u{2212} {}) = {}",
        advance_value.figures(),
        nfe.figures(),
        escrow.figures(),
        discretionary.figures(),
        facility_limit.figures(),
        nfe.figures(),
        unfloored.figures(),
    );
    let ineligible = Money::new(eligible.excluded().iter().map(|one| one.amount).sum(), currency);
    let proof = Proof::new("GL-09", formula).with("advance value of eligible invoices", advance_value);
    let proof = eligible
        .explain(proof, currency)
        .with("funds employed", nfe)
        .with("escrow reserve", escrow)
        .with("discretionary reserve", discretionary)
        .with("facility limit", facility_limit)
        .with("required reserve", required_reserve);
    Ok(Availability {
        amount,
        unfloored,
        over_advance,
        required_reserve,
        net_funds_employed: nfe,
        advance_value,
        ineligible,
        headroom,
        proof,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::dec;

    /// EX-1.01
    #[test]
    fn gl_09_availability_of_ex_1_01() {
        let position = ClientPosition { ledger: 2_050_000, held: 738_000, ..ClientPosition::empty(Currency::USD) };
        let mut eligible = EligibleInvoices::default();
        eligible.add(Rate::new(dec!(0.85)).unwrap(), 1_000_000);
        eligible.add(Rate::new(dec!(0.85)).unwrap(), 650_000);
        let usd = |minor| Money::new(minor, Currency::USD);
        let found = availability(&position, &eligible, usd(0), usd(100_000_000)).unwrap();
        assert_eq!(found.net_funds_employed, usd(1_312_000));
        assert_eq!(found.required_reserve, usd(647_500));
        assert_eq!(found.amount, usd(90_500));
        assert_eq!(found.over_advance, usd(0));
    }

    /// LE-15: the rebate was paid out, then the cheque came back.
    #[test]
    fn gl_10_over_advance_of_a_returned_item() {
        let position = ClientPosition { ledger: 500_000, ..ClientPosition::empty(Currency::USD) };
        let mut eligible = EligibleInvoices::default();
        eligible.add(Rate::new(dec!(0.85)).unwrap(), 500_000);
        let usd = |minor| Money::new(minor, Currency::USD);
        let found = availability(&position, &eligible, usd(0), usd(100_000_000)).unwrap();
        assert_eq!(found.unfloored, usd(-75_000));
        assert_eq!(found.amount, usd(0));
        assert_eq!(found.over_advance, usd(75_000));
    }

    /// EX-1.01 with 2,000.00 of the first invoice disputed: GL-06, GL-09 and the proof see it, GL-08 does not.
    #[test]
    fn cr_14_only_the_disputed_amount_is_ineligible() {
        let rate = Rate::new(dec!(0.85)).unwrap();
        let position = ClientPosition { ledger: 2_050_000, held: 738_000, ..ClientPosition::empty(Currency::USD) };
        let mut eligible = EligibleInvoices::default();
        eligible.add(rate, 1_650_000);
        eligible.exclude(rate, 200_000, "dispute C-1 on invoice 7".to_owned());
        let usd = |minor| Money::new(minor, Currency::USD);
        let found = availability(&position, &eligible, usd(0), usd(100_000_000)).unwrap();
        assert_eq!(found.net_funds_employed, usd(1_312_000));
        // 0.85 x 14,500.00 = 12,325.00; 20,500.00 - 12,325.00; 12,325.00 - 13,120.00.
        assert_eq!(found.required_reserve, usd(817_500));
        assert_eq!(found.unfloored, usd(-79_500));
        assert_eq!(found.over_advance, usd(79_500));
        assert_eq!(found.amount, usd(0));
        assert_eq!(found.ineligible, usd(200_000));
        let line = ("not eligible: dispute C-1 on invoice 7".to_owned(), usd(200_000).to_string());
        assert!(found.proof.inputs.contains(&line), "{:?}", found.proof.inputs);
    }

    #[test]
    fn cr_14_a_proof_names_the_first_exclusions_and_sums_the_rest() {
        let rate = Rate::new(dec!(1)).unwrap();
        let mut eligible = EligibleInvoices::default();
        eligible.add(rate, 10_000);
        for number in 0..NAMED_EXCLUSIONS + 3 {
            eligible.exclude(rate, 100, format!("dispute C-{number}"));
        }
        let position = ClientPosition { ledger: 10_000, ..ClientPosition::empty(Currency::USD) };
        let usd = |minor| Money::new(minor, Currency::USD);
        let found = availability(&position, &eligible, usd(0), usd(100_000)).unwrap();
        assert_eq!(found.ineligible, usd(2_300));
        assert_eq!(found.advance_value, usd(7_700));
        let rest = ("not eligible: 3 more".to_owned(), usd(300).to_string());
        assert!(found.proof.inputs.contains(&rest), "{:?}", found.proof.inputs);
    }

    #[test]
    fn gl_12_the_facility_limit_caps_what_may_be_drawn() {
        let position = ClientPosition { ledger: 1_000_000, held: 500_000, ..ClientPosition::empty(Currency::USD) };
        let mut eligible = EligibleInvoices::default();
        eligible.add(Rate::new(dec!(0.85)).unwrap(), 1_000_000);
        let usd = |minor| Money::new(minor, Currency::USD);
        assert_eq!(availability(&position, &eligible, usd(0), usd(510_000)).unwrap().amount, usd(10_000));
    }
}
