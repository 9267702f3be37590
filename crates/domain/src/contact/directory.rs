//! The directory: people and role mailboxes of a debtor, and of a client.

use super::{Channel, erased_words};
use crate::calendar::Calendar;
use crate::fraud::{self, ContactFinding};
use crate::id::{ClientId, ContactId, DebtorId};
use crate::letter::Language;
use crate::named::named;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

named! {
    /// What a contact is for (CO-04, CO-09).
    Role {
        /// Accounts payable: the one recipient of the factor's messages.
        AccountsPayable = "AP", "accounts payable";
        /// Head of accounts payable; only by the ladder.
        Supervisor = "AP_SUPERVISOR", "accounts payable supervisor";
        /// Controller; only by the ladder.
        Controller = "CONTROLLER", "controller";
        /// The debtor's lawyer: where one is named, everything goes there (CO-08).
        Lawyer = "LAWYER", "lawyer";
        /// A client's person.
        Client = "CLIENT", "person at the client";
    }
}

named! {
    /// Who gave a contact (FR-14).
    ContactSource {
        /// The client.
        Client = "CLIENT", "given by the client";
        /// The debtor itself.
        Debtor = "DEBTOR", "given by the debtor";
        /// The factor's own research: register, switchboard, web site.
        Factor = "FACTOR", "found by the factor";
    }
}

named! {
    /// May it be written to?
    ContactState {
        /// Yes.
        Good = "GOOD", "in use";
        /// Mail came back once; to be verified again (LC-48).
        Bouncing = "BOUNCING", "mail came back";
        /// Somebody answered that this is the wrong contact.
        Wrong = "WRONG", "wrong contact";
        /// Left, or objected (CO-33): legal notices only.
        Retired = "RETIRED", "no longer used";
    }
}

/// How and when a contact was verified, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// The day.
    pub on: Date,
    /// By whom.
    pub by: String,
    /// How, in words: `called the switchboard`, `answered our mail`.
    pub how: String,
    /// FR-14: independently of the client.
    pub independent: bool,
}

/// A person or a role mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Key.
    pub id: ContactId,
    /// The debtor; none for a person at a client.
    pub debtor: Option<DebtorId>,
    /// For a debtor's contact: only for the invoices of this client (rulebook 4.2), or all when none. For a client's person: the client.
    pub client: Option<ClientId>,
    /// What it is for.
    pub role: Role,
    /// CO-33: a role mailbox is preferred to a person.
    pub mailbox: bool,
    /// CO-31: it is, in person, the natural person who owes: the sole trader, or the guarantor of a client.
    #[serde(default)]
    pub obligor: bool,
    /// Name of the person or the department.
    pub name: String,
    /// Mail address, as written.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// How it wants to be reached.
    pub channel: Channel,
    /// Language of letters.
    pub language: Language,
    /// IANA zone of its quiet hours (CO-07).
    pub zone: String,
    /// Who gave it.
    pub source: ContactSource,
    /// The day it was added.
    pub added_on: Date,
    /// The moment it got its present addresses, in microseconds since 1970 UTC (FR-14).
    #[serde(default)]
    pub added_at: i64,
    /// Who added it.
    pub added_by: String,
    /// How it was verified; none while it was not.
    pub verified: Option<Verified>,
    /// CO-08: channels it does not want reminders by, and since when. Honoured at once.
    #[serde(default)]
    pub opted_out: BTreeMap<Channel, Date>,
    /// May it be written to?
    pub state: ContactState,
    /// How often mail came back since it was last verified (LC-48).
    #[serde(default)]
    pub bounces: u32,
    /// FR-10, FR-11, FR-14: what is odd about it, and whether somebody has looked into it.
    #[serde(default)]
    pub findings: Vec<ContactFinding>,
    /// CO-33: the day its name and addresses were erased; nothing can be sent there, and nothing be changed in it, any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased_on: Option<Date>,
}

impl Contact {
    /// CO-33: everything personal goes. The name of a role mailbox is a department's and stays; its addresses go.
    pub fn erase(&mut self, on: Date) {
        let mark = erased_words(on);
        if !self.mailbox {
            self.name.clone_from(&mark);
        }
        self.email = None;
        self.phone = None;
        if let Some(verified) = &mut self.verified {
            verified.how = mark;
        }
        self.findings.clear();
        self.state = ContactState::Retired;
        self.erased_on = Some(on);
    }

    /// Was it neither confirmed nor entered anew for so many months (or more)?
    #[must_use]
    pub fn is_stale(&self, today: Date, months: i64) -> bool {
        let known = self.verified.as_ref().map_or(self.added_on, |verified| verified.on.max(self.added_on));
        known.saturating_add(jiff::Span::new().months(months)) <= today
    }

    /// FR-14: did the client give it, or is it the client's own in some respect that nobody has looked into?
    #[must_use]
    pub fn is_of_client(&self) -> bool {
        self.source == ContactSource::Client || self.has_open("FR-14")
    }

    fn has_open(&self, rule: &str) -> bool {
        self.findings.iter().any(|finding| finding.rule == rule && !finding.cleared)
    }

    /// FR-14, GL-43: is it known to be the debtor's own without the client's word? It was verified without the client's
    /// help; or verified, and the client did not give it; or verified, and its mailbox is under the domain of another
    /// contact of this debtor (one of `others`) for which that is true. A public mail provider is nobody's domain, nor is
    /// one that imitates another (FR-10); `free_mail` are further providers.
    #[must_use]
    pub fn stands_alone(&self, others: &[Self], free_mail: &[String]) -> bool {
        let by_itself =
            |one: &Self| one.verified.as_ref().is_some_and(|verified| verified.independent || !one.is_of_client());
        if by_itself(self) || self.verified.is_none() {
            return by_itself(self);
        }
        let domain = |one: &Self| {
            let domain = fraud::mail_domain(one.email.as_deref()?)?;
            (!fraud::is_free_mail(&domain, free_mail)).then(|| fraud::registrable(&domain).to_owned())
        };
        let own = domain(self).filter(|_| !self.has_open("FR-14") && !self.has_open("FR-10"));
        own.is_some_and(|own| {
            let proven = |one: &&Self| {
                one.id != self.id && one.debtor == self.debtor && one.state == ContactState::Good && by_itself(one)
            };
            others.iter().filter(proven).any(|one| domain(one).as_ref() == Some(&own))
        })
    }
}

/// How a debtor as a whole wants and needs to be treated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preference {
    /// CO-31: the obligor is a natural person (sole trader).
    pub natural_person_obligor: bool,
    /// CO-31: it is under California's rules.
    pub california: bool,
    /// Holidays of the debtor's country (CO-07).
    pub calendar: Calendar,
    /// IANA zone where no contact names one.
    pub zone: String,
    /// Language where no contact names one.
    pub language: Language,
    /// CO-08: notice of bankruptcy was received on.
    pub bankrupt_since: Option<Date>,
}

impl Default for Preference {
    fn default() -> Self {
        Self {
            natural_person_obligor: false,
            california: false,
            calendar: Calendar::Weekends,
            zone: "UTC".to_owned(),
            language: Language::English,
            bankrupt_since: None,
        }
    }
}
