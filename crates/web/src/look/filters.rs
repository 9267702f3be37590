//! The filters of the templates: thin doors to [`mod@super::format`].
//!
//! `amount|figures`, `amount|amount`, `amount|sign`, `rate|percent`, `date|day`, `date|short_day`,
//! `date|short_day_year`, `date|iso`, `date|relative(today)`, `count|grouped`. Values come as themselves or behind any
//! number of references, as the loops of a template happen to hold them ([`Given`]). None of them fails; the result
//! type is the one askama wants.

#![expect(missing_docs, reason = "filter_fn makes an undocumented struct and method of each documented function")]

use super::format;
use askama::{Result, Values, filter_fn};
use domain::money::{Money, Rate};
use jiff::civil::Date;

/// A value or a reference to it, however deep.
pub trait Given<T> {
    /// The value itself.
    fn given(&self) -> T;
}

macro_rules! given {
    ($($kind:ty),+) => {$(
        impl Given<$kind> for $kind {
            fn given(&self) -> $kind {
                *self
            }
        }
    )+};
}

given!(Money, Rate, Date, i64);

impl<T, G: Given<T> + ?Sized> Given<T> for &G {
    fn given(&self) -> T {
        (**self).given()
    }
}

/// `1,234.50`, an en dash for zero.
#[filter_fn]
pub fn figures<G: Given<Money>>(amount: G, _: &dyn Values) -> Result<String> {
    Ok(format::figures(amount.given()))
}

/// `1,234.50 USD`.
#[filter_fn]
pub fn amount<G: Given<Money>>(amount: G, _: &dyn Values) -> Result<String> {
    Ok(format::amount(amount.given()))
}

/// `negative`, `zero` or nothing, for a class attribute.
#[filter_fn]
pub fn sign<G: Given<Money>>(amount: G, _: &dyn Values) -> Result<&'static str> {
    Ok(format::sign_class(amount.given()))
}

/// `1.5 %`.
#[filter_fn]
pub fn percent<G: Given<Rate>>(rate: G, _: &dyn Values) -> Result<String> {
    Ok(format::percent(rate.given()))
}

/// `4 March 2026`.
#[filter_fn]
pub fn day<G: Given<Date>>(date: G, _: &dyn Values) -> Result<String> {
    Ok(format::day(date.given()))
}

/// `4 Mar`.
#[filter_fn]
pub fn short_day<G: Given<Date>>(date: G, _: &dyn Values) -> Result<String> {
    Ok(format::short_day(date.given()))
}

/// `4 Mar 2026`.
#[filter_fn]
pub fn short_day_year<G: Given<Date>>(date: G, _: &dyn Values) -> Result<String> {
    Ok(format::short_day_year(date.given()))
}

/// `2026-03-04`, for `datetime` attributes and date inputs.
#[filter_fn]
pub fn iso<G: Given<Date>>(date: G, _: &dyn Values) -> Result<String> {
    Ok(date.given().to_string())
}

/// `in 3 days`, seen from `today`.
#[filter_fn]
pub fn relative<G: Given<Date>, T: Given<Date>>(date: G, _: &dyn Values, today: T) -> Result<String> {
    Ok(format::relative(today.given(), date.given()))
}

/// `12,345`.
#[filter_fn]
pub fn grouped<G: Given<i64>>(count: G, _: &dyn Values) -> Result<String> {
    Ok(format::grouped(count.given()))
}
