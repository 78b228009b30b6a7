import type { SqlClient } from '@betang/platform';
import type { HeadshipView, SuccessionView, UnitHistoryView, UnitPeriodView } from './unit-history.dto.js';
import type { UnitTreeView } from './unit.dto.js';
import type { UnitKind } from './org-unit.js';
import type { VisibleUnits } from './unit-access.js';

/** Names, places, heads and successions of a unit, oldest first. */
export async function unitHistory(db: SqlClient, unitId: string): Promise<UnitHistoryView> {
  const periods = await db.query<UnitPeriodView>(
    `SELECT kind, name, parent_unit_id AS "parentUnitId", nullif(valid_from, '-infinity')::text AS "validFrom", valid_to::text AS "validTo"
       FROM org_unit_period WHERE unit_id = $1 ORDER BY org_unit_period.valid_from`,
    [unitId],
  );
  const heads = await db.query<HeadshipView>(
    `SELECT h.employee_id AS "employeeId", e.name, h.acting, h.valid_from::text AS "validFrom", h.valid_to::text AS "validTo"
       FROM unit_head h JOIN employee e USING (employee_id) WHERE h.unit_id = $1 ORDER BY h.valid_from, h.head_id`,
    [unitId],
  );
  const successions = (of: string, to: string) =>
    db.query<SuccessionView>(
      `SELECT s.${of} AS "unitId", u.name, s.kind, s.effective_on::text AS "effectiveOn"
         FROM unit_succession s JOIN org_unit u ON u.unit_id = s.${of} WHERE s.${to} = $1 ORDER BY u.name_key`,
      [unitId],
    );
  return {
    periods,
    heads,
    predecessors: await successions('predecessor_id', 'successor_id'),
    successors: await successions('successor_id', 'predecessor_id'),
  };
}

/** A unit on a day. */
export interface DatedUnit {
  readonly unitId: string;
  readonly kind: UnitKind;
  readonly name: string;
  readonly parentUnitId: string | null;
  readonly code: string | null;
  readonly people: number;
}

/** The tree as it stood on a day, with the people who were in each unit as far as their history is known. */
export async function unitTreeOn(db: SqlClient, day: string, visible: VisibleUnits): Promise<UnitTreeView[]> {
  const rows = await db.query<DatedUnit>(
    `SELECT p.unit_id AS "unitId", p.kind, p.name, p.parent_unit_id AS "parentUnitId", u.code,
            (SELECT count(*)::int FROM employee_period t JOIN employee e USING (employee_id)
              WHERE t.facet = 'UNIT' AND t.value = p.unit_id::text AND t.retracted_at IS NULL AND t.valid_from <= $1 AND (t.valid_to IS NULL OR t.valid_to > $1)
                AND (e.left_on IS NULL OR e.left_on > $1) AND NOT e.recorded_in_error) AS people
       FROM org_unit_period p JOIN org_unit u USING (unit_id)
      WHERE p.valid_from <= $1 AND (p.valid_to IS NULL OR p.valid_to > $1) ORDER BY p.name`,
    [day],
  );
  return treeOf(rows, visible);
}

/** Puts units below those above them; a subtree whose top is hidden stands at the top by itself. */
export function treeOf(units: readonly DatedUnit[], visible: VisibleUnits): UnitTreeView[] {
  const byId = new Map(units.map((unit) => [unit.unitId, unit]));
  const pathOf = (unit: DatedUnit): string[] => {
    const above = unit.parentUnitId === null ? undefined : byId.get(unit.parentUnitId);
    return [...(above ? pathOf(above) : []), unit.unitId];
  };
  const nodes = new Map<string, UnitTreeView & { children: UnitTreeView[] }>();
  for (const unit of units) {
    const path = pathOf(unit);
    if (visible !== null && !path.some((id) => visible.includes(id))) continue;
    nodes.set(unit.unitId, { ...unit, agencyId: path[0]!, path, closedOn: null, head: null, children: [] });
  }
  const tops: UnitTreeView[] = [];
  for (const node of nodes.values()) (nodes.get(node.parentUnitId ?? '')?.children ?? tops).push(node);
  return tops;
}
