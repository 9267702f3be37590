//! What pages show: rows joined for the eye, one page at a time.
//!
//! Contract: reading only. Every query is answered from an index and reads no more rows than it shows, except sums over
//! one schedule or one state, which are read from the index alone.

pub mod cash;
pub mod invoice;
pub mod payment;
pub mod schedule;
