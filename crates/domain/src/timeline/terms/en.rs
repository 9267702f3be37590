//! English: the words of the enums themselves.

use super::Terms;
use crate::contact::Channel;
use crate::dispute::CaseKind;
use crate::notice::{Deliverer, Leg};

pub(super) const TERMS: Terms = Terms {
    side: |side| side.word(),
    by_link: "by link",
    unproved: "sender not proved",
    holder: "Somebody who holds our letter",
    purpose: |purpose| purpose.word(),
    by: |channel| match channel {
        Channel::Email => "by e-mail",
        Channel::Phone => "by phone",
        Channel::Letter => "by letter",
        Channel::Portal => "by page",
    },
    method: |method| method.word(),
    leg: |leg| match leg {
        Leg::Introduction => "The letter of introduction",
        Leg::Notice => "The notice of assignment",
        Leg::Release => "The release letter",
    },
    role: |role| role.word(),
    paper: |kind| kind.word(),
    case: |kind| match kind {
        CaseKind::Dispute => "Dispute",
        CaseKind::Complaint => "Complaint",
        CaseKind::Question => "Question",
        CaseKind::Copy => "Request for a copy",
        CaseKind::Proof => "Request for proof",
        CaseKind::Correction => "Contact to correct",
    },
    reason: |reason| reason.word(),
    fact: |fact| fact.word(),
    trigger: |trigger| trigger.word(),
    profile: |profile| profile.word(),
    deliverer: |deliverer| match deliverer {
        Deliverer::Client => "by the client itself",
        Deliverer::Factor => "by the factor for the client",
    },
    mood: |mood| mood.word(),
};
