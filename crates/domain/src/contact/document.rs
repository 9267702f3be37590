//! Kinds of papers that are kept for someone who asks for a copy.

use crate::named::named;

named! {
    /// What a paper is.
    DocumentKind {
        /// The invoice itself.
        Invoice = "INVOICE", "Invoice";
        /// The debtor's order.
        Order = "ORDER", "Order";
        /// Proof of delivery.
        Delivery = "DELIVERY", "Delivery note";
        /// Signed time sheet.
        Timesheet = "TIMESHEET", "Time sheet";
        /// A notice or another letter.
        Notice = "NOTICE", "Notice";
        /// What a payment is for, as the payer says (LE-10).
        Remittance = "REMITTANCE", "Remittance advice";
        /// Another paper.
        Other = "OTHER", "Paper";
    }
}
