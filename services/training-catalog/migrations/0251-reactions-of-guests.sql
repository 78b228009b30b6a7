-- Home: who has answered for a session elsewhere. What was answered went to the host, sealed, and is kept nowhere here.
CREATE TABLE reaction_given_elsewhere (
  enrolment_id uuid PRIMARY KEY
);
-- Host: answers of guests that were counted, so that each counts once and no region has more than it has guests. Nothing leads from here to an answer.
CREATE TABLE guest_reaction (
  reaction_id uuid PRIMARY KEY,
  session_id  uuid NOT NULL,
  home_region text NOT NULL
);
CREATE INDEX guest_reaction_session ON guest_reaction (session_id, home_region);
