-- A certificate may be issued anew in the place of one that holds, or of one that was revoked by mistake: once each. Why is kept with the new one,
-- for the one that was revoked keeps the reason why it was.
ALTER TABLE certificate ADD COLUMN issued_reason text;
UPDATE certificate AS c SET issued_reason = o.ended_reason FROM certificate AS o WHERE o.certificate_id = c.replaces_id;
CREATE UNIQUE INDEX certificate_successor ON certificate (replaces_id) WHERE replaces_id IS NOT NULL;

-- Who gave an anonymous reaction stood with its Idempotency-Key.
DELETE FROM idempotency_key WHERE method_path LIKE 'POST /api/training-catalog/v1/me/sessions/%/reaction';
