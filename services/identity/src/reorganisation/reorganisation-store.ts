import type { Outbox } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import type { Reach } from '../employees/earlier-years.js';
import { lockEmployees } from '../employees/employee-store.js';
import { Register, type EmployeeChange, type RegisterAct } from '../employees/register.js';
import { writeSuccessors } from '../employees/unit-successors.js';
import { endHeadsOf } from '../organisation/head-store.js';
import { nameKey } from '../organisation/name-key.js';
import type { OrgUnit } from '../organisation/org-unit.js';
import type { Reorganisation } from './reorganise.js';
import { agencyEvent, insertUnits, loadUnitsById, writeAliases } from '../organisation/unit-store.js';

/**
 * Writes a reorganisation: units, their periods, other names and successions, the people who move with them, and the events that tell of it. The caller
 * holds the registry's lock. Answers how many people came to another unit or agency.
 */
export async function carryOut(
  tx: Transaction,
  outbox: Pick<Outbox, 'append'>,
  change: Reorganisation,
  act: RegisterAct,
): Promise<number> {
  const before = await loadUnitsById(
    tx,
    change.changed.map((unit) => unit.unitId),
  );
  // Closed first: the units that take over may bear the same name in the same place.
  await closeUnits(tx, change.closed);
  await insertUnits(tx, change.created, { recordedBy: act.by });
  await updateUnits(tx, change, act.by);
  await writeAliases(tx, [...change.aliases, ...aliasesOfMoved(before, change.changed)], act.by);
  await writeSuccessions(tx, change, act.by);
  const register = new Register(tx, outbox, act);
  const elsewhere = cameElsewhere(before, change.changed);
  const restated = act.on < act.today ? await writeSuccessors(tx, change.people, act.on, act) : [];
  const moves = await movesOf(tx, change, elsewhere);
  await register.write(moves);
  const gone = await goneSince(tx, { elsewhere, restated }, moves, act);
  await register.tell([...moves, ...gone.inService], elsewhere);
  await register.tellOfLeft(gone.left, elsewhere);
  await outbox.append(tx, demoted(before, change.changed, change.effectiveOn));
  await register.tellOfUnits([...change.created, ...change.changed, ...change.closed].map((unit) => unit.unitId));
  return moves.length;
}

async function closeUnits(tx: Transaction, closed: readonly OrgUnit[]): Promise<void> {
  if (closed.length === 0) return;
  const ids = closed.map((unit) => unit.unitId);
  const on = closed[0]!.closedOn!;
  await tx.query('UPDATE org_unit SET closed_on = $2, version = version + 1 WHERE unit_id = ANY($1::uuid[])', [
    ids,
    on,
  ]);
  // A period that began on that very day never held.
  await tx.query(
    'DELETE FROM org_unit_period WHERE unit_id = ANY($1::uuid[]) AND valid_to IS NULL AND valid_from >= $2',
    [ids, on],
  );
  await tx.query('UPDATE org_unit_period SET valid_to = $2 WHERE unit_id = ANY($1::uuid[]) AND valid_to IS NULL', [
    ids,
    on,
  ]);
  await endHeadsOf(tx, ids, on);
}

async function updateUnits(tx: Transaction, { changed, effectiveOn }: Reorganisation, by: string): Promise<void> {
  if (changed.length === 0) return;
  await tx.query(
    `UPDATE org_unit o SET kind = k, agency_id = a, parent_unit_id = p, path = h::uuid[], name = n, name_key = y, valid_from = coalesce(f, o.valid_from), version = version + 1
       FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::date[]) AS t(u, k, a, p, h, n, y, f) WHERE o.unit_id = u`,
    [
      changed.map((unit) => unit.unitId),
      changed.map((unit) => unit.kind),
      changed.map((unit) => unit.agencyId),
      changed.map((unit) => unit.parentUnitId),
      changed.map((unit) => `{${unit.path.join(',')}}`),
      changed.map((unit) => unit.name),
      changed.map((unit) => nameKey(unit.name)),
      changed.map((unit) => unit.validFrom),
    ],
  );
  const own = changed.filter((unit) => unit.validFrom === effectiveOn).map((unit) => unit.unitId);
  await tx.query(
    'UPDATE org_unit_period SET valid_to = $2 WHERE unit_id = ANY($1::uuid[]) AND valid_to IS NULL AND valid_from < $2',
    [own, effectiveOn],
  );
  await tx.query(
    `INSERT INTO org_unit_period (unit_id, valid_from, kind, name, parent_unit_id, recorded_by)
     SELECT unit_id, $2, kind, name, parent_unit_id, $3 FROM org_unit WHERE unit_id = ANY($1::uuid[])
     ON CONFLICT (unit_id, valid_from) DO UPDATE SET kind = excluded.kind, name = excluded.name, parent_unit_id = excluded.parent_unit_id,
       recorded_by = excluded.recorded_by, recorded_at = now()`,
    [own, effectiveOn, by],
  );
}

/** Files of before name a unit under its former agency, and an agency that came under another one as an agency. */
function aliasesOfMoved(before: readonly OrgUnit[], after: readonly OrgUnit[]): Reorganisation['aliases'] {
  const now = new Map(after.map((unit) => [unit.unitId, unit]));
  return before
    .filter((unit) => unit.agencyId !== now.get(unit.unitId)?.agencyId && now.get(unit.unitId)?.kind !== 'AGENCY')
    .map((unit) => ({ agencyId: unit.agencyId, name: unit.name, unitId: unit.unitId }));
}

async function writeSuccessions(
  tx: Transaction,
  { kind, closed, effectiveOn }: Reorganisation,
  by: string,
): Promise<void> {
  const pairs = closed.flatMap((unit) => unit.successorIds.map((successorId) => [unit.unitId, successorId] as const));
  if (pairs.length === 0) return;
  await tx.query(
    `INSERT INTO unit_succession (predecessor_id, successor_id, kind, effective_on, recorded_by)
     SELECT p, s, $3, $4, $5 FROM unnest($1::uuid[], $2::uuid[]) AS t(p, s)`,
    [pairs.map(([predecessor]) => predecessor), pairs.map(([, successor]) => successor), kind, effectiveOn, by],
  );
}

/** Units that come under another agency. */
function cameElsewhere(before: readonly OrgUnit[], after: readonly OrgUnit[]): string[] {
  const now = new Map(after.map((unit) => [unit.unitId, unit]));
  return before.filter((unit) => now.get(unit.unitId)?.agencyId !== unit.agencyId).map((unit) => unit.unitId);
}

/** Everyone whose unit or agency becomes another one: from the day of the reorganisation, or since they came to the unit, where that was later. */
async function movesOf(
  tx: Transaction,
  change: Reorganisation,
  elsewhere: readonly string[],
): Promise<EmployeeChange[]> {
  const goingTo = new Map(change.people.map(({ from, to }) => [from, to]));
  const rows = await tx.query<{ id: string; cameLater: string | null }>(
    `SELECT e.employee_id AS id, p.valid_from::text AS "cameLater" FROM employee e LEFT JOIN employee_period p
         ON p.employee_id = e.employee_id AND p.facet = 'UNIT' AND p.valid_to IS NULL AND p.retracted_at IS NULL AND p.valid_from > $2
      WHERE e.unit_id = ANY($1::uuid[]) AND e.left_on IS NULL`,
    [[...elsewhere, ...goingTo.keys()], change.effectiveOn],
  );
  const since = new Map(rows.map(({ id, cameLater }) => [id, cameLater]));
  const people = await lockEmployees(
    tx,
    rows.map(({ id }) => id),
  );
  const targets = await loadUnitsById(tx, [...new Set([...goingTo.values(), ...change.named.values(), ...elsewhere])]);
  const units = new Map(targets.map((unit) => [unit.unitId, unit]));
  return [...people.values()].map((employee) => {
    const named = goingTo.has(employee.unitId) ? change.named.get(employee.employeeId) : undefined;
    const unit = units.get(named ?? goingTo.get(employee.unitId) ?? employee.unitId)!;
    const after = { ...employee, unitId: unit.unitId, agencyId: unit.agencyId };
    const came = since.get(employee.employeeId);
    return { before: employee, after, ...(came ? { days: { UNIT: came } } : {}) };
  });
}

/** Who is in none of the units now and was then: those that came under another agency, or those of which history says the successor now. */
interface Past {
  readonly elsewhere: readonly string[];
  readonly restated: readonly string[];
}

/**
 * Who was in such a unit after the day of the reorganisation, in a year that is over, and works in another one by now or has left: they stay where they
 * are, but the unit or the agency of that year becomes another one.
 */
async function goneSince(
  tx: Transaction,
  { elsewhere, restated }: Past,
  moves: readonly EmployeeChange[],
  { on, today }: RegisterAct,
): Promise<{ inService: EmployeeChange[]; left: Reach[] }> {
  if (elsewhere.length + restated.length === 0 || on.slice(0, 4) >= today.slice(0, 4))
    return { inService: [], left: [] };
  const rows = await tx.query<{ id: string; left: boolean }>(
    `SELECT employee_id AS id, left_on IS NOT NULL AS left FROM employee
      WHERE employee_id <> ALL($3::uuid[]) AND (employee_id = ANY($4::uuid[]) OR employee_id IN (
        SELECT p.employee_id FROM employee_period p JOIN employee e USING (employee_id)
         WHERE p.facet = 'UNIT' AND p.value = ANY($1::text[]) AND p.retracted_at IS NULL AND coalesce(least(p.valid_to, e.left_on), 'infinity') > $2))`,
    [elsewhere, on, moves.map(({ after }) => after.employeeId), restated],
  );
  const idsOf = (left: boolean) => rows.filter((row) => row.left === left).map(({ id }) => id);
  const people = await lockEmployees(tx, idsOf(false));
  return {
    inService: [...people.values()].map((employee) => ({ before: employee, after: employee })),
    left: idsOf(true).map((employeeId) => ({ employeeId, since: on })),
  };
}

/** An agency that became a unit of another one is no agency for the province any more. */
function demoted(before: readonly OrgUnit[], after: readonly OrgUnit[], on: string) {
  const now = new Map(after.map((unit) => [unit.unitId, unit]));
  return before
    .filter((unit) => unit.kind === 'AGENCY' && now.get(unit.unitId)?.kind === 'UNIT')
    .map((unit) => agencyEvent(unit, on, [now.get(unit.unitId)!.agencyId]));
}
