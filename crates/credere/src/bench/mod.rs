//! Measurements of the product by itself, on a throw-away book of invented parties.

mod book;
pub mod contact;
pub mod http;
pub mod letters;
pub mod pages;
pub mod purchase;
