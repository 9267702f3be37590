//! What every party has: address, numbers, a bank account.

use domain::party;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A postal address as it stands on a letter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Address {
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Identifier {
    /// `VAT`, `LEI`, `DUNS`, a Peppol scheme such as `0088`, or `REGISTER`.
    #[schema(example = "VAT")]
    pub scheme: String,
    /// The number.
    #[schema(example = "DE123456789")]
    pub value: String,
}

/// A bank account: an IBAN, or a national number with its bank's code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BankAccount {
    /// Name the account is kept under.
    pub holder: String,
    /// IBAN without spaces, or the national account number.
    #[schema(example = "DE89370400440532013000")]
    pub number: String,
    /// BIC (ISO 9362) of the bank, where it has one.
    #[serde(default)]
    pub bic: Option<String>,
    /// National code of the bank (a US routing number, a UK sort code), where there is no BIC.
    #[serde(default)]
    pub clearing: Option<String>,
}

impl From<BankAccount> for party::BankAccount {
    fn from(account: BankAccount) -> Self {
        Self { holder: account.holder, number: account.number, bic: account.bic, clearing: account.clearing }
    }
}

impl From<party::BankAccount> for BankAccount {
    fn from(account: party::BankAccount) -> Self {
        Self { holder: account.holder, number: account.number, bic: account.bic, clearing: account.clearing }
    }
}

/// The parts of an identity as the domain keeps them together.
pub(super) fn identity(
    trading_name: Option<String>,
    address: Address,
    identifiers: Vec<Identifier>,
) -> party::Identity {
    let Address { lines, city, postcode, region, country } = address;
    let numbers = identifiers.into_iter().map(|one| party::Identifier { scheme: one.scheme, value: one.value });
    party::Identity {
        trading_name,
        address: party::Address { lines, city, postcode, region, country },
        identifiers: numbers.collect(),
    }
}

/// An identity in its parts.
pub(super) fn parts(identity: party::Identity) -> (Option<String>, Address, Vec<Identifier>) {
    let party::Address { lines, city, postcode, region, country } = identity.address;
    let numbers = identity.identifiers.into_iter().map(|one| Identifier { scheme: one.scheme, value: one.value });
    (identity.trading_name, Address { lines, city, postcode, region, country }, numbers.collect())
}
