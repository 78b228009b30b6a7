-- Rules with dates: how profiles, matches, talent boxes and needs are computed. A rule is never changed; a later one takes its place from
-- its first day on. `status` says how well its basis is confirmed: V the text of the regulation, V2 a secondary source, U general knowledge, REGION decided here.
CREATE TABLE dated_rule (
  kind         text        NOT NULL,
  rule_version text        NOT NULL,
  valid_from   date        NOT NULL,
  content      jsonb       NOT NULL,
  legal_basis  text        NOT NULL,
  status       text        NOT NULL CHECK (status IN ('V', 'V2', 'U', 'REGION')),
  decided_by   text        NOT NULL,
  decided_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (kind, rule_version),
  UNIQUE (kind, valid_from)
);

-- Counts up whenever dictionary, standards or rules change: what was read of them before is stale then.
CREATE TABLE mapping_version (single boolean PRIMARY KEY DEFAULT true CHECK (single), version bigint NOT NULL);
INSERT INTO mapping_version (version) VALUES (1);

-- The region's competency dictionary (kamus kompetensi), a row a version.
CREATE TABLE dictionary (
  dictionary_id uuid        PRIMARY KEY,
  version       integer     NOT NULL UNIQUE,
  title         text        NOT NULL,
  legal_basis   text        NOT NULL,
  valid_from    date        NOT NULL,
  state         text        NOT NULL CHECK (state IN ('DRAFT', 'PUBLISHED')),
  revision      integer     NOT NULL DEFAULT 1,
  created_by    text        NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  published_at  timestamptz
);
CREATE UNIQUE INDEX dictionary_draft ON dictionary ((true)) WHERE state = 'DRAFT';
CREATE TABLE competency (
  dictionary_id uuid     NOT NULL REFERENCES dictionary ON DELETE CASCADE,
  code          text     NOT NULL,
  grouping      text     NOT NULL CHECK (grouping IN ('MANAGERIAL', 'SOCIO_CULTURAL', 'TECHNICAL')),
  field         text,
  name_id       text     NOT NULL,
  name_en       text     NOT NULL,
  min_level     smallint NOT NULL CHECK (min_level BETWEEN 1 AND 5),
  max_level     smallint NOT NULL CHECK (max_level BETWEEN min_level AND 5),
  -- [{level, text}]: behaviours that can be observed (indikator perilaku).
  indicators    jsonb    NOT NULL DEFAULT '[]',
  PRIMARY KEY (dictionary_id, code)
);
-- What a code of an earlier version is in the version in force: `current_code` null where nothing takes its place; `levels[n + 1]` is the
-- level that an earlier level n counts as. Composed anew at each publication.
CREATE TABLE competency_succession (
  recorded_code text       PRIMARY KEY,
  current_code  text,
  levels        smallint[] NOT NULL CHECK (cardinality(levels) = 6)
);

-- Parts of dictionaries that regions published.
CREATE TABLE shared_dictionary (
  dictionary_id uuid    NOT NULL,
  part          integer NOT NULL,
  parts         integer NOT NULL,
  region        text    NOT NULL,
  version       integer NOT NULL,
  title         text    NOT NULL,
  legal_basis   text    NOT NULL,
  valid_from    date    NOT NULL,
  competencies  jsonb   NOT NULL,
  PRIMARY KEY (dictionary_id, part)
);
INSERT INTO projection_table (name) VALUES ('shared_dictionary');

-- Job standards (standar kompetensi jabatan). Each change is a new version; one version a standard is active.
-- scope POSITION: by name of the position; TYPE: default for a type of position, `FUNCTIONAL:AHLI_MUDA` or `FUNCTIONAL`.
CREATE TABLE job_standard (
  standard_id        uuid        NOT NULL,
  version            integer     NOT NULL,
  scope              text        NOT NULL CHECK (scope IN ('POSITION', 'TYPE')),
  lookup             text        NOT NULL,
  title              text        NOT NULL,
  agency_id          uuid,
  levels             jsonb       NOT NULL,
  dictionary_version integer     NOT NULL,
  origin             text        NOT NULL CHECK (origin IN ('DEFAULT', 'MANUAL', 'IMPORT', 'COPY', 'MIGRATION')),
  legal_basis        text        NOT NULL,
  active             boolean     NOT NULL,
  changed_by         text        NOT NULL,
  changed_at         timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (standard_id, version)
);
CREATE UNIQUE INDEX job_standard_active ON job_standard (standard_id) WHERE active;
CREATE UNIQUE INDEX job_standard_lookup ON job_standard (scope, lookup, coalesce(agency_id, '00000000-0000-0000-0000-000000000000')) WHERE active;
