//! Bank entries, statements, applications and payments against the journals.

use super::chain::Replay;
use super::{Audit, Broken, Checked, broken, differ, many, streamed};
use domain::id::{ClientId, ReceiptId};
use domain::ledger::{Account, Booking};
use domain::money::Currency;
use std::collections::{BTreeMap, BTreeSet};
use store::kept::history::proving::{self, ReceiptLine, ReceiptRow, StatementRow};
use store::kept::payment::PaymentKind;
use uuid::Uuid;

pub(super) fn prove(audit: &mut Audit<'_>, replay: &Replay) -> Checked {
    receipts(audit, replay)?;
    statements(audit)?;
    applications(audit, 0)?;
    payments(audit, replay)
}

/// What the journals of one bank entry add up to.
#[derive(Default)]
struct Told {
    unapplied: i64,
    /// Collections cash that came with it; what the bank took back later is not counted.
    cash: i64,
    /// Is it money that came in, by its bookings; or a debit that they explain?
    incoming: bool,
    outgoing: bool,
    odd: bool,
}

impl Told {
    fn add(&mut self, row: &ReceiptRow, (booking, currency, account, amount): ReceiptLine) {
        self.odd |= currency != row.currency;
        self.incoming |= matches!(booking, Booking::Collection | Booking::UnappliedReceipt);
        self.outgoing |= matches!(booking, Booking::BankCharge | Booking::OwnTransfer | Booking::BankFeePassedOn);
        match account {
            Account::UnappliedCash => self.unapplied -= amount,
            Account::CollectionsCash if booking != Booking::ReturnedItem => self.cash += amount,
            _ => {}
        }
    }

    fn against(&self, row: &ReceiptRow) -> Option<String> {
        if self.odd {
            return Some("it is booked in another currency".to_owned());
        }
        if row.unapplied != self.unapplied {
            return Some(format!("unapplied {} of its journals", differ(row.unapplied, self.unapplied, row.currency)));
        }
        let cash = if row.credit { row.amount } else { -row.amount };
        let explained = if row.credit { self.incoming } else { self.outgoing };
        (explained && cash != self.cash)
            .then(|| format!("amount {} of its journals", differ(cash, self.cash, row.currency)))
    }
}

fn receipts(audit: &mut Audit<'_>, replay: &Replay) -> Checked {
    let (mut count, mut lines) = (0, 0);
    let mut under_way: Option<(ReceiptRow, Told)> = None;
    let mut close = |under_way: &mut Option<(ReceiptRow, Told)>| -> Option<Broken> {
        let (row, told) = under_way.take()?;
        count += 1;
        told.against(&row).map(|fact| Broken { name: "bank entries", place: format!("R-{}: {fact}", row.number) })
    };
    streamed(|stop| {
        proving::receipts(audit.reads, &mut |row, line| {
            if under_way.as_ref().is_none_or(|(before, _)| before.id != row.id) {
                if let Some(found) = close(&mut under_way) {
                    return Err(stop(found));
                }
                under_way = Some((*row, Told::default()));
            }
            if let (Some((row, told)), Some(line)) = (&mut under_way, line) {
                lines += 1;
                told.add(row, line);
            }
            Ok(())
        })?;
        close(&mut under_way).map_or(Ok(()), |found| Err(stop(found)))
    })?;
    if lines != replay.receipt_lines {
        let place = proving::orphan(audit.reads)?;
        return broken(
            "bank entries",
            place.unwrap_or_else(|| "journals name bank entries that are not there".to_owned()),
        );
    }
    audit.prove("bank entries", format!("{}: amounts and unapplied money are as booked", many(count, "bank entry")));
    Ok(())
}

/// The bank entries that newer journals touch, each with all of its journals, and the applications of newer events.
pub(super) fn prove_touched(audit: &mut Audit<'_>, ids: &BTreeSet<ReceiptId>, after: i64) -> Checked {
    for id in ids {
        let mut under_way: Option<(ReceiptRow, Told)> = None;
        proving::receipt(audit.reads, *id, &mut |row, line| {
            let (row, told) = under_way.get_or_insert_with(|| (*row, Told::default()));
            if let Some(line) = line {
                told.add(row, line);
            }
            Ok(())
        })?;
        let Some((row, told)) = under_way else {
            return broken("bank entries", format!("bank entry {id} is not there, and newer journals name it"));
        };
        if let Some(fact) = told.against(&row) {
            return broken("bank entries", format!("R-{}: {fact}", row.number));
        }
    }
    let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    audit.prove("bank entries", format!("{} that newer events touch, as booked", many(count, "bank entry")));
    applications(audit, after)
}

/// A statement is opening + entries = closing, and the next one of its account opens where it closed.
fn statements(audit: &mut Audit<'_>) -> Checked {
    let mut before: Option<StatementRow> = None;
    let (mut count, mut interrupted) = (0, 0);
    streamed(|stop| {
        proving::statements(audit.reads, &mut |statement| {
            count += 1;
            let name = format!("statement {} of account {}", statement.external_id, statement.account);
            // What is still being taken in has not all of its entries yet; the next one waits for it.
            interrupted += i64::from(statement.count < statement.expected);
            let closing = statement.opening + statement.entries;
            if statement.count >= statement.expected && closing != statement.closing {
                let lines = many(statement.count, "bank entry");
                let differ = differ(closing, statement.closing, statement.currency);
                let place = format!("{name}: opening balance and {lines} come to another closing balance: {differ}");
                return Err(stop(Broken { name: "statements", place }));
            }
            let chained =
                |last: &StatementRow| last.account == statement.account && last.currency == statement.currency;
            if let Some(last) = before.replace(statement.clone()).filter(chained)
                && last.closing != statement.opening
            {
                let differ = differ(statement.opening, last.closing, statement.currency);
                let place = format!("{name} does not open where the one before it closed: {differ}");
                return Err(stop(Broken { name: "statements", place }));
            }
            Ok(())
        })
    })?;
    let mut detail = "each closes at its opening and entries, each opens where the one before closed".to_owned();
    if interrupted > 0 {
        let part = many(interrupted, "statement");
        detail.push_str(&format!("; {part} taken in only in part, hand the file in again"));
    }
    audit.prove("statements", format!("{}: {detail}", many(count, "statement")));
    Ok(())
}

/// LE-10.
fn applications(audit: &mut Audit<'_>, after: i64) -> Checked {
    let (count, found) = proving::applications(audit.reads, after)?;
    if let Some(place) = found {
        return broken("applications", place);
    }
    audit.prove("applications", format!("{} as their journals book them", many(count, "application")));
    Ok(())
}

/// Payments on their way out are what left operating cash for advances, rebates and refunds.
fn payments(audit: &mut Audit<'_>, replay: &Replay) -> Checked {
    let kinds = [
        (PaymentKind::Advance, Booking::Purchase),
        (PaymentKind::Rebate, Booking::Rebate),
        (PaymentKind::Refund, Booking::RefundToDebtor),
    ];
    let mut sums: BTreeMap<(PaymentKind, Uuid, Currency), (i64, i64)> = BTreeMap::new();
    for ((booking, client, currency), amount) in &replay.paid {
        if let Some((kind, _)) = kinds.iter().find(|(_, its)| its == booking) {
            // A refund goes to a debtor: it is nobody's on the ledger, and its payment may name the client.
            let client = if *kind == PaymentKind::Refund { Uuid::nil() } else { *client };
            sums.entry((*kind, client, *currency)).or_default().0 += amount;
        }
    }
    for payment in proving::payments(audit.reads)? {
        let Some((kind, _)) = kinds.iter().find(|(kind, _)| kind.code() == payment.kind) else {
            return broken("payments", format!("{} is no kind of payment", payment.kind));
        };
        let client = payment.client.filter(|_| *kind != PaymentKind::Refund).map_or(Uuid::nil(), |id| id.0);
        sums.entry((*kind, client, payment.currency)).or_default().1 += payment.amount;
    }
    for ((kind, client, currency), (booked, paid)) in &sums {
        if booked != paid {
            let whom = if client.is_nil() { "debtors".to_owned() } else { audit.names.client(Some(ClientId(*client))) };
            let differ = differ(*paid, *booked, *currency);
            return broken(
                "payments",
                format!("{} to {whom}: payments {differ} that left operating cash", kind.word()),
            );
        }
    }
    let detail = "advances, rebates and refunds are what left operating cash";
    audit.prove("payments", format!("{}: {detail}", many(sums.len() as i64, "sum")));
    Ok(())
}
