import { GuestTaskStated, SittingAnswered, WorkAnswered } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Notices, type NewNotice } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';

/** Only of sessions in which somebody of this region asked that very region for a seat. The newest word holds: times move with the session. */
const TASKS = `INSERT INTO task_elsewhere AS e (task_id, session_id, host_region, told)
  SELECT DISTINCT ON (i) i, s, r, t FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[]) WITH ORDINALITY AS u(i, s, r, t, n)
   WHERE EXISTS (SELECT 1 FROM outgoing_enrolment AS o WHERE o.session_id = s AND o.host_region = r) ORDER BY i, n DESC
  ON CONFLICT (task_id) DO UPDATE SET told = excluded.told WHERE e.host_region = excluded.host_region AND e.session_id = excluded.session_id`;
/** The newest word holds, of the region alone to which the work went. */
const WORK = `UPDATE work_elsewhere AS w SET state = u.s, answer = u.n, told = u.t
  FROM (SELECT DISTINCT ON (i) i, r, s, n, t FROM unnest($1::uuid[], $2::text[], $3::text[], $4::integer[], $5::jsonb[]) AS v(i, r, s, n, t)
         ORDER BY i, n DESC) AS u, outgoing_enrolment AS o
 WHERE w.submission_id = u.i AND w.host_region = u.r AND u.n > w.answer AND o.enrolment_id = w.enrolment_id
 RETURNING w.submission_id AS id, w.state, u.n AS answer, o.employee_id AS "employeeId", o.title, u.t->'appeal'->>'state' AS appeal`;
const SITTING = `UPDATE sitting_elsewhere AS w SET answer = u.n, reason = u.t->>'reason', score = (u.t->>'score')::integer,
    state = CASE WHEN u.s <> 'DRAWN' THEN u.s WHEN w.state = 'ASKED' THEN 'DRAWN' ELSE w.state END,
    paper = CASE WHEN u.s = 'DRAWN' AND w.state = 'ASKED' THEN u.t->'paper' ELSE w.paper END
  FROM (SELECT DISTINCT ON (i) i, r, s, n, t FROM unnest($1::uuid[], $2::text[], $3::text[], $4::integer[], $5::jsonb[]) AS v(i, r, s, n, t)
         ORDER BY i, n DESC) AS u, outgoing_enrolment AS o
 WHERE w.attempt_id = u.i AND w.host_region = u.r AND u.n > w.answer AND o.enrolment_id = w.enrolment_id
 RETURNING w.attempt_id AS id, w.state, u.n AS answer, o.employee_id AS "employeeId", o.title, NULL AS appeal`;

interface Changed {
  readonly id: string;
  readonly state: string;
  readonly answer: number;
  readonly employeeId: string;
  readonly title: string;
  readonly appeal: string | null;
}

/** News that a person should not have to look for. */
const NEWS: Readonly<Record<string, string>> = {
  MARKED: 'training.marked',
  REFUSED: 'training.refused-elsewhere',
  DRAWN: 'training.paper-there',
  SCORED: 'training.test-scored',
};

/** Home: what the host says of tasks, work and sittings of the region's people. */
@Controller()
export class TaskElsewhereHandlers {
  constructor(private readonly notices: Notices) {}

  @EventPattern(GuestTaskStated, 'process')
  async task(events: readonly ReceivedEvent<typeof GuestTaskStated>[], { transaction }: EventBatch): Promise<void> {
    await transaction.execute(TASKS, [
      events.map(({ data }) => data.taskId),
      events.map(({ data }) => data.sessionId),
      events.map(({ region }) => region),
      events.map(({ data }) => JSON.stringify(data)),
    ]);
  }

  @EventPattern(WorkAnswered, 'process')
  async work(events: readonly ReceivedEvent<typeof WorkAnswered>[], { transaction }: EventBatch): Promise<void> {
    const changed = await transaction.query<Changed>(
      WORK,
      columnsOf(events, ({ submissionId }) => submissionId),
    );
    await this.notices.tell(transaction, changed.flatMap(newsOf));
  }

  @EventPattern(SittingAnswered, 'process')
  async sitting(events: readonly ReceivedEvent<typeof SittingAnswered>[], { transaction }: EventBatch): Promise<void> {
    const changed = await transaction.query<Changed>(
      SITTING,
      columnsOf(events, ({ attemptId }) => attemptId),
    );
    await this.notices.tell(transaction, changed.flatMap(newsOf));
  }
}

interface Word {
  readonly state: string;
  readonly answer: number;
}

function columnsOf<T extends Word>(
  events: readonly { readonly region: string; readonly data: T }[],
  idOf: (data: T) => string,
): unknown[] {
  return [
    events.map(({ data }) => idOf(data)),
    events.map(({ region }) => region),
    events.map(({ data }) => data.state),
    events.map(({ data }) => data.answer),
    events.map(({ data }) => JSON.stringify(data)),
  ];
}

function newsOf({ id, state, answer, employeeId, title, appeal }: Changed): NewNotice[] {
  // That an appeal arrived is no news to who made it.
  const code = appeal === null ? NEWS[state] : 'training.appeal-decided';
  if (code === undefined || appeal === 'OPEN') return [];
  const key = `${code}:${id}:${answer}`;
  return [{ recipientId: employeeId, key, code, params: { title }, link: '/training/enrolments-elsewhere' }];
}
