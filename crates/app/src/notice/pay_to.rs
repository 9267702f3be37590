//! Where debtors pay: the account on every letter of the factor.

use crate::Error;
use domain::agreement::ruling;
use domain::id::{ClientId, DebtorId};
use domain::letter::PayTo;
use domain::money::Currency;
use domain::notice::PayToAccounts;
use domain::party::Factor;
use jiff::civil::Date;
use store::book::Reads;
use store::kept;

/// Where debtors pay and have paid before.
///
/// # Errors
/// [`Error::Fault`].
pub fn pay_to_accounts(reads: &mut dyn Reads) -> Result<PayToAccounts, Error> {
    Ok(kept::policy::get(reads, PayToAccounts::POLICY)?)
}

/// The account debtors of a currency pay to: the one they were told (LC-46), else, before the first notice, the factor's
/// own.
///
/// # Errors
/// [`Error::Fault`].
pub fn pay_to(reads: &mut dyn Reads, factor: &Factor, currency: Currency) -> Result<Option<PayTo>, Error> {
    Ok(pay_to_of(&pay_to_accounts(reads)?, factor, currency))
}

/// The same of accounts that were read before.
pub(crate) fn pay_to_of(accounts: &PayToAccounts, factor: &Factor, currency: Currency) -> Option<PayTo> {
    let known = accounts.current(currency).cloned();
    known.or_else(|| factor.account.clone().map(|account| PayTo { account, reference: None }))
}

/// CO-12: the account a debtor was told for invoices of a client in a currency: the one that stands in its notice, else
/// the one it will be told. A new account is not named to whom the notice of it has not been written (LC-46).
///
/// # Errors
/// [`Error::Fault`].
pub fn told_account(
    reads: &mut dyn Reads,
    factor: &Factor,
    (client, debtor): (ClientId, DebtorId),
    currency: Currency,
    on: Date,
) -> Result<Option<PayTo>, Error> {
    if currency_of(reads, factor, client, on)? == currency
        && let Some(told) = kept::notice::current(reads, client, debtor)?.and_then(|notice| notice.pay_to)
    {
        return Ok(Some(told));
    }
    pay_to(reads, factor, currency)
}

/// The currency of a client's invoices, and so of what its customers pay: that of the agreement whose terms bind; the
/// factor's own where there is none.
///
/// # Errors
/// [`Error::Fault`].
pub fn currency_of(reads: &mut dyn Reads, factor: &Factor, client: ClientId, on: Date) -> Result<Currency, Error> {
    let versions = kept::agreement::versions(reads, client)?;
    Ok(ruling(&versions, on).map_or(factor.currency, |version| version.terms.currency))
}
