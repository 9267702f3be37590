//! Measurements of the product by itself, on a throw-away book of invented parties.

pub mod aging;
mod book;
pub mod cash;
pub mod contact;
pub mod filled;
pub mod ground;
pub mod growth;
pub mod http;
pub mod letters;
pub mod pages;
mod paying;
pub mod purchase;
