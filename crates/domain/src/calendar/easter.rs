//! The date of Easter by the Gregorian computus, and the two bank holidays that hang on it.

use jiff::civil::Date;

/// Days from Easter Sunday to `date`, negative before it.
///
/// The paschal full moon is found from the year's place in the 19-year lunar cycle (`golden`) and
/// the century's two corrections, for dropped leap days and for the drift of the moon.
fn days_after_easter(date: Date) -> i32 {
    let year = i32::from(date.year());
    let golden = year.rem_euclid(19);
    let century = year.div_euclid(100);
    let leap_correction = century - century.div_euclid(4);
    let moon_correction = (8 * century + 13).div_euclid(25);
    let epact = (leap_correction - moon_correction + 19 * golden + 15).rem_euclid(30);
    // Two epacts would put the full moon a day too late for the calendar's 29-day months.
    let full_moon = epact - i32::from(epact == 29 || epact == 28 && golden > 10);
    let weekday_of_full_moon = (year + year.div_euclid(4) + full_moon + 2 - leap_correction).rem_euclid(7);
    // Counted in days after 28 March: Easter is the Sunday after the full moon.
    let easter = full_moon - weekday_of_full_moon;
    let counted = match date.month() {
        3 => i32::from(date.day()) - 28,
        _ => i32::from(date.day()) + 3,
    };
    counted - easter
}

/// Good Friday or Easter Monday, whichever `date` is.
pub(super) fn holiday(date: Date) -> Option<&'static str> {
    // Easter Sunday lies from 22 March to 25 April.
    if !matches!(date.month(), 3 | 4) {
        return None;
    }
    match days_after_easter(date) {
        -2 => Some("Good Friday"),
        1 => Some("Easter Monday"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// The extremes (1818, 1943, 2285, 2038), both exceptions (1954, 1981, 2049, 2076), and
    /// ordinary years, from published tables.
    #[test]
    fn easter_sundays() {
        let known = [
            (1818, 3, 22),
            (1943, 4, 25),
            (1954, 4, 18),
            (1981, 4, 19),
            (2000, 4, 23),
            (2008, 3, 23),
            (2011, 4, 24),
            (2016, 3, 27),
            (2019, 4, 21),
            (2020, 4, 12),
            (2021, 4, 4),
            (2022, 4, 17),
            (2023, 4, 9),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2028, 4, 16),
            (2029, 4, 1),
            (2030, 4, 21),
            (2038, 4, 25),
            (2049, 4, 18),
            (2076, 4, 19),
            (2285, 3, 22),
        ];
        for (year, month, day) in known {
            assert_eq!(days_after_easter(date(year, month, day)), 0, "{year}");
        }
    }
}
