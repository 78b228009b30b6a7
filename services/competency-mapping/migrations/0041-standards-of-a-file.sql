-- Whose standard a file has told already: rows come by the thousand, each thousand a transaction of its own. Goes with the import.
CREATE TABLE standard_file_place (
  import_id uuid NOT NULL REFERENCES file_import ON DELETE CASCADE,
  -- Scope, position or type, and agency.
  place     text NOT NULL,
  PRIMARY KEY (import_id, place)
);
