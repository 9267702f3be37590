//! What a guest reads where a use case refuses: by the refusal's stable code, in the guest's language.
//!
//! Contract: facts and remedies of refusals are English and stand on the factor's pages. A guest who reads English sees
//! them; everybody else sees the sentence of the code, and never English. A code without a sentence of its own has the
//! general one. [`CODES`] are those a guest can meet; a test makes sure that each has its sentence in each language.

mod de;
mod es;
mod fr;
#[cfg(test)]
mod tests;

use super::Words;
use app::Refusal;
use domain::letter::Language;

/// The codes that the use cases behind the guests' pages may refuse with.
#[cfg(test)]
const CODES: [&str; 107] = [
    "ANSWERS",
    "ANSWER_NO_NAME",
    "CASE_NO_NAME",
    "PAPER_NO_NAME",
    "ANSWER_INVOICE",
    "ANSWER_TWICE",
    "ROW_TWICE",
    "ANSWER_NOTHING_OPEN",
    "ANSWER_DAY",
    "ANSWER_CURRENCY",
    "CASE_CURRENCY",
    "ROW_CURRENCY",
    "ANSWER_AMOUNT",
    "ANSWER_WORDS",
    "CASE_TOO_MANY_WORDS",
    "MOOD_WORDS",
    "AMOUNT_WRONG",
    "AMOUNT_MISSING",
    "ANSWER_UNKNOWN",
    "COLUMN_MISSING",
    "HEADER_MISSING",
    "DATE_MISSING",
    "DATE_WRONG",
    "REASON_MISSING",
    "REASON_UNKNOWN",
    "ROW_NO_INVOICE",
    "ROW_INVOICE_UNKNOWN",
    "ROW_SUPPLIER_MISSING",
    "NOTHING_ANSWERED",
    "MORE",
    "FILE_EMPTY",
    "NOTHING_READABLE",
    "FILE_TOO_LARGE",
    "TOO_MANY_LINES",
    "SHEET_TOO_LONG",
    "LINE_TOO_LONG",
    "FIELD_TOO_LONG",
    "PAPER_TOO_LARGE",
    "PDF_GIVEN",
    "XML_GIVEN",
    "FILE_BINARY",
    "SPREADSHEET_GIVEN",
    "SPREADSHEET_BROKEN",
    "ENCODING_UNKNOWN",
    "ENCODING_WRONG",
    "DELIMITER_UNCLEAR",
    "HEADER_AMBIGUOUS",
    "LINE_HAS_MORE_FIELDS",
    "QUOTE_OPEN",
    "PAPER_NAME",
    "PAPER_KIND",
    "PAPER_NAMED_WRONG",
    "PAPER_TOO_MANY",
    "CASE_NOT_YOURS_TO_OPEN",
    "CASE_NO_INVOICE",
    "CASE_NO_REASON",
    "CASE_NO_WORDS",
    "WORDS_MISSING",
    "CASE_FULL",
    "CASE_NO_AMOUNT",
    "CASE_TOO_MUCH",
    "CASE_NOTHING_OPEN",
    "CASE_DISPUTED",
    "CASE_SETTLED",
    "CASE_OPEN",
    "CASE_NOT_YOURS_TO_SETTLE",
    "CASE_CREDIT_AMOUNT",
    "CASE_NOT_YOURS_TO_ASSIGN",
    "MOOD_SIDE",
    "PAUSE",
    "PAUSE_AGAIN",
    "WHY",
    "MESSAGE_STATE",
    "CONTACT",
    "GUEST_NO_CONTACT",
    "GUEST_UNREACHABLE",
    "HEADS_UP_MISSING",
    "HEADS_UP_GIVEN",
    "HEADS_UP_VAGUE",
    "DAY_AHEAD",
    "TOO_EARLY",
    "NOT_INTRODUCED",
    "NOT_SENT",
    "LETTER_NOT_POSTED",
    "NO_LETTER",
    "NEVER_NOTIFIED",
    "NOTHING_TO_ACKNOWLEDGE",
    "UNDER_WAY",
    "NOTICE_UNDER_WAY",
    "REMINDED",
    "NO_PROOF_ASKED",
    "NO_DOUBT",
    "NOTICE_HELD",
    "NOTICE_RELEASED",
    "NOTICE_SUPERSEDED",
    "EVIDENCE_TOO_OLD",
    "EVIDENCE_TOO_WEAK",
    "ADDRESS_NOT_VERIFIED",
    "INVOICES_OPEN",
    "NOTICE_NOT_HELD",
    "OVER_ADVANCE_TOO_YOUNG",
    "VERIFICATION_METHOD",
    "VERIFICATION_WHO",
    "VERIFICATION_NOTHING",
    "VERIFICATION_WORDS",
    "VERIFICATION_EVIDENCE",
    "AMOUNT",
];

/// A refusal as a guest reads it.
pub(in crate::guest) fn sentence(w: &Words, refusal: &Refusal) -> String {
    match translated(w.language, &refusal.code) {
        Some(words) => words.to_owned(),
        None => crate::desk::posted::sentence(refusal),
    }
}

/// The same with the place before it: a row of a sheet.
pub(in crate::guest) fn at_its_place(w: &Words, refusal: &Refusal) -> String {
    match translated(w.language, &refusal.code) {
        Some(words) if refusal.place.is_empty() => words.to_owned(),
        Some(words) => format!("{}{}{words}", place(w.language, &refusal.place), colon(w.language)),
        None => refusal.to_string(),
    }
}

/// The sentence of a code; none in English, whose words the refusal carries.
fn translated(language: Language, code: &str) -> Option<&'static str> {
    let (known, general) = match language {
        Language::English => return None,
        Language::German => (de::of(code), de::GENERAL),
        Language::French => (fr::of(code), fr::GENERAL),
        Language::Spanish => (es::of(code), es::GENERAL),
    };
    Some(known.unwrap_or(general))
}

const fn colon(language: Language) -> &'static str {
    if matches!(language, Language::French) { " : " } else { ": " }
}

/// `invoices.csv line 14, Date` in a language.
fn place(language: Language, place: &str) -> String {
    let line = match language {
        Language::English => " line ",
        Language::German => ", Zeile ",
        Language::French => ", ligne ",
        Language::Spanish => ", l\u{ed}nea ",
    };
    match place.rsplit_once(" line ") {
        Some((file, rest)) if rest.starts_with(|sign: char| sign.is_ascii_digit()) => format!("{file}{line}{rest}"),
        _ => place.to_owned(),
    }
}
