//! CO-31: who owes as a natural person under California's rules is treated as a consumer is (SB 1286 [S56], Rosenthal Act).
//!
//! Contract: three things follow, each stricter than the usual rules and none instead of them. The hours are the narrower
//! window (in [`Wall`](super::Wall)). Nobody else than the person itself, its lawyer, or an address the person gave hears
//! of the debt ([`is_own`]); this holds whatever the sum, which is gentler than the law. And where the debt to one client
//! is [covered](is_covered) by the law, nothing asks for money before that client's validation notice has gone out.

use super::{Ask, Channel, Contact, ContactSource, Denied, Preference, Purpose, Role, Situation};
use crate::id::MessageId;
use crate::money::{Currency, Money};
use jiff::Timestamp;

/// SB 1286: the most that may be owed to one client in all for its debt to be covered; more is not.
pub const COVERED_LIMIT: Money = Money { minor: 50_000_000, currency: Currency::USD };

/// Where the validation notice of one client to one debtor stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Validation {
    /// There is none, or it came back.
    #[default]
    Missing,
    /// It is written, and has not left.
    Planned(MessageId),
    /// It has gone out.
    Sent(MessageId, Timestamp),
}

impl Preference {
    /// CO-31: are the rules for natural persons in California its?
    #[must_use]
    pub const fn is_protected(&self) -> bool {
        self.natural_person_obligor && self.california
    }
}

/// Is what is open of one client covered? Only what is owed in dollars is held against [`COVERED_LIMIT`]: the law names no
/// other currency, so that a debt in another one is treated as covered, whatever its amount.
#[must_use]
pub fn is_covered(open: impl IntoIterator<Item = Money>) -> bool {
    let in_dollars = open.into_iter().filter(|one| one.currency == COVERED_LIMIT.currency);
    let total = in_dollars.fold(0_i64, |sum, one| sum.saturating_add(one.minor));
    total <= COVERED_LIMIT.minor
}

/// May this contact hear of the debt of a natural person: is it the person itself, its lawyer, or an accounts payable
/// address that the person itself gave?
#[must_use]
pub fn is_own(contact: &Contact) -> bool {
    contact.obligor
        || contact.role == Role::Lawyer
        || (contact.role == Role::AccountsPayable && contact.source == ContactSource::Debtor)
}

/// CO-31: what keeps a message to a protected debtor back.
pub(super) fn barred(situation: &Situation, ask: &Ask<'_>) -> Result<(), Denied> {
    if !situation.preference.is_protected() {
        return if ask.purpose == Purpose::Validation {
            let fact = "the debtor is no natural person under California\u{2019}s rules";
            Err(Denied::new(RULE, fact, "No validation notice is needed; write as usual.", None))
        } else {
            Ok(())
        };
    }
    let (fact, remedy) = match ask.contact {
        Some(contact) if is_own(contact) => return told_first(situation, ask),
        Some(contact) => {
            let fact = format!("{} is not the person that owes: nobody else may hear of it", contact.name);
            (
                fact,
                "Write to the person itself, to its lawyer, or to an address that it gave; or mark the contact as the person itself.",
            )
        }
        None if matches!(ask.channel, Channel::Letter | Channel::Portal) => return told_first(situation, ask),
        None => {
            let fact = "nobody is named, and nobody else than the person that owes may hear of it".to_owned();
            (fact, "Save the address as a contact of the person itself, then write to that contact.")
        }
    };
    Err(Denied::new(RULE, fact, remedy, None))
}

/// The rule under which a message is refused.
pub(super) const RULE: &str = "CO-31";

/// CO-31: the validation notice goes before anything that asks for money, once, and speaks of one client's debt alone.
fn told_first(situation: &Situation, ask: &Ask<'_>) -> Result<(), Denied> {
    if !ask.purpose.is_about_payment() {
        return Ok(());
    }
    if ask.purpose != Purpose::Validation {
        let mut untold = ask.clients.iter().filter(|client| situation.needs_validation(**client));
        return match untold.next() {
            None => Ok(()),
            Some(_) => Err(Denied::new(RULE, UNTOLD, "Send the validation notice first.", None)),
        };
    }
    let [client] = ask.clients else {
        let fact = "a validation notice speaks of one client\u{2019}s invoices";
        return Err(Denied::new(RULE, fact, "Write one for each client.", None));
    };
    match situation.pairs.get(client).map(|pair| (pair.covered, pair.validation)) {
        Some((true, Validation::Missing)) => Ok(()),
        Some((true, _)) => Err(Denied::new(
            RULE,
            "the validation notice of this client is written already",
            "Wait until it is there.",
            None,
        )),
        _ => Err(Denied::new(
            RULE,
            "what this client is owed is not covered by California\u{2019}s rules",
            "No validation notice is needed; write as usual.",
            None,
        )),
    }
}

/// Why a protected debtor is not asked yet.
pub(super) const UNTOLD: &str = "the validation notice has not gone out yet, and nothing asks for money before it";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn co_31_half_a_million_is_covered_a_cent_more_is_not_and_other_currencies_are() {
        let usd = |minor| Money::new(minor, Currency::USD);
        assert!(is_covered([usd(20_000_000), usd(30_000_000)]));
        assert!(!is_covered([usd(20_000_000), usd(30_000_001)]));
        assert!(is_covered([Money::new(90_000_000, Currency::EUR)]));
        assert!(is_covered([]));
    }
}
