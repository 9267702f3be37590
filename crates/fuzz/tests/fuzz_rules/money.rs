//! The arithmetic of money against whole numbers of 128 bits.

use crate::{Numbers, numbers};
use domain::money::{Currency, Money, MoneyError, Rate, Rounding};
use rust_decimal::Decimal;

const CURRENCIES: [&str; 4] = ["USD", "JPY", "KWD", "EUR"];

fn currency(numbers: &mut Numbers) -> Currency {
    Currency::parse(numbers.one_of(&CURRENCIES)).expect("a code in circulation")
}

#[test]
fn sums_of_money() {
    fuzz::run("money_sums", numbers(5), |input| {
        let mut given = Numbers::of(input);
        let currency = currency(&mut given);
        let [a, b, c] =
            [given.next(), given.next(), given.next()].map(|minor| Money::new(minor.max(-i64::MAX), currency));
        // The least number has no counterpart and counts as too large.
        // The least number has no counterpart and counts as too large.
        let fits = |sum: i128| {
            let minor = i64::try_from(sum).ok().filter(|minor| *minor != i64::MIN);
            minor.map(|minor| Money::new(minor, currency)).ok_or(MoneyError::TooLarge)
        };
        let wide = |money: Money| i128::from(money.minor);
        assert_eq!(a.plus(b), fits(wide(a) + wide(b)));
        assert_eq!(a.plus(b), b.plus(a));
        assert_eq!(a.minus(b), fits(wide(a) - wide(b)));
        if let (Ok(left), Ok(right)) = (a.plus(b), b.plus(c)) {
            assert_eq!(left.plus(c), a.plus(right), "adding is associative");
            assert_eq!(left.minus(b), Ok(a), "what is added can be taken off");
        }
        assert_eq!(Money::from_decimal(a.decimal(), currency), Ok(a));
        let figures = a.figures().replace(',', "").replace('\u{2212}', "-");
        assert_eq!(figures.parse::<Decimal>().ok(), Some(a.decimal()), "{}", a.figures());
        assert_eq!(serde_json::from_str::<Money>(&serde_json::to_string(&a).expect("json")).ok(), Some(a));
        assert_eq!(wide(a.negated()), -wide(a));
        let other = Money::new(given.next(), Currency::GBP);
        assert!(matches!(a.plus(other), Err(MoneyError::Currencies { .. })));
    });
}

/// FE-06: one rounding, exact before it. The exact product has up to 160 bits, so rates of up to 18 decimals here.
#[test]
fn fe_06_shares_of_money() {
    fuzz::run("money_shares", numbers(5), |input| {
        let mut given = Numbers::of(input);
        let currency = currency(&mut given);
        let amount = Money::new(given.next().max(-i64::MAX), currency);
        let scale = given.small(19);
        let one = 10_i64.pow(scale);
        let units = given.next().unsigned_abs() % (u64::try_from(one).expect("positive") + 1);
        let rate = Rate::new(Decimal::from_i128_with_scale(i128::from(units), scale)).expect("up to 1");
        let (exact, one) = (i128::from(amount.minor) * i128::from(units), i128::from(one));
        for rounding in [Rounding::HalfUp, Rounding::HalfEven, Rounding::Down] {
            let share = amount.times(rate, rounding).expect("a share of an amount fits where the amount does");
            let (down, rest) = (exact / one, (exact % one).abs());
            let away = match rounding {
                Rounding::Down => false,
                Rounding::HalfUp => rest * 2 >= one,
                Rounding::HalfEven => rest * 2 > one || (rest * 2 == one && down % 2 != 0),
            };
            let expected = if away { down + exact.signum() } else { down };
            assert_eq!(i128::from(share.minor), expected, "{} of {amount}, {rounding:?}", rate.fraction());
        }
    });
}
