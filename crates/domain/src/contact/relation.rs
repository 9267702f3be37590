//! What a client and the factor have settled for one customer (CO-03, CO-14), beyond the agreement.

use super::{ContactPolicy, Profile};
use crate::calendar::Calendar;
use crate::named::named;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// CO-14: business days of contact between one pause and the next, so that ten days of silence stay ten days.
pub const PAUSE_GAP_BD: u32 = 10;

/// A pause of contact (CO-14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// The day it was asked for, where the factor is. Silence begins at once, whatever the date is where the debtor is.
    pub since: Date,
    /// The last day of silence.
    pub until: Date,
    /// The day on which the client let contact go on before the end.
    #[serde(default)]
    pub ended_on: Option<Date>,
    /// Who asked.
    pub by: String,
    /// Why, in words.
    pub why: String,
}

named! {
    /// CO-32: what grants late interest against a customer.
    Grant {
        /// A clause in the contract of the client and its customer.
        Contract = "CONTRACT", "their contract";
        /// A statute, whatever the contract says.
        Statute = "STATUTE", "a statute";
    }
}

/// What was settled for one client-debtor pair. All of it may be absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Relation {
    /// CO-03: servicing of this customer, where it differs from the agreement's.
    pub servicing: Option<Profile>,
    /// CO-14: the pause that runs or ran last.
    pub pause: Option<Pause>,
    /// CO-02: the client asked for a reminder before the due date.
    pub before_due: bool,
    /// CO-14: the client looks at each status message first; none: as the policy says.
    pub preview: Option<bool>,
    /// The client's note on this customer, for its letters and for the desk.
    pub note: Option<String>,
    /// LC-42: the client delivers the letter of introduction itself.
    pub client_delivers: bool,
    /// Days this customer took to pay before factoring, as the client states them: what the days now are held against.
    pub days_to_pay_before: Option<u16>,
    /// CO-32: what grants late interest on invoices to this customer, as the factor has seen; none: nothing.
    pub late_interest_grant: Option<Grant>,
    /// CO-32: the client opts in to late interest against this customer; off until it does.
    pub late_interest: bool,
}

impl Relation {
    /// CO-32: what grants late interest, where the client has opted in too. One of both alone is nothing.
    #[must_use]
    pub fn asks_late_interest(&self) -> Option<Grant> {
        self.late_interest_grant.filter(|_| self.late_interest)
    }

    /// Is contact paused on that day, or on an earlier one (the debtor may still have yesterday)?
    #[must_use]
    pub fn paused(&self, on: Date) -> Option<&Pause> {
        self.pause.as_ref().filter(|pause| pause.ended_on.is_none() && on <= pause.until)
    }

    /// CO-14: from when a pause that begins on a day counts. One that comes less than [`PAUSE_GAP_BD`] after the last
    /// goes on with it: both together are no longer than one.
    ///
    /// # Errors
    /// The first day on which a pause can begin again, when the last one was as long as it may be.
    pub fn pause_since(&self, on: Date, policy: &ContactPolicy, calendar: Calendar) -> Result<Date, Date> {
        let Some(last) = &self.pause else { return Ok(on) };
        let end = last.ended_on.unwrap_or(last.until).min(last.until);
        let free = calendar.shift(end, PAUSE_GAP_BD + 1);
        if on >= free {
            return Ok(on);
        }
        let is_used_up = calendar.shift(last.since, policy.pause_bd) <= on && self.paused(on).is_none();
        if is_used_up { Err(free) } else { Ok(last.since) }
    }
}
