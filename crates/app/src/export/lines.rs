//! CSV: one row a journal line, with every field of LE-02. ISO dates, decimal point, UTC times.

use super::Writing;
use crate::report::harmless;
use domain::money::{Currency, Money};
use domain::party::Factor;
use std::io::{self, Write};
use store::kept::history::{LedgerEntry, Used};

const HEAD: [&str; 19] = [
    "event",
    "journal",
    "line",
    "booking",
    "account",
    "account_name",
    "currency",
    "debit",
    "credit",
    "client",
    "debtor",
    "invoice",
    "schedule",
    "receipt",
    "agreement_version",
    "value_date",
    "posted_at",
    "reverses_event",
    "reverses_journal",
];

pub(super) struct Lines<W: Write>(csv::Writer<W>);

impl<W: Write> Lines<W> {
    pub(super) fn new(out: W) -> Self {
        Self(csv::Writer::from_writer(out))
    }
}

fn number(value: Option<i64>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

impl<W: Write> Writing for Lines<W> {
    fn begin(&mut self, _: &Factor, _: &[Used], _: &[Currency]) -> io::Result<()> {
        Ok(self.0.write_record(HEAD)?)
    }

    fn entry(&mut self, entry: &LedgerEntry) -> io::Result<()> {
        let posted = jiff::Timestamp::from_microsecond(entry.posted_at).map(|at| at.to_string()).unwrap_or_default();
        for line in &entry.lines {
            let amount = Money::new(line.amount.abs(), entry.currency).decimal().to_string();
            let (debit, credit) = if line.amount > 0 { (amount, String::new()) } else { (String::new(), amount) };
            self.0.write_record([
                entry.key.event.to_string().as_str(),
                &entry.key.number.to_string(),
                &line.place.to_string(),
                entry.booking.code(),
                &line.account.number().to_string(),
                line.account.name(),
                entry.currency.code(),
                &debit,
                &credit,
                entry.client.as_deref().unwrap_or_default(),
                entry.debtor.as_deref().unwrap_or_default(),
                &harmless(entry.invoice.as_deref().unwrap_or_default()),
                &entry.schedule.map_or_else(String::new, |number| format!("S-{number}")),
                &entry.receipt.map_or_else(String::new, |number| format!("R-{number}")),
                &number(entry.agreement_version),
                &entry.value_date.to_string(),
                &posted,
                &number(entry.reverses.map(|key| key.event)),
                &number(entry.reverses.map(|key| key.number)),
            ])?;
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
