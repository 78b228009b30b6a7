-- Who may sign in, and what for. Passwords are kept as argon2id hashes, secrets of clients as SHA-256 of 256 random bits.

CREATE TABLE account (
  account_id          uuid        PRIMARY KEY,
  login_name          text        NOT NULL CHECK (login_name = lower(login_name)),
  display_name        text        NOT NULL,
  employee_id         uuid        REFERENCES employee,
  state               text        NOT NULL DEFAULT 'ACTIVE' CHECK (state IN ('ACTIVE', 'DISABLED')),
  password_hash       text        NOT NULL,
  password_changed_at timestamptz NOT NULL DEFAULT now(),
  -- Encrypted with the key of the keys folder: a copy of the database alone gives no second factor away.
  totp_secret         bytea,
  totp_confirmed_at   timestamptz,
  totp_last_step      bigint      NOT NULL DEFAULT 0,
  version             integer     NOT NULL DEFAULT 1,
  created_at          timestamptz NOT NULL DEFAULT now(),
  created_by          text        NOT NULL
);
CREATE UNIQUE INDEX account_login_name ON account (login_name);
CREATE UNIQUE INDEX account_employee ON account (employee_id) WHERE employee_id IS NOT NULL;

CREATE TABLE role_grant (
  grant_id   uuid        PRIMARY KEY,
  account_id uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
  role       text        NOT NULL,
  region     text        NOT NULL,
  unit_id    uuid        REFERENCES org_unit,
  granted_by text        NOT NULL,
  granted_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE NULLS NOT DISTINCT (account_id, role, region, unit_id)
);

-- Failed attempts by what was typed as login name (hashed), whether or not there is such an account: so nobody learns which names exist.
CREATE TABLE sign_in_guard (
  name_hash    bytea       PRIMARY KEY,
  failures     integer     NOT NULL DEFAULT 0,
  locked_until timestamptz,
  last_failure timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE oauth_client (
  client_id     text        PRIMARY KEY,
  kind          text        NOT NULL CHECK (kind IN ('SERVICE', 'APPLICATION', 'DEVICE')),
  name          text        NOT NULL,
  secret_hash   text,
  scopes        text[]      NOT NULL DEFAULT '{}',
  redirect_uris text[]      NOT NULL DEFAULT '{}',
  version       integer     NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL DEFAULT now(),
  created_by    text        NOT NULL,
  CHECK ((kind = 'SERVICE') = (secret_hash IS NOT NULL))
);

-- The OpenID provider's own records: sessions, codes, interactions, grants. All of them expire.
CREATE TABLE openid_record (
  model       text        NOT NULL,
  id          text        NOT NULL,
  payload     jsonb       NOT NULL,
  grant_id    text,
  uid         text,
  user_code   text,
  account_id  text,
  consumed_at timestamptz,
  expires_at  timestamptz,
  PRIMARY KEY (model, id)
);
CREATE INDEX openid_record_grant ON openid_record (grant_id) WHERE grant_id IS NOT NULL;
CREATE INDEX openid_record_uid ON openid_record (uid) WHERE uid IS NOT NULL;
CREATE INDEX openid_record_user_code ON openid_record (user_code) WHERE user_code IS NOT NULL;
CREATE INDEX openid_record_account ON openid_record (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX openid_record_expiry ON openid_record (expires_at);
