//! Words for the enums that sentences name, in four languages: one word per thing, the same as on the guests' pages.

mod de;
mod en;
mod es;
mod fr;

use crate::contact::{Channel, DocumentKind, Mood, Profile, Purpose, Role};
use crate::dispute::{CaseKind, DisputeReason, Side};
use crate::invoice::verification::{Confirmable, Method};
use crate::letter::Language;
use crate::notice::{Deliverer, Leg, Trigger};

/// The words of a language. None of them begins with an article unless it says so.
pub(super) struct Terms {
    /// Somebody of this side.
    pub side: fn(Side) -> &'static str,
    /// How somebody acts who has a link.
    pub by_link: &'static str,
    /// A sender whom nothing proves.
    pub unproved: &'static str,
    /// Who holds our letter.
    pub holder: &'static str,
    /// What a message is.
    pub purpose: fn(Purpose) -> &'static str,
    /// By which way: with the word for "by".
    pub by: fn(Channel) -> &'static str,
    /// How something was verified: with the word for "by".
    pub method: fn(Method) -> &'static str,
    /// A letter of a notice as a sentence begins: with its article.
    pub leg: fn(Leg) -> &'static str,
    /// What somebody does at a business.
    pub role: fn(Role) -> &'static str,
    /// A paper.
    pub paper: fn(DocumentKind) -> &'static str,
    /// A case.
    pub case: fn(CaseKind) -> &'static str,
    /// Why something is disputed.
    pub reason: fn(DisputeReason) -> &'static str,
    /// A fact that is to be confirmed.
    pub fact: fn(Confirmable) -> &'static str,
    /// Why a held notice is given: part of a sentence, after "because".
    pub trigger: fn(Trigger) -> &'static str,
    /// How much the factor writes.
    pub profile: fn(Profile) -> &'static str,
    /// Who delivers the introduction: with the word for "by".
    pub deliverer: fn(Deliverer) -> &'static str,
    /// How somebody feels.
    pub mood: fn(Mood) -> &'static str,
}

/// The words of a language.
pub(super) const fn of(language: Language) -> &'static Terms {
    match language {
        Language::English => &en::TERMS,
        Language::German => &de::TERMS,
        Language::French => &fr::TERMS,
        Language::Spanish => &es::TERMS,
    }
}

impl DisputeReason {
    /// The words of it inside a sentence, in a language.
    #[must_use]
    pub fn words(self, language: Language) -> &'static str {
        (of(language).reason)(self)
    }
}
