-- Whether what is computed from the projections has been asked for again since a rebuild came into force. What the releases before did stays as it is.
ALTER TABLE projection_rebuild ADD COLUMN followed boolean NOT NULL DEFAULT true;
ALTER TABLE projection_rebuild ALTER COLUMN followed SET DEFAULT false;
