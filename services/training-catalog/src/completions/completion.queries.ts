import { AppError, ListQuery, type ListDefinition, type ListRow, type Page, type SqlClient } from '@betang/platform';
import { inVisibleUnits, type VisibleUnits } from '../employees/visible-units.js';
import { inUnits, unitsParameter } from '../employees/reach.js';
import type { CompletionQuery, CompletionView } from './completion.dto.js';

const SELECT = `SELECT c.completion_id AS "completionId", c.employee_id AS "employeeId", c.programme_id AS "programmeId", c.session_id AS "sessionId",
    c.title, c.organiser, c.path_code AS "pathCode", c.scope, c.quantity_hundredths AS "quantityHundredths", c.started_on AS "startedOn",
    c.completed_on AS "completedOn", c.certificate_number AS "certificateNumber", c.recorded_at AS "recordedAt", c.revoked_at AS "revokedAt",
    c.revoked_reason AS "revokedReason"
  FROM completion AS c JOIN employee AS e USING (employee_id)`;

const LIST: ListDefinition = {
  select: SELECT,
  sorts: {
    // Ids grow with time.
    recordedAt: { sql: 'c.completion_id', type: 'uuid' },
    completedOn: { sql: 'c.completed_on', type: 'date' },
    title: { sql: 'c.title', type: 'text' },
  },
  defaultSort: '-recordedAt',
  key: { sql: 'c.completion_id', type: 'uuid' },
};

const FIND = `${SELECT} WHERE c.completion_id = $1 AND ${inVisibleUnits('e.unit_id', 2)}`;

/** Newest first, unless asked otherwise. */
export async function listCompletions(
  db: SqlClient,
  query: CompletionQuery,
  visible: VisibleUnits,
): Promise<Page<CompletionView>> {
  const list = new ListQuery(LIST, query)
    .where('c.employee_id = ?', query.employeeId)
    .where('c.import_id = ?', query.importId)
    .where('c.session_id = ?', query.sessionId)
    .where('c.programme_id = ?', query.programmeId)
    .where('c.completed_on >= ?::date', query.from)
    .where('c.completed_on <= ?::date', query.to)
    .where('(c.revoked_at IS NOT NULL)::text = ?', query.revoked);
  if (visible !== null) list.where(inUnits('e.unit_id'), unitsParameter(visible));
  const statement = list.build();
  return statement.page(await db.query<CompletionView & ListRow>(statement.text, statement.values));
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
