//! L09: unapplied money goes back to the account it came from (LE-12).

use super::facts::{receipt, standing};
use crate::{Error, Refusal, Task};
use domain::event::EventKind;
use domain::id::{PaymentId, ReceiptId};
use domain::invoice::TransferMethod;
use domain::ledger::bookings;
use domain::money::Money;
use domain::party::BankAccount;
use serde::{Deserialize, Serialize};
use store::kept;
use store::kept::payment::{Payment, PaymentKind, PaymentState};
use store::kept::statement::ReceiptState;

/// What a refund did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundOutcome {
    /// The receipt.
    pub receipt: ReceiptId,
    /// Its number: `R-12`.
    pub number: i64,
    /// The event that holds it.
    pub event: i64,
    /// The payment that was made.
    pub payment: PaymentId,
    /// Its number: `P-12`.
    pub payment_number: i64,
    /// What goes back.
    pub amount: Money,
    /// The account it goes to.
    pub payee: BankAccount,
    /// What of the receipt still waits.
    pub unapplied: Money,
    /// Where the receipt stands now.
    pub state: ReceiptState,
}

/// Refunds part or all of what waits of a receipt, in minor units. The payment leaves with the next payment file.
///
/// # Errors
/// [`Error::NotFound`] when there is no such receipt; [`Error::Refused`] with everything that stands in the way.
pub fn refund(task: &mut Task<'_, '_>, id: ReceiptId, minor: i64) -> Result<RefundOutcome, Error> {
    let mut receipt = receipt(task, id)?;
    let money = |minor| Money::new(minor, receipt.amount.currency);
    let mut refusals = Vec::new();
    if !receipt.credit || receipt.unapplied == 0 {
        let fact = format!("Nothing of R-{} waits: {}", receipt.number, receipt.state.word());
        refusals.push(Refusal::new("NOTHING_WAITS", fact, "Undo an application first, if it was wrong."));
    } else if minor <= 0 || minor > receipt.unapplied {
        let fact = format!("{} is to go back, and {} of it waits", money(minor), money(receipt.unapplied));
        refusals.push(Refusal::at("amount", "AMOUNT", fact, "Refund more than zero and no more than waits."));
    }
    if receipt.details.reversal {
        let fact = "The bank marks this money as a return of its own, not as a payment of a debtor";
        refusals.push(Refusal::new("NOT_A_PAYMENT", fact, "Clear it up with the bank."));
    }
    let payee = BankAccount {
        holder: receipt.payer_name.clone(),
        number: receipt.payer_account.clone(),
        bic: None,
        clearing: None,
    };
    if receipt.payer_account.is_empty() {
        let fact = "The bank does not name the account the money came from, and it goes back to no other (LE-12)";
        refusals.push(Refusal::new("PAYING_ACCOUNT_UNKNOWN", fact, "Ask the bank to send the money back."));
    } else {
        let wrong = payee.problems().into_iter().map(|problem| {
            Refusal::at("account", "PAYING_ACCOUNT_WRONG", problem, "Ask the bank to send the money back.")
        });
        refusals.extend(wrong);
    }
    if !refusals.is_empty() {
        return Err(Error::Refused(refusals));
    }
    let amount = money(minor);
    let payment = Payment {
        id: PaymentId(task.new_id()),
        number: task.unit.next_number("payment")?,
        kind: PaymentKind::Refund,
        client: None,
        debtor: receipt.debtor,
        schedule: None,
        receipt: Some(id),
        amount,
        transfer_method: TransferMethod::CreditTransfer,
        due_on: task.today,
        payee: Some(payee.clone()),
        state: PaymentState::Due,
        file: None,
    };
    receipt.unapplied -= minor;
    let facts = serde_json::json!({
        "receipt": receipt.number, "payment": payment.number, "amount": amount, "unapplied": money(receipt.unapplied),
    });
    let journal = bookings::refund_to_debtor::journal(id, amount, task.today);
    let event = task.record_facts(EventKind::ReceiptRefunded, &facts, &[journal])?;
    kept::payment::add(task, &payment)?;
    receipt.state = standing(task, &receipt)?;
    kept::statement::set_receipt(task, &receipt)?;
    Ok(RefundOutcome {
        receipt: id,
        number: receipt.number,
        event,
        payment: payment.id,
        payment_number: payment.number,
        amount,
        payee,
        unapplied: money(receipt.unapplied),
        state: receipt.state,
    })
}
