-- What is bought goes to the end of its debtor's and of its client's part of an index, not into the middle by its amount: a
-- purchase then meets a leaf that the one before it has met, however many invoices stand there.
DROP INDEX invoice_open;
CREATE INDEX invoice_open ON invoice (factor_id, debtor_id, due, client_id, currency, decided_seq, open_minor, amount_minor) WHERE open_minor > 0;
DROP INDEX invoice_carried;
CREATE INDEX invoice_carried ON invoice (factor_id, client_id, currency, advance_rate, due, decided_seq, open_minor) WHERE open_minor > 0;
