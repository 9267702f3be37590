//! What must agree within one file: codes, references, currencies, versions.
//!
//! A code counts as known as soon as it was read, also when the rest of its entry is faulty, so that one
//! fault is not reported again at every place that refers to it.

use super::fields::Fields;
use super::{AgreementEntry, CustomerEntry};
use domain::money::Currency;
use domain::party::Code;
use std::collections::BTreeMap;

/// The codes of the file, each with the line of its entry.
#[derive(Debug, Default)]
pub(super) struct Codes {
    clients: BTreeMap<Code, u64>,
    debtors: BTreeMap<Code, (u64, Option<Currency>)>,
    customers: BTreeMap<(Code, Code), u64>,
    references: BTreeMap<(Code, String), u64>,
    mappings: BTreeMap<Code, u64>,
    /// The latest version of each client: its line, number and first day.
    versions: BTreeMap<Code, (u64, u32, jiff::civil::Date)>,
}

const KEEP_ONE: &str = "Give one of the two another code, or keep one of them.";

impl Codes {
    pub(super) fn add_client(&mut self, fields: &Fields<'_>, code: Option<&Code>) {
        let Some(code) = code else { return };
        if let Some(first) = self.clients.insert(code.clone(), fields.line()) {
            let fact = format!("The client {code} stands on line {first} already.");
            fields.fault_at(fields.line(), "code", "CODE_TWICE", fact, KEEP_ONE);
        }
    }

    pub(super) fn add_debtor(&mut self, fields: &Fields<'_>, code: Option<&Code>, currency: Option<Currency>) {
        let Some(code) = code else { return };
        if let Some((first, _)) = self.debtors.insert(code.clone(), (fields.line(), currency)) {
            let fact = format!("The debtor {code} stands on line {first} already.");
            fields.fault_at(fields.line(), "code", "CODE_TWICE", fact, KEEP_ONE);
        }
    }

    /// Reads the field `client` and finds it in the file.
    pub(super) fn client(&self, fields: &mut Fields<'_>) -> Option<Code> {
        let (line, code) = reference(fields, "client")?;
        if !self.clients.contains_key(&code) {
            unknown(fields, line, "client", &code);
        }
        Some(code)
    }

    /// Reads the field `debtor` and finds it in the file.
    pub(super) fn debtor(&self, fields: &mut Fields<'_>) -> Option<Code> {
        let (line, code) = reference(fields, "debtor")?;
        if !self.debtors.contains_key(&code) {
            unknown(fields, line, "debtor", &code);
        }
        Some(code)
    }

    /// Is there such a debtor?
    pub(super) fn has_debtor(&self, code: &str) -> bool {
        Code::parse(code).is_ok_and(|parsed| parsed.as_str() == code && self.debtors.contains_key(&parsed))
    }

    /// The currency of a debtor's limit.
    pub(super) fn currency_of(&self, debtor: &Code) -> Option<Currency> {
        self.debtors.get(debtor).and_then(|(_, currency)| *currency)
    }

    /// The line of the mapping that the client has already, if it has one.
    pub(super) fn mapped(&mut self, client: &Code, line: u64) -> Option<u64> {
        self.mappings.insert(client.clone(), line)
    }

    /// A pair stands once, its reference is the client's only one, and its currencies agree: else none of its
    /// invoices could ever be bought (LC-06 G4, G9).
    pub(super) fn add_customer(&mut self, fields: &Fields<'_>, entry: &CustomerEntry, agreements: &[AgreementEntry]) {
        let (client, debtor, line) = (&entry.client, &entry.debtor, fields.line());
        if let Some(first) = self.customers.insert((client.clone(), debtor.clone()), line) {
            let fact = format!("{debtor} stands as a customer of {client} on line {first} already.");
            fields.fault_at(line, "debtor", "CODE_TWICE", fact, "Keep one of the two.");
        }
        if let Some(reference) = &entry.client_reference
            && let Some(first) = self.references.insert((client.clone(), reference.clone()), line)
        {
            let fact = format!("{client} calls another customer {reference} on line {first} already.");
            fields.fault_at(line, "client_reference", "CODE_TWICE", fact, "Give each customer its own number.");
        }
        let Some(limit) = self.currency_of(debtor) else { return };
        let other = agreements.iter().find(|one| one.client == *client && one.terms.currency != limit);
        if let Some(agreement) = other {
            let fact = format!(
                "The limit of {debtor} is in {limit}, and version {} of the agreement with {client} in {}.",
                agreement.version, agreement.terms.currency
            );
            let remedy = "Set the limit in the currency of the agreement; none of its invoices could be bought.";
            fields.fault_at(line, "debtor", "CURRENCIES_DIFFER", fact, remedy);
        }
    }

    /// LC-30: versions of a client are numbered 1, 2, 3 … and each begins after the one before it.
    pub(super) fn add_version(&mut self, fields: &Fields<'_>, client: &Code, version: u32, from: jiff::civil::Date) {
        let line = fields.line();
        let before = self.versions.insert(client.clone(), (line, version, from));
        let expected = before.map_or(1, |(_, before, _)| before.saturating_add(1));
        if version != expected {
            let fact = format!("This is version {version} of the agreement with {client}, and {expected} was to come.");
            let remedy = "Number the versions of a client 1, 2, 3, in the order of the file.";
            fields.fault_at(line, "version", "VERSION_ORDER", fact, remedy);
        }
        if let Some((first, before, day)) = before
            && from <= day
        {
            let fact = format!("It begins on {from}, and version {before} (line {first}) on {day}.");
            let remedy = "Let each version begin after the one before it.";
            fields.fault_at(line, "effective_from", "VERSION_ORDER", fact, remedy);
        }
    }
}

fn reference(fields: &mut Fields<'_>, key: &str) -> Option<(u64, Code)> {
    const EXAMPLE: &str = "\"HARBOR-1\"";
    fields.must(key, EXAMPLE, |fields| fields.parsed(key, EXAMPLE, "CODE_WRONG", Code::parse))
}

fn unknown(fields: &Fields<'_>, line: u64, key: &str, code: &Code) {
    let fact = format!("There is no {key} {code} in this file.");
    fields.fault_at(line, key, "CODE_UNKNOWN", fact, &format!("Add a [[{key}]] with this code, or correct it."));
}
