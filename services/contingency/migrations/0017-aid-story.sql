-- Everything that was said in a case of mutual aid, by both sides, in the order in which it came here: who, when, by which event.
ALTER TABLE aid_message
  -- False: the other region said it.
  ADD COLUMN own      boolean NOT NULL DEFAULT true,
  -- The account that said it; own words only.
  ADD COLUMN said_by  text,
  ADD COLUMN event_id text,
  -- When words of the other region came here.
  ADD COLUMN heard_at timestamptz CHECK (heard_at IS NULL OR NOT own),
  -- False: it crossed a word of ours, and changed nothing.
  ADD COLUMN taken    boolean NOT NULL DEFAULT true;
-- The business key of what is heard: each region says a step once, and each return once.
CREATE UNIQUE INDEX aid_message_heard ON aid_message (aid_id, type, coalesce((data ->> 'returnNumber')::integer, 0)) WHERE NOT own;
CREATE INDEX aid_emergency ON aid (emergency_id) WHERE emergency_id IS NOT NULL;
