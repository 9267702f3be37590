//! Amounts, shares and dates as people type them.
//!
//! Nothing is guessed: what can be read in two ways is refused with both. Empty answers are the caller's business.

use app::timeline::capital;
use domain::money::{Currency, Money, Rate};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// Longest number that is read, in characters.
const CHARS: usize = 40;

/// An amount: `1,234.50`, `1.234,50`, `1 234,5`, `1234.5`. A lone mark followed by three digits groups thousands, unless
/// the currency has three decimals: then it is refused.
///
/// # Errors
/// A sentence for the person who typed it.
pub fn money(text: &str, currency: Currency) -> Result<Money, String> {
    let amount = decimal(text, currency.decimals()).ok_or_else(|| not_an_amount(text))?;
    Money::from_decimal(amount, currency)
        .map_err(|error| format!("{}. Write fewer decimals or digits.", capital(&error.to_string())))
}

/// An amount that must not be negative.
///
/// # Errors
/// A sentence for the person who typed it.
pub fn money_from_zero(text: &str, currency: Currency) -> Result<Money, String> {
    let amount = money(text, currency)?;
    if amount.minor < 0 { Err("The amount is below zero. Write zero or more.".to_owned()) } else { Ok(amount) }
}

/// A currency, in small or capital letters.
///
/// # Errors
/// A sentence for the person who typed it.
pub fn currency(text: &str) -> Result<Currency, String> {
    Currency::parse(&text.trim().to_ascii_uppercase()).map_err(|error| format!("{}.", capital(&error.to_string())))
}

/// A share in percent, with or without its sign: `85`, `1.5 %`, `2,25`.
///
/// # Errors
/// A sentence for the person who typed it.
pub fn percent(text: &str) -> Result<Rate, String> {
    let wrong = || format!("\u{201c}{}\u{201d} is not a share. Write it in percent, for example 1.5.", short(text));
    let figures = text.trim().trim_end_matches('%').trim();
    let figures = if figures.contains('.') { figures.to_owned() } else { figures.replace(',', ".") };
    let in_percent: Decimal = figures.parse().map_err(|_| wrong())?;
    Rate::new(in_percent / Decimal::ONE_HUNDRED).map_err(|_| wrong())
}

/// The rate as it is typed into a form: `1.5`.
#[must_use]
pub fn typed_percent(rate: Rate) -> String {
    (rate.fraction() * Decimal::ONE_HUNDRED).normalize().to_string()
}

/// A whole number from zero.
///
/// # Errors
/// A sentence for the person who typed it.
pub fn count(text: &str) -> Result<u32, String> {
    text.trim()
        .parse()
        .map_err(|_| format!("\u{201c}{}\u{201d} is not a whole number. Write one, for example 30.", short(text)))
}

/// A date: `2026-03-04`, `4.3.2026`, `4 March 2026`, `4 Mar 2026`. Slashes are refused: 3/4 is two days.
///
/// # Errors
/// A sentence for the person who typed it.
pub fn date(text: &str) -> Result<Date, String> {
    let text = text.trim();
    let read = text
        .parse()
        .ok()
        .or_else(|| ["%d.%m.%Y", "%d %B %Y", "%d %b %Y"].into_iter().find_map(|form| Date::strptime(form, text).ok()));
    read.ok_or_else(|| {
        format!("\u{201c}{}\u{201d} is not a date. Write it as 2026-03-04 or 4 March 2026.", short(text))
    })
}

fn not_an_amount(text: &str) -> String {
    format!("\u{201c}{}\u{201d} is not an amount. Write it as 1,234.50 or 1.234,50.", short(text))
}

fn short(text: &str) -> String {
    text.chars().take(CHARS).collect()
}

/// A number with its decimal mark found. `decimals` are those of the currency.
fn decimal(text: &str, decimals: u32) -> Option<Decimal> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest.trim()),
        None => (false, text),
    };
    if digits.is_empty() || digits.chars().count() > CHARS {
        return None;
    }
    let marks: Vec<(usize, char)> = digits.char_indices().filter(|(_, c)| matches!(c, '.' | ',')).collect();
    let point = match marks.as_slice() {
        [] => None,
        [(at, _)] => {
            let after = digits.len() - at - 1;
            match (after, decimals) {
                // 1,234 with three decimals may be either.
                (3, 3) => return None,
                (3, _) => None,
                _ => Some(*at),
            }
        }
        // Two kinds: the last is the decimal mark, once. One kind: it groups.
        [.., (at, last)] if marks.iter().any(|(_, mark)| mark != last) => {
            if marks.iter().filter(|(_, mark)| mark == last).count() > 1 {
                return None;
            }
            Some(*at)
        }
        _ => None,
    };
    let (whole, fraction) = point.map_or((digits, ""), |at| (&digits[..at], &digits[at + 1..]));
    let groups: Vec<&str> = whole.split(['.', ',', ' ', '\u{a0}', '\u{202f}', '\'', '\u{2019}']).collect();
    let (first, rest) = groups.split_first()?;
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(first)
        || !plain(fraction)
        || (!rest.is_empty() && first.len() > 3)
        || (first.is_empty() && fraction.is_empty())
    {
        return None;
    }
    if rest.iter().any(|group| group.len() != 3 || !plain(group)) {
        return None;
    }
    let joined = format!(
        "{}{}.{}",
        if negative { "-" } else { "" },
        groups.concat(),
        if fraction.is_empty() { "0" } else { fraction }
    );
    joined.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_both_sides_of_the_ocean_write_them() {
        let read = |text: &str| money(text, Currency::USD).map(|amount| amount.minor).ok();
        for (text, minor) in [
            ("1,234.50", 123_450),
            ("1.234,50", 123_450),
            ("1 234,5", 123_450),
            ("1234.5", 123_450),
            ("1,234", 123_400),
            ("1.234", 123_400),
            ("1.234.567", 123_456_700),
            ("12,5", 1_250),
            ("-12.50", -1_250),
            ("\u{2212}1", -100),
            ("0", 0),
            (".5", 50),
            ("1'234.50", 123_450),
        ] {
            assert_eq!(read(text), Some(minor), "{text}");
        }
        for text in ["", "x", "12,4.5o", "1.2.3", "1,23,456", "1,234.567", "1.234,50.2", "--1", "."] {
            assert_eq!(read(text), None, "{text}");
        }
        let dinar = Currency::parse("KWD").unwrap();
        assert!(money("1,234", dinar).is_err());
        assert_eq!(money("1,234.500", dinar).unwrap().minor, 1_234_500);
    }

    #[test]
    fn dates_and_shares_are_read_or_refused() {
        let fourth = jiff::civil::date(2026, 3, 4);
        for text in ["2026-03-04", "4.3.2026", "04.03.2026", "4 March 2026", "4 Mar 2026"] {
            assert_eq!(date(text).unwrap(), fourth, "{text}");
        }
        assert!(date("3/4/2026").is_err() && date("2026-02-30").is_err());
        assert_eq!(typed_percent(percent("1.5 %").unwrap()), "1.5");
        assert_eq!(typed_percent(percent("2,25").unwrap()), "2.25");
        assert!(percent("-1").is_err() && percent("x").is_err());
        assert!(count("-1").is_err());
    }
}
