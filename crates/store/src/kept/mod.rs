//! What the book keeps, one file per noun: reading from a snapshot or a unit, writing inside a unit.
//!
//! These files know tables and columns, no engine and no rule. Whatever is asked is asked of one
//! factor: its id is the first parameter of every statement.

pub mod advice;
pub mod agreement;
pub mod answer;
pub mod cash;
pub mod contact;
pub mod contact_decision;
pub mod contact_facts;
pub mod credit_note;
pub mod document;
pub mod erasure;
pub mod event;
pub mod factor;
pub mod guest_link;
pub mod history;
pub mod idempotency;
pub mod invoice;
pub mod job;
pub mod journal;
pub mod mail_read;
pub mod mapping;
pub mod message;
pub mod mood;
pub mod notice;
pub mod packet;
pub mod paper;
pub mod party;
pub mod payment;
pub mod policy;
pub mod print_batch;
pub mod relation_case;
pub mod remit_change;
pub mod schedule;
pub mod statement;
pub mod timeline;
pub mod verification;
pub mod view;
pub mod wording;

use crate::engine::Fault;
use domain::money::{Currency, Money};
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A date column.
pub(crate) fn date(text: &str) -> Result<Date, Fault> {
    text.parse().map_err(|error| Fault::unreadable("date", error))
}

/// A currency column.
pub(crate) fn currency(text: &str) -> Result<Currency, Fault> {
    Currency::parse(text).map_err(|error| Fault::unreadable("currency", error))
}

/// An amount in two columns.
pub(crate) fn money(minor: i64, code: &str) -> Result<Money, Fault> {
    Ok(Money::new(minor, currency(code)?))
}

/// A column that holds JSON.
pub(crate) fn json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| Fault::unreadable(what, error))
}

/// JSON for a column.
pub(crate) fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("what the book keeps has only text keys and plain values, which JSON can write")
}

/// A column that holds the stored name of an enum.
pub(crate) fn named<T>(what: &'static str, code: &str, from: fn(&str) -> Option<T>) -> Result<T, Fault> {
    from(code).ok_or_else(|| Fault::unreadable(what, format!("{code} is not known")))
}
