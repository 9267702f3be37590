//! Fraud checks: has this invoice been offered before, and is a contact what it seems to be?

mod contact;
mod duplicate;
mod verification;

pub use contact::{
    ContactFinding, Gravity, client_domain, client_phone, comparable_phone, free_mail, is_free_mail, look_alike,
    mail_domain, registrable, skeleton,
};
pub use duplicate::{Duplicate, NumberKey, find_duplicate};
pub use verification::{Anomaly, AnswerTrace, alikeness, anomalies};
