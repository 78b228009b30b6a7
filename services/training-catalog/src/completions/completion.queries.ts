import { AppError, decodeCursor, pageOf, type Page, type SqlClient } from '@betang/platform';
import { inVisibleUnits, type VisibleUnits } from '../employees/visible-units.js';
import type { CompletionQuery, CompletionView } from './completion.dto.js';

const SELECT = `SELECT c.completion_id AS "completionId", c.employee_id AS "employeeId", c.programme_id AS "programmeId", c.session_id AS "sessionId",
    c.title, c.organiser, c.path_code AS "pathCode", c.scope, c.quantity_hundredths AS "quantityHundredths", c.started_on AS "startedOn",
    c.completed_on AS "completedOn", c.certificate_number AS "certificateNumber", c.recorded_at AS "recordedAt", c.revoked_at AS "revokedAt",
    c.revoked_reason AS "revokedReason"
  FROM completion AS c JOIN employee AS e USING (employee_id)`;

const LIST = `${SELECT} WHERE ($1::uuid IS NULL OR c.employee_id = $1) AND ($2::uuid IS NULL OR c.import_id = $2)
   AND ($3::uuid IS NULL OR c.completion_id < $3) AND ${inVisibleUnits('e.unit_id', 4)}
 ORDER BY c.completion_id DESC LIMIT $5`;

const FIND = `${SELECT} WHERE c.completion_id = $1 AND ${inVisibleUnits('e.unit_id', 2)}`;

/** Newest first: ids count up with time. */
export async function listCompletions(
  db: SqlClient,
  query: CompletionQuery,
  visible: VisibleUnits,
): Promise<Page<CompletionView>> {
  const [after] = decodeCursor(query.cursor, 1) ?? [null];
  const values = [query.employeeId ?? null, query.importId ?? null, after, visible, query.limit + 1];
  const rows = await db.query<CompletionView>(LIST, values);
  return pageOf(rows, query.limit, ({ completionId }) => [completionId]);
}

/** Throws `completion-not-found` (404), also for what is out of the caller's reach. */
export async function getCompletion(
  db: SqlClient,
  completionId: string,
  visible: VisibleUnits,
): Promise<CompletionView> {
  const [row] = await db.query<CompletionView>(FIND, [completionId, visible]);
  if (!row) throw new AppError('completion-not-found', { status: 404 });
  return row;
}
