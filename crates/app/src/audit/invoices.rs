//! Every invoice, replayed: its row says what its journals say, and its balances were never negative (LE-07, LE-08).

use super::chain::Replay;
use super::{Audit, Broken, Checked, broken, differ, many, streamed};
use domain::id::{ClientId, InvoiceId};
use domain::invoice::{InvoiceState, Portion};
use domain::ledger::{Account, Booking};
use domain::money::Currency;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use store::kept::history::proving::{self, InvoiceRow, Proof};
use uuid::Uuid;

const NAME: &str = "invoices";

/// What the journals of one invoice add up to.
#[derive(Default)]
struct Told {
    event: i64,
    face: i64,
    held_at_purchase: i64,
    bought: Option<(Date, Option<i64>, i64)>,
    open: i64,
    held: i64,
    posted: i64,
    accrued: i64,
    deferred: i64,
    odd: Option<String>,
}

impl Told {
    fn add(&mut self, row: &InvoiceRow, line: &Proof) {
        if self.event != line.event {
            self.event_over();
            self.event = line.event;
        }
        let Proof { account, amount, booking, .. } = *line;
        if (line.client, line.debtor, line.currency) != (Some(row.client), row.debtor, row.currency) {
            self.odd
                .get_or_insert_with(|| format!("event {} books it for another client, debtor or currency", line.event));
        }
        match account {
            Account::ReceivablesRecourse | Account::ReceivablesNonRecourse => {
                if (account == Account::ReceivablesNonRecourse) != row.non_recourse {
                    self.odd.get_or_insert_with(|| format!("event {} books it on {account}", line.event));
                }
                self.open += amount;
            }
            Account::ReserveHeld => self.held -= amount,
            Account::AccruedFees => self.accrued += amount,
            Account::DeferredFees => self.deferred -= amount,
            _ => {}
        }
        match (booking, account) {
            (Booking::Purchase, Account::ReceivablesRecourse | Account::ReceivablesNonRecourse) => {
                self.face += amount;
                self.bought = Some((line.value_date, line.agreement_version, line.event));
            }
            (Booking::Purchase, Account::ReserveHeld) => self.held_at_purchase -= amount,
            (Booking::Purchase, Account::DeferredFees) => self.posted -= amount,
            (Booking::FeeAtClose, Account::ReserveHeld | Account::ReserveAvailable | Account::DueFromClients) => {
                self.posted += amount;
            }
            _ => {}
        }
    }

    /// LE-07: nothing keyed by invoice is ever on its wrong side, after any event.
    fn event_over(&mut self) {
        let pots = [
            ("open balance", self.open),
            ("held reserve", self.held),
            ("accrued fee", self.accrued),
            ("deferred fee", self.deferred),
        ];
        if let Some((pot, _)) = pots.iter().find(|(_, amount)| *amount < 0) {
            let event = self.event;
            self.odd.get_or_insert_with(|| format!("its {pot} is negative after event {event}"));
        }
    }

    /// What does not hold between row and journals, if anything.
    fn against(&mut self, row: &InvoiceRow, last_event: i64) -> Option<String> {
        self.event_over();
        if let Some(odd) = self.odd.take() {
            return Some(odd);
        }
        if !(1..=last_event).contains(&row.decided_seq) {
            return Some(format!("its decision is in event {}, which is not there", row.decided_seq));
        }
        if row.pledged != row.state.is_pledged() {
            return Some(format!("its state is {} and its pledge does not fit", row.state.code()));
        }
        let amounts = [
            ("open balance", row.open, self.open),
            ("held reserve", row.held, self.held),
            ("charged fee", row.fee_posted, self.posted),
            ("accrued fee", row.fee_accrued, self.accrued),
            ("deferred fee", row.fee_deferred, self.deferred),
        ];
        if let Some((what, kept, said)) = amounts.iter().find(|(_, kept, said)| kept != said) {
            return Some(format!("{what} {} of its journals", differ(*kept, *said, row.currency)));
        }
        match (row.purchased, self.bought) {
            (None, None) => self.not_bought(row),
            (Some(on), Some((booked_on, version, event))) => {
                if (on, row.agreement_version) != (booked_on, version) {
                    return Some("purchase date or agreement version is not that of its purchase".to_owned());
                }
                if row.decided_seq != event {
                    return Some(format!(
                        "its decision is said to be event {}, but event {event} buys it",
                        row.decided_seq
                    ));
                }
                self.purchased(row)
            }
            (Some(_), None) => Some("it is marked as bought, but no journal buys it".to_owned()),
            (None, Some(_)) => Some("a journal buys it, but it is not marked as bought".to_owned()),
        }
    }

    fn not_bought(&self, row: &InvoiceRow) -> Option<String> {
        let fits = matches!(
            row.state,
            InvoiceState::InReview
                | InvoiceState::Verifying
                | InvoiceState::Verified
                | InvoiceState::Rejected
                | InvoiceState::Returned
                | InvoiceState::Withdrawn
        );
        let touched = self.event != 0 || row.closed.is_some();
        (!fits || touched).then(|| format!("its state is {}, but no journal buys it", row.state.code()))
    }

    fn purchased(&self, row: &InvoiceRow) -> Option<String> {
        if row.amount != self.face {
            return Some(format!("amount {} of its purchase", differ(row.amount, self.face, row.currency)));
        }
        let advance = self.face - self.held_at_purchase;
        if row.advance != advance {
            return Some(format!("advance {} of its purchase", differ(row.advance, advance, row.currency)));
        }
        let Ok(portions) = serde_json::from_str::<Vec<Portion>>(&row.portions) else {
            return Some("what closed parts of it is unreadable".to_owned());
        };
        let paid: i64 = portions.iter().map(|portion| portion.amount).sum();
        if paid != self.face - self.open {
            return Some(format!("closed portions {}", differ(paid, self.face - self.open, row.currency)));
        }
        if let (Some(on), Some(last)) = (row.closed, portions.last())
            && on != last.value_date
        {
            return Some(format!("it closed on {on}, and what closed it is of {}", last.value_date));
        }
        let fits = match row.state {
            InvoiceState::Closed => row.open == 0 && row.held == 0 && row.closed.is_some(),
            InvoiceState::Purchased | InvoiceState::PartPaid => row.open > 0 && row.closed.is_none(),
            _ => false,
        };
        (!fits).then(|| {
            let (state, open) = (row.state.code(), domain::money::Money::new(row.open, row.currency));
            format!("its state is {state} with an open balance of {open}")
        })
    }
}

/// Sums of the invoices' rows per client, currency and account: the subledger.
type Subledger = BTreeMap<(Uuid, Currency, Account), i64>;

/// The accounts that invoices explain in full.
const KEYED: [Account; 5] = [
    Account::ReceivablesRecourse,
    Account::ReceivablesNonRecourse,
    Account::ReserveHeld,
    Account::AccruedFees,
    Account::DeferredFees,
];

pub(super) fn prove(audit: &mut Audit<'_>, replay: &Replay) -> Checked {
    let mut subledger = Subledger::new();
    let (mut count, mut lines) = (0, 0);
    let mut under_way: Option<(InvoiceRow, Told)> = None;
    let names = &audit.names;
    let mut close = |under_way: &mut Option<(InvoiceRow, Told)>| -> Option<Broken> {
        let (row, mut told) = under_way.take()?;
        count += 1;
        if let Some(fact) = told.against(&row, replay.last) {
            let client = names.client(Some(row.client));
            return Some(Broken { name: NAME, place: format!("invoice {} of {client}: {fact}", row.number) });
        }
        add(&mut subledger, &row);
        None
    };
    streamed(|stop| {
        proving::invoices(audit.reads, &mut |row, line| {
            if under_way.as_ref().is_none_or(|(before, _)| before.id != row.id) {
                if let Some(found) = close(&mut under_way) {
                    return Err(stop(found));
                }
                under_way = Some((row.clone(), Told::default()));
            }
            if let (Some((row, told)), Some(line)) = (&mut under_way, line) {
                lines += 1;
                told.add(row, &line);
            }
            Ok(())
        })?;
        close(&mut under_way).map_or(Ok(()), |found| Err(stop(found)))
    })?;
    if lines != replay.invoice_lines {
        let place = proving::orphan(audit.reads)?;
        return broken(NAME, place.unwrap_or_else(|| "journals name invoices that are not there".to_owned()));
    }
    let detail = "each row is what its journals say, and no balance was ever below zero";
    audit.prove(NAME, format!("{}: {detail}", many(count, "invoice")));
    tie(audit, replay, &subledger)
}

/// The invoices that newer journals and decisions touch, each with all of its journals.
pub(super) fn prove_touched(audit: &mut Audit<'_>, ids: &BTreeSet<InvoiceId>, last: i64) -> Checked {
    for id in ids {
        let mut under_way: Option<(InvoiceRow, Told)> = None;
        proving::invoice(audit.reads, *id, &mut |row, line| {
            let (row, told) = under_way.get_or_insert_with(|| (row.clone(), Told::default()));
            if let Some(line) = line {
                told.add(row, &line);
            }
            Ok(())
        })?;
        let Some((row, mut told)) = under_way else {
            return broken(NAME, format!("invoice {id} is not there, and newer journals name it"));
        };
        if let Some(fact) = told.against(&row, last) {
            let client = audit.names.client(Some(row.client));
            return broken(NAME, format!("invoice {} of {client}: {fact}", row.number));
        }
    }
    let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    audit.prove(
        NAME,
        format!("{} that newer events touch: each row is what all its journals say", many(count, "invoice")),
    );
    Ok(())
}

fn add(subledger: &mut Subledger, row: &InvoiceRow) {
    let receivables = if row.non_recourse { Account::ReceivablesNonRecourse } else { Account::ReceivablesRecourse };
    let amounts = [
        (receivables, row.open),
        (Account::ReserveHeld, -row.held),
        (Account::AccruedFees, row.fee_accrued),
        (Account::DeferredFees, -row.fee_deferred),
    ];
    for (account, amount) in amounts {
        *subledger.entry((row.client.0, row.currency, account)).or_default() += amount;
    }
}

/// LE-08: subledger = general ledger, per client.
fn tie(audit: &mut Audit<'_>, replay: &Replay, subledger: &Subledger) -> Checked {
    let keyed = replay.balances.keys().filter(|(.., account)| KEYED.contains(account));
    let mut keys: Vec<_> = keyed.chain(subledger.keys()).copied().collect();
    keys.sort_unstable();
    keys.dedup();
    for key in &keys {
        let (client, currency, account) = *key;
        let of_invoices = subledger.get(key).copied().unwrap_or(0);
        let of_ledger = replay.balances.get(key).copied().unwrap_or(0);
        if of_invoices != of_ledger {
            let client = audit.names.client(Some(ClientId(client)));
            let differ = differ(of_invoices, of_ledger, currency);
            return broken(
                "subledger",
                format!("account {account} of {client}: the sum of its invoices {differ} of the ledger"),
            );
        }
    }
    let accounts = KEYED.map(|account| account.number().to_string()).join(", ");
    audit.prove("subledger", format!("accounts {accounts} are the sums of their invoices, per client"));
    Ok(())
}
