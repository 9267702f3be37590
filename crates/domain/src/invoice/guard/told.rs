//! The guards that ask what the debtor knows and says: notice (G5), verification (G6), payee (G13), proof (G17).

use super::{Finding, Guard, Question, Verdict};
use crate::agreement::NotificationMode;
use crate::invoice::verification::Check;
use crate::money::Money;
use crate::notice::Evidence;
use crate::packet::{Objection, purchase_permitted};
use crate::party::{DebtorType, comparable_name};
use crate::wording::long_date;

/// Is the debtor to be told? None without an agreement: G2 has said so already.
fn notification(q: &Question<'_>) -> Option<NotificationMode> {
    q.agreement.map(|agreement| agreement.terms.notification)
}

/// G5: a notification facility buys once the debtor has received the notice, with evidence good enough for what it owes
/// this client, this invoice included (LC-45). A notice on its way is waited for. Where a federal agency owes, no notice by
/// mail binds it: its packet is asked instead, under a confidential agreement too (GL-60).
pub(super) fn notice_delivered(q: &Question<'_>) -> Finding {
    if q.debtor.is_some_and(|debtor| debtor.debtor_type == DebtorType::UsFederal) {
        return match purchase_permitted(q.packets, q.offer.contract.as_deref(), q.registration, q.today) {
            Ok(facts) => Finding::pass(Guard::G5, facts),
            Err(Objection::Waits(facts, remedy)) => Finding::wait(Guard::G5, facts, remedy),
            Err(Objection::Refused(facts, remedy)) => Finding::refuse(Guard::G5, facts, remedy),
        };
    }
    match notification(q) {
        None => return Finding::pass(Guard::G5, "there is no agreement that asks for a notice".to_owned()),
        Some(NotificationMode::NonNotification) => {
            return Finding::pass(Guard::G5, "non-notification: the debtor is not told".to_owned());
        }
        Some(NotificationMode::Notification) => {}
    }
    let Some(standing) = q.notice else {
        return Finding::wait(
            Guard::G5,
            "no notice to this debtor is begun".to_owned(),
            "The client tells its customer and ticks it; introduction and notice follow by themselves, and the invoice is asked again when the notice arrives.",
        );
    };
    // Every invoice bought so far and this one: the exposure the notice has to carry.
    let exposure = Money::new(q.pair_open.minor.saturating_add(q.offer.amount.minor), q.offer.amount.currency);
    match standing.meets(q.notice_policy, exposure) {
        Ok(()) => {
            let received = standing.received_on.map_or_else(String::new, |on| format!(" on {}", long_date(on)));
            let level = standing.evidence.map_or(0, Evidence::level);
            let how = standing.evidence.map_or("", Evidence::word);
            Finding::pass(
                Guard::G5,
                format!(
                    "notice received{received}, evidence level {level} ({how}), enough for {exposure} on this pair"
                ),
            )
        }
        Err(missing) => Finding::wait(Guard::G5, missing.fact, missing.remedy),
    }
}

/// G6: what the policy asks for, and what became of it (LC-07).
pub(super) fn verified(q: &Question<'_>) -> Finding {
    match q.verification {
        Check::Satisfied(facts) => Finding::pass(Guard::G6, facts.clone()),
        Check::Waits(facts, remedy) => Finding::wait(Guard::G6, facts.clone(), remedy.as_str()),
        Check::Review(facts, remedy) => {
            Finding { guard: Guard::G6, verdict: Verdict::Review, facts: facts.clone(), remedy: Some(remedy.clone()) }
        }
        Check::Differs(facts, remedy) => Finding::refuse(Guard::G6, facts.clone(), remedy.as_str()),
    }
}

/// G13, LC-04: in a notification facility an invoice that names a payee names the factor. One that is silent passes:
/// the notice says whom to pay, and after it the debtor is discharged only by paying the factor (GL-52). One that names
/// somebody else contradicts the notice, and is refused.
pub(super) fn payee_is_factor(q: &Question<'_>) -> Finding {
    let named = q.offer.payee.as_deref().map(str::trim).filter(|name| !name.is_empty());
    match (notification(q), named) {
        (Some(NotificationMode::Notification), Some(payee)) if comparable_name(payee) == comparable_name(q.factor) => {
            Finding::pass(Guard::G13, format!("the invoice names {payee} as payee"))
        }
        (Some(NotificationMode::Notification), Some(payee)) => Finding::refuse(
            Guard::G13,
            format!("the invoice names {payee} as payee, the notice names {}", q.factor),
            format!(
                "Have the client correct the payee to {} with its customer, and offer the invoice again.",
                q.factor
            ),
        ),
        (Some(NotificationMode::Notification), None) => {
            Finding::pass(Guard::G13, "the invoice names no payee; the notice tells the debtor whom to pay".to_owned())
        }
        (_, Some(payee)) => {
            Finding::pass(Guard::G13, format!("non-notification: the payee named, {payee}, is not compared"))
        }
        (_, None) => Finding::pass(Guard::G13, "the invoice names no payee".to_owned()),
    }
}

/// G17, GL-53: until a debtor that asked for proof of the assignment has it, it may still pay the client.
pub(super) fn no_proof_open(q: &Question<'_>) -> Finding {
    if q.notice.is_some_and(|standing| standing.proof_open) {
        Finding::wait(
            Guard::G17,
            "the debtor has asked for proof of the assignment, or doubts the notice".to_owned(),
            "Give the proof; the invoice is asked again when it is given.",
        )
    } else {
        Finding::pass(Guard::G17, "no request for proof is open".to_owned())
    }
}
