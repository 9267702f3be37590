//! What is to be paid, and what is still missing for it.

use super::PAYMENTS;
use crate::Error;
use domain::id::{ClientId, DebtorId, PaymentId, ScheduleId};
use domain::invoice::TransferMethod;
use domain::money::Money;
use domain::party::BankAccount;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::book::Reads;
use store::kept;
use store::kept::payment::{Payment, PaymentKind, PaymentState};

/// A payment that is to be sent to the bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DuePayment {
    /// Key.
    pub id: PaymentId,
    /// Number people read: `P-12`.
    pub number: i64,
    /// What it is for.
    pub kind: PaymentKind,
    /// The client it goes to.
    pub client: Option<ClientId>,
    /// The debtor it goes back to.
    pub debtor: Option<DebtorId>,
    /// The schedule it advances.
    pub schedule: Option<ScheduleId>,
    /// Amount.
    pub amount: Money,
    /// How it is paid.
    pub transfer_method: TransferMethod,
    /// The day it should leave.
    pub due_on: Date,
    /// The account it goes to.
    pub payee: Option<BankAccount>,
    /// What keeps it from a payment file; empty when nothing does.
    pub missing: Vec<String>,
}

/// Payments that are to be sent, by due date.
///
/// # Errors
/// [`Error::Fault`].
pub fn due(reads: &mut dyn Reads) -> Result<Vec<DuePayment>, Error> {
    let found = kept::payment::in_state(reads, PaymentState::Due, PAYMENTS as i64)?;
    let accounts = accounts(reads, &found)?;
    let listed = found.into_iter().map(|payment| {
        let payee = payee(&payment, &accounts);
        let missing = match &payee {
            None => vec!["there is no account to pay to".to_owned()],
            Some(account) => problems(account),
        };
        DuePayment {
            id: payment.id,
            number: payment.number,
            kind: payment.kind,
            client: payment.client,
            debtor: payment.debtor,
            schedule: payment.schedule,
            amount: payment.amount,
            transfer_method: payment.transfer_method,
            due_on: payment.due_on,
            payee,
            missing,
        }
    });
    Ok(listed.collect())
}

/// Accounts of the clients whose payments have none yet.
pub(super) fn accounts(reads: &mut dyn Reads, payments: &[Payment]) -> Result<HashMap<ClientId, BankAccount>, Error> {
    if payments.iter().all(|payment| payment.payee.is_some()) {
        return Ok(HashMap::new());
    }
    let clients = kept::party::clients(reads)?.into_iter();
    Ok(clients.filter_map(|client| client.account.map(|account| (client.id, account))).collect())
}

/// The account a payment goes to: the one it was decided for, else the client's of today.
pub(super) fn payee(payment: &Payment, accounts: &HashMap<ClientId, BankAccount>) -> Option<BankAccount> {
    payment.payee.clone().or_else(|| accounts.get(&payment.client?).cloned())
}

/// What keeps an account from being paid to.
pub(super) fn problems(account: &BankAccount) -> Vec<String> {
    let mut problems: Vec<String> = account.problems().iter().map(ToString::to_string).collect();
    if !account.is_iban() && account.bic.is_none() && account.clearing.is_none() {
        problems.push("its bank is not named: give its BIC or national code".to_owned());
    }
    problems
}
