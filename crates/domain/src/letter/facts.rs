//! What a letter is filled with.

use super::{Language, LetterKind, Voice};
use crate::money::{Currency, Money};
use crate::party::{Address, BankAccount};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A party as it stands on paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LetterParty {
    /// Legal name.
    pub name: String,
    /// The name it trades under, as on its invoices.
    pub trading_name: Option<String>,
    /// Postal address.
    pub address: Address,
    /// Telephone.
    pub phone: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// Register number and the like, one line.
    pub register: Option<String>,
}

impl LetterParty {
    /// The name on its invoices: the trading name, else the legal one.
    #[must_use]
    pub fn known_as(&self) -> &str {
        self.trading_name.as_deref().map(str::trim).filter(|name| !name.is_empty()).unwrap_or(&self.name)
    }
}

/// A person to write to or to call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Office: `Accounts payable`, `Account manager`.
    pub office: String,
    /// Telephone.
    pub phone: Option<String>,
    /// Mail address.
    pub email: Option<String>,
}

/// Where to pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayTo {
    /// The account.
    pub account: BankAccount,
    /// What to write on the payment.
    pub reference: Option<String>,
}

/// GL-50 (3), GL-51: which rights a notice covers. There is no way to say "a part of an invoice".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Covered {
    /// All present and future invoices of the client to this debtor.
    AllAccounts,
    /// The invoices listed in the letter's sections, each in full.
    Listed,
}

/// One invoice in a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    /// Number as written on the invoice.
    pub number: String,
    /// Issue date.
    pub issued: Date,
    /// Due date.
    pub due: Date,
    /// Face amount.
    pub amount: Money,
    /// What of it is open.
    pub open: Money,
    /// What the debtor disputes of it, where it does.
    pub disputed: Option<Money>,
}

/// The invoices of one client (CO-06: one section per client, no client sees another's).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The client's trading name as on its invoices.
    pub client: String,
    /// Its invoices, oldest due first, in one currency.
    pub invoices: Vec<InvoiceLine>,
    /// CO-12: where they are paid, exactly as the notice of this client says; none: where the letter as a whole says.
    #[serde(default)]
    pub pay_to: Option<PayTo>,
}

impl Section {
    /// The currency of its invoices; none without lines.
    #[must_use]
    pub fn currency(&self) -> Option<Currency> {
        self.invoices.first().map(|line| line.amount.currency)
    }

    /// The sum of an amount of its lines; none when they are in two currencies, when it is too large, or without lines.
    #[must_use]
    pub fn sum(&self, amount: impl Fn(&InvoiceLine) -> Money) -> Option<Money> {
        let mut amounts = self.invoices.iter().map(amount);
        let first = amounts.next()?;
        amounts.try_fold(first, |sum, next| sum.plus(next).ok())
    }
}

/// Addresses a letter points to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Links {
    /// The debtor's (or client's) own page.
    pub page: Option<String>,
    /// The check page of this letter.
    pub check: Option<String>,
    /// The short code people may type there.
    pub code: Option<String>,
}

/// All that a letter may say. A wording that asks for a fact that is not there cannot be filled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Which letter.
    pub kind: LetterKind,
    /// Its language.
    pub language: Language,
    /// Its date.
    pub dated: Date,
    /// The factor.
    pub factor: LetterParty,
    /// The client; none where a letter speaks of several clients.
    pub client: Option<LetterParty>,
    /// The debtor (or, for a letter to the client, the debtor it is about).
    pub debtor: LetterParty,
    /// To whom: name may be empty for a role mailbox.
    pub to: Person,
    /// Whom the reader may ask: the account manager or the client's person.
    pub ask: Person,
    /// Who signs.
    pub signatory: Person,
    /// Where to pay what no section says another account for.
    pub pay_to: Option<PayTo>,
    /// Where it was paid before, or where to pay after a release.
    pub other_pay_to: Option<PayTo>,
    /// From when the notice, the change or the release counts; until when an old account stays open: see `until`.
    pub effective: Option<Date>,
    /// LC-46: the old account stays open until; a promised date; a recourse date.
    pub until: Option<Date>,
    /// GL-50 (3).
    pub covered: Option<Covered>,
    /// Invoices by client.
    pub sections: Vec<Section>,
    /// Addresses.
    pub links: Links,
    /// LC-42: who sends a letter in the client's voice: the client itself, or the factor for it, which the letter says.
    pub delivered_by: Voice,
    /// A person's own words: the client's note to this customer, the reply, the task.
    pub words: Option<String>,
    /// The signature as one line: key and time; none in a draft.
    pub signature: Option<String>,
}

impl Facts {
    /// Where each section is paid, in the order of the sections; none where nobody knows. CO-12, GL-50: a notice itself says
    /// one account for all it covers.
    #[must_use]
    pub fn accounts(&self) -> Vec<(&Section, Option<&PayTo>)> {
        let one = |section: &Section| self.currencies().iter().all(|currency| Some(*currency) == section.currency());
        let filled = self.sections.iter().filter(|section| !section.invoices.is_empty());
        filled
            .map(|section| {
                // One account for two currencies is nobody's account of either.
                let usual = self.pay_to.as_ref().filter(|_| one(section));
                (section, section.pay_to.as_ref().or(usual))
            })
            .collect()
    }

    /// The currencies in which something is asked for, each once.
    #[must_use]
    pub fn currencies(&self) -> Vec<Currency> {
        let mut found: Vec<Currency> = self.sections.iter().filter_map(Section::currency).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The names over the sections, each once: one client may have a section per currency.
    #[must_use]
    pub fn clients_named(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.sections.iter().map(|section| section.client.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}
