//! LC-46, FR-09: a change of the account that debtors pay to: asked for by one person, approved by another, cooled down.

use super::NoticePolicy;
use super::content::OldAccount;
use super::facts::days_later;
use crate::calendar::Calendar;
use crate::id::RemitChangeId;
use crate::letter::PayTo;
use crate::money::Currency;
use crate::named::named;
use crate::wording::long_date;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

named! {
    /// Where a change of pay-to details stands.
    RemitChangeState {
        /// Waits for a second person.
        Requested = "REQUESTED", "Waits for a second person";
        /// Approved; cools down.
        Approved = "APPROVED", "Approved, cools down";
        /// In force; the debtors are being told.
        InForce = "IN_FORCE", "In force, debtors are being told";
        /// Every debtor's new notice is on its way.
        Done = "DONE", "Every debtor is told";
        /// Dropped before it was in force.
        Dropped = "DROPPED", "Dropped";
    }
}

/// Where debtors pay. Kept as the policy `PAY_TO`; changed only by a [`RemitChange`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PayToAccounts {
    /// The account debtors are told; none before the first notice: then the factor's own account.
    pub current: Option<PayTo>,
    /// LC-46: accounts before it, oldest first.
    pub old: Vec<OldAccount>,
    /// Currencies with an account of their own; all others are paid to the one above.
    pub by_currency: BTreeMap<Currency, CurrencyAccount>,
}

/// The account of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrencyAccount {
    /// The account debtors are told.
    pub current: PayTo,
    /// LC-46: accounts before it, oldest first.
    pub old: Vec<OldAccount>,
}

impl PayToAccounts {
    /// Name of the policy.
    pub const POLICY: &'static str = "PAY_TO";

    /// The account that debtors of a currency are told; none before the first notice, where it has none of its own.
    #[must_use]
    pub fn current(&self, currency: Currency) -> Option<&PayTo> {
        self.by_currency.get(&currency).map(|own| &own.current).or(self.current.as_ref())
    }

    /// LC-46: the accounts before it, oldest first.
    #[must_use]
    pub fn old(&self, currency: Currency) -> &[OldAccount] {
        self.by_currency.get(&currency).map_or(&self.old, |own| &own.old)
    }

    /// LC-46: all accounts that were paid to before, of every currency.
    pub fn all_old(&self) -> impl Iterator<Item = &OldAccount> {
        self.old.iter().chain(self.by_currency.values().flat_map(|own| &own.old))
    }

    /// LC-46: another account takes the place of the one of this currency, or of the usual one where none is named.
    pub fn replace(&mut self, currency: Option<Currency>, to: PayTo, before: Option<OldAccount>) {
        match currency {
            None => {
                self.old.extend(before);
                self.current = Some(to);
            }
            Some(currency) => match self.by_currency.get_mut(&currency) {
                Some(own) => {
                    own.old.extend(before);
                    own.current = to;
                }
                None => {
                    let old = before.into_iter().collect();
                    self.by_currency.insert(currency, CurrencyAccount { current: to, old });
                }
            },
        }
    }
}

/// A change of the account that debtors pay to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemitChange {
    /// Key.
    pub id: RemitChangeId,
    /// The currency whose debtors pay there; none: all that have no account of their own.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// Where it stands.
    pub state: RemitChangeState,
    /// The account before.
    pub from: PayTo,
    /// The account from then on.
    pub to: PayTo,
    /// Why.
    pub why: String,
    /// Who asked.
    pub requested_by: String,
    /// When.
    pub requested_on: Date,
    /// FR-09: the first day it may be in force.
    pub not_before: Date,
    /// Who approved, and when.
    pub approved: Option<(String, Date)>,
    /// The day it came into force.
    pub in_force_on: Option<Date>,
    /// LC-46: the last day the old account is open.
    pub old_until: Option<Date>,
    /// Who dropped it, when and why.
    pub dropped: Option<(String, Date, String)>,
}

/// Why a change takes no step.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RemitRefusal {
    /// The account is not sound.
    #[error("{0}")]
    Account(String),
    /// It is the same account.
    #[error("debtors pay to this account already; nothing needs to change")]
    SameAccount,
    /// No reason.
    #[error("it does not say why the account changes; write the reason in a sentence")]
    NoReason,
    /// No name.
    #[error("it does not say who {0}; write the person's name")]
    Nobody(&'static str),
    /// FR-09: one person alone.
    #[error("{0} asked for this change; a second person must approve it")]
    SamePerson(String),
    /// FR-09: too early.
    #[error("the change cools down until {}; it takes effect then by itself", long_date(*.0))]
    Cooling(Date),
    /// The step does not start from here.
    #[error("the change is \u{201c}{0}\u{201d}; {1} is not possible from there")]
    State(RemitChangeState, &'static str),
}

impl RemitRefusal {
    /// Stable code, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Account(_) => "ACCOUNT",
            Self::SameAccount => "SAME_ACCOUNT",
            Self::NoReason => "REASON_MISSING",
            Self::Nobody(_) => "NAME_MISSING",
            Self::SamePerson(_) => "SECOND_PERSON",
            Self::Cooling(_) => "COOLING",
            Self::State(..) => "REMIT_CHANGE_STATE",
        }
    }
}

/// Who asks for a change, of what, and when.
#[derive(Debug, Clone)]
pub struct RemitRequest {
    /// Key of the change.
    pub id: RemitChangeId,
    /// The currency whose debtors are to pay there; none: all that have no account of their own.
    pub currency: Option<Currency>,
    /// The account before.
    pub from: PayTo,
    /// The account asked for.
    pub to: PayTo,
    /// Why.
    pub why: String,
    /// Who asks.
    pub by: String,
}

impl RemitChange {
    /// Asks for a change. FR-09: it cools down for business days of the factor's calendar.
    ///
    /// # Errors
    /// Every [`RemitRefusal`] of the request.
    pub fn request(
        request: RemitRequest,
        policy: &NoticePolicy,
        calendar: Calendar,
        today: Date,
    ) -> Result<Self, Vec<RemitRefusal>> {
        let RemitRequest { id, currency, from, to, why, by } = request;
        let mut problems: Vec<RemitRefusal> =
            to.account.problems().iter().map(|one| RemitRefusal::Account(one.to_string())).collect();
        if from == to {
            problems.push(RemitRefusal::SameAccount);
        }
        if why.trim().is_empty() {
            problems.push(RemitRefusal::NoReason);
        }
        if by.trim().is_empty() {
            problems.push(RemitRefusal::Nobody("asks"));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            id,
            currency,
            state: RemitChangeState::Requested,
            from,
            to,
            why,
            requested_by: by,
            requested_on: today,
            not_before: calendar.shift(today, policy.remit_hold_bd),
            approved: None,
            in_force_on: None,
            old_until: None,
            dropped: None,
        })
    }

    /// A second person approves.
    ///
    /// # Errors
    /// [`RemitRefusal`] when it is the same person, nobody, or it does not wait for approval.
    pub fn approve(&self, by: &str, today: Date) -> Result<Self, RemitRefusal> {
        self.must_be(RemitChangeState::Requested, "approving it")?;
        if by.trim().is_empty() {
            return Err(RemitRefusal::Nobody("approves"));
        }
        // FR-09: dual approval.
        let same = |name: &str| name.split_whitespace().collect::<String>().to_lowercase();
        if same(by) == same(&self.requested_by) {
            return Err(RemitRefusal::SamePerson(self.requested_by.clone()));
        }
        let approved = Some((by.trim().to_owned(), today));
        Ok(Self { state: RemitChangeState::Approved, approved, ..self.clone() })
    }

    /// Puts it in force; the old account stays open.
    ///
    /// # Errors
    /// [`RemitRefusal`] when it is not approved or still cools down.
    pub fn put_in_force(&self, policy: &NoticePolicy, today: Date) -> Result<Self, RemitRefusal> {
        self.must_be(RemitChangeState::Approved, "putting it in force")?;
        if today < self.not_before {
            return Err(RemitRefusal::Cooling(self.not_before));
        }
        // LC-46
        let old_until = Some(days_later(today, policy.old_account_days));
        Ok(Self { state: RemitChangeState::InForce, in_force_on: Some(today), old_until, ..self.clone() })
    }

    /// Every debtor's new notice is on its way.
    #[must_use]
    pub fn done(&self) -> Self {
        Self { state: RemitChangeState::Done, ..self.clone() }
    }

    /// Drops it before it is in force.
    ///
    /// # Errors
    /// [`RemitRefusal`] when it is in force, or nobody or no reason is named.
    pub fn drop_it(&self, by: &str, why: &str, today: Date) -> Result<Self, RemitRefusal> {
        if !matches!(self.state, RemitChangeState::Requested | RemitChangeState::Approved) {
            return Err(RemitRefusal::State(self.state, "dropping it"));
        }
        if by.trim().is_empty() {
            return Err(RemitRefusal::Nobody("drops it"));
        }
        if why.trim().is_empty() {
            return Err(RemitRefusal::NoReason);
        }
        let dropped = Some((by.trim().to_owned(), today, why.trim().to_owned()));
        Ok(Self { state: RemitChangeState::Dropped, dropped, ..self.clone() })
    }

    fn must_be(&self, state: RemitChangeState, step: &'static str) -> Result<(), RemitRefusal> {
        if self.state == state { Ok(()) } else { Err(RemitRefusal::State(self.state, step)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::party::BankAccount;
    use jiff::civil::date;
    use uuid::Uuid;

    fn pay_to(number: &str) -> PayTo {
        let account = BankAccount { holder: "F".into(), number: number.into(), bic: None, clearing: None };
        PayTo { account, reference: None }
    }

    fn ask(to: &str, by: &str) -> Result<RemitChange, Vec<RemitRefusal>> {
        let request = RemitRequest {
            currency: None,
            id: RemitChangeId(Uuid::nil()),
            from: pay_to("111"),
            to: pay_to(to),
            why: "New bank".into(),
            by: by.into(),
        };
        // The Thursday before Memorial Day.
        RemitChange::request(request, &NoticePolicy::default(), Calendar::UnitedStates, date(2026, 5, 21))
    }

    #[test]
    fn fr_09_two_people_and_two_business_days() {
        let policy = NoticePolicy::default();
        let change = ask("222", "Ann Example").unwrap();
        // Friday, then Memorial Day on Monday does not count: Tuesday.
        assert_eq!(change.not_before, date(2026, 5, 26));
        assert_eq!(
            change.approve("ann  example ", date(2026, 5, 21)),
            Err(RemitRefusal::SamePerson("Ann Example".into()))
        );
        assert!(change.put_in_force(&policy, date(2026, 5, 26)).is_err());
        let approved = change.approve("Bo Example", date(2026, 5, 21)).unwrap();
        assert_eq!(approved.put_in_force(&policy, date(2026, 5, 25)), Err(RemitRefusal::Cooling(date(2026, 5, 26))));
        let in_force = approved.put_in_force(&policy, date(2026, 5, 26)).unwrap();
        assert_eq!(in_force.old_until, Some(date(2026, 11, 22)));
        assert!(in_force.drop_it("Bo", "late", date(2026, 5, 27)).is_err());
    }

    #[test]
    fn fr_09_a_request_says_all_that_is_wrong_with_it() {
        let problems = ask("111", " ").unwrap_err();
        assert_eq!(problems, [RemitRefusal::SameAccount, RemitRefusal::Nobody("asks")]);
    }
}
