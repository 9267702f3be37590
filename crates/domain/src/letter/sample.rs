//! Invented facts, to try a wording on before it is kept: a wording that passes them all can be filled for real.

use super::facts::{Covered, Facts, InvoiceLine, LetterParty, Links, PayTo, Person, Section};
use super::{Language, LetterKind, Voice};
use crate::money::{Currency, Money};
use crate::party::{Address, BankAccount};
use jiff::civil::{Date, date};

fn party(name: &str, trading: Option<&str>, city: &str) -> LetterParty {
    LetterParty {
        name: name.to_owned(),
        trading_name: trading.map(str::to_owned),
        address: Address {
            lines: vec!["12 Quay Street".to_owned()],
            city: city.to_owned(),
            postcode: "00501".to_owned(),
            region: "NY".to_owned(),
            country: "US".to_owned(),
        },
        phone: Some("+1 555 0100".to_owned()),
        email: Some("desk@factor.example".to_owned()),
        register: None,
    }
}

fn person(name: &str, office: &str) -> Person {
    Person {
        name: name.to_owned(),
        office: office.to_owned(),
        phone: Some("+1 555 0142".to_owned()),
        email: Some("person@factor.example".to_owned()),
    }
}

fn line(number: &str, amount: i64, open: i64) -> InvoiceLine {
    InvoiceLine {
        number: number.to_owned(),
        issued: date(2026, 2, 2),
        due: date(2026, 3, 4),
        amount: Money::new(amount, Currency::USD),
        open: Money::new(open, Currency::USD),
        disputed: None,
    }
}

fn account(holder: &str, number: &str) -> PayTo {
    let account = BankAccount {
        holder: holder.to_owned(),
        number: number.to_owned(),
        bic: None,
        clearing: Some("021000021".to_owned()),
    };
    PayTo { account, reference: None }
}

const DATED: Date = date(2026, 4, 1);

/// The fullest case: everything known, one client, two invoices.
fn full(kind: LetterKind, language: Language) -> Facts {
    Facts {
        kind,
        language,
        dated: DATED,
        factor: party("Tidewater Factors Inc.", None, "Albany"),
        client: Some(party("Harbor Crew Staffing LLC", Some("Harbor Crew"), "Troy")),
        debtor: party("Blue Quarry Stone Corp.", None, "Utica"),
        to: person("Robin Ashe", "Accounts payable"),
        ask: person("Sam Okoro", super::account_manager_office(language)),
        signatory: person("Alex Moreau", "Managing director"),
        pay_to: Some(account("Tidewater Factors Inc.", "000123456789")),
        other_pay_to: Some(account("Harbor Crew Staffing LLC", "000987654321")),
        effective: Some(date(2026, 4, 8)),
        until: Some(date(2026, 10, 5)),
        covered: Some(Covered::AllAccounts),
        sections: vec![Section {
            client: "Harbor Crew".to_owned(),
            invoices: vec![line("HC-1041", 123_450, 123_450), line("HC-1042", 80_000, 30_000)],
            pay_to: None,
        }],
        links: Links {
            page: Some("https://letters.example/g/abc".to_owned()),
            check: Some("https://letters.example/check/7K2M-9QXD".to_owned()),
            code: Some("7K2M-9QXD".to_owned()),
        },
        delivered_by: Voice::Factor,
        words: Some("12, 13.".to_owned()),
        signature: Some("ed25519:5f3a09c1, 2026-04-01T14:00:00Z".to_owned()),
    }
}

/// The cases a wording of this kind must stand: everything known; what may be missing missing; a notice of listed invoices;
/// one invoice; two clients in one letter where that can be, and the same in two currencies.
#[must_use]
pub fn samples(kind: LetterKind, language: Language) -> Vec<Facts> {
    let rich = full(kind, language);
    let mut bare = rich.clone();
    bare.to = Person::default();
    bare.signatory.phone = None;
    bare.sections[0].invoices.truncate(1);
    if kind == LetterKind::Introduction {
        bare.words = None;
    }
    let mut listed = rich.clone();
    listed.covered = Some(Covered::Listed);
    let mut samples = vec![rich, bare, listed];
    if speaks_of_several_clients(kind) {
        let mut several = samples[0].clone();
        several.client = None;
        let second =
            Section { client: "Lantern Print".to_owned(), invoices: vec![line("884", 50_000, 50_000)], pay_to: None };
        several.sections.push(second.clone());
        // CO-12: in two currencies, each with the account its notice names.
        let mut abroad = second;
        for line in &mut abroad.invoices {
            (line.amount.currency, line.open.currency) = (Currency::EUR, Currency::EUR);
        }
        let mut iban = account("Tidewater Factors Inc.", "DE75512108001245126199");
        iban.account.clearing = None;
        abroad.pay_to = Some(iban);
        let mut currencies = several.clone();
        currencies.sections[0].pay_to.clone_from(&currencies.pay_to);
        currencies.sections[1] = abroad;
        samples.extend([several, currencies]);
    }
    samples
}

/// CO-06: which letters may bundle the invoices of several clients?
const fn speaks_of_several_clients(kind: LetterKind) -> bool {
    matches!(
        kind,
        LetterKind::Verification
            | LetterKind::Status
            | LetterKind::StatusAgain
            | LetterKind::Supervisor
            | LetterKind::PastDue
            | LetterKind::BeforeDue
    )
}
