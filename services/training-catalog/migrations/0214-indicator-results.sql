-- Which event told a node of the register, so that a result names its source. Empty until the node is told again, or the register is rebuilt.
ALTER TABLE development_target
  ADD COLUMN told_event uuid,
  ADD COLUMN told_at    timestamptz;
