-- The programme that was made for a proposal which named none.
CREATE TABLE joint_session_programme (
  proposal_id  uuid PRIMARY KEY,
  programme_id uuid NOT NULL REFERENCES programme
);
CREATE INDEX guest_enrolment_changed ON guest_enrolment (state, changed_at);
