//! Purchase guards (LC-06): each asks one question of an offered invoice and keeps its answer.
//!
//! All guards are asked, also after one has refused, so that a client learns everything at once.
//! A line is bought when every guard passes. It waits when all that is missing has still to happen: a notice to arrive, or
//! a federal agency to acknowledge (G5), the debtor to confirm (G6), proof to be given (G17). It waits for a person when the worst objection is one a
//! person can judge (FR-01b, FR-22); else it is refused.

mod told;

use crate::agreement::{Agreement, LimitBasis};
use crate::credit::{ClientPosition, limit_use};
use crate::fraud::Duplicate;
use crate::invoice::verification::Check;
use crate::invoice::{InvoiceState, Offer};
use crate::money::{Money, Rounding};
use crate::named::named;
use crate::notice::{NoticePolicy, Standing};
use crate::packet::{Packet, Registration};
use crate::party::{Client, Debtor, Pair};
use crate::wording::{all_of, days, long_date};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

named! {
    /// The guards of LC-06.
    Guard {
        /// Client active.
        G1 = "G1", "client is active";
        /// Agreement in force.
        G2 = "G2", "agreement is in force";
        /// Disclosures signed where required.
        G3 = "G3", "cost disclosures are signed";
        /// Debtor approved and within its limits.
        G4 = "G4", "debtor is approved and within its limits";
        /// Notice delivered.
        G5 = "G5", "notice of assignment is delivered";
        /// Verification satisfied.
        G6 = "G6", "verification is satisfied";
        /// No open fraud flag.
        G7 = "G7", "no fraud flag is open";
        /// Documents present.
        G8 = "G8", "documents are present";
        /// Complete (LC-04).
        G9 = "G9", "invoice is complete";
        /// Facility headroom.
        G10 = "G10", "facility has room";
        /// Not a duplicate, not previously assigned.
        G11 = "G11", "not offered before";
        /// Fresh and not past due.
        G12 = "G12", "fresh and not past due";
        /// Remit-to is the factor.
        G13 = "G13", "remit-to is the factor";
        /// Financing statement filed.
        G14 = "G14", "financing statement is filed";
        /// Second approver above an amount.
        G15 = "G15", "second approval is given";
        /// Delivered.
        G16 = "G16", "delivered, not pre-billed";
        /// No open request for proof.
        G17 = "G17", "no proof request is open";
    }
}

/// The guards that every purchase answers today, in the order they are shown.
pub const ASKED: [Guard; 12] = [
    Guard::G1,
    Guard::G2,
    Guard::G4,
    Guard::G5,
    Guard::G6,
    Guard::G9,
    Guard::G10,
    Guard::G11,
    Guard::G12,
    Guard::G13,
    Guard::G16,
    Guard::G17,
];

/// The guards that are not asked yet, because the book does not keep what they need to know.
pub const NOT_YET_ASKED: [(Guard, &str); 5] = [
    (Guard::G3, "cost disclosures are not kept yet"),
    (Guard::G7, "fraud flags other than duplicates are not raised yet"),
    (Guard::G8, "documents are not kept yet"),
    (Guard::G14, "financing statements are not kept yet"),
    (Guard::G15, "there is one user until accounts exist"),
];

named! {
    /// A guard's answer.
    Verdict {
        /// Nothing stands in the way.
        Pass = "PASS", "passed";
        /// Something has to happen first: a notice to arrive, a debtor to confirm.
        Wait = "WAIT", "waits";
        /// A person must decide.
        Review = "REVIEW", "a person decides";
        /// The invoice cannot be bought.
        Refuse = "REFUSE", "refused";
    }
}

/// One guard's answer with what it knew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which guard.
    #[serde(rename = "g")]
    pub guard: Guard,
    /// Its answer.
    #[serde(rename = "v")]
    pub verdict: Verdict,
    /// The facts it judged.
    #[serde(rename = "f")]
    pub facts: String,
    /// What would make it pass; only where it did not.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

impl Finding {
    fn pass(guard: Guard, facts: String) -> Self {
        Self { guard, verdict: Verdict::Pass, facts, remedy: None }
    }

    fn wait(guard: Guard, facts: String, remedy: impl Into<String>) -> Self {
        Self { guard, verdict: Verdict::Wait, facts, remedy: Some(remedy.into()) }
    }

    fn refuse(guard: Guard, facts: String, remedy: impl Into<String>) -> Self {
        Self { guard, verdict: Verdict::Refuse, facts, remedy: Some(remedy.into()) }
    }
}

/// All that the guards are told about one offered invoice.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The factor's registered name: who the payee has to be (G13).
    pub factor: &'a str,
    /// Who sells.
    pub client: &'a Client,
    /// The version in force on the day of purchase.
    pub agreement: Option<&'a Agreement>,
    /// Who owes; none when nobody on file fits what the schedule says.
    pub debtor: Option<&'a Debtor>,
    /// What the schedule says of the debtor, for the answer when it is unknown.
    pub debtor_stated: &'a str,
    /// The relation of both, where one is on file.
    pub pair: Option<&'a Pair>,
    /// What the debtor owes on purchased invoices of all clients.
    pub debtor_open: Money,
    /// What it owes on purchased invoices of this client.
    pub pair_open: Money,
    /// The client's balances.
    pub position: &'a ClientPosition,
    /// The invoice.
    pub offer: &'a Offer,
    /// What the duplicate check found (FR-01, FR-01b).
    pub duplicate: Option<Duplicate>,
    /// A named person has looked at FR-01b and found two different invoices.
    pub duplicate_cleared: bool,
    /// Where the notice of this pair stands; none while none was ever begun (G5, G17).
    pub notice: Option<&'a Standing>,
    /// How sure a notice has to be (LC-45).
    pub notice_policy: &'a NoticePolicy,
    /// GL-60: the Assignment of Claims packets of this pair; asked where a federal agency owes (G5).
    pub packets: &'a [Packet],
    /// GL-60: the factor's registration in SAM.
    pub registration: &'a Registration,
    /// What is known of its verification (G6).
    pub verification: &'a Check,
    /// The day it was submitted, in the factor's zone: its age is judged on that day.
    pub submitted: Date,
    /// Today, in the factor's zone: the day it would be bought.
    pub today: Date,
}

/// Asks every guard of [`ASKED`].
#[must_use]
pub fn ask(question: &Question<'_>) -> Vec<Finding> {
    vec![
        client_active(question),
        agreement_in_force(question),
        debtor_within_limits(question),
        told::notice_delivered(question),
        told::verified(question),
        complete(question),
        facility_has_room(question),
        not_offered_before(question),
        fresh(question),
        told::payee_is_factor(question),
        delivered(question),
        told::no_proof_open(question),
    ]
}

/// What all findings together mean for the line.
#[must_use]
pub fn verdict(findings: &[Finding]) -> Verdict {
    findings.iter().map(|finding| finding.verdict).max().unwrap_or(Verdict::Refuse)
}

/// What a line becomes that is not bought, or not yet (LC-05, LC-06).
///
/// A line that only waits is [`InvoiceState::Verifying`] while its confirmation is missing, else
/// [`InvoiceState::Verified`]: all that is missing then is its notice.
#[must_use]
pub fn state(findings: &[Finding]) -> InvoiceState {
    let waits_for = |guard| findings.iter().any(|one| one.guard == guard && one.verdict == Verdict::Wait);
    match verdict(findings) {
        Verdict::Review => InvoiceState::InReview,
        Verdict::Wait if waits_for(Guard::G6) => InvoiceState::Verifying,
        Verdict::Wait => InvoiceState::Verified,
        Verdict::Pass | Verdict::Refuse => InvoiceState::Rejected,
    }
}

/// G1
fn client_active(q: &Question<'_>) -> Finding {
    let facts = format!("{} is {}", q.client.code, q.client.status.word().to_lowercase());
    if q.client.status.may_sell() {
        Finding::pass(Guard::G1, facts)
    } else {
        Finding::refuse(Guard::G1, facts, "Make the client active, then ask again.")
    }
}

/// G2
fn agreement_in_force(q: &Question<'_>) -> Finding {
    match q.agreement {
        Some(agreement) => Finding::pass(
            Guard::G2,
            format!("version {} since {}", agreement.version, long_date(agreement.effective_from)),
        ),
        None => Finding::refuse(
            Guard::G2,
            format!("no agreement with {} is in force on {}", q.client.code, long_date(q.today)),
            "Have both sides sign an agreement and put it in force, then ask again.",
        ),
    }
}

/// G4
fn debtor_within_limits(q: &Question<'_>) -> Finding {
    let Some(debtor) = q.debtor else {
        return Finding::refuse(
            Guard::G4,
            format!("no debtor on file fits \u{201c}{}\u{201d}", q.debtor_stated),
            "Add the debtor, or this name or number to the debtor it belongs to, then ask again.",
        );
    };
    // Each objection with what would lift it; all of them at once.
    let mut facts = Vec::new();
    let mut steps = Vec::new();
    let mut raises = Vec::new();
    if !debtor.status.may_owe() {
        facts.push(format!("{} is {}", debtor.code, debtor.status.word().to_lowercase()));
        steps.push("approve the debtor".to_owned());
    }
    if q.pair.is_none() {
        facts.push(format!("{} is not linked to {} as its customer", debtor.code, q.client.code));
        steps.push("link the debtor to the client".to_owned());
    }
    let limits =
        [("debtor", Some(debtor.limit), q.debtor_open), ("pair", q.pair.and_then(|pair| pair.limit), q.pair_open)];
    for (whose, limit, open) in limits {
        let Some(limit) = limit else { continue };
        let Ok(used) = limit_use(limit, open, q.offer.amount) else {
            facts.push(format!(
                "the {whose} limit is in {}, the invoice in {}",
                limit.currency, q.offer.amount.currency
            ));
            steps.push(format!("set the {whose} limit in the invoice's currency"));
            continue;
        };
        facts.push(format!(
            "{whose} limit: open {} + this {} = {} of {}",
            used.open.figures(),
            q.offer.amount.figures(),
            used.with_new.figures(),
            limit.figures()
        ));
        if !used.fits() {
            let over = Money::new(used.with_new.minor.saturating_sub(limit.minor), limit.currency);
            raises.push(format!("the {whose} limit by {over}"));
        }
    }
    if !raises.is_empty() {
        steps.push(format!("raise {}, or wait for payments", all_of(&raises)));
    }
    let facts = facts.join("; ");
    if steps.is_empty() {
        return Finding::pass(Guard::G4, facts);
    }
    let steps = all_of(&steps);
    let (first, rest) = steps.split_at(1);
    Finding::refuse(Guard::G4, facts, format!("{}{rest}, then ask again.", first.to_uppercase()))
}

/// G9: LC-04, as far as the book can judge it.
fn complete(q: &Question<'_>) -> Finding {
    let offer = q.offer;
    let mut missing = Vec::new();
    if offer.number.trim().is_empty() {
        missing.push("it has no number".to_owned());
    }
    if offer.amount.minor <= 0 {
        missing.push(format!("its amount is {}", offer.amount));
    }
    if offer.due <= offer.issued {
        missing.push(format!(
            "it is due on {}, not after its issue on {}",
            long_date(offer.due),
            long_date(offer.issued)
        ));
    }
    let terms_days = days_between(offer.issued, offer.due);
    if let Some(agreement) = q.agreement {
        if offer.amount.currency != agreement.terms.currency {
            missing.push(format!("it is in {}, the agreement in {}", offer.amount.currency, agreement.terms.currency));
        }
        if terms_days > i64::from(agreement.terms.max_terms_days) {
            let allowed = agreement.terms.max_terms_days;
            missing.push(format!("its terms are {}, the agreement allows {allowed}", days(terms_days)));
        }
    }
    if q.pair.is_some_and(|pair| pair.order_required)
        && offer.order.as_deref().is_none_or(|order| order.trim().is_empty())
    {
        missing.push("this debtor requires an order number and none is given".to_owned());
    }
    if missing.is_empty() {
        Finding::pass(Guard::G9, format!("number, dates and amount are there; terms {}", days(terms_days)))
    } else {
        Finding::refuse(
            Guard::G9,
            missing.join("; "),
            "Correct the invoice, with the debtor where it has to agree, and offer it again.",
        )
    }
}

/// G10
fn facility_has_room(q: &Question<'_>) -> Finding {
    let Some(agreement) = q.agreement else {
        return Finding::refuse(
            Guard::G10,
            "there is no facility".to_owned(),
            "Put an agreement in force, then ask again.",
        );
    };
    let terms = &agreement.terms;
    let limit = terms.limit();
    if q.offer.amount.currency != terms.currency {
        return Finding::refuse(
            Guard::G10,
            format!("the facility is in {}", terms.currency),
            "Offer invoices in the facility's currency.",
        );
    }
    let (used, adds, what) = match terms.facility_limit.basis {
        LimitBasis::Nfe => {
            let code = q.debtor.map_or("", |debtor| debtor.code.as_str());
            let advance =
                q.offer.amount.times(terms.advance_for(code), Rounding::Down).map_or(q.offer.amount.minor, |a| a.minor);
            (q.position.net_funds_employed().minor, advance, "funds employed")
        }
        LimitBasis::Ledger => (q.position.ledger, q.offer.amount.minor, "ledger"),
    };
    let figures = |minor| Money::new(minor, terms.currency).figures();
    let with_new = used.saturating_add(adds);
    let facts = format!("{what} {} + {} = {} of {}", figures(used), figures(adds), figures(with_new), limit.figures());
    if with_new <= limit.minor {
        Finding::pass(Guard::G10, facts)
    } else {
        let over = Money::new(with_new.saturating_sub(limit.minor), terms.currency);
        Finding::refuse(
            Guard::G10,
            facts,
            format!("Wait for {over} of collections, or agree a higher limit, then ask again."),
        )
    }
}

/// G11: FR-01 refuses, FR-01b asks a person.
fn not_offered_before(q: &Question<'_>) -> Finding {
    match q.duplicate {
        None => Finding::pass(Guard::G11, "no invoice of this number is known for this debtor".to_owned()),
        Some(Duplicate::Exact { first }) => Finding::refuse(
            Guard::G11,
            format!("the same number and amount were offered before (FR-01), as invoice {first}"),
            "Nothing is to be done where it is the same invoice. Where the number was mistyped, correct it and offer it again.",
        ),
        Some(Duplicate::SameNumber { first, amount }) if q.duplicate_cleared => Finding::pass(
            Guard::G11,
            format!(
                "the same number is known at {amount} (FR-01b, invoice {first}); a person found two different invoices"
            ),
        ),
        Some(Duplicate::SameNumber { first, amount }) => Finding {
            guard: Guard::G11,
            verdict: Verdict::Review,
            facts: format!("the same number is known at {amount} (FR-01b), as invoice {first}"),
            remedy: Some(
                "Compare both papers: buy it if they are two invoices, refuse it if one replaces the other.".to_owned(),
            ),
        },
    }
}

/// G12: its age on the day of submission, so that an invoice does not grow too old while it waits; past due on the day of
/// purchase, because what is past due is not bought.
fn fresh(q: &Question<'_>) -> Finding {
    let age = days_between(q.offer.issued, q.submitted);
    let oldest = q.agreement.map_or(30, |agreement| agreement.terms.max_age_days);
    let how_old = match age {
        0 => "today".to_owned(),
        1.. => format!("{} ago", days(age)),
        _ if q.offer.issued <= q.today => format!("{} after it was submitted", days(-age)),
        _ => format!("in {}", days(-age)),
    };
    let facts = format!(
        "issued {} ({how_old}), due {}; oldest allowed {}",
        long_date(q.offer.issued),
        long_date(q.offer.due),
        days(i64::from(oldest))
    );
    if q.offer.issued > q.today {
        Finding::refuse(Guard::G12, facts, "The issue date lies ahead. Offer the invoice once it is issued.")
    } else if age > i64::from(oldest) {
        Finding::refuse(Guard::G12, facts, "Offer invoices sooner after their issue; this one stays with the client.")
    } else if q.offer.due < q.today {
        Finding::refuse(Guard::G12, facts, "It is past due already; this one stays with the client.")
    } else {
        Finding::pass(Guard::G12, facts)
    }
}

/// G16: a line that is asked again after the delivery passes.
fn delivered(q: &Question<'_>) -> Finding {
    match q.offer.delivered {
        None => Finding::pass(Guard::G16, "no delivery date is stated; the invoice date counts".to_owned()),
        Some(date) if date <= q.today => Finding::pass(Guard::G16, format!("delivered on {}", long_date(date))),
        Some(date) => Finding::refuse(
            Guard::G16,
            format!(
                "delivery is stated for {}, after the day of submission, {}",
                long_date(date),
                long_date(q.submitted)
            ),
            "Offer the invoice once the goods or services are delivered.",
        ),
    }
}

/// Calendar days from one date to another; negative when the second is earlier.
fn days_between(from: Date, to: Date) -> i64 {
    i64::from(from.until(to).map_or(0, |span| span.get_days()))
}
