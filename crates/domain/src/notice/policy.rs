//! The parameters of notices that a factor may set, with the rulebook's defaults (appendix A, marked [P] in 4.5).

use crate::money::{Currency, Money};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Amounts of LC-43 and LC-45 in whole units of their currency: 5,000 is 5,000.00 USD or 5,000 JPY.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    /// LC-45: evidence level 1 is enough up to this exposure on the pair.
    pub level_1_up_to: i64,
    /// LC-45: level 2 is enough up to this; level 3 is asked for above it.
    pub level_2_up_to: i64,
    /// LC-43: above this exposure a trackable letter goes besides the mail.
    pub trackable_above: i64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { level_1_up_to: 5_000, level_2_up_to: 50_000, trackable_above: 25_000 }
    }
}

/// How the factor gives notice. Kept as the policy `NOTICE`. `bd` counts business days of the factor's calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NoticePolicy {
    /// LC-41: the introduction leaves no sooner than this after the client's heads-up.
    pub introduction_after_bd: u32,
    /// LC-41: the notice leaves no sooner than this after the introduction arrived.
    pub notice_after_bd: u32,
    /// LC-41: the one request to acknowledge, after the notice arrived.
    pub remind_after_bd: u32,
    /// LC-45 level 1: mail that has not come back by then counts as arrived. The rulebook names no number; ours.
    pub mail_settles_after_bd: u32,
    /// The same for a letter by post without a courier's signature. Ours too.
    pub letter_settles_after_bd: u32,
    /// LC-48: what came back is sent again within this.
    pub resend_within_bd: u32,
    /// LC-48: after so many times the client is asked for a better address.
    pub bounces_before_client: usize,
    /// GL-53: proof of the assignment is given within this.
    pub proof_bd: u32,
    /// GL-58: calendar days from the client's demand to the release letter.
    pub release_days: u32,
    /// LC-46: calendar days the old account stays open.
    pub old_account_days: u32,
    /// FR-09: a change of pay-to details cools down for this.
    pub remit_hold_bd: u32,
    /// GL-44: a held notice springs when an over-advance has lasted longer than this. The rulebook says "x"; ours.
    pub over_advance_days: u32,
    /// LC-43, LC-45: for every currency that has no thresholds of its own.
    pub thresholds: Thresholds,
    /// LC-43, LC-45: for currencies whose whole unit is worth much less or much more.
    pub thresholds_by_currency: BTreeMap<Currency, Thresholds>,
}

impl Default for NoticePolicy {
    fn default() -> Self {
        Self {
            introduction_after_bd: 1,
            notice_after_bd: 2,
            remind_after_bd: 5,
            mail_settles_after_bd: 1,
            letter_settles_after_bd: 5,
            resend_within_bd: 1,
            bounces_before_client: 2,
            proof_bd: 2,
            release_days: 10,
            old_account_days: 180,
            remit_hold_bd: 2,
            over_advance_days: 10,
            thresholds: Thresholds::default(),
            thresholds_by_currency: BTreeMap::new(),
        }
    }
}

impl NoticePolicy {
    /// Name of the policy.
    pub const POLICY: &'static str = "NOTICE";

    /// The thresholds of a currency.
    #[must_use]
    pub fn thresholds_in(&self, currency: Currency) -> Thresholds {
        self.thresholds_by_currency.get(&currency).copied().unwrap_or(self.thresholds)
    }

    /// LC-45: the evidence level a purchase asks for at this exposure on the pair, the invoice at hand included: 1, 2 or 3.
    #[must_use]
    pub fn level_for(&self, exposure: Money) -> i64 {
        let thresholds = self.thresholds_in(exposure.currency);
        if !is_above(exposure, thresholds.level_1_up_to) {
            1
        } else if is_above(exposure, thresholds.level_2_up_to) {
            3
        } else {
            2
        }
    }

    /// LC-43: does a debtor who owes this get a trackable letter besides the mail?
    #[must_use]
    pub fn wants_tracking(&self, owed: Money) -> bool {
        is_above(owed, self.thresholds_in(owed.currency).trackable_above)
    }
}

/// Is the amount above so many whole units of its currency?
fn is_above(amount: Money, whole: i64) -> bool {
    i128::from(amount.minor) > i128::from(whole) * 10_i128.pow(amount.currency.decimals())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lc_45_thresholds_are_whole_units_of_each_currency() {
        let policy = NoticePolicy::default();
        let yen = Currency::parse("JPY").unwrap();
        for (minor, level) in [(500_000, 1), (500_001, 2), (5_000_000, 2), (5_000_001, 3)] {
            assert_eq!(policy.level_for(Money::new(minor, Currency::USD)), level, "{minor}");
        }
        assert_eq!(policy.level_for(Money::new(5_000, yen)), 1);
        assert_eq!(policy.level_for(Money::new(5_001, yen)), 2);
        let own = Thresholds { level_1_up_to: 500_000, level_2_up_to: 5_000_000, trackable_above: 2_500_000 };
        let policy = NoticePolicy { thresholds_by_currency: BTreeMap::from([(yen, own)]), ..policy };
        assert_eq!(policy.level_for(Money::new(5_001, yen)), 1);
    }

    #[test]
    fn lc_43_above_25_000_a_trackable_letter_goes_too() {
        let policy = NoticePolicy::default();
        assert!(!policy.wants_tracking(Money::new(2_500_000, Currency::EUR)));
        assert!(policy.wants_tracking(Money::new(2_500_001, Currency::EUR)));
    }

    #[test]
    fn a_policy_survives_json() {
        let own = BTreeMap::from([(Currency::EUR, Thresholds::default())]);
        let policy = NoticePolicy { thresholds_by_currency: own, ..NoticePolicy::default() };
        let text = serde_json::to_string(&policy).unwrap();
        assert_eq!(serde_json::from_str::<NoticePolicy>(&text).unwrap(), policy);
        assert_eq!(serde_json::from_str::<NoticePolicy>("{}").unwrap(), NoticePolicy::default());
    }
}
