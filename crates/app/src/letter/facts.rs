//! What every letter says of its parties.

use crate::Error;
use domain::contact::{Contact, ContactState, Role, Sender};
use domain::id::{ClientId, DebtorId};
use domain::letter::{Facts, Language, LetterKind, LetterParty, Links, Person, Voice, account_manager_office};
use domain::party::{Client, Factor, Identity};
use jiff::civil::Date;
use store::book::Reads;
use store::kept;

/// The facts every letter begins with: factor, client, debtor, the account manager as the person to ask, who signs, and
/// the factor's account for debtors. Whom it is to, invoices, days, links and words are the use case's.
///
/// Who signs: at the factor the account manager; a letter in the client's voice its own first person in the directory, else
/// the client by its name. In a letter about several clients the account manager is that of the first client by code.
///
/// # Errors
/// [`Error::NotFound`] when client or debtor is unknown; [`Error::Fault`].
pub fn base_facts(
    reads: &mut dyn Reads,
    factor: &Factor,
    kind: LetterKind,
    language: Language,
    today: Date,
    client: Option<ClientId>,
    debtor: DebtorId,
) -> Result<Facts, Error> {
    let sender: Sender = kept::policy::get(reads, Sender::POLICY)?;
    let debtor_found = kept::party::debtors_by_id(reads, &[debtor.0])?.pop();
    let debtor_found = debtor_found.ok_or_else(|| Error::NotFound(format!("debtor {debtor}")))?;
    let asked = match client {
        Some(id) => {
            let found = kept::party::client(reads, id)?;
            Some(found.ok_or_else(|| Error::NotFound(format!("client {id}")))?)
        }
        None => first_client(reads, debtor)?,
    };
    let people = match client {
        Some(id) => kept::contact::of_client(reads, id)?,
        None => Vec::new(),
    };
    let person = people
        .into_iter()
        .find(|person| !person.mailbox && !matches!(person.state, ContactState::Retired | ContactState::Wrong));
    let ask = Person {
        name: asked.as_ref().map(|client| client.account_manager.clone()).unwrap_or_default(),
        office: account_manager_office(language).to_owned(),
        phone: filled(&sender.phone),
        email: filled(&sender.email),
    };
    let about = asked.filter(|_| client.is_some());
    let signatory = match (kind.voice(), &about) {
        (Voice::Client, Some(client)) => person.as_ref().map_or_else(|| by_name(client), of_contact),
        _ => ask.clone(),
    };
    let currency = match client {
        Some(client) => crate::notice::currency_of(reads, factor, client, today)?,
        None => crate::notice::currency_of_debtor(reads, factor, debtor, today)?,
    };
    Ok(Facts {
        kind,
        language,
        dated: today,
        factor: LetterParty {
            name: factor.name.clone(),
            trading_name: None,
            address: sender.address.clone(),
            phone: filled(&sender.phone),
            email: filled(&sender.email),
            register: filled(&sender.register),
        },
        client: about.as_ref().map(|client| party(&client.name, &client.identity, person.as_ref())),
        debtor: party(&debtor_found.name, &debtor_found.identity, None),
        to: Person::default(),
        ask,
        signatory,
        pay_to: crate::notice::pay_to(reads, factor, currency)?,
        other_pay_to: None,
        effective: None,
        until: None,
        covered: None,
        sections: Vec::new(),
        links: Links::default(),
        delivered_by: Voice::Factor,
        words: None,
        signature: None,
    })
}

/// The first of a debtor's clients by code.
fn first_client(reads: &mut dyn Reads, debtor: DebtorId) -> Result<Option<Client>, Error> {
    let mut served: Vec<Client> = Vec::new();
    for pair in kept::party::pairs_of_debtor(reads, debtor)? {
        served.extend(kept::party::client(reads, pair.client)?);
    }
    served.sort_by(|a, b| a.code.as_str().cmp(b.code.as_str()));
    Ok(served.into_iter().next())
}

fn filled(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// A client or debtor as it stands on paper. Telephone and mail are those of its person, where one is named.
fn party(name: &str, identity: &Identity, person: Option<&Contact>) -> LetterParty {
    let register = identity.identifiers.iter().map(|id| format!("{} {}", id.scheme, id.value)).collect::<Vec<_>>();
    LetterParty {
        name: name.to_owned(),
        trading_name: identity.trading_name.clone(),
        address: identity.address.clone(),
        phone: person.and_then(|person| person.phone.clone()),
        email: person.and_then(|person| person.email.clone()),
        register: filled(&register.join("  \u{b7}  ")),
    }
}

fn of_contact(contact: &Contact) -> Person {
    let office = match contact.role {
        Role::Client => String::new(),
        role => role.word().to_owned(),
    };
    Person { name: contact.name.clone(), office, phone: contact.phone.clone(), email: contact.email.clone() }
}

fn by_name(client: &Client) -> Person {
    let name = client.identity.trading_name.clone().unwrap_or_else(|| client.name.clone());
    Person { name, ..Person::default() }
}
