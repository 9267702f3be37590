//! GL-60: packets of federal agencies, from the checklist to the release.

use crate::acts::sale;
use crate::story::{Act, Story};
use app::packet::{self, Contract, NewRegistration, NewSending, Paper};
use domain::id::PacketId;
use domain::money::{Currency, Money};
use domain::packet::{Addressee, Packet, PacketState, Point};
use jiff::ToSpan;
use store::kept;
use uuid::Uuid;

fn paper(story: &mut Story, name: &str) -> Option<Paper> {
    let content = format!("the text of {name}, copy {}", story.running()).into_bytes();
    (!story.slips(10)).then(|| Paper { name: name.to_owned(), content })
}

/// A packet in this state; at times any.
fn packet_in(story: &mut Story, states: &[PacketState]) -> Option<Packet> {
    let any = story.slips(10);
    let states = states.to_vec();
    if story.scene.is_some() {
        // The one that the scene has begun.
        return story.read(|reads| Ok(kept::packet::after(reads, PacketId(Uuid::nil()), 1_000)?)).pop();
    }
    story.one_of(move |reads| {
        let mut found = kept::packet::after(reads, PacketId(Uuid::nil()), 200)?;
        found.retain(|one| any || states.contains(&one.state()));
        Ok(found)
    })
}

fn contract(story: &mut Story) -> Contract {
    Contract {
        number: match (story.slips(10), story.scene) {
            (true, _) => String::new(),
            // Nothing is sold under it.
            (false, Some(_)) => format!("SP-{}", story.running()),
            (false, None) => sale::contract(story),
        },
        amount: Money::new(story.dice.between(1_000_000, 90_000_000), Currency::USD),
        has_surety: story.dice.percent(20),
    }
}

/// One after the other.
fn addressee(story: &mut Story) -> Addressee {
    Addressee::ALL[usize::try_from(story.running()).unwrap() % Addressee::ALL.len()]
}

pub fn register(story: &mut Story) -> Act {
    let today = story.app.today();
    let new = NewRegistration {
        checked_on: today,
        expires_on: today.saturating_add(if story.slips(20) { -1 } else { story.dice.between(1, 200) }.days()),
        by: "Ines Calder".to_owned(),
        evidence: "entity Q7LM, extract in folder 3".to_owned(),
    };
    story.say(move |task| packet::save_registration(task, &new))
}

pub fn begin(story: &mut Story) -> Act {
    let federal: Vec<(usize, usize)> =
        story.pairs.iter().filter(|(_, debtor)| story.debtors[*debtor].is_federal).copied().collect();
    let any = story.dice.one(&story.pairs)?;
    let usual = story.scene.or_else(|| story.dice.one(&federal))?;
    let (client, debtor) = if story.slips(10) { any } else { usual };
    let (client, debtor) = (story.clients[client].id, story.debtors[debtor].id);
    let contract = contract(story);
    story.say(move |task| packet::begin(task, client, debtor, &contract))
}

pub fn correct(story: &mut Story) -> Act {
    let id = packet_in(story, &[PacketState::Preparing])?.id;
    let contract = contract(story);
    story.say(move |task| packet::correct(task, id, &contract))
}

pub fn confirm(story: &mut Story) -> Act {
    let found = packet_in(story, &[PacketState::Preparing])?;
    let open = found.unconfirmed();
    let point = story.dice.one(&open).unwrap_or(Point::Amount);
    let paper = paper(story, "contract.txt");
    story.say(move |task| packet::confirm(task, found.id, point, "Ines Calder", paper.as_ref()))
}

pub fn send(story: &mut Story) -> Act {
    let ready = story.one_of(|reads| {
        let mut found = kept::packet::after(reads, PacketId(Uuid::nil()), 200)?;
        found.retain(|one| one.unconfirmed().is_empty() && one.state() != PacketState::Released);
        Ok(found)
    });
    let id = match ready.filter(|_| story.scene.is_none() && story.dice.percent(85)) {
        Some(ready) => ready.id,
        None => packet_in(story, &[PacketState::Preparing])?.id,
    };
    let new = NewSending {
        to: addressee(story),
        person: "R. Holt, contracting office".to_owned(),
        on: story.app.today(),
        how: "registered mail RE 117".to_owned(),
        notice: paper(story, "notice.txt"),
        copy: paper(story, "copy.txt"),
    };
    story.say(move |task| packet::send(task, id, &new))
}

pub fn acknowledge(story: &mut Story) -> Act {
    let id = packet_in(story, &[PacketState::Sent])?.id;
    let (by, on, paper) = (addressee(story), story.app.today(), paper(story, "signed.txt"));
    story.say(move |task| packet::acknowledge(task, id, by, on, paper.as_ref()))
}

pub fn take_back(story: &mut Story) -> Act {
    let id = packet_in(story, &[PacketState::Acknowledged])?.id;
    let by = if story.scene.is_some() { Addressee::ContractingOfficer } else { addressee(story) };
    let on = story.app.today();
    story.say(move |task| packet::take_back(task, id, by, on, "They say the contract was changed."))
}

pub fn override_it(story: &mut Story) -> Act {
    let id = packet_in(story, &[PacketState::Preparing, PacketState::Sent])?.id;
    let until = story.app.today().saturating_add(if story.slips(25) { 40 } else { story.dice.between(1, 30) }.days());
    story.say(move |task| packet::override_acknowledgement(task, id, "Rosa Quill", "The officer is away.", until))
}

pub fn end_override(story: &mut Story) -> Act {
    if story.scene.is_some() {
        let id = packet_in(story, &[])?.id;
        return story.say(move |task| packet::end_override(task, id));
    }
    let found = story.one_of(|reads| {
        let mut found = kept::packet::after(reads, PacketId(Uuid::nil()), 200)?;
        found.retain(|one| one.overrides.last().is_some_and(|last| last.ended_on.is_none()));
        Ok(found)
    });
    let id = found?.id;
    story.say(move |task| packet::end_override(task, id))
}

pub fn release(story: &mut Story) -> Act {
    let (id, on) = (packet_in(story, &[PacketState::Acknowledged, PacketState::Revoked])?.id, story.app.today());
    story.say(move |task| packet::release(task, id, on, "by registered mail"))
}
