-- The events that a transfer went by: what follows names them as its cause, so that an operator can walk from one to the other.

ALTER TABLE transfer_out ADD COLUMN request_event uuid, ADD COLUMN answer_event uuid;
ALTER TABLE transfer_in ADD COLUMN request_event uuid;
