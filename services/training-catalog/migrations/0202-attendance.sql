-- Attendance (presensi) of a meeting: by the code that changes, by the trainer, or by hand with a reason.
CREATE TABLE attendance (
  meeting_id   uuid        NOT NULL REFERENCES session_meeting,
  enrolment_id uuid        NOT NULL REFERENCES enrolment,
  state        text        NOT NULL CHECK (state IN ('PRESENT', 'LATE', 'EXCUSED', 'ABSENT')),
  method       text        NOT NULL CHECK (method IN ('CODE', 'TRAINER', 'MANUAL')),
  reason       text,
  recorded_by  text        NOT NULL,
  recorded_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (meeting_id, enrolment_id),
  CHECK (method <> 'MANUAL' OR reason IS NOT NULL)
);
CREATE INDEX attendance_enrolment ON attendance (enrolment_id);
-- Wrong codes of one person and meeting: whoever guesses is stopped.
CREATE TABLE check_in_attempt (
  meeting_id   uuid    NOT NULL REFERENCES session_meeting,
  enrolment_id uuid    NOT NULL REFERENCES enrolment,
  wrong        integer NOT NULL DEFAULT 0,
  PRIMARY KEY (meeting_id, enrolment_id)
);
