//! What stands under a code.

use app::Error;
use domain::notice::{NoticeContent, NoticePolicy, ProofRequest};
use store::book::Reads;
use store::kept;
use store::kept::paper::Paper;

/// Whether a letter still holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Holds {
    /// It does.
    Yes,
    /// A newer one took its place, under this code.
    Superseded(String),
    /// The debtor was released.
    Released,
}

/// A letter of ours.
#[derive(Debug, Clone)]
pub(super) struct Letter {
    pub paper: Paper,
    pub content: NoticeContent,
    pub holds: Holds,
    /// GL-53: the newest request for proof of the pair.
    pub proof: Option<ProofRequest>,
    /// GL-53: business days within which proof is given.
    pub proof_days: u32,
    /// May proof be asked for here?
    pub may_ask: bool,
}

/// Longest code that is read, in characters.
const CODE_CHARS: usize = 60;

/// A code as people read it: in groups of five.
pub(super) fn shown(code: &str) -> String {
    let signs: Vec<char> = code.chars().collect();
    signs.chunks(5).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A code as people type it, as it is kept: capitals, without marks between, look-alikes put right.
pub(super) fn typed(text: &str) -> String {
    let read = |sign: char| match sign.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    text.chars().filter(char::is_ascii_alphanumeric).take(CODE_CHARS).map(read).collect()
}

/// The letter under a code as it was typed; none when there is none, or when its content was altered since it was signed.
pub(super) fn look_up(reads: &mut dyn Reads, code: &str) -> Result<Option<Letter>, Error> {
    let Some(paper) = kept::paper::get(reads, code)? else { return Ok(None) };
    let key = kept::paper::keys(reads)?.into_iter().find(|key| key.key_id == paper.key_id);
    let fits = key.is_some_and(|key| {
        app::key_id(&key.public_key) == key.key_id && app::holds(&key.public_key, &paper.content, &paper.signature)
    });
    let content = NoticeContent::of_canonical(&paper.content).filter(|content| fits && content.code == paper.code);
    let Some(content) = content else { return Ok(None) };
    let notice = kept::notice::get(reads, paper.notice)?;
    let current = kept::notice::current(reads, paper.client, paper.debtor)?;
    let released = current.as_ref().is_some_and(|notice| notice.release.is_some());
    let holds = match &paper.superseded_by {
        _ if released => Holds::Released,
        Some(by) => Holds::Superseded(by.clone()),
        None if notice.is_some_and(|notice| notice.superseded.is_some()) => Holds::Superseded(String::new()),
        None => Holds::Yes,
    };
    let policy: NoticePolicy = kept::policy::get(reads, NoticePolicy::POLICY)?;
    let proof = current.as_ref().and_then(|notice| notice.proofs.last().cloned());
    let may_ask = holds == Holds::Yes && proof.as_ref().is_none_or(|proof| proof.given.is_some());
    Ok(Some(Letter { paper, content, holds, proof, proof_days: policy.proof_bd, may_ask }))
}
