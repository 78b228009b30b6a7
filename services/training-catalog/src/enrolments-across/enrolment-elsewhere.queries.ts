import { ListQuery, type ListDefinition, type ListRow, type Page, type SqlClient } from '@betang/platform';
import type { VisibleUnits } from '../employees/visible-units.js';
import { inUnits, unitsParameter } from '../employees/reach.js';
import type { EnrolmentElsewhereQuery, EnrolmentElsewhereView } from './enrolment-across.dto.js';

const LIST: ListDefinition = {
  select: `SELECT o.enrolment_id AS "enrolmentId", o.session_id AS "sessionId", o.host_region AS "hostRegion", o.programme_id AS "programmeId", o.title,
      o.starts_on AS "startsOn", o.ends_on AS "endsOn", o.employee_id AS "employeeId", e.name, o.origin, o.state, o.note, o.reason,
      o.completion_id AS "completionId", o.requested_at AS "requestedAt" FROM outgoing_enrolment AS o LEFT JOIN employee AS e USING (employee_id)`,
  sorts: {
    requestedAt: { sql: 'o.requested_at', type: 'timestamptz' },
    startsOn: { sql: 'o.starts_on', type: 'date' },
  },
  defaultSort: '-requestedAt',
  key: { sql: 'o.enrolment_id', type: 'uuid' },
};

/** Seats elsewhere of the people of some units, or of a supervisor; `awaiting`: only those that somebody here has to approve. */
export async function pageElsewhere(
  db: SqlClient,
  query: EnrolmentElsewhereQuery,
  visible: VisibleUnits,
  {
    employeeId,
    awaiting = false,
    supervisorId = null,
  }: { employeeId?: string | undefined; awaiting?: boolean; supervisorId?: string | null } = {},
): Promise<Page<EnrolmentElsewhereView>> {
  const list = new ListQuery(LIST, query)
    .where('o.session_id = ?', query.sessionId)
    .where('o.employee_id = ?', employeeId)
    .where('o.state = ?', query.state)
    .where(`(o.state IN ('AWAITING_SUPERVISOR', 'AWAITING_OFFICER')) = ?`, awaiting ? true : undefined)
    .where(`e.supervisor_id = ? OR ${inUnits('e.unit_id')}`, supervisorId, unitsParameter(visible))
    .build();
  return list.page(await db.query<EnrolmentElsewhereView & ListRow>(list.text, list.values));
}
