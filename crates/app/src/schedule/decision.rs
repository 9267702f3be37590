//! A decision as its event keeps it, read back for people.

use crate::Error;
use domain::invoice::guard::Finding;
use serde::Deserialize;

/// What the event of a decision says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Decision {
    /// Every guard's answer; none where a person decided.
    pub findings: Vec<Finding>,
    /// Why a person refused the line or the client took it back.
    pub reason: Option<String>,
    /// What is paid to the client for it, minor units.
    pub cash: i64,
}

impl Decision {
    /// Reads the body of an event of a decision.
    ///
    /// # Errors
    /// [`Error::Fault`] when it is the body of something else.
    pub fn read(body: &str) -> Result<Self, Error> {
        serde_json::from_str(body).map_err(|error| Error::fault("decision", error))
    }
}
