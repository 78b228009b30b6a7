import { decodeCursor, pageOf, type Page, type SqlClient } from '@betang/platform';
import type { VisibleUnits } from '../organisation/unit-access.js';
import { retirementOf } from './retirement-age.js';
import { loadRetirementRules } from './retirement-rule-store.js';
import type { RetirementTotal, RetirementView } from './retirement.dto.js';

/** Who retires in a stretch of time, the next one first. */
export async function listRetirements(
  db: SqlClient,
  query: {
    readonly from: string;
    readonly before: string;
    readonly under?: string | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
  visible: VisibleUnits,
): Promise<Page<RetirementView>> {
  const after = decodeCursor(query.cursor, 2);
  const rows = await db.query<Omit<RetirementView, 'rule'> & { birthDate: string | null }>(
    `SELECT e.employee_id AS "employeeId", e.name, a.name AS "agencyName", u.name AS "unitName", e.position_type AS "positionType",
            e.position_name AS "positionName", e.retires_on::text AS "retiresOn", e.birth_date::text AS "birthDate"
       FROM employee e JOIN org_unit u ON u.unit_id = e.unit_id JOIN org_unit a ON a.unit_id = e.agency_id
      WHERE e.left_on IS NULL AND e.retires_on >= $1 AND e.retires_on < $2 AND ($3::uuid[] IS NULL OR u.path && $3) AND ($4::uuid IS NULL OR u.path @> ARRAY[$4])
        AND ($5::date IS NULL OR (e.retires_on, e.employee_id) > ($5, $6::uuid))
      ORDER BY e.retires_on, e.employee_id LIMIT $7`,
    [query.from, query.before, visible, query.under ?? null, after?.[0] ?? null, after?.[1] ?? null, query.limit + 1],
  );
  const rules = await loadRetirementRules(db);
  const page = pageOf(rows, query.limit, (row) => [row.retiresOn, row.employeeId]);
  const items = page.items.map(({ birthDate, ...row }) => {
    const by = retirementOf({ ...row, birthDate }, rules)?.rule;
    return { ...row, rule: rules.find(({ ruleId }) => ruleId === by?.ruleId) ?? null };
  });
  return { ...page, items };
}

/** How many retire each year, by agency. */
export function retirementTotals(
  db: SqlClient,
  from: string,
  before: string,
  visible: VisibleUnits,
): Promise<RetirementTotal[]> {
  return db.query<RetirementTotal>(
    `SELECT extract(year FROM e.retires_on)::int AS year, e.agency_id AS "agencyId", a.name AS "agencyName",
            count(*) FILTER (WHERE split_part(e.position_type, ':', 1) IN ('JPT_UTAMA', 'JPT_MADYA', 'JPT_PRATAMA', 'ADMINISTRATOR', 'PENGAWAS'))::int AS managerial,
            count(*)::int AS people
       FROM employee e JOIN org_unit u ON u.unit_id = e.unit_id JOIN org_unit a ON a.unit_id = e.agency_id
      WHERE e.left_on IS NULL AND e.retires_on >= $1 AND e.retires_on < $2 AND ($3::uuid[] IS NULL OR u.path && $3)
      GROUP BY 1, 2, 3 ORDER BY 1, a.name`,
    [from, before, visible],
  );
}
