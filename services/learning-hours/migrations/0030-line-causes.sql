-- Who took a line back or had it counted anew, and why: one row an event that lines name as their cause. First entries of completions need none: their origin says who
-- verified them.
CREATE TABLE line_cause (
  event_id        text        PRIMARY KEY,
  actor           text,
  actor_employee  uuid,
  reason          text,
  note            text,
  recorded_at     timestamptz NOT NULL DEFAULT now()
);
INSERT INTO line_cause (event_id, actor, reason, note, recorded_at)
SELECT r.event_id, a.actor, a.reason_code, a.note, a.acted_at
  FROM completion_revocation AS r JOIN claim_act AS a ON a.claim_id = r.completion_id AND a.act = 'REVOKED'
ON CONFLICT DO NOTHING;
INSERT INTO line_cause (event_id, actor, reason, note, recorded_at)
SELECT r.event_id, f.decided_by, 'DOUBLE', f.note, f.decided_at
  FROM completion_revocation AS r JOIN double_finding AS f ON f.state = 'REVERSED' AND r.completion_id IN (f.completion_id, f.other_completion_id)
 WHERE r.kind = 'DOUBLE' AND f.decided_at IS NOT NULL
ON CONFLICT DO NOTHING;
INSERT INTO line_cause (event_id, actor, reason, note, recorded_at)
SELECT n.recalculation_id::text, n.started_by, n.cause, p.legal_basis, n.started_at
  FROM recalculation AS n LEFT JOIN rule_proposal AS p USING (proposal_id) WHERE n.mode = 'APPLY'
ON CONFLICT DO NOTHING;
INSERT INTO line_cause (event_id, reason, recorded_at) SELECT event_id, reason, recorded_at FROM completion_revocation
ON CONFLICT DO NOTHING;
REVOKE UPDATE, DELETE, TRUNCATE ON line_cause FROM {app_role};
CREATE TRIGGER line_cause_append_only BEFORE UPDATE OR DELETE ON line_cause FOR EACH ROW EXECUTE FUNCTION refuse_change();
