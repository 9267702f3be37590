-- What changes the open balance of an invoice after it was bought: the ageing of a whole book reads these journals alone.
CREATE INDEX journal_after_purchase ON journal (factor_id, event_seq, number) WHERE booking IN ('COLLECTION', 'SHORT_WITHIN_TOLERANCE', 'RETURNED_ITEM', 'CREDIT_NOTE', 'REVERSAL');
