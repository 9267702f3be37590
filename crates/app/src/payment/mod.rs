//! Money on its way out: what is due, and the files that ask the bank to pay it.
//!
//! Contract: a payment is booked where it is decided (a purchase, a rebate, a refund); here it only leaves. A file is made
//! whole or not at all: every reason against every payment is told at once. There is one ISO 20022 pain.001.001.09 file
//! per currency, its bytes are kept, and its message id is never used again. A payment keeps the account it was
//! decided for; where there was none, the client's account of today is taken.
//!
//! States: due, then in a file, then paid once a bank statement shows it (see `cash`). Deliberately absent:
//! transmission to the bank, and taking a file back.

mod due;
mod file;
mod make;

pub use due::{DuePayment, due};
pub use file::{FileHead, file, files};
pub use make::{MadeFile, make_files};

/// Most payments that are listed, or put into files at once.
pub const PAYMENTS: usize = 10_000;
