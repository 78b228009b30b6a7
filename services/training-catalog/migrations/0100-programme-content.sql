-- What a programme consists of, beside its outline. Levels are null where only the competency is told.
ALTER TABLE programme
  ADD COLUMN modules              jsonb   NOT NULL DEFAULT '[]',
  ADD COLUMN trainers             jsonb   NOT NULL DEFAULT '[]',
  ADD COLUMN competencies         jsonb   NOT NULL DEFAULT '[]',
  ADD COLUMN target_groups        text[]  NOT NULL DEFAULT '{}',
  ADD COLUMN cost_per_participant bigint  NOT NULL DEFAULT 0 CHECK (cost_per_participant >= 0),
  ADD COLUMN fixed_cost           bigint  NOT NULL DEFAULT 0 CHECK (fixed_cost >= 0),
  ADD COLUMN funding_pattern      text    NOT NULL DEFAULT 'APBD' CHECK (funding_pattern IN ('APBD', 'KONTRIBUSI', 'FASILITASI', 'KEMITRAAN')),
  ADD COLUMN development_target_id uuid,
  -- The programme of another region that it was taken from, and that one's own line, oldest last.
  ADD COLUMN origin               jsonb,
  ADD COLUMN lineage              jsonb   NOT NULL DEFAULT '[]',
  ALTER COLUMN development_target DROP NOT NULL,
  DROP CONSTRAINT programme_state_check,
  -- JOINED: never published, because a similar one was joined instead.
  ADD CONSTRAINT programme_state_check CHECK (state IN ('DRAFT', 'PUBLISHED', 'WITHDRAWN', 'JOINED'));
UPDATE programme
   SET competencies = (SELECT coalesce(jsonb_agg(jsonb_build_object('code', code, 'level', NULL)), '[]') FROM unnest(competency_codes) AS code);
CREATE INDEX programme_target ON programme (development_target_id) WHERE development_target_id IS NOT NULL;

-- Every version as it was told, for ever: who completed one can show what it was.
CREATE TABLE programme_version (
  programme_id uuid        NOT NULL REFERENCES programme,
  version      integer     NOT NULL,
  told         jsonb       NOT NULL,
  published_by text        NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (programme_id, version)
);
INSERT INTO programme_version (programme_id, version, told, published_by, published_at)
  SELECT programme_id, published_version, published, created_by, changed_at FROM programme WHERE published IS NOT NULL;

-- The whole of what other regions told, beside the columns that are searched.
ALTER TABLE shared_programme
  ADD COLUMN competencies          jsonb,
  ADD COLUMN target_groups         text[],
  ADD COLUMN development_target_id uuid,
  ADD COLUMN told                  jsonb;
CREATE INDEX shared_programme_competency ON shared_programme USING gin (competency_codes);

-- Materials (bahan ajar) of a programme: a link, or a file that is kept by its hash outside the web root.
CREATE TABLE programme_material (
  material_id  uuid        PRIMARY KEY,
  programme_id uuid        NOT NULL REFERENCES programme,
  module_id    uuid,
  title        text        NOT NULL,
  url          text,
  file_hash    text,
  file_name    text,
  media_type   text,
  file_bytes   bigint,
  added_by     text        NOT NULL,
  added_at     timestamptz NOT NULL DEFAULT now(),
  removed_at   timestamptz,
  CHECK ((url IS NULL) <> (file_hash IS NULL))
);
CREATE INDEX programme_material_programme ON programme_material (programme_id, material_id);
