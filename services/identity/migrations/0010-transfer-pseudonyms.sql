-- The name of a transferred person in the region that released: by it the other services find what was handed over, and it can be stated again later.

ALTER TABLE transfer_out ADD COLUMN former_pseudonym text;
ALTER TABLE transfer_in ADD COLUMN former_pseudonym text;
UPDATE transfer_in SET former_pseudonym = request->>'formerPseudonym' WHERE request IS NOT NULL;
