//! How dates and counts are written where a person reads them. Files and tables keep ISO dates.

use jiff::civil::Date;

/// `4 March 2026`.
pub(crate) fn long_date(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// `1 day`, `47 days`.
pub(crate) fn days(count: i64) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

/// `1 invoice`, `3 invoices`.
pub(crate) fn counted(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

/// `the debtor limit and the pair limit`: the parts of a list as one phrase.
pub(crate) fn all_of(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
