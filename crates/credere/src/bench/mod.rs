//! Measurements of the product by itself, on a throw-away book of invented parties.

mod book;
pub mod cash;
pub mod contact;
pub mod filled;
pub mod ground;
pub mod http;
pub mod letters;
pub mod pages;
mod paying;
pub mod purchase;
