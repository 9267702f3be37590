//! Adding a contact and changing one.

use super::super::debtors;
use super::super::form::{Fill, FormPage, Group, Input, Reading};
use super::super::page::{Answer, Desk};
use super::super::posted::{Posted, to_fields};
use super::super::wrong::Wrong;
use crate::look::Noun;
use crate::look::form::FormErrors;
use app::contact::{NewContact, save_contact};
use app::{Error, client_by_code};
use axum::extract::Path;
use domain::contact::{Channel, Contact, ContactSource, Role};
use domain::id::ContactId;
use domain::letter::Language;
use store::kept;
use uuid::Uuid;

/// Whose contact the form is for.
#[derive(Clone)]
struct Party {
    debtor: Option<String>,
    client: Option<String>,
    name: String,
}

impl Party {
    fn home(&self) -> String {
        match (&self.debtor, &self.client) {
            (Some(code), _) => format!("/debtors/{code}#contacts"),
            (None, Some(code)) => format!("/clients/{code}#contacts"),
            (None, None) => "/today".to_owned(),
        }
    }
}

fn form(desk: &Desk, party: &Party, contact: Option<ContactId>, sent: &Posted, errors: FormErrors) -> FormPage {
    let fill = Fill { sent, errors: &errors };
    let named = |items: Vec<(&str, &str)>| {
        items.into_iter().map(|(code, word)| (code.to_owned(), word.to_owned())).collect::<Vec<_>>()
    };
    let roles = Role::ALL.iter().filter(|role| (**role == Role::Client) == party.debtor.is_none());
    let roles = named(roles.map(|role| (role.code(), role.word())).collect());
    let channels = [Channel::Email, Channel::Phone, Channel::Letter];
    let itself = if party.debtor.is_some() {
        "This is the person that owes, itself"
    } else {
        "This is the client\u{2019}s guarantor, in person"
    };
    let mut inputs = vec![
        fill.choice("role", "What it is for", roles),
        Input::Text(fill.hinted("name", "Name", "A person, or the department behind a mailbox.")),
        Input::Tick(
            fill.hinted("mailbox", "This is a role mailbox", "Preferred: it stays when people leave.").optional(),
        ),
        Input::Tick(
            fill.hinted("obligor", itself, "Under California\u{2019}s rules nobody else hears of the debt.").optional(),
        ),
        Input::Text(fill.hinted("email", "Mail address", "For example ap@norwell.example.").optional()),
        Input::Text(fill.hinted("phone", "Telephone", "With country code.").optional()),
        fill.choice(
            "channel",
            "How it wants to be reached",
            named(channels.iter().map(|one| (one.code(), one.word())).collect()),
        ),
        fill.choice(
            "language",
            "Language of letters",
            named(Language::ALL.iter().map(|one| (one.code(), one.word())).collect()),
        ),
        Input::Text(
            fill.hinted("zone", "Time zone", "IANA name. Empty: the debtor's own, else ours. Quiet hours follow it.")
                .optional(),
        ),
        fill.choice(
            "source",
            "Where it comes from",
            named(ContactSource::ALL.iter().map(|one| (one.code(), one.word())).collect()),
        ),
    ];
    if party.debtor.is_some() {
        let field = fill.hinted("client", "For the invoices of one client only", "Its code. Empty: for all clients.");
        inputs.push(Input::Text(field.optional()));
    }
    let (all, noun) = match &party.debtor {
        Some(_) => (("Debtors", "/debtors"), Noun::Debtors),
        None => (("Clients", "/clients"), Noun::Clients),
    };
    FormPage {
        page: desk.page(noun),
        title: if contact.is_some() {
            "Change the contact".to_owned()
        } else {
            format!("Add a contact of {}", party.name)
        },
        crumbs: vec![(all.0.to_owned(), all.1.to_owned()), (party.name.clone(), party.home())],
        lead: if party.debtor.is_some() {
            "Accounts payable is the one recipient of our letters. Others are asked only by the steps of the ladder."
                .to_owned()
        } else {
            "Whom we tell first when something about a customer needs the client.".to_owned()
        },
        action: match (contact, &party.debtor, &party.client) {
            (Some(id), ..) => format!("/contacts/{id}/edit"),
            (None, Some(code), _) => format!("/debtors/{code}/contacts/new"),
            (None, None, code) => format!("/clients/{}/contacts/new", code.as_deref().unwrap_or_default()),
        },
        errors,
        groups: vec![Group::new("", "", inputs)],
        submit: "Save".to_owned(),
        cancel: contact.map_or_else(|| party.home(), |id| format!("/contacts/{id}")),
    }
}

fn suggested(party: &Party) -> Posted {
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let role = if party.debtor.is_some() { Role::AccountsPayable } else { Role::Client };
    Posted::suggested(vec![
        field("role", role.code()),
        field("channel", Channel::Email.code()),
        field("language", Language::English.code()),
        field("source", if party.debtor.is_some() { ContactSource::Factor } else { ContactSource::Client }.code()),
    ])
}

async fn debtor_party(desk: &Desk, code: String) -> Result<Party, Wrong> {
    let debtor = desk.read(move |book| debtors::by_code(book, &code)).await?;
    Ok(Party { debtor: Some(debtor.code.to_string()), client: None, name: debtor.name })
}

async fn client_party(desk: &Desk, code: String) -> Result<Party, Wrong> {
    let client = desk.read(move |book| client_by_code(book, &code)).await?;
    Ok(Party { debtor: None, client: Some(client.code.to_string()), name: client.name })
}

/// The contact with this id in an address, with its party.
pub(super) async fn found(desk: &Desk, id: String) -> Result<(Contact, String, String), Wrong> {
    let missing = move || Error::NotFound("contact of this address".to_owned());
    let id = Uuid::parse_str(&id).map(ContactId).map_err(|_| missing())?;
    desk.read(move |book| {
        let contact = kept::contact::get(book, id)?.ok_or_else(missing)?;
        let debtor = match contact.debtor {
            Some(id) => kept::party::debtors_by_id(book, &[id.0])?.pop(),
            None => None,
        };
        let client = match contact.client {
            Some(id) => kept::party::client(book, id)?,
            None => None,
        };
        Ok((
            contact,
            debtor.map(|debtor| debtor.code.to_string()).unwrap_or_default(),
            client.map(|client| client.code.to_string()).unwrap_or_default(),
        ))
    })
    .await
}

pub(super) async fn new_of_debtor(desk: Desk, Path(code): Path<String>) -> Answer {
    let party = debtor_party(&desk, code).await?;
    desk.show(&form(&desk, &party, None, &suggested(&party), FormErrors::default()))
}

pub(super) async fn new_of_client(desk: Desk, Path(code): Path<String>) -> Answer {
    let party = client_party(&desk, code).await?;
    desk.show(&form(&desk, &party, None, &suggested(&party), FormErrors::default()))
}

pub(super) async fn add_to_debtor(desk: Desk, Path(code): Path<String>, posted: Posted) -> Answer {
    let party = debtor_party(&desk, code).await?;
    keep(desk, party, None, posted).await
}

pub(super) async fn add_to_client(desk: Desk, Path(code): Path<String>, posted: Posted) -> Answer {
    let party = client_party(&desk, code).await?;
    keep(desk, party, None, posted).await
}

fn party_of(debtor: &str, client: &str) -> Party {
    let some = |code: &str| Some(code.to_owned()).filter(|code| !code.is_empty());
    let debtor = some(debtor);
    let client = if debtor.is_some() { None } else { some(client) };
    let name = debtor.clone().or_else(|| client.clone()).unwrap_or_default();
    Party { debtor, client, name }
}

pub(super) async fn edit(desk: Desk, Path(id): Path<String>) -> Answer {
    let (contact, debtor, client) = found(&desk, id).await?;
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let fields = vec![
        field("role", contact.role.code()),
        field("name", &contact.name),
        field("mailbox", if contact.mailbox { "yes" } else { "" }),
        field("obligor", if contact.obligor { "yes" } else { "" }),
        field("email", contact.email.as_deref().unwrap_or_default()),
        field("phone", contact.phone.as_deref().unwrap_or_default()),
        field("channel", contact.channel.code()),
        field("language", contact.language.code()),
        field("zone", &contact.zone),
        field("source", contact.source.code()),
        field("client", if debtor.is_empty() { "" } else { &client }),
    ];
    let party = party_of(&debtor, &client);
    desk.show(&form(&desk, &party, Some(contact.id), &Posted::suggested(fields), FormErrors::default()))
}

pub(super) async fn change(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let (contact, debtor, client) = found(&desk, id).await?;
    keep(desk, party_of(&debtor, &client), Some(contact.id), posted).await
}

async fn keep(desk: Desk, party: Party, contact: Option<ContactId>, posted: Posted) -> Answer {
    let mut reading = Reading::new(&posted);
    let role = reading.one("role", Role::from_code);
    let channel = reading.one("channel", Channel::from_code);
    let language = reading.one("language", Language::from_code);
    let source = reading.one("source", ContactSource::from_code);
    let mut errors = reading.errors;
    if let (Some(role), Some(channel), Some(language), Some(source)) = (role, channel, language, source) {
        let text = |name: &str| posted.some(name).map(str::to_owned);
        let new = NewContact {
            contact,
            debtor: party.debtor.clone(),
            client: party.client.clone().or_else(|| text("client")),
            role,
            mailbox: posted.ticked("mailbox"),
            obligor: posted.ticked("obligor"),
            name: posted.get("name").to_owned(),
            email: text("email"),
            phone: text("phone"),
            channel,
            language,
            zone: text("zone"),
            source,
        };
        match desk.change(&posted, move |task| save_contact(task, &new)).await {
            Ok(contact) => {
                let odd = contact.findings.iter().filter(|finding| !finding.cleared).count();
                let text = if odd == 0 {
                    format!("{} is saved.", contact.name)
                } else {
                    format!("{} is saved. Something about it wants a look before it is written to.", contact.name)
                };
                return Ok(desk.done(&format!("/contacts/{}", contact.id), text, None));
            }
            Err(error) => to_fields(error, &[], &mut errors)?,
        }
    }
    desk.refused(&form(&desk, &party, contact, &posted, errors))
}
