//! The life of an agreement version: issued, signed by both sides, effective, superseded.

use super::Terms;
use crate::id::{AgreementId, ClientId};
use crate::named::named;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

named! {
    /// LC-30.
    AgreementState {
        /// Being written; may still change.
        Draft = "DRAFT", "Draft";
        /// Frozen and sent for signature.
        Issued = "ISSUED", "Waits for signatures";
        /// One side has signed.
        PartlySigned = "PARTLY_SIGNED", "Waits for the other signature";
        /// Both sides have signed; its first day is still to come.
        Executed = "EXECUTED", "Signed by both sides";
        /// In force.
        Effective = "EFFECTIVE", "In force";
        /// A later version is in force.
        Superseded = "SUPERSEDED", "Superseded";
        /// Ended.
        Terminated = "TERMINATED", "Ended";
        /// Withdrawn before it was signed by both sides.
        Void = "VOID", "Withdrawn";
    }
}

named! {
    /// Whose signature (LC-31: both sides sign).
    Side {
        /// The factor.
        Factor = "FACTOR", "factor";
        /// The client.
        Client = "CLIENT", "client";
    }
}

/// LC-32: who signed, in what capacity, when and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Whose side.
    pub side: Side,
    /// Name of the person.
    pub signer: String,
    /// Office the person signs in, for example `Managing director`.
    pub capacity: String,
    /// Day of signature.
    pub signed_on: Date,
    /// SHA-256 of the terms as signed, in hexadecimal.
    pub terms_sha256: String,
}

/// One version of the factoring agreement with a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Key.
    pub id: AgreementId,
    /// With whom.
    pub client: ClientId,
    /// 1, 2, 3 … per client.
    pub version: u32,
    /// Where it stands.
    pub state: AgreementState,
    /// First day it may be in force.
    pub effective_from: Date,
    /// What it says.
    pub terms: Terms,
    /// Signatures so far.
    pub signatures: Vec<Signature>,
}

/// Why a step in the life of a version is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AgreementRefusal {
    /// The step does not start from this state.
    #[error("version {version} is \u{201c}{state}\u{201d}; {step} is not possible from there")]
    State {
        /// Which version.
        version: u32,
        /// Its state.
        state: AgreementState,
        /// The step asked for.
        step: &'static str,
    },
    /// The side has signed already.
    #[error("the {0} has signed this version already; nothing more is to be done for that side")]
    SignedAlready(Side),
    /// LC-32: a signature says who signs and in what capacity.
    #[error(
        "the signature for the {0} names nobody or no office; give the name of who signs and the office it signs in"
    )]
    Unnamed(Side),
    /// The signature is for another text.
    #[error(
        "the signature is for terms {signed}, but this version's terms are {terms}; sign the version that was issued"
    )]
    OtherTerms {
        /// Hash that was signed.
        signed: String,
        /// Hash of the terms.
        terms: String,
    },
    /// The terms themselves are not sound.
    #[error("the terms cannot be issued yet: {}", .0.join("; "))]
    Terms(Vec<String>),
}

impl Agreement {
    /// SHA-256 of the terms in their JSON form, in hexadecimal (LC-30).
    #[must_use]
    pub fn terms_sha256(&self) -> String {
        let text = serde_json::to_vec(&self.terms).expect("terms hold only plain values, which JSON can write");
        Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Freezes the terms and opens the version for signature (LC-30).
    ///
    /// # Errors
    /// Refused when the version is not a draft or its terms are not sound.
    pub fn issue(&self) -> Result<Self, AgreementRefusal> {
        self.must_be(&[AgreementState::Draft], "issuing")?;
        let problems = self.terms.problems();
        if !problems.is_empty() {
            return Err(AgreementRefusal::Terms(problems.iter().map(ToString::to_string).collect()));
        }
        Ok(Self { state: AgreementState::Issued, ..self.clone() })
    }

    /// Adds a signature; with both the version is executed (LC-31, LC-32).
    ///
    /// # Errors
    /// Refused when it is not open for signature, the side has signed, the signature names nobody, or the hash is another
    /// text's.
    pub fn sign(&self, signature: Signature) -> Result<Self, AgreementRefusal> {
        self.must_be(&[AgreementState::Issued, AgreementState::PartlySigned], "signing")?;
        if self.signatures.iter().any(|other| other.side == signature.side) {
            return Err(AgreementRefusal::SignedAlready(signature.side));
        }
        if signature.signer.trim().is_empty() || signature.capacity.trim().is_empty() {
            return Err(AgreementRefusal::Unnamed(signature.side));
        }
        let terms = self.terms_sha256();
        if signature.terms_sha256 != terms {
            return Err(AgreementRefusal::OtherTerms { signed: signature.terms_sha256, terms });
        }
        let mut signed = self.clone();
        signed.signatures.push(signature);
        signed.state =
            if signed.signatures.len() == 2 { AgreementState::Executed } else { AgreementState::PartlySigned };
        Ok(signed)
    }

    /// Puts the version in force (LC-33: all signatures are there and the conditions are ticked).
    ///
    /// # Errors
    /// Refused unless it is executed.
    pub fn put_in_force(&self) -> Result<Self, AgreementRefusal> {
        self.must_be(&[AgreementState::Executed], "putting it in force")?;
        Ok(Self { state: AgreementState::Effective, ..self.clone() })
    }

    /// Withdraws a version that is not yet signed by both sides (LC-30).
    ///
    /// # Errors
    /// Refused once both have signed.
    pub fn withdraw(&self) -> Result<Self, AgreementRefusal> {
        self.must_be(&[AgreementState::Draft, AgreementState::Issued, AgreementState::PartlySigned], "withdrawing")?;
        Ok(Self { state: AgreementState::Void, ..self.clone() })
    }

    /// Has the version been put in force, at whatever time?
    #[must_use]
    pub const fn was_in_force(&self) -> bool {
        matches!(self.state, AgreementState::Effective | AgreementState::Superseded)
    }

    fn must_be(&self, states: &[AgreementState], step: &'static str) -> Result<(), AgreementRefusal> {
        if states.contains(&self.state) {
            Ok(())
        } else {
            Err(AgreementRefusal::State { version: self.version, state: self.state, step })
        }
    }
}

/// The version whose terms still bind on a date: the one in force; else, while what was bought runs off, the latest that
/// has been in force; else, before the first one is, the latest that was not withdrawn.
#[must_use]
pub fn ruling(versions: &[Agreement], on: Date) -> Option<&Agreement> {
    let latest = |counts: &dyn Fn(&&Agreement) -> bool| {
        versions.iter().filter(counts).max_by_key(|one| (one.effective_from, one.version))
    };
    in_force(versions, on)
        .or_else(|| latest(&|one| one.was_in_force() || one.state == AgreementState::Terminated))
        .or_else(|| latest(&|one| one.state != AgreementState::Void))
}

/// LC-34: the version in force on a date: the latest that has been put in force and whose first day has come.
///
/// Where that one has ended nothing is in force: an ended agreement never brings its predecessor back.
#[must_use]
pub fn in_force(versions: &[Agreement], on: Date) -> Option<&Agreement> {
    versions
        .iter()
        .filter(|one| one.was_in_force() || one.state == AgreementState::Terminated)
        .filter(|one| one.effective_from <= on)
        .max_by_key(|one| (one.effective_from, one.version))
        .filter(|one| one.was_in_force())
}
