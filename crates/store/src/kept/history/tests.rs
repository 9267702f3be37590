//! The long statements are streamed: SQLite sorts nothing and keeps no copy.

use super::{Asked, Scope, entries, ledger, open, proving};
use crate::book::{Book, Reads};
use crate::engine::{Fault, Value, all};
use domain::calendar::Calendar;
use domain::id::{ClientId, FactorId};
use domain::money::Currency;
use domain::party::Factor;
use std::sync::Arc;
use uuid::Uuid;

fn plan(reads: &mut dyn Reads, sql: &str, parameters: &[Value<'_>]) -> Result<Vec<String>, Fault> {
    all(reads.connection(), &format!("EXPLAIN QUERY PLAN {sql}"), parameters, |row| Ok(row.text(3)?.to_owned()))
}

/// Nothing is sorted or copied, and only the outermost loop goes over a whole table.
fn streams(sql: &str, steps: &[String]) {
    assert!(steps.iter().all(|step| !step.contains("TEMP B-TREE") && !step.contains("AUTOMATIC")), "{sql}\n{steps:#?}");
    let whole = |step: &&String| step.contains("(factor_id=?)") || step.starts_with("SCAN");
    assert_eq!(steps.iter().skip(1).find(whole), None, "{sql}\n{steps:#?}");
}

#[test]
fn long_statements_sort_nothing() {
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
    book.read(|snapshot| {
        for client in [None, Some(ClientId(Uuid::from_u128(2)))] {
            let asked = Asked::new(snapshot, &Scope { client, ..Scope::EVERYTHING });
            let scoped = [
                ledger::sql(asked.condition()),
                entries::entries_sql(asked.condition(), &[], entries::Wanted::Figures),
                open::moved_sql(asked.condition()),
                entries::postings_sql(asked.condition(), domain::ledger::Account::ALL),
            ];
            for sql in scoped {
                streams(&sql, &plan(snapshot, &sql, &asked.parameters())?);
            }
        }
        for sql in proving::LONG {
            let parameters = [Value::Id(factor.id.0), Value::Int(0)];
            let asked = if sql.contains("$2") { 2 } else { 1 };
            streams(sql, &plan(snapshot, sql, &parameters[..asked])?);
        }
        Ok::<(), Fault>(())
    })
    .unwrap();
}
