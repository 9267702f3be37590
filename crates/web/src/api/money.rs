//! Amounts and rates as the API speaks them: exact decimal strings, never JSON numbers.

use app::Refusal;
use domain::money::{self as exact, Currency, Rate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};

/// An amount of money in major units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Money {
    /// Decimal string with a point, no grouping, no more decimals than the currency has.
    #[schema(example = "1234.50", pattern = r"^-?[0-9]{1,16}(\.[0-9]{1,3})?$")]
    pub amount: String,
    /// ISO 4217 code.
    #[schema(example = "USD", pattern = "^[A-Z]{3}$")]
    pub currency: String,
}

impl From<exact::Money> for Money {
    fn from(money: exact::Money) -> Self {
        Self { amount: money.decimal().to_string(), currency: money.currency.code().to_owned() }
    }
}

impl Money {
    /// Minor units of a currency.
    pub(super) fn minor(minor: i64, currency: Currency) -> Self {
        exact::Money::new(minor, currency).into()
    }

    /// The exact amount, or the reason why it is none.
    pub(super) fn read(&self, place: &str, problems: &mut Vec<Refusal>) -> Option<exact::Money> {
        let at = |field: &str| format!("{place}.{field}");
        let currency = Currency::parse(&self.currency)
            .map_err(|error| problems.push(Refusal::at(&at("currency"), "CURRENCY", error, "Correct the code.")))
            .ok();
        let amount = decimal(&self.amount).or_else(|| {
            let fact = format!("\u{201c}{}\u{201d} is not an amount", shortened(&self.amount));
            problems.push(Refusal::at(
                &at("amount"),
                "AMOUNT",
                fact,
                "Write figures with a point, for example 1234.50.",
            ));
            None
        });
        let (currency, amount) = (currency?, amount?);
        exact::Money::from_decimal(amount, currency)
            .map_err(|error| problems.push(Refusal::at(&at("amount"), "AMOUNT", error, "Write the amount exactly.")))
            .ok()
    }

    /// The same in a currency that is known already.
    pub(super) fn read_in(&self, currency: Currency, place: &str, problems: &mut Vec<Refusal>) -> Option<i64> {
        let money = self.read(place, problems)?;
        if money.currency != currency {
            let fact = format!("the amount is in {}, not in {currency}", money.currency);
            problems.push(Refusal::at(
                &format!("{place}.currency"),
                "CURRENCY",
                fact,
                format!("Write it in {currency}."),
            ));
            return None;
        }
        Some(money.minor)
    }
}

/// Figures with at most one point and a sign; nothing else that decimal readers let pass.
fn decimal(text: &str) -> Option<Decimal> {
    let figures = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = figures.split_once('.').unwrap_or((figures, "0"));
    let digits = |part: &str| !part.is_empty() && part.len() <= 20 && part.bytes().all(|byte| byte.is_ascii_digit());
    if digits(whole) && digits(fraction) { Decimal::from_str_exact(text).ok() } else { None }
}

/// What a message quotes of a value.
pub(super) fn shortened(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(40).collect()
}

/// A share or price as a decimal fraction: `0.85` is 85 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct Fraction(pub Rate);

impl TryFrom<String> for Fraction {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let unreadable =
            || format!("\u{201c}{}\u{201d} is not a rate: write a fraction such as 0.85 for 85 %", shortened(&text));
        let fraction = decimal(&text).ok_or_else(unreadable)?;
        Rate::new(fraction).map(Self).map_err(|error| error.to_string())
    }
}

impl From<Fraction> for String {
    fn from(rate: Fraction) -> Self {
        rate.0.fraction().to_string()
    }
}

impl utoipa::PartialSchema for Fraction {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("Share or price as a decimal fraction from 0 to 10: 0.85 is 85 %"))
            .pattern(Some(r"^(0?[0-9](\.[0-9]{1,20})?|10(\.0{1,20})?)$"))
            .examples(["0.85"]);
        text.build().into()
    }
}

impl ToSchema for Fraction {
    fn name() -> std::borrow::Cow<'static, str> {
        "Rate".into()
    }
}

/// An ISO date, or the reason why it is none.
pub(super) fn date(text: &str, place: &str, problems: &mut Vec<Refusal>) -> Option<jiff::civil::Date> {
    let iso = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let found = jiff::civil::Date::from_str(text).ok().filter(|_| iso);
    if found.is_none() {
        let fact = format!("\u{201c}{}\u{201d} is not a date", shortened(text));
        problems.push(Refusal::at(place, "DATE", fact, "Write year, month and day: 2026-03-31."));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(amount: &str, currency: &str) -> Result<exact::Money, Vec<String>> {
        let mut problems = Vec::new();
        let money = Money { amount: amount.to_owned(), currency: currency.to_owned() }.read("amount", &mut problems);
        money.ok_or_else(|| problems.into_iter().map(|one| one.place).collect())
    }

    #[test]
    fn amounts_are_read_exactly_and_written_with_the_decimals_of_their_currency() {
        assert_eq!(read("1234.5", "USD").unwrap().minor, 123_450);
        assert_eq!(Money::from(read("1234.5", "USD").unwrap()).amount, "1234.50");
        assert_eq!(Money::from(read("-7", "JPY").unwrap()).amount, "-7");
        assert_eq!(Money::from(read("0.005", "KWD").unwrap()).amount, "0.005");
        for wrong in ["", "1,234.50", "1_000", "+5", "1e3", ".5", "5.", "1.005", "99999999999999999999", "\u{661}"] {
            assert_eq!(read(wrong, "USD"), Err(vec!["amount.amount".to_owned()]), "{wrong}");
        }
        assert_eq!(read("x", "usd"), Err(vec!["amount.currency".to_owned(), "amount.amount".to_owned()]));
    }

    #[test]
    fn rates_are_strings_from_zero_to_ten() {
        assert_eq!(String::from(Fraction::try_from("0.850".to_owned()).unwrap()), "0.85");
        for wrong in ["85 %", "-0.1", "11", "1e-1", ""] {
            assert!(Fraction::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
        assert!(serde_json::from_str::<Fraction>("0.85").is_err(), "a JSON number may have lost digits on its way");
    }
}
