-- Host: when, where and how a session takes place, as the home regions of its guests were told last.
CREATE TABLE guest_schedule_told (
  session_id  uuid    NOT NULL,
  home_region text    NOT NULL,
  statement   integer NOT NULL,
  told        jsonb   NOT NULL,
  PRIMARY KEY (session_id, home_region)
);
-- Home: the same, by the newest word of the host.
CREATE TABLE schedule_elsewhere (
  session_id  uuid    NOT NULL,
  host_region text    NOT NULL,
  statement   integer NOT NULL,
  told        jsonb   NOT NULL,
  PRIMARY KEY (session_id, host_region)
);
-- Holders are told before a certificate ends, also of those that another region issued.
CREATE INDEX foreign_certificate_expiry ON foreign_certificate (expires_on) WHERE standing = 'VALID' AND expires_on IS NOT NULL;
