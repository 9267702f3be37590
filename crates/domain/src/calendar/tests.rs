use super::*;
use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

const ALL: [Calendar; 4] = [Calendar::UnitedStates, Calendar::Target, Calendar::UnitedKingdom, Calendar::Weekends];

/// The holidays of a year, as `(month, day)`.
fn holidays(calendar: Calendar, year: i16) -> Vec<(i8, i8)> {
    date(year, 1, 1)
        .series(1.day())
        .take_while(|day| day.year() == year)
        .filter(|day| calendar.holiday(*day).is_some())
        .map(|day| (day.month(), day.day()))
        .collect()
}

/// As the Federal Reserve published them: 2022 (Saturday New Year, Sunday Juneteenth and
/// Christmas), 2023 (moved New Year), 2026 (Saturday Independence Day).
#[test]
fn fe_05_federal_reserve_years() {
    let us = |year| holidays(Calendar::UnitedStates, year);
    assert_eq!(us(2022), [(1, 17), (2, 21), (5, 30), (6, 20), (7, 4), (9, 5), (10, 10), (11, 11), (11, 24), (12, 26)]);
    assert_eq!(us(2023), [(1, 2), (1, 16), (2, 20), (5, 29), (6, 19), (7, 4), (9, 4), (10, 9), (11, 23), (12, 25)]);
    assert_eq!(us(2026), [(1, 1), (1, 19), (2, 16), (5, 25), (6, 19), (9, 7), (10, 12), (11, 11), (11, 26), (12, 25)]);
}

#[test]
fn fe_05_thanksgiving_2026_and_the_friday_after() {
    let us = Calendar::UnitedStates;
    assert_eq!(us.holiday(date(2026, 11, 26)), Some("Thanksgiving Day"));
    assert!(us.is_business_day(date(2026, 11, 27)));
    assert_eq!(us.shift(date(2026, 11, 25), 3), date(2026, 12, 1));
}

#[test]
fn fe_05_a_saturday_holiday_is_not_moved_a_sunday_one_is_kept_on_monday() {
    let us = Calendar::UnitedStates;
    assert!(us.is_business_day(date(2026, 7, 3)), "the Friday before Saturday 4 July");
    assert!(us.is_business_day(date(2026, 7, 6)), "the Monday after Saturday 4 July");
    assert_eq!(us.holiday(date(2027, 7, 5)), Some("Independence Day"));
    assert!(us.is_business_day(date(2021, 12, 31)), "New Year 2022 was a Saturday");
    assert!(us.is_business_day(date(2021, 6, 18)), "Juneteenth 2021 was a Saturday and too new");
    assert!(us.is_business_day(date(2020, 6, 19)), "not yet a holiday");
    assert_eq!(us.holiday(date(2022, 6, 20)), Some("Juneteenth"));
}

#[test]
fn fe_05_target_days() {
    assert_eq!(holidays(Calendar::Target, 2024), [(1, 1), (3, 29), (4, 1), (5, 1), (12, 25), (12, 26)]);
    assert_eq!(holidays(Calendar::Target, 2026), [(1, 1), (4, 3), (4, 6), (5, 1), (12, 25)]);
    // 2027: Labour Day and Christmas fall on Saturdays, 26 December on a Sunday; nothing moves.
    assert_eq!(holidays(Calendar::Target, 2027), [(1, 1), (3, 26), (3, 29)]);
}

#[test]
fn fe_05_england_and_wales_years() {
    let uk = |year| holidays(Calendar::UnitedKingdom, year);
    assert_eq!(uk(2020), [(1, 1), (4, 10), (4, 13), (5, 8), (5, 25), (8, 31), (12, 25), (12, 28)]);
    assert_eq!(uk(2021), [(1, 1), (4, 2), (4, 5), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)]);
    assert_eq!(uk(2022), [(1, 3), (4, 15), (4, 18), (5, 2), (6, 2), (6, 3), (8, 29), (9, 19), (12, 26), (12, 27)]);
    assert_eq!(uk(2023), [(1, 2), (4, 7), (4, 10), (5, 1), (5, 8), (5, 29), (8, 28), (12, 25), (12, 26)]);
    assert_eq!(uk(2026), [(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)]);
    assert_eq!(uk(2002), [(1, 1), (3, 29), (4, 1), (5, 6), (6, 3), (6, 4), (8, 26), (12, 25), (12, 26)]);
    assert_eq!(uk(2011), [(1, 3), (4, 22), (4, 25), (4, 29), (5, 2), (5, 30), (8, 29), (12, 26), (12, 27)]);
    assert_eq!(uk(2012), [(1, 2), (4, 6), (4, 9), (5, 7), (6, 4), (6, 5), (8, 27), (12, 25), (12, 26)]);
}

#[test]
fn fe_05_leap_days_and_year_turns() {
    let us = Calendar::UnitedStates;
    assert!(us.is_business_day(date(2024, 2, 29)));
    assert_eq!(us.shift(date(2024, 2, 28), 1), date(2024, 2, 29));
    assert_eq!(us.shift(date(2028, 2, 28), 2), date(2028, 3, 1));
    assert_eq!(us.shift(date(2026, 12, 31), 1), date(2027, 1, 4));
    assert_eq!(Calendar::UnitedKingdom.shift(date(2027, 12, 24), 1), date(2027, 12, 29));
    assert_eq!(Calendar::Target.on_or_after(date(2025, 4, 18)), date(2025, 4, 22));
}

#[test]
fn no_days_leave_the_date_and_the_end_of_time_is_not_passed() {
    let saturday = date(2026, 7, 4);
    assert_eq!(Calendar::Weekends.shift(saturday, 0), saturday);
    for calendar in ALL {
        assert_eq!(calendar.shift(Date::MAX, 5), Date::MAX);
        assert_eq!(calendar.shift(date(9999, 12, 30), u32::MAX), Date::MAX);
    }
}

#[test]
fn countries_have_a_usual_calendar() {
    assert_eq!(Calendar::for_country("US"), Calendar::UnitedStates);
    assert_eq!(Calendar::for_country("DE"), Calendar::Target);
    assert_eq!(Calendar::for_country("GB"), Calendar::UnitedKingdom);
    assert_eq!(Calendar::for_country("CH"), Calendar::Weekends);
    assert_eq!(Calendar::for_country(""), Calendar::Weekends);
}

#[test]
fn stored_by_name() {
    assert_eq!(serde_json::to_string(&Calendar::UnitedStates).unwrap(), "\"UNITED_STATES\"");
    assert_eq!(serde_json::from_str::<Calendar>("\"TARGET\"").unwrap(), Calendar::Target);
}

fn any_date() -> impl Strategy<Value = Date> {
    (0..40_000_i32).prop_map(|days| date(2002, 1, 1) + days.days())
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    prop::sample::select(&ALL[..])
}

proptest! {
    #[test]
    fn shift_lands_on_business_days_and_counts_back(calendar in any_calendar(), start in any_date(), n in 1..80_u32) {
        let end = calendar.shift(start, n);
        prop_assert!(calendar.is_business_day(end));
        prop_assert_eq!(calendar.business_days_between(start, end), n);
        prop_assert_eq!(calendar.business_days_between(end, start), 0);
    }

    #[test]
    fn shift_is_monotone_and_adds_up(calendar in any_calendar(), start in any_date(), n in 0..40_u32, m in 0..40_u32) {
        prop_assert!(calendar.shift(start, n) <= calendar.shift(start.tomorrow().unwrap(), n));
        prop_assert!(calendar.shift(start, n) < calendar.shift(start, n + 1));
        prop_assert_eq!(calendar.shift(calendar.shift(start, n), m), calendar.shift(start, n + m));
    }

    #[test]
    fn on_or_after_is_the_nearest_business_day(calendar in any_calendar(), start in any_date()) {
        let day = calendar.on_or_after(start);
        prop_assert!(calendar.is_business_day(day) && day >= start);
        prop_assert_eq!(calendar.on_or_after(day), day);
        // No calendar here closes for more than six days in a row.
        prop_assert!(calendar.business_days_between(start, day) <= 1);
        prop_assert!((day - start).get_days() <= 6);
    }

    #[test]
    fn weekends_never_move_money(calendar in any_calendar(), start in any_date()) {
        if is_weekend(start) {
            prop_assert!(!calendar.is_business_day(start));
            prop_assert_eq!(calendar.holiday(start), None);
        }
        prop_assert!(!calendar.is_business_day(start) || Calendar::Weekends.is_business_day(start));
    }
}
