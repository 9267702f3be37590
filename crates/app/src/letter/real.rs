//! The facts of a real pair, to look at a wording with: what the book knows is taken from it, the rest is invented.

use super::base_facts;
use crate::Error;
use crate::contact::recipient;
use domain::contact::{Contact, Purpose};
use domain::id::{ClientId, DebtorId};
use domain::letter::{Covered, Facts, InvoiceLine, Language, LetterKind, Links, Person, Placeholder, Section, samples};
use domain::money::Currency;
use domain::party::Factor;
use jiff::civil::Date;
use std::collections::BTreeMap;
use store::book::Reads;
use store::kept;

/// Most invoices of the pair that are shown: enough to see the table.
pub const LINES: usize = 10;
/// Open invoices of the debtor that are looked through for those of the client.
const LOOKED_THROUGH: i64 = 500;

/// What a letter would be about, for a pair.
#[derive(Debug, Clone)]
pub struct RealFacts {
    /// The facts.
    pub facts: Facts,
    /// What of them is not the pair's, in words.
    pub invented: Vec<&'static str>,
}

/// The facts of a letter of this kind for a pair as the book knows it now: parties, people, account, open invoices. It has
/// no signature, no check code and no link that opens anything.
///
/// # Errors
/// [`Error::NotFound`] when one of them is unknown; [`Error::Refused`] when they are no pair; [`Error::Fault`].
pub fn real_facts(
    reads: &mut dyn Reads,
    factor: &Factor,
    (kind, language): (LetterKind, Language),
    today: Date,
    (client, debtor): (ClientId, DebtorId),
) -> Result<RealFacts, Error> {
    if kept::party::pair(reads, client, debtor)?.is_none() {
        let fact = "this debtor is no customer of this client";
        return Err(Error::refused("NOT_A_PAIR", fact, "Choose a customer of the client, or link them first."));
    }
    let base = base_facts(reads, factor, kind, language, today, Some(client), debtor)?;
    let sample = samples(kind, language).into_iter().next();
    let sample = sample.ok_or_else(|| Error::NotFound("sample of this letter".to_owned()))?;
    let mut invented = Vec::new();
    let about = base.client.as_ref().map_or("", |party| party.known_as()).to_owned();
    let mut sections = open_sections(reads, factor, today, (client, debtor), &about)?;
    if sections.is_empty() {
        invented.push("the invoices, for none is open between them");
        sections = sample.sections.into_iter().map(|section| Section { client: about.clone(), ..section }).collect();
    }
    let note = match kind {
        LetterKind::Introduction => kept::contact::relation(reads, client, debtor)?.note,
        _ => None,
    };
    invented.push("the links");
    if kind != LetterKind::Introduction && Placeholder::Words.is_for(kind) {
        invented.push("a person\u{2019}s own words");
    }
    if kind == LetterKind::RemitToChange || kind.is_to_client() {
        invented.push("the day until which it holds");
    }
    if matches!(kind, LetterKind::RemitToChange | LetterKind::Release) {
        invented.push("the other account");
    }
    let to = if kind.is_to_client() {
        kept::contact::of_client(reads, client)?.into_iter().next()
    } else {
        let purpose = Purpose::ALL.iter().find(|one| one.letter() == Some(kind)).copied().unwrap_or(Purpose::Reply);
        match recipient(reads, debtor, Some(client), purpose) {
            Ok(contact) => Some(contact),
            Err(Error::Refused(_)) => {
                invented.push("nobody is named as the reader, for no contact is fit for it now");
                None
            }
            Err(other) => return Err(other),
        }
    };
    let page = base.links.page.clone().or(sample.links.page);
    let facts = Facts {
        to: to.as_ref().map(person).unwrap_or_default(),
        other_pay_to: sample.other_pay_to,
        effective: Some(today),
        until: sample.until.map(|_| today.saturating_add(jiff::Span::new().days(30))),
        covered: Some(Covered::AllAccounts),
        sections,
        links: Links { page, ..Links::default() },
        words: if kind == LetterKind::Introduction { note } else { Some("\u{2026}".to_owned()) },
        signature: None,
        ..base
    };
    Ok(RealFacts { facts, invented })
}

fn person(contact: &Contact) -> Person {
    Person {
        name: if contact.mailbox { String::new() } else { contact.name.clone() },
        office: contact.role.word().to_owned(),
        phone: contact.phone.clone(),
        email: contact.email.clone(),
    }
}

/// The oldest open invoices of the pair: a section for each currency (CO-06).
fn open_sections(
    reads: &mut dyn Reads,
    factor: &Factor,
    today: Date,
    (client, debtor): (ClientId, DebtorId),
    name: &str,
) -> Result<Vec<Section>, Error> {
    let mut by_currency: BTreeMap<Currency, Vec<InvoiceLine>> = BTreeMap::new();
    let open = kept::invoice::open_of_debtor(reads, debtor, LOOKED_THROUGH)?;
    for invoice in open.into_iter().filter(|invoice| invoice.client == client).take(LINES) {
        let Some(bought) = &invoice.receivable else { continue };
        let line = InvoiceLine {
            open: bought.money(bought.open),
            number: invoice.offer.number,
            issued: invoice.offer.issued,
            due: invoice.offer.due,
            amount: invoice.offer.amount,
            disputed: None,
        };
        by_currency.entry(line.amount.currency).or_default().push(line);
    }
    let mut sections = Vec::new();
    for (currency, invoices) in by_currency {
        let pay_to = crate::notice::told_account(reads, factor, (client, debtor), currency, today)?;
        sections.push(Section { client: name.to_owned(), invoices, pay_to });
    }
    Ok(sections)
}
