//! Fraud checks. So far the one that every purchase asks: has this invoice been offered before?

mod duplicate;

pub use duplicate::{Duplicate, NumberKey, find_duplicate};
