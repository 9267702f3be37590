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
    /// LC-43: a trackable letter is posted within this, or a person is asked to. Ours too.
    pub letter_posted_within_bd: u32,
    /// LC-43: a trackable letter is signed for within this, or a person is asked to trace it. Ours too.
    pub letter_proof_within_bd: u32,
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
            letter_posted_within_bd: 2,
            letter_proof_within_bd: 10,
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

/// Longest clock of a policy in days: a year of patience, or of an account that stays open, is no oversight.
pub const LONGEST_DAYS: u32 = 366;

/// What is wrong with a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoticePolicyProblem {
    /// A clock out of its range.
    #[error("{field} is {found}; choose from {least} to {most}")]
    Range {
        /// Which.
        field: &'static str,
        /// What was given.
        found: u64,
        /// Least.
        least: u32,
        /// Most.
        most: u32,
    },
    /// Thresholds below zero, or the second below the first.
    #[error("the thresholds of {0} are below zero or fall; let level 2 reach at least as far as level 1")]
    Thresholds(String),
}

impl NoticePolicy {
    /// Name of the policy.
    pub const POLICY: &'static str = "NOTICE";

    /// All that is wrong with it. LC-40, LC-41, FR-09: the client speaks first and a change cools down, so these clocks
    /// are a day at least; LC-46: nobody who pays to the old account by habit loses money within 30 days.
    #[must_use]
    pub fn problems(&self) -> Vec<NoticePolicyProblem> {
        let fields: [(&'static str, u64, u32); 14] = [
            ("introduction_after_bd", self.introduction_after_bd.into(), 1),
            ("notice_after_bd", self.notice_after_bd.into(), 1),
            ("remind_after_bd", self.remind_after_bd.into(), 1),
            ("mail_settles_after_bd", self.mail_settles_after_bd.into(), 1),
            ("letter_settles_after_bd", self.letter_settles_after_bd.into(), 1),
            ("letter_posted_within_bd", self.letter_posted_within_bd.into(), 1),
            ("letter_proof_within_bd", self.letter_proof_within_bd.into(), 1),
            ("resend_within_bd", self.resend_within_bd.into(), 0),
            ("bounces_before_client", self.bounces_before_client as u64, 1),
            ("proof_bd", self.proof_bd.into(), 0),
            ("release_days", self.release_days.into(), 0),
            ("old_account_days", self.old_account_days.into(), 30),
            ("remit_hold_bd", self.remit_hold_bd.into(), 1),
            ("over_advance_days", self.over_advance_days.into(), 0),
        ];
        let most = LONGEST_DAYS;
        let mut problems: Vec<NoticePolicyProblem> = fields
            .into_iter()
            .filter(|(_, found, least)| *found < u64::from(*least) || *found > u64::from(most))
            .map(|(field, found, least)| NoticePolicyProblem::Range { field, found, least, most })
            .collect();
        let own = self.thresholds_by_currency.iter().map(|(currency, one)| (currency.to_string(), one));
        for (whose, one) in std::iter::once(("all currencies".to_owned(), &self.thresholds)).chain(own) {
            if one.level_1_up_to < 0 || one.trackable_above < 0 || one.level_2_up_to < one.level_1_up_to {
                problems.push(NoticePolicyProblem::Thresholds(whose));
            }
        }
        problems
    }

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
    fn lc_41_fr_09_a_policy_cannot_skip_the_client_or_the_cooling_time() {
        assert_eq!(NoticePolicy::default().problems(), []);
        let hasty = NoticePolicy { introduction_after_bd: 0, remit_hold_bd: 0, ..NoticePolicy::default() };
        assert_eq!(hasty.problems().len(), 2);
        let falling = Thresholds { level_1_up_to: 10, level_2_up_to: 5, trackable_above: 0 };
        let own = BTreeMap::from([(Currency::EUR, falling)]);
        let problems = NoticePolicy { thresholds_by_currency: own, ..NoticePolicy::default() }.problems();
        assert_eq!(problems, [NoticePolicyProblem::Thresholds("EUR".into())]);
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
