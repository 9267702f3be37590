//! Who bears an amount that the client owes: its reserves first, then the client (LE-18).

/// An amount split over the client's held reserve, available reserve and a debt of the client. Minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Charge {
    /// From the held reserve of the invoice (2000).
    pub held: i64,
    /// From the available reserve of the client (2010).
    pub available: i64,
    /// What the client then owes (1200).
    pub due: i64,
}

impl Charge {
    /// Splits `amount`: first what is held, then what is available, the rest is due from the client.
    #[must_use]
    pub fn split(amount: i64, held: i64, available: i64) -> Self {
        let from_held = amount.min(held.max(0));
        let from_available = (amount - from_held).min(available.max(0));
        Self { held: from_held, available: from_available, due: amount - from_held - from_available }
    }

    /// The whole amount.
    #[must_use]
    pub const fn total(&self) -> i64 {
        self.held + self.available + self.due
    }
}
