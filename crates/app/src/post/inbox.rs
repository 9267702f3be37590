//! The mailbox is read.

use super::{ACTOR, MAILS, Maildir, Worker};
use crate::message::{Filed, file, file_unreadable};
use crate::{App, Command, Error};
use formats::mail::{MAIL_IN_BYTES, read};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use store::Fault;

/// What a run took in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TakenIn {
    /// Persons' words, filed.
    pub replies: usize,
    /// Delivery reports.
    pub reports: usize,
    /// Machines' words.
    pub automatic: usize,
    /// Wishes for no more reminders (CO-08).
    pub stops: usize,
    /// Waiting for a person to give them their place.
    pub unfiled: usize,
    /// Read before.
    pub before: usize,
}

impl TakenIn {
    /// Did anything come in?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn count(&mut self, filed: Filed) {
        match filed {
            Filed::Before => self.before += 1,
            Filed::Reply(_) => self.replies += 1,
            Filed::Automatic(_) => self.automatic += 1,
            Filed::Report(_) => self.reports += 1,
            Filed::Stop(_) => self.stops += 1,
            Filed::Unfiled(_) => self.unfiled += 1,
        }
    }
}

/// Reads what is new in the mailbox, at most [`MAILS`], and files each mail in a unit of its own.
///
/// # Errors
/// [`Error::Fault`] when the mailbox or the book cannot be used; mails not filed by then stay where they are.
pub fn take_in(app: &App, _worker: &Worker, mailbox: &Maildir) -> Result<TakenIn, Error> {
    let mut taken = TakenIn::default();
    let unusable = |error: io::Error| Error::Fault(Fault::Book(format!("the mailbox cannot be used: {error}")));
    for path in mailbox.unread(MAILS).map_err(unusable)? {
        let (bytes, sha256) = read_file(&path).map_err(unusable)?;
        let filed = one(app, mailbox, bytes.as_deref(), sha256)?;
        mailbox.filed(&path).map_err(unusable)?;
        taken.count(filed);
    }
    Ok(taken)
}

fn one(app: &App, mailbox: &Maildir, bytes: Option<&[u8]>, sha256: [u8; 32]) -> Result<Filed, Error> {
    let run = |why: String| app.run(Command::system(ACTOR), move |task| file_unreadable(task, &why, &sha256));
    let mail = match bytes.map(read) {
        Some(Ok(mail)) => mail,
        Some(Err(refused)) => return run(refused.to_string()),
        None => return run(format!("The mail has over {MAIL_IN_BYTES} bytes. Look at it in the mailbox.")),
    };
    let proof = mailbox.proof_of(&mail);
    match app.run(Command::system(ACTOR), move |task| file(task, &mail, &sha256, &proof)) {
        // What the rules refuse is no reason to lose a mail.
        Err(Error::Refused(reasons)) => run(reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
        filed => filed,
    }
}

/// The bytes of a mail, none when there are too many, and their SHA-256.
fn read_file(path: &Path) -> io::Result<(Option<Vec<u8>>, [u8; 32])> {
    let mut file = File::open(path)?;
    let limit = MAIL_IN_BYTES as u64;
    let mut bytes = Vec::new();
    (&mut file).take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 <= limit {
        let sha256 = Sha256::digest(&bytes).into();
        return Ok((Some(bytes), sha256));
    }
    let mut hash = Sha256::new();
    hash.update(&bytes);
    let mut part = vec![0; 64 * 1024];
    loop {
        let count = file.read(&mut part)?;
        if count == 0 {
            return Ok((None, hash.finalize().into()));
        }
        hash.update(&part[..count]);
    }
}
