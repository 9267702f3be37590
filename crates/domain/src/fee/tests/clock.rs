use super::*;
use crate::calendar::Calendar;
use jiff::civil::{Date, date};

const US: Calendar = Calendar::UnitedStates;

/// EX-2.02
#[test]
fn fe_02_clearance_over_thanksgiving() {
    let clearance = ClearanceDays::default();
    let (start, close) = (date(2026, 10, 20), date(2026, 11, 25));
    assert_eq!(days_outstanding(start, close, clearance.check, US, false).0, 42);
    assert_eq!(days_outstanding(start, close, clearance.wire, US, false).0, 36);
    assert_eq!(days_outstanding(start, close, clearance.ach, US, false).0, 37);
    assert_eq!(days_outstanding(start, close, clearance.check, US, true).0, 43);
    // Without the holiday: Thursday, Friday, Monday.
    assert_eq!(days_outstanding(start, close, clearance.check, Calendar::Weekends, false).0, 41);
}

#[test]
fn fe_02_at_least_one_day() {
    let day = date(2026, 3, 4);
    let (days, proof) = days_outstanding(day, day, Clearance::NONE, US, false);
    assert_eq!(days, 1);
    assert_eq!(proof.rule, "FE-02");
    assert_eq!(proof.formula, "4 March 2026 to 4 March 2026 = 1 day, the least that is counted");
    assert_eq!(days_outstanding(day, date(2026, 3, 1), Clearance::NONE, US, false).0, 1);
    let (days, proof) = days_outstanding(day, date(2026, 3, 5), Clearance::NONE, US, true);
    assert_eq!((days, proof.formula.as_str()), (2, "4 March 2026 to 5 March 2026 = 2 days, the first day included"));
}

#[test]
fn fe_02_leap_day_counts_as_a_day() {
    let n = |from: Date, to: Date| days_outstanding(from, to, Clearance::NONE, US, false).0;
    assert_eq!(n(date(2028, 2, 28), date(2028, 3, 1)), 2);
    assert_eq!(n(date(2027, 2, 28), date(2027, 3, 1)), 1);
    assert_eq!(n(date(2026, 12, 30), date(2027, 1, 2)), 3);
}

#[test]
fn fe_04_defaults_per_instrument() {
    let clearance = ClearanceDays::default();
    let words = [Instrument::Wire, Instrument::AchCredit, Instrument::Check, Instrument::Card]
        .map(|instrument| clearance.of(instrument).to_string());
    assert_eq!(words, ["0 days", "1 day", "3 business days", "1 day"]);
}

#[test]
fn fe_04_the_end_of_the_calendar_is_not_passed() {
    let forever = Clearance { days: u32::MAX, unit: DayUnit::Calendar };
    assert_eq!(forever.after(date(2026, 1, 1), US), Date::MAX);
    assert!(days_outstanding(Date::MIN, Date::MAX, forever, US, true).0 > 7_000_000);
}
