//! The API through its front door: a server on a port of its own, plain HTTP.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by stopping")]

mod client;
mod document;
mod extremes;
mod pages;
mod refusals;
mod relationship;
mod speed;
mod story;
mod strict;
