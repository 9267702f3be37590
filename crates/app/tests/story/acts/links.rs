//! Guests' links: made, opened, acted by, taken back; what a guest chooses.

use crate::acts::people::any_contact;
use crate::story::{Act, Story, told};
use app::guest::{self, GuestParty};
use domain::contact::Channel;
use domain::letter::Language;

pub fn make(story: &mut Story) -> Act {
    let contact = any_contact(story)?;
    let party = match (contact.debtor, contact.client) {
        (Some(debtor), _) => GuestParty::Debtor(debtor),
        (None, Some(client)) => GuestParty::Client(client),
        (None, None) => return None,
    };
    let with = story.dice.percent(90).then_some(contact.id);
    let days = story.dice.any(&[None, Some(30), Some(5), Some(0)]);
    story.ask(
        move |task| guest::make_link(task, party, with, days),
        |story, made| {
            if let Ok((link, address)) = &made
                && let Some((_, token)) = address.rsplit_once("/g/")
            {
                story.links.push((*link, token.to_owned()));
            }
            told(made)
        },
    )
}

pub fn opened(story: &mut Story) -> Act {
    let (link, _) = story.dice.one(&story.links)?;
    let network = story.dice.any(&["198.51.100.7", "203.0.113.9", "192.0.2.1"]);
    story.say(move |task| guest::opened(task, link, network))
}

pub fn acted(story: &mut Story) -> Act {
    let (link, _) = story.dice.one(&story.links)?;
    story.say(move |task| guest::acted(task, link, "198.51.100.7"))
}

pub fn revoke(story: &mut Story) -> Act {
    let (link, _) = story.dice.one(&story.links)?;
    let why = if story.dice.percent(20) { "" } else { "It was passed on." };
    story.say(move |task| guest::revoke(task, link, why))
}

pub fn language(story: &mut Story) -> Act {
    let (guest, _) = story.guest()?;
    let language = story.dice.any(Language::ALL);
    story.say(move |task| guest::choose_language(task, &guest, language))
}

pub fn channel(story: &mut Story) -> Act {
    let (guest, _) = story.guest()?;
    let channel = story.dice.any(Channel::ALL);
    story.say(move |task| guest::choose_channel(task, &guest, channel))
}
