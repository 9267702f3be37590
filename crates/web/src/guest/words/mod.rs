//! What the guests' pages say, in four languages.
//!
//! Contract: every text is a field, so a text that is missing in one language does not compile. Texts with something to
//! fill in are functions of it: amounts, dates and names come in finished, written in the language. The voice is that
//! of the letters: plain, calm, complete; nobody is blamed and nothing is threatened (CO-13).

mod choice;
mod de;
mod en;
mod es;
mod fr;
pub(super) mod refusal;

pub(super) use choice::{accepted, asked};

use domain::contact::MessageState;
use domain::dispute::{DisputeReason, OutcomeKind};
use domain::letter::Language;
use domain::notice::NoticeState;

/// A text with one thing to fill in.
pub(super) type With = fn(&str) -> String;
/// A text with two things to fill in.
pub(super) type With2 = fn(&str, &str) -> String;
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
    /// The debtor's invoices.
    pub debtor: Debtor,
    /// Answers for invoices.
    pub answer: AnswerWords,
    /// Questions and complaints.
    pub ask: Ask,
    /// Notices and letters.
    pub notice: NoticeWords,
    /// How to be written to.
    pub preferences: Preferences,
    /// Answers by a sheet.
    pub sheet: Sheet,
    /// A remittance advice.
    pub remittance: Remittance,
    /// How it feels to be served this way.
    pub mood: MoodWords,
    /// One case.
    pub case: CaseWords,
    /// The client's page.
    pub client: Client,
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
    pub language_kept: &'static str,
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
    pub paused_title: &'static str,
    pub paused_text: &'static str,
    pub paused_remedy: &'static str,
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
    /// Of the supplier.
    pub all_invoices: With,
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

/// The debtor's invoices.
pub(super) struct Debtor {
    pub title: &'static str,
    pub open_on: With,
    pub late: With,
    pub nothing_open: &'static str,
    pub nothing_open_text: &'static str,
    pub real: &'static str,
    pub real_text: With2,
    pub notice_received: With,
    pub check_notice: &'static str,
    pub where_to_pay: &'static str,
    pub same_account: &'static str,
    pub holder: &'static str,
    pub account: &'static str,
    pub reference: &'static str,
    pub reference_text: &'static str,
    pub ask_for_account: &'static str,
    pub invoices_of: With,
    pub invoice: &'static str,
    pub issued: &'static str,
    pub due: &'static str,
    pub amount: &'static str,
    pub open: &'static str,
    pub total: &'static str,
    pub order: &'static str,
    pub tick: With,
    pub tick_all: Count,
    pub answer_ticked: &'static str,
    pub more: Count,
    pub to_confirm: &'static str,
    pub disputed: With,
    pub announced: With,
    pub said_paid: With,
    pub confirmed: &'static str,
    pub copy_asked: &'static str,
    pub due_today: &'static str,
    pub not_due: &'static str,
    pub past_due: fn(i32) -> String,
    pub wrong: &'static str,
    pub wrong_text: &'static str,
    pub wrong_text_none: &'static str,
    pub by_sheet: &'static str,
    pub by_sheet_text: &'static str,
    pub download: &'static str,
    pub download_text: &'static str,
    pub letters_text: &'static str,
    pub wrong_contact_text: &'static str,
    pub preferences_text: &'static str,
    pub cases: &'static str,
    pub case_dispute: &'static str,
    pub case_complaint: &'static str,
    pub case_question: &'static str,
    pub case_copy: &'static str,
    pub case_proof: &'static str,
    pub case_correction: &'static str,
    pub answer_by: With,
    pub papers: &'static str,
    pub no_papers: &'static str,
    pub paper_hint: &'static str,
    pub paper_invoice: &'static str,
    pub paper_order: &'static str,
    pub paper_delivery: &'static str,
    pub paper_timesheet: &'static str,
    pub paper_notice: &'static str,
    pub paper_remittance: &'static str,
    pub paper_other: &'static str,
    pub history: &'static str,
    pub say_something: &'static str,
}

/// Answers for invoices.
pub(super) struct AnswerWords {
    pub confirmed: &'static str,
    pub will_pay: &'static str,
    pub paid: &'static str,
    pub disputed: &'static str,
    pub not_received: &'static str,
    pub wrong_contact: &'static str,
    pub confirmed_does: &'static str,
    pub will_pay_does: &'static str,
    pub paid_does: &'static str,
    pub disputed_does: &'static str,
    pub not_received_does: &'static str,
    pub wrong_contact_does: &'static str,
    pub wrong_contact_done: &'static str,
    pub which: &'static str,
    pub more_invoices: &'static str,
    pub choose_some: &'static str,
    pub on: &'static str,
    pub paid_on: &'static str,
    pub date_wrong: &'static str,
    pub how: &'static str,
    pub how_hint: &'static str,
    pub amount: &'static str,
    pub amount_hint: &'static str,
    pub amount_wrong: &'static str,
    pub disputed_amount: &'static str,
    pub disputed_amount_hint: &'static str,
    pub why: &'static str,
    pub choose_reason: &'static str,
    pub reason: fn(DisputeReason) -> &'static str,
    pub words: &'static str,
    pub words_dispute: &'static str,
    pub words_contact: &'static str,
    pub will_pay_on: With,
    pub paid_said: With,
    pub preview: &'static str,
    pub preview_text: Count,
    pub signed: With,
    pub quiet_until: With,
    pub opens_cases: Count,
    pub change: &'static str,
    pub done: fn(usize, &str) -> String,
    pub receipt: With,
    pub case_numbers: With,
}

/// Questions and complaints.
pub(super) struct Ask {
    pub question: &'static str,
    pub question_lead: &'static str,
    pub complaint: &'static str,
    pub complaint_lead: &'static str,
    pub contact: &'static str,
    pub contact_lead: &'static str,
    pub about: &'static str,
    pub about_none: &'static str,
    pub words: &'static str,
    pub words_missing: &'static str,
    pub done: With,
}

/// Notices and letters.
pub(super) struct NoticeWords {
    pub title: &'static str,
    pub notices: &'static str,
    pub letters: &'static str,
    pub no_letters: &'static str,
    pub notice_of: With,
    pub lead: With2,
    pub acknowledge: &'static str,
    pub acknowledge_text: &'static str,
    pub name_hint: &'static str,
    pub acknowledged: &'static str,
    pub acknowledged_already: &'static str,
    pub doubt: &'static str,
    pub doubt_text: &'static str,
    pub doubt_words: &'static str,
    pub doubted: &'static str,
    pub proof_by: With,
    pub proof_asked: &'static str,
}

/// How to be written to.
pub(super) struct Preferences {
    pub title: &'static str,
    pub lead: &'static str,
    pub no_contact: &'static str,
    pub way: &'static str,
    pub stop: &'static str,
    pub stop_hint: &'static str,
    pub stopped: &'static str,
    pub by_mail: &'static str,
    pub by_phone: &'static str,
    pub by_letter: &'static str,
    pub save: &'static str,
    pub done: &'static str,
}

/// Answers by a sheet.
pub(super) struct Sheet {
    pub title: &'static str,
    pub lead: Count,
    pub fetch: &'static str,
    pub fetch_text: &'static str,
    pub fill: &'static str,
    pub send: &'static str,
    pub file: &'static str,
    pub file_hint: &'static str,
    pub file_missing: &'static str,
    pub more: Count,
    pub preview: &'static str,
    pub preview_text: Count,
    pub untouched: Count,
    pub of_invoices: Count,
    pub done: Count,
}

/// A remittance advice.
pub(super) struct Remittance {
    pub title: &'static str,
    pub lead: &'static str,
    pub file: &'static str,
    pub file_hint: &'static str,
    pub file_missing: &'static str,
    pub on: &'static str,
    pub currency: &'static str,
    pub done: &'static str,
    pub read: With2,
    pub unknown: With,
}

/// How it feels to be served this way.
pub(super) struct MoodWords {
    pub title: &'static str,
    pub good: &'static str,
    pub fine: &'static str,
    pub not_good: &'static str,
    pub thanks: &'static str,
    pub sorry: &'static str,
}

/// One case.
pub(super) struct CaseWords {
    pub raised: &'static str,
    pub with: &'static str,
    pub answer_by: With,
    pub closed_on: With,
    pub said: &'static str,
    pub add: &'static str,
    pub words: &'static str,
    pub words_missing: &'static str,
    pub paper: &'static str,
    pub paper_kind: &'static str,
    pub paper_kind_missing: &'static str,
    pub settle: &'static str,
    pub go_on_talking: &'static str,
    pub outcome: fn(OutcomeKind) -> &'static str,
    pub credit: &'static str,
    pub credit_hint: &'static str,
    pub added: &'static str,
    pub settled: &'static str,
}

/// The client's page.
pub(super) struct Client {
    pub title: &'static str,
    pub nothing: &'static str,
    pub needs: Count,
    pub heads_ups: &'static str,
    pub heads_ups_text: &'static str,
    pub tell: With,
    pub previews: &'static str,
    pub previews_text: &'static str,
    pub cases: &'static str,
    pub customers: &'static str,
    pub no_customers: &'static str,
    pub no_notice: &'static str,
    /// GL-60: in place of the notice's state.
    pub federal: &'static str,
    pub open_cases: Count,
    pub paused_to: With,
    pub contacts: &'static str,
    pub no_contacts: &'static str,
    pub contact_right: &'static str,
    pub contact_words: &'static str,
    pub contact_hint: &'static str,
    pub contact_text: &'static str,
    pub letters: &'static str,
    pub no_letters: &'static str,
    pub received: &'static str,
    /// Of a letter that was written to the client itself.
    pub to_you: &'static str,
    pub planned_for: With,
    pub history: &'static str,
    pub health: &'static str,
    pub figures: fn(HealthFigure) -> &'static str,
    pub thin: &'static str,
    pub told_title: With,
    pub told_lead: &'static str,
    pub told_on: &'static str,
    pub told_whom: &'static str,
    pub told_whom_hint: &'static str,
    pub whom_missing: &'static str,
    pub told_how: &'static str,
    pub told_send: &'static str,
    pub told_done: &'static str,
    pub letter_to: With,
    pub letter_lead: &'static str,
    pub own_part: &'static str,
    pub approve: &'static str,
    pub approve_text: &'static str,
    pub approved: &'static str,
    pub stop: &'static str,
    pub stop_text: &'static str,
    pub why_stop: &'static str,
    pub why_missing: &'static str,
    pub stopped: &'static str,
    pub message_state: fn(MessageState) -> &'static str,
    pub notice_state: fn(NoticeState) -> &'static str,
    pub pause: &'static str,
    pub pause_title: With,
    pub pause_lead: &'static str,
    pub pause_days: &'static str,
    pub pause_days_hint: With,
    pub days_missing: &'static str,
    pub pause_why: &'static str,
    pub not_stopped: &'static str,
    pub recourse_text: With2,
    pub recourse_first: With,
    pub no_recourse: &'static str,
    pub pause_send: &'static str,
    pub paused_until: With,
    pub resume: &'static str,
    pub resumed: &'static str,
}

/// The figures of a relationship that a client reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HealthFigure {
    Answered,
    HoursToAnswer,
    PromisesKept,
    Disputes,
    Messages,
    DaysToPay,
}

/// The texts of a language.
pub(super) const fn of(language: Language) -> &'static Words {
    match language {
        Language::English => &en::WORDS,
        Language::German => &de::WORDS,
        Language::French => &fr::WORDS,
        Language::Spanish => &es::WORDS,
    }
}
