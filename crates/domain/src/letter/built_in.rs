//! The wordings that come with Credere: one file per letter and language under `wordings/`.

use super::{Language, LetterKind, Wording};

/// The four languages of one letter, in the order of [`Language::ALL`].
macro_rules! files {
    ($name:literal) => {
        [
            include_str!(concat!("wordings/en/", $name, ".txt")),
            include_str!(concat!("wordings/de/", $name, ".txt")),
            include_str!(concat!("wordings/fr/", $name, ".txt")),
            include_str!(concat!("wordings/es/", $name, ".txt")),
        ]
    };
}

/// The text of the wording that comes with Credere: what a clerk begins with who writes another.
#[must_use]
pub const fn built_in_text(kind: LetterKind, language: Language) -> &'static str {
    let files = match kind {
        LetterKind::Introduction => files!("introduction"),
        LetterKind::NoticeOfAssignment => files!("notice_of_assignment"),
        LetterKind::AcknowledgmentReminder => files!("acknowledgment_reminder"),
        LetterKind::RemitToChange => files!("remit_to_change"),
        LetterKind::Release => files!("release"),
        LetterKind::ProofOfAssignment => files!("proof_of_assignment"),
        LetterKind::Verification => files!("verification"),
        LetterKind::Validation => files!("validation"),
        LetterKind::Status => files!("status"),
        LetterKind::StatusAgain => files!("status_again"),
        LetterKind::Supervisor => files!("supervisor"),
        LetterKind::PastDue => files!("past_due"),
        LetterKind::BeforeDue => files!("before_due"),
        LetterKind::Reply => files!("reply"),
        LetterKind::ClientFirst => files!("client_first"),
        LetterKind::ClientDispute => files!("client_dispute"),
        LetterKind::ClientRecourse => files!("client_recourse"),
        LetterKind::ClientTask => files!("client_task"),
    };
    match language {
        Language::English => files[0],
        Language::German => files[1],
        Language::French => files[2],
        Language::Spanish => files[3],
    }
}

/// The wording that comes with Credere.
#[must_use]
pub fn built_in(kind: LetterKind, language: Language) -> Wording {
    Wording::parse(kind, language, built_in_text(kind, language))
        .expect("a test reads every wording that comes with Credere")
}
