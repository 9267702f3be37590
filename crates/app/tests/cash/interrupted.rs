//! An import that stops in the middle is completed by handing in the same file again.

use crate::bank::{Entry, Paper};
use crate::book::{ALPHA, World, codes, usd};
use app::cash::{self, Taken, UNIT};
use domain::invoice::TransferMethod;
use domain::ledger::Account;
use jiff::civil::date;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// 2,200 payments for 2,200 invoices: two units.
const PAYMENTS: usize = 2_200;

fn world_with_invoices() -> World {
    let world = World::new();
    world.on(date(2026, 4, 20));
    let numbers: Vec<String> = (1..=PAYMENTS).map(|n| format!("INV-{n:05}")).collect();
    let lines: Vec<(&str, &str, i64)> = numbers.iter().map(|number| ("ALPHA", number.as_str(), 10_000)).collect();
    world.buy_all("CLIENT-K", &lines, TransferMethod::CreditTransfer);
    world
}

fn paper() -> Paper {
    let pays = |n| Entry::new(&format!("B-{n}"), 10_000).from(ALPHA.0, ALPHA.1).text(&format!("INV-{n:05}"));
    Paper::new("S-1", date(2026, 5, 4), 0, (1..=PAYMENTS).map(pays).collect())
}

#[test]
fn a_killed_import_goes_on_where_it_stopped() {
    let world = world_with_invoices();
    world.on(date(2026, 5, 4));
    let file = [paper().camt()];
    let killed = catch_unwind(AssertUnwindSafe(|| {
        cash::import_statement(&world.app, &file, None, "test", &mut |progress| {
            assert!(progress.done > UNIT as u64, "killed after the first unit");
        })
    }));
    assert!(killed.is_err());
    let world = world.reopened();
    assert_eq!(world.balance(Account::CollectionsCash), 10_000 * UNIT as i64, "one unit is there, whole");
    world.check();

    // What follows is not taken before it is complete.
    let next = Paper::new("S-2", date(2026, 5, 5), paper().closing(), vec![Entry::new("C-1", 5)]);
    world.on(date(2026, 5, 5));
    assert_eq!(codes(world.take(&[next.camt()])), ["STATEMENT_INCOMPLETE"]);

    // Together with what follows; progress says how far it is.
    let mut seen = Vec::new();
    let files = [next.camt(), file[0].clone()];
    let outcomes = cash::import_statement(&world.app, &files, None, "test", &mut |progress| {
        seen.push((progress.done, progress.of));
    })
    .unwrap();
    assert_eq!(outcomes.iter().map(|one| one.taken).collect::<Vec<_>>(), [Taken::Continued, Taken::New]);
    assert_eq!((outcomes[0].known, outcomes[0].applied.count), (UNIT as u64, (PAYMENTS - UNIT) as u64));
    assert_eq!(outcomes[0].applied.sum, usd(10_000 * (PAYMENTS - UNIT) as i64));
    assert_eq!(seen.last(), Some(&(2_201, 2_201)));
    assert!(seen.is_sorted());
    assert_eq!(world.balance(Account::CollectionsCash), 22_000_005);
    assert_eq!(world.balance(Account::ReceivablesRecourse), 0);
    assert_eq!(world.take(&files).unwrap().iter().filter(|one| one.taken == Taken::Before).count(), 2);
    world.check();
}
