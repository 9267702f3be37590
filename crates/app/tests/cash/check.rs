//! The book held against its journals: what every story must leave true.

use domain::id::{InvoiceId, ReceiptId};
use domain::invoice::{ClosedBy, InvoiceState};
use domain::ledger::Account;
use jiff::civil::Date;
use std::collections::BTreeMap;
use store::book::Reads;
use store::engine::{Value, all};
use store::kept;
use uuid::Uuid;

type Key = (Uuid, String, i64);

/// Panics at the first thing that does not hold.
pub fn check(app: &app::App) {
    let checked = app.read(|reads| {
        all_of(reads);
        Ok(())
    });
    checked.unwrap();
    let report = app::audit::audit(&app.book, app.now()).unwrap();
    assert!(report.holds(), "{report}");
}

fn all_of(reads: &mut dyn Reads) {
    let booked = kept::journal::of_events(reads, 1, i64::MAX).unwrap();
    let mut sums: BTreeMap<Key, i64> = BTreeMap::new();
    let mut of_invoice: BTreeMap<(InvoiceId, Account), i64> = BTreeMap::new();
    let mut unapplied: BTreeMap<ReceiptId, BTreeMap<Date, i64>> = BTreeMap::new();
    for one in &booked {
        let journal = &one.journal;
        assert_eq!(journal.check(), Ok(()), "LE-01");
        assert!(journal.lines.len() > 1, "{journal:?}");
        assert!(!journal.proofs.is_empty(), "FE-10: {journal:?}");
        for line in &journal.lines {
            let client = journal.client.map_or(Uuid::nil(), |id| id.0);
            let number = i64::from(line.account.number());
            *sums.entry((client, journal.currency.code().to_owned(), number)).or_default() += line.amount;
            if let Some(invoice) = journal.invoice {
                *of_invoice.entry((invoice, line.account)).or_default() += line.amount;
            }
            if line.account == Account::UnappliedCash {
                let receipt = journal.receipt.expect("unapplied cash is a receipt's");
                *unapplied.entry(receipt).or_default().entry(journal.value_date).or_default() -= line.amount;
            }
        }
    }
    balances(reads, &sums);
    invoices(reads, &of_invoice);
    receipts(reads, &unapplied);
}

/// The kept sums are the sums of the lines.
fn balances(reads: &mut dyn Reads, sums: &BTreeMap<Key, i64>) {
    let factor = reads.factor();
    let mut read = |sql: &str| -> BTreeMap<Key, i64> {
        let rows = all(reads.connection(), sql, &[Value::Id(factor)], |row| {
            Ok(((row.id(0)?, row.text(1)?.to_owned(), row.int(2)?), row.int(3)?))
        });
        let mut rows: BTreeMap<Key, i64> = rows.unwrap().into_iter().collect();
        rows.retain(|_, amount| *amount != 0);
        rows
    };
    let mut expected = sums.clone();
    expected.retain(|_, amount| *amount != 0);
    let kept = read("SELECT client_id, currency, account, amount_minor FROM balance WHERE factor_id = $1");
    assert_eq!(kept, expected, "balances");
    let moved = read(
        "SELECT client_id, currency, account, CAST(SUM(debit_minor - credit_minor) AS BIGINT) FROM movement \
         WHERE factor_id = $1 GROUP BY client_id, currency, account",
    );
    assert_eq!(moved, expected, "movements");
    let open =
        all(reads.connection(), "SELECT CAST(SUM(open_minor) AS BIGINT) FROM exposure", &[], |row| row.maybe_int(0));
    let receivable = |(_, _, account): &Key| [1100, 1110].contains(account);
    let ledger: i64 = expected.iter().filter(|(key, _)| receivable(key)).map(|(_, amount)| amount).sum();
    assert_eq!(open.unwrap()[0].unwrap_or(0), ledger, "exposure");
    for ((_, _, account), amount) in &expected {
        let normal = match Account::from_number(u16::try_from(*account).unwrap()).unwrap().side() {
            domain::ledger::Side::Debit => *amount,
            domain::ledger::Side::Credit => -amount,
        };
        // Money is paid from one account and comes in on another; income may be taken back. Unapplied cash is a
        // receipt's and nobody else's: it is looked at there.
        assert!(normal >= 0 || [1000, 1010, 2030, 4000, 4030].contains(account), "{account} stands at {normal}");
    }
}

/// LE-08: invoice rows are what their journals say.
fn invoices(reads: &mut dyn Reads, of_invoice: &BTreeMap<(InvoiceId, Account), i64>) {
    let ids = all(reads.connection(), "SELECT invoice_id FROM invoice", &[], |row| row.id(0)).unwrap();
    for invoice in kept::invoice::by_ids(reads, &ids).unwrap() {
        let Some(one) = invoice.receivable else { continue };
        let on = |account| of_invoice.get(&(one.id, account)).copied().unwrap_or(0);
        let number = &one.number;
        assert_eq!(one.open, on(one.account()), "open of {number}");
        assert_eq!(one.held, -on(Account::ReserveHeld), "held of {number}");
        assert_eq!(one.fee_accrued, on(Account::AccruedFees), "accrued of {number}");
        assert_eq!(one.fee_deferred, -on(Account::DeferredFees), "deferred of {number}");
        let closed: i64 = one.portions.iter().map(|portion| portion.amount).sum();
        assert_eq!(one.open + closed, one.face, "parts of {number}");
        assert_eq!(one.state == InvoiceState::Closed, one.open == 0, "{number} is {}", one.state);
        let active: i64 = kept::cash::of_invoice(reads, one.id)
            .unwrap()
            .iter()
            .filter(|application| application.ended_seq.is_none())
            .map(|application| application.applied)
            .sum();
        let paid = one.portions.iter().filter(|portion| matches!(portion.by, ClosedBy::Payment(_)));
        assert_eq!(active, paid.map(|portion| portion.amount).sum::<i64>(), "applications on {number}");
    }
}

/// What waits of every receipt is what 2030 holds of it; on no day less than nothing.
fn receipts(reads: &mut dyn Reads, unapplied: &BTreeMap<ReceiptId, BTreeMap<Date, i64>>) {
    for receipt in kept::statement::newest_receipts(reads, None, 100_000).unwrap() {
        let days = unapplied.get(&receipt.id).cloned().unwrap_or_default();
        let held: i64 = days.values().sum();
        assert_eq!(receipt.unapplied, held, "unapplied of R-{}", receipt.number);
        let mut so_far = 0;
        for (day, amount) in days {
            so_far += amount;
            assert!(so_far >= 0, "R-{} on {day}: {so_far}", receipt.number);
        }
    }
}
