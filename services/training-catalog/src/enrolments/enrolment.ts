export const ENROLMENT_STATES = [
  'AWAITING_SUPERVISOR',
  'AWAITING_OFFICER',
  'WAITING',
  'ENROLLED',
  'REFUSED',
  'WITHDRAWN',
  'CANCELLED',
  'PASSED',
  'NOT_PASSED',
] as const;
export type EnrolmentState = (typeof ENROLMENT_STATES)[number];

/** How somebody came to ask: named by the agency, by oneself, or by another region. */
export type EnrolmentOrigin = 'NOMINATION' | 'SELF' | 'ACROSS';

/** States in which a seat of the session is taken, also after the decision on completion; to stand after `IN`. */
export const SEATED = `('ENROLLED', 'PASSED', 'NOT_PASSED')`;

/** One person's way into a session (kepesertaan). */
export interface Enrolment {
  readonly enrolmentId: string;
  readonly sessionId: string;
  readonly employeeId: string;
  readonly homeRegion: string | null;
  readonly origin: EnrolmentOrigin;
  readonly state: EnrolmentState;
  /** Order of asking: the only order that the waiting list knows. */
  readonly queueNumber: number;
}

export const ENROLMENT_COLUMNS = `n.enrolment_id AS "enrolmentId", n.session_id AS "sessionId", n.employee_id AS "employeeId",
  n.home_region AS "homeRegion", n.origin, n.state, n.queue_number::float8 AS "queueNumber"`;
