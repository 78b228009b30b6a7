-- Organisation and employees (perangkat daerah, unit kerja, pegawai). An employee is known by an id of our own; numbers are dated facts about them.

CREATE TABLE org_unit (
  unit_id        uuid        PRIMARY KEY,
  kind           text        NOT NULL CHECK (kind IN ('AGENCY', 'UNIT')),
  agency_id      uuid        NOT NULL REFERENCES org_unit,
  parent_unit_id uuid        REFERENCES org_unit,
  -- From the agency down to the unit itself: `path @> ARRAY[x]` is the subtree under x.
  path           uuid[]      NOT NULL,
  name           text        NOT NULL CHECK (length(name) BETWEEN 1 AND 300),
  name_key       text        NOT NULL,
  version        integer     NOT NULL DEFAULT 1,
  recorded_at    timestamptz NOT NULL DEFAULT now(),
  CHECK ((kind = 'AGENCY') = (parent_unit_id IS NULL)),
  CHECK ((kind = 'AGENCY') = (agency_id = unit_id)),
  UNIQUE NULLS NOT DISTINCT (parent_unit_id, name_key)
);
CREATE INDEX org_unit_path ON org_unit USING gin (path);
CREATE INDEX org_unit_agency ON org_unit (agency_id, name_key);

CREATE TABLE employee (
  employee_id       uuid        PRIMARY KEY,
  name              text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  name_key          text        NOT NULL,
  employment_status text        NOT NULL CHECK (employment_status IN ('CPNS', 'PNS', 'PPPK', 'PPPK_PARUH_WAKTU')),
  agency_id         uuid        NOT NULL REFERENCES org_unit,
  unit_id           uuid        NOT NULL REFERENCES org_unit,
  grade             text,
  position_type     text,
  position_name     text,
  birth_date        date,
  sex               text        CHECK (sex IN ('MALE', 'FEMALE')),
  left_on           date,
  leave_reason      text        CHECK (leave_reason IN ('RETIRED', 'TRANSFERRED', 'CONTRACT_ENDED', 'DIED', 'OTHER')),
  version           integer     NOT NULL DEFAULT 1,
  registered_at     timestamptz NOT NULL DEFAULT now(),
  changed_at        timestamptz NOT NULL DEFAULT now(),
  CHECK ((left_on IS NULL) = (leave_reason IS NULL))
);
CREATE INDEX employee_by_name ON employee (name_key, employee_id);
CREATE INDEX employee_by_agency ON employee (agency_id, name_key, employee_id);
CREATE INDEX employee_by_unit ON employee (unit_id);

-- NIP, NI PPPK and the nine-digit NIP of old. A NIP is never given to a second person; a NI PPPK ends with its contract.
CREATE TABLE employee_identifier (
  employee_id uuid NOT NULL REFERENCES employee,
  kind        text NOT NULL CHECK (kind IN ('NIP', 'NI_PPPK', 'NIP_LAMA', 'SIASN_PNS_ID')),
  value       text NOT NULL,
  valid_from  date,
  valid_to    date CHECK (valid_to >= valid_from),
  PRIMARY KEY (employee_id, kind, value)
);
CREATE UNIQUE INDEX employee_identifier_current ON employee_identifier (kind, value) WHERE valid_to IS NULL;
CREATE INDEX employee_identifier_value ON employee_identifier (value);

-- Disagreements between records (antrean perbaikan data): for people to settle, never a reason to refuse a person.
CREATE TABLE correction (
  correction_id uuid        PRIMARY KEY,
  kind          text        NOT NULL,
  employee_id   uuid        NOT NULL REFERENCES employee,
  import_id     uuid,
  row_number    integer,
  detail        jsonb       NOT NULL DEFAULT '{}',
  state         text        NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'SETTLED', 'DISMISSED')),
  opened_at     timestamptz NOT NULL DEFAULT now(),
  settled_at    timestamptz,
  settled_by    text,
  note          text
);
CREATE UNIQUE INDEX correction_open ON correction (kind, employee_id) WHERE state = 'OPEN';
CREATE INDEX correction_order ON correction (state, opened_at, correction_id);
CREATE INDEX correction_employee ON correction (employee_id);
