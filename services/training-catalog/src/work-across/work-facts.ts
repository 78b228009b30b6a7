import type { MarkAppealed, NewEvent, SittingAnswered, WorkAnswered, WorkHandedIn } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import { sittingAnswered } from './guest-sittings.js';
import { toldSchedules } from './guest-schedules.js';
import { toldTasks } from './guest-tasks.js';
import { workAnswered } from './guest-work-answers.js';
import { sittingHandedIn, sittingRequested, type SittingElsewhere } from './sittings-elsewhere.js';
import { markAppealed, workHandedIn } from './works-elsewhere.js';

const ANSWERS = `SELECT told FROM guest_work WHERE home_region = $1 AND told IS NOT NULL ORDER BY submission_id`;
const SCORES = `SELECT told FROM guest_sitting WHERE home_region = $1 AND told IS NOT NULL ORDER BY attempt_id`;
/** Files are not sent twice: who is told of the work asks the learner to hand the file in again. */
const SENT = `SELECT submission_id AS "submissionId", enrolment_id AS "enrolmentId", assignment_id AS "assignmentId", handed_in_at AS "handedInAt", content AS text
  FROM work_elsewhere WHERE host_region = $1 AND state = 'SENT' AND file_hash IS NULL AND content IS NOT NULL ORDER BY submission_id`;
const APPEALS = `SELECT appeal_id AS "appealId", submission_id AS "submissionId", enrolment_id AS "enrolmentId", appeal_reason AS reason FROM work_elsewhere
  WHERE host_region = $1 AND appeal_reason IS NOT NULL AND told->'appeal' IS NULL ORDER BY submission_id`;
const SITTINGS = `SELECT attempt_id AS "attemptId", enrolment_id AS "enrolmentId", test_id AS "testId", host_region AS "hostRegion", state, answers,
    started_at AS "startedAt", handed_in_at AS "handedInAt"
  FROM sitting_elsewhere WHERE host_region = $1 AND state IN ('ASKED', 'HANDED_IN') ORDER BY attempt_id`;

/** What the region has to say to another one on work and tests just now. */
export async function workFacts(db: SqlClient, other: string): Promise<NewEvent[]> {
  const answers = await db.query<{ told: WorkAnswered }>(ANSWERS, [other]);
  const scores = await db.query<{ told: SittingAnswered }>(SCORES, [other]);
  type Sent = Omit<WorkHandedIn, 'handedInAt' | 'file'> & { readonly handedInAt: Date };
  const sent = await db.query<Sent>(SENT, [other]);
  const appeals = await db.query<MarkAppealed>(APPEALS, [other]);
  const sittings = await db.query<SittingElsewhere>(SITTINGS, [other]);
  return [
    ...(await toldSchedules(db, other)),
    ...(await toldTasks(db, other)),
    ...answers.map(({ told }) => workAnswered(other, told)),
    ...scores.map(({ told }) => sittingAnswered(other, told)),
    ...sent.map((work) => workHandedIn(other, { ...work, handedInAt: work.handedInAt.toISOString(), file: null })),
    ...appeals.map((appeal) => markAppealed(other, appeal)),
    ...sittings.map(wordOn),
  ];
}

function wordOn(sitting: SittingElsewhere): NewEvent {
  const { attemptId, enrolmentId, testId, hostRegion } = sitting;
  return sitting.state === 'ASKED'
    ? sittingRequested(hostRegion, { attemptId, enrolmentId, testId })
    : sittingHandedIn(sitting);
}
