//! What is personal of the people who go: their names, addresses and numbers, now and before, and every id that leads to them.

use super::standing::contacts;
use crate::Error;
use domain::contact::{Channel, Contact, Eraser};
use jiff::civil::Date;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use store::book::Reads;
use store::kept;
use store::kept::erasure::{PLACES, Party};
use uuid::Uuid;

/// Messages read at a time.
pub(super) const MESSAGES: i64 = 200;

/// What is known of people who go, and where it stands.
#[derive(Debug, Clone)]
pub struct Gathered {
    /// Whose people.
    pub party: Party,
    /// Everybody at a debtor, and everything they ever said; else only what is known of `people`.
    pub(super) whole: bool,
    /// Contacts that go.
    pub(super) people: HashSet<Uuid>,
    /// Does the natural person go who guarantees for the client (CO-31)?
    pub(super) has_guarantor: bool,
    /// What goes from texts.
    pub(super) eraser: Eraser,
    /// By these, events speak of the party.
    pub(super) ids: HashSet<Uuid>,
    /// Events that do.
    pub(super) events: Vec<i64>,
    /// Keys of kept answers that do.
    pub(super) keys: Vec<String>,
    /// The last event that was looked at.
    pub(super) looked_to: i64,
}

/// Who goes, of whom.
pub(super) fn gather(
    reads: &mut dyn Reads,
    party: Party,
    only: Option<&Contact>,
    factor: &str,
    today: Date,
) -> Result<Gathered, Error> {
    let whole = only.is_none() && matches!(party, Party::Debtor(_));
    let of_party = contacts(reads, party)?;
    let people: Vec<&Contact> = match only {
        Some(one) => vec![one],
        None => of_party.iter().collect(),
    };
    let side = if let Party::Debtor(_) = party { "DEBTOR" } else { "CLIENT" };
    let departments = of_party.iter().filter(|one| one.mailbox).map(|one| one.name.clone());
    let kept_names: Vec<String> =
        names(reads, party)?.into_iter().chain([factor.to_owned()]).chain(departments).collect();
    let mut gathered = Gathered {
        party,
        whole,
        people: people.iter().map(|one| one.id.0).collect(),
        has_guarantor: false,
        eraser: Eraser::new(today, side, kept_names),
        ids: kept::erasure::ids(reads, party)?.into_iter().collect(),
        events: kept::erasure::purchases(reads, party)?,
        keys: Vec::new(),
        looked_to: 0,
    };
    for one in people {
        gathered.add_contact(&one.name, one.mailbox, one.email.as_deref(), one.phone.as_deref());
    }
    if let (Party::Client(client), None) = (party, only)
        && let Some(guarantor) = kept::party::client(reads, client)?.and_then(|client| client.guarantor)
        && guarantor.natural_person_obligor
    {
        gathered.eraser.add_name(&guarantor.name);
        gathered.has_guarantor = true;
    }
    gathered.take_messages(reads)?;
    if whole {
        for place in &PLACES {
            for row in place.rows(reads, party)? {
                gathered.take_row(place.table, place.json.and(row.texts.last()), &row.texts);
            }
        }
    }
    Ok(gathered)
}

/// Names that stay: of the debtor or client, of the companies it deals with, and of the people who look after them.
fn names(reads: &mut dyn Reads, party: Party) -> Result<Vec<String>, Error> {
    let pairs = match party {
        Party::Debtor(debtor) => kept::party::pairs_of_debtor(reads, debtor)?,
        Party::Client(client) => kept::party::pairs_of_client(reads, client)?,
    };
    let clients: HashSet<Uuid> = pairs.iter().map(|pair| pair.client.0).chain([party.id()]).collect();
    let debtors: Vec<Uuid> = pairs.iter().map(|pair| pair.debtor.0).chain([party.id()]).collect();
    let mut found: Vec<String> =
        kept::party::debtors_by_id(reads, &debtors)?.into_iter().map(|debtor| debtor.name).collect();
    for client in kept::party::clients(reads)?.into_iter().filter(|client| clients.contains(&client.id.0)) {
        found.extend([client.name, client.account_manager]);
        found.extend(client.identity.trading_name);
    }
    Ok(found)
}

impl Gathered {
    fn add_contact(&mut self, name: &str, mailbox: bool, email: Option<&str>, phone: Option<&str>) {
        if !mailbox {
            self.eraser.add_name(name);
        }
        email.into_iter().chain(phone).for_each(|address| self.eraser.add_address(address));
    }

    /// Addresses that were written to, and who wrote.
    fn take_messages(&mut self, reads: &mut dyn Reads) -> Result<(), Error> {
        let mut after = 0;
        loop {
            let some = kept::erasure::messages(reads, self.party, after, MESSAGES)?;
            let Some((last, _)) = some.last() else { return Ok(()) };
            after = *last;
            for (_, id) in some {
                let Some(message) = kept::message::get(reads, domain::id::MessageId(id))? else { continue };
                // What goes to a client about its customer has the address of the client's person.
                let own = self.whole && message.client.is_none();
                let theirs = message.contact.is_some_and(|contact| self.people.contains(&contact.0));
                if (own || theirs) && matches!(message.channel, Channel::Email | Channel::Phone) {
                    self.eraser.add_address(&message.recipient);
                }
            }
        }
    }

    fn take_row(&mut self, table: &str, json: Option<&String>, texts: &[String]) {
        if let Some(value) = json.and_then(|json| serde_json::from_str(json).ok()) {
            self.take(&value);
        }
        if table == "document" && texts[1].contains('@') {
            self.eraser.add_address(&texts[1]);
        }
    }

    /// Takes the people out of what a row or an event says.
    pub(super) fn take(&mut self, value: &Value) {
        match value {
            Value::Array(values) => values.iter().for_each(|one| self.take(one)),
            Value::Object(members) => {
                let text = |key: &str| members.get(key).and_then(Value::as_str);
                let is_contact = ["role", "mailbox", "email", "phone"].iter().all(|key| members.contains_key(*key));
                if is_contact {
                    let id = text("id").and_then(|id| id.parse().ok());
                    if self.whole || id.is_some_and(|id: Uuid| self.people.contains(&id)) {
                        let mailbox = members.get("mailbox") == Some(&Value::Bool(true));
                        self.add_contact(text("name").unwrap_or_default(), mailbox, text("email"), text("phone"));
                    }
                    return;
                }
                if self.whole {
                    self.take_speaker(members);
                }
                members.values().for_each(|one| self.take(one));
            }
            _ => {}
        }
    }

    /// Who spoke, by the shapes in which that is kept: a side with a name, a call, an answer, a heads-up.
    fn take_speaker(&mut self, members: &serde_json::Map<String, Value>) {
        let text = |key: &str| members.get(key).and_then(Value::as_str);
        if let (Some("DEBTOR"), Some(name)) = (text("side"), text("name")) {
            self.eraser.add_name(name);
        }
        if let Some(name) = text("spoke_with") {
            self.eraser.add_name(name);
            text("number").into_iter().for_each(|number| self.eraser.add_address(number));
        }
        // A paper's origin and the client's own word are no person at the debtor.
        if let (Some(who), Some(method)) = (text("who"), text("method"))
            && !matches!(method, "DOC_MATCH" | "BY_CLIENT")
        {
            self.eraser.add_name(who);
        }
        if let Some(person) = text("person") {
            self.eraser.add_name(person);
        }
    }
}

/// Ids of several parties, and of which.
pub(super) fn by_id(gathered: &[Gathered]) -> HashMap<Uuid, Vec<usize>> {
    let mut found: HashMap<Uuid, Vec<usize>> = HashMap::new();
    for (place, one) in gathered.iter().enumerate() {
        for id in &one.ids {
            found.entry(*id).or_default().push(place);
        }
    }
    found
}
