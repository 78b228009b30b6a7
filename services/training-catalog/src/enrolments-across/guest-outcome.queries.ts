import { newId, type CompletionReported } from '@betang/contracts';
import { AppError, type SqlClient } from '@betang/platform';
import type { GuestEnrolment } from './guest.store.js';

const SESSION = `SELECT programme_id AS "programmeId", title, organiser, path_code AS "pathCode", scope, quantity_hundredths AS "quantityHundredths",
    starts_on AS "startedOn", ends_on AS "completedOn", competencies, development_target_id AS "developmentTargetId", delivery
  FROM training_session WHERE session_id = $1`;

const CONCLUDED = `SELECT o.completion_id AS "completionId", c.number AS "certificateNumber" FROM training_outcome AS o
  LEFT JOIN certificate AS c ON c.completion_id = o.completion_id AND c.state = 'VALID' WHERE o.enrolment_id = $1`;

type SessionWorth = Omit<
  CompletionReported,
  'enrolmentId' | 'completionId' | 'sessionId' | 'outcome' | 'reason' | 'certificateNumber'
>;

/** Attendance without an hour's worth still is on record: the smallest amount that a completion may have. */
const LEAST = 1;

/** What the home region is told at the end of a session: its worth was fixed when it was scheduled. */
export async function getOutcome(
  db: SqlClient,
  guest: GuestEnrolment,
  outcome: 'PASSED' | 'NOT_PASSED',
  reason: string | null,
): Promise<CompletionReported> {
  const { enrolmentId, sessionId } = guest;
  const [session] = await db.query<SessionWorth>(SESSION, [sessionId]);
  if (!session) throw new AppError('session-not-found', { status: 404 });
  const concluded = await concludedOf(db, enrolmentId);
  return {
    ...session,
    quantityHundredths: session.quantityHundredths ?? LEAST,
    enrolmentId,
    sessionId,
    completionId: concluded?.completionId ?? newId(),
    outcome,
    reason,
    certificateNumber: concluded?.certificateNumber ?? null,
  };
}

interface Concluded {
  readonly completionId: string | null;
  readonly certificateNumber: string | null;
}

/** What the decision on the participant wrote: its completion, and the certificate that was made for it. */
async function concludedOf(db: SqlClient, enrolmentId: string): Promise<Concluded | undefined> {
  const [row] = await db.query<Concluded>(CONCLUDED, [enrolmentId]);
  return row;
}
