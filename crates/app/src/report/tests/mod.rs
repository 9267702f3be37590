//! Every report against the trial balance, for any date, as known at any moment.

mod paper;
pub(crate) mod small_book;
pub(crate) mod sums;
