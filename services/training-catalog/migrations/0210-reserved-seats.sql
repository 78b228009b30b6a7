-- Home: seats of other regions' sessions that were held for this one and given back. `offer_version` is the host's word that the return
-- answers: until a newer one comes, these seats are still on their way.
CREATE TABLE seat_return (
  return_id     uuid        PRIMARY KEY,
  session_id    uuid        NOT NULL,
  host_region   text        NOT NULL,
  seats         integer     NOT NULL CHECK (seats > 0),
  reason        text        NOT NULL,
  offer_version integer     NOT NULL,
  returned_by   text        NOT NULL,
  returned_at   timestamptz NOT NULL
);
CREATE INDEX seat_return_session ON seat_return (session_id, offer_version);

-- Host: what other regions gave back, each return once, and how many seats of it were still held.
CREATE TABLE seat_return_taken (
  return_id   uuid        PRIMARY KEY,
  session_id  uuid        NOT NULL,
  home_region text        NOT NULL,
  seats       integer     NOT NULL,
  freed       integer     NOT NULL,
  reason      text        NOT NULL,
  taken_at    timestamptz NOT NULL
);
CREATE INDEX seat_return_taken_session ON seat_return_taken (session_id, taken_at);
-- Offers whose held seats have to be let go.
CREATE INDEX seat_offer_held ON seat_offer ((told->>'reservedUntil')) WHERE told ? 'reservedUntil';
