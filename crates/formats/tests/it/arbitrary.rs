//! No bytes make a reader panic: arbitrary ones, and valid files with something changed.

use crate::invoices::invoice;
use crate::statements::{camt, entry};
use formats::invoice::ubl;
use formats::schedule::{self, Mapping};
use formats::statement::{self, StatementMapping};
use proptest::prelude::*;

/// `text` with some bytes overwritten and its end cut off.
pub fn mutated(text: &str, changes: &[(prop::sample::Index, u8)], cut: Option<prop::sample::Index>) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for (index, byte) in changes {
        let place = index.index(bytes.len());
        bytes[place] = *byte;
    }
    if let Some(cut) = cut {
        let length = cut.index(bytes.len());
        bytes.truncate(length);
    }
    bytes
}

pub fn changes() -> impl Strategy<Value = (Vec<(prop::sample::Index, u8)>, Option<prop::sample::Index>)> {
    let byte =
        prop_oneof![any::<u8>(), Just(b'<'), Just(b'>'), Just(b'"'), Just(b'&'), Just(b','), Just(b'\n'), Just(b'9')];
    (prop::collection::vec((any::<prop::sample::Index>(), byte), 0..8), any::<Option<prop::sample::Index>>())
}

const TABLE: &str = "debtor,number,issued,due,amount,currency,description\nC-1,A-1,2026-03-04,2026-04-03,1234.50,USD,\"a, b\"\nC-2,A-2,2026-03-04,2026-04-03,1.00,USD,x\n";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = ubl::read("a", &bytes);
        let _ = statement::read("a", &bytes, None);
        let _ = schedule::read(&[("a".to_owned(), bytes.clone())], None);
        let _ = schedule::read(&[("a".to_owned(), bytes)], Some(&Mapping::xero()));
    }

    #[test]
    fn mutated_invoices_never_panic((changes, cut) in changes()) {
        let _ = ubl::read("a", &mutated(&invoice(&[]), &changes, cut));
    }

    #[test]
    fn mutated_tables_never_panic_and_every_line_is_counted((changes, cut) in changes()) {
        let bytes = mutated(TABLE, &changes, cut);
        if let Ok(schedule) = schedule::read(&[("a".to_owned(), bytes)], None) {
            prop_assert_eq!(schedule.count, (schedule.lines.len() + schedule.rejected.len()) as u64);
            prop_assert!(schedule.rejected.iter().all(|line| !line.problems.is_empty()));
        }
    }

    #[test]
    fn mutated_statements_never_panic_and_always_add_up((changes, cut) in changes()) {
        let text = camt(2, "5.00", "11.00", &(entry("10.00", "CRDT", "<AcctSvcrRef>B</AcctSvcrRef>") + &entry("4.00", "DBIT", "")));
        let table = "account,statement,currency,opening,closing,booked,amount\n1,S,USD,5.00,11.00,2026-03-02,10.00\n1,S,USD,5.00,11.00,2026-03-02,-4.00\n";
        for text in [text.as_str(), table] {
            let Ok(statements) = statement::read("a", &mutated(text, &changes, cut), None) else { continue };
            for statement in statements {
                let sum = statement.entries.iter().try_fold(statement.opening, |sum, entry| match entry.direction {
                    statement::Direction::Credit => sum.plus(entry.amount),
                    statement::Direction::Debit => sum.minus(entry.amount),
                });
                prop_assert_eq!(sum, Ok(statement.closing));
            }
        }
    }

    #[test]
    fn mappings_never_panic(text in any::<String>()) {
        let _ = StatementMapping::from_toml("m", &text);
        let _ = Mapping::from_toml("m", &text);
    }
}
