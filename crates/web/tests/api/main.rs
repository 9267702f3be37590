//! The API through its front door: a server on a port of its own, plain HTTP.

mod client;
mod document;
mod pages;
mod refusals;
mod speed;
mod story;
