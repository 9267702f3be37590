//! How long a party's contact data are kept, and why.

use crate::{Error, Task};
use domain::contact::{Contact, goes_after, is_erased};
use domain::id::DebtorId;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::book::Reads;
use store::kept;
use store::kept::erasure::{Party, Rest};

/// Days after the last message to or from a party before its data go: nobody's letter disappears while it is being read.
pub const QUIET_DAYS: i64 = 30;

/// What keeps a party's contact data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The last day on which an invoice of it was open or waited; none while one is, and when there never was one.
    pub last_invoice_on: Option<Date>,
    /// The day from which the time is counted: that one, or the day its newest contact was added, whichever is later.
    pub since: Option<Date>,
    /// For how many months.
    pub months: i64,
    /// The last day on which the data are kept; none while something holds them, or nothing is on file.
    pub until: Option<Date>,
    /// What holds them meanwhile, in words.
    pub held_by: Vec<String>,
    /// Is an invoice open, or does one wait to be bought?
    pub has_open_invoices: bool,
    /// The day they were last erased.
    pub erased_on: Option<Date>,
    /// Is there anything to erase?
    pub has_data: bool,
}

impl Standing {
    /// Are they to go?
    #[must_use]
    pub fn is_due(&self, today: Date) -> bool {
        self.has_data && self.until.is_some_and(|until| until < today)
    }
}

/// The party's own people.
pub(super) fn contacts(reads: &mut dyn Reads, party: Party) -> Result<Vec<Contact>, Error> {
    Ok(match party {
        Party::Debtor(debtor) => kept::contact::of_debtor(reads, debtor)?,
        Party::Client(client) => kept::contact::of_client(reads, client)?,
    })
}

fn reasons(rest: &Rest) -> Vec<String> {
    let counts = [
        (rest.open_invoices, "open invoice"),
        (rest.open_cases, "open case"),
        (rest.waiting_messages, "message that waits to leave"),
        (rest.running_answers, "promise or announced payment that is not over"),
        (rest.open_verifications, "verification that is not answered"),
        (rest.unapplied_receipts, "payment that is not matched"),
    ];
    let words = |(count, thing): &(i64, &str)| match count {
        1 => format!("1 {thing}"),
        _ => match thing.split_once(' ') {
            Some((first, rest)) if rest.starts_with("that") => format!("{count} {first}s {rest}"),
            Some(("promise", _)) => format!("{count} promises or announced payments that are not over"),
            _ => format!("{count} {thing}s"),
        },
    };
    counts.iter().filter(|(count, _)| *count > 0).map(words).collect()
}

/// How long a party's contact data are kept. A debtor's invoices count over all clients.
///
/// # Errors
/// [`Error::Fault`].
pub fn standing(reads: &mut dyn Reads, party: Party, zone: &TimeZone, today: Date) -> Result<Standing, Error> {
    let months = crate::contact::policy(reads)?.retention_months;
    let rest = kept::erasure::rest(reads, party)?;
    let contacts = contacts(reads, party)?;
    let on_file: Vec<&Contact> = contacts.iter().filter(|one| one.erased_on.is_none()).collect();
    let mut held_by = reasons(&rest);
    if let Party::Client(client) = party
        && domain::agreement::in_force(&kept::agreement::versions(reads, client)?, today).is_some()
    {
        held_by.push("an agreement in force".to_owned());
    }
    let day = |at: i64| Timestamp::from_microsecond(at).map_or(Date::MIN, |at| at.to_zoned(zone.clone()).date());
    let quiet_from = rest.last_message_at.map(|at| goes_after_days(day(at), QUIET_DAYS));
    if quiet_from.is_some_and(|from| today <= from) {
        held_by.push(format!("a message of the last {QUIET_DAYS} days"));
    }
    let told = match party {
        Party::Debtor(debtor) => last_told(reads, debtor)?,
        Party::Client(_) => None,
    };
    let written = rest.last_message_at.max(told);
    let has_data = !on_file.is_empty() || written.is_some_and(|at| rest.erased.is_none_or(|(_, erased)| at > erased));
    let added = on_file.iter().map(|one| one.added_on).max();
    let since = rest.last_invoice_on.max(added).or_else(|| written.map(day));
    let until = since.filter(|_| held_by.is_empty() && has_data).map(|since| goes_after(since, months));
    Ok(Standing {
        last_invoice_on: rest.last_invoice_on,
        since,
        months,
        until,
        held_by,
        has_open_invoices: rest.open_invoices > 0,
        erased_on: rest.erased.map(|(on, _)| on),
        has_data,
    })
}

fn goes_after_days(day: Date, days: i64) -> Date {
    day.checked_add(jiff::Span::new().days(days)).unwrap_or(Date::MAX)
}

fn last_told(reads: &mut dyn Reads, debtor: DebtorId) -> Result<Option<i64>, Error> {
    let clients: Vec<_> = kept::party::pairs_of_debtor(reads, debtor)?.iter().map(|pair| pair.client).collect();
    Ok(kept::erasure::last_told_at(reads, debtor, &clients)?)
}

/// The same inside a unit of work.
pub(super) fn standing_now(task: &mut Task<'_, '_>, party: Party) -> Result<Standing, Error> {
    let zone = TimeZone::get(&task.factor.zone).unwrap_or(TimeZone::UTC);
    let today = task.today;
    standing(task, party, &zone, today)
}

/// The name of a contact as it may be said in words about its erasure: what stands there when it is gone already.
pub(super) fn is_gone(contact: &Contact) -> bool {
    contact.erased_on.is_some() || is_erased(&contact.name)
}
