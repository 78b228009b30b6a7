-- A refused claim can be appealed against once (keberatan): it goes back into the queue, to another verifier than the one who refused it.
ALTER TABLE claim
  ADD COLUMN appealed_at         timestamptz,
  ADD COLUMN appeal_statement    text,
  ADD COLUMN refused_by          text,
  ADD COLUMN refused_by_employee uuid,
  ADD CONSTRAINT claim_appeal CHECK ((appealed_at IS NULL) = (appeal_statement IS NULL) AND (appealed_at IS NULL OR refused_by IS NOT NULL));
ALTER TABLE claim_act DROP CONSTRAINT claim_act_act_check;
ALTER TABLE claim_act ADD CONSTRAINT claim_act_act_check
  CHECK (act IN ('CREATED', 'EDITED', 'SUBMITTED', 'ASSIGNED', 'RETURNED', 'ACCEPTED', 'REFUSED', 'WITHDRAWN', 'REVOKED', 'APPEALED'));
CREATE INDEX claim_evidence_file ON claim_evidence (sha256);
