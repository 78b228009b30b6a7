-- Certificates that other regions issued to people of this one: one row a person and certificate, whether a region told it where the person served before
-- (TRANSFER), or the one that held a session elsewhere (ENROLMENT). The region that issued it vouches for it; what ended never holds again.
CREATE TABLE foreign_certificate (
  employee_id    uuid        NOT NULL,
  certificate_id uuid        NOT NULL,
  origin_region  text        NOT NULL,
  told_by        text        NOT NULL,
  told_with      text        NOT NULL CHECK (told_with IN ('TRANSFER', 'ENROLMENT')),
  told_with_id   uuid        NOT NULL,
  number         text        NOT NULL,
  completion_id  uuid        NOT NULL,
  programme_id   uuid,
  title          text        NOT NULL,
  organiser      text        NOT NULL,
  path_code      text        NOT NULL,
  quantity_hundredths integer NOT NULL,
  started_on     date        NOT NULL,
  completed_on   date        NOT NULL,
  issued_on      date        NOT NULL,
  expires_on     date,
  verification_url text      NOT NULL,
  competencies   jsonb       NOT NULL,
  replaces_id    uuid,
  standing       text        NOT NULL CHECK (standing IN ('VALID', 'REVOKED', 'REPLACED')),
  ended_on       date,
  ended_reason   text,
  received_at    timestamptz NOT NULL DEFAULT now(),
  changed_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (employee_id, certificate_id)
);
CREATE INDEX foreign_certificate_issued ON foreign_certificate (issued_on, certificate_id);
INSERT INTO foreign_certificate (employee_id, certificate_id, origin_region, told_by, told_with, told_with_id, number, completion_id, title, organiser,
    path_code, quantity_hundredths, started_on, completed_on, issued_on, expires_on, verification_url, competencies, standing)
SELECT t.employee_id, c.certificate_id, c.told->>'originRegion', c.from_region, 'TRANSFER', c.transfer_id, c.told->>'number', (c.told->>'completionId')::uuid,
    c.told->>'title', c.told->>'organiser', c.told->>'pathCode', (c.told->>'quantityHundredths')::integer, (c.told->>'startedOn')::date,
    (c.told->>'completedOn')::date, (c.told->>'issuedOn')::date, (c.told->>'expiresOn')::date, c.told->>'verificationUrl', c.told->'competencies', 'VALID'
  FROM certificate_elsewhere AS c JOIN transfer_arrival AS t ON t.transfer_id = c.transfer_id AND t.from_region = c.from_region
 WHERE NOT EXISTS (SELECT 1 FROM certificate AS o WHERE o.certificate_id = c.certificate_id AND o.employee_id = t.employee_id)
ON CONFLICT DO NOTHING;

-- From here on only what waits for the word of identity whose it is. A region that was not left cannot take the place of the one that was.
DELETE FROM certificate_elsewhere AS c USING transfer_arrival AS t WHERE t.transfer_id = c.transfer_id AND t.from_region = c.from_region;
ALTER TABLE certificate_elsewhere DROP CONSTRAINT certificate_elsewhere_pkey, ADD PRIMARY KEY (transfer_id, from_region, certificate_id);

-- Which move of a person is the last one decides whether and where to certificates follow. Of moves from before this whoever is in service here came last.
ALTER TABLE certificate_hand_over ADD COLUMN left_on date NOT NULL DEFAULT current_date, ADD COLUMN move_order bigint NOT NULL DEFAULT 0;
UPDATE certificate_hand_over SET left_on = handed_at::date;
CREATE INDEX certificate_hand_over_person ON certificate_hand_over (employee_id);
ALTER TABLE transfer_arrival ADD COLUMN effective_on date NOT NULL DEFAULT current_date, ADD COLUMN move_order bigint NOT NULL DEFAULT 0;
UPDATE transfer_arrival AS t SET effective_on = '2000-01-01' FROM employee AS e WHERE e.employee_id = t.employee_id AND e.left_on IS NOT NULL;

-- How each certificate was told to a region last: holding, or ended.
CREATE TABLE certificate_told (
  to_region      text    NOT NULL,
  certificate_id uuid    NOT NULL,
  stands         boolean NOT NULL,
  PRIMARY KEY (to_region, certificate_id)
);
INSERT INTO certificate_told (to_region, certificate_id, stands)
SELECT DISTINCT h.to_region, c.certificate_id, true FROM certificate_hand_over AS h JOIN certificate AS c USING (employee_id)
 WHERE c.home_region IS NULL AND c.issued_at <= h.handed_at AND (c.state = 'VALID' OR c.ended_on >= h.handed_at::date);
