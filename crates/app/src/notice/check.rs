//! The check page: is this letter real, and is this where to pay?
//!
//! Contract: open to everybody, so it says only what the holder of the letter knows already or what protects it: whose
//! letter it is, since when, what took its place. It confirms or denies an account and an invoice that the visitor types,
//! and lists none. A signature is verified against the public keys in the book; the secret is not needed. A paper that is
//! not exactly what was signed is not genuine, and nothing of it is shown.

use super::pay_to::pay_to_accounts;
use super::seal::typed;
use crate::{Error, holds, key_id};
use domain::fraud::NumberKey;
use domain::letter::{Covered, LetterKind, PayTo};
use domain::notice::{NoticeContent, NoticeState};
use domain::party::comparable_identifier;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::book::Reads;
use store::kept;
use store::kept::paper::Paper;

/// What became of a genuine paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// It holds.
    Holds,
    /// A newer one took its place on that day: the account may have changed.
    Superseded {
        /// When.
        on: Option<Date>,
    },
    /// The debtor is released: pay the supplier again, as the release letter says.
    Released {
        /// When.
        on: Option<Date>,
    },
}

/// A genuine paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Genuine {
    /// Which paper.
    pub kind: LetterKind,
    /// Who signed it.
    pub factor: String,
    /// The supplier whose invoices it is about, by the name on its invoices.
    pub supplier: String,
    /// To whom it was written.
    pub customer: String,
    /// The day it was signed.
    pub issued: Date,
    /// Since when it counts.
    pub effective: Option<Date>,
    /// The last four signs of the account it names: enough to compare, too little to pay to.
    pub account_ending: Option<String>,
    /// What became of it.
    pub standing: Standing,
    /// Name of the key that signed it, to be compared with the published one.
    pub key_id: String,
    /// SHA-256 of the letter's words, in hexadecimal.
    pub words_sha256: String,
}

/// What the check page answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Checked {
    /// The factor signed it, word for word.
    Genuine(Box<Genuine>),
    /// The book holds it, and it is not what was signed. Nothing of it is shown; a person must be called.
    NotGenuine,
}

/// What is said of an account and an invoice that a visitor typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PayToAnswer {
    /// Yes: pay this invoice, which the letter lists, to this account, since that day.
    Yes {
        /// Since when.
        since: Option<Date>,
    },
    /// The account is right, and the letter is about every invoice of the supplier; of a single number nothing is said,
    /// because whoever found the letter could ask for one after the other.
    AllInvoices {
        /// Since when.
        since: Option<Date>,
    },
    /// The account is an earlier one; it is open until that day, and a newer notice names the new one.
    OldAccount {
        /// Last day it is open.
        until: Date,
    },
    /// No: this is not an account of this notice. Do not pay to it before calling a number known before.
    OtherAccount,
    /// The account is right; the invoice is not among those that the letter lists. Ask before paying.
    UnknownInvoice,
    /// The notice does not apply any more: the debtor is released.
    Released,
    /// The letter is not genuine.
    NotGenuine,
}

/// Checks the paper with a code, however it is typed.
///
/// # Errors
/// [`Error::NotFound`] when there is no such paper.
pub fn check(reads: &mut dyn Reads, code: &str) -> Result<Checked, Error> {
    let paper = paper(reads, code)?;
    let Some(content) = verified(reads, &paper)? else { return Ok(Checked::NotGenuine) };
    let standing = standing(reads, &paper)?;
    let supplier = content.client.trading_name.clone().unwrap_or_else(|| content.client.name.clone());
    Ok(Checked::Genuine(Box::new(Genuine {
        kind: content.kind,
        factor: content.factor,
        supplier,
        customer: content.debtor.name,
        issued: content.issued,
        effective: content.effective,
        account_ending: content.pay_to.as_ref().map(ending),
        standing,
        key_id: paper.key_id,
        words_sha256: content.words_sha256,
    })))
}

/// Is this invoice of this supplier to be paid to this account? Account and invoice are as the visitor typed them.
///
/// # Errors
/// [`Error::NotFound`] when there is no such paper.
pub fn check_pay_to(reads: &mut dyn Reads, code: &str, account: &str, invoice: &str) -> Result<PayToAnswer, Error> {
    let paper = paper(reads, code)?;
    let Some(content) = verified(reads, &paper)? else { return Ok(PayToAnswer::NotGenuine) };
    let current = kept::notice::current(reads, paper.client, paper.debtor)?;
    let asked = comparable_identifier(account);
    let is = |pay_to: &PayTo| !asked.is_empty() && comparable_identifier(&pay_to.account.number) == asked;
    // A release names the supplier's own account; it answers for itself.
    let released =
        current.as_ref().is_some_and(|one| matches!(one.state(), NoticeState::ReleaseSent | NoticeState::Released));
    if paper.kind == LetterKind::Release {
        let right = content.pay_to.as_ref().is_some_and(is) && paper.superseded_by.is_none();
        return Ok(if right { PayToAnswer::Yes { since: content.effective } } else { PayToAnswer::OtherAccount });
    }
    if released {
        return Ok(PayToAnswer::Released);
    }
    // What the newest notice says counts, whichever letter the visitor holds; its own paper must be genuine too.
    let newest = match current.as_ref().and_then(|one| one.papers.last()) {
        Some(code) if *code != paper.code => match kept::paper::get(reads, code)? {
            Some(newest) => verified(reads, &newest)?,
            None => None,
        },
        _ => Some(content),
    };
    let Some(newest) = newest else { return Ok(PayToAnswer::NotGenuine) };
    if newest.pay_to.as_ref().is_some_and(is) {
        let (key, since) = (NumberKey::of(invoice), newest.effective);
        let is_listed = newest.listed.iter().any(|line| NumberKey::of(&line.number) == key);
        return Ok(match newest.covered {
            _ if is_listed => PayToAnswer::Yes { since },
            Some(Covered::Listed) => PayToAnswer::UnknownInvoice,
            Some(Covered::AllAccounts) | None => PayToAnswer::AllInvoices { since },
        });
    }
    let old = newest.old.filter(|old| is(&old.pay_to)).map(|old| old.open_until);
    let old = match old {
        Some(until) => Some(until),
        None => pay_to_accounts(reads)?.all_old().filter(|old| is(&old.pay_to)).map(|old| old.open_until).max(),
    };
    Ok(old.map_or(PayToAnswer::OtherAccount, |until| PayToAnswer::OldAccount { until }))
}

fn paper(reads: &mut dyn Reads, code: &str) -> Result<Paper, Error> {
    kept::paper::get(reads, &typed(code))?.ok_or_else(|| Error::NotFound("letter under this code".to_owned()))
}

/// The content of a paper, when it is word for word what a published key signed for this code, pair and kind.
fn verified(reads: &mut dyn Reads, paper: &Paper) -> Result<Option<NoticeContent>, Error> {
    let keys = kept::paper::keys(reads)?;
    let signed = keys.iter().any(|key| {
        key.key_id == paper.key_id
            && key_id(&key.public_key) == key.key_id
            && holds(&key.public_key, &paper.content, &paper.signature)
    });
    let content = NoticeContent::of_canonical(&paper.content).filter(|_| signed);
    // The row around the signed text must not make it speak of another.
    let book = reads.factor();
    Ok(content.filter(|content| {
        content.code == paper.code
            && content.kind == paper.kind
            && content.notice == paper.notice
            && content.book.0 == book
    }))
}

fn standing(reads: &mut dyn Reads, paper: &Paper) -> Result<Standing, Error> {
    let mut next = paper.superseded_by.clone();
    let mut found = Standing::Holds;
    // From paper to paper: a changed account may have been followed by a release.
    while let Some(code) = next {
        let Some(later) = kept::paper::get(reads, &code)? else { break };
        let on = verified(reads, &later)?.map(|content| content.issued);
        found = match later.kind {
            LetterKind::Release => Standing::Released { on },
            _ => Standing::Superseded { on },
        };
        next = later.superseded_by;
    }
    Ok(found)
}

fn ending(pay_to: &PayTo) -> String {
    let signs: Vec<char> = pay_to.account.number.chars().collect();
    signs[signs.len().saturating_sub(4)..].iter().collect()
}
