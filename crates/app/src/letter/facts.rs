//! What every letter says of its parties.

use super::known::Known;
use crate::Error;
use domain::contact::{Contact, Role};
use domain::id::{ClientId, DebtorId};
use domain::letter::{Facts, Language, LetterKind, LetterParty, Person};
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
    let found = kept::party::debtors_by_id(reads, &[debtor.0])?.pop();
    let found = found.ok_or_else(|| Error::NotFound(format!("debtor {debtor}")))?;
    let sellers: Vec<ClientId> = match client {
        Some(_) => Vec::new(),
        None => kept::party::pairs_of_debtor(reads, debtor)?.into_iter().map(|pair| pair.client).collect(),
    };
    Known::default().base_facts(reads, factor, (kind, language, today), client, (&found, &sellers))
}

pub(super) fn filled(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// A client or debtor as it stands on paper. Telephone and mail are those of its person, where one is named.
pub(super) fn party(name: &str, identity: &Identity, person: Option<&Contact>) -> LetterParty {
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

pub(super) fn of_contact(contact: &Contact) -> Person {
    let office = match contact.role {
        Role::Client => String::new(),
        role => role.word().to_owned(),
    };
    Person { name: contact.name.clone(), office, phone: contact.phone.clone(), email: contact.email.clone() }
}

pub(super) fn by_name(client: &Client) -> Person {
    let name = client.identity.trading_name.clone().unwrap_or_else(|| client.name.clone());
    Person { name, ..Person::default() }
}
