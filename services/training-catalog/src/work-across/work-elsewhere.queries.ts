import type { GuestTaskStated, ProgrammePublished, WorkAnswered } from '@betang/contracts';
import { findMessage, type Language, type SqlClient } from '@betang/platform';
import type { SeatElsewhere } from './learner-elsewhere.js';
import type { ScheduleElsewhere } from './schedule-news.decision.js';
import type { SittingElsewhere } from './sittings-elsewhere.js';
import type { SittingElsewhereView, TasksElsewhereView, WorkElsewhereView } from './work-elsewhere.dto.js';

const TASKS = `SELECT told FROM task_elsewhere WHERE session_id = $1 AND host_region = $2 ORDER BY task_id LIMIT 200`;
const SCHEDULE = `SELECT told FROM schedule_elsewhere WHERE session_id = $1 AND host_region = $2`;
const MATERIALS = `SELECT told->'materials' AS materials FROM shared_programme WHERE programme_id = $1`;
const WORK = `SELECT submission_id AS "submissionId", assignment_id AS "assignmentId", state, content AS text, file_name AS "fileName",
    handed_in_at AS "handedInAt", told, appeal_id AS "appealId" FROM work_elsewhere WHERE enrolment_id = $1 ORDER BY handed_in_at DESC LIMIT 200`;

/** What there is to do in a session elsewhere, and the materials of its programme. */
export async function tasksElsewhere(db: SqlClient, seat: SeatElsewhere): Promise<TasksElsewhereView> {
  const told = await db.query<{ told: GuestTaskStated }>(TASKS, [seat.sessionId, seat.hostRegion]);
  const [schedule] = await db.query<{ told: ScheduleElsewhere }>(SCHEDULE, [seat.sessionId, seat.hostRegion]);
  type Row = { materials: ProgrammePublished['materials'] | null };
  const [programme] = await db.query<Row>(MATERIALS, [seat.programmeId]);
  return {
    schedule: schedule?.told ?? null,
    assignments: told.flatMap(({ told: { taskId, assignment } }) =>
      assignment ? [{ assignmentId: taskId, ...assignment }] : [],
    ),
    tests: told.flatMap(({ told: { taskId, test } }) => (test ? [{ testId: taskId, ...test }] : [])),
    materials: programme?.materials ?? [],
  };
}

/** One's work for a session elsewhere, newest first, with what the host said of it. */
export async function workElsewhere(
  db: SqlClient,
  enrolmentId: string,
  language: Language,
): Promise<WorkElsewhereView[]> {
  type Row = Pick<WorkElsewhereView, 'submissionId' | 'assignmentId' | 'state' | 'text' | 'fileName' | 'handedInAt'> & {
    told: WorkAnswered | null;
    appealId: string | null;
  };
  const rows = await db.query<Row>(WORK, [enrolmentId]);
  return rows.map(({ told, appealId, ...row }) => ({
    ...row,
    late: told?.late ?? null,
    mark: told?.mark ?? null,
    markings: (told?.markings ?? []).map(({ points, ...marking }) => ({
      ...marking,
      points: Object.fromEntries(points.map(({ criterion, points: given }) => [criterion, given])),
    })),
    appealState: told?.appeal?.state ?? (appealId === null ? null : 'OPEN'),
    appealAnswer: told?.appeal?.answer ?? null,
    reason: inWords(told?.reason ?? null, language),
  }));
}

/** Nobody reads the questions before the time runs. */
export function sittingView(sitting: SittingElsewhere, language: Language): SittingElsewhereView {
  const { attemptId, enrolmentId, testId, state, paper, answers, deadline, handedInAt, score, reason } = sitting;
  const opened = sitting.startedAt !== null;
  return {
    attemptId,
    enrolmentId,
    testId,
    state,
    questions: opened ? (paper?.questions ?? []) : [],
    answers,
    opensAt: paper?.opensAt ?? null,
    closesAt: paper?.closesAt ?? null,
    minutes: paper?.minutes ?? null,
    deadline,
    handedInAt,
    score,
    reason: inWords(reason, language),
  };
}

const inWords = (code: string | null, language: Language) =>
  code === null ? null : (findMessage(language, code) ?? code);
