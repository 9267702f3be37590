//! What was asked and what was answered, against what the book holds.
//!
//! Every write carries a mark that no other has: the number of its invoice, the reference of its statement, its words. The
//! events of the book are counted by it. What was acknowledged is there once; what was asked and never answered is there once
//! or not at all; what the book said it did not keep is not there.

use serde_json::Value;
use std::collections::HashMap;

/// An answer of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: String,
}

impl Answer {
    /// Was it done?
    pub(super) fn is_done(&self) -> bool {
        self.status / 100 == 2
    }

    /// The code of a problem; empty where it is none.
    pub(super) fn code(&self) -> String {
        let problem: Value = serde_json::from_str(&self.body).unwrap_or_default();
        problem["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// What was said about a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Told {
    /// Nothing: the connection ended before, or the book asked for another try that was not made.
    Nothing,
    /// It was acknowledged.
    Done(Answer),
    /// It was refused as not kept, and given up.
    NotKept,
}

/// One write, as it can be asked again.
#[derive(Debug, Clone)]
pub(super) struct Write {
    /// Its idempotency key.
    pub(super) key: String,
    /// What its event is known by.
    pub(super) mark: String,
    pub(super) path: String,
    pub(super) media: &'static str,
    pub(super) body: String,
    pub(super) told: Told,
}

impl Write {
    /// Lets go of what is only needed to ask it again.
    pub(super) fn settle(&mut self) {
        self.body = String::new();
        if let Told::Done(answer) = &mut self.told {
            answer.body = String::new();
        }
    }
}

/// How often the book holds each mark.
pub(super) type Found = HashMap<String, u32>;

/// Counts an event, where it is one that writes are known by.
pub(super) fn count(event: &Value, found: &mut Found) {
    if let Some(mark) = mark(event) {
        *found.entry(mark).or_default() += 1;
    }
}

fn mark(event: &Value) -> Option<String> {
    let facts = &event["facts"];
    let text = |name: &str| facts[name].as_str();
    Some(match event["kind"].as_str()? {
        // A purchase that was done twice would be refused by its guard the second time: that is an event too.
        "INVOICE_PURCHASED" | "INVOICE_REFUSED" | "INVOICE_HELD" => invoice(text("number")?),
        "STATEMENT_TAKEN" => statement(text("account")?, text("external_id")?),
        "APPLICATION_UNDONE" => undone(text("reason")?),
        "RECEIPT_APPLIED" => applied(text("reason")?),
        "ANSWER_GIVEN" => said(facts["by"]["name"].as_str()?),
        "PAYMENT_FILE_MADE" => payments(facts["payments"].as_array()?.iter().filter_map(Value::as_i64).min()?),
        _ => return None,
    })
}

pub(super) fn invoice(number: &str) -> String {
    format!("invoice {number}")
}

pub(super) fn statement(account: &str, id: &str) -> String {
    format!("statement {account} {id}")
}

pub(super) fn undone(reason: &str) -> String {
    format!("undone: {reason}")
}

pub(super) fn applied(reason: &str) -> String {
    format!("applied: {reason}")
}

pub(super) fn said(person: &str) -> String {
    format!("said by {person}")
}

/// A payment file, by the lowest number of its payments: a payment is in one file at most.
pub(super) fn payments(lowest: i64) -> String {
    format!("payment file from P-{lowest}")
}

/// What does not hold, in words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) lost: Vec<String>,
    pub(super) doubled: Vec<String>,
    /// Kept, although the client was told that it was not.
    pub(super) denied: Vec<String>,
}

/// Holds the writes against what was found.
pub(super) fn judge(writes: &[Write], found: &Found) -> Judged {
    let mut judged = Judged::default();
    for write in writes {
        let times = found.get(&write.mark).copied().unwrap_or(0);
        let said = format!("{} under key {}", write.mark, write.key);
        match (&write.told, times) {
            (Told::Done(_), 0) => judged.lost.push(format!("{said} was acknowledged and is not there")),
            (Told::NotKept, 1..) => judged.denied.push(format!("{said} was refused as not kept and is there")),
            (_, 2..) => judged.doubled.push(format!("{said} is there {times} times")),
            _ => {}
        }
    }
    judged
}

/// Takes the answer to a repetition: the first answer must come again, whoever heard it.
///
/// # Errors
/// What is wrong with the answer.
pub(super) fn take_again(write: &mut Write, again: Answer) -> Result<(), String> {
    let said = format!("{} under key {}", write.mark, write.key);
    match &write.told {
        Told::Done(first) if *first == again => Ok(()),
        Told::Done(first) => Err(format!(
            "{said} was answered with {} {} and, asked again, with {} {}",
            first.status, first.body, again.status, again.body
        )),
        _ if again.is_done() => {
            write.told = Told::Done(again);
            Ok(())
        }
        _ => Err(format!("{said} was asked again and answered with {} {}", again.status, again.body)),
    }
}

#[cfg(test)]
mod tests;
