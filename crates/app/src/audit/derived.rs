//! What is derived from rows that were proven: the numbers by which debtors are found, and the counters.

use super::{Audit, Checked, broken, many};
use std::collections::BTreeSet;
use store::carry;
use store::engine::Kept;
use store::kept::history::proving;
use store::{Fault, kept, schema};

const NUMBERS: &str = "numbers";
const COUNTERS: &str = "counters";

/// What each counter counts: its name, the table, the column.
const COUNTED: [(&str, &str, &str); 7] = [
    ("schedule", "schedule", "number"),
    ("payment", "payment", "number"),
    ("payment-file", "payment_file", "number"),
    ("receipt", "receipt", "number"),
    ("message", "message", "number"),
    ("case", "relation_case", "number"),
    ("print run", "print_batch", "number"),
];

pub(super) fn prove(audit: &mut Audit<'_>) -> Checked {
    let mut said = BTreeSet::new();
    for debtor in kept::party::debtors(audit.reads)? {
        said.extend(kept::party::numbers(&debtor).into_iter().map(|(kind, value)| (kind.code(), value, debtor.id.0)));
    }
    let count = i64::try_from(said.len()).unwrap_or(i64::MAX);
    let mut odd = None;
    carry::rows(audit.reads, &schema::DEBTOR_IDENTIFIER, |row| {
        if let [_, Kept::Text(kind), Kept::Text(value), Kept::Bytes(id)] = row {
            let known =
                said.iter().find(|(of, number, debtor)| of == kind && number == value && debtor.as_bytes()[..] == **id);
            match known.cloned() {
                Some(known) => drop(said.remove(&known)),
                None => odd = Some(format!("debtor_identifier {kind} {value}: no debtor has this number")),
            }
        }
        Ok::<(), Fault>(())
    })?;
    if let Some(place) = odd {
        return broken(NUMBERS, place);
    }
    if let Some((kind, value, debtor)) = said.first() {
        return broken(NUMBERS, format!("debtor_identifier {kind} {value}: debtor {debtor} is not found by it"));
    }
    audit.prove(NUMBERS, format!("debtors are found by {}, all theirs", many(count, "number")));
    let mut kept_last: Vec<(String, i64)> = Vec::new();
    carry::rows(audit.reads, &schema::COUNTER, |row| {
        if let [_, Kept::Text(kind), Kept::Int(last)] = row {
            kept_last.push((kind.clone(), *last));
        }
        Ok::<(), Fault>(())
    })?;
    for (kind, last) in &kept_last {
        let Some((_, table, column)) = COUNTED.iter().find(|(name, ..)| name == kind) else {
            return broken(COUNTERS, format!("counter {kind}: nothing is counted under this name"));
        };
        let given = proving::highest(audit.reads, table, column)?;
        if given != *last {
            return broken(COUNTERS, format!("counter {kind} stands at {last}, and the last number given is {given}"));
        }
    }
    for (kind, table, column) in COUNTED {
        let given = proving::highest(audit.reads, table, column)?;
        if given > 0 && kept_last.iter().all(|(known, _)| known != kind) {
            return broken(COUNTERS, format!("counter {kind} is missing, and the last number given is {given}"));
        }
    }
    audit.prove(COUNTERS, format!("{}, each at the last number given", many(kept_last.len() as i64, "counter")));
    Ok(())
}
