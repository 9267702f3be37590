//! How a debtor wants and needs to be treated: language, time zone, holidays, what the law says of it, and what its people
//! do not want.
//!
//! An opt-out is honoured at once and is taken back by nobody at the desk: a debtor that changes its mind says so on its
//! own page, or is entered as a new contact.

use super::super::debtors;
use super::super::form::{Fill, FormPage, Group, Input, Reading};
use super::super::page::{Answer, Desk};
use super::super::posted::{Posted, to_fields};
use super::super::value;
use super::super::wrong::Wrong;
use crate::look::Noun;
use crate::look::facts::Fact;
use crate::look::form::FormErrors;
use crate::look::format::day;
use app::contact::{opt_out, preference, save_preference};
use axum::extract::Path;
use domain::calendar::Calendar;
use domain::contact::{Channel, Contact, ContactState, Preference};
use domain::id::ContactId;
use domain::letter::Language;
use domain::party::Debtor;
use store::kept;

/// People of a debtor whose wishes the form asks for; others have pages of their own.
const PEOPLE: usize = 12;

const CALENDARS: [(Calendar, &str, &str); 4] = [
    (Calendar::UnitedStates, "UNITED_STATES", "Holidays of the United States"),
    (Calendar::Target, "TARGET", "Holidays of the euro (TARGET)"),
    (Calendar::UnitedKingdom, "UNITED_KINGDOM", "Bank holidays of England and Wales"),
    (Calendar::Weekends, "WEEKENDS", "Saturdays and Sundays only"),
];

const CHANNELS: [Channel; 3] = [Channel::Email, Channel::Phone, Channel::Letter];

fn calendar_word(calendar: Calendar) -> &'static str {
    CALENDARS.iter().find(|(one, ..)| *one == calendar).map_or("", |(_, _, word)| word)
}

/// CO-31, for whoever calls or writes.
const PROTECTED: &str = "The validation notice goes first, once for each client that is owed up to 500,000.00 USD. Nobody but \
    the person, its lawyer, or an address it gave hears of it; no message is left. Calls open with the script.";

/// What the debtor's page tells of it.
pub(in crate::desk) fn facts(preference: &Preference, contacts: &[Contact]) -> Vec<Fact> {
    let mut facts = vec![
        Fact::new("Language of letters", preference.language.word()),
        Fact::new("Time zone", preference.zone.clone()),
        Fact::new("Nobody writes on", calendar_word(preference.calendar)),
    ];
    if preference.natural_person_obligor {
        let law = if preference.california { "yes, under California\u{2019}s rules" } else { "yes" };
        facts.push(Fact::new("Natural person", law));
    }
    if preference.is_protected() {
        facts.push(Fact::new("How it is spoken to", PROTECTED));
    }
    facts.extend(preference.bankrupt_since.map(|since| Fact::new("Bankrupt since", day(since))));
    for contact in contacts {
        for (channel, since) in &contact.opted_out {
            let value = format!("no reminders by {} since {}", channel.word(), day(*since));
            facts.push(Fact::new(contact.name.clone(), value).link(format!("/contacts/{}", contact.id)));
        }
    }
    facts
}

fn field_of(contact: ContactId, channel: Channel) -> String {
    format!("no-{}-{contact}", channel.code().to_lowercase())
}

/// What a contact may still opt out of.
fn open_channels(contact: &Contact) -> impl Iterator<Item = Channel> + '_ {
    CHANNELS.into_iter().filter(|channel| !contact.opted_out.contains_key(channel))
}

fn form(desk: &Desk, debtor: &Debtor, contacts: &[Contact], sent: &Posted, errors: FormErrors) -> FormPage {
    let fill = Fill { sent, errors: &errors };
    let languages = Language::ALL.iter().map(|one| (one.code().to_owned(), one.word().to_owned()));
    let calendars = CALENDARS.iter().map(|(_, code, word)| ((*code).to_owned(), (*word).to_owned()));
    let mut groups = vec![
        Group::new(
            "Where and how it reads",
            "A contact with a language or a zone of its own keeps it.",
            vec![
                fill.choice("language", "Language of letters", languages),
                Input::Text(fill.hinted("zone", "Time zone", "Quiet hours follow it. For example America/New_York.")),
                fill.choice("calendar", "Days on which nobody writes", calendars),
            ],
        ),
        Group::new(
            "What the law says of it",
            "",
            vec![
                Input::Tick(
                    fill.hinted(
                        "natural_person_obligor",
                        "It is a natural person",
                        "A sole trader: the narrower hours count.",
                    )
                    .optional(),
                ),
                Input::Tick(
                    fill.hinted("california", "Under California\u{2019}s rules", "Only for a natural person.")
                        .optional(),
                ),
                Input::Date(
                    fill.hinted(
                        "bankrupt_since",
                        "Notice of bankruptcy was received on",
                        "From then on nobody writes to it.",
                    )
                    .optional(),
                ),
            ],
        ),
    ];
    for contact in contacts {
        let ticks: Vec<Input> = open_channels(contact)
            .map(|channel| {
                let label = format!("No reminders by {}", channel.word());
                Input::Tick(fill.field(&field_of(contact.id, channel), &label).optional())
            })
            .collect();
        if !ticks.is_empty() {
            let role = contact.role.word().to_lowercase();
            let title = if contact.name.to_lowercase() == role {
                contact.name.clone()
            } else {
                format!("{}, {role}", contact.name)
            };
            let hint = format!(
                "Wants to be reached by {}. What it does not want is honoured at once and stays.",
                contact.channel.word()
            );
            groups.push(Group::new(&title, &hint, ticks));
        }
    }
    FormPage {
        page: desk.page(Noun::Debtors),
        title: format!("How {} wants to be treated", debtor.name),
        crumbs: vec![
            ("Debtors".to_owned(), "/debtors".to_owned()),
            (debtor.name.clone(), format!("/debtors/{}#contacts", debtor.code)),
        ],
        lead: "Every letter, mail and call keeps to it, whichever client it is about.".to_owned(),
        errors,
        action: format!("/debtors/{}/preference", debtor.code),
        groups,
        submit: "Save".to_owned(),
        cancel: format!("/debtors/{}#contacts", debtor.code),
    }
}

async fn read(desk: &Desk, code: String) -> Result<(Debtor, Preference, Vec<Contact>), Wrong> {
    let factor = desk.factor.clone();
    desk.read(move |book| {
        let debtor = debtors::by_code(book, &code)?;
        let mut contacts = kept::contact::of_debtor(book, debtor.id)?;
        contacts.retain(|contact| !matches!(contact.state, ContactState::Retired | ContactState::Wrong));
        contacts.truncate(PEOPLE);
        let preference = preference(book, &factor, &debtor)?;
        Ok((debtor, preference, contacts))
    })
    .await
}

pub(super) async fn edit(desk: Desk, Path(code): Path<String>) -> Answer {
    let (debtor, preference, contacts) = read(&desk, code).await?;
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let yes = |is: bool| if is { "yes" } else { "" };
    let calendar = CALENDARS.iter().find(|(one, ..)| *one == preference.calendar).map_or("", |(_, code, _)| code);
    let fields = vec![
        field("language", preference.language.code()),
        field("zone", &preference.zone),
        field("calendar", calendar),
        field("natural_person_obligor", yes(preference.natural_person_obligor)),
        field("california", yes(preference.california)),
        field("bankrupt_since", &preference.bankrupt_since.map(|since| since.to_string()).unwrap_or_default()),
    ];
    desk.show(&form(&desk, &debtor, &contacts, &Posted::suggested(fields), FormErrors::default()))
}

pub(super) async fn save(desk: Desk, Path(code): Path<String>, posted: Posted) -> Answer {
    let (debtor, _, contacts) = read(&desk, code).await?;
    let mut reading = Reading::new(&posted);
    let language = reading.one("language", Language::from_code);
    let calendar = reading.one("calendar", |code| CALENDARS.into_iter().find(|(_, one, _)| *one == code));
    let zone = reading.need("zone", "Write the time zone by its IANA name, for example America/New_York.", |text| {
        Ok(text.to_owned())
    });
    let bankrupt_since = reading.may("bankrupt_since", value::date);
    if posted.ticked("california") && !posted.ticked("natural_person_obligor") {
        let text = "California\u{2019}s rules are for natural persons. Tick that it is one, or leave both.";
        reading.errors.add("california", text);
    }
    let mut errors = reading.errors;
    if let (Some(language), Some((calendar, ..)), Some(zone)) = (language, calendar, zone) {
        let preference = Preference {
            natural_person_obligor: posted.ticked("natural_person_obligor"),
            california: posted.ticked("california"),
            calendar,
            zone,
            language,
            bankrupt_since,
        };
        let unwanted: Vec<(ContactId, Channel)> = contacts
            .iter()
            .flat_map(|contact| open_channels(contact).map(|channel| (contact.id, channel)))
            .filter(|(contact, channel)| posted.ticked(&field_of(*contact, *channel)))
            .collect();
        let id = debtor.id;
        if errors.is_empty() {
            let done = desk.change(&posted, move |task| {
                save_preference(task, id, &preference)?;
                for (contact, channel) in &unwanted {
                    opt_out(task, *contact, *channel)?;
                }
                Ok(())
            });
            match done.await {
                Ok(()) => {
                    let told = format!("Kept: every letter to {} keeps to it.", debtor.name);
                    return Ok(desk.done(&format!("/debtors/{}", debtor.code), told, None));
                }
                Err(error) => to_fields(error, &[], &mut errors)?,
            }
        }
    }
    desk.refused(&form(&desk, &debtor, &contacts, &posted, errors))
}
