import type { SqlClient } from '@betang/platform';
import type { EnrolmentStateView } from './enrolment.dto.js';
import type { SeatChange } from './seat-listeners.js';

const PLACES = `SELECT n.enrolment_id AS id, (SELECT count(*)::integer FROM enrolment AS w
    WHERE w.session_id = n.session_id AND w.state = 'WAITING' AND w.queue_number <= n.queue_number) AS place
  FROM enrolment AS n WHERE n.enrolment_id = ANY($1::uuid[]) AND n.state = 'WAITING'`;

/** What the caller is told of changed enrolments: whoever waits is told the place. */
export async function stateView(db: SqlClient, changes: readonly SeatChange[]): Promise<EnrolmentStateView[]> {
  const ids = changes.filter(({ state }) => state === 'WAITING').map(({ enrolmentId }) => enrolmentId);
  const rows = ids.length === 0 ? [] : await db.query<{ id: string; place: number }>(PLACES, [ids]);
  const places = new Map(rows.map(({ id, place }) => [id, place]));
  return changes.map(({ enrolmentId, employeeId, state }) => ({
    enrolmentId,
    employeeId,
    state,
    waitingPlace: places.get(enrolmentId) ?? null,
  }));
}
