-- Notices for people who sign in to this service, and the e-mails that go with them. `notice_key` makes a notice one: the same cause told
-- twice tells nobody twice. The texts are made when they are read, from the code and params: in the reader's language.
CREATE TABLE notice (
  notice_id    uuid        PRIMARY KEY,
  recipient_id uuid        NOT NULL,
  notice_key   text        NOT NULL,
  code         text        NOT NULL,
  params       jsonb       NOT NULL DEFAULT '{}',
  link         text,
  created_at   timestamptz NOT NULL DEFAULT now(),
  read_at      timestamptz,
  UNIQUE (recipient_id, notice_key)
);
CREATE INDEX notice_of_recipient ON notice (recipient_id, notice_id DESC);
CREATE INDEX notice_unread ON notice (recipient_id) WHERE read_at IS NULL;

CREATE TABLE notice_mail (
  notice_id   uuid        PRIMARY KEY REFERENCES notice ON DELETE CASCADE,
  address     text        NOT NULL,
  language    text        NOT NULL CHECK (language IN ('id', 'en')),
  state       text        NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'SENT', 'REFUSED')),
  attempts    smallint    NOT NULL DEFAULT 0,
  next_try_at timestamptz NOT NULL DEFAULT now(),
  error_code  text,
  finished_at timestamptz
);
CREATE INDEX notice_mail_waiting ON notice_mail (next_try_at) WHERE state = 'WAITING';

-- Where a person gets mail from this service; without a row, nowhere. Personal data, told by the person.
CREATE TABLE notice_address (
  recipient_id uuid        PRIMARY KEY,
  address      text        NOT NULL,
  language     text        NOT NULL CHECK (language IN ('id', 'en')),
  changed_at   timestamptz NOT NULL DEFAULT now()
);
