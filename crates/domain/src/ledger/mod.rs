//! The factor's book of account, T1 "purchase" (LE-04).
//!
//! Append-only journals that balance per currency; a mistake is mirrored, never edited (LE-01).
//! `bookings/` holds one file per booking: an accountant reads that folder as the manual.

mod account;
pub mod bookings;
mod journal;

pub use account::{Account, Side};
pub use journal::{Booking, Journal, JournalKey, Line, Unbalanced};
