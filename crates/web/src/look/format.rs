//! Amounts, shares and dates as a person reads them.
//!
//! Deliberately absent: rounding of amounts (a figure is shown to the minor unit or not at all, except on the axes of
//! charts, where [`short_amount`] says so by its unit letter), the machine's clock, and locales other than English.

use domain::money::{Money, Rate};
use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};
use std::borrow::Cow;

/// The en dash that stands for "nothing" in a column of figures.
pub const NOTHING: &str = "\u{2013}";
/// The minus sign that is as wide as a digit.
pub const MINUS: char = '\u{2212}';

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Figures of a cell in a column whose head names the currency: `1,234.50`, `−1,234.50`, `–` for zero.
#[must_use]
pub fn figures(amount: Money) -> String {
    if amount.is_zero() { NOTHING.to_owned() } else { amount.figures() }
}

/// An amount in running text, with its currency and a space that does not break: `1,234.50 USD`.
#[must_use]
pub fn amount(amount: Money) -> String {
    format!("{}\u{a0}{}", amount.figures(), amount.currency)
}

/// Class name for a figure: `negative`, `zero`, or nothing.
#[must_use]
pub const fn sign_class(amount: Money) -> &'static str {
    if amount.minor < 0 {
        "negative"
    } else if amount.minor == 0 {
        "zero"
    } else {
        ""
    }
}

/// An amount for an axis, in whole major units with a unit letter: `250k`, `1.5m`, `2bn`, `0`.
///
/// Cut (not rounded) to one decimal, and only where charts have no room: never beside a figure that must be exact.
#[must_use]
pub fn short_amount(amount: Money) -> String {
    let major = amount.minor.unsigned_abs() / 10_u64.pow(amount.currency.decimals());
    let sign = if amount.minor < 0 && major > 0 { "\u{2212}" } else { "" };
    let (unit, letter) = match major {
        0..1_000 => return format!("{sign}{major}"),
        1_000..1_000_000 => (1_000, "k"),
        1_000_000..1_000_000_000 => (1_000_000, "m"),
        _ => (1_000_000_000, "bn"),
    };
    let (whole, tenth) = (major / unit, major % unit * 10 / unit);
    let whole = grouped(i64::try_from(whole).unwrap_or(i64::MAX));
    if tenth == 0 { format!("{sign}{whole}{letter}") } else { format!("{sign}{whole}.{tenth}{letter}") }
}

/// A count grouped by thousands: `12,345`, with a real minus sign for negatives.
#[must_use]
pub fn grouped(count: i64) -> String {
    let digits = count.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 3);
    if count < 0 {
        out.push(MINUS);
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A rate in percent, exact, with a space that does not break: `1.5 %`.
#[must_use]
pub fn percent(rate: Rate) -> String {
    rate.to_string().replace(' ', "\u{a0}")
}

/// `part` of `whole` in percent with one decimal, half up: `72.5 %`. An en dash where there is no whole.
#[must_use]
pub fn share(part: Money, whole: Money) -> String {
    if whole.minor == 0 {
        return NOTHING.to_owned();
    }
    let ratio = Decimal::from(part.minor) * Decimal::ONE_HUNDRED / Decimal::from(whole.minor);
    let shown = ratio.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero).normalize();
    format!("{}\u{a0}%", shown.to_string().replace('-', "\u{2212}"))
}

/// A date written out: `4 March 2026`.
#[must_use]
pub fn day(date: Date) -> String {
    format!("{} {} {}", date.day(), month(date), date.year())
}

/// A date in a dense table: `4 Mar`. Where the year is not plain from the page, use [`short_day_year`].
#[must_use]
pub fn short_day(date: Date) -> String {
    format!("{} {}", date.day(), &month(date)[..3])
}

/// A date in a dense table that spans years: `4 Mar 2026`.
#[must_use]
pub fn short_day_year(date: Date) -> String {
    format!("{} {}", short_day(date), date.year())
}

/// The month's name: `March`.
#[must_use]
pub fn month(date: Date) -> &'static str {
    MONTHS[usize::from(date.month().unsigned_abs()) - 1]
}

/// Calendar days from `today` to `date`; negative when it is past.
#[must_use]
pub fn days_from(today: Date, date: Date) -> i32 {
    // Two civil dates always have a span of whole days between them.
    (date - today).get_days()
}

/// How far away a date is: `today`, `tomorrow`, `in 3 days`, `yesterday`, `2 days ago`.
#[must_use]
pub fn relative(today: Date, date: Date) -> String {
    match days_from(today, date) {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        days if days > 0 => format!("in {} days", grouped(days.into())),
        days => format!("{} days ago", grouped(i64::from(days.unsigned_abs()))),
    }
}

/// A count with its noun: `1 invoice`, `1,204 invoices`. `plural` is the whole plural form.
#[must_use]
pub fn counted(count: i64, singular: &str, plural: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { singular } else { plural })
}

/// Text made safe inside XML text and double-quoted attributes. Control characters that XML 1.0 forbids are dropped.
#[must_use]
pub fn escape_xml(text: &str) -> Cow<'_, str> {
    let forbidden =
        |c: char| (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    if !text.contains(|c: char| matches!(c, '&' | '<' | '>' | '"' | '\'') || forbidden(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if forbidden(c) => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::money::Currency;
    use jiff::civil::date;

    const fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    #[test]
    fn zero_is_an_en_dash_and_negative_has_a_real_minus() {
        assert_eq!(figures(usd(0)), "\u{2013}");
        assert_eq!(figures(usd(-123_450)), "\u{2212}1,234.50");
        assert_eq!(amount(usd(0)), "0.00\u{a0}USD");
        assert_eq!((sign_class(usd(-1)), sign_class(usd(0)), sign_class(usd(1))), ("negative", "zero", ""));
    }

    #[test]
    fn axis_amounts_name_their_unit() {
        assert_eq!(short_amount(usd(0)), "0");
        assert_eq!(short_amount(usd(-99)), "0");
        assert_eq!(short_amount(usd(99_999)), "999");
        assert_eq!(short_amount(usd(25_000_000)), "250k");
        assert_eq!(short_amount(usd(-150_000_000)), "\u{2212}1.5m");
        assert_eq!(short_amount(usd(i64::MAX)), "92,233,720.3bn");
        assert_eq!(short_amount(Money::new(1_500, Currency::parse("JPY").unwrap())), "1.5k");
    }

    #[test]
    fn shares_round_half_up_and_have_no_whole_at_zero() {
        assert_eq!(share(usd(725), usd(1000)), "72.5\u{a0}%");
        assert_eq!(share(usd(1), usd(0)), "\u{2013}");
        assert_eq!(share(usd(1), usd(3)), "33.3\u{a0}%");
        assert_eq!(share(usd(i64::MAX), usd(i64::MAX)), "100\u{a0}%");
        assert_eq!(percent(Rate::new(Decimal::new(15, 3)).unwrap()), "1.5\u{a0}%");
    }

    #[test]
    fn dates_are_written_out() {
        assert_eq!(day(date(2026, 3, 4)), "4 March 2026");
        assert_eq!(short_day(date(2026, 9, 30)), "30 Sep");
        assert_eq!(short_day_year(date(2026, 12, 1)), "1 Dec 2026");
    }

    #[test]
    fn relative_days_cross_months_and_leap_days() {
        let today = date(2028, 2, 28);
        assert_eq!(relative(today, today), "today");
        assert_eq!(relative(today, date(2028, 2, 29)), "tomorrow");
        assert_eq!(relative(today, date(2028, 3, 2)), "in 3 days");
        assert_eq!(relative(today, date(2028, 2, 27)), "yesterday");
        assert_eq!(relative(today, date(2025, 2, 28)), "1,095 days ago");
    }

    #[test]
    fn counts_take_their_noun() {
        assert_eq!(counted(1, "invoice", "invoices"), "1 invoice");
        assert_eq!(counted(1204, "invoice", "invoices"), "1,204 invoices");
        assert_eq!(grouped(i64::MIN), "\u{2212}9,223,372,036,854,775,808");
    }

    #[test]
    fn text_cannot_leave_its_xml_place() {
        assert_eq!(escape_xml("Plain & <b> \"x\" 'y'"), "Plain &amp; &lt;b&gt; &quot;x&quot; &#39;y&#39;");
        assert_eq!(escape_xml("a\u{0}b\u{8}c"), "abc");
        assert!(matches!(escape_xml("Müller Söhne"), Cow::Borrowed(_)));
    }
}
