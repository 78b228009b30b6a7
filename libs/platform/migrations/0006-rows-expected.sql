-- How many rows an import will have read at its end, as far as its file tells before it is read; exact once it is done. Null: it does not tell.
ALTER TABLE file_import ADD COLUMN rows_total integer;
