//! Figures between the book and the form: as people write them, and back, with all that cannot be read.
//!
//! A policy travels as its JSON object; the domain's own check decides whether its values may be used.

use super::super::form::Reading;
use super::super::value;
use super::figures::{Figure, Kind};
use domain::money::Currency;
use jiff::civil::Time;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use std::str::FromStr;

/// The largest whole number a figure takes: far above any that makes sense, far below what a machine minds.
const LARGEST: i64 = 1_000_000_000;

/// Units of one.
const SINGULAR: [(&str, &str); 8] = [
    ("messages", "message"),
    ("calls", "call"),
    ("letters", "letter"),
    ("days", "day"),
    ("months", "month"),
    ("hours", "hour"),
    ("invoices", "invoice"),
    ("returns", "return"),
];

/// The value under a path.
pub(super) fn at<'a>(policy: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(policy, |value, name| &value[name])
}

fn put(policy: &mut Value, path: &str, value: Value) {
    let place = path.split('.').fold(policy, |value, name| &mut value[name]);
    *place = value;
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A figure as it is typed.
pub(super) fn typed(figure: &Figure, policy: &Value) -> String {
    let value = at(policy, figure.path);
    match figure.kind {
        Kind::Count | Kind::Amount | Kind::Text | Kind::One(_) => plain(value),
        Kind::Hour => plain(value).chars().take(5).collect(),
        Kind::Yes => if value == &json!(true) { "yes" } else { "" }.to_owned(),
        Kind::Lines => value.as_array().into_iter().flatten().map(plain).collect::<Vec<_>>().join("\n"),
        Kind::ByCurrency(parts) => {
            let line = |(code, value): (&String, &Value)| {
                let values: Vec<String> = match parts {
                    [] => vec![plain(value)],
                    parts => parts.iter().map(|part| plain(&value[*part])).collect(),
                };
                format!("{code} {}", values.join(" "))
            };
            value.as_object().into_iter().flatten().map(line).collect::<Vec<_>>().join("\n")
        }
    }
}

/// A figure as it is read.
pub(super) fn shown(figure: &Figure, policy: &Value) -> String {
    let typed = typed(figure, policy);
    let with_unit = |text: &str| format!("{text} {}", figure.unit).trim().to_owned();
    match figure.kind {
        Kind::Yes => if typed == "yes" { "yes" } else { "no" }.to_owned(),
        Kind::One(choices) => {
            choices.iter().find(|(code, _)| *code == typed).map_or(typed.clone(), |(_, word)| word.to_lowercase())
        }
        Kind::Lines | Kind::ByCurrency(_) | Kind::Text if typed.is_empty() => "none".to_owned(),
        Kind::Lines | Kind::ByCurrency(_) => typed.lines().collect::<Vec<_>>().join(", "),
        Kind::Text => typed,
        Kind::Count => {
            let number = typed.parse().map_or_else(|_| typed.clone(), crate::look::format::grouped);
            let words = with_unit(&number);
            if number == "1" {
                SINGULAR.iter().fold(words, |words, (many, one)| words.replace(many, one))
            } else {
                words
            }
        }
        Kind::Amount | Kind::Hour => with_unit(&typed),
    }
}

fn whole(text: &str) -> Result<i64, String> {
    let plain: String = text.chars().filter(|sign| !matches!(sign, ' ' | ',' | '\u{a0}' | '\u{202f}')).collect();
    let number = plain.parse::<i64>().ok().filter(|number| (0..=LARGEST).contains(number));
    number.ok_or_else(|| format!("\u{201c}{text}\u{201d} is no whole number. Write one from 0 on, for example 8."))
}

fn amount(text: &str) -> Result<Value, String> {
    let number = Decimal::from_str(&text.replace(',', "")).ok().filter(|number| !number.is_sign_negative());
    let number = number.filter(|number| *number <= Decimal::from(LARGEST));
    let number = number.ok_or_else(|| format!("\u{201c}{text}\u{201d} is no amount. Write it as 250 or 250.50."))?;
    Ok(json!(number))
}

fn hour(text: &str) -> Result<Value, String> {
    let read = text.split_once(':').and_then(|(hour, minute)| {
        let (hour, minute) = (hour.trim().parse().ok()?, minute.trim().parse().ok()?);
        Time::new(hour, minute, 0, 0).ok()
    });
    let time = read.ok_or_else(|| format!("\u{201c}{text}\u{201d} is no time of the day. Write it as 09:00."))?;
    Ok(json!(time))
}

fn by_currency(text: &str, parts: &[&str], amounts: bool) -> Result<Value, String> {
    let mut map = Map::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut words = line.split_whitespace();
        let currency: Currency = value::currency(words.next().unwrap_or_default())?;
        let values: Vec<&str> = words.collect();
        if values.len() != parts.len().max(1) {
            let many = parts.len().max(1);
            return Err(format!(
                "\u{201c}{line}\u{201d} has {} after its currency and needs {many}. Write each without blanks inside.",
                values.len()
            ));
        }
        let one = |text: &str| if amounts { amount(text) } else { whole(text).map(|number| json!(number)) };
        let value = match parts {
            [] => one(values[0])?,
            parts => {
                let pairs = parts.iter().zip(&values).map(|(part, text)| Ok(((*part).to_owned(), one(text)?)));
                Value::Object(pairs.collect::<Result<Map<_, _>, String>>()?)
            }
        };
        if map.insert(currency.code().to_owned(), value).is_some() {
            return Err(format!("{currency} stands twice. Keep one line of it."));
        }
    }
    Ok(Value::Object(map))
}

/// Puts what was typed into the policy; what cannot be read goes to the errors.
pub(super) fn read(figure: &Figure, reading: &mut Reading<'_>, policy: &mut Value) {
    let missing = format!("Write {} for \u{201c}{}\u{201d}.", figure.kind.example(), figure.label);
    let path = figure.path;
    let named = |read: Result<Value, String>| read.map_err(|error| figure.named(&error));
    let value = match figure.kind {
        Kind::Count => reading.need(path, &missing, |text| named(whole(text).map(|number| json!(number)))),
        Kind::Amount => reading.need(path, &missing, |text| named(amount(text))),
        Kind::Hour => reading.need(path, &missing, |text| named(hour(text))),
        Kind::Yes => Some(json!(reading.sent.ticked(path))),
        Kind::One(choices) => {
            reading.one(path, |sent| choices.iter().find(|(code, _)| *code == sent)).map(|one| json!(one.0))
        }
        Kind::Text => Some(json!(reading.sent.get(path))),
        Kind::Lines => {
            let lines = reading.sent.raw(path).lines().map(str::trim).filter(|line| !line.is_empty());
            Some(json!(lines.collect::<Vec<_>>()))
        }
        Kind::ByCurrency(parts) => {
            let amounts = path == "minimum_by_currency";
            let text = reading.sent.raw(path).to_owned();
            named(by_currency(&text, parts, amounts)).map_err(|error| reading.errors.add(path, error)).ok()
        }
    };
    if let Some(value) = value {
        put(policy, path, value);
    }
}

impl Kind {
    const fn example(self) -> &'static str {
        match self {
            Self::Amount => "an amount",
            Self::Hour => "a time",
            _ => "a whole number",
        }
    }
}
