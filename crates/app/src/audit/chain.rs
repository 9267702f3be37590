//! The chain: every event linked to the one before it, every journal of it as it was hashed, and balanced.
//!
//! CO-33: an event whose texts were replaced has the digest of what stood there and no salt; a later event must name it,
//! with the hash of what stands there now. Kept in memory for that: two hashes for each such event.

use super::checkpoint::Checkpoint;
use super::facts::Facts;
use super::{Audit, Broken, Checked, Stop, broken, differ, many};
use domain::event::{Chain, Content, Erasure, EventKind, Hash, Link, digest, erased_sha256};
use domain::id::{ClientId, DebtorId, InvoiceId, ReceiptId};
use domain::ledger::{Account, Booking};
use domain::money::Currency;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::kept::history::proving::{self, WalkedEvent, WalkedJournal, Walker};
use store::{Fault, kept};
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
    /// Invoices and bank entries that journals name, where only the newer ones are walked.
    pub(super) touched: Option<Touched>,
}

/// What newer journals touch.
#[derive(Default)]
pub(super) struct Touched {
    pub(super) invoices: BTreeSet<InvoiceId>,
    pub(super) receipts: BTreeSet<ReceiptId>,
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
        if let Some(touched) = &mut self.touched {
            touched.invoices.extend(journal.invoice);
            touched.receipts.extend(journal.receipt);
        }
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
    /// Events whose texts were replaced: hash of what stands there, in hexadecimal.
    erased: BTreeMap<i64, String>,
    /// What the last event that names each of them says, in hexadecimal.
    named: BTreeMap<i64, String>,
    found: Option<Broken>,
    facts: Facts,
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

    /// The digest of an event's texts: as they stand, or as kept when they were replaced.
    fn digest(&mut self, event: &WalkedEvent<'_>) -> Result<Hash, Fault> {
        let seq = event.seq;
        match (event.salt.map(TryInto::try_into), event.digest.map(TryInto::try_into)) {
            (Some(Ok(salt)), None) => Ok(digest(&salt, event.actor, event.body)),
            (None, Some(Ok(kept))) if event.kind != EventKind::PersonalDataErased.code() => {
                self.erased.insert(seq, erased_sha256(event.actor, event.body));
                Ok(kept)
            }
            (None, Some(Ok(_))) => {
                Err(self.stop("chain", format!("event {seq} says what was erased and may not itself be erased")))
            }
            _ => {
                let fact = "an event has a salt, or is erased and has the digest of what stood there";
                Err(self.stop("chain", format!("event {seq} has neither or both, or one of a wrong length: {fact}")))
            }
        }
    }

    /// CO-33: what a later event says of erased ones.
    fn take_names(&mut self, event: &WalkedEvent<'_>) -> Result<(), Fault> {
        let Ok(erasure) = serde_json::from_str::<Erasure>(event.body) else {
            return Err(self.stop("chain", format!("event {} does not say which events it erased", event.seq)));
        };
        for named in erasure.events {
            if named.seq >= event.seq {
                let place = format!("event {} erased event {}, which came after it", event.seq, named.seq);
                return Err(self.stop("chain", place));
            }
            self.named.insert(named.seq, named.sha256);
        }
        Ok(())
    }

    /// CO-33: events that are not walked and that newer ones have erased are what those say.
    fn erased_before(&mut self, audit: &mut Audit<'_>, after: i64) -> Checked {
        let newer = self.named.split_off(&(after + 1));
        for (seq, said) in std::mem::replace(&mut self.named, newer) {
            let stands = kept::event::get(audit.reads, seq)?.map(|event| erased_sha256(&event.actor, &event.body));
            if stands.as_ref() != Some(&said) {
                return broken("chain", format!("event {seq} was changed after its personal data were erased"));
            }
        }
        Ok(())
    }

    /// CO-33: every erased event is named, with what stands there, and no other is.
    fn erasures(&self) -> Option<Broken> {
        let wrong = |seq: i64, fact: &str| Some(Broken { name: "chain", place: format!("event {seq} {fact}") });
        for (seq, stands) in &self.erased {
            match self.named.get(seq) {
                None => return wrong(*seq, "was blanked, and no later event says that its personal data were erased"),
                Some(said) if said != stands => {
                    return wrong(*seq, "was changed after its personal data were erased");
                }
                Some(_) => {}
            }
        }
        let back = self.named.keys().find(|seq| !self.erased.contains_key(seq))?;
        wrong(*back, "has its texts again after its personal data were erased")
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
        let Some(kind) = EventKind::from_code(event.kind) else {
            return Err(self.stop("chain", format!("event {} is of an unknown kind, {}", event.seq, event.kind)));
        };
        if serde_json::from_str::<serde::de::IgnoredAny>(event.body).is_err() {
            return Err(self.stop("chain", format!("the facts of event {} are not JSON", event.seq)));
        }
        let Ok(stored) = Link::try_from(event.hash) else {
            return Err(self.stop("chain", format!("the hash of event {} has not 32 bytes", event.seq)));
        };
        if event.kind == EventKind::PersonalDataErased.code() {
            self.take_names(event)?;
        }
        self.facts.hear(event.seq, kind, event.recorded_at, event.business_date, event.actor, event.body);
        let content = Content {
            sequence: event.seq,
            kind: event.kind,
            business_date: event.business_date,
            recorded_at: event.recorded_at,
            digest: self.digest(event)?,
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

/// Walks all events, or those after a checkpoint.
pub(super) fn prove(audit: &mut Audit<'_>, from: Option<&Checkpoint>) -> Checked<(Replay, Facts)> {
    let mut walk = Walk::default();
    let after = from.map_or(0, |from| from.seq);
    if let Some(from) = from {
        walk.head = from.hash;
        walk.replay.last = from.seq;
        walk.replay.touched = Some(Touched::default());
        walk.facts = Facts::after(audit.reads, from.seq)?;
    }
    let walked = proving::walk(audit.reads, after, &mut walk).and_then(|()| walk.finish());
    if let Some(found) = walk.found {
        return broken(found.name, found.place);
    }
    walked?;
    walk.erased_before(audit, after)?;
    if let Some(found) = walk.erasures() {
        return Err(Stop::Broken(found));
    }
    let head: String = walk.head.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let events = match from {
        None => many(walk.replay.last, "event"),
        Some(from) => format!("{} after event {}", many(walk.replay.last - after, "event"), from.seq),
    };
    let erased = match walk.erased.len() {
        0 => String::new(),
        count => format!("; personal data erased from {count} of them, each as a later event says"),
    };
    audit
        .prove("chain", format!("{events}, each linked to the one before, without a gap{erased}; head {head}\u{2026}"));
    if proving::counts(audit.reads, after)? != (walk.journals, walk.lines) {
        let fallback = "rows of the ledger belong to no event";
        return broken("journals", proving::orphan(audit.reads)?.unwrap_or_else(|| fallback.to_owned()));
    }
    let (journals, lines) = (many(walk.journals, "journal"), many(walk.lines, "line"));
    audit.prove("journals", format!("{journals} with {lines}, each of an event and balanced per currency"));
    Ok((walk.replay, walk.facts))
}
