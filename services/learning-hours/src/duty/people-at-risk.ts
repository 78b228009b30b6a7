import { Clock, ServiceDatabase, decodeCursor, pageOf, type Page } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { inVisibleUnits, type VisibleUnits } from '../people/people-access.js';
import { DutyPolicies } from './duty-policies.js';
import { hoursAtPace } from './fulfilment.decision.js';
import type { PeopleAtRiskQuery, PersonAtRiskView } from './people-at-risk.dto.js';

const STATUSES = ['CPNS', 'PNS', 'PPPK', 'PPPK_PARUH_WAKTU'];

const LIST = `WITH duty AS (SELECT * FROM unnest($2::text[], $3::bigint[], $4::bigint[]) AS u(employment_status, minimum, threshold))
SELECT y.employee_id AS "employeeId", p.name, y.employment_status AS "employmentStatus", y.agency_id AS "agencyId", a.name AS "agencyName",
       y.counted::float8 AS counted, d.minimum::float8 AS minimum, (d.minimum - y.counted)::float8 AS shortfall
  FROM person_year AS y
  JOIN duty AS d USING (employment_status)
  JOIN person AS p USING (employee_id)
  LEFT JOIN unit AS a ON a.unit_id = y.agency_id
 WHERE y.year = $1 AND y.in_service AND y.counted < d.threshold AND p.left_on IS NULL
   AND ($5::uuid IS NULL OR y.agency_id = $5) AND ${inVisibleUnits('p.unit_id', 6)}
   AND ($7::bigint IS NULL OR (d.minimum - y.counted, y.employee_id) < ($7, $8::uuid))
 ORDER BY d.minimum - y.counted DESC, y.employee_id DESC LIMIT $9`;

/** People who are behind with the duty of a year. Statuses without a least amount have nobody at risk. */
@Injectable()
export class PeopleAtRisk {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly policies: DutyPolicies,
    private readonly clock: Clock,
  ) {}

  async page(query: PeopleAtRiskQuery, visible: VisibleUnits): Promise<Page<PersonAtRiskView>> {
    const today = this.clock.today();
    const year = query.year ?? Number(today.slice(0, 4));
    const book = await this.policies.book();
    const minimums = STATUSES.map((status) => book.find(status, year)?.minimumHundredths ?? 0);
    const thresholds = minimums.map((minimum) =>
      query.below === 'duty' ? minimum : hoursAtPace(minimum, year, today),
    );
    const [shortfall, employeeId] = decodeCursor(query.cursor, 2) ?? [null, null];
    const rows = await this.database.query<PersonAtRiskView>(LIST, [
      year,
      STATUSES,
      minimums,
      thresholds,
      query.agencyId ?? null,
      visible,
      shortfall,
      employeeId,
      query.limit + 1,
    ]);
    return pageOf(rows, query.limit, (row) => [row.shortfall, row.employeeId]);
  }
}
