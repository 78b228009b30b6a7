-- Where a budget line comes from: the file, kept by name and hash longer than the import itself, and the row in it.
CREATE TABLE budget_file (
  import_id    uuid        PRIMARY KEY,
  file_name    text        NOT NULL,
  content_hash text        NOT NULL,
  uploaded_by  text        NOT NULL,
  uploaded_at  timestamptz NOT NULL
);
ALTER TABLE budget_line ADD COLUMN import_row integer;
COMMENT ON COLUMN budget_line.import_row IS 'Row of the file as a spreadsheet shows it; null for lines of before it was kept.';
CREATE INDEX budget_line_import ON budget_line (import_id);
