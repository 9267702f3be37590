//! Fee terms as sentences for the agreement page: what the client pays, in plain words.

use super::{ChargeAt, Clearance, FeeModel, FeeStart, FeeTerms, Instrument, PartialBasis, days_in_words};
use crate::money::{Currency, Money};

/// The price in one sentence, without a full stop: `1.5 % for the first 30 days, then 0.5 % for each
/// further 10 days begun; at least 15.00 per invoice; ...; charged when the invoice is paid`.
///
/// `currency` is the agreement's; it gives the minimum its decimals. Everything that changes the
/// price is said, save how days are counted: see [`describe_clock`].
#[must_use]
pub fn describe(terms: &FeeTerms, currency: Currency) -> String {
    let mut parts = vec![price(&terms.model)];
    if let Some(minimum) = terms.minimum_minor {
        parts.push(format!("at least {} per invoice", Money::new(minimum, currency).figures()));
    }
    if let Some(max_total) = terms.max_total {
        parts.push(format!("at most {max_total} of the invoice in all"));
    }
    if terms.model.is_time_based() {
        parts.push(format!("no day after day {} is counted", terms.stop_day));
        parts.push(match terms.on_partial {
            PartialBasis::Face => "always of the whole invoice, also when a part is paid earlier".to_owned(),
            PartialBasis::Balance => "each part paid carries the fee for its own days".to_owned(),
        });
    }
    parts.push(match terms.charge_at {
        ChargeAt::Upfront => "charged when the invoice is bought".to_owned(),
        ChargeAt::AtClose => "charged when the invoice is paid".to_owned(),
    });
    parts.join("; ")
}

/// How the days are counted, in one sentence without a full stop: from which day, to which, and what
/// each payment instrument adds.
#[must_use]
pub fn describe_clock(terms: &FeeTerms) -> String {
    let start = match terms.start {
        FeeStart::Purchase => "the day the invoice is bought",
        FeeStart::Funding => "the day the advance is paid out",
        FeeStart::InvoiceDate => "the invoice date",
    };
    let first = if terms.inclusive_days { "that day included" } else { "that day not included" };
    let mut sentence = format!("Days are counted from {start}, {first}, to the day the payment arrives");
    let added: Vec<String> = [
        (Instrument::Wire, "wire"),
        (Instrument::AchCredit, "ACH credit"),
        (Instrument::Check, "check"),
        (Instrument::Card, "card"),
    ]
    .into_iter()
    .map(|(instrument, name)| (terms.clearance.of(instrument), name))
    .filter(|(Clearance { days, .. }, _)| *days > 0)
    .map(|(clearance, name)| format!("{clearance} for a payment by {name}"))
    .collect();
    if !added.is_empty() {
        sentence += &format!(", plus {}", added.join(", "));
    }
    sentence
}

/// The model alone.
fn price(model: &FeeModel) -> String {
    match model {
        FeeModel::Flat { pct } => format!("{pct} of the invoice, whatever the days"),
        FeeModel::FullPeriod(blocks) => format!(
            "{} for the first {}, then {} for each further {} begun",
            blocks.p1,
            counted(blocks.d1),
            blocks.p2,
            counted(blocks.d2)
        ),
        FeeModel::Prorata(blocks) => format!(
            "{} for the first {} or fewer, then {} per {}, counted by the day",
            blocks.p1,
            counted(blocks.d1),
            blocks.p2,
            counted(blocks.d2)
        ),
        FeeModel::AllProrata(blocks) => format!(
            "{} for the first {}, then {} per {}, all counted by the day",
            blocks.p1,
            counted(blocks.d1),
            blocks.p2,
            counted(blocks.d2)
        ),
        FeeModel::MinThenDaily(block) => format!(
            "{} for the first {} or fewer, then 1/{} of it for each further day",
            block.p1,
            counted(block.d1),
            block.d1
        ),
        FeeModel::Table { brackets } => {
            let row = |bracket: &super::Bracket| match bracket.to {
                Some(to) if to == bracket.from => format!("{} on day {to}", bracket.pct),
                Some(to) => format!("{} for days {} to {to}", bracket.pct, bracket.from),
                None => format!("{} from day {}", bracket.pct, bracket.from),
            };
            brackets.iter().map(row).collect::<Vec<_>>().join(", ")
        }
    }
}

/// `30 days`, but `day` for one: "for each further day begun".
fn counted(days: u32) -> String {
    if days == 1 { "day".to_owned() } else { days_in_words(days) }
}
