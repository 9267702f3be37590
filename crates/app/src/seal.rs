//! The factor's secret: it signs notices (Ed25519) and guests' links (HMAC-SHA-256).
//!
//! One file of 32 random bytes in the data folder, readable by its owner only, made when the book is opened for the
//! first time and never in the book: a copy of the book can confirm old notices and cannot sign new ones. Keys for the
//! two uses are derived from it and differ.

use crate::Error;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::LinkId;
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

    /// The secret part of a guest's link: id and mark in URL-safe letters. `bound` is what the link is bound to
    /// (party and expiry): a link changed in either is another link.
    #[must_use]
    pub fn link_token(&self, link: LinkId, bound: &str) -> String {
        let mut bytes = link.0.as_bytes().to_vec();
        bytes.extend_from_slice(&self.mark(link, bound)[..16]);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The link's id in a token, before anything is known of it; none when it is no token.
    #[must_use]
    pub fn link_of(token: &str) -> Option<LinkId> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok().filter(|bytes| bytes.len() == 32)?;
        Uuid::from_slice(&bytes[..16]).ok().map(LinkId)
    }

    /// Does the token belong to this link, bound to this? Compared in constant time.
    #[must_use]
    pub fn is_link(&self, token: &str, link: LinkId, bound: &str) -> bool {
        let Ok(bytes) = URL_SAFE_NO_PAD.decode(token) else { return false };
        if bytes.len() != 32 || bytes[..16] != link.0.as_bytes()[..] {
            return false;
        }
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.links).expect("HMAC takes keys of any length");
        mac.update(link.0.as_bytes());
        mac.update(bound.as_bytes());
        mac.verify_truncated_left(&bytes[16..]).is_ok()
    }

    fn mark(&self, link: LinkId, bound: &str) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.links).expect("HMAC takes keys of any length");
        mac.update(link.0.as_bytes());
        mac.update(bound.as_bytes());
        mac.finalize().into_bytes().into()
    }
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
        assert_eq!(Seal::link_of(&token), Some(link));
        assert!(seal.is_link(&token, link, "debtor 1 until 5"));
        assert!(!seal.is_link(&token, link, "debtor 2 until 5"));
        assert!(!seal.is_link(&token, LinkId(Uuid::from_u128(2)), "debtor 1 until 5"));
        assert!(!Seal::new(&[8; 32]).is_link(&token, link, "debtor 1 until 5"));
        assert_eq!(Seal::link_of("not a token"), None);
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
