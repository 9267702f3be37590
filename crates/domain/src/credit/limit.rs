//! Debtor limits: the factor's over all clients, and one per client-debtor pair (LC-06 G4).

use crate::money::{Money, MoneyError};

/// A limit with what already uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitUse {
    /// The limit.
    pub limit: Money,
    /// Open balance of purchased invoices under it.
    pub open: Money,
    /// Open balance with the new invoice.
    pub with_new: Money,
}

impl LimitUse {
    /// Does the new invoice stay within the limit? (G4: open + invoice <= limit)
    #[must_use]
    pub const fn fits(&self) -> bool {
        self.with_new.minor <= self.limit.minor
    }
}

/// The use of a limit if an invoice is bought.
///
/// # Errors
/// [`MoneyError`] when the currencies differ.
pub fn limit_use(limit: Money, open: Money, invoice: Money) -> Result<LimitUse, MoneyError> {
    limit.minus(open)?;
    Ok(LimitUse { limit, open, with_new: open.plus(invoice)? })
}
