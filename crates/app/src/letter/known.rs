//! What letters share: the factor's own particulars and wordings, its clients with their people and agreements.
//!
//! Contract: everything is read once and then given from memory, so a [`Known`] lives within one unit that changes none of
//! it, and the next unit begins with an empty one. One letter alone needs none: see [`super::base_facts`].

use super::facts::{by_name, filled, of_contact, party};
use super::write::wording_to_send;
use crate::Error;
use domain::agreement::{Agreement, ruling};
use domain::contact::{Contact, ContactState, Sender};
use domain::id::{ClientId, DebtorId};
use domain::letter::{
    Facts, Language, Letter, LetterKind, LetterParty, Links, PayTo, Person, Voice, Wording, account_manager_office,
};
use domain::money::Currency;
use domain::notice::PayToAccounts;
use domain::party::{Client, Debtor, Factor};
use jiff::civil::Date;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::rc::Rc;
use store::book::Reads;
use store::kept;

/// What letters of one unit share.
#[derive(Default)]
pub(crate) struct Known {
    sender: Option<Rc<Sender>>,
    accounts: Option<PayToAccounts>,
    clients: HashMap<ClientId, Option<Rc<Client>>>,
    people: HashMap<ClientId, Rc<Vec<Contact>>>,
    agreements: HashMap<ClientId, Vec<Agreement>>,
    /// The account that stands in the notice of a pair.
    told: HashMap<(ClientId, DebtorId), Option<PayTo>>,
    wordings: HashMap<(LetterKind, Language), Wording>,
}

impl Known {
    /// The factor as a sender.
    pub fn sender(&mut self, reads: &mut dyn Reads) -> Result<Rc<Sender>, Error> {
        if let Some(sender) = &self.sender {
            return Ok(sender.clone());
        }
        let sender: Rc<Sender> = Rc::new(kept::policy::get(reads, Sender::POLICY)?);
        Ok(self.sender.insert(sender).clone())
    }

    /// A client.
    pub fn client(&mut self, reads: &mut dyn Reads, id: ClientId) -> Result<Option<Rc<Client>>, Error> {
        Ok(match self.clients.entry(id) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(place) => place.insert(kept::party::client(reads, id)?.map(Rc::new)).clone(),
        })
    }

    /// A client's own people.
    pub fn people(&mut self, reads: &mut dyn Reads, client: ClientId) -> Result<Rc<Vec<Contact>>, Error> {
        Ok(match self.people.entry(client) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(place) => place.insert(Rc::new(kept::contact::of_client(reads, client)?)).clone(),
        })
    }

    /// As [`crate::notice::currency_of`].
    fn currency_of(
        &mut self,
        reads: &mut dyn Reads,
        factor: &Factor,
        client: ClientId,
        on: Date,
    ) -> Result<Currency, Error> {
        let versions = match self.agreements.entry(client) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(kept::agreement::versions(reads, client)?),
        };
        Ok(ruling(versions, on).map_or(factor.currency, |version| version.terms.currency))
    }

    /// The currency of all that a debtor of these clients owes, where it is one; else the factor's own.
    fn currency_of_all(
        &mut self,
        reads: &mut dyn Reads,
        factor: &Factor,
        clients: &[ClientId],
        on: Date,
    ) -> Result<Currency, Error> {
        let mut found = None;
        for client in clients {
            let currency = self.currency_of(reads, factor, *client, on)?;
            if found.is_some_and(|known| known != currency) {
                return Ok(factor.currency);
            }
            found = Some(currency);
        }
        Ok(found.unwrap_or(factor.currency))
    }

    /// As [`crate::notice::told_account`].
    pub fn told_account(
        &mut self,
        reads: &mut dyn Reads,
        factor: &Factor,
        (client, debtor): (ClientId, DebtorId),
        currency: Currency,
        on: Date,
    ) -> Result<Option<PayTo>, Error> {
        if self.currency_of(reads, factor, client, on)? == currency {
            let told = match self.told.entry((client, debtor)) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => {
                    place.insert(kept::notice::current(reads, client, debtor)?.and_then(|notice| notice.pay_to))
                }
            };
            if told.is_some() {
                return Ok(told.clone());
            }
        }
        Ok(crate::notice::pay_to_of(self.accounts(reads)?, factor, currency))
    }

    fn accounts(&mut self, reads: &mut dyn Reads) -> Result<&PayToAccounts, Error> {
        Ok(match &mut self.accounts {
            Some(known) => known,
            place => place.insert(crate::notice::pay_to_accounts(reads)?),
        })
    }

    /// The first of these clients by code.
    fn first_client(&mut self, reads: &mut dyn Reads, clients: &[ClientId]) -> Result<Option<Rc<Client>>, Error> {
        let mut first: Option<Rc<Client>> = None;
        for client in clients {
            let Some(client) = self.client(reads, *client)? else { continue };
            if first.as_ref().is_none_or(|first| client.code.as_str() < first.code.as_str()) {
                first = Some(client);
            }
        }
        Ok(first)
    }

    /// [`super::base_facts`] for a debtor that was read already, with the clients that sell to it; these are not asked for in
    /// a letter about one client.
    pub fn base_facts(
        &mut self,
        reads: &mut dyn Reads,
        factor: &Factor,
        (kind, language, today): (LetterKind, Language, Date),
        client: Option<ClientId>,
        (debtor, sellers): (&Debtor, &[ClientId]),
    ) -> Result<Facts, Error> {
        let sender = self.sender(reads)?;
        let asked = match client {
            Some(id) => {
                let found = self.client(reads, id)?;
                Some(found.ok_or_else(|| Error::NotFound(format!("client {id}")))?)
            }
            None => self.first_client(reads, sellers)?,
        };
        let people = client.map(|id| self.people(reads, id)).transpose()?;
        let is_fit =
            |person: &&Contact| !person.mailbox && !matches!(person.state, ContactState::Retired | ContactState::Wrong);
        let person = people.as_ref().and_then(|people| people.iter().find(is_fit));
        let ask = Person {
            name: asked.as_ref().map(|client| client.account_manager.clone()).unwrap_or_default(),
            office: account_manager_office(language).to_owned(),
            phone: filled(&sender.phone),
            email: filled(&sender.email),
        };
        let about = asked.filter(|_| client.is_some());
        let signatory = match (kind.voice(), &about) {
            (Voice::Client, Some(client)) => person.map_or_else(|| by_name(client), of_contact),
            _ => ask.clone(),
        };
        let currency = match client {
            Some(client) => self.currency_of(reads, factor, client, today)?,
            None => self.currency_of_all(reads, factor, sellers, today)?,
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
            client: about.as_ref().map(|client| party(&client.name, &client.identity, person)),
            debtor: party(&debtor.name, &debtor.identity, None),
            to: Person::default(),
            ask,
            signatory,
            pay_to: crate::notice::pay_to_of(self.accounts(reads)?, factor, currency),
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

    /// As [`super::write()`].
    pub fn write(&mut self, reads: &mut dyn Reads, facts: &Facts) -> Result<Letter, Error> {
        let wording = match self.wordings.entry((facts.kind, facts.language)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(wording_to_send(reads, facts.kind, facts.language)?),
        };
        super::write::written(wording, facts)
    }
}
