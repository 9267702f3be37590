//! The audit that goes on from a checkpoint: newer events, their journals, and the rows they touch.
//!
//! Contract: looked at are every event after the checkpoint with its journals; all kept sums, which less the newer journals
//! must be those of the checkpoint; each invoice and bank entry that a newer event touches, with all of its journals; each row
//! of which a newer event speaks. Not looked at again are older events, and rows that nothing newer touches: a row that was put
//! in beside the events, or an old one that was changed, is for the whole audit. Where a sum differs the whole audit is run,
//! because only that can say which.

use super::checkpoint::{Checkpoint, sums};
use super::{Audit, AuditReport, Checked, Stop, broken, cash, chain, derived, facts, invoices, many, names, report_of};
use crate::{App, Error};
use jiff::Timestamp;
use store::book::Reads;
use store::{Fault, kept};

/// From where an audit goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Since {
    /// From the first event: the whole book.
    Beginning,
    /// From the newest checkpoint of the data folder; from the beginning where there is none.
    Last,
    /// From a checkpoint that was kept elsewhere.
    Checkpoint(Box<Checkpoint>),
}

/// What an audit found, and how far the book is proven now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audited {
    /// What was found.
    pub report: AuditReport,
    /// The event it went on from; none when it proved the whole book.
    pub from: Option<i64>,
    /// How far the book is proven; none when it does not hold.
    pub checkpoint: Option<Checkpoint>,
    /// Why it could not be kept in the data folder, if it could not.
    pub not_kept: Option<String>,
}

/// Audits a book from a place on, and keeps how far it is proven in the data folder.
///
/// # Errors
/// [`Error::Refused`] when the checkpoint is not this book's; [`Error::Fault`] when the book cannot be read at all.
pub fn audit_since(app: &App, since: Since) -> Result<Audited, Error> {
    let from = match since {
        Since::Beginning => None,
        Since::Last => Checkpoint::newest(app.folder())?,
        Since::Checkpoint(checkpoint) => Some(*checkpoint),
    };
    if let Some(from) = &from {
        from.check(app.book.factor(), &app.seal)?;
    }
    let now = app.now();
    let (report, checkpoint) = app.book.read(|snapshot| -> Result<_, Fault> {
        let report = match &from {
            None => super::audit_state(snapshot, now)?,
            Some(from) => newer(snapshot, from, now)?,
        };
        let head = kept::event::newest(snapshot, None, 1)?.pop().map_or((0, [0; 32]), |event| (event.seq, event.hash));
        let checkpoint = if report.holds() { Some(Checkpoint::at(snapshot, head, &app.seal)?) } else { None };
        Ok((report, checkpoint))
    })?;
    let not_kept = checkpoint.as_ref().and_then(|checkpoint| checkpoint.keep(app.folder()).err());
    Ok(Audited {
        report,
        from: from.map(|from| from.seq),
        checkpoint,
        not_kept: not_kept.map(|error| error.to_string()),
    })
}

/// A checkpoint at an earlier event of a book that holds now as a whole: of the last day of a year, for whoever asks for it.
///
/// # Errors
/// [`Error::NotFound`] when there is no such event; [`Error::Fault`], also when the book does not hold.
pub fn checkpoint_at(app: &App, seq: i64) -> Result<Checkpoint, Error> {
    let now = app.now();
    let found = app.book.read(|snapshot| -> Result<_, Fault> {
        let report = super::audit_state(snapshot, now)?;
        if let Some(broken) = report.broken {
            return Ok(Err(broken));
        }
        let Some(event) = kept::event::get(snapshot, seq)? else { return Ok(Ok(None)) };
        let head = Checkpoint::at(snapshot, (seq, event.hash), &app.seal)?;
        let Ok(names) = names(snapshot)? else { return Ok(Ok(None)) };
        let mut audit = Audit { reads: snapshot, names, proven: Vec::new() };
        match chain::prove(&mut audit, Some(&head)) {
            Ok((newer, _)) => Ok(Ok(Some(head.before(audit.reads, &newer, &app.seal)?))),
            Err(Stop::Broken(broken)) => Ok(Err(broken)),
            Err(Stop::Fault(fault)) => Err(fault),
        }
    })?;
    match found {
        Ok(checkpoint) => checkpoint.ok_or_else(|| Error::NotFound(format!("event {seq}"))),
        Err(broken) => Err(Error::fault("book", format!("it does not hold at {}: {}", broken.name, broken.place))),
    }
}

/// Audits one state of a book from a checkpoint on, which is taken for whole.
///
/// # Errors
/// As [`super::audit()`].
pub fn newer(reads: &mut dyn Reads, from: &Checkpoint, now: Timestamp) -> Result<AuditReport, Fault> {
    let names = match names(reads)? {
        Ok(names) => names,
        Err(report) => return Ok(report),
    };
    let mut audit = Audit { reads, names, proven: Vec::new() };
    let ended = phases(&mut audit, from);
    let proven = audit.proven;
    if matches!(&ended, Err(Stop::Broken(found)) if found.name == SUMS) {
        // Which sum it is, only all journals can say.
        let whole = super::audit_state(reads, now)?;
        if !whole.holds() {
            return Ok(whole);
        }
    }
    report_of(proven, ended)
}

const SUMS: &str = "sums";

fn phases(audit: &mut Audit<'_>, from: &Checkpoint) -> Checked {
    if from.seq > 0 {
        match kept::event::get(audit.reads, from.seq)? {
            None => return broken("checkpoint", format!("event {} is not there any more", from.seq)),
            Some(event) if event.hash != from.hash => {
                return broken("checkpoint", format!("event {} has another hash than when it was proven", from.seq));
            }
            Some(_) => {}
        }
    }
    let (replay, facts) = chain::prove(audit, Some(from))?;
    if sums(audit.reads, &replay)? != from.sums {
        let fact = "balances, daily sums or exposures are not those of the checkpoint and the newer journals";
        return broken(SUMS, fact);
    }
    audit.prove(
        SUMS,
        "balances, daily sums and exposures are those of the checkpoint and the newer journals".to_owned(),
    );
    let last = replay.last;
    let mut touched = replay.touched.unwrap_or_default();
    touched.invoices.extend(facts::hold_newer(audit, facts)?);
    invoices::prove_touched(audit, &touched.invoices, last)?;
    cash::prove_touched(audit, &touched.receipts, from.seq)?;
    derived::prove(audit)?;
    let detail = format!(
        "{} up to the checkpoint, and rows that nothing newer touches; `credere audit` looks at everything",
        many(from.seq, "event")
    );
    audit.prove("not looked at again", detail);
    Ok(())
}
