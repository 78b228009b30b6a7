-- Files of plans: maps, procedures, commitment sheets, the document as it was signed. A removed one stays on record, its bytes go.
CREATE TABLE plan_attachment (
  attachment_id uuid        PRIMARY KEY,
  plan_id       uuid        NOT NULL REFERENCES plan,
  version       integer     NOT NULL,
  kind          text        NOT NULL CHECK (kind IN ('SIGNED_DOCUMENT', 'MAP', 'PROCEDURE', 'CONTACTS', 'COMMITMENT', 'OPERATIONS_FORM', 'OTHER')),
  title         text        NOT NULL,
  sha256        text        NOT NULL,
  media_type    text        NOT NULL,
  bytes         bigint      NOT NULL,
  removed       boolean     NOT NULL DEFAULT false,
  added_by      text        NOT NULL,
  added_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX plan_attachment_plan ON plan_attachment (plan_id, version) WHERE NOT removed;
