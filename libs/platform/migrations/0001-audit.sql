-- Who did what to which record, and who read whose personal data. Rows are only ever added.
CREATE TABLE audit_entry (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL,
  action text NOT NULL,
  object_type text NOT NULL,
  object_id text NOT NULL,
  reason text,
  request_id text,
  -- {"fields": [...], "before": <sha-256>, "after": <sha-256>}: what changed, without the values
  change jsonb
);
CREATE INDEX audit_entry_object ON audit_entry (object_id, id);
CREATE INDEX audit_entry_recorded_at ON audit_entry USING brin (recorded_at);
REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM {app_role};
