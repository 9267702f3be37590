//! Amounts and dates as people write them.

use domain::money::{Currency, Money};
use formats::mail::{is_address, is_message_id};
use formats::payment::{is_bic, is_iban, text};
use formats::schedule::amount::{parse, parse_minor, signs_fit};
use formats::schedule::date::DatePattern;
use fuzz::change::changed;
use jiff::civil::date;
use rust_decimal::Decimal;

#[test]
fn amounts_and_dates() {
    fuzz::run("amounts", changed, |input| {
        let text = String::from_utf8_lossy(input);
        for line in text.lines() {
            one(line);
        }
    });
}

fn one(line: &str) {
    for (point, group) in [('.', None), ('.', Some(',')), (',', Some('.')), (',', Some(' ')), ('.', Some('\''))] {
        assert!(signs_fit(point, group));
        let Ok(amount) = parse(line, point, group) else { continue };
        // Our own way of writing it is read as the same.
        let plain = amount.to_string().replace('.', &point.to_string());
        assert_eq!(parse(&plain, point, group), Ok(amount), "{line} as {plain}");
        let digits = |text: &str| text.chars().filter_map(|letter| letter.to_digit(10)).collect::<Vec<_>>();
        let (read, written) = (digits(&amount.to_string()), digits(line));
        let significant = |digits: Vec<u32>| digits.into_iter().skip_while(|digit| *digit == 0).collect::<Vec<_>>();
        assert_eq!(significant(read), significant(written), "every digit counts: {line}");
    }
    if let Ok(money) = parse_minor(line, Currency::USD) {
        assert_eq!(parse_minor(&money.minor.to_string(), Currency::USD), Ok(money));
    }
    if let Ok(pattern) = line.parse::<DatePattern>() {
        assert_eq!(String::from(pattern.clone()).parse().as_ref(), Ok(&pattern));
        for day in [date(2026, 1, 2), date(2000, 2, 29), date(2099, 12, 31)] {
            // Patterns without signs between one-digit parts read two ways; what is read is written alike.
            if let Ok(read) = pattern.parse(&pattern.format(day)) {
                assert_eq!(pattern.format(read), pattern.format(day));
            }
        }
    }
    for pattern in ["YYYY-MM-DD", "D.M.YYYY", "M/D/YY", "YYYYMMDD"] {
        let pattern: DatePattern = pattern.parse().expect("a pattern");
        if let Ok(day) = pattern.parse(line) {
            assert_eq!(pattern.parse(&pattern.format(day)), Ok(day));
        }
    }
    if let Ok(plain) = text::plain(line) {
        assert!(plain.chars().all(text::is_plain));
        assert_eq!(text::plain(&plain).as_deref(), Ok(plain.trim()));
    }
    if is_address(line) {
        assert!(line.is_ascii() && !line.contains(char::is_whitespace) && line.matches('@').count() == 1, "{line}");
    }
    if is_message_id(line) {
        assert!(line.bytes().all(|byte| byte.is_ascii_graphic()));
    }
    if is_iban(line) {
        // ISO 7064: one wrong digit never holds.
        let place = line.len() - 1;
        let last = line.as_bytes()[place];
        if last.is_ascii_digit() {
            let other = if last == b'9' { '0' } else { char::from(last + 1) };
            assert!(!is_iban(&format!("{}{other}", &line[..place])));
        }
    }
    assert!(!is_bic(line) || line.len() == 8 || line.len() == 11);
    if let Ok(decimal) = line.parse::<Decimal>() {
        let _ = Money::from_decimal(decimal, Currency::USD);
    }
}
