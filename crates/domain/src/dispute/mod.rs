//! Disputes, complaints and questions: what a debtor raises, as cases with owner, reason, amount and clock (LC-08, GL-18, GL-53).
//!
//! Contract: a case is opened by anyone of the three sides, heard by all of them, and closed with an outcome. What an
//! open dispute stops (collection contact, eligibility of the disputed amount) is asked by the contact engine and by
//! availability; nothing here writes to anybody. Words are only ever added. Amounts are in the invoice's currency and
//! never above what is open of it (GL-54: a claim of the debtor can never turn the receivable around).
//!
//! Limits: [`WORDS`] characters to one entry, [`ENTRIES`] entries to one case.
//!
//! Deliberately absent: money. A credit that ends a dispute is booked when the client's credit note arrives on a schedule
//! (LE-16); until then the amount stays ineligible.

mod case;
mod note;
mod outcome;
mod policy;
mod problem;
mod side;
#[cfg(test)]
mod tests;

pub use case::{Case, Disputed, ENTRIES, NewCase, Settlement, WORDS, Word};
pub use note::Note;
pub use outcome::{Outcome, OutcomeKind, may_open, may_settle};
pub use policy::{CasePolicy, LONGEST_CLOCK};
pub use problem::CaseProblem;
pub use side::{Side, Speaker};

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

named! {
    /// GL-18: why a debtor says that it need not pay in full.
    DisputeReason {
        /// The goods or the service never came.
        NotReceived = "NOT_RECEIVED", "goods or service not received";
        /// The invoice adds up wrong, or to another amount than agreed.
        WrongAmount = "WRONG_AMOUNT", "wrong amount";
        /// Something is wrong with what came.
        Quality = "QUALITY", "quality";
        /// The price is not the agreed one.
        Price = "PRICE", "price";
        /// It was invoiced before.
        Duplicate = "DUPLICATE", "invoiced twice";
        /// It was paid before.
        AlreadyPaid = "ALREADY_PAID", "already paid";
        /// The goods went back.
        ReturnedGoods = "RETURNED_GOODS", "goods returned";
        /// The contract says otherwise.
        ContractTerms = "CONTRACT_TERMS", "contract terms";
        /// The invoice is somebody else's.
        NotOurs = "NOT_OURS", "not our invoice";
        /// Another reason, in words.
        Other = "OTHER", "another reason";
    }
}
