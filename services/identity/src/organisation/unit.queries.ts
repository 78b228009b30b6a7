import { decodeCursor, pageOf, type Page, type SqlClient } from '@betang/platform';
import type { UnitQuery, UnitTreeView, UnitView } from './unit.dto.js';
import type { VisibleUnits } from './unit-access.js';

const SELECT = `SELECT u.unit_id AS "unitId", u.kind, u.agency_id AS "agencyId", u.parent_unit_id AS "parentUnitId", u.path, u.name, u.name_key AS "nameKey", u.version, u.code,
  nullif(u.valid_from, '-infinity')::text AS "validFrom", u.closed_on::text AS "closedOn",
  (SELECT json_build_object('employeeId', h.employee_id, 'name', p.name, 'acting', h.acting) FROM unit_head h JOIN employee p USING (employee_id)
    WHERE h.unit_id = u.unit_id AND h.valid_to IS NULL) AS head,
  (SELECT count(*)::int FROM employee e WHERE e.unit_id = u.unit_id AND e.left_on IS NULL) AS people FROM org_unit u`;

type UnitRow = UnitView & { readonly nameKey: string; readonly version: number };

/** Units by name, as far as the caller may see them. */
export async function listUnits(db: SqlClient, query: UnitQuery, visible: VisibleUnits): Promise<Page<UnitView>> {
  const after = decodeCursor(query.cursor, 2);
  const [order, beyond] = query.sort === '-name' ? ['DESC', '<'] : ['ASC', '>'];
  const rows = await db.query<UnitRow>(
    `${SELECT} WHERE ($1::uuid[] IS NULL OR u.path && $1) AND ($2::text IS NULL OR u.kind = $2) AND ($3::uuid IS NULL OR u.path @> ARRAY[$3])
        AND ($4::text IS NULL OR (u.name_key, u.unit_id) ${beyond} ($4, $5::uuid)) AND ($7 = 'all' OR (u.closed_on IS NULL) = ($7 = 'open'))
      ORDER BY u.name_key ${order}, u.unit_id ${order} LIMIT $6`,
    [
      visible,
      query.kind ?? null,
      query.under ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      query.limit + 1,
      query.state,
    ],
  );
  const page = pageOf(rows, query.limit, (row) => [row.nameKey, row.unitId]);
  return { ...page, items: page.items.map(view) };
}

/** All units the caller may see, as a tree; a subtree whose top is hidden stands at the top by itself. */
export async function unitTree(db: SqlClient, visible: VisibleUnits): Promise<UnitTreeView[]> {
  const rows = await db.query<UnitRow>(
    `${SELECT} WHERE u.closed_on IS NULL AND ($1::uuid[] IS NULL OR u.path && $1) ORDER BY array_length(u.path, 1), u.name_key`,
    [visible],
  );
  const nodes = new Map(rows.map((row) => [row.unitId, { ...view(row), children: [] as UnitTreeView[] }]));
  const tops: UnitTreeView[] = [];
  for (const node of nodes.values()) (nodes.get(node.parentUnitId ?? '')?.children ?? tops).push(node);
  return tops;
}

/** A unit with its version; undefined for one that the caller may not see. */
export async function findUnit(
  db: SqlClient,
  unitId: string,
  visible: VisibleUnits,
): Promise<{ unit: UnitView; version: number } | undefined> {
  const [row] = await db.query<UnitRow>(`${SELECT} WHERE u.unit_id = $1 AND ($2::uuid[] IS NULL OR u.path && $2)`, [
    unitId,
    visible,
  ]);
  return row && { unit: view(row), version: row.version };
}

function view({ nameKey: _, version: _version, ...unit }: UnitRow): UnitView {
  return unit;
}
