//! How the relation fares: answers, mood, disputes and days to pay before and after factoring, each with its derivation.

use crate::look::facts::Fact;
use domain::contact::{Figure, Health};

/// What a figure reads as; `words` puts its unit round it.
fn fact(name: &str, figure: &Figure, words: impl FnOnce(String) -> String) -> Fact {
    let value = match figure.value {
        None => "nothing to count yet".to_owned(),
        Some(value) if figure.is_thin => format!("{}, of few cases only", words(value.normalize().to_string())),
        Some(value) => words(value.normalize().to_string()),
    };
    Fact::new(name, value).because(figure.proof.clone())
}

fn change(value: &str, less: &str, more: &str) -> String {
    match value.strip_prefix('-') {
        Some(days) => format!("{days} {less}"),
        None if value == "0" => "as before".to_owned(),
        None => format!("{value} {more}"),
    }
}

/// The figures, in the order in which a person asks for them.
pub(super) fn figures(health: &Health, days_before: Option<u16>) -> Vec<Fact> {
    let before =
        days_before.map_or_else(|| "not stated".to_owned(), |days| format!("{days} days, as the client states"));
    vec![
        fact("Questions answered", &health.answered, |share| format!("{share} %")),
        fact("Time until an answer", &health.hours_to_answer, |hours| format!("{hours} hours")),
        fact("Promises kept", &health.promises_kept, |share| format!("{share} %")),
        fact("Mood", &health.mood, |mood| format!("{mood} of 2")),
        fact("Mood against three months before", &health.mood_trend, |points| change(&points, "less", "more")),
        fact("Disputes", &health.disputes, |rate| format!("{rate} in 100 invoices")),
        fact("Messages", &health.messages, |messages| format!("{messages} in 30 days")),
        fact("Days to pay now", &health.days_to_pay, |days| format!("{days} days")),
        Fact::new("Days to pay before factoring", before),
        fact("Change", &health.days_change, |days| change(&days, "days sooner", "days later")),
    ]
}
