//! Where debtors pay: the account on every letter of the factor.

use crate::Error;
use domain::letter::PayTo;
use domain::notice::PayToAccounts;
use domain::party::Factor;
use store::book::Reads;
use store::kept;

/// Where debtors pay and have paid before.
///
/// # Errors
/// [`Error::Fault`].
pub fn pay_to_accounts(reads: &mut dyn Reads) -> Result<PayToAccounts, Error> {
    Ok(kept::policy::get(reads, PayToAccounts::POLICY)?)
}

/// The account debtors pay to: the one they were told (LC-46), else, before the first notice, the factor's own.
///
/// # Errors
/// [`Error::Fault`].
pub fn pay_to(reads: &mut dyn Reads, factor: &Factor) -> Result<Option<PayTo>, Error> {
    let known = pay_to_accounts(reads)?.current;
    Ok(known.or_else(|| factor.account.clone().map(|account| PayTo { account, reference: None })))
}
