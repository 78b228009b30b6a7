-- Sessions that were ended while access tokens of theirs were still good; verifiers of all services read this list. Names are hashes.
CREATE TABLE ended_sign_in (
  key_hash   text        PRIMARY KEY,
  ended_at   timestamptz NOT NULL DEFAULT now(),
  -- After this no token from before can be good any more.
  until      timestamptz NOT NULL
);

-- For who lost the authenticator: ten codes, each good once, kept as HMAC with the key of the keys folder.
CREATE TABLE recovery_code (
  account_id uuid  NOT NULL REFERENCES account ON DELETE CASCADE,
  code_hash  bytea NOT NULL,
  PRIMARY KEY (account_id, code_hash)
);

-- From which day on who has a role must sign in with a second factor, or need not. The newest one that has begun counts.
CREATE TABLE second_factor_rule (
  rule_id      uuid        PRIMARY KEY,
  role         text        NOT NULL,
  effective_on date        NOT NULL,
  required     boolean     NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  created_by   text        NOT NULL,
  UNIQUE (role, effective_on)
);
