-- What a commitment sheet (lembar komitmen) promises: how much of what, from when and until when. A supply out of a commitment is a supply out of one line.
CREATE TABLE commitment_line (
  line_id         uuid    PRIMARY KEY,
  commitment_id   uuid    NOT NULL REFERENCES commitment,
  category        text    NOT NULL CHECK (category IN ('PEOPLE', 'GOODS', 'FUNDS', 'FACILITY')),
  item            text    NOT NULL,
  unit            text    NOT NULL,
  quantity        bigint  NOT NULL CHECK (quantity > 0),
  -- Where the partner hands it over; null: wherever the plan needs it.
  place           text,
  available_from  date    NOT NULL,
  -- Null: as long as the sheet holds.
  available_until date    CHECK (available_until >= available_from),
  removed         boolean NOT NULL DEFAULT false
);
CREATE INDEX commitment_line_commitment ON commitment_line (commitment_id) WHERE NOT removed;

-- Sheets until now said no quantity: they promise what plans counted on.
INSERT INTO commitment_line (line_id, commitment_id, category, item, unit, quantity, available_from)
SELECT gen_random_uuid(), s.commitment_id, n.category, n.item, n.unit,
       coalesce(sum(s.quantity) FILTER (WHERE NOT s.ended), sum(s.quantity)), min(c.signed_on)
  FROM supply AS s JOIN resource_need AS n USING (need_id) JOIN commitment AS c ON c.commitment_id = s.commitment_id
 GROUP BY s.commitment_id, n.category, n.item, n.unit;

ALTER TABLE supply ADD COLUMN line_id uuid REFERENCES commitment_line;
UPDATE supply AS s SET line_id = l.line_id
  FROM resource_need AS n, commitment_line AS l
 WHERE n.need_id = s.need_id AND l.commitment_id = s.commitment_id AND l.category = n.category AND l.item = n.item AND l.unit = n.unit;
ALTER TABLE supply ADD CHECK ((commitment_id IS NULL) = (line_id IS NULL));
CREATE INDEX supply_line ON supply (line_id) WHERE NOT ended;
CREATE INDEX commitment_partner ON commitment (partner_id) WHERE NOT ended;
