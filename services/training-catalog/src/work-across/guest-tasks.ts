import { GuestTaskStated, type NewEvent } from '@betang/contracts';
import { Outbox, regionToken } from '@betang/messaging';
import type { SqlClient, Transaction } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SeatListeners, sessionsOfNewGuests } from '../enrolments/seat-listeners.js';
import type { TaskTeller } from '../sessions/guest-tellers.js';

/** What the home regions of the guests of a session were not told yet; told once each. */
const DUE = `WITH task AS (SELECT assignment_id AS id FROM assignment WHERE session_id = $1 UNION ALL SELECT test_id FROM session_test WHERE session_id = $1),
    region AS (SELECT DISTINCT home_region FROM enrolment WHERE session_id = $1 AND home_region IS NOT NULL AND state = 'ENROLLED')
  INSERT INTO guest_task_told (task_id, home_region, session_id) SELECT task.id, region.home_region, $1 FROM task CROSS JOIN region ORDER BY 1, 2
  ON CONFLICT DO NOTHING RETURNING task_id AS "taskId", home_region AS "homeRegion"`;
const TOLD = `SELECT task_id AS "taskId", home_region AS "homeRegion" FROM guest_task_told WHERE home_region = $1 ORDER BY task_id`;
const TOLD_OF = `SELECT task_id AS "taskId", home_region AS "homeRegion" FROM guest_task_told WHERE task_id = ANY($1::uuid[]) ORDER BY task_id, home_region`;
const ASSIGNMENTS = `SELECT assignment_id AS "taskId", session_id AS "sessionId", title, instructions, due_at AS "dueAt", late_until AS "lateUntil",
    late_penalty AS "latePenalty", form, rubric FROM assignment WHERE assignment_id = ANY($1::uuid[])`;
const TESTS = `SELECT test_id AS "taskId", session_id AS "sessionId", stage, title, opens_at AS "opensAt", closes_at AS "closesAt", minutes, attempts,
    question_count AS "questionCount" FROM session_test WHERE test_id = ANY($1::uuid[])`;

interface Due {
  readonly taskId: string;
  readonly homeRegion: string;
}
type Assignment = NonNullable<GuestTaskStated['assignment']>;
type Test = NonNullable<GuestTaskStated['test']>;
type Row<T, Instants extends keyof T> = Omit<T, Instants> & { readonly taskId: string; readonly sessionId: string };
type AssignmentRow = Row<Assignment, 'dueAt' | 'lateUntil'> & { readonly dueAt: Date; readonly lateUntil: Date | null };
type TestRow = Row<Test, 'opensAt' | 'closesAt'> & { readonly opensAt: Date; readonly closesAt: Date };

/** Host: tells the home regions of guests what there is to do in a session. Of a task that is set only its times change, with the days of the session. */
@Injectable()
export class GuestTasks implements TaskTeller, OnModuleInit {
  constructor(
    private readonly listeners: SeatListeners,
    private readonly outbox: Outbox,
  ) {}

  onModuleInit(): void {
    this.listeners.listen(async (tx, changes) => {
      for (const sessionId of sessionsOfNewGuests(changes)) await this.tell(tx, sessionId);
    });
  }

  async tell(tx: Transaction, sessionId: string): Promise<void> {
    const due = await tx.query<Due>(DUE, [sessionId]);
    if (due.length > 0) await this.outbox.append(tx, await statementsOf(tx, due));
  }

  async tellAgain(tx: Transaction, taskIds: readonly string[]): Promise<void> {
    const told = taskIds.length === 0 ? [] : await tx.query<Due>(TOLD_OF, [taskIds]);
    if (told.length > 0) await this.outbox.append(tx, await statementsOf(tx, told));
  }
}

/** What a region was told of tasks, once more: for who comes late. */
export async function toldTasks(db: SqlClient, homeRegion: string): Promise<NewEvent[]> {
  const told = await db.query<Due>(TOLD, [homeRegion]);
  return told.length === 0 ? [] : statementsOf(db, told);
}

async function statementsOf(db: SqlClient, due: readonly Due[]): Promise<NewEvent[]> {
  const ids = [...new Set(due.map(({ taskId }) => taskId))];
  const assignments = await db.query<AssignmentRow>(ASSIGNMENTS, [ids]);
  const tests = await db.query<TestRow>(TESTS, [ids]);
  const tasks = new Map([...assignments.map(ofAssignment), ...tests.map(ofTest)].map((task) => [task.taskId, task]));
  return due.flatMap(({ taskId, homeRegion }) => {
    const data = tasks.get(taskId);
    const to = `to.${regionToken(homeRegion)}` as const;
    return data ? [GuestTaskStated.create({ subject: data.sessionId, data, to }) as unknown as NewEvent] : [];
  });
}

function ofAssignment({ taskId, sessionId, dueAt, lateUntil, ...rest }: AssignmentRow): GuestTaskStated {
  const times = { dueAt: dueAt.toISOString(), lateUntil: lateUntil?.toISOString() ?? null };
  return { taskId, sessionId, assignment: { ...rest, ...times }, test: null };
}

function ofTest({ taskId, sessionId, opensAt, closesAt, ...rest }: TestRow): GuestTaskStated {
  const times = { opensAt: opensAt.toISOString(), closesAt: closesAt.toISOString() };
  return { taskId, sessionId, assignment: null, test: { ...rest, ...times } };
}
