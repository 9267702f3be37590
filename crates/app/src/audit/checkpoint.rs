//! A checkpoint: how far a book was proven, signed with the book's own key.
//!
//! Contract: it names the book, the last event that was proven with its link, and a mark over each kept sum (balances,
//! daily sums, exposures), all signed (Ed25519). The newest is kept in the data folder ([`FILE`]), never in the book: whoever
//! changes the book and wants an audit that goes on from it to be silent has to forge it too. As one line of text it can be
//! kept anywhere outside; that line goes on where the folder itself may have been in wrong hands.

use super::chain::Replay;
use crate::seal::{Seal, holds, key_id};
use crate::{Error, Refusal};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::event::Link;
use domain::id::FactorId;
use std::fmt;
use std::io::Write;
use std::path::Path;
use std::str::FromStr;
use store::Fault;
use store::book::Reads;
use store::carry::Sum;
use store::engine::Kept;
use store::kept::history::proving;
use uuid::Uuid;

/// Name of the newest checkpoint's file in the data folder.
pub const FILE: &str = "audit-checkpoint";
/// What its text begins with: the form of this version.
const FORM: &str = "credere-checkpoint-1";

/// How far a book was proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose book.
    pub book: FactorId,
    /// The last event.
    pub seq: i64,
    /// Its link.
    pub hash: Link,
    /// Marks over balances, daily sums and exposures.
    pub(super) sums: [String; 3],
    key: [u8; 32],
    signature: [u8; 64],
}

/// The signed line: words without blanks, the signature last.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.content(), URL_SAFE_NO_PAD.encode(self.signature))
    }
}

impl FromStr for Checkpoint {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let parts: Vec<&str> = text.trim().split('.').collect();
        let read = || {
            let [FORM, book, seq, hash, balances, days, exposures, key, signature] = parts[..] else { return None };
            let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
            Some(Self {
                book: FactorId(Uuid::try_parse(book).ok()?),
                seq: seq.parse().ok().filter(|seq| *seq >= 0)?,
                hash: bytes(hash)?.try_into().ok()?,
                sums: [balances, days, exposures].map(str::to_owned),
                key: bytes(key)?.try_into().ok()?,
                signature: bytes(signature)?.try_into().ok()?,
            })
        };
        read().ok_or_else(|| refused("it is not a whole checkpoint"))
    }
}

fn refused(fact: &str) -> Error {
    let remedy =
        "Take one that `credere audit` has printed, or run `credere audit` without it: that proves everything.";
    Error::Refused(vec![Refusal::at("from", "CHECKPOINT", fact, remedy)])
}

impl Checkpoint {
    /// A checkpoint at the head of a book that was proven.
    pub(super) fn at(reads: &mut dyn Reads, (seq, hash): (i64, Link), seal: &Seal) -> Result<Self, Fault> {
        let sums = sums(reads, &Replay::default())?;
        let (_, key) = seal.public_key();
        let mut checkpoint = Self { book: FactorId(reads.factor()), seq, hash, sums, key, signature: [0; 64] };
        checkpoint.signature = seal.sign(&checkpoint.content());
        Ok(checkpoint)
    }

    /// The same with the kept sums as they stood before newer journals.
    pub(super) fn before(mut self, reads: &mut dyn Reads, newer: &Replay, seal: &Seal) -> Result<Self, Fault> {
        self.sums = sums(reads, newer)?;
        self.signature = seal.sign(&self.content());
        Ok(self)
    }

    fn content(&self) -> String {
        let [balances, days, exposures] = &self.sums;
        let (hash, key) = (URL_SAFE_NO_PAD.encode(self.hash), URL_SAFE_NO_PAD.encode(self.key));
        format!("{FORM}.{}.{}.{hash}.{balances}.{days}.{exposures}.{key}", self.book, self.seq)
    }

    /// Is it this book's, and signed with its key?
    ///
    /// # Errors
    /// [`Error::Refused`] with what is wrong.
    pub(super) fn check(&self, book: FactorId, seal: &Seal) -> Result<(), Error> {
        if self.book != book {
            return Err(refused("it is another book's"));
        }
        if seal.public_key().1 != self.key {
            return Err(refused(&format!("it is signed with the key {}, which is not this book's", key_id(&self.key))));
        }
        if !holds(&self.key, &self.content(), &self.signature) {
            return Err(refused("it is not what was signed: somebody changed it"));
        }
        Ok(())
    }

    /// The newest of a data folder; none before the first audit.
    ///
    /// # Errors
    /// [`Error::Refused`] when it is no checkpoint; [`Error::Fault`] when the file cannot be read.
    pub(super) fn newest(folder: &Path) -> Result<Option<Self>, Error> {
        match std::fs::read_to_string(folder.join(FILE)) {
            Ok(text) => text.parse().map(Some),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::fault(FILE, error)),
        }
    }

    /// Keeps it as the newest of a data folder, whole or not at all.
    ///
    /// # Errors
    /// [`Error::Fault`].
    pub(super) fn keep(&self, folder: &Path) -> Result<(), Error> {
        let keep = || {
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            writeln!(file, "{self}")?;
            file.as_file().sync_all()?;
            file.persist(folder.join(FILE)).map_err(|error| error.error)
        };
        keep().map(drop).map_err(|error| Error::fault(FILE, error))
    }
}

/// Marks over the kept sums as they stood before these journals.
pub(super) fn sums(reads: &mut dyn Reads, since: &Replay) -> Result<[String; 3], Fault> {
    let (mut balances, mut days, mut exposures) = (Sum::default(), Sum::default(), Sum::default());
    let row = |client: Uuid, currency: &str, account: i64| {
        [Kept::Bytes(client.as_bytes().to_vec()), Kept::Text(currency.to_owned()), Kept::Int(account)]
    };
    let mut left = since.balances.clone();
    let mut balance =
        |client: Uuid, currency: domain::money::Currency, account: domain::ledger::Account, amount: i64| {
            if amount != 0 {
                let [a, b, c] = row(client, currency.code(), i64::from(account.number()));
                balances.add(&[a, b, c, Kept::Int(amount)]);
            }
        };
    proving::balances(reads, &mut |kept| {
        let newer = left.remove(&(kept.client, kept.currency, kept.account)).unwrap_or(0);
        balance(kept.client, kept.currency, kept.account, kept.debit - newer);
        Ok(())
    })?;
    left.into_iter().for_each(|((client, currency, account), newer)| balance(client, currency, account, -newer));
    let mut left = since.days.clone();
    let mut day = |(client, currency, account, day): (
        Uuid,
        domain::money::Currency,
        domain::ledger::Account,
        jiff::civil::Date,
    ),
                   debit: i64,
                   credit: i64| {
        if (debit, credit) != (0, 0) {
            let [a, b, c] = row(client, currency.code(), i64::from(account.number()));
            days.add(&[a, b, c, Kept::Text(day.to_string()), Kept::Int(debit), Kept::Int(credit)]);
        }
    };
    proving::daily_sums(reads, &mut |kept| {
        let Some(on) = kept.day else { return Ok(()) };
        let key = (kept.client, kept.currency, kept.account, on);
        let (debit, credit) = left.remove(&key).unwrap_or_default();
        day(key, kept.debit - debit, kept.credit - credit);
        Ok(())
    })?;
    left.into_iter().for_each(|(key, (debit, credit))| day(key, -debit, -credit));
    let mut left = since.exposures.clone();
    let mut exposure =
        |(debtor, client, currency): (domain::id::DebtorId, domain::id::ClientId, domain::money::Currency),
         open: i64| {
            if open != 0 {
                let [a, b, _] = row(client.0, currency.code(), 0);
                exposures.add(&[Kept::Bytes(debtor.0.as_bytes().to_vec()), a, b, Kept::Int(open)]);
            }
        };
    proving::exposures(reads, &mut |key, open| {
        let newer = left.remove(&key).unwrap_or(0);
        exposure(key, open - newer);
        Ok(())
    })?;
    left.into_iter().for_each(|(key, newer)| exposure(key, -newer));
    Ok([balances, days, exposures].map(|sum| sum.to_string()))
}
