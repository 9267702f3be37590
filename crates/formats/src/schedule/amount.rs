//! Amounts as people and programs write them: `1,234.50`, `1.234,50`, `(12.00)`, `12.00-`.
//!
//! Contract: exact decimals, never floats; the signs are given by the mapping or the locale and never
//! guessed, so that `1.234` cannot be read as a thousand by one and as one by another. Used by the
//! readers and by the forms of the web.

use crate::limits;
use domain::money::{Currency, Money, MoneyError};
use rust_decimal::Decimal;

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Nothing is written there.
    #[error("there is no amount")]
    Empty,
    /// A character that has no place in an amount.
    #[error("{0:?} has no place in an amount")]
    Letter(char),
    /// Group signs that do not stand before exactly three digits each.
    #[error("the thousands are not grouped by threes")]
    Grouping,
    /// No digits, or none beside the decimal sign.
    #[error("digits are missing")]
    Digits,
    /// More than 28 digits or [`limits::AMOUNT_CHARS`] characters.
    #[error("it has too many digits")]
    TooLong,
    /// The decimal sign and the group sign are the same, or not signs.
    #[error("the decimal sign and the group sign must be two different signs")]
    Signs,
}

/// May these two signs be used together?
#[must_use]
pub fn signs_fit(decimal_sign: char, grouping: Option<char>) -> bool {
    matches!(decimal_sign, '.' | ',')
        && grouping.is_none_or(|group| group != decimal_sign && matches!(group, '.' | ',' | ' ' | '\'' | '_'))
}

/// The exact amount that `text` writes with these signs.
///
/// A negative has a leading or trailing minus (also U+2212) or stands in parentheses. Grouping is
/// optional in the text but, where it is used, must be right; a grouping by space takes the
/// non-breaking and narrow spaces too, one by apostrophe the typographic one.
///
/// # Errors
/// [`AmountError`]; nothing is rounded, cut or guessed.
pub fn parse(text: &str, decimal_sign: char, grouping: Option<char>) -> Result<Decimal, AmountError> {
    if !signs_fit(decimal_sign, grouping) {
        return Err(AmountError::Signs);
    }
    let text = text.trim();
    if text.is_empty() {
        return Err(AmountError::Empty);
    }
    if text.len() > limits::AMOUNT_CHARS * 4 || text.chars().count() > limits::AMOUNT_CHARS {
        return Err(AmountError::TooLong);
    }
    let (negative, digits) = sign(text);
    let (whole, fraction) = match digits.split_once(decimal_sign) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    if fraction.is_some_and(str::is_empty) || (whole.is_empty() && fraction.is_none()) {
        return Err(AmountError::Digits);
    }
    let mut mantissa: i128 = 0;
    let mut since_group: Option<usize> = None;
    let mut leading = 0;
    for letter in whole.chars() {
        if let Some(digit) = letter.to_digit(10) {
            mantissa = push(mantissa, digit)?;
            match &mut since_group {
                Some(count) => *count += 1,
                None => leading += 1,
            }
        } else if grouping.is_some_and(|group| is_group(letter, group)) {
            if since_group.map_or(!(1..=3).contains(&leading), |count| count != 3) {
                return Err(AmountError::Grouping);
            }
            since_group = Some(0);
        } else {
            return Err(AmountError::Letter(letter));
        }
    }
    if since_group.is_some_and(|count| count != 3) {
        return Err(AmountError::Grouping);
    }
    let mut scale = 0;
    for letter in fraction.unwrap_or("").chars() {
        let digit = letter.to_digit(10).ok_or(AmountError::Letter(letter))?;
        mantissa = push(mantissa, digit)?;
        scale += 1;
    }
    let mantissa = if negative { -mantissa } else { mantissa };
    Decimal::try_from_i128_with_scale(mantissa, scale).map_err(|_| AmountError::TooLong)
}

/// Splits off the sign: whether it is negative, and the rest.
fn sign(text: &str) -> (bool, &str) {
    const MINUS: [char; 2] = ['-', '\u{2212}'];
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return (true, inner.trim());
    }
    if let Some(rest) = text.strip_prefix(MINUS).or_else(|| text.strip_suffix(MINUS)) {
        return (true, rest.trim());
    }
    (false, text.strip_prefix('+').map_or(text, str::trim))
}

fn is_group(letter: char, group: char) -> bool {
    letter == group
        || (group == ' ' && matches!(letter, '\u{a0}' | '\u{202f}' | '\u{2009}'))
        || (group == '\'' && letter == '\u{2019}')
}

fn push(mantissa: i128, digit: u32) -> Result<i128, AmountError> {
    const MOST: i128 = 10_i128.pow(28);
    let next = mantissa * 10 + i128::from(digit);
    if next >= MOST { Err(AmountError::TooLong) } else { Ok(next) }
}

/// An amount of minor units, as some exports write cents: `1234` is 12.34 USD.
///
/// # Errors
/// [`AmountError`] when it is not a whole number, or too large.
pub fn parse_minor(text: &str, currency: Currency) -> Result<Money, AmountError> {
    let whole = parse(text, '.', None)?;
    if text.contains('.') {
        return Err(AmountError::Letter('.'));
    }
    // The least number has no counterpart with the other sign.
    let minor = i64::try_from(whole.mantissa()).ok().filter(|minor| *minor != i64::MIN).ok_or(AmountError::TooLong)?;
    Ok(Money::new(minor, currency))
}

/// What the standard library and XML Schema call a decimal: point, no grouping.
///
/// # Errors
/// [`AmountError`].
pub(crate) fn parse_plain(text: &str) -> Result<Decimal, AmountError> {
    if let Some(odd) = text.chars().find(|letter| !matches!(letter, '0'..='9' | '.' | '+' | '-')) {
        return Err(AmountError::Letter(odd));
    }
    if text.ends_with('-') {
        return Err(AmountError::Letter('-'));
    }
    parse(text, '.', None)
}

/// What a [`MoneyError`] says of an amount that stood in a file.
pub(crate) fn money_fault(error: &MoneyError) -> (&'static str, String, &'static str) {
    let code = if matches!(error, MoneyError::Decimals { .. }) { "AMOUNT_DECIMALS" } else { "AMOUNT_TOO_LARGE" };
    let mut fact = error.to_string();
    if let Some(first) = fact.get(..1) {
        let upper = first.to_uppercase();
        fact.replace_range(..1, &upper);
    }
    fact.push('.');
    (code, fact, "Correct the amount; nothing is rounded here.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rust_decimal::dec;

    #[test]
    fn both_ways_of_writing_an_amount_are_read() {
        assert_eq!(parse("1,234.50", '.', Some(',')), Ok(dec!(1234.50)));
        assert_eq!(parse("1.234,50", ',', Some('.')), Ok(dec!(1234.50)));
        assert_eq!(parse("1234.5", '.', Some(',')), Ok(dec!(1234.5)));
        assert_eq!(parse("1 234 567,89", ',', Some(' ')), Ok(dec!(1234567.89)));
        assert_eq!(parse("1\u{a0}234,5", ',', Some(' ')), Ok(dec!(1234.5)));
        assert_eq!(parse("1\u{2019}234.5", '.', Some('\'')), Ok(dec!(1234.5)));
        assert_eq!(parse(".50", '.', None), Ok(dec!(0.50)));
    }

    #[test]
    fn negatives_are_read_as_accountants_write_them() {
        for text in ["-12.00", "\u{2212}12.00", "12.00-", "(12.00)", "( 12.00 )", "- 12.00"] {
            assert_eq!(parse(text, '.', None), Ok(dec!(-12.00)), "{text}");
        }
        assert_eq!(parse("+12.00", '.', None), Ok(dec!(12.00)));
    }

    #[test]
    fn what_is_not_an_amount_is_refused() {
        assert_eq!(parse("", '.', None), Err(AmountError::Empty));
        assert_eq!(parse("12..34", '.', None), Err(AmountError::Letter('.')));
        assert_eq!(parse("1,234", '.', None), Err(AmountError::Letter(',')));
        assert_eq!(parse("1.234,50", '.', Some(',')), Err(AmountError::Letter(',')));
        assert_eq!(parse("12,34.00", '.', Some(',')), Err(AmountError::Grouping));
        assert_eq!(parse("1,2345", '.', Some(',')), Err(AmountError::Grouping));
        assert_eq!(parse(",123", '.', Some(',')), Err(AmountError::Grouping));
        assert_eq!(parse("1,,234", '.', Some(',')), Err(AmountError::Grouping));
        assert_eq!(parse("12.", '.', None), Err(AmountError::Digits));
        assert_eq!(parse("-", '.', None), Err(AmountError::Digits));
        assert_eq!(parse(".", '.', None), Err(AmountError::Digits));
        assert_eq!(parse("$12", '.', None), Err(AmountError::Letter('$')));
        assert_eq!(parse("1e3", '.', None), Err(AmountError::Letter('e')));
        assert_eq!(parse("\u{0661}", '.', None), Err(AmountError::Letter('\u{0661}')));
        assert_eq!(parse(&"9".repeat(40), '.', None), Err(AmountError::TooLong));
        assert_eq!(parse(&"9".repeat(4000), '.', None), Err(AmountError::TooLong));
        assert_eq!(parse("1", '.', Some('.')), Err(AmountError::Signs));
        assert_eq!(parse("--1", '.', None), Err(AmountError::Letter('-')));
    }

    #[test]
    fn cents_are_whole() {
        assert_eq!(parse_minor("1234", Currency::USD), Ok(Money::new(1234, Currency::USD)));
        assert_eq!(parse_minor("12.34", Currency::USD), Err(AmountError::Letter('.')));
    }

    proptest! {
        #[test]
        fn amounts_round_trip(minor in any::<i64>()) {
            let money = Money::new(minor, Currency::EUR);
            prop_assert_eq!(parse(&money.figures(), '.', Some(',')), Ok(money.decimal()));
            prop_assert_eq!(parse_plain(&money.decimal().to_string()), Ok(money.decimal()));
            let german = money.figures().replace(',', "_").replace('.', ",").replace('_', ".");
            prop_assert_eq!(parse(&german, ',', Some('.')), Ok(money.decimal()));
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            for (decimal, group) in [('.', None), (',', Some('.')), ('.', Some('\''))] {
                let _ = parse(&text, decimal, group);
            }
        }
    }
}
