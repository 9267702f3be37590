//! Turns what the engine has decided into messages: letter, guest's link, recipient, queue.

use super::words::Say;
use super::{Loaded, zone};
use crate::guest::{Door, GuestParty};
use crate::letter::Known;
use crate::message::{Outgoing, Queued, put_on_page, queue_in};
use crate::{Error, Task};
use domain::contact::{AskClient, Channel, Contact, ContactPolicy, MessageState, Profile, Purpose, Role, Step, Write};
use domain::id::{ClientId, InvoiceId, LinkId};
use domain::letter::{InvoiceLine, Language, LetterKind, Links, Person, Section};
use domain::money::Currency;
use domain::party::Client;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::rc::Rc;
use store::kept::contact_facts::OpenInvoice;

/// Carries the steps of one unit out; remembers between debtors what their letters and links share.
#[derive(Default)]
pub(super) struct Carrier {
    known: Known,
    door: Option<Door>,
}

impl Carrier {
    /// Carries one step out.
    ///
    /// # Errors
    /// [`Error::Refused`] when a letter cannot be written or the policy forbids it after all.
    pub fn carry(
        &mut self,
        task: &mut Task<'_, '_>,
        loaded: &Loaded,
        step: &Step,
        policy: &ContactPolicy,
    ) -> Result<Queued, Error> {
        match step {
            Step::Write(write) => self.write(task, loaded, write, policy),
            Step::AskClient(ask) => self.ask_client(task, loaded, ask, policy),
        }
    }

    /// A link to the page of a party that is in the book, for one of its own contacts.
    fn link(
        &mut self,
        task: &mut Task<'_, '_>,
        party: GuestParty,
        contact: Option<&Contact>,
    ) -> Result<(LinkId, String), Error> {
        let door = match &self.door {
            Some(door) => door,
            None => self.door.insert(Door::read(task)?),
        };
        door.make_link(task, party, contact)
    }

    /// A client that has invoices in the book.
    fn client(&mut self, task: &mut Task<'_, '_>, id: ClientId) -> Result<Rc<Client>, Error> {
        self.known.client(task, id)?.ok_or_else(|| Error::NotFound("client".to_owned()))
    }

    /// CO-06: a section per client and currency.
    fn sections(
        &mut self,
        task: &mut Task<'_, '_>,
        loaded: &Loaded,
        of: &[(ClientId, Vec<InvoiceId>)],
    ) -> Result<Vec<Section>, Error> {
        let factor = task.factor.clone();
        let mut sections = Vec::new();
        for (client, invoices) in of {
            let client = self.client(task, *client)?;
            let name = client.identity.trading_name.clone().unwrap_or_else(|| client.name.clone());
            let mut by_currency: BTreeMap<Currency, Vec<InvoiceLine>> = BTreeMap::new();
            for invoice in chosen(loaded, invoices) {
                by_currency.entry(invoice.open.currency).or_default().push(InvoiceLine {
                    number: invoice.number.clone(),
                    issued: invoice.issued,
                    due: invoice.due,
                    amount: invoice.amount,
                    open: invoice.open,
                    disputed: None,
                });
            }
            let (pair, today) = ((client.id, loaded.debtor.id), task.today);
            for (currency, invoices) in by_currency {
                let pay_to = self.known.told_account(task, &factor, pair, currency, today)?;
                sections.push(Section { client: name.clone(), invoices, pay_to });
            }
        }
        Ok(sections)
    }

    /// A message to the debtor.
    fn write(
        &mut self,
        task: &mut Task<'_, '_>,
        loaded: &Loaded,
        write: &Write,
        policy: &ContactPolicy,
    ) -> Result<Queued, Error> {
        let contact = write.contact.and_then(|id| loaded.situation.contacts.iter().find(|one| one.id == id)).cloned();
        let language = contact.as_ref().map_or(loaded.situation.preference.language, |contact| contact.language);
        // CO-09: the script of the call is the letter that went before it.
        let kind = write.purpose.letter().unwrap_or(LetterKind::StatusAgain);
        let only = match write.sections[..] {
            [(client, _)] => Some(client),
            _ => None,
        };
        let today = loaded.situation.wall(contact.as_ref(), policy).date(write.send_after);
        let factor = task.factor.clone();
        let sellers: Vec<ClientId> = loaded.situation.pairs.keys().copied().collect();
        let debtor = (&loaded.debtor, &sellers[..]);
        let mut facts = self.known.base_facts(task, &factor, (kind, language, today), only, debtor)?;
        facts.to = contact.as_ref().map(person).unwrap_or_default();
        facts.sections = self.sections(task, loaded, &write.sections)?;
        let party = GuestParty::Debtor(loaded.debtor.id);
        let (link, page) = self.link(task, party, contact.as_ref())?;
        facts.links = Links { page: Some(page), ..Links::default() };
        if kind == LetterKind::Validation {
            // CO-31: from when it must be there.
            facts.until = Some(policy.dispute_until(today, loaded.situation.preference.calendar));
        }
        let letter = self.known.write(task, &facts)?;
        let outgoing = Outgoing {
            purpose: write.purpose,
            channel: write.channel,
            debtor: Some(loaded.debtor.id),
            to_client: None,
            clients: write.sections.iter().map(|(client, _)| *client).collect(),
            invoices: write.sections.iter().flat_map(|(_, invoices)| invoices.iter().copied()).collect(),
            contact: contact.as_ref().map(|contact| contact.id),
            recipient: address(loaded, contact.as_ref(), write.channel),
            letter,
            documents: Vec::new(),
            link: Some(link),
            case: None,
            answers: None,
            reasons: write.reasons.clone(),
            state: write.state,
            not_before: write.send_after.as_microsecond(),
        };
        let sender = self.known.sender(task)?;
        let queued = queue_in(task, outgoing, &sender, &loaded.situation, policy)?;
        if write.purpose == Purpose::Supervisor {
            for (client, invoices) in &write.sections {
                let words = Words::Say(Say::Copied);
                self.tell_client(task, loaded, Purpose::ToClient, *client, invoices, &words, None, policy)?;
            }
        }
        Ok(queued)
    }

    /// A message to a client about its customer.
    fn ask_client(
        &mut self,
        task: &mut Task<'_, '_>,
        loaded: &Loaded,
        ask: &AskClient,
        policy: &ContactPolicy,
    ) -> Result<Queued, Error> {
        let alone = matches!(loaded.situation.profile(ask.client), Profile::LightTouch | Profile::Silent);
        let words = match ask.purpose {
            Purpose::ContactTask => Words::Say(Say::Contact),
            Purpose::ClientFirst if alone => Words::Say(Say::AskYourself),
            _ => Words::Letter,
        };
        self.tell_client(task, loaded, ask.purpose, ask.client, &ask.invoices, &words, Some(ask), policy)
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "all that one message is made of, in one place for its three occasions"
    )]
    fn tell_client(
        &mut self,
        task: &mut Task<'_, '_>,
        loaded: &Loaded,
        purpose: Purpose,
        client: ClientId,
        invoices: &[InvoiceId],
        words: &Words,
        ask: Option<&AskClient>,
        policy: &ContactPolicy,
    ) -> Result<Queued, Error> {
        let people = self.known.people(task, client)?;
        // As [`super::recipient()`]; a client without a person for it reads it on its page.
        let preference = &loaded.situation.preference;
        let found = domain::contact::recipient_of(preference, &people, Some(client), purpose, Channel::Email);
        let contact = found.ok().cloned();
        let language = contact.as_ref().map_or(Language::English, |contact| contact.language);
        let kind = match words {
            Words::Say(_) => LetterKind::ClientTask,
            Words::Letter => purpose.letter().unwrap_or(LetterKind::ClientTask),
        };
        let today = task.today;
        let factor = task.factor.clone();
        let about = (kind, language, today);
        let mut facts = self.known.base_facts(task, &factor, about, Some(client), (&loaded.debtor, &[]))?;
        facts.to = contact.as_ref().map(person).unwrap_or_default();
        facts.until = ask.and_then(|ask| ask.until);
        facts.sections = self.sections(task, loaded, &[(client, invoices.to_vec())])?;
        if let Words::Say(say) = words {
            facts.words = Some(say.words(language, &loaded.debtor.name));
        }
        // A client without an own page address still gets its message.
        let link = match self.link(task, GuestParty::Client(client), contact.as_ref()) {
            Ok(link) => Some(link),
            Err(Error::Refused(_)) => None,
            Err(other) => return Err(other),
        };
        let (link, page) = link.map_or((None, None), |(link, page)| (Some(link), Some(page)));
        facts.links = Links { page, ..Links::default() };
        let letter = self.known.write(task, &facts)?;
        let now = task.unit.recorded_at();
        let name = self.client(task, client)?.name.clone();
        let email = contact.as_ref().and_then(|contact| contact.email.clone());
        // CO-07: the day where it is read.
        let own = contact.as_ref().map(|contact| contact.zone.as_str()).filter(|zone| !zone.is_empty());
        let day = moment(task)?.to_zoned(own.map_or_else(|| loaded.situation.zone.clone(), zone)).date();
        let channel = if email.is_some() { Channel::Email } else { Channel::Portal };
        let outgoing = Outgoing {
            purpose,
            channel,
            debtor: Some(loaded.debtor.id),
            to_client: Some(client),
            clients: vec![client],
            invoices: invoices.to_vec(),
            contact: contact.map(|contact| contact.id),
            recipient: email.unwrap_or(name),
            letter,
            documents: Vec::new(),
            link,
            case: None,
            answers: None,
            reasons: ask.map(|ask| ask.reason.clone()).into_iter().collect(),
            state: MessageState::Queued,
            not_before: now,
        };
        let sender = self.known.sender(task)?;
        if channel == Channel::Portal {
            return put_on_page(task, outgoing, &sender, day);
        }
        queue_in(task, outgoing, &sender, &loaded.situation, policy)
    }
}

/// Whose words a message to a client has.
enum Words {
    /// Those of its letter.
    Letter,
    /// Our own.
    Say(Say),
}

fn chosen<'a>(loaded: &'a Loaded, invoices: &[InvoiceId]) -> Vec<&'a OpenInvoice> {
    loaded.invoices.iter().filter(|one| invoices.contains(&one.invoice)).collect()
}

fn person(contact: &Contact) -> Person {
    let office = if contact.role == Role::Client { String::new() } else { contact.role.word().to_owned() };
    // A mailbox has no name to greet.
    let name = if contact.mailbox { String::new() } else { contact.name.clone() };
    Person { name, office, phone: contact.phone.clone(), email: contact.email.clone() }
}

/// Mail address, telephone number, or the lines of the postal address.
fn address(loaded: &Loaded, contact: Option<&Contact>, channel: Channel) -> String {
    let found = match channel {
        Channel::Email => contact.and_then(|contact| contact.email.clone()),
        Channel::Phone => contact.and_then(|contact| contact.phone.clone()),
        Channel::Letter | Channel::Portal => None,
    };
    found.unwrap_or_else(|| {
        let address = &loaded.debtor.identity.address;
        let town = [address.postcode.as_str(), address.city.as_str(), address.region.as_str()].join(" ");
        let lines = std::iter::once(loaded.debtor.name.clone()).chain(address.lines.iter().cloned());
        let lines: Vec<String> = lines.chain([town.trim().to_owned(), address.country.clone()]).collect();
        lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    })
}

/// Now, as the engine counts.
pub(super) fn moment(task: &Task<'_, '_>) -> Result<Timestamp, Error> {
    Timestamp::from_microsecond(task.unit.recorded_at()).map_err(|error| Error::fault("time", error))
}
