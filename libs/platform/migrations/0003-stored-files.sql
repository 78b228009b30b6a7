-- Files of the service, by the SHA-256 of their bytes; the bytes lie in the data folder. What no record refers to is swept a day later.
CREATE TABLE stored_file (
  sha256     text        PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  bytes      bigint      NOT NULL,
  media_type text        NOT NULL,
  -- Moves on when the same bytes come again: a sweep then leaves them alone.
  put_at     timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE stored_file_reference (
  sha256      text        NOT NULL REFERENCES stored_file,
  object_type text        NOT NULL,
  object_id   text        NOT NULL,
  attached_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (sha256, object_type, object_id)
);
CREATE INDEX stored_file_reference_object ON stored_file_reference (object_type, object_id);
