//! The product's own trial balance, from `credere report trial-balance --format json`.
//!
//! `rows` holds one object for each account and currency: `account` ("1100"), `currency`, and `debits`, `credits`,
//! `balance` as decimal texts in major units, with balance = debits - credits.

use super::{Amount, Totals};
use crate::outcome::Finding;
use serde_json::Value;
use std::collections::BTreeMap;

/// Totals from the report, after checking each row in itself and that every currency sums to nothing.
pub(super) fn balances(json: &str) -> Result<Totals, Finding> {
    let odd = |fact: String, remedy: &str| Finding::new("report trial-balance", fact, remedy);
    let root: Value = serde_json::from_str(json)
        .map_err(|error| odd(format!("is not JSON ({error})"), "Write nothing else to standard output"))?;
    let rows = root["rows"]
        .as_array()
        .filter(|rows| !rows.is_empty())
        .ok_or_else(|| odd("has no rows".into(), "The demo book must have a ledger, listed in the array `rows`"))?;
    let mut totals = Totals::new();
    let mut sums: BTreeMap<String, Amount> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        let text = |key: &str| {
            row[key]
                .as_str()
                .ok_or_else(|| odd(format!("row {}: `{key}` is not a text", index + 1), "Write it as a JSON string"))
        };
        let amount = |key: &str| {
            let written = text(key)?;
            let remedy = "Write amounts like \"1234.56\"";
            Amount::read(written)
                .ok_or_else(|| odd(format!("row {}: `{key}` is {written}, no plain decimal", index + 1), remedy))
        };
        let (account, currency) = (text("account")?.to_owned(), text("currency")?.to_owned());
        let (debits, credits, balance) = (amount("debits")?, amount("credits")?, amount("balance")?);
        if debits - credits != balance {
            let fact = format!("account {account} in {currency}: {debits} - {credits} is not {balance}");
            return Err(odd(fact, "The balance of an account is its debits less its credits"));
        }
        let sum = sums.entry(currency.clone()).or_default();
        *sum = *sum + balance;
        let total = totals.entry((account, currency)).or_default();
        *total = *total + balance;
    }
    match sums.iter().find(|(_, sum)| !sum.is_zero()) {
        Some((currency, sum)) => {
            Err(odd(format!("{currency} sums to {sum}"), "Debits and credits of each currency must be equal (LE-01)"))
        }
        None => {
            totals.retain(|_, total| !total.is_zero());
            Ok(totals)
        }
    }
}
