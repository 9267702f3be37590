//! web

pub mod look;
