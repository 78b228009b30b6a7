-- The organisation through time: units that are renamed, moved, split, merged and closed, and who heads them. `-infinity`: since when nobody knows.

ALTER TABLE org_unit
  ADD COLUMN code       text CHECK (length(code) BETWEEN 1 AND 64),
  ADD COLUMN valid_from date NOT NULL DEFAULT '-infinity',
  ADD COLUMN closed_on  date CHECK (closed_on >= valid_from),
  -- The roster import that recorded the unit: what it is undone with.
  ADD COLUMN import_id  uuid;

-- A closed unit gives its name and code free.
ALTER TABLE org_unit DROP CONSTRAINT org_unit_parent_unit_id_name_key_key;
CREATE UNIQUE INDEX org_unit_open_name ON org_unit (parent_unit_id, name_key) NULLS NOT DISTINCT WHERE closed_on IS NULL;
CREATE UNIQUE INDEX org_unit_open_code ON org_unit (code) WHERE code IS NOT NULL AND closed_on IS NULL;
CREATE INDEX org_unit_import ON org_unit (import_id) WHERE import_id IS NOT NULL;

-- Name and place of a unit from day to day: `valid_to` is the first day on which they no longer hold.
CREATE TABLE org_unit_period (
  unit_id        uuid        NOT NULL REFERENCES org_unit,
  valid_from     date        NOT NULL,
  valid_to       date        CHECK (valid_to > valid_from),
  kind           text        NOT NULL CHECK (kind IN ('AGENCY', 'UNIT')),
  name           text        NOT NULL,
  parent_unit_id uuid,
  recorded_by    text,
  recorded_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (unit_id, valid_from)
);
INSERT INTO org_unit_period (unit_id, valid_from, kind, name, parent_unit_id)
  SELECT unit_id, '-infinity', kind, name, parent_unit_id FROM org_unit;

CREATE TABLE unit_succession (
  predecessor_id uuid        NOT NULL REFERENCES org_unit,
  successor_id   uuid        NOT NULL REFERENCES org_unit,
  kind           text        NOT NULL CHECK (kind IN ('SPLIT', 'MERGE', 'CLOSE')),
  effective_on   date        NOT NULL,
  recorded_by    text        NOT NULL,
  recorded_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (predecessor_id, successor_id)
);
CREATE INDEX unit_succession_successor ON unit_succession (successor_id);

-- Other names by which files call a unit: a former name, or one that an officer said is this unit.
CREATE TABLE unit_alias (
  agency_id   uuid        NOT NULL REFERENCES org_unit,
  alias_key   text        NOT NULL,
  unit_id     uuid        NOT NULL REFERENCES org_unit,
  recorded_by text,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (agency_id, alias_key)
);
CREATE INDEX unit_alias_unit ON unit_alias (unit_id);

-- Heads of units (pimpinan), acting ones (Plt., Plh.) too.
CREATE TABLE unit_head (
  head_id     uuid        PRIMARY KEY DEFAULT uuidv7(),
  unit_id     uuid        NOT NULL REFERENCES org_unit,
  employee_id uuid        NOT NULL REFERENCES employee,
  acting      text        CHECK (acting IN ('PLT', 'PLH')),
  valid_from  date        NOT NULL,
  valid_to    date        CHECK (valid_to >= valid_from),
  recorded_by text        NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX unit_head_present ON unit_head (unit_id) WHERE valid_to IS NULL;
CREATE INDEX unit_head_unit ON unit_head (unit_id, valid_from);
CREATE INDEX unit_head_employee ON unit_head (employee_id) WHERE valid_to IS NULL;

-- A file of units as read and compared, until it is applied or dropped.
CREATE TABLE unit_import (
  import_id    uuid        PRIMARY KEY,
  state        text        NOT NULL CHECK (state IN ('PREVIEWED', 'APPLIED', 'CANCELLED')),
  file_name    text        NOT NULL,
  content_hash text        NOT NULL,
  uploaded_by  text        NOT NULL,
  uploaded_at  timestamptz NOT NULL DEFAULT now(),
  lines        jsonb       NOT NULL,
  counts       jsonb       NOT NULL,
  applied_by   text,
  applied_at   timestamptz
);
CREATE INDEX unit_import_order ON unit_import (uploaded_at DESC, import_id DESC);
