//! The columns of the relationship's tables, in the order of the schema. A test keeps both equal.

use crate::engine::Table;

/// Rows of `policy`.
pub static POLICY: Table = Table { name: "policy", columns: &["factor_id", "name", "body"] };

/// Rows of `contact`.
pub static CONTACT: Table = Table {
    name: "contact",
    columns: &["factor_id", "contact_id", "debtor_id", "client_id", "role", "email", "state", "body"],
};

/// Rows of `preference`.
pub static PREFERENCE: Table = Table { name: "preference", columns: &["factor_id", "debtor_id", "body"] };

/// Rows of `relation`.
pub static RELATION: Table =
    Table { name: "relation", columns: &["factor_id", "client_id", "debtor_id", "paused_until", "body"] };

/// Rows of `notice`.
pub static NOTICE: Table = Table {
    name: "notice",
    columns: &[
        "factor_id",
        "notice_id",
        "client_id",
        "debtor_id",
        "version",
        "state",
        "evidence",
        "received_on",
        "proof_open",
        "is_current",
        "next_on",
        "letter_on",
        "body",
    ],
};

/// Rows of `paper`.
pub static PAPER: Table = Table {
    name: "paper",
    columns: &[
        "factor_id",
        "code",
        "kind",
        "client_id",
        "debtor_id",
        "notice_id",
        "issued_at",
        "superseded_by",
        "key_id",
        "content",
        "signature",
    ],
};

/// Rows of `packet`.
pub static PACKET: Table = Table {
    name: "packet",
    columns: &["factor_id", "packet_id", "client_id", "debtor_id", "contract_key", "state", "was_acknowledged", "body"],
};

/// Rows of `signing_key`.
pub static SIGNING_KEY: Table = Table { name: "signing_key", columns: &["factor_id", "key_id", "public_key", "since"] };

/// Rows of `remit_change`.
pub static REMIT_CHANGE: Table =
    Table { name: "remit_change", columns: &["factor_id", "remit_change_id", "state", "not_before", "body"] };

/// Rows of `message`.
pub static MESSAGE: Table = Table {
    name: "message",
    columns: &[
        "factor_id",
        "message_id",
        "number",
        "direction",
        "purpose",
        "channel",
        "debtor_id",
        "client_id",
        "contact_id",
        "recipient",
        "state",
        "queued_at",
        "send_after",
        "sent_at",
        "sent_on",
        "internet_id",
        "attempts",
        "subject",
        "words",
        "body",
    ],
};

/// Rows of `message_client`.
pub static MESSAGE_CLIENT: Table = Table { name: "message_client", columns: &["factor_id", "client_id", "message_id"] };

/// Rows of `message_invoice`.
pub static MESSAGE_INVOICE: Table =
    Table { name: "message_invoice", columns: &["factor_id", "message_id", "invoice_id"] };

/// Rows of `contact_decision`.
pub static CONTACT_DECISION: Table = Table {
    name: "contact_decision",
    columns: &["factor_id", "debtor_id", "decided_on", "last_on", "outcome", "reason", "message_id", "body"],
};

/// Rows of `answer`.
pub static ANSWER: Table = Table {
    name: "answer",
    columns: &[
        "factor_id",
        "answer_id",
        "debtor_id",
        "client_id",
        "invoice_id",
        "kind",
        "state",
        "given_at",
        "until",
        "body",
    ],
};

/// Rows of `relation_case`.
pub static RELATION_CASE: Table = Table {
    name: "relation_case",
    columns: &[
        "factor_id",
        "case_id",
        "number",
        "kind",
        "debtor_id",
        "client_id",
        "invoice_id",
        "state",
        "currency",
        "amount_minor",
        "ineligible_minor",
        "opened_on",
        "due_on",
        "closed_on",
        "body",
    ],
};

/// Rows of `verification`.
pub static VERIFICATION: Table = Table {
    name: "verification",
    columns: &[
        "factor_id",
        "verification_id",
        "invoice_id",
        "client_id",
        "debtor_id",
        "state",
        "is_open",
        "required_at",
        "body",
    ],
};

/// Rows of `guest_link`.
pub static GUEST_LINK: Table = Table {
    name: "guest_link",
    columns: &[
        "factor_id",
        "link_id",
        "debtor_id",
        "client_id",
        "contact_id",
        "made_at",
        "expires_at",
        "revoked_at",
        "opened_at",
        "body",
    ],
};

/// Rows of `document`.
pub static DOCUMENT: Table = Table {
    name: "document",
    columns: &[
        "factor_id",
        "document_id",
        "kind",
        "client_id",
        "debtor_id",
        "invoice_id",
        "name",
        "content_type",
        "sha256",
        "added_at",
        "added_by",
        "content",
    ],
};

/// Rows of `advice`.
pub static ADVICE: Table = Table {
    name: "advice",
    columns: &[
        "factor_id",
        "document_id",
        "debtor_id",
        "currency",
        "total_minor",
        "paid_on",
        "added_on",
        "name",
        "lines",
    ],
};

/// Rows of `wording`.
pub static WORDING: Table = Table {
    name: "wording",
    columns: &["factor_id", "kind", "language", "version", "saved_at", "saved_by", "content"],
};

/// Rows of `mood`.
pub static MOOD: Table = Table { name: "mood", columns: &["factor_id", "debtor_id", "client_id", "given_at", "mood"] };

/// Rows of `timeline`.
pub static TIMELINE: Table = Table {
    name: "timeline",
    columns: &[
        "factor_id",
        "client_id",
        "debtor_id",
        "at",
        "event_seq",
        "place",
        "kind",
        "who",
        "said",
        "subject_kind",
        "subject_id",
        "seen_by",
    ],
};

/// Rows of `mail_read`.
pub static MAIL_READ: Table =
    Table { name: "mail_read", columns: &["factor_id", "mail_sha256", "read_at", "message_id"] };

/// Rows of `print_batch`.
pub static PRINT_BATCH: Table =
    Table { name: "print_batch", columns: &["factor_id", "number", "state", "made_at", "body"] };

/// Rows of `job_run`.
pub static JOB_RUN: Table =
    Table { name: "job_run", columns: &["factor_id", "name", "ran_at", "business_date", "is_well", "said"] };

/// Rows of `erased_party`.
pub static ERASED_PARTY: Table =
    Table { name: "erased_party", columns: &["factor_id", "party_id", "erased_on", "erased_at"] };
