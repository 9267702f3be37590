//! The health of a relationship: what a debtor's people say by one click, and what their answers and payments show.
//!
//! Contract: every figure carries its derivation. A figure over few cases says that it is one ([`Figure::is_thin`]), and the
//! verdict draws no conclusion from it: three invoices are no trend.

use crate::named::named;
use crate::proof::Proof;
use rust_decimal::{Decimal, RoundingStrategy, dec};
use serde::{Deserialize, Serialize};

named! {
    /// How a debtor's person feels about being served this way.
    Mood {
        /// All is well.
        Good = "GOOD", "Good";
        /// It is all right.
        Fine = "FINE", "Fine";
        /// It is not.
        NotGood = "NOT_GOOD", "Not good";
    }
}

impl Mood {
    /// 2, 1 or 0: what an average is made of.
    #[must_use]
    pub const fn points(self) -> i64 {
        match self {
            Self::Good => 2,
            Self::Fine => 1,
            Self::NotGood => 0,
        }
    }
}

/// How many days back is looked.
pub const HEALTH_DAYS: i32 = 365;
/// How many days count as lately, for moods and messages.
pub const LATELY_DAYS: i32 = 90;
/// Fewer cases than this make no share and no average to rely on.
pub const ENOUGH: usize = 5;
/// Fewer invoices than this make no rate per hundred.
pub const ENOUGH_INVOICES: usize = 20;
/// A change of days to pay below this is none.
pub const SAME_DAYS: i64 = 3;

/// What is known of a pair.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HealthFacts {
    /// Questions that were asked: hours until the answer, none where none came.
    pub questions: Vec<Option<i64>>,
    /// Promises that were kept.
    pub kept: usize,
    /// Promises that were broken.
    pub broken: usize,
    /// Disputes that were raised.
    pub disputes: usize,
    /// Invoices that were bought.
    pub invoices: usize,
    /// Moods of the last [`LATELY_DAYS`] days, newest first.
    pub moods: Vec<Mood>,
    /// Moods of as many days before those.
    pub moods_before: Vec<Mood>,
    /// Messages to the debtor in the last [`LATELY_DAYS`] days.
    pub messages: usize,
    /// Closed invoices: days from issue to payment, and amount in minor units.
    pub paid: Vec<(i64, i64)>,
    /// Days this customer took before factoring, as the client states them.
    pub days_before: Option<u16>,
}

/// One figure of a relationship.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The figure, to one decimal; none where there is nothing to count.
    pub value: Option<Decimal>,
    /// It stands on too few cases to rely on.
    pub is_thin: bool,
    /// How it came to be.
    pub proof: Proof,
}

/// The health of a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// Share of questions that were answered, in percent.
    pub answered: Figure,
    /// Hours until an answer came, on average.
    pub hours_to_answer: Figure,
    /// Share of promises that were kept, in percent.
    pub promises_kept: Figure,
    /// Disputes per hundred invoices.
    pub disputes: Figure,
    /// Mood: 2 good, 1 fine, 0 not good, on average.
    pub mood: Figure,
    /// Change of that average against the time before.
    pub mood_trend: Figure,
    /// Messages per 30 days.
    pub messages: Figure,
    /// Days from issue to payment now, weighted by amount.
    pub days_to_pay: Figure,
    /// Change against the days before factoring.
    pub days_change: Figure,
    /// What that comes to, in plain words.
    pub verdict: String,
}

fn rounded(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero).normalize()
}

fn count(number: usize) -> Decimal {
    Decimal::from(number)
}

/// `part / whole x times`, to one decimal.
fn share(rule: &str, part: usize, whole: usize, times: i64, least: usize, names: (&str, &str)) -> Figure {
    let value = (whole > 0).then(|| rounded(count(part) * Decimal::from(times) / count(whole)));
    let shown = value.map_or_else(|| "nothing to count".to_owned(), |value| value.to_string());
    let proof =
        Proof::new(rule, format!("{part} / {whole} \u{d7} {times} = {shown}")).with(names.0, part).with(names.1, whole);
    Figure { value, is_thin: whole < least, proof }
}

fn mean(values: &[i64]) -> Option<Decimal> {
    let sum: i64 = values.iter().sum();
    (!values.is_empty()).then(|| Decimal::from(sum) / count(values.len()))
}

fn average(rule: &str, values: &[i64], what: &str) -> Figure {
    let value = mean(values).map(rounded);
    let sum: i64 = values.iter().sum();
    let shown = value.map_or_else(|| "nothing to count".to_owned(), |value| value.to_string());
    let proof = Proof::new(rule, format!("{sum} / {} = {shown}", values.len())).with(what, values.len());
    Figure { value, is_thin: values.len() < ENOUGH, proof }
}

/// The rule that stands behind all figures here: features 1.8 (CO12), mission: a relationship can be maintained, and shown.
const RULE: &str = "CO-10";

/// The health of a pair. Figures look back [`HEALTH_DAYS`] days, mood and messages [`LATELY_DAYS`].
#[must_use]
pub fn health(facts: &HealthFacts) -> Health {
    let hours: Vec<i64> = facts.questions.iter().flatten().copied().collect();
    let points = |moods: &[Mood]| moods.iter().map(|mood| mood.points()).collect::<Vec<i64>>();
    let mood = average(RULE, &points(&facts.moods), "moods lately");
    let before = average(RULE, &points(&facts.moods_before), "moods before");
    let trend =
        mean(&points(&facts.moods)).zip(mean(&points(&facts.moods_before))).map(|(now, then)| rounded(now - then));
    let mood_trend = Figure {
        value: trend,
        is_thin: mood.is_thin || before.is_thin,
        proof: Proof::new(RULE, format!("{} \u{2212} {}", said(mood.value), said(before.value)))
            .with("moods lately", facts.moods.len())
            .with("moods before", facts.moods_before.len()),
    };
    let messages = Figure {
        value: Some(rounded(count(facts.messages) * dec!(30) / Decimal::from(LATELY_DAYS))),
        is_thin: false,
        proof: Proof::new("CO-05", format!("{} \u{d7} 30 / {LATELY_DAYS}", facts.messages))
            .with("messages", facts.messages),
    };
    let days_to_pay = days_to_pay(&facts.paid);
    let change = days_to_pay.value.zip(facts.days_before).map(|(now, then)| rounded(now - Decimal::from(then)));
    let stated = facts.days_before.map_or_else(|| "not stated".to_owned(), |days| days.to_string());
    let days_change = Figure {
        value: change,
        is_thin: days_to_pay.is_thin,
        proof: Proof::new("CR-01", format!("{} \u{2212} {stated} = {}", said(days_to_pay.value), said(change)))
            .with("days before, as the client states", stated),
    };
    let mut found = Health {
        answered: share(RULE, hours.len(), facts.questions.len(), 100, ENOUGH, ("answered", "questions")),
        hours_to_answer: average(RULE, &hours, "answers"),
        promises_kept: share(RULE, facts.kept, facts.kept + facts.broken, 100, ENOUGH, ("kept", "promises")),
        disputes: share("GL-18", facts.disputes, facts.invoices, 100, ENOUGH_INVOICES, ("disputes", "invoices")),
        mood,
        mood_trend,
        messages,
        days_to_pay,
        days_change,
        verdict: String::new(),
    };
    found.verdict = verdict(facts, &found);
    found
}

fn said(value: Option<Decimal>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| value.normalize().to_string())
}

/// Days from issue to payment, weighted by amount, so that a large invoice that is late is not hidden by small ones.
fn days_to_pay(paid: &[(i64, i64)]) -> Figure {
    let weight: Decimal = paid.iter().map(|(_, amount)| Decimal::from(*amount)).sum();
    let sum: Decimal = paid.iter().map(|(days, amount)| Decimal::from(*days) * Decimal::from(*amount)).sum();
    let value = (!weight.is_zero()).then(|| rounded(sum / weight));
    let formula = format!("SUM(days \u{d7} amount) / SUM(amount) over {} = {}", paid.len(), said(value));
    let proof = Proof::new("CR-01", formula).with("paid invoices", paid.len());
    Figure { value, is_thin: paid.len() < ENOUGH, proof }
}

/// The verdict: what worries, else what is well, else that it is too early to tell. Thin figures decide nothing.
fn verdict(facts: &HealthFacts, found: &Health) -> String {
    let solid = |figure: &Figure| figure.value.filter(|_| !figure.is_thin);
    let mut worries = Vec::new();
    if facts.moods.first() == Some(&Mood::NotGood) {
        worries.push("the last person who said how it feels said: not good".to_owned());
    }
    if let Some(kept) = solid(&found.promises_kept).filter(|kept| *kept < dec!(80)) {
        worries.push(format!("only {kept} % of the promises to pay were kept"));
    }
    if let Some(rate) = solid(&found.disputes).filter(|rate| *rate > dec!(5)) {
        worries.push(format!("{rate} of 100 invoices were disputed"));
    }
    if let Some(change) = solid(&found.days_change).filter(|change| *change >= Decimal::from(SAME_DAYS)) {
        worries.push(format!("payment takes {change} days longer than before"));
    }
    if solid(&found.mood_trend).is_some_and(|trend| trend <= dec!(-0.5)) {
        worries.push("people are less content than three months ago".to_owned());
    }
    let mut well = Vec::new();
    if let Some(change) = solid(&found.days_change) {
        if change <= Decimal::from(-SAME_DAYS) {
            well.push(format!("payment comes {} days sooner than before", change.abs()));
        } else if change < Decimal::from(SAME_DAYS) {
            well.push("payment takes as long as before".to_owned());
        }
    }
    if let Some(kept) = solid(&found.promises_kept).filter(|kept| *kept >= dec!(80)) {
        well.push(format!("{kept} % of the promises to pay were kept"));
    }
    if solid(&found.mood).is_some_and(|mood| mood >= dec!(1.5)) {
        well.push("people say that they are well served".to_owned());
    }
    if solid(&found.disputes).is_some_and(|rate| rate <= dec!(5)) {
        well.push("few invoices are disputed".to_owned());
    }
    if !worries.is_empty() {
        return format!("Worth a word: {}.", crate::wording::all_of(&worries));
    }
    if !well.is_empty() {
        return format!("Nothing here worries: {}.", crate::wording::all_of(&well));
    }
    match facts.paid.len() {
        0 => "Nothing has been paid yet: it is too early to tell.".to_owned(),
        1 => "One invoice has been paid so far: too few to tell.".to_owned(),
        paid if paid < ENOUGH => format!("{paid} invoices have been paid so far: too few to tell."),
        _ => "The invoices are paid; there is too little else to tell more.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_cases_are_told_and_decide_nothing() {
        let facts = HealthFacts {
            paid: vec![(90, 100)],
            broken: 2,
            disputes: 1,
            invoices: 3,
            days_before: Some(30),
            ..HealthFacts::default()
        };
        let found = health(&facts);
        assert_eq!(found.promises_kept.value, Some(dec!(0.0)));
        assert!(found.promises_kept.is_thin && found.disputes.is_thin && found.days_change.is_thin);
        assert_eq!(found.verdict, "One invoice has been paid so far: too few to tell.");
        assert_eq!(health(&HealthFacts::default()).verdict, "Nothing has been paid yet: it is too early to tell.");
    }

    #[test]
    fn days_to_pay_are_weighted_by_amount() {
        let facts = HealthFacts {
            paid: vec![(20, 100), (20, 100), (20, 100), (20, 100), (60, 1_600)],
            days_before: Some(50),
            ..HealthFacts::default()
        };
        let found = health(&facts);
        // (4 x 20 x 100 + 60 x 1,600) / 2,000
        assert_eq!(found.days_to_pay.value, Some(dec!(52.0)));
        assert_eq!(found.days_change.value, Some(dec!(2.0)));
        assert_eq!(found.verdict, "Nothing here worries: payment takes as long as before.");
    }

    #[test]
    fn what_worries_comes_first() {
        let facts = HealthFacts {
            questions: vec![Some(4), Some(20), None, Some(6), None],
            kept: 3,
            broken: 2,
            disputes: 2,
            invoices: 25,
            moods: vec![Mood::NotGood, Mood::Good],
            messages: 6,
            paid: vec![(40, 1); 6],
            days_before: Some(30),
            ..HealthFacts::default()
        };
        let found = health(&facts);
        assert_eq!(found.answered.value, Some(dec!(60.0)));
        assert_eq!(found.hours_to_answer.value, Some(dec!(10.0)));
        assert_eq!(found.messages.value, Some(dec!(2.0)));
        assert_eq!(
            found.verdict,
            "Worth a word: the last person who said how it feels said: not good, only 60 % of the promises to pay were kept, \
             8 of 100 invoices were disputed and payment takes 10 days longer than before."
        );
    }
}
