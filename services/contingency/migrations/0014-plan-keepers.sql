-- Who sees to a plan (penanggung jawab rencana), and who answers one review of it where that is somebody else. Both are reminded.
ALTER TABLE plan ADD COLUMN keeper_id uuid;
ALTER TABLE review ADD COLUMN keeper_id uuid;
-- The draft that a review was answered with; without that draft it is open again.
ALTER TABLE review ADD COLUMN answered_version integer;
