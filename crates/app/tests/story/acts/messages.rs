//! What waits to be sent, calls that were made, mail that waits for its place, and what became of what left.

use crate::story::{Act, Story, told};
use app::message::{self, Fate};
use domain::contact::{Channel, Contact, Direction, MessageState, Purpose, SenderProof};
use domain::id::MessageId;
use store::kept;
use store::kept::message::Message;
use uuid::Uuid;

/// The people of all debtors, or of a client.
pub fn party_contacts(story: &mut Story) -> Vec<Contact> {
    if story.dice.percent(20) {
        let Some(client) = story.dice.one(&story.clients) else { return Vec::new() };
        return story.read(|reads| Ok(kept::contact::of_client(reads, client.id)?));
    }
    let debtors: Vec<Uuid> = story.debtors.iter().map(|debtor| debtor.id.0).collect();
    story.read(|reads| Ok(kept::contact::of_debtors(reads, &debtors)?))
}

/// A message to or from a debtor, or about it.
pub fn any_message(story: &mut Story, is_meant: impl Fn(&Message) -> bool) -> Option<Message> {
    // Many debtors are looked at: what is meant is rare.
    let from = story.dice.below(story.debtors.len());
    for place in 0..story.debtors.len() {
        let debtor = story.debtors[(from + place) % story.debtors.len()].id;
        let found = story.one_of(|reads| {
            let mut found = kept::message::of_debtor(reads, debtor, i64::MAX, 120)?;
            found.retain(&is_meant);
            Ok(found)
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Mostly one in this state, at times any.
fn in_state(story: &mut Story, states: &[MessageState]) -> Option<Message> {
    let any = story.dice.percent(6);
    any_message(story, |one| any || states.contains(&one.state))
}

/// One that somebody looks at first, and what it is for.
fn looked_at(story: &mut Story, is_meant: impl Fn(&Message) -> bool) -> Option<Message> {
    if story.dice.percent(6) {
        return any_message(story, |_| true);
    }
    story.one_of(|reads| {
        let mut found = kept::message::looked_at(reads, MessageId(Uuid::nil()), 300)?;
        found.retain(&is_meant);
        Ok(found)
    })
}

pub fn approve(story: &mut Story) -> Act {
    let id = looked_at(story, |one| one.channel != Channel::Phone)?.id;
    story.say(move |task| message::approve(task, id))
}

pub fn client_approve(story: &mut Story) -> Act {
    let id = looked_at(story, |one| one.state == MessageState::Preview)?.id;
    let (clients, _) = story.read(|reads| Ok(kept::message::speaks_of(reads, id)?));
    let stranger = story.dice.one(&story.clients)?.id;
    let client = if story.dice.percent(10) { stranger } else { story.dice.one(&clients)? };
    story.say(move |task| message::client_approve(task, id, client))
}

pub fn cancel(story: &mut Story) -> Act {
    let waits = [MessageState::Preview, MessageState::Approval, MessageState::Queued, MessageState::Failed];
    let id = in_state(story, &waits)?.id;
    let why = story.dice.any(&["It was settled on the phone.", "It was settled on the phone.", ""]);
    story.say(move |task| message::cancel(task, id, why))
}

pub fn record_call(story: &mut Story) -> Act {
    let id = looked_at(story, |one| one.purpose == Purpose::Call)?.id;
    story.say(move |task| message::record_call(task, id, "Pat will look into it", None))
}

pub fn vouch(story: &mut Story) -> Act {
    let any = story.dice.percent(5);
    let unproved = |one: &Message| one.direction == Direction::In && one.body.sender == Some(SenderProof::Unproved);
    let id = any_message(story, |one| any || unproved(one))?.id;
    story.say(move |task| message::vouch(task, id, "Called back on the number on file"))
}

pub fn place(story: &mut Story) -> Act {
    let message: MessageId = story.one_of(|reads| kept::message::unfiled(reads, 50))?.id;
    let debtor = story.dice.one(&story.debtors)?.id;
    let mut clients: Vec<_> =
        story.read(|reads| Ok(kept::party::pairs_of_debtor(reads, debtor)?)).iter().map(|one| one.client).collect();
    clients.truncate(1 + story.dice.below(2));
    if story.dice.percent(10) {
        clients.push(story.dice.one(&story.clients)?.id);
    }
    story.say(move |task| message::place(task, message, debtor, &clients))
}

/// What the post and mail servers report.
pub fn fate(story: &mut Story) -> Act {
    let message = any_message(story, |one| {
        one.direction == Direction::Out && one.state == MessageState::Sent && one.channel != Channel::Phone
    })?;
    let today = story.app.today();
    let fate = match story.dice.below(6) {
        0 => Fate::Bounced { permanent: story.dice.percent(50), reason: "no such mailbox".into() },
        1 => Fate::Opened,
        2 => Fate::Replied,
        3 if message.channel == Channel::Letter => Fate::Delivered { on: today },
        _ => Fate::Sent,
    };
    match message.purpose {
        Purpose::Incoming => told(Ok(())),
        _ => story.say(move |task| message::learn(task, &message, &fate)),
    }
}
