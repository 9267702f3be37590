//! What `app::post` needs of the outside: a mail server, a mailbox, and paper.
//!
//! It stands here and not in `app`, because SMTP brings a TLS library and paper a typesetter: whoever changes a rule and
//! runs its tests does not build either. The settings are read from `mail.toml` in the data folder ([`mod@settings`]).

pub mod settings;
mod smtp;

pub use settings::{Settings, settings};
pub use smtp::Smtp;
pub use web::{LAYOUT_FILE, LetterPress, layout};

/// Why the post cannot begin, for whoever starts it.
pub type Failure = Box<dyn std::error::Error>;
