//! What a client and the factor have settled for one customer (CO-03, CO-14), beyond the agreement.

use super::Profile;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A pause of contact (CO-14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// The day it was asked for.
    pub since: Date,
    /// The last day of silence.
    pub until: Date,
    /// Who asked.
    pub by: String,
    /// Why, in words.
    pub why: String,
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
}

impl Relation {
    /// Is contact paused on that day?
    #[must_use]
    pub fn paused(&self, on: Date) -> Option<&Pause> {
        self.pause.as_ref().filter(|pause| (pause.since..=pause.until).contains(&on))
    }
}
