//! The audit: does the book hold, row by row, against its own journals and its own chain?
//!
//! Contract: [`audit`] reads one state of the book from the first event to the last and answers with what it has
//! proven, or with the first thing that does not hold and its place. It changes nothing. Phases, in
//! order: the chain and its journals; the kept sums; every invoice; every bank entry and statement; mirrors, pledges,
//! payments; notices, packets, papers, messages and links against the events that made them; the reports; every other row
//! against the last event that speaks of it (`facts`); what is derived from those rows. [`coverage`] lists what is not held.
//! [`audit_since`] goes on from a checkpoint instead, and says what it did not look at again.
//!
//! Memory: sums per client, account and day (as many as the table of daily sums has rows), a mark per notice, paper,
//! message, link and value that an event names, and one event, one journal, one invoice at a time. Deliberately absent:
//! repair. What does not hold is for a person, and a copy, to mend.
//!
//! A chain cannot know that its last events were cut off together with all their traces; keep a checkpoint
//! somewhere else to be sure of that too.

mod cash;
mod chain;
mod checkpoint;
pub mod coverage;
mod derived;
mod facts;
mod guests;
mod invoices;
mod messages;
mod notices;
mod packets;
mod since;
mod stops;
mod sums;

#[cfg(test)]
mod tests;

pub use checkpoint::{Checkpoint, FILE};
pub use since::{Audited, Since, audit_since, checkpoint_at, newer};

use crate::report::{Names, ReportKind, ReportRequest};
use domain::money::{Currency, Money};
use jiff::Timestamp;
use std::fmt;
use store::book::Reads;
use store::kept::history::{self, proving};
use store::{Book, Fault};

/// Something that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// Its name: `chain`.
    pub name: &'static str,
    /// What was looked at: `1,234 events, each linked to the one before`.
    pub detail: String,
}

/// The first thing that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The name of what was being proven.
    pub name: &'static str,
    /// Its place, and the fact.
    pub place: String,
}

/// What an audit found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditReport {
    /// What holds, in the order in which it was proven.
    pub proven: Vec<Proven>,
    /// The first thing that does not; nothing after it was looked at.
    pub broken: Option<Broken>,
}

impl AuditReport {
    /// Does the whole book hold?
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.broken.is_none()
    }
}

/// One line for each thing that holds, and one for the first that does not.
impl fmt::Display for AuditReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for proven in &self.proven {
            writeln!(f, "{}: {}", proven.name, proven.detail)?;
        }
        match &self.broken {
            Some(broken) => writeln!(
                f,
                "BROKEN {}: {}. Stop writing to this book; compare it with its last good copy.",
                broken.name, broken.place
            ),
            None => writeln!(f, "Everything holds."),
        }
    }
}

/// What has been proven so far, and what was found on the way.
struct Audit<'a> {
    reads: &'a mut dyn Reads,
    names: Names,
    proven: Vec<Proven>,
}

/// Why a phase stopped: something does not hold, or the book cannot be read at all.
enum Stop {
    Broken(Broken),
    Fault(Fault),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

type Checked<T = ()> = Result<T, Stop>;

fn broken<T>(name: &'static str, place: impl Into<String>) -> Checked<T> {
    Err(Stop::Broken(Broken { name, place: place.into() }))
}

impl Audit<'_> {
    fn prove(&mut self, name: &'static str, detail: String) {
        self.proven.push(Proven { name, detail });
    }
}

/// Runs a streamed question whose rows may break off with what does not hold.
fn streamed(read: impl FnOnce(&mut dyn FnMut(Broken) -> Fault) -> Result<(), Fault>) -> Checked {
    let mut found = None;
    let answer = read(&mut |broken| {
        found = Some(broken);
        // Only stops the reading.
        Fault::Closing
    });
    match found {
        Some(broken) => Err(Stop::Broken(broken)),
        None => Ok(answer?),
    }
}

/// Audits the book. `now` is only written into the reports that are tied.
///
/// # Errors
/// [`Fault`] when the book cannot be read at all. A row that cannot be read is what does not hold.
pub fn audit(book: &Book, now: Timestamp) -> Result<AuditReport, Fault> {
    book.read(|snapshot| audit_state(snapshot, now))
}

/// Audits one state of a book, also of one that is only arriving.
///
/// # Errors
/// As [`audit()`].
pub fn audit_state(reads: &mut dyn Reads, now: Timestamp) -> Result<AuditReport, Fault> {
    let names = match names(reads)? {
        Ok(names) => names,
        Err(report) => return Ok(report),
    };
    let mut audit = Audit { reads, names, proven: Vec::new() };
    let ended = phases(&mut audit, now);
    let proven = audit.proven;
    report_of(proven, ended)
}

/// How parties are called, or what to say where not even that can be read.
fn names(reads: &mut dyn Reads) -> Result<Result<Names, AuditReport>, Fault> {
    match Names::load(reads) {
        Ok(names) => Ok(Ok(names)),
        Err(fault) => unreadable("book", fault).map(|broken| Err(AuditReport { proven: Vec::new(), broken })),
    }
}

/// What was proven until a phase stopped, if one did.
fn report_of(proven: Vec<Proven>, ended: Checked) -> Result<AuditReport, Fault> {
    let broken = match ended {
        Ok(()) => None,
        Err(Stop::Broken(broken)) => Some(broken),
        Err(Stop::Fault(fault)) => unreadable("rows", fault)?,
    };
    Ok(AuditReport { proven, broken })
}

/// A row that cannot be read does not hold; any other fault is none of the book's.
fn unreadable(name: &'static str, fault: Fault) -> Result<Option<Broken>, Fault> {
    match fault {
        Fault::Unreadable { what, reason } => {
            Ok(Some(Broken { name, place: format!("an unreadable {what}: {reason}") }))
        }
        other => Err(other),
    }
}

fn phases(audit: &mut Audit<'_>, now: Timestamp) -> Checked {
    let facts = ledger(audit, now)?;
    facts::hold(audit, facts)?;
    derived::prove(audit)
}

/// Everything that journals prove, and what was heard of facts on the way.
fn ledger(audit: &mut Audit<'_>, now: Timestamp) -> Checked<facts::Facts> {
    let (replay, facts) = chain::prove(audit, None)?;
    sums::prove(audit, &replay)?;
    invoices::prove(audit, &replay)?;
    cash::prove(audit, &replay)?;
    reversals(audit)?;
    pledges(audit)?;
    notices::prove(audit)?;
    packets::prove(audit)?;
    messages::prove(audit)?;
    guests::prove(audit)?;
    reports(audit, &replay, now)?;
    Ok(facts)
}

/// LE-01.
fn reversals(audit: &mut Audit<'_>) -> Checked {
    let (count, found) = proving::reversals(audit.reads)?;
    if let Some(place) = found {
        return broken("reversals", place);
    }
    audit.prove("reversals", format!("{} mirror their journal line by line, each only once", many(count, "reversal")));
    Ok(())
}

/// FR-01.
fn pledges(audit: &mut Audit<'_>) -> Checked {
    let (count, twice) = proving::pledges(audit.reads)?;
    if let Some(number) = twice {
        return broken("pledges", format!("invoice {number} is pledged twice"));
    }
    audit.prove("pledges", format!("{}, none pledged twice", many(count, "invoice")));
    Ok(())
}

/// Invariant 7: the ageing is the ledger, the reserve report is the reserves, as of the last day of the book.
fn reports(audit: &mut Audit<'_>, replay: &chain::Replay, now: Timestamp) -> Checked {
    use domain::ledger::Account;
    let Some((_, last)) = history::days(audit.reads)? else { return Ok(()) };
    let request = ReportRequest { from: Some(last), ..ReportRequest::new(last) };
    let aging = crate::report::run(audit.reads, ReportKind::Aging, &request, now)?;
    let reserve = crate::report::run(audit.reads, ReportKind::Reserve, &request, now)?;
    // Each statement proves its own arithmetic, or is no statement.
    crate::report::run(audit.reads, ReportKind::ClientStatement, &request, now)?;
    for currency in replay.currencies() {
        let ties: [(&str, i64, i64); 4] = [
            (
                "the ageing and accounts 1100 and 1110",
                aging.total("open", currency),
                replay.on(&[Account::ReceivablesRecourse, Account::ReceivablesNonRecourse], currency),
            ),
            (
                "held reserves and account 2000",
                reserve.total("held_closing", currency),
                -replay.on(&[Account::ReserveHeld], currency),
            ),
            (
                "available reserves and account 2010",
                reserve.total("available_closing", currency),
                -replay.on(&[Account::ReserveAvailable], currency),
            ),
            (
                "escrow reserves and account 2020",
                reserve.total("escrow_closing", currency),
                -replay.on(&[Account::ReserveEscrow], currency),
            ),
        ];
        if let Some((what, report, ledger)) = ties.iter().find(|(_, report, ledger)| report != ledger) {
            let differ = differ(*report, *ledger, currency);
            return broken("reports", format!("{what} as of {last}: {differ}"));
        }
    }
    let detail = format!("ageing, reserves and client statements as of {last} are the balances of their accounts");
    audit.prove("reports", detail);
    Ok(())
}

/// `1,234 events`, `1 event`, `2 bank entries`.
fn many(count: i64, what: &str) -> String {
    let figures = Money::new(count, Currency::parse("JPY").expect("yen are known, and have no decimals")).figures();
    match (count, what.strip_suffix('y')) {
        (1, _) => format!("1 {what}"),
        (_, Some(stem)) => format!("{figures} {stem}ies"),
        (_, None) => format!("{figures} {what}s"),
    }
}

/// Two amounts that should be one.
fn differ(one: i64, other: i64, currency: Currency) -> String {
    format!("{} is not {}", Money::new(one, currency), Money::new(other, currency))
}
