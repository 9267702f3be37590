//! CO-05: how often one debtor is written to, over all invoices, clients and purposes.
//!
//! Contract: windows are spans of 24-hour days between any two moments, so that no way of laying a window finds more
//! messages in it than allowed. A message counts from when it is queued, at its planned moment, and once it has left, at
//! that moment; one whose time has come but which has not left counts as leaving now.

use super::hours::{Wall, later};
use super::{Allowance, Channel, ContactPolicy};
use jiff::Timestamp;

/// The messages that count against a debtor's budget: channel and moment.
#[derive(Debug, Clone, Default)]
pub struct Spent(Vec<(Channel, Timestamp)>);

impl Spent {
    /// From channel and moment of each.
    #[must_use]
    pub fn new(mut messages: Vec<(Channel, Timestamp)>) -> Self {
        messages.sort_by_key(|(_, at)| *at);
        Self(messages)
    }

    fn allowances(channel: Channel, policy: &ContactPolicy) -> &[Allowance] {
        match channel {
            Channel::Email => std::slice::from_ref(&policy.email_short),
            Channel::Phone => std::slice::from_ref(&policy.phone),
            Channel::Letter => std::slice::from_ref(&policy.letter),
            // A page is looked at when the debtor wants to.
            Channel::Portal => &[],
        }
    }

    /// The first moment from `from` on at which one more message by this channel is within the budget.
    #[must_use]
    pub fn earliest(&self, channel: Channel, policy: &ContactPolicy, from: Timestamp) -> Timestamp {
        let moments: Vec<Timestamp> = self.0.iter().filter(|(by, _)| *by == channel).map(|(_, at)| *at).collect();
        let long = (channel == Channel::Email).then_some(policy.email_long);
        let mut at = from;
        // Each turn moves the moment behind one more window that is full; there are finitely many.
        loop {
            let full = Self::allowances(channel, policy).iter().chain(&long).find_map(|one| full(&moments, *one, at));
            match full {
                Some(next) => at = next,
                None => return at,
            }
        }
    }

    /// The same, on the debtor's clock: within the budget and in business hours.
    #[must_use]
    pub fn slot(&self, channel: Channel, policy: &ContactPolicy, wall: &Wall<'_>, from: Timestamp) -> Timestamp {
        let mut at = wall.next_open(from);
        loop {
            let next = wall.next_open(self.earliest(channel, policy, at));
            if next == at {
                return at;
            }
            at = next;
        }
    }

    /// How many more messages by this channel may leave at this moment; what people read as "budget left" (RP-15).
    #[must_use]
    pub fn left(&self, channel: Channel, policy: &ContactPolicy, at: Timestamp) -> usize {
        let long = (channel == Channel::Email).then_some(policy.email_long);
        let within = |one: &Allowance| {
            let since = later(at, -one.days);
            let used = self.0.iter().filter(|(by, moment)| *by == channel && *moment > since).count();
            one.most.saturating_sub(used)
        };
        Self::allowances(channel, policy).iter().chain(&long).map(within).min().unwrap_or(usize::MAX)
    }
}

/// Where one more message at this moment would overfill a window: the first moment at which that window is left behind.
fn full(moments: &[Timestamp], allowance: Allowance, at: Timestamp) -> Option<Timestamp> {
    moments.windows(allowance.most).find_map(|group| {
        let (first, last) = (group[0], group[group.len() - 1]);
        let span = last.max(at).duration_since(first.min(at));
        let too_close = span < jiff::SignedDuration::from_hours(24 * allowance.days);
        too_close.then(|| later(first, allowance.days))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;

    fn day(day: i64) -> Timestamp {
        "2026-06-01T13:00:00Z".parse::<Timestamp>().unwrap() + (24 * day).hours()
    }

    fn earliest(spent: &[i64], from: i64) -> Timestamp {
        let spent = Spent::new(spent.iter().map(|one| (Channel::Email, day(*one))).collect());
        spent.earliest(Channel::Email, &ContactPolicy::default(), day(from))
    }

    #[test]
    fn co_05_one_mail_in_seven_days_three_in_thirty() {
        assert_eq!(earliest(&[], 0), day(0));
        assert_eq!(earliest(&[0], 1), day(7));
        assert_eq!(earliest(&[0], 7), day(7));
        assert_eq!(earliest(&[0, 7, 14], 21), day(30));
    }

    #[test]
    fn co_05_a_mail_that_is_planned_counts_on_both_sides() {
        assert_eq!(earliest(&[5], 0), day(12));
        assert_eq!(earliest(&[8], 1), day(1));
        assert_eq!(earliest(&[0, 10], 2), day(17));
        // Three in thirty, one of them before and two after.
        assert_eq!(earliest(&[10, 20, 28], 0), day(40));
    }

    #[test]
    fn co_05_channels_have_their_own_allowance() {
        let spent = Spent::new(vec![(Channel::Phone, day(0)), (Channel::Letter, day(0)), (Channel::Email, day(0))]);
        let policy = ContactPolicy::default();
        assert_eq!(spent.earliest(Channel::Phone, &policy, day(1)), day(14));
        assert_eq!(spent.earliest(Channel::Letter, &policy, day(1)), day(30));
        assert_eq!(spent.left(Channel::Email, &policy, day(1)), 0);
        assert_eq!(spent.left(Channel::Email, &policy, day(7)), 1);
    }
}
