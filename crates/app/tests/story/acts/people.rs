//! People of both sides: how they are reached, what they wish, how they feel, and what goes when they ask.

use crate::acts::messages::party_contacts;
use crate::acts::sale::buys;
use crate::kind::Kind;
use crate::story::{Act, Story, told};
use app::contact::{self, Heard, NewContact};
use app::erasure::{erase_person, gather_person};
use app::health::{give_mood, set_days_before};
use app::relation::{Settling, settle as settle_relation};
use domain::calendar::Calendar;
use domain::contact::{Channel, Contact, ContactSource, ContactState, Grant, Mood, Preference, Profile, Purpose, Role};
use domain::dispute::{Side, Speaker};
use domain::letter::Language;
use store::kept;
use uuid::Uuid;

pub fn save(story: &mut Story) -> Act {
    let number = story.running();
    let without = match story.scene {
        Some((_, debtor)) => Some(debtor),
        None => without_mailbox(story).filter(|_| story.dice.percent(70)),
    };
    if let Some(place) = without {
        return mailbox(story, place, number);
    }
    let debtor = story.dice.below(story.debtors.len());
    let of_client = story.dice.percent(35);
    let client = story.dice.one(&story.clients)?;
    let role = match story.dice.below(12) {
        _ if of_client => Role::Client,
        0 => Role::Supervisor,
        1 => Role::Controller,
        2 => Role::Lawyer,
        _ => Role::AccountsPayable,
    };
    let host = if of_client { client.code.to_lowercase() } else { format!("debtor-{debtor:02}") };
    let email = match story.dice.below(12) {
        0 => "no address".to_owned(),
        1 => format!("person{number}@mail.example"),
        // A mailbox that is named again is the same one.
        2..=5 => format!("ap@{host}.example"),
        _ => format!("person{number}@{host}.example"),
    };
    // Somebody who is on file moves.
    let known = if story.dice.percent(15) { any_contact(story) } else { None };
    let known = known.filter(|known| known.debtor == Some(story.debtors[debtor].id));
    let new = NewContact {
        contact: known.map(|known| known.id),
        debtor: (!of_client).then(|| story.debtors[debtor].code.clone()),
        client: of_client.then(|| client.code.clone()),
        role,
        mailbox: email.starts_with("ap@") && role != Role::Lawyer,
        obligor: story.dice.percent(10) && !of_client,
        name: format!("Person {number}"),
        email: Some(email),
        phone: story.dice.percent(70).then(|| format!("+1 315 555 {:04}", number % 10_000)),
        channel: Channel::Email,
        language: story.dice.any(Language::ALL),
        zone: story.dice.percent(20).then(|| "Europe/Berlin".into()),
        source: story.dice.any(ContactSource::ALL),
    };
    story.say(move |task| contact::save_contact(task, &new))
}

/// A debtor whose accounts payable cannot be reached.
fn without_mailbox(story: &mut Story) -> Option<usize> {
    let debtors: Vec<Uuid> = story.debtors.iter().map(|debtor| debtor.id.0).collect();
    let mut known = story.read(|reads| Ok(kept::contact::of_debtors(reads, &debtors)?));
    known
        .retain(|one| one.role == Role::AccountsPayable && one.state == ContactState::Good && one.opted_out.is_empty());
    let is_without = |place: &usize| known.iter().all(|one| one.debtor != Some(story.debtors[*place].id));
    let without: Vec<usize> = (0..story.debtors.len()).filter(is_without).collect();
    story.dice.one(&without)
}

fn mailbox(story: &mut Story, place: usize, number: u64) -> Act {
    if story.scene.is_none() {
        story.next.push_back(Kind::VerifyContact);
    }
    let new = NewContact {
        contact: None,
        debtor: Some(story.debtors[place].code.clone()),
        client: None,
        role: Role::AccountsPayable,
        mailbox: true,
        obligor: false,
        name: "Accounts payable".into(),
        email: Some(format!("ap{number}@debtor-{place:02}.example")),
        phone: Some(format!("+1 315 555 {:04}", number % 10_000)),
        channel: Channel::Email,
        language: story.dice.any(Language::ALL),
        zone: None,
        source: story.dice.any(&[ContactSource::Factor, ContactSource::Debtor]),
    };
    story.say(move |task| contact::save_contact(task, &new))
}

/// A contact of any party.
pub fn any_contact(story: &mut Story) -> Option<Contact> {
    let found = party_contacts(story);
    story.dice.one(&found)
}

pub fn verify(story: &mut Story) -> Act {
    let contacts = party_contacts(story);
    let unverified: Vec<Contact> = contacts.into_iter().filter(|one| one.verified.is_none()).collect();
    let meant = match story.scene {
        // Whoever its notice may go to.
        Some((client, debtor)) => {
            let (client, debtor) = (story.clients[client].id, story.debtors[debtor].id);
            let known = story.read(|reads| Ok(kept::contact::of_debtor(reads, debtor)?));
            let is_next = |one: &&Contact| one.verified.is_none() && one.state == ContactState::Good;
            let next = known.iter().filter(|one| one.role == Role::AccountsPayable).find(is_next).cloned();
            next.or_else(|| {
                story.app.read(|reads| contact::recipient(reads, debtor, Some(client), Purpose::Notice)).ok()
            })
        }
        None => story.dice.one(&unverified).filter(|_| story.dice.percent(80)),
    };
    let id = meant.or_else(|| any_contact(story))?.id;
    let how = if story.slips(25) { "" } else { "called the switchboard" };
    let independent = !story.slips(20);
    story.say(move |task| contact::verify_contact(task, id, how, independent))
}

pub fn mark_wrong(story: &mut Story) -> Act {
    let id = any_contact(story)?.id;
    story.say(move |task| contact::mark_wrong(task, id, "moved"))
}

pub fn retire(story: &mut Story) -> Act {
    let id = any_contact(story)?.id;
    story.say(move |task| contact::retire(task, id, "has left the firm"))
}

pub fn opt_out(story: &mut Story) -> Act {
    let id = any_contact(story)?.id;
    let channel = story.dice.any(Channel::ALL);
    story.say(move |task| contact::opt_out(task, id, channel))
}

pub fn opt_in(story: &mut Story) -> Act {
    let contacts = party_contacts(story);
    let out: Vec<Contact> = contacts.into_iter().filter(|one| !one.opted_out.is_empty()).collect();
    let one = story.dice.one(&out)?;
    let channel = *one.opted_out.keys().next()?;
    let day = story.app.today();
    story.say(move |task| contact::opt_in(task, one.id, channel, "the person herself, on the phone", day))
}

pub fn honour(story: &mut Story) -> Act {
    let id = any_contact(story)?.id;
    let lawyer = story.dice.percent(20);
    let heard = Heard {
        somebody_else: story.dice.percent(20),
        lawyer: lawyer.then(|| "Quill and Partners".into()),
        lawyer_at: (lawyer && story.dice.percent(80)).then(|| "quill@lex.example".into()),
        no_calls: story.dice.percent(40),
        not_then: story.dice.percent(20),
    };
    story.say(move |task| contact::honour(task, id, &heard))
}

pub fn preference(story: &mut Story) -> Act {
    let debtor = story.dice.one(&story.debtors)?.id;
    let natural = story.dice.percent(15);
    let today = story.app.today();
    let preference = Preference {
        natural_person_obligor: natural,
        california: natural && story.dice.percent(50),
        calendar: story.dice.any(&[Calendar::UnitedStates, Calendar::Target, Calendar::Weekends]),
        zone: story.dice.any(&["America/New_York", "Europe/Berlin", "Nowhere/Land"]).into(),
        language: story.dice.any(Language::ALL),
        bankrupt_since: story.dice.percent(5).then_some(today),
    };
    story.say(move |task| contact::save_preference(task, debtor, &preference))
}

pub fn pause(story: &mut Story) -> Act {
    let (client, debtor) = story.pair()?;
    let days = u32::try_from(story.dice.between(0, 6)).unwrap();
    story.say(move |task| contact::pause(task, client, debtor, days, "they take stock"))
}

pub fn resume(story: &mut Story) -> Act {
    let today = story.app.today();
    let pairs: Vec<_> =
        story.pairs.iter().map(|(client, debtor)| (story.clients[*client].id, story.debtors[*debtor].id)).collect();
    let paused = story.one_of(|reads| {
        let mut paused = Vec::new();
        for (client, debtor) in pairs {
            let pause = kept::contact::relation(reads, client, debtor)?.pause;
            if pause.is_some_and(|pause| pause.ended_on.is_none() && today <= pause.until) {
                paused.push((client, debtor));
            }
        }
        Ok(paused)
    });
    let (client, debtor) = match paused.filter(|_| !story.slips(20)) {
        Some(pair) => pair,
        None => story.pair()?,
    };
    story.say(move |task| contact::resume(task, client, debtor))
}

pub fn settle(story: &mut Story) -> Act {
    let (client, debtor) = story.pair()?;
    let mut flag = || story.dice.percent(50);
    let (delivers, before_due, preview, interest) = (flag(), flag(), flag(), flag());
    let note = if story.slips(10) { "x".repeat(10_000) } else { "Ask for Ida.".into() };
    let settling = Settling {
        servicing: story.dice.percent(50).then(|| story.dice.one(Profile::ALL)),
        note: story.dice.percent(40).then_some(note),
        client_delivers: (story.scene.is_some() || story.dice.percent(60)).then_some(delivers),
        before_due: Some(before_due),
        preview: story.dice.percent(40).then_some(Some(preview)),
        late_interest_grant: story.dice.percent(30).then(|| story.dice.one(Grant::ALL)),
        late_interest: story.dice.percent(30).then_some(interest),
    };
    story.say(move |task| settle_relation(task, client, debtor, &settling))
}

pub fn days_before(story: &mut Story) -> Act {
    let pair = story.pair()?;
    let days = story.dice.any(&[None, Some(30), Some(45), Some(20_000)]);
    story.say(move |task| set_days_before(task, pair, days))
}

pub fn mood(story: &mut Story) -> Act {
    let pair = story.pair()?;
    let side = if story.dice.percent(10) { Side::Client } else { Side::Debtor };
    let (mood, complain) = (story.dice.any(Mood::ALL), story.dice.percent(40));
    story.say(move |task| give_mood(task, pair, mood, &Speaker::new(side, "A. Ito"), "It took long.", complain))
}

/// A person wants its data gone.
pub fn erase(story: &mut Story) -> Act {
    // Those of a debtor that is never sold to, or of any.
    let contacts = party_contacts(story);
    let quiet: Vec<_> = (0..story.debtors.len()).filter(|one| !buys(*one)).map(|one| story.debtors[one].id).collect();
    let quiet: Vec<Contact> =
        contacts.into_iter().filter(|one| one.debtor.is_some_and(|debtor| quiet.contains(&debtor))).collect();
    let meant = story.dice.one(&quiet).filter(|_| story.dice.percent(80));
    let id = meant.or_else(|| any_contact(story))?.id;
    let (gathered, debtors) = match gather_person(&story.app, id) {
        Ok(found) => found,
        Err(error) => return told(Err::<(), _>(error)),
    };
    let why = if story.dice.percent(10) { "" } else { "asked by mail today" };
    story.say(move |task| erase_person(task, gathered, &debtors, id, why))
}
