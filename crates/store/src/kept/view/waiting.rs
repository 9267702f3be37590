//! How much waits for a person: the counts beside the navigation, and those of letters on the first page of the day.
//!
//! Every page of the desk counts: each number is a range of one index, whose length is what waits and not what there is.

use crate::book::Reads;
use crate::engine::{Fault, Value, first};

/// Counts of what waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Invoices that wait for a decision.
    pub lines: i64,
    /// Receipts that are not wholly applied, and bank debits to book.
    pub receipts: i64,
    /// Payments due and not in a file yet.
    pub payments: i64,
    /// Letters and calls that wait for approval, and mail that fits nowhere.
    pub letters: i64,
    /// Open cases.
    pub cases: i64,
}

const COUNTS: &str = "SELECT \
    (SELECT count(*) FROM invoice WHERE factor_id = $1 AND state = 'IN_REVIEW'), \
    (SELECT count(*) FROM receipt WHERE factor_id = $1 AND state IN ('WAITING', 'DEBIT_WAITING')), \
    (SELECT count(*) FROM payment WHERE factor_id = $1 AND state = 'DUE'), \
    (SELECT count(*) FROM message WHERE factor_id = $1 AND state = 'APPROVAL'), \
    (SELECT count(*) FROM message WHERE factor_id = $1 AND debtor_id IS NULL AND client_id IS NULL AND state = 'RECEIVED'), \
    (SELECT count(*) FROM relation_case WHERE factor_id = $1 AND closed_on IS NULL)";

/// The counts, from partial or leading indexes.
///
/// # Errors
/// [`Fault`].
pub fn counts(reads: &mut dyn Reads) -> Result<Waiting, Fault> {
    let factor = reads.factor();
    let read = first(reads.connection(), COUNTS, &[Value::Id(factor)], |row| {
        Ok(Waiting {
            lines: row.int(0)?,
            receipts: row.int(1)?,
            payments: row.int(2)?,
            letters: row.int(3)? + row.int(4)?,
            cases: row.int(5)?,
        })
    })?;
    Ok(read.unwrap_or_default())
}

/// What of the post waits for a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Post {
    /// Letters that wait for approval, without calls.
    pub approvals: i64,
    /// Calls that a person is to make.
    pub calls: i64,
    /// Mail that fits nowhere.
    pub unfiled: i64,
    /// Letters on paper whose time has come.
    pub to_print: i64,
    /// Print runs that nobody has posted.
    pub to_post: i64,
}

const POST: &str = "SELECT \
    (SELECT count(*) FROM message WHERE factor_id = $1 AND state = 'APPROVAL' AND channel <> 'PHONE'), \
    (SELECT count(*) FROM message WHERE factor_id = $1 AND state = 'APPROVAL' AND channel = 'PHONE'), \
    (SELECT count(*) FROM message WHERE factor_id = $1 AND debtor_id IS NULL AND client_id IS NULL AND state = 'RECEIVED'), \
    (SELECT count(*) FROM message WHERE factor_id = $1 AND state = 'QUEUED' AND sent_at IS NULL AND send_after <= $2 \
        AND channel = 'LETTER'), \
    (SELECT count(*) FROM print_batch WHERE factor_id = $1 AND state = 'PRINTED')";

/// What of the post waits at a moment, in microseconds.
///
/// # Errors
/// [`Fault`].
pub fn post(reads: &mut dyn Reads, now: i64) -> Result<Post, Fault> {
    let factor = reads.factor();
    let read = first(reads.connection(), POST, &[Value::Id(factor), Value::Int(now)], |row| {
        Ok(Post {
            approvals: row.int(0)?,
            calls: row.int(1)?,
            unfiled: row.int(2)?,
            to_print: row.int(3)?,
            to_post: row.int(4)?,
        })
    })?;
    Ok(read.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Book;
    use crate::engine::all;
    use crate::kept::{answer, notice, verification};
    use domain::calendar::Calendar;
    use domain::id::FactorId;
    use domain::money::Currency;
    use domain::party::Factor;
    use std::sync::Arc;
    use uuid::Uuid;

    /// What is counted on every page, and read on the first, grows with what waits and not with the book: each step looks
    /// up a range of an index by more than the factor, or of an index that holds nothing else than what waits.
    #[test]
    fn what_waits_is_found_by_indexes_alone() {
        let folder = tempfile::tempdir().unwrap();
        let factor = Factor {
            id: FactorId(Uuid::from_u128(1)),
            name: "Quay Street Factors".to_owned(),
            country: "US".to_owned(),
            currency: Currency::USD,
            zone: "UTC".to_owned(),
            calendar: Calendar::UnitedStates,
            account: None,
        };
        let book = Book::create(
            &folder.path().into(),
            &factor,
            Arc::new(|| jiff::Timestamp::UNIX_EPOCH),
            crate::book::Salts::new([7; 32]),
        )
        .unwrap();
        let id = Value::Id(factor.id.0);
        let statements: [(&str, Vec<Value<'_>>); 7] = [
            (COUNTS, vec![id]),
            (POST, vec![id, Value::Int(1)]),
            (notice::IN_STATE, vec![id, Value::Text("BOUNCED"), Value::Int(9)]),
            (notice::OPEN_PROOF, vec![id, Value::Int(9)]),
            (notice::LETTERS, vec![id, Value::Text("2026-01-01"), Value::Int(9)]),
            (answer::NEWLY_BROKEN, vec![id, Value::Text("2026-01-01"), Value::Int(9)]),
            (verification::UNANSWERED, vec![id, Value::Int(1), Value::Int(9)]),
        ];
        // Partial indexes of what waits; and one row for each working day of the printer.
        let whole = [
            "invoice_waiting",
            "relation_case_open",
            "message_unfiled",
            "notice_proof",
            "sqlite_autoindex_print_batch_1",
        ];
        book.read(|snapshot| {
            for (sql, parameters) in &statements {
                let explain = format!("EXPLAIN QUERY PLAN {sql}");
                let steps = all(snapshot.connection(), &explain, parameters, |row| Ok(row.text(3)?.to_owned()))?;
                for step in steps.iter().filter(|step| step.starts_with("SEARCH") || step.starts_with("SCAN")) {
                    let narrow = !step.starts_with("SCAN") && !step.ends_with("(factor_id=?)");
                    let few = whole.iter().any(|name| step.contains(name));
                    assert!(narrow || few || step.starts_with("SCAN CONSTANT"), "{sql}\n{steps:#?}");
                }
                assert!(steps.iter().all(|step| !step.contains("TEMP B-TREE")), "{sql}\n{steps:#?}");
            }
            // What a debtor bought lately is read from the end of an index, without sorting what is due on one day.
            let debtor = [id, id, Value::Text("USD"), Value::Int(9)];
            for sql in crate::kept::invoice::BOUGHT {
                let explain = format!("EXPLAIN QUERY PLAN {sql}");
                let steps = all(snapshot.connection(), &explain, &debtor, |row| Ok(row.text(3)?.to_owned()))?;
                assert!(steps.iter().all(|step| step.starts_with("SEARCH")), "{sql}\n{steps:#?}");
            }
            // What clears is a client's few, wherever it is looked up.
            let client = [id, id, Value::Text("2026-01-01"), Value::Text("USD")];
            for sql in [super::super::client::CLEARING, crate::kept::invoice::UNCLEARED] {
                let explain = format!("EXPLAIN QUERY PLAN {sql}");
                let steps = all(snapshot.connection(), &explain, &client, |row| Ok(row.text(3)?.to_owned()))?;
                let whole = |step: &&String| step.starts_with("SCAN") || step.ends_with("(factor_id=?)");
                assert!(!steps.iter().any(|step| whole(&step)), "{sql}\n{steps:#?}");
            }
            Ok::<(), Fault>(())
        })
        .unwrap();
    }
}
