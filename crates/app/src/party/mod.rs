//! Master data: the factor, its clients, their debtors, and the pairs of both.
//!
//! Saving is by code: a code that is there is changed, a new one is added. Every change is an event.

mod client;
mod customer;
mod debtor;
mod factor;
mod sender;

pub use client::{NewClient, save_client};
pub use customer::{NewCustomer, link_customer};
pub use debtor::{NewDebtor, save_debtor};
pub use factor::{FactorParticulars, save_factor};
pub use sender::{save_sender, sender};

use crate::Refusal;
use domain::party::{BankAccount, Code, Identity};

/// Longest name of a party, in characters.
pub const NAME_CHARS: usize = 200;
/// Most identifiers or accounts of one party.
pub const NUMBERS: usize = 50;

/// What is wrong with the parts every party has.
fn common_problems(
    code: &str,
    name: &str,
    identity: &Identity,
    account: Option<&BankAccount>,
) -> (Option<Code>, Vec<Refusal>) {
    let mut problems = Vec::new();
    let code = Code::parse(code)
        .map_err(|error| problems.push(Refusal::at("code", "CODE", error, "Choose a code of that form.")))
        .ok();
    if name.trim().is_empty() || name.chars().count() > NAME_CHARS {
        let fact = format!("the name is empty or longer than {NAME_CHARS} characters");
        problems.push(Refusal::at("name", "NAME", fact, "Write the legal name."));
    }
    if identity.identifiers.len() > NUMBERS {
        let fact = format!("{} identifiers were given; at most {NUMBERS} are kept", identity.identifiers.len());
        problems.push(Refusal::at("identifiers", "TOO_MANY", fact, "Keep those that stand on papers."));
    }
    for identifier in &identity.identifiers {
        if identifier.scheme.trim().is_empty() || identifier.comparable().is_empty() {
            let fact = format!(
                "the identifier \u{201c}{} {}\u{201d} lacks its kind or its number",
                identifier.scheme, identifier.value
            );
            problems.push(Refusal::at("identifiers", "IDENTIFIER", fact, "Write both, for example VAT DE123456789."));
        }
    }
    for problem in account.map(BankAccount::problems).unwrap_or_default() {
        problems.push(Refusal::at("account", "ACCOUNT", problem, "Correct the account."));
    }
    (code, problems)
}
