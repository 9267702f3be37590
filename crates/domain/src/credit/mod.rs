//! Credit: how much a debtor may owe, how much a client may draw.

mod availability;
mod limit;

pub use availability::{Availability, ClientPosition, EligibleInvoices, Excluded, NAMED_EXCLUSIONS, availability};
pub use limit::{LimitUse, limit_use};
