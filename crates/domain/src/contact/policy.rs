//! The factor's own figures for contact: every one has the rulebook's default (CO-01 to CO-33, appendix A).

use super::Channel;
use crate::calendar::Calendar;
use crate::money::{Currency, Money};
use jiff::civil::{Date, Time};
use rust_decimal::{Decimal, dec};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// CO-01: nobody is asked for money this many days past due or less, whatever the policy says.
pub const DPD_FLOOR: i64 = 7;
/// CO-14: the longest pause of one customer, in business days; a policy may only shorten it.
pub const PAUSE_CEILING_BD: u32 = 10;

/// CO-31: business days after which a validation notice is taken to have arrived, by mail or by post (12 CFR 1006.34).
pub const VALIDATION_MAIL_BD: u32 = 5;

/// At most so many messages in a window of so many days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allowance {
    /// Length of the window in calendar days.
    pub days: i64,
    /// Most messages in any such window.
    pub most: usize,
}

/// From when to when a business may be written to, on its own clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// First moment.
    pub opens: Time,
    /// The moment from which it is quiet.
    pub closes: Time,
}

/// How the factor treats debtors. Kept as the policy `CONTACT`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ContactPolicy {
    /// CO-01: first status question, in days past due. Above [`DPD_FLOOR`].
    pub first_contact_dpd: i64,
    /// CO-09: the second question, days after the first.
    pub second_after_days: i64,
    /// CO-09: client and account manager are asked, in days past due.
    pub client_step_dpd: i64,
    /// CO-09: business days the client then has to use its relationship.
    pub client_step_bd: u32,
    /// CO-09: the one call to accounts payable, in days past due.
    pub call_dpd: i64,
    /// CO-09: supervisor or controller, in days past due.
    pub supervisor_dpd: i64,
    /// CO-09: formal letter, in days past due.
    pub letter_dpd: i64,
    /// LC-09: the client is told so many days before the recourse date, and on the day.
    pub recourse_notice_days: i64,
    /// CO-03 `CLIENT_FIRST`: business days the client has before each contact.
    pub client_first_bd: u32,
    /// CO-02: days before the due date of a reminder that the client asked for.
    pub before_due_days: i64,
    /// CO-32: the base rate under statutory late interest in pounds, in basis points. It changes; the rulebook's example is
    /// the default.
    pub uk_base_rate_bp: u32,
    /// CO-05: mail, short window.
    pub email_short: Allowance,
    /// CO-05: mail, long window.
    pub email_long: Allowance,
    /// CO-05: calls.
    pub phone: Allowance,
    /// CO-05: letters.
    pub letter: Allowance,
    /// CO-06: the least past-due total of a debtor worth a message, in major units of any currency.
    pub minimum: Decimal,
    /// CO-06: the same for single currencies, by ISO 4217 code.
    pub minimum_by_currency: BTreeMap<String, Decimal>,
    /// CO-07: Monday to Friday, debtor-local.
    pub hours: Hours,
    /// CO-31: the widest window for a natural person under California's rules; the narrower of both counts.
    pub natural_person_hours: Hours,
    /// CO-31: days in which a natural person may dispute what its validation notice says, from when it must be there.
    pub validation_days: i64,
    /// CO-08: business days after a promised date in which nobody asks.
    pub promise_grace_bd: u32,
    /// CO-10: a promise is kept when the money is there by its date and this many days.
    pub promise_kept_days: i64,
    /// CO-08: business days of silence after "the payment is on its way".
    pub transit_bd: u32,
    /// CO-14: longest pause in business days. At most [`PAUSE_CEILING_BD`].
    pub pause_bd: u32,
    /// CO-14: clients look at status messages first, where nothing else was settled with them.
    pub preview: bool,
    /// CO-14: business days a client has to look; then the message leaves.
    pub preview_bd: u32,
    /// A contact that nobody confirmed for so many months is to be confirmed again.
    pub stale_months: i64,
    /// CO-33: contact data of a party are kept for so many months after its last open invoice. Laws differ in how long a
    /// claim can be brought, hence the wide range; 0 lets them go on the day after.
    pub retention_months: i64,
    /// FR-14: hours in which a contact given by the client is not used for verification.
    pub independence_hours: i64,
    /// FR-11: further public mail providers, besides those known to everybody.
    pub free_mail: Vec<String>,
}

impl Default for ContactPolicy {
    fn default() -> Self {
        Self {
            first_contact_dpd: 8,
            second_after_days: 7,
            client_step_dpd: 22,
            client_step_bd: 3,
            call_dpd: 30,
            supervisor_dpd: 45,
            letter_dpd: 60,
            recourse_notice_days: 15,
            client_first_bd: 5,
            before_due_days: 5,
            uk_base_rate_bp: 425,
            email_short: Allowance { days: 7, most: 1 },
            email_long: Allowance { days: 30, most: 3 },
            phone: Allowance { days: 14, most: 1 },
            letter: Allowance { days: 30, most: 1 },
            minimum: dec!(250),
            minimum_by_currency: BTreeMap::new(),
            hours: Hours { opens: Time::constant(9, 0, 0, 0), closes: Time::constant(17, 0, 0, 0) },
            natural_person_hours: Hours { opens: Time::constant(8, 0, 0, 0), closes: Time::constant(21, 0, 0, 0) },
            validation_days: 30,
            promise_grace_bd: 3,
            promise_kept_days: 3,
            transit_bd: 5,
            pause_bd: PAUSE_CEILING_BD,
            preview: false,
            preview_bd: 2,
            stale_months: 12,
            retention_months: 24,
            independence_hours: 24,
            free_mail: Vec::new(),
        }
    }
}

/// What keeps a policy from being used: a factor may be gentler than the rulebook, not harsher.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyProblem {
    /// CO-01.
    #[error("first_contact_dpd: {0} is not above {DPD_FLOOR} days past due; write {least} or more", least = DPD_FLOOR + 1)]
    TooEarly(i64),
    /// CO-09: the ladder must climb.
    #[error(
        "{later}: {later_dpd} days past due is not after {earlier} ({earlier_dpd}); let the steps follow each other"
    )]
    Ladder {
        /// The step before.
        earlier: &'static str,
        /// Its days.
        earlier_dpd: i64,
        /// The step.
        later: &'static str,
        /// Its days.
        later_dpd: i64,
    },
    /// CO-05.
    #[error(
        "{place}: {most} in {days} days is more than the {limit_most} in {limit_days} days that a debtor may be written to; write fewer, or a longer window"
    )]
    Budget {
        /// Which allowance.
        place: &'static str,
        /// As given.
        most: usize,
        /// As given.
        days: i64,
        /// Most allowed.
        limit_most: usize,
        /// In so many days.
        limit_days: i64,
    },
    /// CO-07, CO-31.
    #[error("{0}: the hours end before they begin or leave less than an hour; write for example 09:00 to 17:00")]
    Hours(&'static str),
    /// CO-07: the window of the rulebook is the widest.
    #[error(
        "{0}: the hours are wider than those in which a debtor may be written to; keep within {from} to {until}",
        from = .1.strftime("%H:%M"),
        until = .2.strftime("%H:%M")
    )]
    Wide(&'static str, Time, Time),
    /// A number of days or an amount that cannot be.
    #[error("{place}: {value} is outside {least} to {most}")]
    Range {
        /// Which figure.
        place: &'static str,
        /// As given.
        value: String,
        /// Least.
        least: i64,
        /// Most.
        most: i64,
    },
}

impl ContactPolicy {
    /// Name of the policy.
    pub const POLICY: &'static str = "CONTACT";

    /// CO-06: the least past-due total worth a message, in a currency. Smaller parts than the currency has are dropped.
    #[must_use]
    pub fn minimum_in(&self, currency: Currency) -> Money {
        let amount = self.minimum_by_currency.get(currency.code()).copied().unwrap_or(self.minimum);
        let whole = Money::rounded(amount, currency, crate::money::Rounding::Down);
        whole.unwrap_or(Money::new(i64::MAX, currency))
    }

    /// CO-31: the last day on which a natural person may dispute what a validation notice says that leaves on a day: it has
    /// [`VALIDATION_MAIL_BD`] business days to arrive.
    #[must_use]
    pub fn dispute_until(&self, leaves: Date, calendar: Calendar) -> Date {
        super::hours::plus(calendar.shift(leaves, VALIDATION_MAIL_BD), self.validation_days)
    }

    /// CO-05 in words: `e-mail: 1 in 7 days and 3 in 30 days`; none for a channel without a budget.
    #[must_use]
    pub fn allowance_words(&self, channel: Channel) -> Option<String> {
        let words = |one: Allowance| format!("{} in {} days", one.most, one.days);
        let allowed = match channel {
            Channel::Email => format!("{} and {}", words(self.email_short), words(self.email_long)),
            Channel::Phone => words(self.phone),
            Channel::Letter => words(self.letter),
            Channel::Portal => return None,
        };
        Some(format!("{}: {allowed}", channel.word()))
    }

    /// All that keeps it from being used.
    #[must_use]
    pub fn problems(&self) -> Vec<PolicyProblem> {
        let mut problems = Vec::new();
        if self.first_contact_dpd <= DPD_FLOOR {
            problems.push(PolicyProblem::TooEarly(self.first_contact_dpd));
        }
        let ladder = [
            ("first_contact_dpd", self.first_contact_dpd),
            ("client_step_dpd", self.client_step_dpd),
            ("call_dpd", self.call_dpd),
            ("supervisor_dpd", self.supervisor_dpd),
            ("letter_dpd", self.letter_dpd),
        ];
        for pair in ladder.windows(2) {
            let [(earlier, earlier_dpd), (later, later_dpd)] = [pair[0], pair[1]];
            if later_dpd <= earlier_dpd {
                problems.push(PolicyProblem::Ladder { earlier, earlier_dpd, later, later_dpd });
            }
        }
        let widest = Self::default();
        let budgets = [
            ("email_short", self.email_short, widest.email_short),
            ("email_long", self.email_long, widest.email_long),
            ("phone", self.phone, widest.phone),
            ("letter", self.letter, widest.letter),
        ];
        for (place, given, limit) in budgets {
            if given.most == 0 || given.most > limit.most || given.days < limit.days || given.days > 366 {
                problems.push(PolicyProblem::Budget {
                    place,
                    most: given.most,
                    days: given.days,
                    limit_most: limit.most,
                    limit_days: limit.days,
                });
            }
        }
        let hours = [
            ("hours", self.hours, widest.hours),
            ("natural_person_hours", self.natural_person_hours, widest.natural_person_hours),
        ];
        for (place, given, limit) in hours {
            if given.closes.duration_since(given.opens) < jiff::SignedDuration::from_hours(1) {
                problems.push(PolicyProblem::Hours(place));
            }
            if given.opens < limit.opens || given.closes > limit.closes {
                problems.push(PolicyProblem::Wide(place, limit.opens, limit.closes));
            }
        }
        let ranges = [
            ("second_after_days", self.second_after_days, self.email_short.days.max(1), 90),
            ("client_step_bd", i64::from(self.client_step_bd), 0, 10),
            ("client_first_bd", i64::from(self.client_first_bd), 1, 20),
            ("recourse_notice_days", self.recourse_notice_days, 1, 90),
            ("before_due_days", self.before_due_days, 1, 30),
            ("uk_base_rate_bp", i64::from(self.uk_base_rate_bp), 0, 2_500),
            ("validation_days", self.validation_days, 30, 180),
            ("promise_grace_bd", i64::from(self.promise_grace_bd), 3, 20),
            ("promise_kept_days", self.promise_kept_days, 0, 30),
            ("transit_bd", i64::from(self.transit_bd), 5, 20),
            ("pause_bd", i64::from(self.pause_bd), 1, i64::from(PAUSE_CEILING_BD)),
            ("preview_bd", i64::from(self.preview_bd), 1, 10),
            ("stale_months", self.stale_months, 1, 60),
            ("retention_months", self.retention_months, 0, 120),
            ("independence_hours", self.independence_hours, 24, 240),
        ];
        for (place, value, least, most) in ranges {
            if !(least..=most).contains(&value) {
                problems.push(PolicyProblem::Range { place, value: value.to_string(), least, most });
            }
        }
        for value in self.minimum_by_currency.values().chain([&self.minimum]) {
            if value.is_sign_negative() || *value > dec!(1000000000) {
                problems.push(PolicyProblem::Range {
                    place: "minimum",
                    value: value.to_string(),
                    least: 0,
                    most: 1_000_000_000,
                });
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn co_01_the_defaults_are_the_rulebook_and_seven_days_are_the_floor() {
        assert_eq!(ContactPolicy::default().problems(), []);
        let early = ContactPolicy { first_contact_dpd: 7, ..ContactPolicy::default() };
        assert_eq!(early.problems(), [PolicyProblem::TooEarly(7)]);
    }

    #[test]
    fn co_05_a_policy_may_be_gentler_but_not_harsher() {
        let gentler = ContactPolicy { email_short: Allowance { days: 14, most: 1 }, ..ContactPolicy::default() };
        // The second question would then be asked too early.
        assert!(matches!(gentler.problems()[..], [PolicyProblem::Range { place: "second_after_days", .. }]));
        for short in [Allowance { days: 7, most: 2 }, Allowance { days: 6, most: 1 }, Allowance { days: 7, most: 0 }] {
            let harsher = ContactPolicy { email_short: short, ..ContactPolicy::default() };
            assert!(harsher.problems().iter().any(|one| matches!(one, PolicyProblem::Budget { .. })), "{short:?}");
        }
    }

    #[test]
    fn co_06_the_minimum_follows_the_currency_s_own_decimals() {
        let mut policy = ContactPolicy::default();
        policy.minimum_by_currency.insert("JPY".into(), dec!(30000));
        assert_eq!(policy.minimum_in(Currency::USD).minor, 25_000);
        assert_eq!(policy.minimum_in(Currency::parse("JPY").unwrap()).minor, 30_000);
    }
}
