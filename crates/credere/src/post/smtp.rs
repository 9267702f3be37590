//! The mail server, over SMTP (RFC 5321), with TLS by rustls and the system's certificates.
//!
//! One connection serves a run and is opened again when it broke. Limits: [`CONNECT`] to connect and to sign in,
//! [`ANSWER`] for each answer. An answer that does not come leaves it open whether the server has the mail, so the wait is long.

use super::Failure;
use super::settings::{Outgoing, Security};
use app::post::{Accepted, Carrier, CarryError, Trouble};
use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{Certificate, SmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use std::cell::RefCell;
use std::time::Duration;

/// To connect, and for each answer until signed in.
const CONNECT: Duration = Duration::from_secs(30);
/// For each answer while a mail is handed over (RFC 5321, 4.5.3.2 asks for minutes).
const ANSWER: Duration = Duration::from_secs(300);

/// A mail server.
pub struct Smtp {
    host: String,
    port: u16,
    security: Security,
    tls: Option<TlsParameters>,
    credentials: Option<Credentials>,
    connection: RefCell<Option<SmtpConnection>>,
}

impl Smtp {
    /// A mail server by its settings. The password is read now and kept in memory only.
    ///
    /// # Errors
    /// When the password or the certificate cannot be read.
    pub fn new(settings: &Outgoing) -> Result<Self, Failure> {
        let read = |path: &std::path::Path| {
            std::fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
        };
        let credentials = match (&settings.user, &settings.password_file) {
            (Some(user), Some(file)) => {
                Some(Credentials::new(user.clone(), read(file)?.trim_end_matches(['\r', '\n']).to_owned()))
            }
            _ => None,
        };
        let tls = if settings.security == Security::None {
            None
        } else {
            let mut tls = TlsParameters::builder(settings.host.clone());
            if let Some(file) = &settings.ca_file {
                let certificate = Certificate::from_pem(read(file)?.as_bytes())
                    .map_err(|error| format!("{} is no certificate: {error}", file.display()))?;
                tls = tls.add_root_certificate(certificate);
            }
            Some(tls.build_rustls()?)
        };
        Ok(Self {
            host: settings.host.clone(),
            port: settings.port(),
            security: settings.security,
            tls,
            credentials,
            connection: RefCell::new(None),
        })
    }

    fn connect(&self) -> Result<SmtpConnection, Error> {
        let hello = ClientId::default();
        let wrapped = self.tls.as_ref().filter(|_| self.security == Security::Tls);
        let mut connection =
            SmtpConnection::connect((self.host.as_str(), self.port), Some(CONNECT), &hello, wrapped, None)?;
        if let Some(tls) = self.tls.as_ref().filter(|_| self.security == Security::Starttls) {
            // Refuses to go on in the open when the server offers no STARTTLS.
            connection.starttls(tls, &hello)?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(&[Mechanism::Plain, Mechanism::Login], credentials)?;
        }
        Ok(connection)
    }
}

impl Carrier for Smtp {
    fn carry(&self, from: &str, to: &str, bytes: &[u8]) -> Result<Accepted, CarryError> {
        let envelope = envelope(from, to)?;
        let mut held = self.connection.borrow_mut();
        let kept = held.take().filter(|connection| !connection.has_broken());
        // A connection that idled may be gone: asked before, nothing of the mail is at stake.
        let kept = kept.and_then(|mut connection| connection.test_connected().then_some(connection));
        let mut connection = match kept {
            Some(connection) => connection,
            None => self.connect().map_err(|error| unreachable(&error))?,
        };
        connection.set_timeout(Some(ANSWER)).map_err(|error| unreachable(&error))?;
        let answer = connection.send(&envelope, bytes);
        if !connection.has_broken() {
            *held = Some(connection);
        }
        match answer {
            Ok(response) => {
                let said = response.message().collect::<Vec<_>>().join(" ");
                Ok(Accepted { said: format!("{} {said}", response.code()) })
            }
            Err(error) => Err(CarryError { trouble: trouble(&error), said: error.to_string() }),
        }
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        if let Some(mut connection) = self.connection.borrow_mut().take() {
            connection.abort();
        }
    }
}

fn unreachable(error: &impl ToString) -> CarryError {
    CarryError { trouble: Trouble::Unreachable, said: error.to_string() }
}

fn envelope(from: &str, to: &str) -> Result<Envelope, CarryError> {
    let lasting = |error: &dyn std::error::Error| CarryError { trouble: Trouble::Lasting, said: error.to_string() };
    let from = from.parse().map_err(|error: lettre::address::AddressError| lasting(&error))?;
    let to = to.parse().map_err(|error: lettre::address::AddressError| lasting(&error))?;
    Envelope::new(Some(from), vec![to]).map_err(|error| lasting(&error))
}

fn trouble(error: &Error) -> Trouble {
    let Some(code) = error.status() else { return Trouble::NoAnswer };
    answer(u16::from(code), &error.to_string())
}

/// What a negative answer means. The enhanced status (RFC 3463) is more exact than the code, where the server gives one.
fn answer(code: u16, said: &str) -> Trouble {
    let enhanced = said.split_whitespace().find_map(|word| {
        let mut numbers = word.trim_end_matches(':').split('.').map(str::parse::<u16>);
        match (numbers.next(), numbers.next(), numbers.next(), numbers.next()) {
            (Some(Ok(class @ (4 | 5))), Some(Ok(subject)), Some(Ok(detail)), None) => Some((class, subject, detail)),
            _ => None,
        }
    });
    match (code, enhanced) {
        (400..=499, _) => Trouble::Passing,
        // 5.2.2: the mailbox is full, which it will not be for ever.
        (_, Some((5, 2, 2))) => Trouble::Passing,
        (_, Some((5, 1, _) | (5, 2, 1))) => Trouble::Address,
        (_, Some(_)) => Trouble::Lasting,
        (550 | 551 | 553, None) => Trouble::Address,
        _ => Trouble::Lasting,
    }
}

#[cfg(test)]
mod tests {
    use super::answer;
    use app::post::Trouble;

    #[test]
    fn lc_48_the_enhanced_status_says_what_the_code_leaves_open() {
        for (code, said, trouble) in [
            (451, "451 4.3.0 try again", Trouble::Passing),
            (550, "permanent error (550): 5.1.1 no such mailbox", Trouble::Address),
            (550, "permanent error (550): 5.7.1 not by policy", Trouble::Lasting),
            (552, "permanent error (552): 5.2.2 mailbox full", Trouble::Passing),
            (550, "permanent error (550): no such user here", Trouble::Address),
            (554, "permanent error (554): no", Trouble::Lasting),
            (550, "permanent error (550): 192.0.2.1 is not welcome", Trouble::Address),
        ] {
            assert_eq!(answer(code, said), trouble, "{said}");
        }
    }
}
