//! Readers and writers against files that nobody of us wrote, and against bad input by name.

mod arbitrary;
mod einvoices;
mod invoices;
mod outside;
mod payments;
mod schedules;
mod statements;
