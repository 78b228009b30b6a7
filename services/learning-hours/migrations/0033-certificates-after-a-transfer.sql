-- Certificates issued anew after somebody moved (mutasi): what the new region was told of, and what a former region told, until the record itself is here.
CREATE TABLE certificate_told (
  to_region      text NOT NULL,
  certificate_id uuid NOT NULL,
  PRIMARY KEY (to_region, certificate_id)
);
CREATE TABLE certificate_handed_over (
  place                bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  transfer_id          uuid    NOT NULL,
  from_region          text    NOT NULL,
  certificate_id       uuid    NOT NULL,
  completion_id        uuid    NOT NULL, -- as the region named it that first booked it
  former_completion_id uuid,
  number               text    NOT NULL,
  replaced_number      text    NOT NULL,
  cause                text    NOT NULL,
  reason               text    NOT NULL,
  issued_on            date    NOT NULL,
  issued_by_region     text    NOT NULL,
  event_id             text    NOT NULL,
  applied              boolean NOT NULL DEFAULT false,
  UNIQUE (transfer_id, from_region, certificate_id)
);
