import {
  ListQuery,
  pageOfComputed,
  type ComputedList,
  type ListDefinition,
  type ListRow,
  type Page,
  type SqlClient,
} from '@betang/platform';
import type { VisibleUnits } from '../organisation/unit-access.js';
import { retirementOf } from '../retirement-rules/retirement-age.js';
import { loadRetirementRules } from '../retirement-rules/retirement-rule-store.js';
import type { RetirementQuery, RetirementTotal, RetirementView } from './retirement.dto.js';

const RETIREMENTS: ListDefinition = {
  select: `SELECT e.employee_id AS "employeeId", e.name, a.name AS "agencyName", u.name AS "unitName", e.position_type AS "positionType",
      e.position_name AS "positionName", e.retires_on::text AS "retiresOn", e.birth_date::text AS "birthDate"
    FROM employee e JOIN org_unit u ON u.unit_id = e.unit_id JOIN org_unit a ON a.unit_id = e.agency_id`,
  sorts: { retiresOn: { sql: 'e.retires_on', type: 'date' }, name: { sql: 'e.name', type: 'text' } },
  defaultSort: 'retiresOn',
  key: { sql: 'e.employee_id', type: 'uuid' },
};
const TOTALS: ComputedList<RetirementTotal> = {
  sorts: {
    year: ({ year }) => year,
    agencyName: ({ agencyName }) => agencyName,
    people: ({ people }) => people,
  },
  defaultSort: 'year',
  key: ({ agencyName, agencyId, year }) => `${agencyName}/${agencyId}/${year}`,
};

/** People who retire from a day on and before another, in units and below. */
interface Stretch {
  readonly from: string;
  readonly before: string;
}

/** Who retires in a stretch of time, the next one first. */
export async function listRetirements(
  db: SqlClient,
  { from, before }: Stretch,
  query: RetirementQuery,
  visible: VisibleUnits,
): Promise<Page<RetirementView>> {
  const list = new ListQuery(RETIREMENTS, query)
    .where('e.left_on IS NULL')
    .where('e.retires_on >= ?', from)
    .where('e.retires_on < ?', before)
    .where('u.path && ?::uuid[]', visible ?? undefined)
    .where('u.path @> ARRAY[?::uuid]', query.under)
    .build();
  const rows = await db.query<Omit<RetirementView, 'rule'> & { birthDate: string | null } & ListRow>(
    list.text,
    list.values,
  );
  const page = list.page(rows);
  const rules = await loadRetirementRules(db);
  const items = page.items.map(({ birthDate, ...row }) => {
    const by = retirementOf({ ...row, birthDate }, rules)?.rule;
    return { ...row, rule: rules.find(({ ruleId }) => ruleId === by?.ruleId) ?? null };
  });
  return { ...page, items };
}

/** How many retire each year, by agency. */
export async function listRetirementTotals(
  db: SqlClient,
  { from, before }: Stretch,
  query: RetirementQuery,
  visible: VisibleUnits,
): Promise<Page<RetirementTotal>> {
  const totals = await db.query<RetirementTotal>(
    `SELECT extract(year FROM e.retires_on)::int AS year, e.agency_id AS "agencyId", a.name AS "agencyName",
            count(*) FILTER (WHERE split_part(e.position_type, ':', 1) IN ('JPT_UTAMA', 'JPT_MADYA', 'JPT_PRATAMA', 'ADMINISTRATOR', 'PENGAWAS'))::int AS managerial,
            count(*)::int AS people
       FROM employee e JOIN org_unit u ON u.unit_id = e.unit_id JOIN org_unit a ON a.unit_id = e.agency_id
      WHERE e.left_on IS NULL AND e.retires_on >= $1 AND e.retires_on < $2 AND ($3::uuid[] IS NULL OR u.path && $3)
        AND ($4::uuid IS NULL OR u.path @> ARRAY[$4])
      GROUP BY 1, 2, 3`,
    [from, before, visible, query.under ?? null],
  );
  return pageOfComputed(totals, TOTALS, query);
}
