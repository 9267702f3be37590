-- What a debtor owed and paid lately is read from these alone, in one order on every engine: the amount stands at their ends.
DROP INDEX invoice_open;
CREATE INDEX invoice_open ON invoice (factor_id, debtor_id, due, client_id, currency, open_minor, amount_minor) WHERE open_minor > 0;
DROP INDEX invoice_paid;
CREATE INDEX invoice_paid ON invoice (factor_id, debtor_id, closed_on, currency, amount_minor) WHERE closed_on IS NOT NULL;
