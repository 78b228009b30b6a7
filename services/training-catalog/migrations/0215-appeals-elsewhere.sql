-- Home: the appeal against a mark of another region, once a work; what became of it is in the host's newest word.
ALTER TABLE work_elsewhere
  ADD COLUMN appeal_id     uuid,
  ADD COLUMN appeal_reason text;
