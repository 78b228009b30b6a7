-- A question or an answer about a certificate waits where the other region has no valid key yet.
ALTER TABLE certificate_question DROP CONSTRAINT certificate_question_state_check;
ALTER TABLE certificate_question ADD CONSTRAINT certificate_question_state_check
  CHECK (state IN ('EARLY', 'TOLD', 'ASKED', 'ANSWERED', 'ASK_DUE', 'ANSWER_DUE'));
CREATE INDEX certificate_question_due ON certificate_question (hit_id) WHERE state IN ('ASK_DUE', 'ANSWER_DUE');

-- How often each region used the certificate when the hit was found: whoever joins in later makes a new one.
ALTER TABLE certificate_hit ADD COLUMN first_uses integer NOT NULL DEFAULT 0, ADD COLUMN second_uses integer NOT NULL DEFAULT 0;
UPDATE certificate_hit AS h SET first_uses = a.uses, second_uses = b.uses FROM certificate_region AS a, certificate_region AS b
 WHERE a.fingerprint = h.fingerprint AND a.region = h.first_region AND b.fingerprint = h.fingerprint AND b.region = h.second_region;
