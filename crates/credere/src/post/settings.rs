//! `mail.toml` in the data folder.
//!
//! ```toml
//! [outgoing]
//! host = "smtp.example.com"      # the mail server that takes the factor's mail
//! port = 587                     # 465 for security = "tls", 587 for "starttls", 25 for "none" when left out
//! security = "starttls"          # "tls" (from the first byte), "starttls", or "none" (a server on this machine only)
//! user = "desk@example.com"      # left out: the server asks for none
//! password_file = "mail-password" # a file with the password alone; a relative path begins at the data folder
//! plus_addressing = false        # true: the envelope's sender names the message (desk+KEY@example.com)
//! ca_file = "mail-ca.pem"        # left out: the system's certificates
//!
//! [incoming]
//! maildir = "maildir"            # a maildir that the mail server, fetchmail or mbsync fills
//! authserv_id = "mx.example.com" # the name your own server writes in Authentication-Results; left out: no sender is proved
//! ```
//!
//! Without the file nothing leaves and nothing is read. The sender's own address stands in the book (Settings, Sender), not here.

use super::Failure;
use serde::Deserialize;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// Name of the file.
pub const FILE: &str = "mail.toml";

/// How mail leaves and comes in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The mail server.
    pub outgoing: Option<Outgoing>,
    /// The mailbox.
    pub incoming: Option<Incoming>,
}

/// The mail server.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outgoing {
    /// Its name or address.
    pub host: String,
    /// Its port; the usual one when none is named.
    pub port: Option<u16>,
    /// How the connection is secured.
    pub security: Security,
    /// Who signs in.
    pub user: Option<String>,
    /// The file that holds the password.
    pub password_file: Option<PathBuf>,
    /// The envelope's sender names the message.
    #[serde(default)]
    pub plus_addressing: bool,
    /// A certificate authority of one's own, as PEM.
    pub ca_file: Option<PathBuf>,
}

/// How a connection is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Security {
    /// From the first byte (RFC 8314).
    Tls,
    /// STARTTLS (RFC 3207); a server that does not offer it gets nothing.
    Starttls,
    /// Not at all.
    None,
}

/// The mailbox.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incoming {
    /// The maildir.
    pub maildir: PathBuf,
    /// The name that the factor's own receiving server writes in `Authentication-Results` (RFC 8601): what it found proves a
    /// sender. Left out: nothing does.
    pub authserv_id: Option<String>,
}

impl Incoming {
    /// All that is wrong, each a sentence.
    fn problems(&self) -> Vec<String> {
        let is_name = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_graphic() && byte != b';');
        match &self.authserv_id {
            Some(id) if !is_name(id) => vec![format!(
                "incoming.authserv_id {id:?} is no server's name; write it as it stands first in the Authentication-Results of a \
                 mail you received, mx.example.com say"
            )],
            _ => Vec::new(),
        }
    }
}

impl Outgoing {
    /// The port in use.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.security {
            Security::Tls => 465,
            Security::Starttls => 587,
            Security::None => 25,
        })
    }

    fn is_on_this_machine(&self) -> bool {
        self.host == "localhost" || self.host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// All that is wrong, each a sentence.
    fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if self.host.trim().is_empty() {
            problems.push("outgoing.host is empty; write the mail server's name".to_owned());
        }
        if self.security == Security::None && !self.is_on_this_machine() {
            problems.push(format!(
                "outgoing.security is \"none\" and {} is not this machine; mail would cross the network in the open: write \"tls\" or \
                 \"starttls\"",
                self.host
            ));
        }
        if self.user.is_some() != self.password_file.is_some() {
            problems.push("outgoing has a user or a password_file alone; write both, or neither".to_owned());
        }
        problems
    }
}

/// The settings of a data folder; none when it has no `mail.toml`. Paths in it begin at the folder.
///
/// # Errors
/// Every problem of the file at once.
pub fn settings(folder: &Path) -> Result<Option<Settings>, Failure> {
    let path = folder.join(FILE);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(format!("{} cannot be read: {error}", path.display()).into()),
    };
    let mut settings: Settings = toml::from_str(&text)
        .map_err(|error| format!("{} cannot be understood: {}", path.display(), error.message()))?;
    let mut problems = settings.outgoing.as_ref().map(Outgoing::problems).unwrap_or_default();
    problems.extend(settings.incoming.as_ref().map(Incoming::problems).unwrap_or_default());
    if !problems.is_empty() {
        return Err(format!("{}: {}", path.display(), problems.join("\n")).into());
    }
    if let Some(outgoing) = &mut settings.outgoing {
        for file in [&mut outgoing.password_file, &mut outgoing.ca_file].into_iter().flatten() {
            *file = folder.join(&*file);
        }
    }
    if let Some(incoming) = &mut settings.incoming {
        incoming.maildir = folder.join(&incoming.maildir);
    }
    Ok(Some(settings))
}

#[cfg(test)]
mod tests {

    use super::*;

    fn read(text: &str) -> Result<Option<Settings>, String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), text).unwrap();
        settings(folder.path()).map_err(|error| error.to_string())
    }

    #[test]
    fn every_security_has_its_usual_port() {
        for (security, port) in [("tls", 465), ("starttls", 587)] {
            let text = format!("[outgoing]\nhost = \"smtp.example.com\"\nsecurity = \"{security}\"\n");
            assert_eq!(read(&text).unwrap().unwrap().outgoing.unwrap().port(), port);
        }
    }

    #[test]
    fn mail_never_crosses_the_network_in_the_open() {
        let error = read("[outgoing]\nhost = \"smtp.example.com\"\nsecurity = \"none\"\nuser = \"x\"\n").unwrap_err();
        assert!(error.contains("in the open") && error.contains("user or a password_file"), "{error}");
        assert!(read("[outgoing]\nhost = \"127.0.0.1\"\nsecurity = \"none\"\n").is_ok());
    }

    #[test]
    fn a_misspelt_setting_is_said() {
        let error = read("[outgoing]\nhost = \"localhost\"\nsecurity = \"none\"\npasword_file = \"x\"\n").unwrap_err();
        assert!(error.contains("pasword_file"), "{error}");
    }

    #[test]
    fn the_server_that_checks_senders_is_named_as_it_names_itself() {
        let incoming = |id: &str| read(&format!("[incoming]\nmaildir = \"m\"\nauthserv_id = \"{id}\"\n"));
        assert_eq!(
            incoming("mx.example.com").unwrap().unwrap().incoming.unwrap().authserv_id.as_deref(),
            Some("mx.example.com")
        );
        for bad in ["", "mx.example.com; dkim=pass", "two words"] {
            assert!(incoming(bad).unwrap_err().contains("authserv_id"), "{bad}");
        }
    }

    #[test]
    fn without_the_file_nothing_is_set() {
        assert!(settings(tempfile::tempdir().unwrap().path()).unwrap().is_none());
    }
}
