//! The verification of one invoice, from the day it is required to its end (LC-05).

use super::answer::{AnswerRefused, Confirmable, Discrepancy, Given, Method};
use super::ask::{Need, Reason};
use super::policy::Timing;
use crate::agreement::NotificationMode;
use crate::fraud::Anomaly;
use crate::id::{ClientId, DebtorId, InvoiceId, MessageId, VerificationId};
use crate::named::named;
use crate::proof::Proof;
use crate::wording::{all_of, long_date};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

named! {
    /// Where a verification stands.
    VerificationState {
        /// It is to be asked.
        Required = "REQUIRED", "To be asked";
        /// It was asked.
        Asked = "ASKED", "Asked; no full answer yet";
        /// Confirmed.
        Confirmed = "CONFIRMED", "Confirmed";
        /// The debtor does not agree.
        Discrepancy = "DISCREPANCY", "Not as invoiced";
        /// A person has waived it.
        Waived = "WAIVED", "Waived";
        /// The invoice was refused or taken back meanwhile: nobody is asked.
        Dropped = "DROPPED", "No longer needed";
    }
}

impl VerificationState {
    /// Is an answer still to come?
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Required | Self::Asked)
    }
}

/// That it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The business date.
    pub on: Date,
    /// When, in microseconds since 1970 UTC.
    pub at: i64,
    /// How.
    pub method: Method,
    /// The message that asks.
    pub message: Option<MessageId>,
}

/// A person's decision to do without.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// The business date.
    pub on: Date,
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// FR-22: a person has looked at what was odd.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// The business date.
    pub on: Date,
    /// Who.
    pub by: String,
}

/// The verification of one invoice. Its states change by its own methods only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// Key.
    pub id: VerificationId,
    /// The invoice.
    pub invoice: InvoiceId,
    /// Who sells it.
    pub client: ClientId,
    /// Who owes it.
    pub debtor: DebtorId,
    /// Where it stands.
    pub state: VerificationState,
    /// LC-07: before or after purchase.
    pub timing: Timing,
    /// LC-07: why, in words with their figures.
    pub reasons: Vec<(Reason, String)>,
    /// The draw, where it was drawn.
    #[serde(default)]
    pub sample: Option<Proof>,
    /// The business date it was required.
    pub required_on: Date,
    /// When, in microseconds since 1970 UTC.
    pub required_at: i64,
    /// How often it was asked.
    #[serde(default)]
    pub requests: Vec<Request>,
    /// Why it could not be asked, and since when; none once it was.
    #[serde(default)]
    pub held_back: Option<(Date, String)>,
    /// What was answered, in order.
    #[serde(default)]
    pub answers: Vec<Given>,
    /// FR-14, FR-22: what is odd about the answers.
    #[serde(default)]
    pub findings: Vec<Anomaly>,
    /// A person has looked at the findings and takes the answer as given.
    #[serde(default)]
    pub looked: Option<Looked>,
    /// A person does without.
    #[serde(default)]
    pub waiver: Option<Waiver>,
}

/// What a purchase learns (G6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// Nothing stands in the way.
    Satisfied(String),
    /// Something has to happen first: fact and remedy.
    Waits(String, String),
    /// A person must look: fact and remedy.
    Review(String, String),
    /// The debtor does not agree: fact and remedy.
    Differs(String, String),
}

impl Verification {
    /// What its answers have confirmed so far.
    #[must_use]
    pub fn confirmed(&self) -> BTreeSet<Confirmable> {
        self.answers.iter().flat_map(|given| given.confirmed.iter().copied()).collect()
    }

    /// What the last answer would have to confirm besides, for the invoice to count as verified.
    #[must_use]
    pub fn missing(&self, notification: NotificationMode) -> Vec<Confirmable> {
        let Some(last) = self.answers.last() else { return Vec::new() };
        let confirmed = self.confirmed();
        last.method.confirms(notification).iter().copied().filter(|one| !confirmed.contains(one)).collect()
    }

    /// The discrepancy it ended with.
    #[must_use]
    pub fn discrepancy(&self) -> Option<&Discrepancy> {
        self.answers.iter().rev().find_map(|given| given.discrepancy.as_ref())
    }

    /// Are there findings that no person has looked at (FR-22)?
    #[must_use]
    pub fn wants_a_look(&self) -> bool {
        !self.findings.is_empty() && self.looked.is_none()
    }

    /// It was asked. Asked again after an answer changes nothing.
    pub fn ask(&mut self, request: Request) {
        if self.state.is_open() {
            self.state = VerificationState::Asked;
            self.held_back = None;
            self.requests.push(request);
        }
    }

    /// Takes an answer. False when it says nothing new: an answer that is repeated changes nothing.
    ///
    /// # Errors
    /// Every reason why it is not taken ([`Given::check`]).
    pub fn answer(
        &mut self,
        given: Given,
        findings: Vec<Anomaly>,
        notification: NotificationMode,
        factor: &str,
        client: &str,
    ) -> Result<bool, Vec<AnswerRefused>> {
        given.check(notification, factor, client)?;
        let known = self.confirmed();
        let repeats = match &given.discrepancy {
            Some(one) => self.state == VerificationState::Discrepancy && self.discrepancy() == Some(one),
            None => {
                self.state == VerificationState::Confirmed
                    || (self.state != VerificationState::Discrepancy
                        && given.confirmed.iter().all(|one| known.contains(one)))
            }
        };
        if repeats {
            return Ok(false);
        }
        let differs = given.discrepancy.is_some();
        self.answers.push(given);
        if !findings.is_empty() {
            self.findings.extend(findings);
            self.looked = None;
        }
        self.state = if differs {
            VerificationState::Discrepancy
        } else if self.missing(notification).is_empty() {
            VerificationState::Confirmed
        } else {
            VerificationState::Asked
        };
        Ok(true)
    }

    /// A person does without. False when there is nothing to waive any more.
    pub fn waive(&mut self, waiver: Waiver) -> bool {
        if !self.state.is_open() {
            return false;
        }
        self.state = VerificationState::Waived;
        self.waiver = Some(waiver);
        true
    }

    /// The invoice is offered no more, or it is again: nobody is asked, or it is to be asked as before. True where that
    /// changes anything.
    pub fn follow(&mut self, offered: bool) -> bool {
        let state = match (self.state.is_open(), self.state == VerificationState::Dropped) {
            (true, _) if !offered => VerificationState::Dropped,
            (_, true) if offered => VerificationState::Required,
            _ => return false,
        };
        self.state = state;
        true
    }

    /// The question did not arrive: it is to be asked again. True where that changes anything.
    pub fn unask(&mut self, message: MessageId) -> bool {
        let before = self.requests.len();
        self.requests.retain(|request| request.message != Some(message));
        let lost = self.requests.len() < before;
        if lost && self.state == VerificationState::Asked && self.requests.is_empty() && self.answers.is_empty() {
            self.state = VerificationState::Required;
        }
        lost
    }

    /// What a purchase learns of it (G6).
    #[must_use]
    pub fn check(&self, notification: NotificationMode) -> Check {
        if self.state == VerificationState::Discrepancy {
            let words = self
                .discrepancy()
                .map_or_else(String::new, |one| format!(": {}, \u{201c}{}\u{201d}", one.what, one.words));
            return Check::Differs(
                format!("the debtor does not confirm it{words}"),
                "Settle it with the customer, correct the invoice where it is wrong, and offer it again.".to_owned(),
            );
        }
        if self.state == VerificationState::Confirmed && self.wants_a_look() {
            let odd: Vec<String> = self.findings.iter().map(|one| one.fact.clone()).collect();
            return Check::Review(
                format!("confirmed, but a check asks for a person: {}", all_of(&odd)),
                "Confirm it once more on another way, for example by a call to a number found independently, then buy or refuse it.".to_owned(),
            );
        }
        match self.state {
            VerificationState::Waived => {
                let (on, why) = self.waiver.as_ref().map_or_else(
                    || (self.required_on, String::new()),
                    |waiver| (waiver.on, format!(" by {}: {}", waiver.by, waiver.reason)),
                );
                return Check::Satisfied(format!("waived on {}{why}", long_date(on)));
            }
            VerificationState::Confirmed => {
                let (on, how) = self.answers.last().map_or_else(
                    || (self.required_on, String::new()),
                    |given| (given.on, format!(" {}, by {}", given.method, given.who)),
                );
                return Check::Satisfied(format!("confirmed on {}{how}", long_date(on)));
            }
            _ => {}
        }
        if self.timing == Timing::AfterPurchase {
            return Check::Satisfied(format!("confirmed after purchase: {}", self.why()));
        }
        let asked = match (self.requests.last(), self.missing(notification)) {
            (_, missing) if !missing.is_empty() => {
                let missing: Vec<String> = missing.iter().map(ToString::to_string).collect();
                format!("not confirmed yet: {}", all_of(&missing))
            }
            (Some(request), _) => format!("asked on {} {}, no answer yet", long_date(request.on), request.method),
            (None, _) => match &self.held_back {
                Some((_, why)) => format!("not asked yet: {}", why.trim_end_matches('.')),
                None => "not asked yet".to_owned(),
            },
        };
        waits(&self.why(), &asked, notification)
    }

    /// LC-07: why it is required, as one phrase.
    #[must_use]
    pub fn why(&self) -> String {
        all_of(&self.reasons.iter().map(|(_, words)| words.clone()).collect::<Vec<_>>())
    }
}

fn waits(why: &str, asked: &str, notification: NotificationMode) -> Check {
    let remedy = match notification {
        NotificationMode::Notification => {
            "The customer is asked to confirm it; it is bought when the confirmation is there and nothing else stands in the way."
        }
        NotificationMode::NonNotification => {
            "Hand in order and proof of delivery, or let the client confirm it with its customer in its own name."
        }
    };
    Check::Waits(format!("to be confirmed: {why}; {asked}"), remedy.to_owned())
}

impl Need {
    /// What a purchase learns of a line whose verification is not begun yet (G6).
    #[must_use]
    pub fn check(&self, notification: NotificationMode) -> Check {
        match self {
            Self::Waived { reason, .. } => Check::Satisfied(reason.clone()),
            Self::Required { timing, reasons, .. } => {
                let why = all_of(&reasons.iter().map(|(_, words)| words.clone()).collect::<Vec<_>>());
                match timing {
                    Timing::BeforePurchase => waits(&why, "not asked yet", notification),
                    Timing::AfterPurchase | Timing::Never => {
                        Check::Satisfied(format!("confirmed after purchase: {why}"))
                    }
                }
            }
        }
    }
}
