//! Notices: how a debtor learns, in the right order, that a client's invoices were assigned (LC-40 to LC-48, GL-50 to GL-58).
//!
//! Contract: one notice is current per client-debtor pair; its life is a state machine over civil dates, with every
//! clock an argument. The signed papers that come out of it are facts ([`crate::letter::Facts`]) and their signature.

mod beside;
mod content;
mod event;
mod facts;
mod life;
mod policy;
mod refusal;
mod remit;
mod standing;

pub use beside::{Beside, LetterTask};
pub use content::{ContentProblem, ListedInvoice, NamedParty, NoticeContent, OldAccount};
pub use event::{Leg, NoticeEvent, Trigger};
pub use facts::{
    CameBack, Deliverer, Doubt, Due, EarlierNotice, EvidenceFound, HeadsUp, Notice, ProofRequest, ReleaseDemand,
    Sprung, Way,
};
pub use life::{Outcome, Step};
pub use policy::{LONGEST_DAYS, NoticePolicy, NoticePolicyProblem, Thresholds};
pub use refusal::NoticeRefusal;
pub use remit::{CurrencyAccount, PayToAccounts, RemitChange, RemitChangeState, RemitRefusal, RemitRequest};
pub use standing::{Evidence, Fact, NoticeState, Standing};

#[cfg(test)]
mod tests;
