//! Files between their preview and their submission.
//!
//! What was read waits in memory under a random token, because a form without script cannot carry files from one page to
//! the next. Limits: [`KEPT`] long, [`BYTES`] of files in all, [`UPLOADS`] at a time. When one is hit, the oldest goes
//! first; whoever submits it afterwards is asked for the files again. A restart forgets them all.

use crate::sign_in::new_token;
use app::schedule::Submission;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long files wait for their submission.
pub const KEPT: Duration = Duration::from_secs(30 * 60);
/// Most bytes of files that wait at a time.
pub const BYTES: usize = 512 * 1024 * 1024;
/// Most previews that wait at a time.
pub const UPLOADS: usize = 64;

/// What waits under a token.
#[derive(Clone)]
struct Waiting {
    submission: Submission,
    bytes: usize,
    since: Instant,
}

/// All uploads that wait.
#[derive(Clone, Default)]
pub struct Uploads(Arc<Mutex<HashMap<String, Waiting>>>);

impl Uploads {
    /// Keeps what was read from so many bytes; gives its token.
    pub fn keep(&self, submission: Submission, bytes: usize) -> String {
        let token = new_token();
        if let Ok(mut waiting) = self.0.lock() {
            waiting.retain(|_, one| one.since.elapsed() < KEPT);
            let held = |waiting: &HashMap<String, Waiting>| waiting.values().map(|one| one.bytes).sum::<usize>();
            while !waiting.is_empty() && (waiting.len() >= UPLOADS || held(&waiting) + bytes > BYTES) {
                let oldest = waiting.iter().min_by_key(|(_, one)| one.since).map(|(token, _)| token.clone());
                oldest.and_then(|token| waiting.remove(&token));
            }
            waiting.insert(token.clone(), Waiting { submission, bytes, since: Instant::now() });
        }
        token
    }

    /// What waits under a token, while it does.
    #[must_use]
    pub fn get(&self, token: &str) -> Option<Submission> {
        let waiting = self.0.lock().ok()?;
        waiting.get(token).filter(|one| one.since.elapsed() < KEPT).map(|one| one.submission.clone())
    }

    /// Forgets what was submitted.
    pub fn forget(&self, token: &str) {
        if let Ok(mut waiting) = self.0.lock() {
            waiting.remove(token);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::invoice::TransferMethod;

    fn submission() -> Submission {
        let content = Arc::new(app::schedule::content_of(Vec::new(), [0; 32]));
        Submission { client: "A".into(), files: Vec::new(), content, transfer_method: TransferMethod::Wire }
    }

    #[test]
    fn the_oldest_goes_when_there_is_too_much() {
        let uploads = Uploads::default();
        let first = uploads.keep(submission(), BYTES / 2);
        let second = uploads.keep(submission(), BYTES / 2);
        assert!(uploads.get(&first).is_some() && uploads.get(&second).is_some());
        let third = uploads.keep(submission(), 1);
        assert!(uploads.get(&first).is_none(), "over the bytes");
        assert!(uploads.get(&second).is_some() && uploads.get(&third).is_some());
        uploads.forget(&second);
        assert!(uploads.get(&second).is_none());
        assert!(uploads.get("another").is_none());
    }
}
