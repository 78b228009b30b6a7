-- What the province was told of a programme's use in a year, so that only changes are told again.
CREATE TABLE programme_use_statement (
  programme_id uuid        NOT NULL,
  year         integer     NOT NULL,
  statement    integer     NOT NULL,
  stated       jsonb       NOT NULL,
  stated_at    timestamptz NOT NULL,
  PRIMARY KEY (programme_id, year)
);
-- Completions are found by when they were recorded: as small as an index gets, for the most frequent write of a region.
CREATE INDEX completion_recorded ON completion USING brin (recorded_at);
CREATE INDEX completion_revoked ON completion (revoked_at) WHERE revoked_at IS NOT NULL;
CREATE INDEX completion_programme ON completion (programme_id, completed_on) WHERE programme_id IS NOT NULL;
CREATE TABLE programme_use_place (
  only_row bool        PRIMARY KEY DEFAULT true CHECK (only_row),
  through  timestamptz NOT NULL
);
INSERT INTO programme_use_place (through) VALUES ('-infinity');
