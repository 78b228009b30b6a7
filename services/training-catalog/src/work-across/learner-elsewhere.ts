import { AppError, type SqlClient } from '@betang/platform';
import type { GuestTaskStated } from '@betang/contracts';

const SEAT = `SELECT o.enrolment_id AS "enrolmentId", o.session_id AS "sessionId", o.host_region AS "hostRegion", o.programme_id AS "programmeId", o.title
  FROM outgoing_enrolment AS o WHERE o.enrolment_id = $1 AND o.employee_id = $2 AND o.state = 'ACCEPTED'`;
const OWN = `SELECT o.enrolment_id AS "enrolmentId", o.session_id AS "sessionId", o.host_region AS "hostRegion", o.programme_id AS "programmeId", o.title
  FROM outgoing_enrolment AS o WHERE o.enrolment_id = $1 AND o.employee_id = $2 AND o.state IN ('ACCEPTED', 'PASSED', 'NOT_PASSED')`;
const TASK = `SELECT told FROM task_elsewhere WHERE task_id = $1 AND session_id = $2 AND host_region = $3`;

/** A seat that somebody of this region has in a session of another one. */
export interface SeatElsewhere {
  readonly enrolmentId: string;
  readonly sessionId: string;
  readonly hostRegion: string;
  readonly programmeId: string;
  readonly title: string;
}

/** The caller's own seat, to work in. Throws `not-enrolled` (403) for one that is not, not yet or no more. */
export async function getSeatElsewhere(db: SqlClient, enrolmentId: string, employeeId: string): Promise<SeatElsewhere> {
  const [seat] = await db.query<SeatElsewhere>(SEAT, [enrolmentId, employeeId]);
  if (!seat) throw new AppError('not-enrolled', { status: 403 });
  return seat;
}

/** The caller's own seat, to look at, also after the session. Throws `enrolment-elsewhere-not-found` (404). */
export async function getOwnSeat(db: SqlClient, enrolmentId: string, employeeId: string): Promise<SeatElsewhere> {
  const [seat] = await db.query<SeatElsewhere>(OWN, [enrolmentId, employeeId]);
  if (!seat) throw new AppError('enrolment-elsewhere-not-found', { status: 404 });
  return seat;
}

/** An assignment of the session, as its host told it. Throws `assignment-not-found` (404). */
export async function getAssignmentElsewhere(db: SqlClient, seat: SeatElsewhere, assignmentId: string) {
  const told = await findTask(db, seat, assignmentId);
  if (!told?.assignment) throw new AppError('assignment-not-found', { status: 404 });
  return told.assignment;
}

/** A test of the session, as its host told it. Throws `test-not-found` (404). */
export async function getTestElsewhere(db: SqlClient, seat: SeatElsewhere, testId: string) {
  const told = await findTask(db, seat, testId);
  if (!told?.test) throw new AppError('test-not-found', { status: 404 });
  return told.test;
}

async function findTask(
  db: SqlClient,
  { sessionId, hostRegion }: SeatElsewhere,
  taskId: string,
): Promise<GuestTaskStated | undefined> {
  const [row] = await db.query<{ told: GuestTaskStated }>(TASK, [taskId, sessionId, hostRegion]);
  return row?.told;
}
