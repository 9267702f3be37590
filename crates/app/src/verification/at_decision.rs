//! What a batch of lines has to know about verification (G6): read in sets, once per batch.
//!
//! Per debtor two short reads (its latest open and paid invoices), none per line, and all said ahead; no read at all where the
//! policy asks for no confirmation.

use super::{Moved, MovedInvoice};
use crate::timeline::{Told, factor, tell};
use crate::{Error, Task};
use domain::agreement::NotificationMode;
use domain::contact::{Happening, Seen};
use domain::event::EventKind;
use domain::fraud::NumberKey;
use domain::id::{DebtorId, InvoiceId, VerificationId};
use domain::invoice::InvoiceState;
use domain::invoice::verification::{
    Check, LineFacts, Need, SampleKey, Timing, Verification, VerificationPolicy, VerificationState, require,
};
use domain::money::{Currency, Money};
use domain::party::Client;
use domain::timeline::{Numbers, Sentence};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use store::book::Reads;
use store::engine::Ask;
use store::kept;
use uuid::Uuid;

/// How many of a debtor's latest open and latest paid invoices the median is taken of: so many of each.
const LOOKED_AT: i64 = 20;

/// What is known at a decision.
pub(crate) struct AtDecision {
    policy: VerificationPolicy,
    seed: String,
    client_since: Option<Date>,
    largest: Option<i64>,
    history: HashMap<DebtorId, (u32, Option<Money>)>,
    known: HashMap<InvoiceId, Verification>,
}

/// What is asked about one line.
pub(crate) struct Line<'a> {
    pub kept: Option<InvoiceId>,
    pub line_no: i64,
    pub debtor: DebtorId,
    pub debtor_code: &'a str,
    pub amount: Money,
    pub number: &'a NumberKey,
    pub submitted: Date,
    pub fraud_review: bool,
    pub notification: NotificationMode,
}

/// A verification that a decision makes necessary.
pub(crate) struct Fresh {
    pub invoice: InvoiceId,
    pub debtor: DebtorId,
    pub number: String,
    pub need: Need,
}

/// Does what was bought of a debtor before matter?
fn looks_back(policy: &VerificationPolicy) -> bool {
    policy.mode != Timing::Never && (policy.new_debtor_invoices > 0 || policy.above_median_times > 0)
}

/// What [`AtDecision::load`] is going to ask about these debtors.
pub(crate) fn asks<'a>(task: &mut Task<'_, '_>, debtors: &[Uuid], currency: &'a str) -> Result<Vec<Ask<'a>>, Error> {
    if !looks_back(&super::policy(task)?) {
        return Ok(Vec::new());
    }
    Ok(of_each(task, debtors, currency))
}

/// What is asked about each of these debtors.
fn of_each<'a>(task: &Task<'_, '_>, debtors: &[Uuid], currency: &'a str) -> Vec<Ask<'a>> {
    let of_one = |debtor: &Uuid| kept::invoice::bought_asks(task, DebtorId(*debtor), currency, LOOKED_AT);
    debtors.iter().flat_map(of_one).collect()
}

impl AtDecision {
    /// Reads what the lines of a batch need. `client_since`: the first day of the client's first agreement that was in force.
    pub(crate) fn load(
        task: &mut Task<'_, '_>,
        client_since: Option<Date>,
        largest: Option<i64>,
        debtors: &[Uuid],
        kept_lines: &[Uuid],
        currency: Currency,
    ) -> Result<Self, Error> {
        let policy = super::policy(task)?;
        let mut history = HashMap::new();
        let looks_back = looks_back(&policy);
        if looks_back && task.connection().is_far() {
            let asks = of_each(task, debtors, currency.code());
            task.connection().ask_ahead(&asks)?;
        }
        for debtor in debtors.iter().copied().map(DebtorId).filter(|_| looks_back) {
            let mut amounts = kept::invoice::bought_of_debtor(task, debtor, currency, LOOKED_AT)?;
            amounts.sort_unstable();
            // The lower of the two in the middle: a median that was invoiced.
            let median = amounts.get(amounts.len().saturating_sub(1) / 2).map(|minor| Money::new(*minor, currency));
            history.insert(debtor, (u32::try_from(amounts.len()).unwrap_or(u32::MAX), median));
        }
        let known = kept::verification::of_invoices(task, kept_lines)?.into_iter().map(|one| (one.invoice, one));
        let seed = if policy.seed.is_empty() { task.factor.id.to_string() } else { policy.seed.clone() };
        Ok(Self { policy, seed, client_since, largest, history, known: known.collect() })
    }

    /// G6 of a line, and what is to be kept of it when the line comes to wait or is bought.
    pub(crate) fn check(&self, client: &Client, line: &Line<'_>) -> (Check, Option<Need>) {
        if let Some(known) = line.kept.and_then(|id| self.known.get(&id)) {
            return (known.check(line.notification), None);
        }
        let (debtor_bought, debtor_median) = self.history.get(&line.debtor).copied().unwrap_or((u32::MAX, None));
        let need = require(
            &LineFacts {
                amount: line.amount,
                submitted: line.submitted,
                client_since: self.client_since,
                debtor_bought,
                debtor_median,
                fraud_review: line.fraud_review,
                largest: self.largest == Some(line.line_no),
                key: SampleKey {
                    seed: &self.seed,
                    client: client.code.as_str(),
                    debtor: line.debtor_code,
                    number: line.number,
                },
            },
            &self.policy,
        );
        (need.check(line.notification), Some(need))
    }

    /// A line of the batch is bought: the next one of its debtor counts it.
    pub(crate) fn bought(&mut self, debtor: DebtorId) {
        if let Some((count, _)) = self.history.get_mut(&debtor) {
            *count = count.saturating_add(1);
        }
    }
}

/// Keeps the verifications that a batch of decisions has made necessary, and tells the timelines, pair by pair.
pub(crate) fn keep(task: &mut Task<'_, '_>, client: &Client, fresh: Vec<Fresh>) -> Result<(), Error> {
    if fresh.is_empty() {
        return Ok(());
    }
    let at = task.unit.recorded_at();
    let mut kept_now = Vec::with_capacity(fresh.len());
    for one in fresh {
        let Need::Required { timing, reasons, sample } = one.need else { continue };
        let verification = Verification {
            id: VerificationId(task.new_id()),
            invoice: one.invoice,
            client: client.id,
            debtor: one.debtor,
            state: VerificationState::Required,
            timing,
            reasons,
            sample,
            required_on: task.today,
            required_at: at,
            requests: Vec::new(),
            held_back: None,
            answers: Vec::new(),
            findings: Vec::new(),
            looked: None,
            waiver: None,
        };
        kept::verification::add(task, &verification)?;
        kept_now.push((verification, one.number));
    }
    let invoices = kept_now.iter().map(|(one, number)| MovedInvoice::of(one, number)).collect();
    let facts = Moved { step: "REQUIRED", client: client.code.as_str(), invoices, reason: None };
    let event = task.record_facts(EventKind::VerificationMoved, &facts, &[])?;
    let mut pairs: BTreeMap<(DebtorId, bool), Vec<&str>> = BTreeMap::new();
    for (one, number) in &kept_now {
        pairs.entry((one.debtor, one.timing == Timing::BeforePurchase)).or_default().push(number);
    }
    for (place, ((debtor, before), numbers)) in (0..).zip(&pairs) {
        let told = Told {
            kind: Happening::Verification,
            who: factor(task),
            said: Sentence::ToConfirm { before: *before, invoices: Numbers::of(numbers) },
            subject: None,
            seen: Seen::FACTOR_AND_CLIENT,
        };
        tell(task, event, place, &[client.id], *debtor, &told)?;
    }
    Ok(())
}

/// A line is decided again: nobody is asked about what is offered no more; what is offered again is asked as before.
pub(crate) fn follow(task: &mut Task<'_, '_>, invoice: InvoiceId, state: InvoiceState) -> Result<(), Error> {
    if let Some(mut verification) = kept::verification::of_invoice(task, invoice)? {
        let offered = state.is_pledged();
        if verification.follow(offered) {
            kept::verification::set(task, &verification)?;
        }
    }
    Ok(())
}
