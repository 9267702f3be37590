//! One newtype per kind of thing: an invoice's id cannot be taken for a debtor's.
//!
//! Ids are UUID version 7 (RFC 9562): they grow with time, so new rows land side by side in the
//! book. The domain never makes one; they come in from outside.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The 16 bytes of the id.
            #[must_use]
            pub const fn bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// The tenant: who buys invoices.
    FactorId,
    /// A seller of invoices.
    ClientId,
    /// A customer of clients: who owes the invoice.
    DebtorId,
    /// One version of a factoring agreement.
    AgreementId,
    /// A schedule of accounts.
    ScheduleId,
    /// One invoice offered for sale.
    InvoiceId,
    /// Something that happened.
    EventId,
    /// One balanced entry in the ledger.
    JournalId,
    /// A bank statement taken in.
    StatementId,
    /// One line of a bank statement.
    ReceiptId,
    /// Money on its way out.
    PaymentId,
    /// A file of payments handed to the bank.
    PaymentFileId,
    /// A person or mailbox at a debtor or a client.
    ContactId,
    /// The notice of one client-debtor pair.
    NoticeId,
    /// A message: mail, letter, call.
    MessageId,
    /// A dispute, complaint or question.
    CaseId,
    /// What a debtor has said of its invoices.
    AnswerId,
    /// The verification of one invoice.
    VerificationId,
    /// A paper kept for someone who asks for a copy.
    DocumentId,
    /// A guest's signed link.
    LinkId,
    /// A change of the account debtors pay to.
    RemitChangeId,
    /// The Assignment of Claims packet of one client, debtor and contract.
    PacketId,
}
