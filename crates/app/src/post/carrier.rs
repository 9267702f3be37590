//! What carries a mail to the mail server.

/// What went wrong between us and the mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// It could not be reached, or did not let us in: no other message will fare better now.
    Unreachable,
    /// It said not now (a 4xx answer).
    Passing,
    /// It took the message's bytes and its answer never came: it may have the message.
    NoAnswer,
    /// It will never take this message (a 5xx answer).
    Lasting,
    /// It will never take mail for this address (RFC 3463 x.1.y).
    Address,
}

/// Why a mail was not taken, as far as is known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{said}")]
pub struct CarryError {
    /// What kind of trouble.
    pub trouble: Trouble,
    /// What the server or the network said. No secrets.
    pub said: String,
}

/// The server's word that it has the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// What it said.
    pub said: String,
}

/// Carries mail to a mail server. It must not return [`Accepted`] before the server has taken responsibility for the mail
/// (RFC 5321, 6.1: the answer after the end of the data).
pub trait Carrier {
    /// Carries one mail from an envelope's sender to its recipient.
    ///
    /// # Errors
    /// [`CarryError`].
    fn carry(&self, from: &str, to: &str, bytes: &[u8]) -> Result<Accepted, CarryError>;
}
