//! States of an invoice (rulebook 4.1).

use crate::named::named;

named! {
    /// Where an invoice stands. Past due, disputed, promised are flags beside it, not states.
    InvoiceState {
        /// A person must decide: the guards found something only a person can judge.
        InReview = "IN_REVIEW", "Waits for a decision";
        /// LC-05: the debtor is asked to confirm it before it is bought.
        Verifying = "VERIFYING", "Waits for the customer's confirmation";
        /// Verified, or verification is not asked for; the notice stands in the way (G5, G17).
        Verified = "VERIFIED", "Verified; waits for its notice";
        /// Bought; nothing paid yet.
        Purchased = "PURCHASED", "Bought";
        /// Bought; part of it is paid.
        PartPaid = "PART_PAID", "Part paid";
        /// Paid; fee posted; its reserve is available once the payment has cleared.
        Closed = "CLOSED", "Paid and closed";
        /// Not bought.
        Rejected = "REJECTED", "Refused";
        /// LC-05: the debtor does not confirm it; the client is told what to put right.
        Returned = "RETURNED", "Returned to the client";
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
        !matches!(self, Self::Rejected | Self::Returned | Self::Withdrawn)
    }

    /// LC-05, LC-06: is it neither bought nor refused, and waits for a confirmation, a notice or proof of it?
    #[must_use]
    pub const fn is_waiting(self) -> bool {
        matches!(self, Self::Verifying | Self::Verified)
    }

    /// Has it been offered and neither bought nor ended: can the client take it back?
    #[must_use]
    pub const fn is_undecided(self) -> bool {
        matches!(self, Self::InReview | Self::Verifying | Self::Verified)
    }
}
