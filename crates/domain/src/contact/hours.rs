//! When a debtor may be reached: Monday to Friday, business hours on its own clock, no holidays (CO-07, CO-31).
//!
//! Contract: a moment is open or quiet by what the clock on the debtor's wall shows, so that summer time needs no rule of
//! its own: an hour that is skipped is never open, an hour that comes twice is open twice.

use super::{ContactPolicy, Hours, Preference};
use crate::calendar::Calendar;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// The wall clock and calendar of the one who gets a message.
#[derive(Debug, Clone, Copy)]
pub struct Wall<'a> {
    /// Its zone.
    pub zone: &'a TimeZone,
    /// Holidays of its country.
    pub calendar: Calendar,
    /// From when to when on a business day.
    pub hours: Hours,
}

impl<'a> Wall<'a> {
    /// The wall of a contact of a debtor that wants to be treated so. CO-31: for a natural person under California's
    /// rules the narrower of both windows counts.
    #[must_use]
    pub fn of(zone: &'a TimeZone, preference: &Preference, policy: &ContactPolicy) -> Self {
        let mut hours = policy.hours;
        if preference.is_protected() {
            hours.opens = hours.opens.max(policy.natural_person_hours.opens);
            hours.closes = hours.closes.min(policy.natural_person_hours.closes);
        }
        Self { zone, calendar: preference.calendar, hours }
    }

    /// The date on the wall.
    #[must_use]
    pub fn date(&self, at: Timestamp) -> Date {
        self.zone.to_datetime(at).date()
    }

    /// May it be reached at this moment?
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        let wall = self.zone.to_datetime(at);
        self.calendar.is_business_day(wall.date()) && (self.hours.opens..self.hours.closes).contains(&wall.time())
    }

    /// The first open moment from this one on; the moment itself when it is open.
    #[must_use]
    pub fn next_open(&self, at: Timestamp) -> Timestamp {
        if self.is_open(at) {
            return at;
        }
        let mut day = self.date(at);
        loop {
            day = self.calendar.on_or_after(day);
            let opens = self.opening(day);
            if opens >= at && self.is_open(opens) {
                return opens;
            }
            let Ok(next) = day.tomorrow() else { return at };
            day = next;
        }
    }

    /// The first open moment of a day or, where it has none, of a later one.
    #[must_use]
    pub fn opening_on(&self, day: Date) -> Timestamp {
        self.next_open(day.to_zoned(self.zone.clone()).map_or(Timestamp::MAX, |midnight| midnight.timestamp()))
    }

    /// When the clock shows the opening hour on that day; right after the gap where summer time skips it.
    fn opening(&self, day: Date) -> Timestamp {
        let wall = day.to_datetime(self.hours.opens);
        self.zone.to_ambiguous_timestamp(wall).compatible().unwrap_or(Timestamp::MAX)
    }

    /// The first open moment at or after so many days of 24 hours.
    #[must_use]
    pub fn after_days(&self, from: Timestamp, days: i64) -> Timestamp {
        self.next_open(later(from, days))
    }
}

/// So many days of 24 hours later.
#[must_use]
pub(super) fn later(from: Timestamp, days: i64) -> Timestamp {
    from.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MAX)
}

/// So many calendar days later.
#[must_use]
pub(super) fn plus(date: Date, days: i64) -> Date {
    date.checked_add(days.days()).unwrap_or(Date::MAX)
}

/// Days from one date to another; negative when it lies before.
#[must_use]
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(zone: &TimeZone) -> Wall<'_> {
        Wall { zone, calendar: Calendar::UnitedStates, hours: ContactPolicy::default().hours }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn co_07_nights_weekends_and_holidays_are_quiet() {
        let zone = TimeZone::get("America/New_York").unwrap();
        let wall = wall(&zone);
        for (now, opens) in [
            ("2026-11-20T12:00:00-05:00", "2026-11-20T12:00:00-05:00"),
            ("2026-11-20T08:59:59-05:00", "2026-11-20T09:00:00-05:00"),
            ("2026-11-20T17:00:00-05:00", "2026-11-23T09:00:00-05:00"),
            ("2026-11-21T12:00:00-05:00", "2026-11-23T09:00:00-05:00"),
            // Thanksgiving.
            ("2026-11-25T17:30:00-05:00", "2026-11-27T09:00:00-05:00"),
        ] {
            assert_eq!(wall.next_open(at(now)), at(opens), "{now}");
        }
    }

    #[test]
    fn co_07_the_opening_follows_summer_time() {
        let zone = TimeZone::get("America/New_York").unwrap();
        let wall = wall(&zone);
        // Clocks go forward on 2026-03-08 and back on 2026-11-01.
        assert_eq!(wall.next_open(at("2026-03-07T12:00:00-05:00")), at("2026-03-09T09:00:00-04:00"));
        assert_eq!(wall.next_open(at("2026-10-31T12:00:00-04:00")), at("2026-11-02T09:00:00-05:00"));
    }

    #[test]
    fn co_07_a_day_the_zone_skipped_is_never_open() {
        // Samoa left out 2011-12-30, a Friday.
        let zone = TimeZone::get("Pacific/Apia").unwrap();
        let wall = Wall { calendar: Calendar::Weekends, ..wall(&zone) };
        assert_eq!(wall.next_open(at("2011-12-29T18:00:00-10:00")), at("2012-01-02T09:00:00+14:00"));
    }

    #[test]
    fn co_31_a_natural_person_has_the_narrower_window() {
        let zone = TimeZone::get("America/Los_Angeles").unwrap();
        let preference = Preference { natural_person_obligor: true, california: true, ..Preference::default() };
        let mut policy = ContactPolicy::default();
        assert_eq!(Wall::of(&zone, &preference, &policy).hours, policy.hours);
        policy.natural_person_hours.opens = jiff::civil::time(10, 0, 0, 0);
        assert_eq!(Wall::of(&zone, &preference, &policy).hours.opens, policy.natural_person_hours.opens);
        assert_eq!(Wall::of(&zone, &Preference::default(), &policy).hours, policy.hours);
    }
}
