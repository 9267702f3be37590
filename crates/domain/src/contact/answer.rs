//! What a debtor says of an invoice: will pay, has paid, confirms, never received it, disputes it, is the wrong contact.
//!
//! Contract: a newer answer of an invoice replaces the older. An answer with a clock (a promise, money on its way) stops
//! contact about its invoice until the clock has run out (CO-08); a promise then was kept or broken (CO-10).

use super::ContactPolicy;
use crate::calendar::Calendar;
use crate::dispute::{DisputeReason, Speaker};
use crate::id::{AnswerId, CaseId, ClientId, DebtorId, InvoiceId};
use crate::money::Money;
use crate::named::named;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

named! {
    /// CO-12: what a debtor may answer by one click.
    AnswerKind {
        /// It will be paid on a day.
        WillPay = "WILL_PAY", "Will pay";
        /// It was paid.
        Paid = "PAID", "Paid";
        /// GL-40: it is right and will be paid when due.
        Confirmed = "CONFIRMED", "Confirmed";
        /// The invoice never came.
        NotReceived = "NOT_RECEIVED", "Invoice not received";
        /// GL-18: it need not be paid, or not in full.
        Disputed = "DISPUTED", "Disputed";
        /// Somebody else is to be asked.
        WrongContact = "WRONG_CONTACT", "Wrong contact";
    }
}

named! {
    /// Where an answer stands.
    AnswerState {
        /// Its clock runs.
        Running = "RUNNING", "running";
        /// The money came in time.
        Kept = "KEPT", "kept";
        /// CO-10: the money did not come in time.
        Broken = "BROKEN", "broken";
        /// The money that was said to be on its way was not seen in time.
        NotSeen = "NOT_SEEN", "not seen yet";
        /// A newer answer took its place.
        Replaced = "REPLACED", "replaced by a newer answer";
        /// It has no clock.
        Noted = "NOTED", "noted";
    }
}

/// What is said, with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub enum Said {
    /// It will be paid.
    WillPay {
        /// On this day.
        on: Date,
        /// How much; none for all that is open.
        #[serde(default)]
        amount: Option<Money>,
    },
    /// It was paid.
    Paid {
        /// On this day.
        on: Date,
        /// How: `wire`, `cheque 4711`.
        #[serde(default)]
        how: String,
    },
    /// It is right.
    Confirmed {
        /// Words, where there are any.
        #[serde(default)]
        words: String,
    },
    /// The invoice never came.
    NotReceived {
        /// Words, where there are any.
        #[serde(default)]
        words: String,
    },
    /// It need not be paid, or not in full.
    Disputed {
        /// Why.
        reason: DisputeReason,
        /// How much; none for all that is open.
        #[serde(default)]
        amount: Option<Money>,
        /// In own words.
        #[serde(default)]
        words: String,
    },
    /// Somebody else is to be asked.
    WrongContact {
        /// Who would be right, where that is known.
        #[serde(default)]
        words: String,
    },
}

impl Said {
    /// Which answer it is.
    #[must_use]
    pub const fn kind(&self) -> AnswerKind {
        match self {
            Self::WillPay { .. } => AnswerKind::WillPay,
            Self::Paid { .. } => AnswerKind::Paid,
            Self::Confirmed { .. } => AnswerKind::Confirmed,
            Self::NotReceived { .. } => AnswerKind::NotReceived,
            Self::Disputed { .. } => AnswerKind::Disputed,
            Self::WrongContact { .. } => AnswerKind::WrongContact,
        }
    }
}

/// What a debtor has said of one invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Key.
    pub id: AnswerId,
    /// Who owes.
    pub debtor: DebtorId,
    /// Whose invoice.
    pub client: ClientId,
    /// Which invoice.
    pub invoice: InvoiceId,
    /// What was said.
    pub said: Said,
    /// Who said it.
    pub by: Speaker,
    /// When, in microseconds since 1970 UTC.
    pub given_at: i64,
    /// The day of that at the factor.
    pub given_on: Date,
    /// CO-08: the last day it stops contact.
    pub until: Option<Date>,
    /// CO-10: the last value date with which the money counts as come in time.
    pub kept_by: Option<Date>,
    /// What of the invoice had been paid when it was said, minor units.
    pub paid_before: i64,
    /// Where it stands.
    pub state: AnswerState,
    /// The day its clock ended.
    #[serde(default)]
    pub ended_on: Option<Date>,
    /// The case it opened.
    #[serde(default)]
    pub case: Option<CaseId>,
}

/// What has been paid of an invoice, as a promise is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaidSoFar {
    /// Payments with a value date up to the day of [`Answer::kept_by`], minor units.
    pub in_time: i64,
    /// The value date of the payment or credit that closed it; none while something is open.
    pub closed_on: Option<Date>,
}

impl Answer {
    /// Which answer it is.
    #[must_use]
    pub const fn kind(&self) -> AnswerKind {
        self.said.kind()
    }

    /// An answer as it is given: its clocks are set from the policy, on the calendar of the factor's bank.
    ///
    /// CO-08: a promise stops contact for some business days beyond its date, money on its way for some business days
    /// from the day it left (from today, where that day lies behind: only now it was said). CO-10: a promise is kept by
    /// its date and some calendar days.
    #[must_use]
    pub fn clocks(said: &Said, today: Date, policy: &ContactPolicy, calendar: Calendar) -> Clocks {
        match said {
            Said::WillPay { on, .. } => {
                let kept_by = on.checked_add(policy.promise_kept_days.days()).unwrap_or(Date::MAX);
                Some((calendar.shift(*on, policy.promise_grace_bd), kept_by))
            }
            Said::Paid { on, .. } => {
                let until = calendar.shift((*on).max(today), policy.transit_bd);
                Some((until, until))
            }
            _ => None,
        }
        .map_or(Clocks::default(), |(until, kept_by)| Clocks { until: Some(until), kept_by: Some(kept_by) })
    }

    /// CO-10: what has become of a running promise, or of money on its way, on a day; none while its clock still runs.
    ///
    /// Kept when the invoice was paid off in time, or when the promised part came in time. It is broken once its clock
    /// has run out, or the money came, but late; for money on its way that only says that it was not seen.
    #[must_use]
    pub fn judged(&self, paid: PaidSoFar, today: Date) -> Option<AnswerState> {
        let (until, kept_by) = self.until.zip(self.kept_by).filter(|_| self.state == AnswerState::Running)?;
        let came = paid.in_time - self.paid_before;
        let kept = paid.closed_on.is_some_and(|closed| closed <= kept_by)
            || match &self.said {
                Said::WillPay { amount: Some(amount), .. } => amount.minor > 0 && came >= amount.minor,
                // Money on its way has no amount: any that came after it was said is taken for it.
                Said::Paid { .. } => came > 0,
                _ => false,
            };
        if kept {
            return Some(AnswerState::Kept);
        }
        (paid.closed_on.is_some() || today > until).then_some(match self.kind() {
            AnswerKind::WillPay => AnswerState::Broken,
            _ => AnswerState::NotSeen,
        })
    }
}

/// The clocks of an answer; none for an answer that stops nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Clocks {
    /// CO-08: the last day it stops contact.
    pub until: Option<Date>,
    /// CO-10: the last value date that counts as in time.
    pub kept_by: Option<Date>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::Side;
    use jiff::civil::date;
    use uuid::Uuid;

    fn answer(said: Said, today: Date) -> Answer {
        let clocks = Answer::clocks(&said, today, &ContactPolicy::default(), Calendar::Weekends);
        Answer {
            id: AnswerId(Uuid::nil()),
            debtor: DebtorId(Uuid::nil()),
            client: ClientId(Uuid::nil()),
            invoice: InvoiceId(Uuid::nil()),
            said,
            by: Speaker::new(Side::Debtor, "A. Ito"),
            given_at: 0,
            given_on: today,
            until: clocks.until,
            kept_by: clocks.kept_by,
            paid_before: 2_000,
            state: AnswerState::Running,
            ended_on: None,
            case: None,
        }
    }

    const NOTHING: PaidSoFar = PaidSoFar { in_time: 2_000, closed_on: None };

    #[test]
    fn co_08_co_10_a_promise_has_two_clocks() {
        // Friday: silence until Wednesday, kept by Monday.
        let promise = answer(Said::WillPay { on: date(2026, 3, 13), amount: None }, date(2026, 3, 2));
        assert_eq!((promise.until, promise.kept_by), (Some(date(2026, 3, 18)), Some(date(2026, 3, 16))));
        let closed = |on| PaidSoFar { closed_on: Some(on), ..NOTHING };
        assert_eq!(promise.judged(closed(date(2026, 3, 16)), date(2026, 3, 16)), Some(AnswerState::Kept));
        assert_eq!(promise.judged(closed(date(2026, 3, 17)), date(2026, 3, 17)), Some(AnswerState::Broken));
        assert_eq!(promise.judged(NOTHING, date(2026, 3, 18)), None, "nobody asks yet");
        assert_eq!(promise.judged(NOTHING, date(2026, 3, 19)), Some(AnswerState::Broken));
    }

    #[test]
    fn co_10_a_part_is_judged_by_what_came_since() {
        let amount = Some(Money::new(5_000, crate::money::Currency::USD));
        let promise = answer(Said::WillPay { on: date(2026, 3, 13), amount }, date(2026, 3, 2));
        let paid = |in_time| PaidSoFar { in_time, closed_on: None };
        assert_eq!(promise.judged(paid(6_999), date(2026, 3, 13)), None);
        assert_eq!(promise.judged(paid(7_000), date(2026, 3, 13)), Some(AnswerState::Kept));
    }

    #[test]
    fn co_08_money_on_its_way_is_waited_for_from_the_day_it_was_said() {
        let said = Said::Paid { on: date(2026, 2, 20), how: String::new() };
        let on_its_way = answer(said, date(2026, 3, 2));
        assert_eq!(on_its_way.until, Some(date(2026, 3, 9)));
        assert_eq!(on_its_way.judged(NOTHING, date(2026, 3, 10)), Some(AnswerState::NotSeen));
        let some = PaidSoFar { in_time: 2_001, closed_on: None };
        assert_eq!(on_its_way.judged(some, date(2026, 3, 5)), Some(AnswerState::Kept));
        let noted = answer(Said::Confirmed { words: String::new() }, date(2026, 3, 2));
        assert_eq!((noted.until, noted.judged(NOTHING, date(2027, 1, 1))), (None, None));
    }
}
