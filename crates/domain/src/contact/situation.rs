//! What is known of a debtor at a moment: everything a decision on contact is made from.

use super::{
    Channel, Contact, ContactPolicy, Direction, MessageState, NoRecipient, Preference, Profile, Purpose, Relation,
    Spent, Validation, Wall, recipient_of,
};
use crate::id::{ClientId, DebtorId, InvoiceId, MessageId};
use crate::money::Money;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// An open purchased invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// Which.
    pub invoice: InvoiceId,
    /// Whose.
    pub client: ClientId,
    /// When it is due.
    pub due: Date,
    /// What of it is open.
    pub open: Money,
    /// GL-16: the day the client must repurchase it; none without recourse.
    pub recourse_on: Option<Date>,
}

/// What holds between one client and the debtor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairFacts {
    /// CO-03: as agreement, notification and what was settled for this customer make it.
    pub profile: Profile,
    /// What was settled.
    pub relation: Relation,
    /// LC-40: the debtor was given notice of this client's assignment.
    pub introduced: bool,
    /// CO-31: what is owed to this client is covered by California's rules for natural persons.
    pub covered: bool,
    /// CO-31: where this client's validation notice stands.
    pub validation: Validation,
}

/// CO-03, GL-44: the servicing that counts. While the assignment is kept confidential it is silence, whatever else was agreed.
#[must_use]
pub fn profile_of(agreed: Profile, confidential: bool, relation: &Relation) -> Profile {
    if confidential { Profile::Silent } else { relation.servicing.unwrap_or(agreed) }
}

/// A message that was written before, or came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Which.
    pub message: MessageId,
    /// Which way.
    pub direction: Direction,
    /// What for.
    pub purpose: Purpose,
    /// How.
    pub channel: Channel,
    /// Where it stands.
    pub state: MessageState,
    /// When it left or came in; for one that has not left, when it is planned to.
    pub at: Timestamp,
    /// The client it is to, when it is to a client.
    pub to_client: Option<ClientId>,
    /// The invoices it speaks of.
    pub invoices: Vec<InvoiceId>,
}

impl Past {
    /// Is it on its way, but has not left?
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        matches!(
            self.state,
            MessageState::Preview | MessageState::Approval | MessageState::Queued | MessageState::Sending
        )
    }

    /// Did it leave, or will it, or may it have left? What failed is known here only where it may have.
    #[must_use]
    pub const fn counts(&self) -> bool {
        self.reaches() || matches!(self.state, MessageState::Bounced | MessageState::Failed)
    }

    /// Did it reach somebody, or will it?
    #[must_use]
    pub const fn reaches(&self) -> bool {
        self.is_pending() || matches!(self.state, MessageState::Sent)
    }

    /// When it left or, where it has not, when at the earliest it can.
    #[must_use]
    pub fn moment(&self, now: Timestamp) -> Timestamp {
        if self.is_pending() { self.at.max(now) } else { self.at }
    }
}

/// Everything that is known of a debtor.
#[derive(Debug, Clone)]
pub struct Situation {
    /// Who.
    pub debtor: DebtorId,
    /// It is insolvent or must not be dealt with; the word says which.
    pub barred: Option<&'static str>,
    /// How it wants to be treated.
    pub preference: Preference,
    /// Its zone.
    pub zone: TimeZone,
    /// Its people.
    pub contacts: Vec<Contact>,
    /// Zones of its people, by name.
    pub zones: BTreeMap<String, TimeZone>,
    /// Its open purchased invoices, the oldest due first.
    pub items: Vec<Item>,
    /// The clients that sell to it.
    pub pairs: BTreeMap<ClientId, PairFacts>,
    /// CO-08: invoices it has given a status for: the last day of silence.
    pub answered_until: BTreeMap<InvoiceId, Date>,
    /// When it last said something of an invoice.
    pub answered_at: BTreeMap<InvoiceId, Timestamp>,
    /// When the case that holds its latest words was closed, where it was.
    pub words_settled_at: Option<Timestamp>,
    /// LC-08: invoices it disputes, or has disputed so that it need not pay all of them.
    pub disputed: BTreeSet<InvoiceId>,
    /// Messages of the time that still counts.
    pub past: Vec<Past>,
}

impl Situation {
    /// The clock on the wall of the one who gets a message; the debtor's own where there is nobody.
    #[must_use]
    pub fn wall(&self, contact: Option<&Contact>, policy: &ContactPolicy) -> Wall<'_> {
        let zone = contact.and_then(|contact| self.zones.get(&contact.zone)).unwrap_or(&self.zone);
        Wall::of(zone, &self.preference, policy)
    }

    /// What counts against its budget (CO-05).
    #[must_use]
    pub fn spent(&self, now: Timestamp) -> Spent {
        let counting =
            self.past.iter().filter(|one| one.direction == Direction::Out && one.purpose.is_budgeted() && one.counts());
        Spent::new(counting.map(|one| (one.channel, one.moment(now))).collect())
    }

    /// CO-31: must this client's validation notice go out before anything asks for its money?
    #[must_use]
    pub fn needs_validation(&self, client: ClientId) -> bool {
        let is_untold = |pair: &PairFacts| pair.covered && !matches!(pair.validation, Validation::Sent(..));
        self.preference.is_protected() && self.pairs.get(&client).is_some_and(is_untold)
    }

    /// To whom a message of this purpose goes (CO-04, CO-08); of a natural person under California's rules only to those
    /// who may hear of its debt (CO-31).
    ///
    /// # Errors
    /// [`NoRecipient`], with its remedy.
    pub fn recipient(
        &self,
        client: Option<ClientId>,
        purpose: Purpose,
        channel: Channel,
    ) -> Result<&Contact, NoRecipient> {
        recipient_of(&self.preference, &self.contacts, client, purpose, channel)
    }

    /// The servicing profile of a client's invoices; silence where nothing is known of the pair.
    #[must_use]
    pub fn profile(&self, client: ClientId) -> Profile {
        self.pairs.get(&client).map_or(Profile::Silent, |pair| pair.profile)
    }
}
