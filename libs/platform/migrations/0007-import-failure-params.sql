-- What the message of a failed import names, such as the columns that are missing. Null: it names nothing, or a process of the release before ended it.
ALTER TABLE file_import ADD COLUMN failure_params jsonb;
