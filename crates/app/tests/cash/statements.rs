//! Statements that prove themselves and follow one another, and those that do not.

use crate::bank::{Entry, Paper};
use crate::book::{ALPHA, World, codes, usd};
use app::Error;
use app::cash::Taken;
use domain::ledger::Account;
use jiff::civil::{Date, date};

const MAY_4: Date = date(2026, 5, 4);
const MAY_5: Date = date(2026, 5, 5);
const MAY_6: Date = date(2026, 5, 6);

fn stranger(reference: &str, amount: i64) -> Entry {
    Entry::new(reference, amount).from("Stranger AG", "999").text("no invoice")
}

fn first() -> Paper {
    Paper::new("S-1", MAY_4, 100_000, vec![stranger("A-1", 5_000), stranger("A-2", 7_000)])
}

#[test]
fn the_same_entry_from_two_files_posts_once() {
    let world = World::new();
    world.bank(&first());
    let events = world.next_event();
    // As another file, and in another format.
    let again = world.take(&[first().camt(), first().csv()]).unwrap();
    assert_eq!(again.iter().map(|one| one.taken).collect::<Vec<_>>(), [Taken::Before, Taken::Before]);
    assert_eq!((again[0].entries, again[0].known, again[0].waiting.count), (2, 2, 0));
    assert_eq!(world.next_event(), events, "nothing happened");
    // Twice in one import.
    let second = Paper::new("S-2", MAY_5, first().closing(), vec![stranger("A-1", 900)]);
    world.on(MAY_5);
    let both = world.take(&[second.camt(), second.camt()]).unwrap();
    assert_eq!(both.iter().map(|one| one.taken).collect::<Vec<_>>(), [Taken::New, Taken::Before]);
    assert_eq!(world.balance(Account::UnappliedCash), 12_900, "one reference of two statements is two entries");
    world.check();
}

#[test]
fn a_statement_that_does_not_add_up_is_refused_and_with_it_all_that_came_along() {
    let world = World::new();
    let events = world.next_event();
    world.on(MAY_5);
    let wrong = Paper::new("S-2", MAY_5, first().closing(), vec![stranger("B-1", 100)]);
    let refused = world.take(&[first().camt(), wrong.camt_closing(wrong.closing() + 1)]);
    let Err(Error::Refused(reasons)) = &refused else { panic!("{refused:?}") };
    assert!(reasons[0].fact.contains("a difference of 0.01 USD"), "{}", reasons[0]);
    assert_eq!(codes(refused), ["BALANCE_DIFFERS"]);
    assert_eq!(world.next_event(), events, "nothing was written");
    assert_eq!(codes(world.take(&[])), ["FILES"]);
    assert_eq!(
        codes(world.take(&[("x.txt".into(), b"hello".to_vec()), ("y.pdf".into(), b"%PDF-1".to_vec())])).len(),
        2
    );
}

#[test]
fn a_gap_names_both_statements_and_what_is_missing() {
    let world = World::new();
    world.bank(&first());
    let third = Paper::new("S-3", MAY_6, 120_000, vec![stranger("C-1", 300)]);
    world.on(MAY_6);
    let Err(Error::Refused(reasons)) = world.take(&[third.camt()]) else { panic!("a gap was taken") };
    assert_eq!(reasons.len(), 1);
    assert_eq!(reasons[0].code, "STATEMENT_OUT_OF_ORDER");
    assert_eq!(
        reasons[0].to_string(),
        "S-3.xml, statement S-3: Statement S-3 of account 7700200123 opens on 6 May 2026 with 1,200.00 USD, and the last \
         one, S-1, closes on 4 May 2026 with 1,120.00 USD: statement no. 2 is missing. Hand in the missing one first, or \
         all of them together."
    );
    // Together, in any order, they are taken in the order of their days.
    let second = Paper::new("S-2", MAY_5, 112_000, vec![stranger("B-1", 8_000)]);
    let taken = world.take(&[third.camt(), second.camt()]).unwrap();
    assert_eq!(taken.iter().map(|one| one.external_id.as_str()).collect::<Vec<_>>(), ["S-2", "S-3"]);
    // Before what was taken in.
    let early = Paper::new("S-0", date(2026, 5, 1), third.closing(), vec![stranger("D-1", 1)]);
    let Err(Error::Refused(reasons)) = world.take(&[early.camt()]) else { panic!("an early one was taken") };
    assert!(reasons[0].fact.contains("lies before the last one: it ends on 1 May 2026"), "{}", reasons[0]);
    world.check();
}

#[test]
fn statements_of_one_day_follow_their_balances() {
    let world = World::new();
    let one = |id: &str, opening, amount| Paper {
        sequence: None,
        ..Paper::new(id, MAY_4, opening, vec![stranger(id, amount)])
    };
    let papers = [one("MORNING", 0, 500), one("EVENING", 700, 100), one("NOON", 500, 200)];
    world.on(MAY_4);
    let taken = world.take(&papers.map(|paper| paper.camt())).unwrap();
    assert_eq!(taken.iter().map(|one| one.external_id.as_str()).collect::<Vec<_>>(), ["MORNING", "NOON", "EVENING"]);
    // Another account has its own chain, and so has another currency of the same account.
    let other = Paper { account: "555".into(), ..Paper::new("S-1", MAY_4, 9, vec![stranger("X", 1)]) };
    let euros = Paper { currency: "EUR".into(), ..Paper::new("E-1", MAY_4, 77, vec![stranger("Y", 1)]) };
    world.take(&[other.camt(), euros.camt()]).unwrap();
    world.check();
}

#[test]
fn a_statement_may_grow_at_its_end_and_never_change() {
    let world = World::new();
    world.bank(&first());
    let mut grown = first();
    grown.entries.push(stranger("A-3", 1_000));
    let outcome = world.bank(&grown);
    assert_eq!((outcome.taken, outcome.known, outcome.waiting.sum), (Taken::Grown, 2, usd(1_000)));
    assert_eq!(world.bank(&grown).taken, Taken::Before);
    // The next follows the grown one.
    let second = Paper::new("S-2", MAY_5, grown.closing(), vec![stranger("B-1", 1)]);
    world.bank(&second);
    // An entry changed; an entry gone; another opening; growing after the next was taken in.
    let mut changed = grown.clone();
    changed.entries[0].amount = 5_001;
    let Err(Error::Refused(reasons)) = world.take(&[changed.camt()]) else { panic!("a change was taken") };
    assert!(reasons[0].fact.contains("from 1,000.00 USD to 1,130.00 USD"), "{}", reasons[0]);
    assert!(reasons[0].fact.contains("to 1,130.01 USD"), "{}", reasons[0]);
    let mut shorter = grown.clone();
    shorter.entries.pop();
    let opening = Paper { opening: 1, ..grown.clone() };
    let mut longer = grown.clone();
    longer.entries.push(stranger("A-4", 2));
    for paper in [changed, shorter, opening, longer] {
        assert_eq!(codes(world.take(&[paper.camt()])), ["STATEMENT_CHANGED"], "{paper:?}");
    }
    world.check();
}

#[test]
fn a_batch_becomes_one_receipt_for_each_payment() {
    let world = World::new();
    world.on(date(2026, 4, 20));
    world.buy("ALPHA", "INV-1", 50_000);
    world.buy("ALPHA", "INV-2", 60_000);
    let detail = |number: &str, amount| Entry::new("", amount).from(ALPHA.0, ALPHA.1).text(number);
    let batch = Entry {
        batch: vec![detail("INV-1", 50_000), detail("INV-2", 60_000), detail("nothing", 1_234)],
        ..Entry::new("LOCKBOX", 111_234)
    };
    // The bank's own reference that looks like the second payment of the batch is another entry.
    let entries = vec![batch, stranger("LOCKBOX/2", 77)];
    let paper = Paper::new("S-1", MAY_4, 0, entries);
    let outcome = world.bank(&paper);
    assert_eq!((outcome.entries, outcome.applied.sum, outcome.waiting.sum), (4, usd(110_000), usd(1_311)));
    assert_eq!(world.entry("LOCKBOX").amount, usd(50_000));
    assert_eq!(world.entry("LOCKBOX/2#2").amount, usd(60_000));
    assert_eq!(world.entry("LOCKBOX/3").unapplied, 1_234);
    assert_eq!(world.bank(&paper).taken, Taken::Before);
    assert_eq!(world.balance(Account::CollectionsCash), 111_311);
    world.check();
}

#[test]
fn a_statement_without_entries_and_an_overdraft_are_links_of_the_chain() {
    let world = World::new();
    world.bank(&Paper::new("S-1", MAY_4, -5_000, vec![stranger("A", 2_000)]));
    let empty = world.bank(&Paper::new("S-2", MAY_5, -3_000, Vec::new()));
    assert_eq!((empty.taken, empty.entries, empty.opening), (Taken::New, 0, usd(-3_000)));
    assert_eq!(world.bank(&Paper::new("S-2", MAY_5, -3_000, Vec::new())).taken, Taken::Before);
    world.bank(&Paper::new("S-3", MAY_6, -3_000, vec![Entry::new("NOTE", 0), stranger("B", 3_000)]));
    assert_eq!(world.entry("NOTE").unapplied, 0);
    world.check();
}
