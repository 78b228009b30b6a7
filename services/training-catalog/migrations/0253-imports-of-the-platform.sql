-- Imports of completions are the platform's imports now (`file_import`). What is kept of them moves there whole: figures, files that wait, refused rows. The tables
-- of before become views of it under their names, so that the release before goes on with them, uploads among it, and two workers of both releases still do the
-- work once. Nobody needs the views once that release is gone. Locked in the order in which a worker does, so that neither waits for the other.
LOCK TABLE completion_import, completion_import_file, completion_import_row IN ACCESS EXCLUSIVE MODE;

INSERT INTO file_import (import_id, kind, state, file_name, file_bytes, content_hash, uploaded_by, uploaded_at, header, rows_total, rows_read, rows_taken,
    rows_repeated, rows_refused, failure_code, changed_at, finished_at)
  SELECT import_id, 'completions', state, file_name, file_bytes, content_hash, uploaded_by, uploaded_at, header, rows_total, rows_read, rows_recorded,
      rows_repeated, rows_refused, failure_code, changed_at, finished_at
    FROM completion_import;
INSERT INTO file_import_content (import_id, content) SELECT import_id, content FROM completion_import_file;
INSERT INTO file_import_refusal (import_id, row_number, problems, cells) SELECT import_id, row_number, problems, cells FROM completion_import_row;
DROP TABLE completion_import_row, completion_import_file, completion_import;

CREATE VIEW completion_import AS
  SELECT import_id, kind, state, file_name, file_bytes, content_hash, uploaded_by, uploaded_at, header, rows_total, rows_read, rows_taken AS rows_recorded,
      rows_repeated, rows_refused, failure_code, changed_at, finished_at
    FROM file_import WHERE kind = 'completions';
ALTER VIEW completion_import ALTER COLUMN kind SET DEFAULT 'completions';
CREATE VIEW completion_import_file AS SELECT import_id, content FROM file_import_content;
CREATE VIEW completion_import_row AS SELECT import_id, row_number, problems, cells FROM file_import_refusal;
