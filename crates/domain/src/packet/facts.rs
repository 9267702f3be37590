//! What is on file of a packet.

use crate::id::{ClientId, DebtorId, DocumentId, PacketId};
use crate::money::Money;
use crate::named::named;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

named! {
    /// GL-60: the checklist of the Act. Each point is confirmed by a person with its paper.
    Point {
        /// The contract is of 1,000.00 USD or more.
        Amount = "AMOUNT", "the contract is of 1,000.00 USD or more";
        /// The assignee is a financing institution.
        FinancingInstitution = "FINANCING_INSTITUTION", "it is assigned to a financing institution";
        /// All amounts that are unpaid under the contract are assigned.
        AllUnpaid = "ALL_UNPAID", "it covers all unpaid amounts of the contract";
        /// The assignment is to one party, and not assigned further.
        OneParty = "ONE_PARTY", "it is made to one party alone";
        /// The contract does not forbid it.
        NotProhibited = "NOT_PROHIBITED", "the contract does not prohibit it";
    }
}

named! {
    /// GL-60: who gets the notice of assignment and a true copy of the assignment.
    Addressee {
        /// The officer who made the contract.
        ContractingOfficer = "CONTRACTING_OFFICER", "contracting officer";
        /// The surety on a bond of the contract, when there is one.
        Surety = "SURETY", "surety";
        /// The officer who pays.
        DisbursingOfficer = "DISBURSING_OFFICER", "disbursing officer";
    }
}

/// A point of the checklist, confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// Which.
    pub point: Point,
    /// The business date it was recorded.
    pub on: Date,
    /// The person who looked.
    pub by: String,
    /// The paper that shows it.
    pub paper: DocumentId,
}

/// The acknowledgement of one addressee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledged {
    /// The day it was received.
    pub on: Date,
    /// The signed paper.
    pub paper: DocumentId,
}

/// An acknowledgement that was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// The day we learned of it.
    pub on: Date,
    /// Why, as the office says.
    pub why: String,
}

/// A notice of assignment with its true copy, sent to one addressee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sending {
    /// To whom.
    pub to: Addressee,
    /// Name and office of the person.
    pub person: String,
    /// The day it left.
    pub on: Date,
    /// How: registered mail with its number, courier, mail address.
    pub how: String,
    /// The notice of assignment.
    pub notice: DocumentId,
    /// The true copy of the assignment.
    pub copy: DocumentId,
    /// What came back.
    #[serde(default)]
    pub acknowledged: Option<Acknowledged>,
    /// It was taken back.
    #[serde(default)]
    pub taken_back: Option<TakenBack>,
}

impl Sending {
    /// Does an acknowledgement stand?
    #[must_use]
    pub const fn is_acknowledged(&self) -> bool {
        self.acknowledged.is_some() && self.taken_back.is_none()
    }
}

/// GL-60: a manager lets invoices be bought before the packet is acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// The day it was given.
    pub on: Date,
    /// The last day it holds.
    pub until: Date,
    /// The manager.
    pub by: String,
    /// Why.
    pub reason: String,
    /// The day it was ended before its time: by a person, or because an acknowledgement was taken back.
    #[serde(default)]
    pub ended_on: Option<Date>,
}

/// The assignment is released: the agency pays the client again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// The day the notice of release was given.
    pub on: Date,
    /// Who released it.
    pub by: String,
    /// How the agency was told.
    pub how: String,
}

/// The Assignment of Claims packet of one client, debtor and contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packet {
    /// Key.
    pub id: PacketId,
    /// Whose claims are assigned.
    pub client: ClientId,
    /// The agency.
    pub debtor: DebtorId,
    /// The number of the contract, as the agency writes it.
    pub contract: String,
    /// The amount of the contract.
    pub amount: Money,
    /// Is there a surety on a bond of the contract?
    pub has_surety: bool,
    /// The business date it was begun.
    pub begun_on: Date,
    /// The checklist, in the order in which it was confirmed. The latest of a point counts.
    #[serde(default)]
    pub confirmations: Vec<Confirmation>,
    /// What was sent, in order. The latest to an addressee counts.
    #[serde(default)]
    pub sendings: Vec<Sending>,
    /// The overrides, in order.
    #[serde(default)]
    pub overrides: Vec<Override>,
    /// Its end.
    #[serde(default)]
    pub release: Option<Release>,
}

impl Packet {
    /// The confirmation of a point that counts.
    #[must_use]
    pub fn confirmation(&self, point: Point) -> Option<&Confirmation> {
        self.confirmations.iter().rev().find(|one| one.point == point)
    }

    /// The sending to an addressee that counts.
    #[must_use]
    pub fn sending(&self, to: Addressee) -> Option<&Sending> {
        self.sendings.iter().rev().find(|one| one.to == to)
    }

    /// Who has to acknowledge: the surety only where there is one.
    pub fn addressees(&self) -> impl Iterator<Item = Addressee> + '_ {
        Addressee::ALL.iter().copied().filter(|one| *one != Addressee::Surety || self.has_surety)
    }

    /// The points nobody has confirmed yet.
    #[must_use]
    pub fn unconfirmed(&self) -> Vec<Point> {
        Point::ALL.iter().copied().filter(|point| self.confirmation(*point).is_none()).collect()
    }

    /// Addressees to whom nothing was sent yet.
    #[must_use]
    pub fn unsent(&self) -> Vec<Addressee> {
        self.addressees().filter(|to| self.sending(*to).is_none()).collect()
    }

    /// Addressees whose acknowledgement does not stand.
    #[must_use]
    pub fn unacknowledged(&self) -> Vec<Addressee> {
        self.addressees().filter(|to| !self.sending(*to).is_some_and(Sending::is_acknowledged)).collect()
    }

    /// Has the agency ever acknowledged in full? It knows of the assignment then, also after it took that back (LC-40).
    #[must_use]
    pub fn was_acknowledged(&self) -> bool {
        let ever = |to| self.sendings.iter().any(|one| one.to == to && one.acknowledged.is_some());
        self.addressees().all(ever)
    }

    /// The override that holds on a day.
    #[must_use]
    pub fn override_on(&self, today: Date) -> Option<&Override> {
        let holds = |one: &&Override| one.ended_on.is_none() && one.on <= today && today <= one.until;
        self.overrides.iter().rev().find(holds)
    }
}
