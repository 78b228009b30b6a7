import { newId } from '@betang/contracts';
import {
  AppError,
  Audit,
  Clock,
  Files,
  ListQuery,
  type ListDefinition,
  type ListRow,
  type Page,
  type SqlClient,
  type StoredFile,
  type Transaction,
  type FileType,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Assignments } from './assignments.js';
import type { AssignmentForm, OwnSubmissionQuery, SubmissionQuery } from './assignment.dto.js';
import type { AppealView, OwnSubmissionView, SubmissionView } from './assignment-view.dto.js';
import { submissionTime } from './rubric.decision.js';

/** Kinds of files that work is handed in as. */
export const WORK_TYPES: readonly FileType[] = ['pdf', 'docx', 'xlsx', 'pptx', 'jpeg', 'png'];

const COLUMNS = `u.submission_id AS "submissionId", u.assignment_id AS "assignmentId", u.enrolment_id AS "enrolmentId", u.attempt, u.content AS text,
  u.file_name AS "fileName", u.late, u.submitted_at AS "submittedAt", u.mark`;
const LIST: ListDefinition = {
  select: `SELECT ${COLUMNS} FROM submission AS u`,
  // Ids grow with time.
  sorts: { submittedAt: { sql: 'u.submission_id', type: 'uuid' } },
  defaultSort: 'submittedAt',
  key: { sql: 'u.submission_id', type: 'uuid' },
};
const NEWEST = `NOT EXISTS (SELECT 1 FROM submission AS later WHERE later.assignment_id = u.assignment_id AND later.enrolment_id = u.enrolment_id
  AND later.attempt > u.attempt)`;
/** The row lock keeps two attempts of one person from taking the same number. */
const SEAT = `SELECT enrolment_id AS id FROM enrolment WHERE session_id = $1 AND employee_id = $2 AND state = 'ENROLLED' FOR UPDATE`;
const INSERT = `INSERT INTO submission (submission_id, assignment_id, enrolment_id, attempt, content, file_hash, file_name, media_type, late)
  SELECT $1, $2, $3, coalesce(max(attempt), 0) + 1, $4, $5, $6, $7, $8 FROM submission WHERE assignment_id = $2 AND enrolment_id = $3`;
const MARKED = `SELECT 1 FROM submission AS u JOIN marking AS m USING (submission_id) WHERE u.assignment_id = $1 AND u.enrolment_id = $2 LIMIT 1`;
const OWN = `SELECT ${COLUMNS}, a.state AS "appealState", CASE WHEN u.mark IS NULL THEN '[]'::jsonb ELSE coalesce((
    SELECT jsonb_agg(jsonb_build_object('role', m.role, 'mark', m.mark, 'points', m.points, 'remark', m.remark) ORDER BY m.marked_at)
      FROM marking AS m WHERE m.submission_id = u.submission_id), '[]'::jsonb) END AS markings
  FROM submission AS u JOIN enrolment AS n USING (enrolment_id) JOIN assignment AS g USING (assignment_id)
  LEFT JOIN mark_appeal AS a USING (submission_id)
`;
const OWN_LIST: ListDefinition = {
  select: OWN,
  sorts: { submittedAt: { sql: 'u.submission_id', type: 'uuid' } },
  defaultSort: '-submittedAt',
  key: { sql: 'u.submission_id', type: 'uuid' },
};
const OWNED = `SELECT u.submission_id AS "submissionId", u.assignment_id AS "assignmentId", u.mark, s.state FROM submission AS u JOIN enrolment AS n USING (enrolment_id)
  JOIN training_session AS s USING (session_id) WHERE u.submission_id = $1 AND n.employee_id = $2 FOR UPDATE OF u`;
const APPEAL = `INSERT INTO mark_appeal (appeal_id, submission_id, reason, state) VALUES ($1, $2, $3, 'OPEN') ON CONFLICT (submission_id) DO NOTHING`;

export interface Work {
  readonly text: string | null;
  readonly file: (StoredFile & { readonly name: string }) | null;
}

/** Of work that was handed in elsewhere: its id there, and when it was. */
export interface HandedInElsewhere {
  readonly submissionId: string;
  readonly at: Date;
}

/** What participants hand in, and their appeals. */
@Injectable()
export class Submissions {
  constructor(
    private readonly assignments: Assignments,
    private readonly files: Files,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws `assignment-not-found` (404), `not-enrolled` (403), `assignment-closed` (409) after the last time, `submission-marked` (409) once a
   * marker has begun, `submission-form` (422) for text where a file is asked for or the other way round.
   */
  async submit(
    tx: Transaction,
    assignmentId: string,
    employeeId: string,
    work: Work,
    actor: string,
    elsewhere?: HandedInElsewhere,
  ): Promise<string> {
    const assignment = await this.assignments.get(tx, assignmentId);
    const [seat] = await tx.query<{ id: string }>(SEAT, [assignment.sessionId, employeeId]);
    if (!seat) throw new AppError('not-enrolled', { status: 403 });
    const now = this.clock.now();
    // No clock elsewhere runs ahead of the one here.
    const at = elsewhere !== undefined && elsewhere.at < now ? elsewhere.at : now;
    const time = submissionTime(at, assignment.dueAt, assignment.lateUntil);
    if (time === 'closed') throw new AppError('assignment-closed', { status: 409 });
    assertForm(assignment.form, work);
    if ((await tx.query(MARKED, [assignmentId, seat.id])).length > 0)
      throw new AppError('submission-marked', { status: 409 });
    const submissionId = elsewhere?.submissionId ?? newId();
    const { sha256, name, mediaType } = work.file ?? { sha256: null, name: null, mediaType: null };
    const values = [submissionId, assignmentId, seat.id, work.text, sha256, name, mediaType, time === 'late'];
    await tx.execute(INSERT, values);
    if (sha256 !== null) await this.files.attach(tx, sha256, { type: 'submission', id: submissionId });
    await this.audit.record(tx, { actor, action: 'submit-work', object: { type: 'submission', id: submissionId } });
    return submissionId;
  }

  /** One's own work in a session, newest first; marks show once they are final. */
  async own(
    db: SqlClient,
    employeeId: string,
    sessionId: string,
    query: OwnSubmissionQuery,
  ): Promise<Page<OwnSubmissionView>> {
    const list = new ListQuery(OWN_LIST, query)
      .where('n.employee_id = ?', employeeId)
      .where('g.session_id = ?', sessionId)
      .where('u.assignment_id = ?', query.assignmentId)
      .build();
    return list.page(await db.query<OwnSubmissionView & ListRow>(list.text, list.values));
  }

  /** Throws `submission-not-found` (404), `mark-not-final`, `session-closed` and `appealed-already` (409). */
  async appeal(
    tx: Transaction,
    submissionId: string,
    employeeId: string,
    reason: string,
    actor: string,
  ): Promise<AppealView> {
    const [own] = await tx.query<{ mark: number | null; state: string; assignmentId: string }>(OWNED, [
      submissionId,
      employeeId,
    ]);
    if (!own) throw new AppError('submission-not-found', { status: 404 });
    if (own.mark === null) throw new AppError('mark-not-final', { status: 409 });
    if (own.state === 'CANCELLED') throw new AppError('session-closed', { status: 409 });
    const appealId = newId();
    if ((await tx.execute(APPEAL, [appealId, submissionId, reason])) === 0)
      throw new AppError('appealed-already', { status: 409 });
    await this.audit.record(tx, { actor, action: 'appeal-mark', object: { type: 'submission', id: submissionId } });
    const { assignmentId } = own;
    const open = { state: 'OPEN', answer: null, decidedAt: null };
    return { appealId, submissionId, assignmentId, reason, ...open, madeAt: this.clock.now() };
  }

  /** Work of an assignment for its markers: the newest of each participant, without names. */
  async page(db: SqlClient, assignmentId: string, query: SubmissionQuery): Promise<Page<SubmissionView>> {
    const marked = query.marked === undefined ? undefined : query.marked === 'MARKED';
    const list = new ListQuery(LIST, query)
      .where('u.assignment_id = ?', assignmentId)
      .where('(u.mark IS NOT NULL) = ?::boolean', marked)
      .where(NEWEST)
      .build();
    return list.page(await db.query<SubmissionView & ListRow>(list.text, list.values));
  }
}

/** Throws `submission-form` (422) for work in another form than the assignment asks for. */
export function assertForm(
  form: AssignmentForm,
  { text, file }: { readonly text: string | null; readonly file: unknown },
): void {
  if ((form === 'TEXT' && text === null) || (form === 'FILE' && !file) || (!text && !file))
    throw new AppError('submission-form', { status: 422, field: form === 'FILE' ? 'file' : 'text' });
}
