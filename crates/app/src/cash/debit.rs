//! Money that went out: recognised where it is a payment of ours, placed by hand where it is not.
//!
//! A payment of ours is known by its end-to-end id, by `P-12` in a text, or by the message id of its file where the bank
//! books the file as one sum; the amount must be the same, and no statement may have shown it before. It was booked
//! when it was made, so it is booked no second time.

use super::entry::NewEntry;
use super::facts::receipt;
use super::post::Reserves;
use crate::{Error, Task};
use domain::cash::Charge;
use domain::event::EventKind;
use domain::id::{ClientId, PaymentFileId, PaymentId, ReceiptId};
use domain::ledger::{Journal, bookings};
use domain::money::Money;
use domain::party::{comparable_identifier, comparable_name};
use domain::proof::Proof;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::book::Reads;
use store::kept;
use store::kept::payment::{Payment, PaymentFile, PaymentState};
use store::kept::statement::{EntryDetails, Receipt, ReceiptState};
use uuid::Uuid;

/// Most payments that are proposed for one entry.
const PROPOSED: usize = 5;
/// Incoming payments of the same amount that are compared, and words of an entry that are read.
const LOOKED_AT: usize = 50;

/// What an outgoing entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Placement {
    /// A charge of the bank that the factor bears.
    BankCharge,
    /// A charge of the bank for a returned payment, passed on to the client (L18b).
    PassOnTo {
        /// Who bears it.
        client: ClientId,
    },
    /// Money moved to the factor's operating account.
    OwnTransfer,
    /// A payment of ours that the bank names in another way. It was booked when it was made.
    OwnPayment {
        /// Which payment.
        payment: PaymentId,
    },
}

/// What an outgoing entry may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DebitProposal {
    /// The return of an incoming payment: see [`super::return_item`].
    ReturnOf {
        /// The payment.
        receipt: ReceiptId,
        /// Its number: `R-12`.
        number: i64,
        /// Why.
        reason: String,
    },
    /// See [`place_debit`].
    Place {
        /// What it may be.
        placement: Placement,
        /// Why.
        reason: String,
    },
}

/// What placing did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DebitOutcome {
    /// The entry.
    pub entry: ReceiptId,
    /// Its number: `R-12`.
    pub number: i64,
    /// The event that holds it.
    pub event: i64,
    /// What it is.
    pub placement: Placement,
    /// Its amount.
    pub amount: Money,
    /// What the client bears from its available reserve, where a charge was passed on.
    pub from_available: Money,
    /// What the client owes after that.
    pub due_from_client: Money,
}

/// Our payments that the entries of a unit may be, loaded in sets.
#[derive(Default)]
pub(super) struct OurPayments {
    payments: HashMap<PaymentId, Payment>,
    files: HashMap<String, PaymentFile>,
    of_file: HashMap<PaymentFileId, Vec<PaymentId>>,
}

impl OurPayments {
    /// Looks everything up that the entries name.
    pub fn load<'a>(task: &mut Task<'_, '_>, entries: impl Iterator<Item = &'a NewEntry>) -> Result<Self, Error> {
        let (mut ids, mut numbers, mut messages) = (Vec::new(), Vec::new(), Vec::new());
        for entry in entries {
            ids.extend(end_to_end(&entry.details).map(|id| id.0));
            for word in words(&entry.details) {
                numbers.extend(payment_number(&word));
                messages.extend(word.starts_with("F-").then_some(word));
            }
        }
        numbers.sort_unstable();
        numbers.dedup();
        let mut found = Self::default();
        for payment in kept::payment::by_ids(task, &ids)? {
            found.payments.insert(payment.id, payment);
        }
        for number in numbers {
            if let Some(payment) = kept::payment::by_number(task, number)? {
                found.payments.insert(payment.id, payment);
            }
        }
        for file in kept::payment::files_by_message(task, &messages)? {
            let payments = kept::payment::of_file(task, file.id)?;
            found.of_file.insert(file.id, payments.iter().map(|payment| payment.id).collect());
            found.payments.extend(payments.into_iter().map(|payment| (payment.id, payment)));
            found.files.insert(file.message_id.clone(), file);
        }
        Ok(found)
    }

    /// Is the entry a payment of ours? Then the payment has left.
    pub fn recognise(&mut self, task: &mut Task<'_, '_>, entry: &Receipt) -> Result<bool, Error> {
        let meant = self.meant(entry);
        if meant.is_empty() {
            return Ok(false);
        }
        let mut numbers = Vec::with_capacity(meant.len());
        for id in meant {
            if let Some(payment) = self.payments.get_mut(&id) {
                payment.state = PaymentState::Left;
                numbers.push(payment.number);
                kept::payment::set(task, payment)?;
            }
        }
        record_payments(task, entry, &numbers)?;
        Ok(true)
    }

    fn meant(&self, entry: &Receipt) -> Vec<PaymentId> {
        let fits = |payment: &&Payment| payment.amount == entry.amount && payment.state != PaymentState::Left;
        let by_id = end_to_end(&entry.details).and_then(|id| self.payments.get(&id)).filter(fits);
        if let Some(payment) = by_id {
            return vec![payment.id];
        }
        let words = words(&entry.details);
        let numbers: Vec<i64> = words.iter().filter_map(|word| payment_number(word)).collect();
        let mut by_number = self.payments.values().filter(|payment| numbers.contains(&payment.number)).filter(fits);
        if let (Some(payment), None) = (by_number.next(), by_number.next()) {
            return vec![payment.id];
        }
        let file = words.iter().find_map(|word| self.files.get(word)).filter(|file| file.sum == entry.amount);
        let payments = file.and_then(|file| self.of_file.get(&file.id)).cloned().unwrap_or_default();
        let still = |id: &PaymentId| self.payments.get(id).is_some_and(|one| one.state == PaymentState::InFile);
        if payments.iter().all(still) { payments } else { Vec::new() }
    }
}

fn record_payments(task: &mut Task<'_, '_>, entry: &Receipt, payments: &[i64]) -> Result<i64, Error> {
    let facts = serde_json::json!({
        "entry": entry.number, "amount": entry.amount, "value_date": entry.value_date, "payments": payments,
        "reason": "a payment of ours, booked when it was made",
    });
    task.record_facts(EventKind::BankEntryPlaced, &facts, &[])
}

/// The payment that an end-to-end id of ours stands for.
fn end_to_end(details: &EntryDetails) -> Option<PaymentId> {
    let text = details.end_to_end.as_deref()?.trim();
    Uuid::try_parse(text).ok().map(PaymentId)
}

/// The words of an entry that may be a number or message id of ours, in capitals.
fn words(details: &EntryDetails) -> Vec<String> {
    let texts = details.texts.iter().chain(&details.end_to_end);
    let split = texts.flat_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-'));
    split.filter(|word| word.len() > 2).take(LOOKED_AT).map(str::to_ascii_uppercase).collect()
}

/// `P-12`
fn payment_number(word: &str) -> Option<i64> {
    word.strip_prefix("P-")?.parse().ok().filter(|number| *number > 0)
}

/// What an outgoing entry may be, best first. Nothing of it is done by itself.
///
/// # Errors
/// [`Error::NotFound`] when there is no such entry; [`Error::Fault`].
pub fn debit_proposals(
    reads: &mut dyn Reads,
    factor: &domain::party::Factor,
    id: ReceiptId,
) -> Result<Vec<DebitProposal>, Error> {
    let entry = receipt(reads, id)?;
    if entry.state != ReceiptState::DebitWaiting {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for payment in kept::payment::on_their_way(reads, entry.amount, PROPOSED as i64)? {
        let to = payment.payee.as_ref().map(|payee| comparable_identifier(&payee.number));
        let same_account = to.as_ref() == Some(&comparable_identifier(&entry.payer_account));
        let reason = format!(
            "P-{} of {} is on its way{}",
            payment.number,
            payment.amount,
            if same_account { " to this account" } else { "" }
        );
        let placement = Placement::OwnPayment { payment: payment.id };
        found.push((if same_account { 9 } else { 3 }, DebitProposal::Place { placement, reason }));
    }
    let incoming = kept::statement::incoming_of_amount(reads, &entry.account, entry.amount, LOOKED_AT as i64)?;
    for one in incoming.into_iter().filter(|one| one.value_date <= entry.value_date) {
        let (weight, reason) = as_return(&entry, &one);
        found.push((weight, DebitProposal::ReturnOf { receipt: one.id, number: one.number, reason }));
    }
    let own = factor.account.as_ref().map(|account| comparable_identifier(&account.number));
    let to_own = own.is_some() && own == Some(comparable_identifier(&entry.payer_account));
    let swept = is_sweep(&entry);
    let reason = match (to_own, swept) {
        (true, _) => "it went to the account payments leave from",
        (false, true) => "the bank calls it a sweep",
        (false, false) => "money moved to the operating account",
    };
    found.push((
        if to_own || swept { 10 } else { 0 },
        DebitProposal::Place { placement: Placement::OwnTransfer, reason: reason.to_owned() },
    ));
    let nobody = entry.payer_account.is_empty() && entry.payer_name.is_empty();
    let reason = if nobody { "the bank names nobody who was paid" } else { "a charge of the bank" };
    found.push((
        if nobody { 2 } else { 1 },
        DebitProposal::Place { placement: Placement::BankCharge, reason: reason.to_owned() },
    ));
    // Of equal weight the order above stays: the newest payment first.
    found.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    found.truncate(PROPOSED + 2);
    Ok(found.into_iter().map(|(_, proposal)| proposal).collect())
}

/// How well an outgoing entry fits as the return of a payment, and why.
fn as_return(entry: &Receipt, payment: &Receipt) -> (i32, String) {
    let mut weight = 2;
    let mut reasons = vec!["the same amount".to_owned()];
    let same = |a: &str, b: &str| !a.is_empty() && a == b;
    if entry.details.end_to_end.is_some() && entry.details.end_to_end == payment.details.end_to_end {
        weight += 5;
        reasons.push("the same end-to-end id".to_owned());
    }
    if same(&comparable_identifier(&entry.payer_account), &comparable_identifier(&payment.payer_account)) {
        weight += 3;
        reasons.push("the same account".to_owned());
    }
    if same(&comparable_name(&entry.payer_name), &comparable_name(&payment.payer_name)) {
        weight += 2;
        reasons.push("the same payer".to_owned());
    }
    if entry.details.reversal || entry.details.return_reason.is_some() {
        weight += 2;
        let why = entry.details.return_reason.as_deref().unwrap_or("marked as a reversal");
        reasons.push(format!("the bank calls it a return ({why})"));
    }
    let day = payment.value_date.strftime("%-d %B %Y");
    (weight, format!("R-{} of {day}: {}", payment.number, reasons.join(", ")))
}

/// Books an outgoing entry that waits as what a person says it is.
///
/// # Errors
/// [`Error::NotFound`] when there is no such entry, client or payment; [`Error::Refused`] when it cannot be that.
pub fn place_debit(task: &mut Task<'_, '_>, id: ReceiptId, placement: Placement) -> Result<DebitOutcome, Error> {
    let mut entry = receipt(task, id)?;
    if entry.state != ReceiptState::DebitWaiting {
        let fact = format!("R-{} does not wait to be booked: {}", entry.number, entry.state.word());
        return Err(Error::refused("NOT_WAITING", fact, "Choose an outgoing entry that waits."));
    }
    let zero = Money::zero(entry.amount.currency);
    let (mut from_available, mut due_from_client) = (zero, zero);
    let journal = match placement {
        Placement::BankCharge => Some(bookings::bank_charge::journal(id, entry.amount, entry.value_date)),
        Placement::OwnTransfer => Some(bookings::own_transfer::journal(id, entry.amount, entry.value_date)),
        Placement::PassOnTo { client } => {
            let (journal, charge) = passed_on(task, &entry, client)?;
            (from_available.minor, due_from_client.minor) = (charge.available, charge.due);
            Some(journal)
        }
        Placement::OwnPayment { payment } => {
            own_payment(task, &entry, payment)?;
            None
        }
    };
    let facts = serde_json::json!({
        "entry": entry.number, "amount": entry.amount, "value_date": entry.value_date, "placement": placement,
        "from_available": from_available, "due_from_client": due_from_client,
    });
    let journals: Vec<Journal> = journal.into_iter().collect();
    let event = task.record_facts(EventKind::BankEntryPlaced, &facts, &journals)?;
    entry.state = ReceiptState::DebitBooked;
    kept::statement::set_receipt(task, &entry)?;
    let (number, amount) = (entry.number, entry.amount);
    Ok(DebitOutcome { entry: id, number, event, placement, amount, from_available, due_from_client })
}

/// L18b
fn passed_on(task: &mut Task<'_, '_>, entry: &Receipt, client: ClientId) -> Result<(Journal, Charge), Error> {
    let known = kept::party::client(task, client)?.ok_or_else(|| Error::NotFound(format!("client {client}")))?;
    let currency = entry.amount.currency;
    let versions = kept::agreement::versions(task, client)?;
    if !versions.iter().any(|one| one.terms.currency == currency) {
        let fact = format!("{} has no agreement in {currency}", known.code);
        return Err(Error::refused("CURRENCY", fact, "Bear the charge, or pass it on outside Credere."));
    }
    let mut reserves = Reserves::default();
    let available = reserves.of(task, client, currency)?.0;
    let charge = Charge::split(entry.amount.minor, 0, available);
    let formula = format!("the bank's charge of {} for a returned payment", entry.amount.figures());
    let proof = Proof::new("LE-15", formula)
        .with("from available reserve", Money::new(charge.available, currency))
        .with("due from client", Money::new(charge.due, currency));
    let journal = bookings::bank_fee_passed_on::journal(client, currency, &charge, entry.value_date, proof);
    Ok((journal.from_receipt(entry.id), charge))
}

fn own_payment(task: &mut Task<'_, '_>, entry: &Receipt, id: PaymentId) -> Result<(), Error> {
    let mut payment =
        kept::payment::by_ids(task, &[id.0])?.pop().ok_or_else(|| Error::NotFound(format!("payment {id}")))?;
    if payment.state == PaymentState::Left || payment.amount != entry.amount {
        let fact = format!(
            "P-{} is {} and {}; the bank took {}",
            payment.number,
            payment.amount,
            if payment.state == PaymentState::Left { "was shown by a statement before" } else { "is on its way" },
            entry.amount
        );
        return Err(Error::refused("OTHER_PAYMENT", fact, "Choose a payment of this amount that is on its way."));
    }
    payment.state = PaymentState::Left;
    kept::payment::set(task, &payment)?;
    Ok(())
}

/// Does the bank say that it balanced one account from another (ISO 20022 family `ACCB`, or the word)?
fn is_sweep(entry: &Receipt) -> bool {
    let coded = entry.details.bank_code.as_deref().is_some_and(|code| code.split('/').any(|part| part == "ACCB"));
    coded || entry.details.texts.iter().any(|text| text.to_lowercase().contains("sweep"))
}
