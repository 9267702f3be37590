//! Where a client or a debtor stands in its life, and what kind of debtor it is.

use crate::named::named;

named! {
    /// Life of a client with the factor (rulebook 4.3), from its signed agreement on.
    ClientStatus {
        /// Papers, bank details and first notices are being completed; nothing is bought.
        Onboarding = "ONBOARDING", "Onboarding";
        /// Invoices are bought.
        Active = "ACTIVE", "Active";
        /// Invoices are bought, with more attention.
        Watch = "WATCH", "Watch";
        /// Nothing is bought; collections and rebates go on.
        Suspended = "SUSPENDED", "Suspended";
        /// The facility is being wound down; nothing is bought.
        Terminating = "TERMINATING", "Terminating";
        /// Everything is settled.
        Closed = "CLOSED", "Closed";
    }
}

impl ClientStatus {
    /// LC-06 G1: may invoices of this client be bought?
    #[must_use]
    pub const fn may_sell(self) -> bool {
        matches!(self, Self::Active | Self::Watch)
    }
}

named! {
    /// Life of a debtor at the factor (rulebook 4.2).
    DebtorStatus {
        /// Named by a client, not yet looked at.
        Prospect = "PROSPECT", "Prospect";
        /// Identity, contact and sanctions are being checked.
        Screening = "SCREENING", "In screening";
        /// Has a grade and a limit.
        Approved = "APPROVED", "Approved";
        /// Owes or has owed purchased invoices.
        Active = "ACTIVE", "Active";
        /// Pays late: looked at before more is bought.
        Watch = "WATCH", "Watch";
        /// Nothing more is bought; collections go on.
        Hold = "HOLD", "On hold";
        /// In formal insolvency.
        Insolvent = "INSOLVENT", "Insolvent";
        /// Not to be dealt with.
        Blocked = "BLOCKED", "Blocked";
        /// No more business.
        Closed = "CLOSED", "Closed";
    }
}

impl DebtorStatus {
    /// LC-06 G4: may invoices on this debtor be bought?
    #[must_use]
    pub const fn may_owe(self) -> bool {
        matches!(self, Self::Approved | Self::Active)
    }
}

named! {
    /// What kind of debtor it is, as far as the law of assignment asks.
    DebtorType {
        /// A business: the notice of assignment binds it (UCC 9-406).
        Business = "BUSINESS", "Business";
        /// GL-60: an agency of the United States: the Assignment of Claims Act binds it, by its own packet.
        UsFederal = "US_FEDERAL", "US federal agency";
    }
}

impl Default for DebtorType {
    /// A business, unless somebody says otherwise.
    fn default() -> Self {
        Self::Business
    }
}
