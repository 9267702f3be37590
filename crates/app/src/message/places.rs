//! Where a message belongs: its local day, the timelines it stands in, and who may read it there.

use crate::Error;
use crate::Task;
use domain::contact::Seen;
use domain::id::ClientId;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::book::Reads;
use store::kept;
use store::kept::message::Message;

/// The zone a message is received in: the contact's, else the debtor's, else the factor's own (CO-07).
pub(crate) fn zone(reads: &mut dyn Reads, message: &Message, own: &str) -> Result<TimeZone, Error> {
    let contact = match message.contact {
        Some(id) => kept::contact::get(reads, id)?.map(|contact| contact.zone),
        None => None,
    };
    let name = match (contact, message.debtor) {
        (Some(zone), _) if !zone.is_empty() => zone,
        (_, Some(debtor)) => {
            kept::contact::preference(reads, debtor)?.map_or_else(|| own.to_owned(), |preference| preference.zone)
        }
        _ => own.to_owned(),
    };
    // A zone the system has forgotten since it was saved must not keep a message from being recorded.
    Ok(TimeZone::get(&name).unwrap_or(TimeZone::UTC))
}

/// The day of a moment in microseconds where the message is received.
pub(super) fn local_day(task: &mut Task<'_, '_>, message: &Message, at: i64) -> Result<Date, Error> {
    let own = task.factor.zone.clone();
    let zone = zone(task, message, &own)?;
    let at = Timestamp::from_microsecond(at).map_err(|error| Error::fault("time", error))?;
    Ok(at.to_zoned(zone).date())
}

/// The clients in whose timelines with the debtor a message stands.
pub(crate) fn pairs(reads: &mut dyn Reads, message: &Message) -> Result<Vec<ClientId>, Error> {
    let (mut clients, _) = kept::message::speaks_of(reads, message.id)?;
    if let Some(client) = message.client
        && !clients.contains(&client)
    {
        clients.push(client);
    }
    Ok(clients)
}

/// The subject by which a timeline names a message. One that speaks of several clients is named without it: it may count
/// or name what is another's (CO-14).
pub(crate) fn subject(subject: &str, clients: usize) -> Option<String> {
    (clients <= 1).then(|| subject.to_owned())
}

/// Who may read of a message: what goes to a client is not for its customer to see.
pub(crate) const fn seen_by(message: &Message) -> Seen {
    if message.client.is_some() || message.purpose.is_to_client() { Seen::FACTOR_AND_CLIENT } else { Seen::ALL }
}
