//! Guests through both doors, and the desk beside them: real sockets, plain HTTP, forms as a browser sends them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by stopping")]

mod browser;
mod check;
mod client;
mod debtor;
mod desk;
mod doors;
mod house;
mod links;
mod one_supplier;
mod rate;
mod speed;
mod statement;
mod voices;
