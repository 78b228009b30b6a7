-- Roles of a plan, what they must be able to do, and who fills them.
CREATE TABLE plan_role (
  role_id    uuid    PRIMARY KEY,
  plan_id    uuid    NOT NULL REFERENCES plan,
  field      text    NOT NULL,
  name       text    NOT NULL,
  unit_id    uuid,
  people     integer NOT NULL CHECK (people > 0),
  alternates integer NOT NULL CHECK (alternates >= 0),
  competencies jsonb NOT NULL,
  removed    boolean NOT NULL DEFAULT false
);
CREATE INDEX plan_role_plan ON plan_role (plan_id) WHERE NOT removed;
-- People who stand for a role, or for a critical service. The unit is the one they were in when they were named or confirmed.
CREATE TABLE assignment (
  assignment_id uuid    PRIMARY KEY,
  role_id       uuid    REFERENCES plan_role,
  service_id    uuid,
  employee_id   uuid    NOT NULL,
  kind          text    NOT NULL CHECK (kind IN ('HOLDER', 'ALTERNATE')),
  rank          integer NOT NULL CHECK (rank > 0),
  unit_id       uuid    NOT NULL,
  confirmed_on  date    NOT NULL,
  ended         boolean NOT NULL DEFAULT false,
  CHECK ((role_id IS NULL) <> (service_id IS NULL))
);
CREATE UNIQUE INDEX assignment_once ON assignment (coalesce(role_id, service_id), employee_id) WHERE NOT ended;
CREATE INDEX assignment_employee ON assignment (employee_id) WHERE NOT ended;
CREATE INDEX assignment_service ON assignment (service_id) WHERE NOT ended;

-- What a plan needs, by field and place.
CREATE TABLE resource_need (
  need_id  uuid   PRIMARY KEY,
  plan_id  uuid   NOT NULL REFERENCES plan,
  field    text   NOT NULL,
  place    text   NOT NULL,
  category text   NOT NULL CHECK (category IN ('PEOPLE', 'GOODS', 'FUNDS', 'FACILITY')),
  item     text   NOT NULL,
  unit     text   NOT NULL,
  quantity bigint NOT NULL CHECK (quantity > 0),
  removed  boolean NOT NULL DEFAULT false
);
CREATE INDEX resource_need_plan ON resource_need (plan_id) WHERE NOT removed;
-- What the region's agencies have.
CREATE TABLE stock (
  stock_id     uuid    PRIMARY KEY,
  unit_id      uuid    NOT NULL,
  place        text    NOT NULL,
  category     text    NOT NULL CHECK (category IN ('PEOPLE', 'GOODS', 'FUNDS', 'FACILITY')),
  item         text    NOT NULL,
  unit         text    NOT NULL,
  quantity     bigint  NOT NULL CHECK (quantity >= 0),
  checked_on   date    NOT NULL,
  usable_until date,
  revision     integer NOT NULL DEFAULT 1
);
-- Community, NGOs, business, agencies that take part.
CREATE TABLE partner (
  partner_id uuid    PRIMARY KEY,
  kind       text    NOT NULL CHECK (kind IN ('COMMUNITY', 'NGO', 'BUSINESS', 'AGENCY', 'OTHER')),
  name       text    NOT NULL,
  task       text    NOT NULL,
  contact    text,
  ended      boolean NOT NULL DEFAULT false,
  revision   integer NOT NULL DEFAULT 1
);
-- Commitment sheets (lembar komitmen).
CREATE TABLE commitment (
  commitment_id uuid    PRIMARY KEY,
  partner_id    uuid    NOT NULL REFERENCES partner,
  plan_id       uuid    NOT NULL REFERENCES plan,
  sheet_number  text    NOT NULL,
  signed_on     date    NOT NULL,
  signed_by     text    NOT NULL,
  valid_until   date    NOT NULL CHECK (valid_until >= signed_on),
  renewals      integer NOT NULL DEFAULT 0,
  ended         boolean NOT NULL DEFAULT false
);
CREATE INDEX commitment_plan ON commitment (plan_id) WHERE NOT ended;
-- How a need is met: from own stock or by a partner's commitment.
CREATE TABLE supply (
  supply_id     uuid    PRIMARY KEY,
  need_id       uuid    NOT NULL REFERENCES resource_need,
  stock_id      uuid    REFERENCES stock,
  commitment_id uuid    REFERENCES commitment,
  quantity      bigint  NOT NULL CHECK (quantity > 0),
  ended         boolean NOT NULL DEFAULT false,
  CHECK ((stock_id IS NULL) <> (commitment_id IS NULL))
);
CREATE INDEX supply_need ON supply (need_id) WHERE NOT ended;
CREATE INDEX supply_stock ON supply (stock_id) WHERE NOT ended;

-- Critical services (layanan kritis) and what they stand on.
CREATE TABLE critical_service (
  service_id           uuid    PRIMARY KEY,
  unit_id              uuid    NOT NULL,
  name                 text    NOT NULL,
  longest_outage_hours integer NOT NULL CHECK (longest_outage_hours > 0),
  least_staff          integer NOT NULL CHECK (least_staff > 0),
  competencies         jsonb   NOT NULL,
  alternative_site     text,
  data_dependency      text,
  fallback             text,
  ended                boolean NOT NULL DEFAULT false,
  revision             integer NOT NULL DEFAULT 1
);
ALTER TABLE assignment ADD FOREIGN KEY (service_id) REFERENCES critical_service;
CREATE TABLE service_dependency (
  service_id    uuid NOT NULL REFERENCES critical_service,
  depends_on_id uuid NOT NULL REFERENCES critical_service,
  PRIMARY KEY (service_id, depends_on_id),
  CHECK (service_id <> depends_on_id)
);
-- Services that a plan must keep running.
CREATE TABLE plan_service (
  plan_id    uuid NOT NULL REFERENCES plan,
  service_id uuid NOT NULL REFERENCES critical_service,
  PRIMARY KEY (plan_id, service_id)
);
CREATE INDEX plan_service_service ON plan_service (service_id);
