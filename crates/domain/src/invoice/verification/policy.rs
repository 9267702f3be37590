//! The parameters of verification that a factor may set, with the rulebook's defaults (LC-07, appendix A).

use crate::money::{Currency, Money};
use crate::named::named;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

named! {
    /// LC-07: when an invoice that is to be verified is verified.
    Timing {
        /// It is bought once it is confirmed.
        BeforePurchase = "BEFORE_PURCHASE", "before purchase";
        /// It is bought at once and confirmed afterwards.
        AfterPurchase = "AFTER_PURCHASE", "after purchase";
        /// The factor asks no confirmation at all.
        Never = "NONE", "not asked for";
    }
}

/// How the factor verifies. Kept as the policy `VERIFICATION`. Amounts are whole units of their currency: 10,000 is
/// 10,000.00 USD or 10,000 JPY.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VerificationPolicy {
    /// When.
    pub mode: Timing,
    /// LC-07: every invoice of a client in so many days from its first agreement.
    pub new_client_days: u32,
    /// LC-07: the first so many purchased invoices of a debtor.
    pub new_debtor_invoices: u32,
    /// LC-07: every invoice above this.
    pub amount_above: i64,
    /// The same for currencies whose whole unit is worth much less or much more.
    pub amount_above_by_currency: BTreeMap<Currency, i64>,
    /// LC-07: every invoice above so many times the median of what the debtor was invoiced. 0: not asked.
    pub above_median_times: u32,
    /// LC-07: of all other invoices, so many in a hundred.
    pub sample_percent: u32,
    /// LC-07: always the largest invoice of a schedule.
    pub largest: bool,
    /// What the sample is drawn with. Empty: the factor's own key in the book.
    pub seed: String,
    /// A line that still waits so many days after it became too old to be offered (G12) is shown as overdue.
    pub overdue_after_days: u32,
    /// FR-22: an answer sooner than this from a device not seen before is looked at.
    pub hasty_seconds: u32,
    /// FR-22: an answer whose word order is this much the client's is looked at, in percent.
    pub alike_percent: u32,
}

impl Default for VerificationPolicy {
    fn default() -> Self {
        Self {
            mode: Timing::BeforePurchase,
            new_client_days: 90,
            new_debtor_invoices: 3,
            amount_above: 10_000,
            amount_above_by_currency: BTreeMap::new(),
            above_median_times: 3,
            sample_percent: 20,
            largest: true,
            seed: String::new(),
            overdue_after_days: 10,
            hasty_seconds: 120,
            alike_percent: 80,
        }
    }
}

impl VerificationPolicy {
    /// Name of the policy.
    pub const POLICY: &'static str = "VERIFICATION";

    /// What keeps it from being used: the field, the fact, the remedy.
    #[must_use]
    pub fn problems(&self) -> Vec<(&'static str, String, &'static str)> {
        let mut problems = Vec::new();
        for (field, percent) in [("sample_percent", self.sample_percent), ("alike_percent", self.alike_percent)] {
            if percent > 100 {
                problems.push((
                    field,
                    format!("{percent} is more than all of a hundred"),
                    "Write a number from 0 to 100.",
                ));
            }
        }
        let amounts = self.amount_above_by_currency.values().chain([&self.amount_above]);
        if let Some(below) = amounts.copied().find(|amount| *amount < 0) {
            problems.push((
                "amount_above",
                format!("{below} is below zero"),
                "Write whole units of the currency, for example 10000.",
            ));
        }
        problems
    }

    /// LC-07: is the amount above the factor's threshold in its currency? Gives the threshold where it is.
    #[must_use]
    pub(super) fn exceeded(&self, amount: Money) -> Option<Money> {
        let whole = self.amount_above_by_currency.get(&amount.currency).copied().unwrap_or(self.amount_above);
        let threshold = i128::from(whole) * 10_i128.pow(amount.currency.decimals());
        (i128::from(amount.minor) > threshold)
            .then(|| Money::new(i64::try_from(threshold).unwrap_or(i64::MAX), amount.currency))
    }
}
