/** A certificate as it was issued: name, title and dates are those of its day. It is kept for good, its name as long as the person's identity. */
export interface Certificate {
  readonly certificateId: string;
  readonly number: string;
  readonly token: string;
  readonly completionId: string;
  readonly enrolmentId: string;
  readonly sessionId: string;
  readonly employeeId: string;
  /** Home of a guest of another region. */
  readonly homeRegion: string | null;
  /** Null once the identity of whom it was given to is kept no longer. */
  readonly holderName: string | null;
  readonly programmeId: string | null;
  readonly title: string;
  readonly organiser: string;
  readonly pathCode: string;
  /** Hundredths of the unit of the path. */
  readonly quantityHundredths: number;
  readonly startedOn: string;
  readonly completedOn: string;
  readonly issuedOn: string;
  readonly expiresOn: string | null;
  readonly state: 'VALID' | 'REVOKED' | 'REPLACED';
  readonly replacesId: string | null;
  /** Why it was issued in the place of that one. */
  readonly issuedReason: string | null;
  /** Number of the one in whose place it was issued. */
  readonly replacesNumber: string | null;
  /** Number of the one that was issued in its place. */
  readonly successorNumber: string | null;
  readonly endedOn: string | null;
  readonly endedReason: string | null;
}

export const CERTIFICATE_COLUMNS = `c.certificate_id AS "certificateId", c.number, c.token, c.completion_id AS "completionId",
  c.enrolment_id AS "enrolmentId", c.session_id AS "sessionId", c.employee_id AS "employeeId", c.home_region AS "homeRegion",
  c.holder_name AS "holderName", c.programme_id AS "programmeId", c.title, c.organiser, c.path_code AS "pathCode",
  c.quantity_hundredths AS "quantityHundredths", c.started_on AS "startedOn", c.completed_on AS "completedOn", c.issued_on AS "issuedOn",
  c.expires_on AS "expiresOn", c.state, c.replaces_id AS "replacesId", c.ended_on AS "endedOn", c.ended_reason AS "endedReason",
  c.issued_reason AS "issuedReason", (SELECT b.number FROM certificate AS b WHERE b.certificate_id = c.replaces_id) AS "replacesNumber",
  (SELECT a.number FROM certificate AS a WHERE a.replaces_id = c.certificate_id) AS "successorNumber"`;
