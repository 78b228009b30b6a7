-- Certificates that were issued anew: what proves a completion has another number since. Lines of the ledger stay as they were written; whoever reads them reads the
-- newest number here. Of one completion the correction told last holds.
CREATE TABLE certificate_correction (
  correction_number    bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  certificate_id       uuid        NOT NULL UNIQUE,
  completion_id        uuid        NOT NULL,
  former_completion_id uuid,
  number               text        NOT NULL,
  replaced_number      text        NOT NULL,
  cause                text        NOT NULL CHECK (cause IN ('REPLACED', 'RESTORED')),
  reason               text        NOT NULL,
  issued_on            date        NOT NULL,
  issued_by_region     text,
  event_id             text        NOT NULL,
  recorded_at          timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX certificate_correction_completion ON certificate_correction (completion_id, correction_number);
REVOKE UPDATE, DELETE, TRUNCATE ON certificate_correction FROM {app_role};
CREATE TRIGGER certificate_correction_append_only BEFORE UPDATE OR DELETE ON certificate_correction FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A completion uses every number that its certificate ever had: whoever names an old one names the same training.
ALTER TABLE certificate_use DROP CONSTRAINT certificate_use_pkey, ADD PRIMARY KEY (completion_id, fingerprint);
