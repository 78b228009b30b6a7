import { newId } from '@betang/contracts';
import {
  AppError,
  Audit,
  ListQuery,
  type ListDefinition,
  type ListRow,
  type Page,
  type SqlClient,
  type Transaction,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { assertOpen } from '../sessions/change-session.decision.js';
import { Sessions } from '../sessions/sessions.js';
import { TaskTeller } from '../sessions/guest-tellers.js';
import type { AssignmentQuery, SetAssignmentDto } from './assignment.dto.js';
import type { AssignmentView } from './assignment-view.dto.js';

const COLUMNS = `assignment_id AS "assignmentId", session_id AS "sessionId", title, instructions, due_at AS "dueAt", late_until AS "lateUntil",
  late_penalty AS "latePenalty", form, independent, rubric, weight, second_marker AS "secondMarker", tolerance`;
const LIST: ListDefinition = {
  select: `SELECT ${COLUMNS} FROM assignment`,
  sorts: { dueAt: { sql: 'due_at', type: 'timestamptz' }, title: { sql: 'title', type: 'text' } },
  defaultSort: 'dueAt',
  key: { sql: 'assignment_id', type: 'uuid' },
};
const INSERT = `INSERT INTO assignment (assignment_id, session_id, title, instructions, due_at, late_until, late_penalty, form, independent, rubric,
    weight, second_marker, tolerance, created_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;

/** Assignments (penugasan) of sessions. Once set, one stays as it is: people work by what they were told. */
@Injectable()
export class Assignments {
  constructor(
    private readonly sessions: Sessions,
    private readonly audit: Audit,
    private readonly guestTasks: TaskTeller,
  ) {}

  async list(db: SqlClient, sessionId: string, query: AssignmentQuery): Promise<Page<AssignmentView>> {
    const list = new ListQuery(LIST, query).where('session_id = ?', sessionId).where('form = ?', query.form).build();
    return list.page(await db.query<AssignmentView & ListRow>(list.text, list.values));
  }

  /** Throws `assignment-not-found` (404). */
  async get(db: SqlClient, assignmentId: string): Promise<AssignmentView> {
    const [row] = await db.query<AssignmentView>(`SELECT ${COLUMNS} FROM assignment WHERE assignment_id = $1`, [
      assignmentId,
    ]);
    if (!row) throw new AppError('assignment-not-found', { status: 404 });
    return row;
  }

  /** Throws `session-closed` (409), `assignment-refused` (422). */
  async set(tx: Transaction, sessionId: string, input: SetAssignmentDto, actor: string): Promise<AssignmentView> {
    assertOpen(await this.sessions.lock(tx, sessionId));
    if (input.lateUntil !== undefined && input.lateUntil <= input.dueAt)
      throw new AppError('assignment-refused', {
        status: 422,
        errors: [{ field: 'lateUntil', code: 'assignment.late-before-due' }],
      });
    const assignmentId = newId();
    const rubric = input.rubric.map(({ criterion, maxPoints, description }) => ({
      criterion,
      maxPoints,
      description: description ?? null,
    }));
    await tx.execute(INSERT, [
      assignmentId,
      sessionId,
      input.title,
      input.instructions,
      input.dueAt,
      input.lateUntil ?? null,
      input.latePenalty ?? 0,
      input.form,
      input.independent ?? true,
      JSON.stringify(rubric),
      input.weight ?? 1,
      input.secondMarker ?? false,
      input.tolerance ?? 1000,
      actor,
    ]);
    await this.audit.record(tx, { actor, action: 'set-assignment', object: { type: 'assignment', id: assignmentId } });
    await this.guestTasks.tell(tx, sessionId);
    return this.get(tx, assignmentId);
  }
}
