//! The decision on a batch of lines, inside one unit: guards, purchase, rows, payment.
//!
//! A line that waits already and is asked again is written only where its state or its objections have changed.
//!
//! Order: load in sets; ask every guard of every line with running totals, so that a line sees what the lines
//! before it have used of limits and facility; spread the transfer fee over what is bought (FE-07); buy.
//! The first batch of a schedule in which anything is bought bears the schedule's one transfer fee (FE-26).

use super::OfferedInvoice;
use super::answer::Decided;
use super::debtors::{self, Known};
use crate::verification::at_decision::{self, AtDecision, Fresh};
use crate::{Error, Task};
use domain::agreement::{Agreement, in_force};
use domain::event::EventKind;
use domain::fraud::{Duplicate, find_duplicate};
use domain::id::{ClientId, DebtorId, InvoiceId, PaymentId};
use domain::invoice::guard::{self, Finding, Guard, Question, Verdict};
use domain::invoice::verification::{Check, Need};
use domain::invoice::{InvoiceState, Purchase, PurchaseError, PurchaseRequest, TransferMethod, purchase};
use domain::money::{Money, allocate};
use domain::notice::{NoticePolicy, Standing};
use domain::packet::{Packet, Registration};
use domain::party::{Client, Debtor, DebtorType, Pair};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::HashMap;
use store::book::Expected;
use store::engine::Ask;
use store::kept;
use store::kept::invoice::Invoice;
use store::kept::payment::{Payment, PaymentKind, PaymentState};
use store::kept::schedule::Schedule;
use uuid::Uuid;

/// A line to be decided: a new one, or one that is kept already and decided again.
pub(super) struct Line {
    pub offered: OfferedInvoice,
    /// The invoice, when it is kept already.
    pub kept: Option<InvoiceId>,
    /// FR-01b: a person has found that it is another invoice than the known one.
    pub cleared: bool,
    /// What it waits for already, where it does: its state and what objected.
    pub waits: Option<(InvoiceState, Vec<Finding>)>,
}

/// What the event of a decision says. The findings live here, under the chain of hashes.
#[derive(Serialize)]
struct Facts<'a> {
    invoice: InvoiceId,
    schedule: i64,
    line: i64,
    client: &'a str,
    debtor: Option<&'a str>,
    number: &'a str,
    issued: Date,
    due: Date,
    amount: i64,
    currency: &'a str,
    advance: i64,
    advance_rate: Option<String>,
    cash: i64,
    transfer_fee: i64,
    agreement_version: Option<u32>,
    findings: &'a [Finding],
}

/// Everything about the parties of a batch.
struct Sides<'a> {
    client: &'a Client,
    agreement: Option<Agreement>,
    client_since: Option<Date>,
    debtors: HashMap<DebtorId, Debtor>,
    pairs: HashMap<DebtorId, Pair>,
    notices: HashMap<DebtorId, Standing>,
    notice_policy: NoticePolicy,
    /// GL-60: by debtor; of federal agencies alone.
    packets: HashMap<DebtorId, Vec<Packet>>,
    registration: Registration,
}

/// What the guards said of a line, and the verification it needs.
struct Asked {
    findings: Vec<Finding>,
    need: Option<Need>,
}

/// Decides the lines; writes invoices, journals, events, verifications and the advance payment. `largest` is the line of
/// the whole schedule with the largest amount (LC-07).
pub(super) fn decide(
    task: &mut Task<'_, '_>,
    client: &Client,
    schedule: &mut Schedule,
    lines: Vec<Line>,
    largest: Option<i64>,
) -> Result<Vec<Decided>, Error> {
    let offered: Vec<OfferedInvoice> = lines.iter().map(|line| line.offered.clone()).collect();
    let looked = Looked::at(task, client, &offered)?;
    looked.expect(task, &offered, Vec::new())?;
    decide_looked(task, &looked, schedule, lines, largest)
}

/// The same, after a look at the parties of the lines.
pub(super) fn decide_looked(
    task: &mut Task<'_, '_>,
    Looked { meant, sides }: &Looked<'_>,
    schedule: &mut Schedule,
    lines: Vec<Line>,
    largest: Option<i64>,
) -> Result<Vec<Decided>, Error> {
    let asked = ask_all(task, sides, schedule, &lines, meant, largest)?;
    let shares = transfer_shares(sides, schedule, &lines, &asked)?;
    let mut decided = Vec::with_capacity(lines.len());
    let mut cash = 0;
    let mut fresh = Vec::new();
    for (((line, debtor), asked), share) in lines.into_iter().zip(meant.iter().copied()).zip(asked).zip(shares) {
        let Asked { mut findings, need } = asked;
        let one = write(task, sides, schedule, line, debtor, &mut findings, share)?;
        // LC-05: what comes to wait for a confirmation is to be confirmed; LC-07: so is what is bought under the mode after purchase.
        if let (Some(need @ Need::Required { .. }), Some(debtor), InvoiceState::Verifying | InvoiceState::Purchased) =
            (need, debtor, one.state)
        {
            fresh.push(Fresh { invoice: one.invoice, debtor, number: one.number.clone(), need });
        }
        cash += one.cash.minor;
        decided.push(one);
    }
    at_decision::keep(task, sides.client, fresh)?;
    if cash > 0 {
        pay(task, sides.client, schedule, cash)?;
    }
    Ok(decided)
}

/// What a look at the parties of lines has told.
pub(super) struct Looked<'a> {
    /// The debtor that each line means.
    meant: Vec<Option<DebtorId>>,
    sides: Sides<'a>,
}

impl<'a> Looked<'a> {
    pub(super) fn at(task: &mut Task<'_, '_>, client: &'a Client, offered: &[OfferedInvoice]) -> Result<Self, Error> {
        let known = Known::load(task, client.id, offered)?;
        let meant: Vec<Option<DebtorId>> = offered.iter().map(|line| known.find(&line.reference)).collect();
        let sides = sides(task, client, &meant)?;
        Ok(Self { meant, sides })
    }

    /// Says what the decision is going to ask of what other purchases change, and what else is `also` going to be asked.
    pub(super) fn expect<'b>(
        &self,
        task: &mut Task<'_, '_>,
        offered: &'b [OfferedInvoice],
        also: Vec<Ask<'b>>,
    ) -> Result<(), Error> {
        let Some(first) = offered.first() else { return Ok(()) };
        let currency = first.offer.amount.currency;
        let keys: Vec<String> = offered.iter().map(|line| line.key.as_str().to_owned()).collect();
        let debtors = self.sides.debtors();
        let mut asks = also;
        asks.extend(at_decision::asks(task, &debtors, currency.code())?);
        asks.push(kept::invoice::pledged_ask(task, self.sides.client.id, &keys));
        let numbers = &["schedule", "payment"];
        let client = self.sides.client.id;
        Ok(task.unit.expect(Expected { client, currency, debtors: &debtors, numbers, also: asks })?)
    }
}

impl Sides<'_> {
    /// The debtors, in one order.
    fn debtors(&self) -> Vec<Uuid> {
        let mut debtors: Vec<Uuid> = self.debtors.keys().map(|id| id.0).collect();
        debtors.sort_unstable();
        debtors
    }
}

fn sides<'a>(task: &mut Task<'_, '_>, client: &'a Client, meant: &[Option<DebtorId>]) -> Result<Sides<'a>, Error> {
    let versions = kept::agreement::versions_in_force(task.unit, client.id)?;
    let agreement = in_force(&versions, task.today).cloned();
    let client_since = versions.iter().map(|version| version.effective_from).min();
    let mut ids: Vec<Uuid> = meant.iter().flatten().map(|id| id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let debtors: HashMap<DebtorId, Debtor> =
        kept::party::debtors_by_id(task, &ids)?.into_iter().map(|one| (one.id, one)).collect();
    let federal = debtors.values().filter(|one| one.debtor_type == DebtorType::UsFederal);
    let federal: Vec<Uuid> = federal.map(|one| one.id.0).collect();
    let mut packets: HashMap<DebtorId, Vec<Packet>> = HashMap::new();
    let mut registration = Registration::default();
    if !federal.is_empty() {
        registration = crate::packet::registration(task)?;
        for packet in kept::packet::of_pairs(task, client.id, &federal)? {
            packets.entry(packet.debtor).or_default().push(packet);
        }
    }
    let pairs = kept::party::pairs_with(task, client.id, &ids)?.into_iter().map(|one| (one.debtor, one)).collect();
    let notices = kept::notice::standings(task, client.id, &ids)?.into_iter().collect();
    let notice_policy = kept::policy::get(task, NoticePolicy::POLICY)?;
    Ok(Sides { client, agreement, client_since, debtors, pairs, notices, notice_policy, packets, registration })
}

/// Asks every guard of every line, in order, each seeing what the lines before it will use.
fn ask_all(
    task: &mut Task<'_, '_>,
    sides: &Sides<'_>,
    schedule: &Schedule,
    lines: &[Line],
    meant: &[Option<DebtorId>],
    largest: Option<i64>,
) -> Result<Vec<Asked>, Error> {
    let Some(first) = lines.first() else { return Ok(Vec::new()) };
    let currency = first.offered.offer.amount.currency;
    let keys: Vec<String> = lines.iter().map(|line| line.offered.key.as_str().to_owned()).collect();
    let debtors = sides.debtors();
    task.unit.load_exposures(&debtors)?;
    let mut pledged: HashMap<String, Vec<(InvoiceId, ClientId, DebtorId, Money)>> = HashMap::new();
    for (key, invoice, client, debtor, amount) in kept::invoice::pledged_under(task, sides.client.id, &keys)? {
        pledged.entry(key).or_default().push((invoice, client, debtor, amount));
    }
    let kept_lines: Vec<Uuid> = lines.iter().filter_map(|line| line.kept).map(|id| id.0).collect();
    let mut verification = AtDecision::load(task, sides.client_since, largest, &debtors, &kept_lines, currency)?;
    let factor = task.factor.name.clone();
    let mut position = task.unit.position(sides.client.id, currency)?;
    let mut open: HashMap<DebtorId, (i64, i64)> = HashMap::new();
    let mut all = Vec::with_capacity(lines.len());
    for (line, meant) in lines.iter().zip(meant) {
        let offer = &line.offered.offer;
        let debtor = meant.and_then(|id| sides.debtors.get(&id));
        let (debtor_open, pair_open) = match debtor {
            Some(debtor) => match open.get(&debtor.id) {
                Some(known) => *known,
                None => task.unit.exposure(debtor.id, sides.client.id, currency)?,
            },
            None => (0, 0),
        };
        let same_number = pledged.get(line.offered.key.as_str()).map_or(&[][..], Vec::as_slice);
        // An invoice that is decided again does not stand in its own way; nor do, for one that has waited since it was
        // offered, those that were offered after it (ids grow with time).
        let waits = line.waits.is_some();
        let others = same_number
            .iter()
            .filter(|(invoice, ..)| line.kept.is_none_or(|kept| *invoice != kept && !(waits && *invoice > kept)));
        let duplicate: Option<Duplicate> =
            debtor.and_then(|debtor| find_duplicate(sides.client.id, debtor.id, offer.amount, others));
        let stated = debtors::stated(&line.offered.reference);
        let notification = sides.agreement.as_ref().map(|agreement| agreement.terms.notification);
        let (check, need) = match (debtor, notification) {
            (Some(debtor), Some(notification)) => verification.check(
                sides.client,
                &at_decision::Line {
                    kept: line.kept,
                    line_no: line.offered.line_no,
                    debtor: debtor.id,
                    debtor_code: debtor.code.as_str(),
                    amount: offer.amount,
                    number: &line.offered.key,
                    submitted: schedule.business_date,
                    fraud_review: matches!(duplicate, Some(Duplicate::SameNumber { .. })),
                    notification,
                },
            ),
            _ => (Check::Satisfied("there is nobody to ask yet".to_owned()), None),
        };
        let findings = guard::ask(&Question {
            factor: &factor,
            client: sides.client,
            agreement: sides.agreement.as_ref(),
            debtor,
            debtor_stated: &stated,
            pair: debtor.and_then(|debtor| sides.pairs.get(&debtor.id)),
            debtor_open: Money::new(debtor_open, currency),
            pair_open: Money::new(pair_open, currency),
            position: &position,
            offer,
            duplicate,
            duplicate_cleared: line.cleared,
            notice: debtor.and_then(|debtor| sides.notices.get(&debtor.id)),
            notice_policy: &sides.notice_policy,
            packets: debtor.and_then(|debtor| sides.packets.get(&debtor.id)).map_or(&[][..], Vec::as_slice),
            registration: &sides.registration,
            verification: &check,
            submitted: schedule.business_date,
            today: task.today,
        });
        if let (Some(debtor), Some(agreement)) = (debtor, &sides.agreement) {
            let verdict = guard::verdict(&findings);
            if verdict == Verdict::Pass {
                let face = offer.amount.minor;
                let rate = agreement.terms.advance_for(debtor.code.as_str());
                let advance = offer.amount.times(rate, agreement.terms.fee.rounding)?;
                open.insert(debtor.id, (debtor_open + face, pair_open + face));
                verification.bought(debtor.id);
                position.ledger += face;
                position.held += face - advance.minor;
            }
            if verdict != Verdict::Refuse {
                let invoice = line.kept.unwrap_or(InvoiceId(Uuid::nil()));
                let entry = (invoice, sides.client.id, debtor.id, offer.amount);
                pledged.entry(line.offered.key.as_str().to_owned()).or_default().push(entry);
            }
        }
        all.push(Asked { findings, need });
    }
    Ok(all)
}

/// FE-07, FE-26: each bought line's share of the schedule's one transfer fee.
fn transfer_shares(
    sides: &Sides<'_>,
    schedule: &Schedule,
    lines: &[Line],
    asked: &[Asked],
) -> Result<Vec<Money>, Error> {
    let zero = Money::zero(schedule.line_sum.currency);
    let mut shares = vec![zero; lines.len()];
    let Some(agreement) = &sides.agreement else { return Ok(shares) };
    let fees = agreement.terms.transfer_fees;
    let fee = match schedule.transfer_method {
        TransferMethod::Wire => fees.wire,
        TransferMethod::CreditTransfer => fees.credit_transfer,
    };
    let bought: Vec<(usize, i64)> = lines
        .iter()
        .zip(asked)
        .enumerate()
        .filter(|(_, (_, asked))| guard::verdict(&asked.findings) == Verdict::Pass)
        .map(|(place, (line, _))| (place, line.offered.offer.amount.minor))
        .collect();
    if fee == 0 || !schedule.transfer_fee.is_zero() || bought.is_empty() {
        return Ok(shares);
    }
    let parts = allocate(Money::new(fee, zero.currency), &bought)
        .map_err(|error| Error::refused("TRANSFER_FEE", error, "Check the amounts of the schedule."))?;
    for ((place, _), part) in bought.iter().zip(parts) {
        shares[*place] = part;
    }
    Ok(shares)
}

/// Writes one line's decision: event with journal, invoice row.
fn write(
    task: &mut Task<'_, '_>,
    sides: &Sides<'_>,
    schedule: &mut Schedule,
    line: Line,
    debtor: Option<DebtorId>,
    findings: &mut Vec<Finding>,
    share: Money,
) -> Result<Decided, Error> {
    let Line { offered, kept: known, waits, .. } = line;
    let id = known.unwrap_or_else(|| InvoiceId(task.new_id()));
    let debtor = debtor.and_then(|id| sides.debtors.get(&id));
    let bought = match (guard::verdict(findings), debtor, &sides.agreement) {
        (Verdict::Pass, Some(debtor), Some(agreement)) => {
            buy(task, schedule, id, sides.client, debtor, agreement, &offered, share, findings)?
        }
        _ => None,
    };
    let state = if bought.is_some() { InvoiceState::Purchased } else { guard::state(findings) };
    let zero = Money::zero(offered.offer.amount.currency);
    if let Some((waited_as, objected)) = &waits
        && *waited_as == state
        && objections(objected).eq(objections(findings))
    {
        return Ok(Decided {
            line_no: offered.line_no,
            invoice: id,
            number: offered.offer.number,
            state,
            amount: offered.offer.amount,
            advance: zero,
            cash: zero,
            findings: std::mem::take(findings),
        });
    }
    let (advance, cash) = bought.as_ref().map_or((zero, zero), |purchase| (purchase.advance, purchase.cash));
    let facts = Facts {
        invoice: id,
        schedule: schedule.number,
        line: offered.line_no,
        client: sides.client.code.as_str(),
        debtor: debtor.map(|debtor| debtor.code.as_str()),
        number: &offered.offer.number,
        issued: offered.offer.issued,
        due: offered.offer.due,
        amount: offered.offer.amount.minor,
        currency: offered.offer.amount.currency.code(),
        advance: advance.minor,
        advance_rate: bought.as_ref().map(|one| one.receivable.advance_rate.fraction().to_string()),
        cash: cash.minor,
        transfer_fee: if bought.is_some() { share.minor } else { 0 },
        agreement_version: sides.agreement.as_ref().map(|one| one.version),
        findings,
    };
    let kind = match state {
        InvoiceState::Purchased => EventKind::InvoicePurchased,
        InvoiceState::InReview | InvoiceState::Verifying | InvoiceState::Verified => EventKind::InvoiceHeld,
        _ => EventKind::InvoiceRefused,
    };
    let journals = bought.as_ref().map(|purchase| std::slice::from_ref(&purchase.journal)).unwrap_or_default();
    let seq = task.record_facts(kind, &facts, journals)?;
    let invoice = Invoice {
        id,
        schedule: schedule.id,
        line_no: offered.line_no,
        client: sides.client.id,
        debtor: debtor.map(|debtor| debtor.id),
        debtor_stated: debtors::stated(&offered.reference),
        offer: offered.offer,
        state,
        decided_seq: seq,
        advance,
        receivable: bought.map(|purchase| purchase.receivable),
    };
    if known.is_some() {
        kept::invoice::decide_again(task, &invoice)?;
        at_decision::follow(task, id, state)?;
    } else {
        kept::invoice::add(task, &invoice)?;
    }
    schedule.transfer_fee =
        if state == InvoiceState::Purchased { schedule.transfer_fee.plus(share)? } else { schedule.transfer_fee };
    Ok(Decided {
        line_no: invoice.line_no,
        invoice: id,
        number: invoice.offer.number,
        state,
        amount: invoice.offer.amount,
        advance,
        cash,
        findings: std::mem::take(findings),
    })
}

fn objections(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.verdict != Verdict::Pass)
}

/// Buys a line that passed. Where fees leave nothing of its advance, that becomes the facility guard's refusal.
#[expect(clippy::too_many_arguments, reason = "the one place where everything about a purchase meets")]
fn buy(
    task: &Task<'_, '_>,
    schedule: &Schedule,
    invoice: InvoiceId,
    client: &Client,
    debtor: &Debtor,
    agreement: &Agreement,
    offered: &OfferedInvoice,
    transfer_fee: Money,
    findings: &mut Vec<Finding>,
) -> Result<Option<Purchase>, Error> {
    let request = PurchaseRequest {
        invoice,
        client: client.id,
        debtor: debtor.id,
        debtor_code: debtor.code.as_str(),
        schedule: schedule.id,
        agreement,
        offer: &offered.offer,
        transfer_fee,
        on: task.today,
    };
    match purchase(&request) {
        Ok(bought) => Ok(Some(bought)),
        Err(PurchaseError::NothingLeft { fees, advance }) => {
            findings.retain(|finding| finding.guard != Guard::G10);
            findings.push(Finding {
                guard: Guard::G10,
                verdict: Verdict::Refuse,
                facts: format!("fees of {fees} leave nothing of the advance of {advance}"),
                remedy: Some("Offer it together with other invoices, or ask for a credit transfer.".to_owned()),
            });
            Ok(None)
        }
        Err(PurchaseError::Money(error)) => Err(error.into()),
        Err(error) => Err(Error::refused("FEE", error, "Look at the fee terms of the agreement.")),
    }
}

/// The schedule's advance payment: made with the first purchase, grown with the next while it has not left.
fn pay(task: &mut Task<'_, '_>, client: &Client, schedule: &Schedule, cash: i64) -> Result<(), Error> {
    let amount = Money::new(cash, schedule.line_sum.currency);
    // Nothing was paid for a schedule of which nothing was decided before.
    let is_first = schedule.decided_lines == 0;
    let existing = if is_first { None } else { kept::payment::of_schedule(task, schedule.id)? };
    match existing {
        Some(mut payment) if payment.state == PaymentState::Due => {
            payment.amount = payment.amount.plus(amount)?;
            kept::payment::set(task, &payment)?;
        }
        existing => {
            let payment = Payment {
                id: PaymentId(task.new_id()),
                number: task.unit.next_number("payment")?,
                kind: PaymentKind::Advance,
                client: Some(client.id),
                debtor: None,
                // One payment carries the schedule's name; what is bought after it has left is paid apart.
                schedule: existing.is_none().then_some(schedule.id),
                receipt: None,
                amount,
                transfer_method: schedule.transfer_method,
                due_on: task.today,
                payee: client.account.clone(),
                state: PaymentState::Due,
                file: None,
            };
            kept::payment::add(task, &payment)?;
        }
    }
    Ok(())
}
