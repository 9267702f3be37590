//! What of a book an audit does not hold, and why. Everything else is held: an edited value, a row that was taken away, a row
//! that was put in are found and named (`credere/tests/integrity` tries each table and each column of the catalogue).
//!
//! What holds what: the chain holds `event`, `journal` and `journal_line`; the journals hold `balance`, `movement`, `exposure`
//! and all amounts and states of `invoice`, `receipt`, `application`, `payment`; `facts` holds each row of which an event says
//! what it is; `numbers` and `counters` hold what is derived from those.

/// A part of a table that is not held.
#[derive(Debug, Clone, Copy)]
pub struct NotHeld {
    /// The table.
    pub table: &'static str,
    /// Columns; none: the whole table.
    pub columns: &'static [&'static str],
    /// Why.
    pub why: &'static str,
}

const fn not(table: &'static str, columns: &'static [&'static str], why: &'static str) -> NotHeld {
    NotHeld { table, columns, why }
}

/// All that is not held.
pub static NOT_HELD: &[NotHeld] = &[
    not(
        "rejected_line",
        &[],
        "lines of a file that became no invoice: no money hangs on them, and the file can be handed in again",
    ),
    not(
        "idempotency",
        &[],
        "answers to requests that are repeated; they follow from the events and are lost without harm",
    ),
    not(
        "contact_decision",
        &[],
        "why the contact engine wrote or did not write on a day; that a message was permitted is in its event",
    ),
    not("advice", &[], "the lines of a remittance advice, read again from its paper, which is held"),
    not(
        "timeline",
        &["client_id", "debtor_id", "place", "kind", "who", "said", "subject_kind", "subject_id", "seen_by", "-", "+"],
        "events told in words for each reader; each entry is of its event, and every message is told",
    ),
    not("mail_read", &[], "which mails of the mailbox were read; the messages are held"),
    not("factor", &["writer"], "which connection wrote last; says nothing of the book"),
    not("job_run", &[], "when a job ran last and what it said"),
    not(
        "invoice",
        &["debtor_stated", "details", "payment_key", "cleared_on"],
        "words of the client's file, which may hold personal data and may not stand in an event for ever; the day of clearing follows from the last payment",
    ),
    not(
        "payment",
        &["payment_id", "number", "debtor_id", "receipt_id", "transfer_method", "due_on", "payee"],
        "how a payment is to go; what went stands in the payment file, whose content is held",
    ),
    not(
        "receipt",
        &["statement_id", "direction", "booking_date", "instrument", "payer_name", "payer_account", "details", "state"],
        "words of the bank's file; account, statement, reference, amount and value date are held, and what waits is the unapplied money",
    ),
    not("notice", &["next_on", "letter_on"], "clocks, set again by the daily job"),
    not("signing_key", &["since"], "the key itself is held by its name and by what it signed"),
    not(
        "message",
        &["contact_id", "recipient", "state", "send_after", "internet_id", "attempts", "subject", "words", "body"],
        "words and addresses of people, who may ask that they go (CO-33): a digest of them in the chain could be guessed; that it was queued and permitted, that and when it left, and of whom it speaks are held",
    ),
    not("answer", &["state", "body"], "words of people; what was said, for which invoice and until when is held"),
    not("relation_case", &["due_on", "body"], "words of people; state, amounts and days are held"),
    not(
        "verification",
        &["state", "is_open", "required_at", "body"],
        "where the asking stands follows from the messages and decisions, which are held; the answers are in their events",
    ),
    not("guest_link", &["body"], "what a guest's browser did"),
    not("document", &["added_by"], "the name of a person; the paper itself is held"),
    not("print_batch", &["made_at", "body"], "who printed; run and state are held"),
];

/// Is this part of a table held? `-` stands for a row that is taken away, `+` for one that is put in.
#[must_use]
pub fn is_held(table: &str, part: &str) -> bool {
    NOT_HELD.iter().filter(|one| one.table == table).all(|one| !one.columns.is_empty() && !one.columns.contains(&part))
}

/// Tables of which an audit from a checkpoint on finds a row that was put in: the others it reads only where an event points.
const FINDS_NEW: [&str; 8] =
    ["event", "journal", "journal_line", "balance", "movement", "exposure", "debtor_identifier", "counter"];

/// What only the whole audit holds, because no event names it: it is held against other rows.
static WHOLE_ONLY: &[NotHeld] = &[
    not("paper", &["signature", "superseded_by"], "signatures are checked over all papers"),
    not("signing_key", &[], "held by all papers it signed"),
    not("message_client", &[], "held by all that messages speak of"),
    not("message_invoice", &[], "held by all that messages speak of"),
    not("verification", &["client_id", "debtor_id"], "held by the invoice's pair"),
    not("timeline", &[], "held by the events of all entries"),
];

/// Is this part of a row that newer events touch held by an audit from a checkpoint on?
#[must_use]
pub fn is_held_by_newer(table: &str, part: &str) -> bool {
    let only = |one: &NotHeld| one.table == table && (one.columns.is_empty() || one.columns.contains(&part));
    is_held(table, part) && !WHOLE_ONLY.iter().any(only) && (part != "+" || FINDS_NEW.contains(&table))
}
