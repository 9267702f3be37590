//! Keys of backups: whom one is encrypted to, and who can open it (age, X25519).

use super::{BackupError, disk};
use age::secrecy::ExposeSecret;
use age::x25519;
use jiff::Timestamp;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

/// Whom a backup is encrypted to: each of them can open it alone.
pub struct Recipients(Vec<x25519::Recipient>);

impl Recipients {
    /// From what was typed, and from files with one recipient in a line (`#` begins a remark).
    ///
    /// # Errors
    /// [`BackupError::NoRecipient`]; [`BackupError::Key`] at the first that is none; [`BackupError::Disk`].
    pub fn of(typed: &[String], files: &[PathBuf]) -> Result<Self, BackupError> {
        let mut found = Vec::new();
        for text in typed {
            found.push(recipient(text, || text.clone())?);
        }
        for path in files {
            let text = std::fs::read_to_string(path).map_err(disk("read", path))?;
            for (number, line) in text.lines().enumerate() {
                let line = line.trim();
                if !line.is_empty() && !line.starts_with('#') {
                    found.push(recipient(line, || format!("{} line {}", path.display(), number + 1))?);
                }
            }
        }
        if found.is_empty() { Err(BackupError::NoRecipient) } else { Ok(Self(found)) }
    }

    /// How many.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.0.len()
    }

    pub(super) fn encryptor(&self) -> Result<age::Encryptor, BackupError> {
        age::Encryptor::with_recipients(self.0.iter().map(|one| one as &dyn age::Recipient))
            .map_err(|_| BackupError::NoRecipient)
    }
}

fn recipient(text: &str, place: impl Fn() -> String) -> Result<x25519::Recipient, BackupError> {
    text.trim().parse().map_err(|reason: &str| {
        // A secret key that was typed by mistake is not repeated.
        let secret = text.trim().to_ascii_uppercase().starts_with("AGE-SECRET-KEY-");
        let place = if secret { "what was typed (a secret key)".to_owned() } else { place() };
        BackupError::Key {
            place,
            wanted: "recipient",
            reason: format!("{reason}; write what `credere admin key` printed: age1…"),
        }
    })
}

/// Who opens a backup.
pub struct Identities(Vec<Box<dyn age::Identity + Send + Sync>>);

impl Identities {
    /// From identity files, as `credere admin key` and `age-keygen` write them.
    ///
    /// # Errors
    /// [`BackupError::Key`] for a file that holds none; [`BackupError::Disk`].
    pub fn of(files: &[PathBuf]) -> Result<Self, BackupError> {
        let mut found = Vec::new();
        for path in files {
            let file = std::fs::File::open(path).map_err(disk("read", path))?;
            let wrong = |reason: &dyn std::fmt::Display| BackupError::Key {
                place: path.display().to_string(),
                wanted: "identity file",
                reason: format!("{reason}; name the file that `credere admin key --to FILE` wrote"),
            };
            let read = age::IdentityFile::from_buffer(BufReader::new(file)).map_err(|error| wrong(&error))?;
            let identities = read.into_identities().map_err(|error| wrong(&error))?;
            if identities.is_empty() {
                return Err(wrong(&"it holds no key"));
            }
            found.extend(identities);
        }
        Ok(Self(found))
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &dyn age::Identity> {
        self.0.iter().map(|one| &**one as &dyn age::Identity)
    }
}

/// Makes a key: writes its secret half to a new file that only its owner may read, and gives back the public half.
///
/// # Errors
/// [`BackupError::Exists`]; [`BackupError::Disk`].
pub fn make_key(path: &Path, now: Timestamp) -> Result<String, BackupError> {
    let identity = x25519::Identity::generate();
    let recipient = identity.to_public().to_string();
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => BackupError::Exists(path.to_owned()),
        _ => disk("written", path)(error),
    })?;
    let secret = identity.to_string();
    let made = now.strftime("%Y-%m-%dT%H:%M:%SZ");
    writeln!(file, "# created: {made}\n# public key: {recipient}\n{}", secret.expose_secret())
        .and_then(|()| file.sync_all())
        .map_err(disk("written", path))?;
    Ok(recipient)
}
