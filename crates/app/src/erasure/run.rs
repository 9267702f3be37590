//! The daily job: parties whose time is over, each in a unit of work of its own, and the file written anew.

use super::gather::gather;
use super::party::{Gone, erase};
use super::scan::{all_debtors, scan};
use super::standing::{Standing, standing, standing_now};
use crate::{App, Command, Error};
use domain::event::ErasureReason;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::sync::Arc;
use store::book::Reads;
use store::kept;
use store::kept::erasure::Party;
use uuid::Uuid;

/// Most parties that are erased in one run; the others go with the next.
pub const PARTIES: usize = 200;
/// Debtors looked at in one snapshot.
const AT_A_TIME: i64 = 1_000;
/// Name of the daily job; its last run says since when the file needs no writing anew.
pub const JOB: &str = "retention";

/// A party whose time is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Who.
    pub party: Party,
    /// Code, as people know it.
    pub code: String,
    /// Name.
    pub name: String,
    /// Contacts on file.
    pub contacts: usize,
    /// Why now.
    pub standing: Standing,
}

/// What a run did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Erased {
    /// Parties whose people's data went.
    pub parties: usize,
    /// What of them.
    pub gone: Gone,
    /// Parties that are due and wait for the next run.
    pub waiting: usize,
    /// Was the file written anew?
    pub compacted: bool,
}

/// Counts only.
impl std::fmt::Display for Erased {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Gone { contacts, rows, events } = self.gone;
        let parties = match self.parties {
            0 => {
                return write!(
                    f,
                    "nobody\u{2019}s time is over{}",
                    if self.compacted { "; the file was written anew" } else { "" }
                );
            }
            1 => "people at 1 party".to_owned(),
            count => format!("people at {count} parties"),
        };
        write!(f, "{parties} erased: {contacts} contacts, {rows} other rows, {events} events; {} wait", self.waiting)
    }
}

/// The parties whose time is over, debtors first.
///
/// # Errors
/// [`Error::Fault`].
pub fn due(app: &App) -> Result<Vec<Due>, Error> {
    let today = app.today();
    let zone = TimeZone::get(&app.factor().zone).unwrap_or(TimeZone::UTC);
    let mut found = Vec::new();
    let mut after = Uuid::nil();
    loop {
        let last = app.read(|snapshot| {
            let debtors = kept::erasure::debtors_at_rest(snapshot, after, AT_A_TIME)?;
            for debtor in &debtors {
                let party = Party::Debtor(*debtor);
                let standing = standing(snapshot, party, &zone, today)?;
                if standing.is_due(today)
                    && let Some(one) = kept::party::debtors_by_id(snapshot, &[debtor.0])?.pop()
                {
                    found.push(named(snapshot, party, one.code.as_str(), one.name, standing)?);
                }
            }
            Ok(debtors.last().map(|debtor| debtor.0))
        })?;
        let Some(last) = last else { break };
        after = last;
    }
    app.read(|snapshot| {
        for client in kept::party::clients(snapshot)? {
            let party = Party::Client(client.id);
            let standing = client_standing(snapshot, party, &zone, today)?;
            if let Some(standing) = standing.filter(|standing| standing.is_due(today)) {
                found.push(named(snapshot, party, client.code.as_str(), client.name, standing)?);
            }
        }
        Ok(())
    })?;
    Ok(found)
}

/// A client with an agreement in force is not looked at further: most are.
fn client_standing(
    reads: &mut dyn Reads,
    party: Party,
    zone: &TimeZone,
    today: Date,
) -> Result<Option<Standing>, Error> {
    let Party::Client(client) = party else { return Ok(None) };
    let versions = kept::agreement::versions(reads, client)?;
    if domain::agreement::in_force(&versions, today).is_some() {
        return Ok(None);
    }
    standing(reads, party, zone, today).map(Some)
}

fn named(reads: &mut dyn Reads, party: Party, code: &str, name: String, standing: Standing) -> Result<Due, Error> {
    let contacts = super::standing::contacts(reads, party)?;
    let contacts = contacts.iter().filter(|one| one.erased_on.is_none()).count();
    Ok(Due { party, code: code.to_owned(), name, contacts, standing })
}

/// Erases the people of parties whose time is over, up to [`PARTIES`] of them, and has the file written anew when anything
/// went since the last run.
///
/// # Errors
/// [`Error::Fault`]; the parties before it are erased.
pub fn run(app: &App, actor: &str) -> Result<Erased, Error> {
    let mut due = due(app)?;
    let mut erased = Erased { waiting: due.len().saturating_sub(PARTIES), ..Erased::default() };
    due.truncate(PARTIES);
    let (factor, today) = (app.factor(), app.today());
    let debtors = Arc::new(app.read(|snapshot| all_debtors(snapshot))?);
    let mut gathered = app.read(|snapshot| {
        let of = |one: &Due| gather(snapshot, one.party, None, &factor.name, today);
        due.iter().map(of).collect::<Result<Vec<_>, Error>>()
    })?;
    scan(app, &mut gathered, &debtors)?;
    for one in gathered {
        let (debtors, party) = (debtors.clone(), one.party);
        let gone = app.run(Command::system(actor), move |task| {
            // An invoice, a case or a letter may have come since.
            if !standing_now(task, party)?.is_due(task.today) {
                return Ok(None);
            }
            erase(task, one, &debtors, ErasureReason::TimeOver, "").map(Some)
        })?;
        let Some(gone) = gone else { continue };
        erased.parties += 1;
        erased.gone.contacts += gone.contacts;
        erased.gone.rows += gone.rows;
        erased.gone.events += gone.events;
    }
    let (last, ran) = app.read(|snapshot| {
        let ran = kept::job::last(snapshot, JOB)?.filter(|run| run.is_well).map(|run| run.ran_at);
        Ok((kept::erasure::last_erasure(snapshot)?, ran))
    })?;
    if last.is_some_and(|last| ran.is_none_or(|ran| last > ran)) {
        app.book.compact()?;
        erased.compacted = true;
    }
    Ok(erased)
}
