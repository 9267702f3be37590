//! LC-40: the client tells its customer itself, before anything is sent, and ticks it.

use super::open::open;
use super::step::{Telling, current, take};
use crate::{Error, Task};
use domain::contact::{Channel, Happening};
use domain::id::{ClientId, DebtorId};
use domain::notice::{HeadsUp, Notice, NoticeEvent};
use domain::timeline::{Sentence, Who};
use jiff::civil::Date;
use store::kept;

/// Records that the client told its customer: on which day, whom, by which channel. The pair's notice is opened when it
/// has none.
///
/// # Errors
/// [`Error::Refused`] when it was ticked already, names nobody, lies ahead, or the agreement is confidential (GL-44).
pub fn heads_up(
    task: &mut Task<'_, '_>,
    client: ClientId,
    debtor: DebtorId,
    on: Date,
    person: &str,
    channel: Channel,
) -> Result<Notice, Error> {
    let mut notice = match kept::notice::current(task, client, debtor)? {
        Some(notice) => notice,
        None => open(task, client, debtor)?,
    };
    let who = kept::party::client(task, client)?.map_or_else(String::new, |client| client.name);
    let person = person.trim().to_owned();
    let said = Sentence::HeadsUp { client: who.clone(), person: person.clone(), channel, on };
    let heads_up = HeadsUp { on, person, channel, ticked_by: task.actor.clone() };
    let telling = Telling { kind: Happening::HeadsUp, who: Who::named(&who), ..Telling::of_factor(task, said) };
    take(task, &mut notice, NoticeEvent::HeadsUp(heads_up), &telling)?;
    current(task, client, debtor)
}
