//! States of an invoice (rulebook 4.1).

use crate::named::named;

named! {
    /// Where an invoice stands. Past due, disputed, promised are flags beside it, not states.
    InvoiceState {
        /// A person must decide: the guards found something only a person can judge.
        InReview = "IN_REVIEW", "Waits for a decision";
        /// Bought; nothing paid yet.
        Purchased = "PURCHASED", "Bought";
        /// Bought; part of it is paid.
        PartPaid = "PART_PAID", "Part paid";
        /// Paid; fee posted; its reserve is available once the payment has cleared.
        Closed = "CLOSED", "Paid and closed";
        /// Not bought.
        Rejected = "REJECTED", "Refused";
        /// Taken back by the client before purchase.
        Withdrawn = "WITHDRAWN", "Withdrawn";
    }
}

impl InvoiceState {
    /// Is there an open balance on the ledger?
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Purchased | Self::PartPaid)
    }

    /// FR-01: does the invoice stand in the way of the same invoice being offered again?
    #[must_use]
    pub const fn is_pledged(self) -> bool {
        !matches!(self, Self::Rejected | Self::Withdrawn)
    }
}
