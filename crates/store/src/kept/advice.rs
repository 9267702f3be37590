//! Remittance advices that debtors handed in: what a coming payment is for (LE-10 (1)).

use super::{date, json, money, to_json};
use crate::book::Reads;
use crate::engine::{Fault, Value, all};
use domain::id::{DebtorId, DocumentId};
use domain::money::Money;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A line of an advice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdvisedLine {
    /// The invoice's number as it is written.
    pub number: String,
    /// What of the payment is for it, minor units; negative for a credit note.
    pub amount: i64,
}

/// An advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// The paper it was read from.
    pub document: DocumentId,
    /// Who handed it in.
    pub debtor: DebtorId,
    /// What its lines come to.
    pub total: Money,
    /// The day of the payment, where it was said.
    pub paid_on: Option<Date>,
    /// The day it was handed in.
    pub added_on: Date,
    /// Its file name.
    pub name: String,
    /// Its lines, in order.
    pub lines: Vec<AdvisedLine>,
}

/// Adds an advice.
///
/// # Errors
/// [`Fault::Taken`] when the paper has one already.
pub fn add(reads: &mut dyn Reads, advice: &Advice) -> Result<(), Fault> {
    let paid_on = advice.paid_on.map(|day| day.to_string());
    let row = [
        Value::Id(reads.factor()),
        Value::Id(advice.document.0),
        Value::Id(advice.debtor.0),
        Value::Text(advice.total.currency.code()),
        Value::Int(advice.total.minor),
        paid_on.as_deref().into(),
        Value::Text(&advice.added_on.to_string()),
        Value::Text(&advice.name),
        Value::Text(&to_json(&advice.lines)),
    ];
    reads.connection().insert(&crate::schema::ADVICE, &row)
}

/// The newest advices of a debtor that come to a sum and were handed in from a day on, up to `limit`.
///
/// # Errors
/// [`Fault`].
pub fn of_sum(
    reads: &mut dyn Reads,
    debtor: DebtorId,
    total: Money,
    since: Date,
    limit: i64,
) -> Result<Vec<Advice>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT document_id, debtor_id, currency, total_minor, paid_on, added_on, name, lines FROM advice \
        WHERE factor_id = $1 AND debtor_id = $2 AND currency = $3 AND total_minor = $4 AND added_on >= $5 \
        ORDER BY added_on DESC, document_id DESC LIMIT $6";
    let since = since.to_string();
    let parameters = [
        Value::Id(factor),
        Value::Id(debtor.0),
        Value::Text(total.currency.code()),
        Value::Int(total.minor),
        Value::Text(&since),
        Value::Int(limit),
    ];
    all(reads.connection(), sql, &parameters, |row| {
        Ok(Advice {
            document: DocumentId(row.id(0)?),
            debtor: DebtorId(row.id(1)?),
            total: money(row.int(3)?, row.text(2)?)?,
            paid_on: row.maybe_text(4)?.map(date).transpose()?,
            added_on: date(row.text(5)?)?,
            name: row.text(6)?.to_owned(),
            lines: json("advice", row.text(7)?)?,
        })
    })
}
