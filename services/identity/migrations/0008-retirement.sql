-- Age of retirement (batas usia pensiun) by position, as dated rows that a region adds to without a release. Where several rows fit, the one that says
-- most holds: words of the position before level before type. `certainty` says how sure we are of a row; none below was read in the law's own text.

CREATE TABLE retirement_rule (
  rule_id       uuid        PRIMARY KEY DEFAULT uuidv7(),
  -- Type of position, or `*` for whoever no other row is about.
  position_type text        NOT NULL,
  level         text,
  -- All these words stand in the position's name: `guru`.
  words         text,
  age           integer     NOT NULL CHECK (age BETWEEN 40 AND 80),
  valid_from    date        NOT NULL,
  valid_to      date        CHECK (valid_to >= valid_from),
  basis         text        NOT NULL,
  certainty     text        NOT NULL CHECK (certainty IN ('confirmed', 'secondary', 'unverified', 'assumed')),
  recorded_by   text        NOT NULL,
  recorded_at   timestamptz NOT NULL DEFAULT now(),
  version       integer     NOT NULL DEFAULT 1,
  -- Null while the people whom the row is about are not yet forecast anew.
  applied_at    timestamptz
);
INSERT INTO retirement_rule (position_type, level, words, age, valid_from, basis, certainty, recorded_by, applied_at) VALUES
  ('JPT_UTAMA', NULL, NULL, 60, '2014-01-15', 'UU 5/2014 art. 90, UU 20/2023 art. 55', 'unverified', 'product', NULL),
  ('JPT_MADYA', NULL, NULL, 60, '2014-01-15', 'UU 5/2014 art. 90, UU 20/2023 art. 55', 'unverified', 'product', NULL),
  ('JPT_PRATAMA', NULL, NULL, 60, '2014-01-15', 'UU 5/2014 art. 90, UU 20/2023 art. 55', 'unverified', 'product', NULL),
  ('ADMINISTRATOR', NULL, NULL, 58, '2014-01-15', 'UU 5/2014 art. 90, UU 20/2023 art. 55', 'unverified', 'product', NULL),
  ('PENGAWAS', NULL, NULL, 58, '2014-01-15', 'UU 5/2014 art. 90, UU 20/2023 art. 55', 'unverified', 'product', NULL),
  ('EXECUTOR', NULL, NULL, 58, '2014-01-15', 'UU 5/2014 art. 90, UU 20/2023 art. 55', 'unverified', 'product', NULL),
  ('FUNCTIONAL', NULL, NULL, 58, '2014-01-15', 'PP 11/2017 art. 239', 'unverified', 'product', NULL),
  ('FUNCTIONAL', 'AHLI_MADYA', NULL, 60, '2014-01-15', 'PP 11/2017 art. 239', 'unverified', 'product', NULL),
  ('FUNCTIONAL', 'AHLI_UTAMA', NULL, 65, '2014-01-15', 'PP 11/2017 art. 239', 'unverified', 'product', NULL),
  ('FUNCTIONAL', NULL, 'guru', 60, '2014-01-15', 'UU 14/2005 art. 30', 'unverified', 'product', NULL),
  ('*', NULL, NULL, 58, '2014-01-15', 'as for executors, where the position is not known', 'assumed', 'product', NULL);
