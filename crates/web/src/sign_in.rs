//! Signing in until accounts exist: a one-time link that `serve` prints, a session cookie, a token for the API.
//!
//! Secrets live in memory and end with the process; the API token is a file only its owner can read.
//! Tokens are 256 random bits and are compared in constant time. A session ends after [`SESSION`].

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use subtle::ConstantTimeEq;

/// How long a session lasts without a sign-in.
pub const SESSION: Duration = Duration::from_secs(12 * 60 * 60);
/// Most sessions at a time; the oldest ends when one more begins.
pub const SESSIONS: usize = 64;
/// Name of the session cookie.
pub const COOKIE: &str = "credere_session";

/// One-time links, sessions and the API token of this process.
pub struct Secrets {
    api_token: String,
    links: Mutex<Vec<[u8; 32]>>,
    sessions: Mutex<HashMap<[u8; 32], Instant>>,
}

/// 256 random bits in URL-safe letters.
#[must_use]
pub fn new_token() -> String {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the operating system gives random numbers");
    URL_SAFE_NO_PAD.encode(bytes)
}

fn hashed(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

impl Secrets {
    /// Secrets with a given API token.
    #[must_use]
    pub fn new(api_token: String) -> Self {
        Self { api_token, links: Mutex::new(Vec::new()), sessions: Mutex::new(HashMap::new()) }
    }

    /// A link token that signs in once.
    #[must_use]
    pub fn new_link(&self) -> String {
        let token = new_token();
        if let Ok(mut links) = self.links.lock() {
            links.push(hashed(&token));
        }
        token
    }

    /// Turns a link token into a session token; none when it was used or never given.
    #[must_use]
    pub fn sign_in(&self, link: &str) -> Option<String> {
        let wanted = hashed(link);
        let mut links = self.links.lock().ok()?;
        let place = links.iter().position(|known| known.ct_eq(&wanted).into())?;
        links.remove(place);
        let token = new_token();
        let mut sessions = self.sessions.lock().ok()?;
        if sessions.len() >= SESSIONS
            && let Some(oldest) = sessions.iter().min_by_key(|(_, begun)| **begun).map(|(key, _)| *key)
        {
            sessions.remove(&oldest);
        }
        sessions.insert(hashed(&token), Instant::now());
        Some(token)
    }

    /// Is the session token good?
    #[must_use]
    pub fn is_session(&self, token: &str) -> bool {
        let Ok(mut sessions) = self.sessions.lock() else { return false };
        let key = hashed(token);
        match sessions.get(&key) {
            Some(begun) if begun.elapsed() < SESSION => true,
            Some(_) => {
                sessions.remove(&key);
                false
            }
            None => false,
        }
    }

    /// Ends a session.
    pub fn sign_out(&self, token: &str) {
        if let Ok(mut sessions) = self.sessions.lock() {
            sessions.remove(&hashed(token));
        }
    }

    /// Is it the API's token?
    #[must_use]
    pub fn is_api_token(&self, token: &str) -> bool {
        hashed(&self.api_token).ct_eq(&hashed(token)).into()
    }

    /// The token that every form of a session carries (against forged requests), made from the session's.
    #[must_use]
    pub fn form_token(session: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(b"form of ");
        hash.update(session.as_bytes());
        URL_SAFE_NO_PAD.encode(hash.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_signs_in_once() {
        let secrets = Secrets::new(new_token());
        let link = secrets.new_link();
        let session = secrets.sign_in(&link).unwrap();
        assert!(secrets.is_session(&session));
        assert_eq!(secrets.sign_in(&link), None);
        assert!(!secrets.is_session(&link));
        secrets.sign_out(&session);
        assert!(!secrets.is_session(&session));
    }
}
