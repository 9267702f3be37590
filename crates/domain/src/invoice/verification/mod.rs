//! Verification: does the debtor owe what the invoice says (GL-40, LC-05, LC-07)?
//!
//! Phases: at submission the policy says per line whether it is verified and why ([`require()`]); what is required is one
//! [`Verification`] per invoice, which is asked, answered fact by fact, waived by a person with a reason, or found
//! wrong. What a purchase learns from it is a [`Check`] (G6).
//!
//! Contract: nothing here reads a clock or draws a random number. The sample is a hash of the factor's seed and the
//! invoice's own key, so that it is the same in a preview, at submission and for an auditor, and stays the same when a
//! client takes an invoice back and offers it again. Callers say truthfully whom they call for: a telephone record without
//! those words is refused (GL-40).
//!
//! Deliberately absent: the rule for grade D, because debtors carry no grade yet; whom to write to and when, which the
//! contact policy decides.

mod answer;
mod ask;
mod policy;
mod record;
mod script;

pub use answer::{AnswerRefused, Confirmable, Discrepancy, Evidence, Given, Method, Statement};
pub use ask::{LineFacts, Need, Reason, SampleKey, require};
pub use policy::{Timing, VerificationPolicy};
pub use record::{Check, Looked, Request, Verification, VerificationState, Waiver};
pub use script::{CallFacts, ScriptRefused, phone_script};
