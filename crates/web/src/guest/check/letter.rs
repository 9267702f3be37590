//! What stands under a code, with what its page offers besides: the newer letter, the clock of a proof.

use app::Error;
use app::notice::{Checked, Genuine, Standing, check, typed_code};
use domain::notice::{NoticePolicy, ProofRequest};
use store::book::Reads;
use store::kept;
use store::kept::paper::Paper;

/// A letter of ours.
#[derive(Debug, Clone)]
pub(super) struct Letter {
    pub paper: Paper,
    pub is: Genuine,
    /// GL-53: the newest request for proof of the pair.
    pub proof: Option<ProofRequest>,
    /// GL-53: business days within which proof is given.
    pub proof_days: u32,
    /// May proof be asked for here?
    pub may_ask: bool,
}

/// The letter under a code however it was typed; none when there is none, or when it is not what was signed: both look
/// the same.
pub(super) fn look_up(reads: &mut dyn Reads, code: &str) -> Result<Option<Letter>, Error> {
    let is = match check(reads, code) {
        Ok(Checked::Genuine(is)) => *is,
        Ok(Checked::NotGenuine) | Err(Error::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let Some(paper) = kept::paper::get(reads, &typed_code(code))? else { return Ok(None) };
    let current = kept::notice::current(reads, paper.client, paper.debtor)?;
    let policy: NoticePolicy = kept::policy::get(reads, NoticePolicy::POLICY)?;
    let proof = current.and_then(|notice| notice.proofs.last().cloned());
    let may_ask = is.standing == Standing::Holds && proof.as_ref().is_none_or(|proof| proof.given.is_some());
    Ok(Some(Letter { paper, is, proof, proof_days: policy.proof_bd, may_ask }))
}
