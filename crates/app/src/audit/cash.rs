//! Bank entries, statements, applications and payments against the journals.

use super::chain::Replay;
use super::{Audit, Broken, Checked, broken, differ, many, streamed};
use domain::id::ClientId;
use domain::ledger::{Account, Booking};
use domain::money::Currency;
use std::collections::BTreeMap;
use store::kept::history::proving::{self, ReceiptLine, ReceiptRow, StatementRow};
use store::kept::payment::PaymentKind;
use uuid::Uuid;

pub(super) fn prove(audit: &mut Audit<'_>, replay: &Replay) -> Checked {
    receipts(audit, replay)?;
    statements(audit)?;
    applications(audit)?;
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
        self.outgoing |= matches!(booking, Booking::BankCharge | Booking::OwnTransfer);
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
    audit.prove(
        "bank entries",
        format!("{}: amounts and unapplied money are as booked", many(count, "bank entry line")),
    );
    Ok(())
}

/// A statement is opening + entries = closing, and the next one opens where it closed.
fn statements(audit: &mut Audit<'_>) -> Checked {
    let mut before: Option<StatementRow> = None;
    let (mut count, mut links) = (0, 0);
    streamed(|stop| {
        proving::statements(audit.reads, &mut |statement| {
            count += 1;
            let name = |one: &StatementRow| format!("statement {} of account {}", one.external_id, one.account);
            let closing = statement.opening + statement.entries;
            if closing != statement.closing {
                let place = format!(
                    "{}: opening balance and {} come to another closing balance: {}",
                    name(statement),
                    many(statement.count, "bank entry line"),
                    differ(closing, statement.closing, statement.currency)
                );
                return Err(stop(Broken { name: "statements", place }));
            }
            if let Some(last) = before.replace(statement.clone()).filter(|last| follows(last, statement)) {
                links += 1;
                if last.closing != statement.opening {
                    let differ = differ(statement.opening, last.closing, statement.currency);
                    let place = format!("{} does not open where the one before it closed: {differ}", name(statement));
                    return Err(stop(Broken { name: "statements", place }));
                }
            }
            Ok(())
        })
    })?;
    let detail = format!("each closes at its opening and entries; {links} open where the one before closed");
    audit.prove("statements", format!("{}: {detail}", many(count, "statement")));
    Ok(())
}

/// Does a statement follow directly on another: the bank's next number, or without numbers the next day?
fn follows(last: &StatementRow, next: &StatementRow) -> bool {
    if last.account != next.account || last.currency != next.currency {
        return false;
    }
    match (last.sequence, next.sequence) {
        (Some(last), Some(next)) => next == last + 1,
        _ => last.closed_on.tomorrow().is_ok_and(|day| day == next.opened_on),
    }
}

/// LE-10.
fn applications(audit: &mut Audit<'_>) -> Checked {
    let (count, found) = proving::applications(audit.reads)?;
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
    proving::payments(audit.reads, &mut |kind, client, currency, amount| {
        let kind = kinds.iter().map(|(kind, _)| *kind).find(|one| one.code() == kind).unwrap_or(PaymentKind::Advance);
        let client = if kind == PaymentKind::Refund { Uuid::nil() } else { client };
        sums.entry((kind, client, currency)).or_default().1 += amount;
        Ok(())
    })?;
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
