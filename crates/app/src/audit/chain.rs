//! The chain: every event linked to the one before it, every journal of it as it was hashed, and balanced.

use super::{Audit, Broken, Checked, broken, differ, many};
use domain::event::{Chain, Content, Link};
use domain::id::{ClientId, DebtorId};
use domain::ledger::{Account, Booking};
use domain::money::Currency;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::Fault;
use store::kept::history::proving::{self, WalkedEvent, WalkedJournal, Walker};
use uuid::Uuid;

/// What the journals say: everything that is kept elsewhere must be this.
#[derive(Default)]
pub(super) struct Replay {
    /// Balance per client (nil for none), currency and account.
    pub(super) balances: HashMap<(Uuid, Currency, Account), i64>,
    /// Debits and credits per day.
    pub(super) days: HashMap<(Uuid, Currency, Account, Date), (i64, i64)>,
    /// Open balance per debtor and client.
    pub(super) exposures: HashMap<(DebtorId, ClientId, Currency), i64>,
    /// What left operating cash for a kind of payment.
    pub(super) paid: BTreeMap<(Booking, Uuid, Currency), i64>,
    /// Number of the last event.
    pub(super) last: i64,
    /// Lines that name an invoice.
    pub(super) invoice_lines: i64,
    /// Lines that name a bank entry.
    pub(super) receipt_lines: i64,
}

impl Replay {
    /// Balance of some accounts over all clients.
    pub(super) fn on(&self, accounts: &[Account], currency: Currency) -> i64 {
        let of = |((_, its, account), amount): (&(Uuid, Currency, Account), &i64)| {
            if *its == currency && accounts.contains(account) { *amount } else { 0 }
        };
        self.balances.iter().map(of).sum()
    }

    pub(super) fn currencies(&self) -> BTreeSet<Currency> {
        self.balances.keys().map(|(_, currency, _)| *currency).collect()
    }

    fn add(&mut self, walked: &WalkedJournal) {
        let journal = &walked.journal;
        let client = journal.client.map_or(Uuid::nil(), |id| id.0);
        let lines = i64::try_from(journal.lines.len()).unwrap_or(i64::MAX);
        self.invoice_lines += if journal.invoice.is_some() { lines } else { 0 };
        self.receipt_lines += if journal.receipt.is_some() { lines } else { 0 };
        for line in &journal.lines {
            *self.balances.entry((client, journal.currency, line.account)).or_default() += line.amount;
            let day = self.days.entry((client, journal.currency, line.account, journal.value_date)).or_default();
            if line.amount < 0 {
                day.1 -= line.amount;
            } else {
                day.0 += line.amount;
            }
            match (line.account, journal.debtor, journal.client) {
                (Account::ReceivablesRecourse | Account::ReceivablesNonRecourse, Some(debtor), Some(client)) => {
                    *self.exposures.entry((debtor, client, journal.currency)).or_default() += line.amount;
                }
                (Account::OperatingCash, ..) => {
                    *self.paid.entry((journal.booking, client, journal.currency)).or_default() -= line.amount;
                }
                _ => {}
            }
        }
    }
}

/// Walks the chain.
#[derive(Default)]
struct Walk {
    replay: Replay,
    /// The link before, and the hash under way with the link it must come to.
    head: Link,
    under_way: Option<(i64, i64, Chain, Link)>,
    journals: i64,
    lines: i64,
    found: Option<Broken>,
}

impl Walk {
    fn stop(&mut self, name: &'static str, place: String) -> Fault {
        self.found = Some(Broken { name, place });
        // Only stops the walk.
        Fault::Closing
    }

    fn finish(&mut self) -> Result<(), Fault> {
        let Some((seq, _, chain, stored)) = self.under_way.take() else { return Ok(()) };
        let link = chain.finish();
        if link != stored {
            let fact = "it, its journals or the event before it were changed after they were recorded";
            return Err(self.stop("chain", format!("event {seq} does not carry the hash of its content: {fact}")));
        }
        self.head = link;
        Ok(())
    }
}

impl Walker for Walk {
    fn event(&mut self, event: &WalkedEvent<'_>) -> Result<(), Fault> {
        self.finish()?;
        let expected = self.replay.last + 1;
        if event.seq != expected {
            let place = format!("event {expected} is missing; after event {} comes event {}", expected - 1, event.seq);
            return Err(self.stop("chain", place));
        }
        self.replay.last = event.seq;
        if domain::event::EventKind::from_code(event.kind).is_none() {
            return Err(self.stop("chain", format!("event {} is of an unknown kind, {}", event.seq, event.kind)));
        }
        if serde_json::from_str::<serde::de::IgnoredAny>(event.body).is_err() {
            return Err(self.stop("chain", format!("the facts of event {} are not JSON", event.seq)));
        }
        let Ok(stored) = Link::try_from(event.hash) else {
            return Err(self.stop("chain", format!("the hash of event {} has not 32 bytes", event.seq)));
        };
        let content = Content {
            sequence: event.seq,
            kind: event.kind,
            business_date: event.business_date,
            recorded_at: event.recorded_at,
            actor: event.actor,
            body: event.body,
        };
        self.under_way = Some((event.seq, event.recorded_at, Chain::start(&self.head, &content), stored));
        Ok(())
    }

    fn journal(&mut self, walked: &WalkedJournal) -> Result<(), Fault> {
        let key = walked.key;
        let place = format!("event {}, journal {}", key.event, key.number);
        let Some((_, recorded_at, chain, _)) = &mut self.under_way else {
            return Err(self.stop("chain", format!("{place} comes before its event")));
        };
        chain.journal(&walked.journal, &walked.proofs);
        let in_time = walked.posted_at == *recorded_at;
        if !in_time {
            return Err(self.stop("journals", format!("{place} was not booked when its event was recorded")));
        }
        if let Err(unbalanced) = walked.journal.check() {
            let off = i64::try_from(unbalanced.difference).unwrap_or(i64::MAX);
            let currency = unbalanced.currency;
            return Err(self.stop("journals", format!("{place} does not balance: {}", differ(off, 0, currency))));
        }
        self.journals += 1;
        self.lines += i64::try_from(walked.journal.lines.len()).unwrap_or(i64::MAX);
        self.replay.add(walked);
        Ok(())
    }
}

pub(super) fn prove(audit: &mut Audit<'_>) -> Checked<Replay> {
    let mut walk = Walk::default();
    let walked = proving::walk(audit.reads, &mut walk).and_then(|()| walk.finish());
    if let Some(found) = walk.found {
        return broken(found.name, found.place);
    }
    walked?;
    let head: String = walk.head.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let events = many(walk.replay.last, "event");
    audit.prove("chain", format!("{events}, each linked to the one before, without a gap; head {head}\u{2026}"));
    if proving::counts(audit.reads)? != (walk.journals, walk.lines) {
        let fallback = "rows of the ledger belong to no event";
        return broken("journals", proving::orphan(audit.reads)?.unwrap_or_else(|| fallback.to_owned()));
    }
    let (journals, lines) = (many(walk.journals, "journal"), many(walk.lines, "line"));
    audit.prove("journals", format!("{journals} with {lines}, each of an event and balanced per currency"));
    Ok(walk.replay)
}
