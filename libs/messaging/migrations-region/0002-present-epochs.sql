-- The epoch that a member counts in now, as the province states it: who hears of a member late begins there.
ALTER TABLE region_member ADD COLUMN present_epoch text;

-- What was lost in a restore and dealt with: the stretch of a closed epoch up to `position` no longer counts as a problem.
CREATE TABLE lost_acknowledged (
  service         text        NOT NULL,
  audience        text        NOT NULL,
  epoch           text        NOT NULL,
  position        bigint      NOT NULL,
  acknowledged_by text        NOT NULL,
  reason          text        NOT NULL,
  acknowledged_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (service, audience, epoch)
);
GRANT INSERT, UPDATE ON lost_acknowledged TO identity_app;
