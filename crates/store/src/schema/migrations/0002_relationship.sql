-- The relationship: contacts, notices, messages, cases, verification. What is asked for by a column stands in a column; the rest of
-- a row is one JSON text, `body`. Amounts are minor units; dates are ISO text; times are microseconds since 1970 UTC.

-- The factor's own rules where they differ from the rulebook's defaults: contact, notice, verification, sender.
CREATE TABLE policy (
    factor_id UUID NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (factor_id, name)
);

-- People and role mailboxes: of a debtor (debtor_id), for all clients or for one (client_id); or of a client (client_id alone).
CREATE TABLE contact (
    factor_id UUID NOT NULL,
    contact_id UUID NOT NULL,
    debtor_id UUID,
    client_id UUID,
    role TEXT NOT NULL,
    email TEXT,
    state TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (factor_id, contact_id)
);
CREATE INDEX contact_debtor ON contact (factor_id, debtor_id) WHERE debtor_id IS NOT NULL;
CREATE INDEX contact_client ON contact (factor_id, client_id) WHERE debtor_id IS NULL;
CREATE INDEX contact_email ON contact (factor_id, email) WHERE email IS NOT NULL;

-- How a debtor as a whole wants and needs to be treated (CO-07, CO-08, CO-31).
CREATE TABLE preference (
    factor_id UUID NOT NULL,
    debtor_id UUID NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (factor_id, debtor_id)
);

-- What a client and the factor have settled for one customer: servicing profile, pause, note, who delivers the introduction.
CREATE TABLE relation (
    factor_id UUID NOT NULL,
    client_id UUID NOT NULL,
    debtor_id UUID NOT NULL,
    paused_until TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (factor_id, client_id, debtor_id)
);
CREATE INDEX relation_debtor ON relation (factor_id, debtor_id);

-- Notices (LC-40 to LC-48): one is current per pair. next_on is the day on which its clock wants something, letter_on the
-- day from which a person looks after the trackable letter beside the mail (LC-43).
CREATE TABLE notice (
    factor_id UUID NOT NULL,
    notice_id UUID NOT NULL,
    client_id UUID NOT NULL,
    debtor_id UUID NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    evidence BIGINT,
    received_on TEXT,
    proof_open BIGINT NOT NULL,
    is_current BIGINT NOT NULL,
    next_on TEXT,
    letter_on TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (factor_id, notice_id)
);
CREATE UNIQUE INDEX notice_current ON notice (factor_id, client_id, debtor_id) WHERE is_current = 1;
CREATE INDEX notice_pair ON notice (factor_id, client_id, debtor_id, version);
CREATE INDEX notice_debtor ON notice (factor_id, debtor_id) WHERE is_current = 1;
CREATE INDEX notice_clock ON notice (factor_id, next_on) WHERE next_on IS NOT NULL;
-- RP-14: the steps of notices, each with the notice as it stood after it.
CREATE INDEX event_notice ON event (factor_id, seq) WHERE kind = 'NOTICE_MOVED';
CREATE INDEX notice_state ON notice (factor_id, state) WHERE is_current = 1;
CREATE INDEX notice_proof ON notice (factor_id, next_on) WHERE proof_open = 1;
CREATE INDEX notice_letter ON notice (factor_id, letter_on) WHERE letter_on IS NOT NULL;
CREATE INDEX notice_held ON notice (factor_id, notice_id) WHERE state = 'HELD' AND is_current = 1;

-- GL-60: what kind of debtor; an agency of the United States takes another way than the notice.
ALTER TABLE debtor ADD COLUMN debtor_type TEXT NOT NULL DEFAULT 'BUSINESS';

-- GL-60: the Assignment of Claims packet of each contract of a client with a federal agency.
CREATE TABLE packet (
    factor_id UUID NOT NULL,
    packet_id UUID NOT NULL,
    client_id UUID NOT NULL,
    debtor_id UUID NOT NULL,
    contract_key TEXT NOT NULL,
    state TEXT NOT NULL,
    was_acknowledged BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (factor_id, packet_id)
);
CREATE UNIQUE INDEX packet_contract ON packet (factor_id, client_id, debtor_id, contract_key) WHERE state <> 'RELEASED';
CREATE INDEX packet_debtor ON packet (factor_id, debtor_id) WHERE was_acknowledged = 1;
CREATE INDEX packet_state ON packet (factor_id, state);

-- Signed papers, by the code of the check page.
CREATE TABLE paper (
    factor_id UUID NOT NULL,
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    client_id UUID NOT NULL,
    debtor_id UUID NOT NULL,
    notice_id UUID NOT NULL,
    issued_at BIGINT NOT NULL,
    superseded_by TEXT,
    key_id TEXT NOT NULL,
    content TEXT NOT NULL,
    signature BYTEA NOT NULL,
    PRIMARY KEY (factor_id, code)
);
CREATE INDEX paper_notice ON paper (factor_id, notice_id, issued_at);

-- Public keys the factor has signed with; the secret one is never in the book.
CREATE TABLE signing_key (
    factor_id UUID NOT NULL,
    key_id TEXT NOT NULL,
    public_key BYTEA NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (factor_id, key_id)
);

-- LC-46, FR-09: a change of the account debtors pay to, between its request and its notices.
CREATE TABLE remit_change (
    factor_id UUID NOT NULL,
    remit_change_id UUID NOT NULL,
    state TEXT NOT NULL,
    not_before TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (factor_id, remit_change_id)
);

-- Every message, out and in: the outbox and the log in one. internet_id is the Message-ID, made once.
CREATE TABLE message (
    factor_id UUID NOT NULL,
    message_id UUID NOT NULL,
    number BIGINT NOT NULL,
    direction TEXT NOT NULL,
    purpose TEXT NOT NULL,
    channel TEXT NOT NULL,
    debtor_id UUID,
    client_id UUID,
    contact_id UUID,
    recipient TEXT NOT NULL,
    state TEXT NOT NULL,
    queued_at BIGINT NOT NULL,
    send_after BIGINT NOT NULL,
    sent_at BIGINT,
    -- The day of sending where the debtor is (CO-05, CO-07).
    sent_on TEXT,
    internet_id TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    subject TEXT NOT NULL,
    words TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (factor_id, message_id)
);
CREATE UNIQUE INDEX message_number ON message (factor_id, number);
CREATE UNIQUE INDEX message_internet ON message (factor_id, internet_id);
CREATE INDEX message_debtor ON message (factor_id, debtor_id, queued_at) WHERE debtor_id IS NOT NULL;
CREATE INDEX message_to_client ON message (factor_id, client_id, queued_at) WHERE debtor_id IS NULL;
CREATE INDEX message_waiting ON message (factor_id, state, send_after) WHERE sent_at IS NULL;
CREATE INDEX message_state ON message (factor_id, state, number);
-- RP-15: what left or came in, in order of time.
CREATE INDEX message_log ON message (factor_id, sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX message_unfiled ON message (factor_id, queued_at, message_id) WHERE state = 'RECEIVED' AND debtor_id IS NULL AND client_id IS NULL;
CREATE INDEX message_call ON message (factor_id, state, number) WHERE purpose = 'CALL' AND sent_at IS NULL;

-- Which clients' invoices a message speaks of.
CREATE TABLE message_client (
    factor_id UUID NOT NULL,
    client_id UUID NOT NULL,
    message_id UUID NOT NULL,
    PRIMARY KEY (factor_id, client_id, message_id)
);
CREATE INDEX message_client_of ON message_client (factor_id, message_id);
CREATE TABLE message_invoice (
    factor_id UUID NOT NULL,
    message_id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    PRIMARY KEY (factor_id, message_id, invoice_id)
);
CREATE INDEX message_invoice_of ON message_invoice (factor_id, invoice_id);

-- What the contact engine decided for a debtor and why; a decision that stays the same keeps its row, up to last_on.
CREATE TABLE contact_decision (
    factor_id UUID NOT NULL,
    debtor_id UUID NOT NULL,
    decided_on TEXT NOT NULL,
    last_on TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    message_id UUID,
    body TEXT NOT NULL,
    PRIMARY KEY (factor_id, debtor_id, decided_on)
);

-- What a debtor has said of an invoice: will pay on, paid on, confirmed, not received. until is the last day it stops contact.
CREATE TABLE answer (
    factor_id UUID NOT NULL,
    answer_id UUID NOT NULL,
    debtor_id UUID NOT NULL,
    client_id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    given_at BIGINT NOT NULL,
    until TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (factor_id, answer_id)
);
CREATE INDEX answer_invoice ON answer (factor_id, invoice_id, given_at);
CREATE INDEX answer_debtor ON answer (factor_id, debtor_id, given_at);
CREATE INDEX answer_running ON answer (factor_id, debtor_id, until) WHERE state = 'RUNNING';
CREATE INDEX answer_awaited ON answer (factor_id, invoice_id) WHERE state = 'RUNNING';
CREATE INDEX answer_broken ON answer (factor_id, until) WHERE state = 'BROKEN';

-- Disputes, complaints, questions, requests (LC-08, GL-53). ineligible_minor is what may not be advanced on because of the case (CR-14).
CREATE TABLE relation_case (
    factor_id UUID NOT NULL,
    case_id UUID NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    debtor_id UUID NOT NULL,
    client_id UUID,
    invoice_id UUID,
    state TEXT NOT NULL,
    currency TEXT,
    amount_minor BIGINT,
    ineligible_minor BIGINT NOT NULL,
    opened_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    closed_on TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (factor_id, case_id)
);
CREATE UNIQUE INDEX relation_case_number ON relation_case (factor_id, number);
CREATE INDEX relation_case_debtor ON relation_case (factor_id, debtor_id, opened_on);
CREATE INDEX relation_case_client ON relation_case (factor_id, client_id, opened_on) WHERE client_id IS NOT NULL;
CREATE INDEX relation_case_invoice ON relation_case (factor_id, invoice_id) WHERE invoice_id IS NOT NULL;
CREATE INDEX relation_case_open ON relation_case (factor_id, due_on) WHERE closed_on IS NULL;
CREATE INDEX relation_case_ineligible ON relation_case (factor_id, client_id, invoice_id) WHERE ineligible_minor > 0;

-- Lines that are offered and neither bought nor ended (LC-05, LC-06): asked again pair by pair.
CREATE INDEX invoice_undecided ON invoice (factor_id, debtor_id, client_id, state) WHERE pledged = 1 AND purchased_on IS NULL;

-- Verification of invoices (GL-40, LC-07).
CREATE TABLE verification (
    factor_id UUID NOT NULL,
    verification_id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    client_id UUID NOT NULL,
    debtor_id UUID NOT NULL,
    state TEXT NOT NULL,
    is_open BIGINT NOT NULL,
    required_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (factor_id, verification_id)
);
CREATE UNIQUE INDEX verification_invoice ON verification (factor_id, invoice_id);
CREATE INDEX verification_open ON verification (factor_id, debtor_id, client_id) WHERE is_open = 1;
CREATE INDEX verification_open_client ON verification (factor_id, client_id) WHERE is_open = 1;
CREATE INDEX verification_debtor ON verification (factor_id, debtor_id, required_at);
CREATE INDEX verification_open_since ON verification (factor_id, required_at, verification_id) WHERE is_open = 1;
CREATE INDEX verification_state ON verification (factor_id, state, verification_id);

-- Signed links of guests; the secret part is never in the book.
CREATE TABLE guest_link (
    factor_id UUID NOT NULL,
    link_id UUID NOT NULL,
    debtor_id UUID,
    client_id UUID,
    contact_id UUID,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    opened_at BIGINT,
    body TEXT NOT NULL,
    PRIMARY KEY (factor_id, link_id)
);
CREATE INDEX guest_link_debtor ON guest_link (factor_id, debtor_id) WHERE debtor_id IS NOT NULL;
CREATE INDEX guest_link_contact ON guest_link (factor_id, contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX guest_link_client ON guest_link (factor_id, client_id) WHERE client_id IS NOT NULL;

-- Papers people may ask copies of, and remittance advices that came in.
CREATE TABLE document (
    factor_id UUID NOT NULL,
    document_id UUID NOT NULL,
    kind TEXT NOT NULL,
    client_id UUID,
    debtor_id UUID,
    invoice_id UUID,
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    sha256 BYTEA NOT NULL,
    added_at BIGINT NOT NULL,
    added_by TEXT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (factor_id, document_id)
);
CREATE INDEX document_invoice ON document (factor_id, invoice_id) WHERE invoice_id IS NOT NULL;
CREATE INDEX document_debtor ON document (factor_id, debtor_id, added_at) WHERE debtor_id IS NOT NULL;

-- Remittance advices that debtors handed in (LE-10): lines is one JSON text. A payment of that sum may be for them.
CREATE TABLE advice (
    factor_id UUID NOT NULL,
    document_id UUID NOT NULL,
    debtor_id UUID NOT NULL,
    currency TEXT NOT NULL,
    total_minor BIGINT NOT NULL,
    paid_on TEXT,
    added_on TEXT NOT NULL,
    name TEXT NOT NULL,
    lines TEXT NOT NULL,
    PRIMARY KEY (factor_id, document_id)
);
CREATE INDEX advice_sum ON advice (factor_id, debtor_id, currency, total_minor, added_on);

-- The factor's own wordings and layouts; versions never change.
CREATE TABLE wording (
    factor_id UUID NOT NULL,
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    version BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    saved_by TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (factor_id, kind, language, version)
);

-- One-click moods of debtors' people (relationship health).
CREATE TABLE mood (
    factor_id UUID NOT NULL,
    debtor_id UUID NOT NULL,
    client_id UUID NOT NULL,
    given_at BIGINT NOT NULL,
    mood TEXT NOT NULL,
    PRIMARY KEY (factor_id, debtor_id, client_id, given_at)
);

-- One timeline per client-debtor-factor: every word exchanged, newest last. who and said are JSON: the words are made for
-- each reader, in the reader's language. seen_by: 1 factor, 2 client, 4 debtor, added up.
CREATE TABLE timeline (
    factor_id UUID NOT NULL,
    client_id UUID NOT NULL,
    debtor_id UUID NOT NULL,
    at BIGINT NOT NULL,
    event_seq BIGINT NOT NULL,
    place BIGINT NOT NULL,
    kind TEXT NOT NULL,
    who TEXT NOT NULL,
    said TEXT NOT NULL,
    subject_kind TEXT,
    subject_id UUID,
    seen_by BIGINT NOT NULL,
    PRIMARY KEY (factor_id, client_id, debtor_id, at, event_seq, place)
);

-- Mail that was read from the mailbox, so that nothing is filed twice.
CREATE TABLE mail_read (
    factor_id UUID NOT NULL,
    mail_sha256 BYTEA NOT NULL,
    read_at BIGINT NOT NULL,
    message_id UUID,
    PRIMARY KEY (factor_id, mail_sha256)
);

-- Letters printed together (a day's run); state says whether a person has confirmed that they were posted.
CREATE TABLE print_batch (
    factor_id UUID NOT NULL,
    number BIGINT NOT NULL,
    state TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (factor_id, number)
);

-- The work Credere does by itself: when it ran last, and what it said.
CREATE TABLE job_run (
    factor_id UUID NOT NULL,
    name TEXT NOT NULL,
    ran_at BIGINT NOT NULL,
    business_date TEXT NOT NULL,
    is_well BIGINT NOT NULL,
    said TEXT NOT NULL,
    PRIMARY KEY (factor_id, name)
);

-- CO-33: debtors and clients whose people's data were erased, when they last were.
CREATE TABLE erased_party (
    factor_id UUID NOT NULL,
    party_id UUID NOT NULL,
    erased_on TEXT NOT NULL,
    erased_at BIGINT NOT NULL,
    PRIMARY KEY (factor_id, party_id)
);
-- When the last line of a debtor that was not bought ended.
CREATE INDEX invoice_unbought ON invoice (factor_id, debtor_id, decided_seq) WHERE pledged = 0 AND purchased_on IS NULL;
-- When the book last lost personal data: it is then written anew.
CREATE INDEX event_erasure ON event (factor_id, recorded_at) WHERE kind = 'PERSONAL_DATA_ERASED';
