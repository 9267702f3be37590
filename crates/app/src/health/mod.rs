//! How a relationship fares: one click of a debtor's person, and the figures of a pair (features CO12, CO13).
//!
//! Contract: a mood is told to all three sides without blame. One that is not good becomes a complaint only where the
//! person wants that. Figures are read in sets and derived in the domain; nothing here decides anything.

use crate::dispute::{self, Opened};
use crate::timeline::{Told, tell};
use crate::{Error, Task};
use domain::contact::{
    AnswerKind, AnswerState, HEALTH_DAYS, Happening, Health, HealthFacts, LATELY_DAYS, Mood, Purpose, Seen, health,
};
use domain::dispute::{CaseKind, NewCase, Side, Speaker, WORDS};
use domain::event::EventKind;
use domain::id::{ClientId, DebtorId};
use domain::money::{Currency, Money};
use domain::timeline::{Sentence, Who};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::book::Reads;
use store::kept;
use store::kept::view::relationship;

/// Most answers and moods of a pair that are looked at.
const LOOKED_AT: i64 = 10_000;
/// Most verifications of a debtor that are looked at for their answers.
const VERIFIED: i64 = 1_000;
/// An answer within so many days belongs to the question before it.
const ANSWER_DAYS: i64 = 30;
/// Days of the longest time a customer can be said to have taken.
pub const DAYS_BEFORE: u16 = 730;
const DAY: i64 = 24 * 60 * 60 * 1_000_000;
const HOUR: i64 = 60 * 60 * 1_000_000;

/// What saying how one feels did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoodTaken {
    /// The complaint it opened, where the person wanted one.
    pub complaint: Option<Opened>,
}

#[derive(Serialize)]
struct Facts<'a> {
    debtor: DebtorId,
    client: ClientId,
    mood: Mood,
    words: &'a str,
    by: &'a Speaker,
}

/// Keeps how a debtor's person feels about being served for this client. `complain`: the words become a complaint.
///
/// # Errors
/// [`Error::NotFound`] when the pair is not there; [`Error::Refused`] when a complaint has no words, or too many;
/// [`Error::Fault`].
pub fn give_mood(
    task: &mut Task<'_, '_>,
    (client, debtor): (ClientId, DebtorId),
    mood: Mood,
    by: &Speaker,
    words: &str,
    complain: bool,
) -> Result<MoodTaken, Error> {
    kept::party::pair(task, client, debtor)?.ok_or_else(|| Error::NotFound("supplier".to_owned()))?;
    if by.side != Side::Debtor {
        let fact = "Only the customer's own people say how they feel";
        return Err(Error::refused("MOOD_SIDE", fact, "Write what you heard as words to a case."));
    }
    let words = words.trim();
    let count = words.chars().count();
    if count > WORDS {
        let fact = format!("The text has {count} characters; {WORDS} are possible");
        return Err(Error::refused("MOOD_WORDS", fact, "Shorten it."));
    }
    let at = task.unit.recorded_at();
    kept::mood::add(task, debtor, client, at, mood)?;
    let facts = Facts { debtor, client, mood, words, by };
    let event = task.record_facts(EventKind::MoodGiven, &facts, &[])?;
    let said = Sentence::Mood { mood, words: words.to_owned() };
    let told = Told { kind: Happening::Mood, who: Who::from(by), said, subject: None, seen: Seen::ALL };
    tell(task, event, 0, &[client], debtor, &told)?;
    let complaint = if complain {
        let new = NewCase {
            kind: CaseKind::Complaint,
            debtor,
            client: Some(client),
            invoice: None,
            reason: None,
            amount: None,
            words: words.to_owned(),
            by: by.clone(),
        };
        Some(dispute::open(task, new)?)
    } else {
        None
    };
    Ok(MoodTaken { complaint })
}

/// Keeps how many days this customer took before factoring, as the client states them; none takes the statement back.
///
/// # Errors
/// [`Error::NotFound`] when the pair is not there; [`Error::Refused`] above [`DAYS_BEFORE`]; [`Error::Fault`].
pub fn set_days_before(
    task: &mut Task<'_, '_>,
    (client, debtor): (ClientId, DebtorId),
    days: Option<u16>,
) -> Result<(), Error> {
    kept::party::pair(task, client, debtor)?.ok_or_else(|| Error::NotFound("customer".to_owned()))?;
    if let Some(days) = days.filter(|days| *days > DAYS_BEFORE) {
        let fact = format!("{days} days are more than {DAYS_BEFORE}");
        return Err(Error::refused("DAYS_BEFORE", fact, "Write the days from invoice to payment, on average."));
    }
    let mut relation = kept::contact::relation(task, client, debtor)?;
    if relation.days_to_pay_before == days {
        return Ok(());
    }
    relation.days_to_pay_before = days;
    kept::contact::put_relation(task, client, debtor, &relation)?;
    let facts = serde_json::json!({ "client": client, "debtor": debtor, "days_to_pay_before": days });
    task.record_facts(EventKind::RelationSaved, &facts, &[])?;
    Ok(())
}

/// The health of a pair on a day, with every derivation. `now` is the moment it is looked at, in microseconds since 1970 UTC.
///
/// # Errors
/// [`Error::Fault`].
pub fn of_pair(
    reads: &mut dyn Reads,
    client: ClientId,
    debtor: DebtorId,
    today: Date,
    now: i64,
) -> Result<Health, Error> {
    let since_day = today.saturating_sub(HEALTH_DAYS.days());
    let since = now - i64::from(HEALTH_DAYS) * DAY;
    let lately = now - i64::from(LATELY_DAYS) * DAY;
    let before = now - 2 * i64::from(LATELY_DAYS) * DAY;
    let answers = kept::answer::of_debtor(reads, debtor, Some(client), since, LOOKED_AT)?;
    let messages = relationship::messages_of_pair(reads, client, debtor, since)?;
    let moods = kept::mood::of_pair(reads, client, debtor, before, LOOKED_AT)?;
    let promised = |state: AnswerState| {
        answers.iter().filter(|answer| answer.kind() == AnswerKind::WillPay && answer.state == state).count()
    };
    // Oldest first, for looking up the first answer after a question.
    let mut given: Vec<i64> = answers.iter().map(|answer| answer.given_at).collect();
    // A verification that was answered by telephone or by papers was answered too.
    let verified = kept::verification::newest_of_debtor(reads, debtor, VERIFIED)?;
    let verified = verified.iter().filter(|one| one.client == client).flat_map(|one| &one.answers);
    given.extend(verified.map(|answer| answer.at));
    given.sort_unstable();
    let asks = |purpose: Purpose| purpose.is_about_payment() || purpose == Purpose::Verification;
    let questions = messages
        .iter()
        .filter(|(_, purpose)| asks(*purpose))
        .map(|(asked, _)| {
            let next = given.get(given.partition_point(|answered| answered < asked)).copied();
            next.filter(|answered| answered - asked <= ANSWER_DAYS * DAY).map(|answered| (answered - asked) / HOUR)
        })
        .collect();
    let cases = kept::relation_case::of_pair(reads, client, debtor, false)?;
    let disputes = cases.iter().filter(|case| case.kind == CaseKind::Dispute && case.opened_on >= since_day).count();
    let paid = relationship::paid_since(reads, client, debtor, since_day)?;
    let facts = HealthFacts {
        questions,
        kept: promised(AnswerState::Kept),
        broken: promised(AnswerState::Broken),
        disputes,
        invoices: usize::try_from(relationship::bought_since(reads, client, debtor, since_day)?).unwrap_or(0),
        moods: moods.iter().filter(|(at, _)| *at >= lately).map(|(_, mood)| *mood).collect(),
        moods_before: moods.iter().filter(|(at, _)| *at < lately).map(|(_, mood)| *mood).collect(),
        messages: messages.iter().filter(|(sent, _)| *sent >= lately).count(),
        paid: one_currency(&paid)
            .iter()
            .map(|(issued, closed, amount)| (i64::from((*closed - *issued).get_days()), amount.minor))
            .collect(),
        days_before: kept::contact::relation(reads, client, debtor)?.days_to_pay_before,
    };
    Ok(health(&facts))
}

/// Amounts of several currencies have no common weight: those of the currency that most invoices are in.
fn one_currency(paid: &[(Date, Date, Money)]) -> Vec<(Date, Date, Money)> {
    let mut counts: BTreeMap<Currency, usize> = BTreeMap::new();
    for (.., amount) in paid {
        *counts.entry(amount.currency).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count).map(|(currency, _)| currency);
    paid.iter().filter(|(.., amount)| Some(amount.currency) == most).copied().collect()
}
