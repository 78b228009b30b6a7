-- How many days after the end of a period its report is due: dated settings, each revision a row of its own. The newest that was valid when the period ended holds.
CREATE TABLE report_deadline (
  deadline_id uuid        PRIMARY KEY,
  level       text        NOT NULL CHECK (level IN ('AGENCY', 'REGION')),
  valid_from  date        NOT NULL,
  days        smallint    NOT NULL CHECK (days BETWEEN 0 AND 366),
  basis       text        NOT NULL,
  revision    integer     NOT NULL,
  set_by      text        NOT NULL,
  set_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (level, valid_from, revision)
);
-- No regulation names a day for these reports; each region sets its own.
INSERT INTO report_deadline (deadline_id, level, valid_from, days, basis, revision, set_by) VALUES
  ('0199a000-0000-7000-8000-000000000011', 'AGENCY', '2019-01-01', 10, 'Asumsi, sampai daerah menetapkannya: 10 hari sesudah masa pelaporan berakhir', 1, 'reference'),
  ('0199a000-0000-7000-8000-000000000012', 'REGION', '2019-01-01', 15, 'Asumsi, sampai provinsi menetapkannya: 15 hari sesudah masa pelaporan berakhir', 1, 'reference');
