//! Events: what happened, who did it, when it was recorded, which business date it has.
//!
//! Append-only. Each event of a factor carries the SHA-256 of the one before it together with its
//! own content and journals, so that an edited, removed or inserted row is found (`credere audit`).
//!
//! CO-33: who did it and what happened may hold personal data, which must go one day. The link therefore covers not these
//! two texts but their salted digest ([`digest`]). Erasing replaces the texts, drops the salt and keeps the digest: every
//! link still holds, and without the salt nobody can find out by guessing names what stood there. What stands there
//! instead is bound by a later event ([`Erasure`]).

mod erasure;

pub use erasure::{ERASED_PER_EVENT, ErasedEvent, Erasure, ErasureReason, erased_sha256};

use crate::ledger::Journal;
use crate::named::named;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use uuid::Uuid;

named! {
    /// What can happen.
    EventKind {
        /// The book was opened.
        BookOpened = "BOOK_OPENED", "Book opened";
        /// The factor's own particulars changed.
        FactorChanged = "FACTOR_CHANGED", "Factor's particulars changed";
        /// A client was added or changed.
        ClientSaved = "CLIENT_SAVED", "Client saved";
        /// A debtor was added or changed, its limit included.
        DebtorSaved = "DEBTOR_SAVED", "Debtor saved";
        /// A debtor was linked to a client, or their relation changed.
        PairSaved = "PAIR_SAVED", "Customer relation saved";
        /// A client's column mapping was saved.
        MappingSaved = "MAPPING_SAVED", "Column mapping saved";
        /// An agreement version was written.
        AgreementDrafted = "AGREEMENT_DRAFTED", "Agreement drafted";
        /// Its terms were frozen.
        AgreementIssued = "AGREEMENT_ISSUED", "Agreement issued";
        /// One side signed.
        AgreementSigned = "AGREEMENT_SIGNED", "Agreement signed";
        /// It came into force.
        AgreementInForce = "AGREEMENT_IN_FORCE", "Agreement in force";
        /// It was withdrawn before both sides had signed.
        AgreementWithdrawn = "AGREEMENT_WITHDRAWN", "Agreement withdrawn";
        /// A schedule of accounts was submitted.
        ScheduleSubmitted = "SCHEDULE_SUBMITTED", "Schedule submitted";
        /// Every line of a schedule has its decision.
        ScheduleDecided = "SCHEDULE_DECIDED", "Schedule decided";
        /// An invoice was bought.
        InvoicePurchased = "INVOICE_PURCHASED", "Invoice bought";
        /// An invoice was refused.
        InvoiceRefused = "INVOICE_REFUSED", "Invoice refused";
        /// An invoice waits for a person.
        InvoiceHeld = "INVOICE_HELD", "Invoice waits for a decision";
        /// The debtor does not confirm an invoice: it goes back to the client.
        InvoiceReturned = "INVOICE_RETURNED", "Invoice returned to the client";
        /// A client took an unpurchased invoice back.
        InvoiceWithdrawn = "INVOICE_WITHDRAWN", "Invoice withdrawn";
        /// A credit note reduced a purchased invoice.
        CreditNoteApplied = "CREDIT_NOTE_APPLIED", "Credit note applied";
        /// A payment file was made for the bank.
        PaymentFileMade = "PAYMENT_FILE_MADE", "Payment file made";
        /// A bank statement was taken in.
        StatementTaken = "STATEMENT_TAKEN", "Statement taken in";
        /// Money was applied to invoices.
        ReceiptApplied = "RECEIPT_APPLIED", "Payment applied";
        /// Money waits to be matched.
        ReceiptUnapplied = "RECEIPT_UNAPPLIED", "Payment waits to be matched";
        /// An application was undone.
        ApplicationUndone = "APPLICATION_UNDONE", "Application undone";
        /// Unapplied money went back to the debtor.
        ReceiptRefunded = "RECEIPT_REFUNDED", "Refunded to debtor";
        /// The bank returned a payment.
        ItemReturned = "ITEM_RETURNED", "Payment returned by the bank";
        /// A bank entry that is no receipt was booked.
        BankEntryPlaced = "BANK_ENTRY_PLACED", "Bank entry booked";
        /// Fees were accrued.
        FeesAccrued = "FEES_ACCRUED", "Fees accrued";
        /// Reserve was paid to a client.
        RebatePaid = "REBATE_PAID", "Reserve released";
        /// A rule of the factor's own was changed: contact, notices, verification, sender.
        PolicySaved = "POLICY_SAVED", "Policy saved";
        /// A contact was added, changed, verified or retired.
        ContactSaved = "CONTACT_SAVED", "Contact saved";
        /// How a debtor wants to be treated was changed.
        PreferenceSaved = "PREFERENCE_SAVED", "Preference saved";
        /// Client and factor settled something for one customer: profile, note, deliverer.
        RelationSaved = "RELATION_SAVED", "Relation settled";
        /// A client paused contact with a customer (CO-14).
        ContactPaused = "CONTACT_PAUSED", "Contact paused";
        /// It goes on.
        ContactResumed = "CONTACT_RESUMED", "Contact resumed";
        /// The factor's wording of a letter was saved.
        WordingSaved = "WORDING_SAVED", "Wording saved";
        /// A notice moved to another state.
        NoticeMoved = "NOTICE_MOVED", "Notice moved on";
        /// GL-60: an Assignment of Claims packet moved on.
        PacketMoved = "PACKET_MOVED", "Assignment of Claims packet moved on";
        /// A paper was signed: notice, change, release, proof.
        PaperSigned = "PAPER_SIGNED", "Paper signed";
        /// A change of pay-to details was asked for, approved or dropped.
        RemitChangeMoved = "REMIT_CHANGE_MOVED", "Change of pay-to details moved on";
        /// A message was queued, with the decision that allowed it.
        MessageQueued = "MESSAGE_QUEUED", "Message queued";
        /// A message was approved, by the client or at the factor.
        MessageApproved = "MESSAGE_APPROVED", "Message approved";
        /// A message was taken back before it left.
        MessageCancelled = "MESSAGE_CANCELLED", "Message taken back";
        /// An attempt to send began: what follows a crash is sent again under the same Message-ID.
        MessageLeaving = "MESSAGE_LEAVING", "Message is leaving";
        /// A message left, was printed, or the call was made.
        MessageSent = "MESSAGE_SENT", "Message sent";
        /// An attempt failed.
        MessageFailed = "MESSAGE_FAILED", "Message not sent";
        /// A message came back.
        MessageBounced = "MESSAGE_BOUNCED", "Message came back";
        /// A message came in and was filed.
        MessageReceived = "MESSAGE_RECEIVED", "Message received";
        /// A print run of letters was made, posted or undone.
        PrintRunMoved = "PRINT_RUN_MOVED", "Print run moved on";
        /// The tracking number of a posted letter was kept.
        LetterTracked = "LETTER_TRACKED", "Tracking number kept";
        /// A received message was given its place by a person.
        MessagePlaced = "MESSAGE_PLACED", "Message given its place";
        /// The contact engine ran.
        ContactRun = "CONTACT_RUN", "Contact decided";
        /// A debtor answered: will pay, has paid, confirms, never received.
        AnswerGiven = "ANSWER_GIVEN", "Debtor answered";
        /// A promise was kept or broken (CO-10).
        PromiseEnded = "PROMISE_ENDED", "Promise kept or broken";
        /// A case was opened.
        CaseOpened = "CASE_OPENED", "Case opened";
        /// A case moved on: told, discussed, owner changed, words added.
        CaseMoved = "CASE_MOVED", "Case moved on";
        /// A case was closed with its outcome.
        CaseClosed = "CASE_CLOSED", "Case closed";
        /// Verification of an invoice was required, asked, waived or answered.
        VerificationMoved = "VERIFICATION_MOVED", "Verification moved on";
        /// A guest's link was made.
        LinkMade = "LINK_MADE", "Link made";
        /// A guest's link was opened for the first time.
        LinkOpened = "LINK_OPENED", "Link opened";
        /// A guest's link was revoked.
        LinkRevoked = "LINK_REVOKED", "Link revoked";
        /// A paper was added.
        DocumentAdded = "DOCUMENT_ADDED", "Paper added";
        /// A debtor's person said how it feels about being served this way.
        MoodGiven = "MOOD_GIVEN", "Mood given";
        /// Personal data went: of people at a debtor or a client, whose time was over or who asked for it (CO-33).
        PersonalDataErased = "PERSONAL_DATA_ERASED", "Personal data erased (CO-33)";
    }
}

/// A SHA-256.
pub type Hash = [u8; 32];
/// The SHA-256 that links an event to the one before it.
pub type Link = Hash;
/// What makes the digest of an event's texts impossible to guess: drawn when it is recorded, gone when it is erased.
pub type Salt = [u8; 16];

/// The digest of an event's texts, who did it and what happened as JSON: SHA-256 over the salt and both, each with its
/// length before it.
#[must_use]
pub fn digest(salt: &Salt, actor: &str, body: &str) -> Hash {
    let mut chain = Chain(Sha256::new_with_prefix(salt));
    chain.text(actor);
    chain.text(body);
    chain.finish()
}

/// What an event says, as it is hashed and stored.
#[derive(Debug, Clone, Copy)]
pub struct Content<'a> {
    /// 1, 2, 3 … in the factor's book.
    pub sequence: i64,
    /// Stored name of the kind.
    pub kind: &'a str,
    /// The business date in the factor's zone.
    pub business_date: Date,
    /// Microseconds since 1970-01-01T00:00:00Z.
    pub recorded_at: i64,
    /// Who did it and what happened, as their digest ([`digest`]).
    pub digest: Hash,
}

/// A hash under way: header first, then each journal in order.
pub struct Chain(Sha256);

impl Chain {
    /// Starts the link of an event from the one before it; the first has 32 zero bytes before it.
    #[must_use]
    pub fn start(before: &Link, content: &Content<'_>) -> Self {
        let mut hash = Sha256::new();
        hash.update(before);
        hash.update(content.sequence.to_be_bytes());
        hash.update(content.recorded_at.to_be_bytes());
        let mut chain = Self(hash);
        chain.date(content.business_date);
        chain.text(content.kind);
        chain.0.update(content.digest);
        chain
    }

    /// Adds a journal, with its proofs in their stored form.
    pub fn journal(&mut self, journal: &Journal, proofs: &str) {
        self.text(journal.booking.code());
        self.id(journal.client.map(|id| id.0));
        self.id(journal.debtor.map(|id| id.0));
        self.id(journal.invoice.map(|id| id.0));
        self.id(journal.schedule.map(|id| id.0));
        self.id(journal.receipt.map(|id| id.0));
        self.0.update(journal.agreement_version.unwrap_or(0).to_be_bytes());
        self.text(journal.currency.code());
        self.date(journal.value_date);
        let reverses = journal.reverses.map_or((0, 0), |key| (key.event, key.number));
        self.0.update(reverses.0.to_be_bytes());
        self.0.update(reverses.1.to_be_bytes());
        self.0.update((journal.lines.len() as u64).to_be_bytes());
        for line in &journal.lines {
            self.0.update(line.account.number().to_be_bytes());
            self.0.update(line.amount.to_be_bytes());
        }
        self.text(proofs);
    }

    /// The link.
    #[must_use]
    pub fn finish(self) -> Link {
        self.0.finalize().into()
    }

    /// Length first, so that no two different contents read alike.
    fn text(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_be_bytes());
        self.0.update(text.as_bytes());
    }

    fn date(&mut self, date: Date) {
        self.0.update(date.year().to_be_bytes());
        self.0.update(date.month().to_be_bytes());
        self.0.update(date.day().to_be_bytes());
    }

    fn id(&mut self, id: Option<Uuid>) {
        self.0.update(id.unwrap_or(Uuid::nil()).as_bytes());
    }
}
