-- The book, first version. One text for both engines. Amounts are minor units; dates are ISO text;
-- times are microseconds since 1970 UTC; every key begins with the factor.

CREATE TABLE factor (
    factor_id UUID NOT NULL,
    particulars TEXT NOT NULL,
    PRIMARY KEY (factor_id)
);

CREATE TABLE client (
    factor_id UUID NOT NULL,
    client_id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    account_manager TEXT NOT NULL,
    identity TEXT NOT NULL,
    account TEXT,
    -- CO-31.
    guarantor TEXT,
    PRIMARY KEY (factor_id, client_id)
);
CREATE UNIQUE INDEX client_code ON client (factor_id, code);

CREATE TABLE debtor (
    factor_id UUID NOT NULL,
    debtor_id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    name_comparable TEXT NOT NULL,
    status TEXT NOT NULL,
    limit_minor BIGINT NOT NULL,
    limit_currency TEXT NOT NULL,
    identity TEXT NOT NULL,
    paying_accounts TEXT NOT NULL,
    PRIMARY KEY (factor_id, debtor_id)
);
CREATE UNIQUE INDEX debtor_code ON debtor (factor_id, code);
CREATE INDEX debtor_name ON debtor (factor_id, name_comparable);

-- Every number by which papers may name a debtor: register numbers (kind ID) and paying accounts (kind ACCOUNT).
CREATE TABLE debtor_identifier (
    factor_id UUID NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    debtor_id UUID NOT NULL,
    PRIMARY KEY (factor_id, kind, value, debtor_id)
);

CREATE TABLE pair (
    factor_id UUID NOT NULL,
    client_id UUID NOT NULL,
    debtor_id UUID NOT NULL,
    client_reference TEXT,
    limit_minor BIGINT,
    limit_currency TEXT,
    order_required BIGINT NOT NULL,
    PRIMARY KEY (factor_id, client_id, debtor_id)
);
CREATE INDEX pair_debtor ON pair (factor_id, debtor_id);
CREATE INDEX pair_reference ON pair (factor_id, client_id, client_reference) WHERE client_reference IS NOT NULL;

CREATE TABLE agreement (
    factor_id UUID NOT NULL,
    agreement_id UUID NOT NULL,
    client_id UUID NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    effective_from TEXT NOT NULL,
    terms TEXT NOT NULL,
    terms_sha256 TEXT NOT NULL,
    signatures TEXT NOT NULL,
    PRIMARY KEY (factor_id, agreement_id)
);
CREATE UNIQUE INDEX agreement_version ON agreement (factor_id, client_id, version);

CREATE TABLE mapping (
    factor_id UUID NOT NULL,
    client_id UUID NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    PRIMARY KEY (factor_id, client_id, name)
);

CREATE TABLE schedule (
    factor_id UUID NOT NULL,
    schedule_id UUID NOT NULL,
    client_id UUID NOT NULL,
    number BIGINT NOT NULL,
    state TEXT NOT NULL,
    currency TEXT NOT NULL,
    business_date TEXT NOT NULL,
    line_count BIGINT NOT NULL,
    line_sum_minor BIGINT NOT NULL,
    files TEXT NOT NULL,
    content_sha256 BYTEA NOT NULL,
    transfer_method TEXT NOT NULL,
    transfer_fee_minor BIGINT NOT NULL,
    decided_lines BIGINT NOT NULL,
    PRIMARY KEY (factor_id, schedule_id)
);
CREATE UNIQUE INDEX schedule_number ON schedule (factor_id, number);
CREATE INDEX schedule_client ON schedule (factor_id, client_id, number);
-- The same file of the same client is one schedule, however often it is handed in.
CREATE UNIQUE INDEX schedule_content ON schedule (factor_id, client_id, content_sha256);

-- Lines that could not become an invoice: unreadable, incomplete.
CREATE TABLE rejected_line (
    factor_id UUID NOT NULL,
    schedule_id UUID NOT NULL,
    line_no BIGINT NOT NULL,
    file TEXT NOT NULL,
    raw TEXT NOT NULL,
    problems TEXT NOT NULL,
    PRIMARY KEY (factor_id, schedule_id, line_no)
);

CREATE TABLE invoice (
    factor_id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    schedule_id UUID NOT NULL,
    line_no BIGINT NOT NULL,
    client_id UUID NOT NULL,
    debtor_id UUID,
    debtor_stated TEXT NOT NULL,
    number TEXT NOT NULL,
    number_key TEXT NOT NULL,
    issued TEXT NOT NULL,
    due TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount_minor BIGINT NOT NULL,
    details TEXT NOT NULL,
    payment_key TEXT,
    state TEXT NOT NULL,
    pledged BIGINT NOT NULL,
    decided_seq BIGINT NOT NULL,
    agreement_version BIGINT,
    advance_rate TEXT,
    non_recourse BIGINT NOT NULL,
    purchased_on TEXT,
    advance_minor BIGINT NOT NULL,
    open_minor BIGINT NOT NULL,
    held_minor BIGINT NOT NULL,
    fee_posted_minor BIGINT NOT NULL,
    fee_accrued_minor BIGINT NOT NULL,
    fee_deferred_minor BIGINT NOT NULL,
    portions TEXT NOT NULL,
    closed_on TEXT,
    cleared_on TEXT,
    PRIMARY KEY (factor_id, invoice_id),
    CHECK (open_minor >= 0 AND held_minor >= 0)
);
-- FR-00, FR-01: an invoice is pledged at most once.
CREATE UNIQUE INDEX invoice_pledge ON invoice (factor_id, number_key, client_id, debtor_id, amount_minor) WHERE pledged = 1;
-- A schedule's counts and sums are read from the index alone. Every line is above 0; the condition keeps the index for
-- queries that say so, or it would be taken for counts of a state over the whole book.
CREATE INDEX invoice_line ON invoice (factor_id, schedule_id, line_no, state, amount_minor, advance_minor) WHERE line_no > 0;
CREATE INDEX invoice_open ON invoice (factor_id, debtor_id, due, client_id, currency, open_minor) WHERE open_minor > 0;
CREATE INDEX invoice_payment_key ON invoice (factor_id, payment_key) WHERE payment_key IS NOT NULL;
CREATE INDEX invoice_waiting ON invoice (factor_id, schedule_id) WHERE state = 'IN_REVIEW';
CREATE INDEX invoice_clearing ON invoice (factor_id, client_id, cleared_on) WHERE cleared_on IS NOT NULL;
-- What open invoices carry: per client and advance rate (GL-09), and by due date.
CREATE INDEX invoice_carried ON invoice (factor_id, client_id, currency, advance_rate, due, open_minor) WHERE open_minor > 0;
-- How a debtor has paid, newest first.
CREATE INDEX invoice_paid ON invoice (factor_id, debtor_id, closed_on) WHERE closed_on IS NOT NULL;

-- Credit notes on purchased invoices. Each takes effect once.
CREATE TABLE credit_note (
    factor_id UUID NOT NULL,
    client_id UUID NOT NULL,
    number_key TEXT NOT NULL,
    invoice_id UUID NOT NULL,
    number TEXT NOT NULL,
    schedule_id UUID NOT NULL,
    line_no BIGINT NOT NULL,
    amount_minor BIGINT NOT NULL,
    event_seq BIGINT NOT NULL,
    PRIMARY KEY (factor_id, client_id, number_key, invoice_id)
);

-- The link of an event covers not its texts, actor and body, but their salted digest (CO-33). When personal data go, both
-- texts are replaced, the salt is dropped and the digest is kept: it is empty for every event that stands as recorded.
CREATE TABLE event (
    factor_id UUID NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    business_date TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    body TEXT NOT NULL,
    hash BYTEA NOT NULL,
    salt BYTEA,
    digest BYTEA,
    PRIMARY KEY (factor_id, seq)
);

CREATE TABLE journal (
    factor_id UUID NOT NULL,
    event_seq BIGINT NOT NULL,
    number BIGINT NOT NULL,
    booking TEXT NOT NULL,
    client_id UUID,
    debtor_id UUID,
    invoice_id UUID,
    schedule_id UUID,
    receipt_id UUID,
    agreement_version BIGINT,
    currency TEXT NOT NULL,
    value_date TEXT NOT NULL,
    posted_at BIGINT NOT NULL,
    reverses_event BIGINT,
    reverses_number BIGINT,
    proofs TEXT NOT NULL,
    PRIMARY KEY (factor_id, event_seq, number)
);
CREATE INDEX journal_invoice ON journal (factor_id, invoice_id, event_seq, number) WHERE invoice_id IS NOT NULL;
CREATE INDEX journal_receipt ON journal (factor_id, receipt_id, event_seq, number) WHERE receipt_id IS NOT NULL;
CREATE UNIQUE INDEX journal_reversed_once ON journal (factor_id, reverses_event, reverses_number) WHERE reverses_event IS NOT NULL;

CREATE TABLE journal_line (
    factor_id UUID NOT NULL,
    event_seq BIGINT NOT NULL,
    number BIGINT NOT NULL,
    line BIGINT NOT NULL,
    account BIGINT NOT NULL,
    amount_minor BIGINT NOT NULL,
    PRIMARY KEY (factor_id, event_seq, number, line)
);

-- Sums of journal lines, kept for speed and proved by audit. Debit positive.
CREATE TABLE balance (
    factor_id UUID NOT NULL,
    client_id UUID NOT NULL,
    currency TEXT NOT NULL,
    account BIGINT NOT NULL,
    amount_minor BIGINT NOT NULL,
    PRIMARY KEY (factor_id, client_id, currency, account)
);
CREATE TABLE movement (
    factor_id UUID NOT NULL,
    client_id UUID NOT NULL,
    currency TEXT NOT NULL,
    account BIGINT NOT NULL,
    value_date TEXT NOT NULL,
    debit_minor BIGINT NOT NULL,
    credit_minor BIGINT NOT NULL,
    PRIMARY KEY (factor_id, client_id, currency, account, value_date)
);
-- Open balance of purchased invoices per debtor and client.
CREATE TABLE exposure (
    factor_id UUID NOT NULL,
    debtor_id UUID NOT NULL,
    client_id UUID NOT NULL,
    currency TEXT NOT NULL,
    open_minor BIGINT NOT NULL,
    PRIMARY KEY (factor_id, debtor_id, client_id, currency)
);

CREATE TABLE payment (
    factor_id UUID NOT NULL,
    payment_id UUID NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    client_id UUID,
    debtor_id UUID,
    schedule_id UUID,
    receipt_id UUID,
    currency TEXT NOT NULL,
    amount_minor BIGINT NOT NULL,
    transfer_method TEXT NOT NULL,
    due_on TEXT NOT NULL,
    payee TEXT NOT NULL,
    state TEXT NOT NULL,
    payment_file_id UUID,
    PRIMARY KEY (factor_id, payment_id)
);
CREATE UNIQUE INDEX payment_number ON payment (factor_id, number);
CREATE UNIQUE INDEX payment_schedule ON payment (factor_id, schedule_id) WHERE schedule_id IS NOT NULL;
CREATE INDEX payment_state ON payment (factor_id, state, due_on);
CREATE INDEX payment_refund ON payment (factor_id, receipt_id) WHERE receipt_id IS NOT NULL;
CREATE INDEX payment_in_file ON payment (factor_id, payment_file_id) WHERE payment_file_id IS NOT NULL;


CREATE TABLE payment_file (
    factor_id UUID NOT NULL,
    payment_file_id UUID NOT NULL,
    number BIGINT NOT NULL,
    message_id TEXT NOT NULL,
    business_date TEXT NOT NULL,
    payment_count BIGINT NOT NULL,
    payment_sum_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (factor_id, payment_file_id)
);
CREATE UNIQUE INDEX payment_file_number ON payment_file (factor_id, number);

CREATE TABLE statement (
    factor_id UUID NOT NULL,
    statement_id UUID NOT NULL,
    account TEXT NOT NULL,
    external_id TEXT NOT NULL,
    sequence BIGINT,
    currency TEXT NOT NULL,
    opening_minor BIGINT NOT NULL,
    closing_minor BIGINT NOT NULL,
    opened_on TEXT NOT NULL,
    closed_on TEXT NOT NULL,
    file TEXT NOT NULL,
    business_date TEXT NOT NULL,
    -- How many receipts it becomes: fewer in the book mean that taking it in was interrupted.
    entry_count BIGINT NOT NULL,
    PRIMARY KEY (factor_id, statement_id)
);
CREATE UNIQUE INDEX statement_external ON statement (factor_id, account, external_id);
CREATE INDEX statement_chain ON statement (factor_id, account, closed_on);

CREATE TABLE receipt (
    factor_id UUID NOT NULL,
    receipt_id UUID NOT NULL,
    number BIGINT NOT NULL,
    statement_id UUID NOT NULL,
    account TEXT NOT NULL,
    external_id TEXT NOT NULL,
    entry_reference TEXT NOT NULL,
    direction TEXT NOT NULL,
    booking_date TEXT NOT NULL,
    value_date TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount_minor BIGINT NOT NULL,
    instrument TEXT NOT NULL,
    payer_name TEXT NOT NULL,
    payer_account TEXT NOT NULL,
    details TEXT NOT NULL,
    debtor_id UUID,
    state TEXT NOT NULL,
    unapplied_minor BIGINT NOT NULL,
    PRIMARY KEY (factor_id, receipt_id),
    CHECK (unapplied_minor >= 0)
);
CREATE UNIQUE INDEX receipt_number ON receipt (factor_id, number);
-- The same entry never posts twice, even from two files.
CREATE UNIQUE INDEX receipt_entry ON receipt (factor_id, account, external_id, entry_reference);
CREATE INDEX receipt_state ON receipt (factor_id, state, number);
CREATE INDEX receipt_amount ON receipt (factor_id, amount_minor);
CREATE INDEX receipt_statement ON receipt (factor_id, statement_id, number);
CREATE INDEX receipt_value_date ON receipt (factor_id, value_date, number);

-- What of a receipt went to which invoice. An application that was undone or returned keeps its row with the event that ended it.
CREATE TABLE application (
    factor_id UUID NOT NULL,
    receipt_id UUID NOT NULL,
    event_seq BIGINT NOT NULL,
    invoice_id UUID NOT NULL,
    applied_minor BIGINT NOT NULL,
    excess_minor BIGINT NOT NULL,
    rule TEXT NOT NULL,
    reason TEXT NOT NULL,
    ended_seq BIGINT,
    PRIMARY KEY (factor_id, receipt_id, event_seq, invoice_id)
);
CREATE INDEX application_invoice ON application (factor_id, invoice_id, event_seq);

CREATE TABLE counter (
    factor_id UUID NOT NULL,
    kind TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (factor_id, kind)
);

CREATE TABLE idempotency (
    factor_id UUID NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_sha256 BYTEA NOT NULL,
    recorded_at BIGINT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (factor_id, idempotency_key)
);
