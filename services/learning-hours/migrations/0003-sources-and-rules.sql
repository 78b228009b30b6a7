-- Where an entry comes from, and the certificate it names: completions of the catalogue have no further origin and stay as cheap as they were.
ALTER TABLE ledger_entry ADD COLUMN source text NOT NULL DEFAULT 'TRAINING', ADD COLUMN certificate_number text;
ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_reason_check;
ALTER TABLE ledger_entry ADD CONSTRAINT ledger_entry_reason_check
  CHECK (reason IN ('COMPLETED', 'REVOKED', 'RECOUNTED', 'RULE_CHANGED', 'DOUBLE')) NOT VALID;
ALTER TABLE ledger_entry ADD CONSTRAINT ledger_entry_source_check
  CHECK (source IN ('TRAINING', 'CLAIM', 'SIASN', 'DRILL', 'TRANSFER')) NOT VALID;
ALTER TABLE ledger_entry VALIDATE CONSTRAINT ledger_entry_reason_check;
ALTER TABLE ledger_entry VALIDATE CONSTRAINT ledger_entry_source_check;

-- What else explains the entries of a completion that did not come from the catalogue: the record it stands on, its evidence, who verified it.
CREATE TABLE entry_origin (
  completion_id        uuid        PRIMARY KEY,
  employee_id          uuid        NOT NULL,
  kind                 text        NOT NULL CHECK (kind IN ('CLAIM', 'SIASN', 'DRILL', 'TRANSFER')),
  -- Id of the claim, the SIASN record, the drill or the transfer.
  reference            text        NOT NULL,
  former_region        text,
  origin_completion_id uuid,
  verified_by          text,
  verified_by_employee uuid,
  verified_at          timestamptz,
  evidence             jsonb       NOT NULL DEFAULT '[]',
  recorded_at          timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX entry_origin_person ON entry_origin (employee_id);
REVOKE UPDATE, DELETE, TRUNCATE ON entry_origin FROM {app_role};

-- A revocation for another reason than that the catalogue revoked the completion.
ALTER TABLE completion_revocation ADD COLUMN kind text NOT NULL DEFAULT 'REVOKED' CHECK (kind IN ('REVOKED', 'DOUBLE'));

-- One row a transaction that wrote lines: what looks at new lines later (doubles) overlooks none, and writers never wait for it.
CREATE TABLE ledger_mark (
  mark      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  first_seq bigint NOT NULL,
  last_seq  bigint NOT NULL
);
-- Lines come in the order of their numbers: a block index finds them again and costs nothing when they are written.
CREATE INDEX ledger_entry_seq ON ledger_entry USING brin (seq) WITH (pages_per_range = 16, autosummarize = on);

-- Rules of the region's own: a withdrawn revision ends the row that it follows.
ALTER TABLE conversion_rule ADD COLUMN withdrawn boolean NOT NULL DEFAULT false, ADD COLUMN proposal_id uuid;
ALTER TABLE duty_policy ADD COLUMN withdrawn boolean NOT NULL DEFAULT false, ADD COLUMN proposal_id uuid;

-- Counts up with every change of rules or policies. A booking reads it together with its other state, so that no process books by old rules.
CREATE TABLE rules_version (
  single  boolean PRIMARY KEY DEFAULT true CHECK (single),
  version bigint  NOT NULL
);
INSERT INTO rules_version (version) VALUES (1);
CREATE FUNCTION next_rules_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM added) THEN UPDATE rules_version SET version = version + 1; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER conversion_rule_version AFTER INSERT ON conversion_rule REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION next_rules_version();
CREATE TRIGGER duty_policy_version AFTER INSERT ON duty_policy REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION next_rules_version();

-- A rule that an officer enters, and a second officer approves. `content` is the row as it will be written.
CREATE TABLE rule_proposal (
  proposal_id  uuid        PRIMARY KEY,
  kind         text        NOT NULL CHECK (kind IN ('CONVERSION', 'DUTY')),
  rule_key     text        NOT NULL, -- path of development, or employment status
  valid_from   date        NOT NULL,
  content      jsonb       NOT NULL,
  legal_basis  text        NOT NULL,
  note         text,
  state        text        NOT NULL CHECK (state IN ('PROPOSED', 'APPROVED', 'REFUSED', 'WITHDRAWN')),
  proposed_by  text        NOT NULL,
  proposed_at  timestamptz NOT NULL DEFAULT now(),
  decided_by   text,
  decided_at   timestamptz,
  decision_note text,
  rule_version text,
  version      integer     NOT NULL DEFAULT 1,
  CHECK (decided_by IS NULL OR state = 'WITHDRAWN' OR decided_by <> proposed_by)
);
CREATE INDEX rule_proposal_state ON rule_proposal (state, proposal_id);

-- A run over the entries of a year: what a rule would change, or the change itself. `after_employee` is how far it is.
CREATE TABLE recalculation (
  recalculation_id uuid        PRIMARY KEY,
  mode             text        NOT NULL CHECK (mode IN ('PREVIEW', 'APPLY')),
  proposal_id      uuid        REFERENCES rule_proposal,
  year             smallint    NOT NULL,
  cause            text        NOT NULL,
  state            text        NOT NULL CHECK (state IN ('WORKING', 'DONE', 'FAILED')),
  started_by       text        NOT NULL,
  started_at       timestamptz NOT NULL DEFAULT now(),
  finished_at      timestamptz,
  failure_code     text,
  after_employee   uuid,
  people_total     integer     NOT NULL DEFAULT 0,
  people_done      integer     NOT NULL DEFAULT 0,
  people_changed   integer     NOT NULL DEFAULT 0,
  entries_read     integer     NOT NULL DEFAULT 0,
  entries_changed  integer     NOT NULL DEFAULT 0,
  delta_earned     bigint      NOT NULL DEFAULT 0,
  delta_counted    bigint      NOT NULL DEFAULT 0,
  -- People by band before and after: none, started, halfway, fulfilled.
  bands_before     integer[]   NOT NULL DEFAULT '{0,0,0,0}',
  bands_after      integer[]   NOT NULL DEFAULT '{0,0,0,0}',
  newly_under      integer     NOT NULL DEFAULT 0,
  newly_fulfilled  integer     NOT NULL DEFAULT 0
);
CREATE INDEX recalculation_working ON recalculation (started_at) WHERE state = 'WORKING';
CREATE INDEX recalculation_proposal ON recalculation (proposal_id);
