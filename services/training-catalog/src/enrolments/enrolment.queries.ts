import {
  ListQuery,
  ServiceDatabase,
  type ListDefinition,
  type ListRow,
  type Page,
  type PageQuery,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { VisibleUnits } from '../employees/visible-units.js';
import { SEATED } from './enrolment.js';
import type { EnrolmentQuery, EnrolmentView, OwnEnrolmentView } from './enrolment.dto.js';
import { inUnits, unitsParameter } from '../employees/reach.js';

const LIST: ListDefinition = {
  select: `SELECT n.enrolment_id AS "enrolmentId", n.session_id AS "sessionId", n.employee_id AS "employeeId", coalesce(n.guest_name, e.name) AS name,
      n.home_region AS "homeRegion", n.origin, n.state, n.queue_number::float8 AS "queueNumber", n.note, n.requested_at AS "requestedAt",
      n.ended_reason AS "endedReason"
    FROM enrolment AS n LEFT JOIN employee AS e USING (employee_id)`,
  sorts: {
    queueNumber: { sql: 'n.queue_number', type: 'bigint' },
    name: { sql: `coalesce(n.guest_name, e.name, '')`, type: 'text' },
  },
  defaultSort: 'queueNumber',
  key: { sql: 'n.enrolment_id', type: 'uuid' },
};
const PLACE = `CASE WHEN n.state = 'WAITING' THEN (SELECT count(*)::integer FROM enrolment AS w
    WHERE w.session_id = n.session_id AND w.state = 'WAITING' AND w.queue_number <= n.queue_number) END`;
const OWN: ListDefinition = {
  select: `SELECT n.enrolment_id AS "enrolmentId", n.employee_id AS "employeeId", n.state, ${PLACE} AS "waitingPlace", n.session_id AS "sessionId",
      s.title, s.starts_on AS "startsOn", s.ends_on AS "endsOn", s.delivery, s.place,
      CASE WHEN n.state IN ${SEATED} THEN s.link END AS link, n.ended_reason AS "endedReason"
    FROM enrolment AS n JOIN training_session AS s USING (session_id)`,
  // Ids grow with time.
  sorts: { requestedAt: { sql: 'n.enrolment_id', type: 'uuid' }, startsOn: { sql: 's.starts_on', type: 'date' } },
  defaultSort: '-requestedAt',
  key: { sql: 'n.enrolment_id', type: 'uuid' },
};

/** Reads enrolments: an officer's or approver's, and one's own. */
@Injectable()
export class EnrolmentQueries {
  constructor(private readonly database: ServiceDatabase) {}

  /** Guests of other regions are shown to whoever sees the whole region; `supervisorId`: whose own people are among them too. */
  async page(query: EnrolmentQuery, visible: VisibleUnits, supervisorId: string | null): Promise<Page<EnrolmentView>> {
    const list = new ListQuery(LIST, query)
      .where('n.state = ?', query.state)
      .where('n.session_id = ?', query.sessionId)
      .where('n.employee_id = ?', query.employeeId);
    if (visible !== null)
      list.where(
        `n.home_region IS NULL AND (e.supervisor_id = ? OR ${inUnits('e.unit_id')})`,
        supervisorId,
        unitsParameter(visible),
      );
    const statement = list.build();
    return statement.page(await this.database.query<EnrolmentView & ListRow>(statement.text, statement.values));
  }

  async own(employeeId: string, query: PageQuery): Promise<Page<OwnEnrolmentView>> {
    const list = new ListQuery(OWN, query).where('n.employee_id = ?', employeeId).build();
    return list.page(await this.database.query<OwnEnrolmentView & ListRow>(list.text, list.values));
  }
}
