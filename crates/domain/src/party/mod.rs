//! The parties of factoring: the factor, its clients (sellers) and their debtors (customers).
//!
//! One master debtor per factor, linked to each client that sells to it by a [`Pair`] (rulebook
//! 4.2). The client is never called a debtor.

mod bank_account;
mod code;
mod guarantor;
mod status;

pub use bank_account::{BankAccount, BankAccountError};
pub use code::{Code, CodeError};
pub use guarantor::Guarantor;
pub use status::{ClientStatus, DebtorStatus, DebtorType};

use crate::calendar::Calendar;
use crate::id::{ClientId, DebtorId, FactorId};
use crate::money::{Currency, Money};
use serde::{Deserialize, Serialize};

/// The tenant: who buys invoices. All that it owns is its book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factor {
    /// Key of every row of the book.
    pub id: FactorId,
    /// Registered name.
    pub name: String,
    /// ISO 3166-1 alpha-2 country.
    pub country: String,
    /// The currency its own accounts are kept in.
    pub currency: Currency,
    /// IANA time zone in which its business days run.
    pub zone: String,
    /// Bank calendar for business days (FE-05).
    pub calendar: Calendar,
    /// The account that payments to clients leave from, once known.
    pub account: Option<BankAccount>,
}

/// A postal address as it stands on a letter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Address {
    /// Street, building, floor: in order.
    pub lines: Vec<String>,
    /// Town.
    pub city: String,
    /// Postal code.
    pub postcode: String,
    /// State or province, where the country writes one.
    pub region: String,
    /// ISO 3166-1 alpha-2 country.
    pub country: String,
}

/// A number by which a register or a network knows a party.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identifier {
    /// What kind of number: `VAT`, `LEI`, `DUNS`, a Peppol scheme such as `0088`, or `REGISTER`.
    pub scheme: String,
    /// The number, without spaces.
    pub value: String,
}

impl Identifier {
    /// The value as two papers can be compared: capitals and digits only.
    #[must_use]
    pub fn comparable(&self) -> String {
        comparable_identifier(&self.value)
    }
}

/// Capital letters and digits of a number, so that `DE 123.456` and `de123456` are the same.
#[must_use]
pub fn comparable_identifier(value: &str) -> String {
    value.chars().flat_map(char::to_uppercase).filter(|c| c.is_alphanumeric()).collect()
}

/// A name as two papers can be compared: letters and digits in capitals, single spaces, and without
/// what stands for the legal form at its end. `Harbour & Sons, Ltd.` and `HARBOUR SONS LTD` are one.
#[must_use]
pub fn comparable_name(name: &str) -> String {
    const FORMS: [&str; 22] = [
        "INC",
        "INCORPORATED",
        "LLC",
        "LTD",
        "LIMITED",
        "CORP",
        "CORPORATION",
        "CO",
        "COMPANY",
        "PLC",
        "GMBH",
        "AG",
        "KG",
        "SA",
        "SAS",
        "SARL",
        "SL",
        "BV",
        "NV",
        "AB",
        "AS",
        "OY",
    ];
    let capitals: String = name
        .replace(['.', '\u{2019}', '\''], "")
        .chars()
        .flat_map(char::to_uppercase)
        // After the capitals: some are written as a letter and a mark ("\u{390}").
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let mut words: Vec<&str> = capitals.split_whitespace().filter(|word| *word != "AND").collect();
    while words.len() > 1 && words.last().is_some_and(|last| FORMS.contains(last)) {
        words.pop();
    }
    words.join(" ")
}

/// Who a client or debtor is: what papers say of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Identity {
    /// Name it trades under, where that differs from the legal name.
    pub trading_name: Option<String>,
    /// Postal address.
    pub address: Address,
    /// Register, tax and network numbers.
    pub identifiers: Vec<Identifier>,
}

/// A business that sells its invoices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// Key.
    pub id: ClientId,
    /// Short code people type: `HARBOR`.
    pub code: Code,
    /// Legal name.
    pub name: String,
    /// Where it stands in its life (rulebook 4.3).
    pub status: ClientStatus,
    /// Person at the factor who answers for this client.
    pub account_manager: String,
    /// Address and numbers.
    pub identity: Identity,
    /// Where its advances and rebates are paid to.
    pub account: Option<BankAccount>,
    /// Who guarantees what it owes.
    #[serde(default)]
    pub guarantor: Option<Guarantor>,
}

/// A customer of one or more clients: who owes the invoice. One per factor, whatever client sells to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Debtor {
    /// Key.
    pub id: DebtorId,
    /// Short code people type.
    pub code: Code,
    /// Legal name.
    pub name: String,
    /// Where it stands in its life (rulebook 4.2).
    pub status: DebtorStatus,
    /// GL-60: what kind of debtor.
    #[serde(default)]
    pub debtor_type: DebtorType,
    /// The most it may owe on purchased invoices, over all clients.
    pub limit: Money,
    /// Address and numbers.
    pub identity: Identity,
    /// Accounts it is known to pay from.
    pub paying_accounts: Vec<String>,
}

/// The relation of one client to one debtor (rulebook 4.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// The seller.
    pub client: ClientId,
    /// Its customer.
    pub debtor: DebtorId,
    /// The client's own number for this customer, as its schedules state it.
    pub client_reference: Option<String>,
    /// A limit for this pair, under the debtor's own.
    pub limit: Option<Money>,
    /// LC-04: must each invoice name the customer's order?
    pub order_required: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_compare_without_legal_form_and_punctuation() {
        assert_eq!(comparable_name("Harbour & Sons, Ltd."), comparable_name("HARBOUR AND SONS LIMITED"));
        assert_ne!(comparable_name("Harbour Stone"), comparable_name("Harbour Sons"));
        assert_eq!(comparable_name("Limited"), "LIMITED");
    }
}
