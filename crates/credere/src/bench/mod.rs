//! Measurements of the product by itself, on a throw-away book of invented parties.

mod book;
pub mod purchase;
