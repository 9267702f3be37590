//! Disputes, complaints and questions: what a debtor raises, as cases with owner, reason, amount and clock (LC-08, GL-18, GL-53).
//!
//! Contract: a case is opened by anyone of the three sides, heard by all of them, and closed with an outcome. What an
//! open dispute stops (collection contact, eligibility of the disputed amount) is asked by the contact engine and by
//! availability; nothing here writes to anybody.

use crate::named::named;

named! {
    /// What kind of case.
    CaseKind {
        /// GL-18: the debtor says it need not pay in full.
        Dispute = "DISPUTE", "Dispute";
        /// The debtor or the client is unhappy with how it was treated.
        Complaint = "COMPLAINT", "Complaint";
        /// The debtor asks something.
        Question = "QUESTION", "Question";
        /// The debtor asks for a copy of a paper.
        Copy = "COPY", "Request for a copy";
        /// GL-53: the debtor asks for proof of the assignment.
        Proof = "PROOF", "Request for proof";
        /// The debtor corrects or adds a contact.
        Correction = "CORRECTION", "Contact to correct";
    }
}

named! {
    /// LC-08: where a case stands.
    CaseState {
        /// Somebody raised it.
        Opened = "OPENED", "Opened";
        /// The client was told, the same day.
        ClientNotified = "CLIENT_NOTIFIED", "Client was told";
        /// It is being talked about.
        UnderDiscussion = "UNDER_DISCUSSION", "Under discussion";
        /// It is settled.
        Resolved = "RESOLVED", "Resolved";
    }
}
