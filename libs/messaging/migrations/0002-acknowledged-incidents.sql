-- An operator who has dealt with an incident says so, on record; it stays in the list and no longer counts as a problem.
ALTER TABLE delivery_incident
  ADD COLUMN acknowledged_at timestamptz,
  ADD COLUMN acknowledged_by text,
  ADD COLUMN acknowledgement text,
  ADD CONSTRAINT delivery_incident_acknowledged CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL));
CREATE INDEX delivery_incident_open ON delivery_incident (incident_id) WHERE acknowledged_at IS NULL;

-- How far the archive has been looked through for events whose time is up, by retention class. Each row is looked at once a class.
CREATE TABLE archive_pruned (
  retention text        PRIMARY KEY CHECK (retention IN ('days-90', 'years-2', 'years-10')),
  through   bigint      NOT NULL,
  pruned    bigint      NOT NULL DEFAULT 0,
  pruned_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT ON archive_pruned TO betang_observer;
