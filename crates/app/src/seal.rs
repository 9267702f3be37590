//! The factor's secret: it signs notices (Ed25519) and guests' links (HMAC-SHA-256).
//!
//! One file of 32 random bytes in the data folder, readable by its owner only, made when the book is opened for the
//! first time and never in the book: a copy of the book can confirm old notices and cannot sign new ones. Keys for the
//! two uses are derived from it and differ.

use crate::Error;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::{LinkId, MessageId};
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::Path;
use uuid::Uuid;

/// Name of the secret's file in the data folder.
pub const FILE: &str = "notice-key";

/// The factor's secret in use.
pub struct Seal {
    signing: SigningKey,
    links: [u8; 32],
}

impl Seal {
    /// The secret of a data folder; made when it is not there.
    ///
    /// # Errors
    /// [`Error::Fault`] when the file cannot be read or written, or is not a secret.
    pub fn of_folder(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(FILE);
        let fault = |error: &dyn std::fmt::Display| Error::fault("notice key", error);
        match std::fs::read(&path) {
            Ok(bytes) => {
                let secret: [u8; 32] =
                    bytes.try_into().map_err(|_| fault(&"its file has not 32 bytes; restore it from a backup"))?;
                Ok(Self::new(&secret))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let mut secret = [0; 32];
                getrandom::fill(&mut secret).map_err(|error| fault(&error))?;
                let mut options = std::fs::OpenOptions::new();
                options.write(true).create_new(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                let mut file = options.open(&path).map_err(|error| fault(&error))?;
                file.write_all(&secret).and_then(|()| file.sync_all()).map_err(|error| fault(&error))?;
                Ok(Self::new(&secret))
            }
            Err(error) => Err(fault(&error)),
        }
    }

    /// A seal from its secret.
    #[must_use]
    pub fn new(secret: &[u8; 32]) -> Self {
        let derived = |label: &[u8]| -> [u8; 32] {
            let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes keys of any length");
            mac.update(label);
            mac.finalize().into_bytes().into()
        };
        Self {
            signing: SigningKey::from_bytes(&derived(b"credere notice signing 1")),
            links: derived(b"credere guest link 1"),
        }
    }

    /// Signs the content of a notice.
    #[must_use]
    pub fn sign(&self, content: &str) -> [u8; 64] {
        self.signing.sign(content.as_bytes()).to_bytes()
    }

    /// The public key, and the short name it is published under.
    #[must_use]
    pub fn public_key(&self) -> (String, [u8; 32]) {
        let key = self.signing.verifying_key().to_bytes();
        (key_id(&key), key)
    }

    /// The secret part of a guest's link in URL-safe letters: its id, a stamp over the id alone, a mark over the id and
    /// what the link is bound to (party and expiry). A link changed in either is another link.
    #[must_use]
    pub fn link_token(&self, link: LinkId, bound: &str) -> String {
        let mut bytes = link.0.as_bytes().to_vec();
        bytes.extend_from_slice(&self.mark(link, STAMP)[..STAMP_BYTES]);
        bytes.extend_from_slice(&self.mark(link, bound)[..MARK_BYTES]);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The link's id in a token that this seal has stamped, before anything is read of it; none for any other text.
    /// Compared in constant time.
    #[must_use]
    pub fn link_of(&self, token: &str) -> Option<LinkId> {
        let bytes = token_bytes(token)?;
        let link = LinkId(Uuid::from_slice(&bytes[..ID_BYTES]).ok()?);
        let stamp = &bytes[ID_BYTES..ID_BYTES + STAMP_BYTES];
        self.mac(link, STAMP).verify_truncated_left(stamp).is_ok().then_some(link)
    }

    /// Does the token belong to this link, bound to this? Compared in constant time.
    #[must_use]
    pub fn is_link(&self, token: &str, link: LinkId, bound: &str) -> bool {
        self.link_of(token) == Some(link)
            && token_bytes(token).is_some_and(|bytes| {
                self.mac(link, bound).verify_truncated_left(&bytes[ID_BYTES + STAMP_BYTES..]).is_ok()
            })
    }

    /// A short keyed mark of a text that is not to be kept itself: equal texts have equal marks, and without the secret
    /// no text can be tried against a mark.
    #[must_use]
    pub fn blind(&self, text: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.links).expect("HMAC takes keys of any length");
        mac.update(b"blind ");
        mac.update(text.as_bytes());
        URL_SAFE_NO_PAD.encode(&mac.finalize().into_bytes()[..MARK_BYTES])
    }

    /// The key of a message in its Message-ID and in addresses that lead back to it: whoever was not sent the message cannot
    /// make one up. Small letters and digits, for mail servers change the case of addresses.
    #[must_use]
    pub fn message_key(&self, message: MessageId) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.links).expect("HMAC takes keys of any length");
        mac.update(b"message ");
        mac.update(message.0.as_bytes());
        mac.finalize().into_bytes()[..MARK_BYTES].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn mac(&self, link: LinkId, bound: &str) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.links).expect("HMAC takes keys of any length");
        mac.update(link.0.as_bytes());
        mac.update(bound.as_bytes());
        mac
    }

    fn mark(&self, link: LinkId, bound: &str) -> [u8; 32] {
        self.mac(link, bound).finalize().into_bytes().into()
    }
}

/// What the stamp of a token is made over besides the id. Nothing a link is bound to reads like this.
const STAMP: &str = "stamp";
/// Bytes of a token's id, of its stamp, of its mark.
const ID_BYTES: usize = 16;
const STAMP_BYTES: usize = 8;
const MARK_BYTES: usize = 16;
/// Letters of a link's token.
pub(crate) const TOKEN_CHARS: usize = (ID_BYTES + STAMP_BYTES + MARK_BYTES) * 4 / 3 + 1;

fn token_bytes(token: &str) -> Option<Vec<u8>> {
    let whole = ID_BYTES + STAMP_BYTES + MARK_BYTES;
    URL_SAFE_NO_PAD.decode(token).ok().filter(|bytes| bytes.len() == whole)
}

/// The short name of a public key: the first 16 hexadecimal digits of its SHA-256.
#[must_use]
pub fn key_id(public_key: &[u8; 32]) -> String {
    Sha256::digest(public_key).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Does the signature hold for this content under this public key?
#[must_use]
pub fn holds(public_key: &[u8; 32], content: &str, signature: &[u8]) -> bool {
    let (Ok(key), Ok(signature)) = (VerifyingKey::from_bytes(public_key), Signature::from_slice(signature)) else {
        return false;
    };
    key.verify(content.as_bytes(), &signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_content_alone() {
        let seal = Seal::new(&[7; 32]);
        let (_, key) = seal.public_key();
        let signature = seal.sign("pay to account 1");
        assert!(holds(&key, "pay to account 1", &signature));
        assert!(!holds(&key, "pay to account 2", &signature));
        assert!(!holds(&Seal::new(&[8; 32]).public_key().1, "pay to account 1", &signature));
        assert!(!holds(&key, "pay to account 1", &signature[..63]));
    }

    #[test]
    fn a_link_is_bound_to_its_party_and_expiry() {
        let seal = Seal::new(&[7; 32]);
        let link = LinkId(Uuid::from_u128(1));
        let token = seal.link_token(link, "debtor 1 until 5");
        assert_eq!(seal.link_of(&token), Some(link));
        assert!(seal.is_link(&token, link, "debtor 1 until 5"));
        assert!(!seal.is_link(&token, link, "debtor 2 until 5"));
        assert!(!seal.is_link(&token, LinkId(Uuid::from_u128(2)), "debtor 1 until 5"));
        assert!(!Seal::new(&[8; 32]).is_link(&token, link, "debtor 1 until 5"));
        assert_eq!(seal.link_of("not a token"), None);
        assert_eq!(Seal::new(&[8; 32]).link_of(&token), None, "not stamped by that seal: nothing is looked up");
    }

    #[test]
    fn the_secret_is_made_once_and_read_by_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let first = Seal::of_folder(folder.path()).unwrap().public_key();
        assert_eq!(Seal::of_folder(folder.path()).unwrap().public_key(), first);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0);
        }
    }
}
