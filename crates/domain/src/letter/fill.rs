//! The value of each fact, as it is written in the letter's language.

use super::address;
use super::facts::{Covered, Facts, InvoiceLine, LetterParty, Section};
use super::labels::{self, Labels};
use super::placeholder::{Condition, Placeholder, When};
use crate::money::Money;

/// Facts with the words of their language at hand.
pub(super) struct Filler<'a> {
    pub facts: &'a Facts,
    pub labels: &'static Labels,
}

impl<'a> Filler<'a> {
    pub fn new(facts: &'a Facts) -> Self {
        Self { facts, labels: labels::of(facts.language) }
    }

    /// The value of a fact; none when it is not known, or empty.
    pub fn value(&self, fact: Placeholder) -> Option<String> {
        let facts = self.facts;
        let language = facts.language;
        let value = match fact {
            Placeholder::Client => self.client_name(),
            Placeholder::ClientLegal => facts.client.as_ref().map(|client| client.name.clone()),
            Placeholder::ClientFull => facts.client.as_ref().map(|client| self.full_name(client)),
            Placeholder::Factor => Some(facts.factor.name.clone()),
            Placeholder::FactorPhone => facts.factor.phone.clone(),
            Placeholder::FactorEmail => facts.factor.email.clone(),
            Placeholder::FactorAddress => Some(address::one_line(&facts.factor.address)),
            Placeholder::Debtor => Some(facts.debtor.name.clone()),
            Placeholder::ToName => Some(facts.to.name.clone()),
            Placeholder::AskName => Some(facts.ask.name.clone()),
            Placeholder::AskPhone => facts.ask.phone.clone(),
            Placeholder::AskEmail => facts.ask.email.clone(),
            Placeholder::SignatoryName => Some(facts.signatory.name.clone()),
            Placeholder::SignatoryOffice => Some(facts.signatory.office.clone()),
            Placeholder::SignatoryPhone => facts.signatory.phone.clone(),
            Placeholder::Dated => Some(language.date(facts.dated)),
            Placeholder::Effective => facts.effective.map(|day| language.date(day)),
            Placeholder::Until => facts.until.map(|day| language.date(day)),
            Placeholder::Total => self.total().map(|total| language.money(total)),
            Placeholder::Count => Some(self.count()).filter(|count| *count > 0).map(|count| language.invoices(count)),
            Placeholder::Invoice => self.one_invoice().map(|line| line.number.clone()),
            Placeholder::Due => self.one_invoice().map(|line| language.date(line.due)),
            Placeholder::OldHolder => facts.other_pay_to.as_ref().map(|to| to.account.holder.clone()),
            Placeholder::OldEnds => facts.other_pay_to.as_ref().map(|to| last_four(&to.account.number)),
            Placeholder::Page => facts.links.page.clone(),
            Placeholder::CheckAddress => facts.links.check.clone(),
            Placeholder::CheckCode => facts.links.code.clone(),
            Placeholder::Words => facts.words.clone(),
            Placeholder::Signature => facts.signature.clone(),
        };
        value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// Does a line or a part of this condition stand? `?` is decided by its facts.
    pub fn holds(&self, when: When) -> bool {
        match when {
            When::Always | When::Filled => true,
            When::If(condition) => self.is_so(condition),
            When::Unless(condition) => !self.is_so(condition),
        }
    }

    fn is_so(&self, condition: Condition) -> bool {
        match condition {
            Condition::AllAccounts => self.facts.covered == Some(Covered::AllAccounts),
            Condition::Listed => self.facts.covered == Some(Covered::Listed),
            Condition::OneInvoice => self.count() == 1,
            Condition::OneClient => self.client_name().is_some(),
        }
    }

    /// In a letter about several clients there is none.
    fn client_name(&self) -> Option<String> {
        match (&self.facts.client, &self.facts.clients_named()[..]) {
            (Some(client), [] | [_]) => Some(client.known_as().to_owned()),
            (None, [one]) => Some((*one).to_owned()),
            _ => None,
        }
    }

    fn full_name(&self, party: &LetterParty) -> String {
        match &party.trading_name {
            Some(trading) if *trading != party.name && !trading.trim().is_empty() => {
                format!("{} ({} {trading})", party.name, self.labels.trading_as)
            }
            _ => party.name.clone(),
        }
    }

    fn count(&self) -> usize {
        self.facts.sections.iter().map(|section| section.invoices.len()).sum()
    }

    fn one_invoice(&self) -> Option<&InvoiceLine> {
        match self.facts.sections.as_slice() {
            [Section { invoices, .. }] if invoices.len() == 1 => invoices.first(),
            _ => None,
        }
    }

    fn total(&self) -> Option<Money> {
        match self.facts.sections.as_slice() {
            [one] => one.sum(|line| line.open),
            _ => None,
        }
    }
}

fn last_four(number: &str) -> String {
    let skipped = number.chars().count().saturating_sub(4);
    number.chars().skip(skipped).collect()
}
