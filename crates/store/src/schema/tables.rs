//! The columns of every table that rows are written to, in the order of the schema. A test keeps both equal.

use super::relationship::{
    ADVICE, ANSWER, CONTACT, CONTACT_DECISION, DOCUMENT, ERASED_PARTY, GUEST_LINK, JOB_RUN, MAIL_READ, MESSAGE,
    MESSAGE_CLIENT, MESSAGE_INVOICE, MOOD, NOTICE, PACKET, PAPER, POLICY, PREFERENCE, PRINT_BATCH, RELATION,
    RELATION_CASE, REMIT_CHANGE, SIGNING_KEY, TIMELINE, VERIFICATION, WORDING,
};
use crate::engine::Table;

/// Rows of `factor`.
pub static FACTOR: Table = Table { name: "factor", columns: &["factor_id", "particulars", "writer"] };

/// Rows of `client`.
pub static CLIENT: Table = Table {
    name: "client",
    columns: &[
        "factor_id",
        "client_id",
        "code",
        "name",
        "status",
        "account_manager",
        "identity",
        "account",
        "guarantor",
    ],
};

/// Rows of `debtor`.
pub static DEBTOR: Table = Table {
    name: "debtor",
    columns: &[
        "factor_id",
        "debtor_id",
        "code",
        "name",
        "name_comparable",
        "status",
        "limit_minor",
        "limit_currency",
        "identity",
        "paying_accounts",
        "debtor_type",
    ],
};

/// Rows of `debtor_identifier`.
pub static DEBTOR_IDENTIFIER: Table =
    Table { name: "debtor_identifier", columns: &["factor_id", "kind", "value", "debtor_id"] };

/// Rows of `pair`.
pub static PAIR: Table = Table {
    name: "pair",
    columns: &[
        "factor_id",
        "client_id",
        "debtor_id",
        "client_reference",
        "limit_minor",
        "limit_currency",
        "order_required",
    ],
};

/// Rows of `agreement`.
pub static AGREEMENT: Table = Table {
    name: "agreement",
    columns: &[
        "factor_id",
        "agreement_id",
        "client_id",
        "version",
        "state",
        "effective_from",
        "terms",
        "terms_sha256",
        "signatures",
    ],
};

/// Rows of `mapping`.
pub static MAPPING: Table = Table { name: "mapping", columns: &["factor_id", "client_id", "name", "definition"] };

/// Rows of `schedule`.
pub static SCHEDULE: Table = Table {
    name: "schedule",
    columns: &[
        "factor_id",
        "schedule_id",
        "client_id",
        "number",
        "state",
        "currency",
        "business_date",
        "line_count",
        "line_sum_minor",
        "files",
        "content_sha256",
        "transfer_method",
        "transfer_fee_minor",
        "decided_lines",
    ],
};

/// Rows of `rejected_line`.
pub static REJECTED_LINE: Table =
    Table { name: "rejected_line", columns: &["factor_id", "schedule_id", "line_no", "file", "raw", "problems"] };

/// Rows of `invoice`.
pub static INVOICE: Table = Table {
    name: "invoice",
    columns: &[
        "factor_id",
        "invoice_id",
        "schedule_id",
        "line_no",
        "client_id",
        "debtor_id",
        "debtor_stated",
        "number",
        "number_key",
        "issued",
        "due",
        "currency",
        "amount_minor",
        "details",
        "payment_key",
        "state",
        "pledged",
        "decided_seq",
        "agreement_version",
        "advance_rate",
        "non_recourse",
        "purchased_on",
        "advance_minor",
        "open_minor",
        "held_minor",
        "fee_posted_minor",
        "fee_accrued_minor",
        "fee_deferred_minor",
        "portions",
        "closed_on",
        "cleared_on",
    ],
};

/// Rows of `credit_note`.
pub static CREDIT_NOTE: Table = Table {
    name: "credit_note",
    columns: &[
        "factor_id",
        "client_id",
        "number_key",
        "invoice_id",
        "number",
        "schedule_id",
        "line_no",
        "amount_minor",
        "event_seq",
    ],
};

/// Rows of `event`.
pub static EVENT: Table = Table {
    name: "event",
    columns: &["factor_id", "seq", "kind", "business_date", "recorded_at", "actor", "body", "hash", "salt", "digest"],
};

/// Rows of `journal`.
pub static JOURNAL: Table = Table {
    name: "journal",
    columns: &[
        "factor_id",
        "event_seq",
        "number",
        "booking",
        "client_id",
        "debtor_id",
        "invoice_id",
        "schedule_id",
        "receipt_id",
        "agreement_version",
        "currency",
        "value_date",
        "posted_at",
        "reverses_event",
        "reverses_number",
        "proofs",
    ],
};

/// Rows of `journal_line`.
pub static JOURNAL_LINE: Table =
    Table { name: "journal_line", columns: &["factor_id", "event_seq", "number", "line", "account", "amount_minor"] };

/// Rows of `balance`.
pub static BALANCE: Table =
    Table { name: "balance", columns: &["factor_id", "client_id", "currency", "account", "amount_minor"] };

/// Rows of `movement`.
pub static MOVEMENT: Table = Table {
    name: "movement",
    columns: &["factor_id", "client_id", "currency", "account", "value_date", "debit_minor", "credit_minor"],
};

/// Rows of `exposure`.
pub static EXPOSURE: Table =
    Table { name: "exposure", columns: &["factor_id", "debtor_id", "client_id", "currency", "open_minor"] };

/// Rows of `payment`.
pub static PAYMENT: Table = Table {
    name: "payment",
    columns: &[
        "factor_id",
        "payment_id",
        "number",
        "kind",
        "client_id",
        "debtor_id",
        "schedule_id",
        "receipt_id",
        "currency",
        "amount_minor",
        "transfer_method",
        "due_on",
        "payee",
        "state",
        "payment_file_id",
    ],
};

/// Rows of `payment_file`.
pub static PAYMENT_FILE: Table = Table {
    name: "payment_file",
    columns: &[
        "factor_id",
        "payment_file_id",
        "number",
        "message_id",
        "business_date",
        "payment_count",
        "payment_sum_minor",
        "currency",
        "content",
    ],
};

/// Rows of `statement`.
pub static STATEMENT: Table = Table {
    name: "statement",
    columns: &[
        "factor_id",
        "statement_id",
        "account",
        "external_id",
        "sequence",
        "currency",
        "opening_minor",
        "closing_minor",
        "opened_on",
        "closed_on",
        "file",
        "business_date",
        "entry_count",
    ],
};

/// Rows of `receipt`.
pub static RECEIPT: Table = Table {
    name: "receipt",
    columns: &[
        "factor_id",
        "receipt_id",
        "number",
        "statement_id",
        "account",
        "external_id",
        "entry_reference",
        "direction",
        "booking_date",
        "value_date",
        "currency",
        "amount_minor",
        "instrument",
        "payer_name",
        "payer_account",
        "details",
        "debtor_id",
        "state",
        "unapplied_minor",
    ],
};

/// Rows of `application`.
pub static APPLICATION: Table = Table {
    name: "application",
    columns: &[
        "factor_id",
        "receipt_id",
        "event_seq",
        "invoice_id",
        "applied_minor",
        "excess_minor",
        "rule",
        "reason",
        "ended_seq",
    ],
};

/// Rows of `counter`.
pub static COUNTER: Table = Table { name: "counter", columns: &["factor_id", "kind", "last"] };

/// Rows of `idempotency`.
pub static IDEMPOTENCY: Table = Table {
    name: "idempotency",
    columns: &["factor_id", "idempotency_key", "request_sha256", "recorded_at", "answer"],
};

/// Every table, for tests and copies.
pub static TABLES: &[&Table] = &[
    &FACTOR,
    &CLIENT,
    &DEBTOR,
    &DEBTOR_IDENTIFIER,
    &PAIR,
    &AGREEMENT,
    &MAPPING,
    &SCHEDULE,
    &REJECTED_LINE,
    &INVOICE,
    &CREDIT_NOTE,
    &EVENT,
    &JOURNAL,
    &JOURNAL_LINE,
    &BALANCE,
    &MOVEMENT,
    &EXPOSURE,
    &PAYMENT,
    &PAYMENT_FILE,
    &STATEMENT,
    &RECEIPT,
    &APPLICATION,
    &COUNTER,
    &IDEMPOTENCY,
    &POLICY,
    &CONTACT,
    &PREFERENCE,
    &RELATION,
    &NOTICE,
    &PACKET,
    &PAPER,
    &SIGNING_KEY,
    &REMIT_CHANGE,
    &MESSAGE,
    &MESSAGE_CLIENT,
    &MESSAGE_INVOICE,
    &CONTACT_DECISION,
    &ANSWER,
    &RELATION_CASE,
    &VERIFICATION,
    &GUEST_LINK,
    &DOCUMENT,
    &ADVICE,
    &WORDING,
    &MOOD,
    &TIMELINE,
    &MAIL_READ,
    &PRINT_BATCH,
    &JOB_RUN,
    &ERASED_PARTY,
];
