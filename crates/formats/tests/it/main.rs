//! Readers and writers against files that nobody of us wrote, and against bad input by name.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by stopping")]

mod arbitrary;
mod einvoices;
mod example;
mod invoices;
mod mail;
mod outside;
mod payments;
mod schedules;
mod statements;
