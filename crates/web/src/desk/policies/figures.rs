//! The factor's figures, as people read them: what each is called, its unit, its rule in plain words.
//!
//! A path is the name of the figure in its policy; a dot leads into a figure of several parts. That every figure of a policy
//! is here, and nothing else, is tested.

/// How a figure is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A whole number.
    Count,
    /// An amount in major units of a currency.
    Amount,
    /// A time of the day.
    Hour,
    /// Yes or no.
    Yes,
    /// One of several: what is kept, what is read.
    One(&'static [(&'static str, &'static str)]),
    /// Words, one per line.
    Lines,
    /// One line of text.
    Text,
    /// A line for each currency: its code, then the parts, by these names; no name where the value is one amount.
    ByCurrency(&'static [&'static str]),
}

/// One figure.
pub(super) struct Figure {
    pub path: &'static str,
    pub label: &'static str,
    pub unit: &'static str,
    pub kind: Kind,
    pub words: &'static str,
}

impl Figure {
    /// What is wrong with it, under its name: the list on top of a form of many figures is read alone.
    pub fn named(&self, wrong: &str) -> String {
        if wrong.contains(self.label) { wrong.to_owned() } else { format!("{}: {wrong}", self.label) }
    }
}

const fn count(path: &'static str, label: &'static str, unit: &'static str, words: &'static str) -> Figure {
    Figure { path, label, unit, kind: Kind::Count, words }
}

const fn of(kind: Kind, path: &'static str, label: &'static str, unit: &'static str, words: &'static str) -> Figure {
    Figure { path, label, unit, kind, words }
}

/// Figures that belong together.
pub(super) struct Part {
    pub title: &'static str,
    pub figures: &'static [Figure],
}

const DPD: &str = "days past due";
const BD: &str = "business days";
const DAYS: &str = "days";
const WHOLE: &str = "whole units";

pub(super) const CONTACT: &[Part] = &[
    Part {
        title: "When somebody is asked",
        figures: &[
            count(
                "first_contact_dpd",
                "First question",
                DPD,
                "Nobody is asked before the eighth day: write 8 or more.",
            ),
            count(
                "second_after_days",
                "Second question",
                "days after the first",
                "Never sooner than the short window of mail below; 90 at most.",
            ),
            count(
                "client_step_dpd",
                "Client and account manager first",
                DPD,
                "From here on the client is asked to use its relationship, before any call.",
            ),
            count("client_step_bd", "Time the client then has", BD, "0 to 10."),
            count("call_dpd", "The one call to accounts payable", DPD, "After the client\u{2019}s step."),
            count("supervisor_dpd", "Supervisor or controller", DPD, "After the call; the client gets a copy."),
            count("letter_dpd", "Formal letter", DPD, "The last step; a person approves it."),
            count(
                "recourse_notice_days",
                "Recourse date told ahead",
                DAYS,
                "The client is told so long before, and on the day; 1 to 90.",
            ),
            count(
                "client_first_bd",
                "Head start of the client",
                BD,
                "For customers that are served \u{201c}client first\u{201d}: before each contact; 1 to 20.",
            ),
            count(
                "uk_base_rate_bp",
                "Base rate under late interest in pounds",
                "basis points",
                "The Bank of England\u{2019}s; 425 is 4.25 %. Only shown where a debtor\u{2019}s late interest may be asked; 0 to 2500.",
            ),
            count(
                "before_due_days",
                "Reminder before the due date",
                "days before",
                "Sent only where the client asked for it; 1 to 30.",
            ),
        ],
    },
    Part {
        title: "How often",
        figures: &[
            count(
                "email_short.most",
                "Mail, short window: at most",
                "messages",
                "One at most, however many clients sell to the debtor.",
            ),
            count("email_short.days", "Mail, short window", DAYS, "7 or more."),
            count("email_long.most", "Mail, long window: at most", "messages", "Three at most."),
            count("email_long.days", "Mail, long window", DAYS, "30 or more."),
            count("phone.most", "Calls: at most", "calls", "One at most."),
            count("phone.days", "Calls: window", DAYS, "14 or more."),
            count("letter.most", "Letters: at most", "letters", "One at most."),
            count("letter.days", "Letters: window", DAYS, "30 or more."),
            of(
                Kind::Amount,
                "minimum",
                "Least sum worth a message",
                "of any currency",
                "Nobody is asked for less than this past due in all.",
            ),
            of(
                Kind::ByCurrency(&[]),
                "minimum_by_currency",
                "The same for single currencies",
                "a line each: JPY 30000",
                "Where a whole unit is worth much less or more.",
            ),
        ],
    },
    Part {
        title: "At what time of the day",
        figures: &[
            of(Kind::Hour, "hours.opens", "Businesses: from", "their time", "Monday to Friday; 09:00 or later."),
            of(Kind::Hour, "hours.closes", "Businesses: until", "their time", "17:00 or earlier."),
            of(
                Kind::Hour,
                "natural_person_hours.opens",
                "Natural persons: from",
                "their time",
                "08:00 or later; the narrower of both windows counts.",
            ),
            of(Kind::Hour, "natural_person_hours.closes", "Natural persons: until", "their time", "21:00 or earlier."),
        ],
    },
    Part {
        title: "After an answer",
        figures: &[
            count("promise_grace_bd", "Silence after a promised date", BD, "Nobody asks sooner; 3 to 20."),
            count(
                "promise_kept_days",
                "A promise is kept up to",
                "days after its date",
                "The money came in by then; 0 to 30.",
            ),
            count(
                "validation_days",
                "Natural persons may dispute for",
                DAYS,
                "From the day their validation notice must be there, under California\u{2019}s rules; 30 to 180.",
            ),
            count("transit_bd", "Silence after \u{201c}it is on its way\u{201d}", BD, "5 to 20."),
        ],
    },
    Part {
        title: "What the client decides",
        figures: &[
            count("pause_bd", "Longest pause of a customer", BD, "1 to 10."),
            of(
                Kind::Yes,
                "preview",
                "Clients look at questions first",
                "",
                "Where nothing else was settled with a client.",
            ),
            count("preview_bd", "Time to look", BD, "Then the message leaves; 1 to 10."),
        ],
    },
    Part {
        title: "Whom to trust",
        figures: &[
            count(
                "stale_months",
                "A contact is old after",
                "months",
                "Nobody confirmed it since: it is to be confirmed again; 1 to 60.",
            ),
            count(
                "retention_months",
                "People\u{2019}s data are kept for",
                "months after the last open invoice",
                "Names, addresses and what was written then go, everywhere; 0 to 120.",
            ),
            count(
                "independence_hours",
                "Contact given by the client",
                "hours",
                "So long it is not used to confirm that client\u{2019}s invoices; 24 to 240.",
            ),
            of(
                Kind::Lines,
                "free_mail",
                "Public mail providers",
                "one per line",
                "Besides those known to everybody; a contact there is looked at first.",
            ),
        ],
    },
];

pub(super) const NOTICE: &[Part] = &[
    Part {
        title: "The order of the letters",
        figures: &[
            count(
                "introduction_after_bd",
                "Introduction after the heads-up",
                BD,
                "The client speaks first: 1 or more.",
            ),
            count("notice_after_bd", "Notice after the introduction arrived", BD, "1 or more."),
            count(
                "remind_after_bd",
                "The one request to acknowledge",
                "business days after the notice arrived",
                "1 or more; there is no second one.",
            ),
        ],
    },
    Part {
        title: "What counts as arrived",
        figures: &[
            count("mail_settles_after_bd", "Mail that did not come back", BD, "1 or more."),
            count("letter_settles_after_bd", "A letter without a courier\u{2019}s receipt", BD, "1 or more."),
            count(
                "letter_posted_within_bd",
                "A trackable letter is posted within",
                BD,
                "1 or more; then it is a task.",
            ),
            count(
                "letter_proof_within_bd",
                "A trackable letter is signed for within",
                BD,
                "1 or more; then somebody traces it.",
            ),
            count("resend_within_bd", "Sent again after it came back", BD, "Within so many."),
            count("bounces_before_client", "Client is asked for an address after", "returns", "1 or more."),
            count(
                "thresholds.level_1_up_to",
                "Not having come back is enough up to",
                WHOLE,
                "Exposure on the pair. Above it the letter must have been opened.",
            ),
            count(
                "thresholds.level_2_up_to",
                "Having been opened is enough up to",
                WHOLE,
                "Above it a courier\u{2019}s receipt or an answer is needed. Not below the amount before.",
            ),
            count(
                "thresholds.trackable_above",
                "A trackable letter goes besides the mail above",
                WHOLE,
                "Exposure on the pair.",
            ),
            of(
                Kind::ByCurrency(&["level_1_up_to", "level_2_up_to", "trackable_above"]),
                "thresholds_by_currency",
                "The same three for single currencies",
                "a line each: JPY 500000 5000000 2500000",
                "Where a whole unit is worth much less or more.",
            ),
        ],
    },
    Part {
        title: "What is promised",
        figures: &[
            count(
                "proof_bd",
                "Proof of the assignment within",
                BD,
                "The debtor may wait with its payment until it has it.",
            ),
            count("release_days", "Release letter within", "days of the client\u{2019}s demand", ""),
            count(
                "old_account_days",
                "The old account stays open",
                DAYS,
                "After a change of bank details; 30 or more, so that nobody who pays there by habit loses money.",
            ),
        ],
    },
    Part {
        title: "Against mistakes and fraud",
        figures: &[
            count(
                "remit_hold_bd",
                "A change of bank details cools down",
                BD,
                "After the second person has agreed; 1 or more.",
            ),
            count(
                "over_advance_days",
                "A held notice goes out after an over-advance of",
                DAYS,
                "For confidential clients; the client is told before.",
            ),
        ],
    },
];

pub(super) const VERIFICATION: &[Part] = &[
    Part {
        title: "What is confirmed",
        figures: &[
            of(
                Kind::One(&[
                    ("BEFORE_PURCHASE", "Before purchase"),
                    ("AFTER_PURCHASE", "After purchase"),
                    ("NONE", "Not asked for"),
                ]),
                "mode",
                "When",
                "",
                "Before: an invoice is bought once its debtor has confirmed it.",
            ),
            count("new_client_days", "Every invoice of a new client", "days from its first agreement", ""),
            count("new_debtor_invoices", "The first invoices of a debtor", "invoices", "Counted as they are bought."),
            count("amount_above", "Every invoice above", WHOLE, "Of any currency."),
            of(
                Kind::ByCurrency(&[]),
                "amount_above_by_currency",
                "The same for single currencies",
                "a line each: JPY 1000000",
                "Where a whole unit is worth much less or more.",
            ),
            count(
                "above_median_times",
                "Every invoice above the usual",
                "times the median of the debtor",
                "0: not asked for.",
            ),
            count(
                "sample_percent",
                "Of all others",
                "in a hundred",
                "0 to 100, drawn so that nobody can foretell which.",
            ),
            of(Kind::Yes, "largest", "The largest of each schedule", "", "Whatever else is drawn."),
            of(
                Kind::Text,
                "seed",
                "What the sample is drawn with",
                "",
                "Empty: the key of this book, which nobody knows.",
            ),
        ],
    },
    Part {
        title: "What is looked at",
        figures: &[
            count(
                "overdue_after_days",
                "A waiting invoice is overdue after",
                DAYS,
                "Counted from the day it became too old to be offered.",
            ),
            count("hasty_seconds", "An answer is hasty below", "seconds", "From a device not seen before."),
            count(
                "alike_percent",
                "An answer sounds like the client from",
                "in a hundred",
                "Words in the same order as the client writes them; 0 to 100.",
            ),
        ],
    },
];

pub(super) const CASES: &[Part] = &[Part {
    title: "How long there is",
    figures: &[
        count(
            "dispute_days",
            "A dispute",
            DAYS,
            "Then it is a breach of warranty and the invoice goes back to the client; 1 to 365.",
        ),
        count("complaint_bd", "A complaint is answered within", BD, "1 to 365."),
        count("question_bd", "A question is answered within", BD, "1 to 365."),
        count("copy_bd", "A copy is sent within", BD, "1 to 365."),
        count("proof_bd", "Proof of the assignment is given within", BD, "1 to 365."),
        count("correction_bd", "A corrected contact is taken over within", BD, "1 to 365."),
    ],
}];

pub(super) const GUEST: &[Part] = &[Part {
    title: "How long a link opens its page",
    figures: &[
        count(
            "debtor_days",
            "A debtor\u{2019}s link",
            DAYS,
            "Long enough for an invoice from its notice to its payment; 1 to 366.",
        ),
        count("client_days", "A client\u{2019}s link", DAYS, "Shorter, for it shows more; 1 to 366."),
    ],
}];
