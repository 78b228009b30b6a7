import { maskEmployeeNumbersIn } from '@betang/asn';
import { decodeCursor, pageOf, type Page, type PageQuery, type SqlClient } from '@betang/platform';
import { CURRENT_NUMBER } from '../employees/employee-store.js';
import type { OrgUnit } from '../organisation/org-unit.js';
import type { UnitProjection } from './project-units.js';
import type { Reorganisation } from './reorganise.js';
import type { PlannedPersonView } from './planned-reorganisation.dto.js';

/** Where the people of a present unit are just before a plan, and just after it. */
export interface PeoplePath {
  readonly presentUnitId: string;
  readonly before: OrgUnit;
  readonly after: OrgUnit;
}

/** The ways of everyone whom a plan is about: who comes to another unit or agency, and whose unit gets another name or place. */
export function pathsOf(projection: UnitProjection, change: Reorganisation): PeoplePath[] {
  const goingTo = new Map(change.people.map(({ from, to }) => [from, to]));
  const after = new Map([...change.created, ...change.changed].map((unit) => [unit.unitId, unit]));
  const touched = new Set([...goingTo.keys(), ...change.changed.map(({ unitId }) => unitId)]);
  return projection.peopledFrom(touched).flatMap(({ from, at }) => {
    const before = projection.find(at);
    const to = goingTo.get(at) ?? at;
    const unit = after.get(to) ?? projection.find(to);
    return before && unit ? [{ presentUnitId: from, before, after: unit }] : [];
  });
}

/** How many people a plan is about, as far as the present tells. */
export function countAffected(projection: UnitProjection, change: Reorganisation): number {
  const units = new Set([...change.people.map(({ from }) => from), ...change.changed.map(({ unitId }) => unitId)]);
  return [...units].reduce((sum, unitId) => sum + projection.countIn(unitId), 0);
}

/** One page of the people whom a plan is about, in the order of ids. */
export async function listAffected(
  db: SqlClient,
  projection: UnitProjection,
  change: Reorganisation,
  query: PageQuery,
): Promise<Page<PlannedPersonView>> {
  const [after] = decodeCursor(query.cursor, 1) ?? [];
  const paths = new Map(pathsOf(projection, change).map((path) => [path.presentUnitId, path]));
  const rows = await db.query<{ employeeId: string; name: string; employeeNumber: string; unitId: string }>(
    `SELECT e.employee_id AS "employeeId", e.name, i.value AS "employeeNumber", e.unit_id AS "unitId" FROM employee e, ${CURRENT_NUMBER}
      WHERE e.left_on IS NULL AND e.unit_id = ANY($1::uuid[]) AND ($2::uuid IS NULL OR e.employee_id > $2) ORDER BY e.employee_id LIMIT $3`,
    [[...paths.keys()], after ?? null, query.limit + 1],
  );
  const page = pageOf(rows, query.limit, ({ employeeId }) => [employeeId]);
  const unitOf = (unit: OrgUnit) => ({
    unitId: unit.unitId,
    name: unit.name,
    agencyName:
      change.created.find(({ unitId }) => unitId === unit.agencyId)?.name ??
      projection.find(unit.agencyId)?.name ??
      unit.name,
  });
  const items = page.items.map(({ employeeId, name, employeeNumber, unitId }) => {
    const path = paths.get(unitId)!;
    const named = change.named.get(employeeId);
    const to =
      named === undefined
        ? path.after
        : (change.created.find((unit) => unit.unitId === named) ?? projection.find(named) ?? path.after);
    return {
      employeeId,
      name,
      maskedNumber: maskEmployeeNumbersIn(employeeNumber),
      from: unitOf(path.before),
      to: unitOf(to),
    };
  });
  return { ...page, items };
}
