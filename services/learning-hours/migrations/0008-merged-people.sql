-- Entries of a record that turned out to be another one's person move there: taken back from the one, entered for the other.
ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_reason_check;
ALTER TABLE ledger_entry ADD CONSTRAINT ledger_entry_reason_check
  CHECK (reason IN ('COMPLETED', 'REVOKED', 'RECOUNTED', 'RULE_CHANGED', 'DOUBLE', 'MERGED')) NOT VALID;
ALTER TABLE ledger_entry VALIDATE CONSTRAINT ledger_entry_reason_check;
