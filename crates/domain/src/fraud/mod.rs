//! Fraud checks. So far the one that every purchase asks: has this invoice been offered before?

mod duplicate;
mod verification;

pub use duplicate::{Duplicate, NumberKey, find_duplicate};
pub use verification::{Anomaly, AnswerTrace, alikeness, anomalies, same_network};
