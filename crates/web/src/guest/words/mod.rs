//! What the guests' pages say, in four languages.
//!
//! Contract: every text is a field, so a text that is missing in one language does not compile. Texts with something to
//! fill in are functions of it: amounts, dates and names come in finished, written in the language. The voice is that
//! of the letters: plain, calm, complete; nobody is blamed and nothing is threatened (CO-13).

mod choice;
mod en;

pub(super) use choice::{accepted, asked};

use domain::letter::Language;

/// A text with one thing to fill in.
pub(super) type With = fn(&str) -> String;
/// A text with two things to fill in.
pub(super) type With2 = fn(&str, &str) -> String;
/// A text with three things to fill in.
pub(super) type With3 = fn(&str, &str, &str) -> String;
/// A text with a count.
pub(super) type Count = fn(usize) -> String;

/// All texts of one language.
pub(super) struct Words {
    /// The language itself.
    pub language: Language,
    /// What every page says.
    pub common: Common,
    /// Pages for what cannot be shown or done.
    pub wrong: Wrong,
    /// The check page.
    pub check: Check,
}

/// What every page says.
pub(super) struct Common {
    pub skip: &'static str,
    pub language: &'static str,
    pub change_language: &'static str,
    pub go_on: &'static str,
    pub back: &'static str,
    pub send: &'static str,
    pub optional: &'static str,
    pub your_name: &'static str,
    pub your_name_hint: &'static str,
    pub name_missing: &'static str,
    pub errors: Count,
    pub phone: &'static str,
    pub mail: &'static str,
    pub private_page: With,
    pub valid_until: With,
    pub is_letter_real: &'static str,
    pub never_by_mail: &'static str,
    pub call_known: &'static str,
    pub bank_code: &'static str,
}

/// Pages for what cannot be shown or done: a title, what happened, what to do.
pub(super) struct Wrong {
    pub nothing_title: &'static str,
    pub nothing_text: &'static str,
    pub nothing_remedy: With,
    pub often_title: &'static str,
    pub often_text: &'static str,
    pub often_remedy: fn(u64) -> String,
    pub refused_title: &'static str,
    pub refused_text: &'static str,
    pub sent_title: &'static str,
    pub sent_text: &'static str,
    pub expired_title: &'static str,
    pub expired_text: &'static str,
    pub form_title: &'static str,
    pub form_text: &'static str,
    pub large_title: &'static str,
    pub large_text: With,
    pub slow_title: &'static str,
    pub slow_text: &'static str,
    pub fault_title: &'static str,
    pub fault_text: &'static str,
    pub try_again: &'static str,
    pub open_again: &'static str,
    pub reference: With,
}

/// The check page: is this letter real?
pub(super) struct Check {
    pub title: &'static str,
    pub lead: With,
    pub code: &'static str,
    pub code_hint: &'static str,
    pub check: &'static str,
    pub unknown_title: &'static str,
    pub unknown_text: With,
    pub unknown_do: &'static str,
    pub unknown_typo: &'static str,
    pub genuine_title: &'static str,
    pub genuine_text: With2,
    pub genuine_do: &'static str,
    pub superseded_title: &'static str,
    pub superseded_text: With,
    pub superseded_on: With,
    pub superseded_do: &'static str,
    pub successor: &'static str,
    pub released_title: &'static str,
    pub released_text: With2,
    pub released_on: With,
    pub says: &'static str,
    pub supplier: &'static str,
    pub customer: &'static str,
    pub factor: &'static str,
    pub kind: &'static str,
    pub issued: &'static str,
    pub since: &'static str,
    pub pay_to: &'static str,
    pub ending: With,
    pub notice_of_assignment: &'static str,
    pub change_of_account: &'static str,
    pub release: &'static str,
    pub proof_of_assignment: &'static str,
    pub compare_title: &'static str,
    pub compare_lead: &'static str,
    pub account: &'static str,
    pub account_hint: &'static str,
    pub account_missing: &'static str,
    pub invoice: &'static str,
    pub invoice_hint: &'static str,
    pub compare: &'static str,
    pub account_right: &'static str,
    pub account_wrong: &'static str,
    pub account_wrong_do: &'static str,
    pub account_old: &'static str,
    pub account_old_until: With,
    pub invoice_right: With,
    pub invoice_wrong: With,
    pub proof_title: &'static str,
    pub proof_lead: With,
    pub proof_words: &'static str,
    pub proof_words_hint: &'static str,
    pub proof_send: &'static str,
    pub proof_asked: With2,
    pub proof_asked_note: &'static str,
    pub proof_open: With2,
    pub proof_given: With,
    pub offline_title: &'static str,
    pub offline_lead: &'static str,
    pub signed_content: &'static str,
    pub signature: &'static str,
    pub public_key: &'static str,
    pub how_offline: &'static str,
    pub key_title: &'static str,
    pub key_lead: With,
    pub key_steps: &'static str,
    pub key_since: With,
    pub key_compare: &'static str,
    pub no_key: &'static str,
}

/// The texts of a language.
pub(super) const fn of(language: Language) -> &'static Words {
    match language {
        _ => &en::WORDS,
    }
}
