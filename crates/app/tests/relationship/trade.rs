//! The world of the cash stories with people in it: somebody at the client, somebody at the customer.

use crate::book::World;
use app::answer::{AnswerOutcome, GivenAnswer, Giver, give};
use app::contact::{NewContact, save_contact};
use app::dispute::{Opened, open};
use app::{Command, Error, party};
use domain::contact::{Answer, Channel, Contact, ContactSource, Role, Said, Sender};
use domain::dispute::{Case, CaseKind, DisputeReason, NewCase, Side, Speaker};
use domain::id::{CaseId, ClientId, ContactId, DebtorId, InvoiceId};
use domain::letter::Language;
use domain::money::{Currency, Money};
use store::kept;

pub struct Trade {
    pub world: World,
}

impl std::ops::Deref for Trade {
    type Target = World;
    fn deref(&self) -> &World {
        &self.world
    }
}

pub fn factor() -> Speaker {
    Speaker::new(Side::Factor, "Imogen Harrowgate")
}

pub fn customer() -> Speaker {
    Speaker::new(Side::Debtor, "A. Ito")
}

pub fn supplier() -> Speaker {
    Speaker::new(Side::Client, "Ben Okafor")
}

/// Codes of what was refused.
pub fn codes<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<String> {
    match result {
        Err(Error::Refused(reasons)) => reasons.into_iter().map(|reason| reason.code).collect(),
        other => panic!("it was not refused: {other:?}"),
    }
}

impl Trade {
    /// Both sides have somebody who can be written to.
    pub fn new() -> Self {
        let world = World::new();
        let sender = Sender {
            email: "desk@lantern.example".into(),
            phone: "+1 212 555 0100".into(),
            guest_address: "https://pay.lantern.example".into(),
            address: domain::party::Address {
                lines: vec!["1 Quay Street".into()],
                city: "Portland".into(),
                postcode: "04101".into(),
                region: "ME".into(),
                country: "US".into(),
            },
            ..Sender::default()
        };
        world.run(move |task| party::save_sender(task, &sender)).unwrap();
        let trade = Self { world };
        trade.person("CLIENT-K", None, "ben@client-k.example");
        trade.person("CLIENT-B", None, "bea@client-b.example");
        trade.person("", Some("ALPHA"), "ap@alpha.example");
        trade
    }

    /// The same without anybody who could be written to.
    pub fn silent() -> Self {
        Self { world: World::new() }
    }

    pub fn person(&self, client: &str, debtor: Option<&str>, email: &str) -> Contact {
        let new = NewContact {
            contact: None,
            debtor: debtor.map(str::to_owned),
            client: debtor.is_none().then(|| client.to_owned()),
            role: if debtor.is_some() { Role::AccountsPayable } else { Role::Client },
            mailbox: debtor.is_some(),
            obligor: false,
            name: if debtor.is_some() { "Accounts payable".into() } else { "Ben Okafor".into() },
            email: Some(email.into()),
            phone: None,
            channel: Channel::Email,
            language: Language::English,
            zone: None,
            source: ContactSource::Factor,
        };
        self.run(move |task| save_contact(task, &new)).unwrap()
    }

    pub fn debtor(&self, code: &str) -> DebtorId {
        self.app.read(|reads| Ok(kept::party::debtor_by_code(reads, code)?)).unwrap().unwrap().id
    }

    pub fn giver(&self, contact: Option<ContactId>) -> Giver {
        Giver { debtor: self.debtor("ALPHA"), client: None, by: customer(), contact }
    }

    pub fn say(&self, invoice: InvoiceId, said: Said) -> Result<AnswerOutcome, Error> {
        let (giver, answers) = (self.giver(None), vec![GivenAnswer { invoice, said }]);
        self.run(move |task| give(task, &giver, &answers))
    }

    /// A dispute of an invoice of ALPHA; the whole of it without an amount.
    pub fn dispute(&self, invoice: InvoiceId, amount: Option<i64>) -> Result<Opened, Error> {
        let new = NewCase {
            kind: CaseKind::Dispute,
            debtor: self.debtor("ALPHA"),
            client: None,
            invoice: Some(invoice),
            reason: Some(DisputeReason::Quality),
            amount: amount.map(|minor| Money::new(minor, Currency::USD)),
            words: "Two pallets were wet.".into(),
            by: customer(),
        };
        self.run(move |task| open(task, new))
    }

    pub fn case(&self, id: CaseId) -> Case {
        self.app.read(|reads| Ok(kept::relation_case::get(reads, id)?)).unwrap().unwrap()
    }

    /// The answers of an invoice, oldest first.
    pub fn answers(&self, invoice: InvoiceId) -> Vec<Answer> {
        self.app.read(|reads| Ok(kept::answer::of_invoice(reads, invoice)?)).unwrap()
    }

    /// What a side reads in a pair's timeline, oldest first.
    pub fn timeline(&self, client: ClientId, by: domain::contact::Seen) -> Vec<String> {
        let debtor = self.debtor("ALPHA");
        let found =
            self.app.read(|reads| Ok(kept::timeline::of_pair(reads, client, debtor, by, i64::MAX, 1_000)?)).unwrap();
        found.into_iter().rev().map(|entry| entry.said.words(Language::English)).collect()
    }

    /// GL-09 of client K: what may be drawn before the floor, and the inputs of its proof.
    pub fn availability(&self) -> domain::credit::Availability {
        let client = self.client_id("CLIENT-K");
        self.app
            .read(|reads| {
                let position = kept::journal::position(reads, client, Currency::USD)?;
                let eligible = kept::invoice::eligible(reads, client, Currency::USD)?;
                let money = |minor| Money::new(minor, Currency::USD);
                Ok(domain::credit::availability(&position, &eligible, money(0), money(100_000_000)).unwrap())
            })
            .unwrap()
    }

    pub fn asked(&self, key: &str, request: &[u8]) -> Command {
        Command::new("A. Ito (by link)", Some(key), request)
    }
}
