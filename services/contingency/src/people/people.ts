import { forgetNotices, type Transaction } from '@betang/platform';

/** A state of an employee (pegawai) as identity tells it. */
export interface PersonState {
  readonly employeeId: string;
  readonly name: string;
  readonly agencyId: string;
  readonly unitId: string;
  readonly positionType: string | null;
  readonly bornOn: string | null;
  /** First day of retirement as identity tells it. */
  readonly retiresOn: string | null;
  readonly order: number;
}

export interface PersonLeft {
  readonly employeeId: string;
  readonly leftOn: string;
  readonly order: number;
}

export interface LevelChange {
  readonly employeeId: string;
  readonly competencyCode: string;
  readonly level: number | null;
  readonly validUntil: string | null;
  readonly order: number;
}

export interface UnitState {
  readonly unitId: string;
  readonly kind: string;
  readonly name: string;
  readonly agencyId: string;
  readonly parentUnitId: string | null;
  /** First day on which it is no more. */
  readonly closedOn?: string | null;
  readonly order: number;
}

/** A state of before an erasing says where somebody was, and no longer who: whatever the order in which the two come, the row is the same. */
const UPSERT_STATES = `INSERT INTO person AS p (employee_id, name, agency_id, unit_id, position_type, born_on, retires_on, state_order)
  SELECT DISTINCT ON (i) * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::date[], $7::date[], $8::bigint[]) AS u(i, n, a, t, p, b, r, o)
   ORDER BY i, o DESC
  ON CONFLICT (employee_id) DO UPDATE SET name = CASE WHEN excluded.state_order > p.erased_order THEN excluded.name END,
    agency_id = excluded.agency_id, unit_id = excluded.unit_id, position_type = excluded.position_type, state_order = excluded.state_order,
    born_on = CASE WHEN excluded.state_order > p.erased_order THEN excluded.born_on END,
    retires_on = CASE WHEN excluded.state_order > p.erased_order THEN excluded.retires_on END,
    left_on = CASE WHEN excluded.state_order > p.left_order THEN NULL ELSE p.left_on END
  WHERE excluded.state_order > p.state_order`;

const UPSERT_LEFT = `INSERT INTO person AS p (employee_id, left_on, left_order)
  SELECT DISTINCT ON (i) * FROM unnest($1::uuid[], $2::date[], $3::bigint[]) AS u(i, l, o) ORDER BY i, o DESC
  ON CONFLICT (employee_id) DO UPDATE SET left_order = excluded.left_order,
    left_on = CASE WHEN excluded.left_order > p.state_order THEN excluded.left_on ELSE p.left_on END
  WHERE excluded.left_order > p.left_order`;

const UPSERT_UNITS = `INSERT INTO unit AS a (unit_id, kind, name, agency_id, parent_unit_id, unit_order, closed_on)
  SELECT DISTINCT ON (i) * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::bigint[], $7::date[]) AS u(i, k, n, g, p, o, c)
   ORDER BY i, o DESC
  ON CONFLICT (unit_id) DO UPDATE SET kind = excluded.kind, name = excluded.name, agency_id = excluded.agency_id,
    parent_unit_id = excluded.parent_unit_id, unit_order = excluded.unit_order, closed_on = excluded.closed_on
  WHERE excluded.unit_order > a.unit_order`;

const UPSERT_LEVELS = `INSERT INTO person_competency AS c (employee_id, competency_code, level, valid_until, profile_order)
  SELECT DISTINCT ON (i, k) * FROM unnest($1::uuid[], $2::text[], $3::smallint[], $4::date[], $5::bigint[]) AS u(i, k, l, v, o)
   ORDER BY i, k, o DESC
  ON CONFLICT (employee_id, competency_code) DO UPDATE SET level = excluded.level, valid_until = excluded.valid_until,
    profile_order = excluded.profile_order
  WHERE excluded.profile_order > c.profile_order`;

/** Answers whose identity went: nobody of whom there is a newer state. The birth date goes, and with it what was told of retirement. */
const ERASE = `INSERT INTO person AS p (employee_id, erased_order)
  SELECT i, max(o) FROM unnest($1::uuid[], $2::bigint[]) AS u(i, o) GROUP BY i
  ON CONFLICT (employee_id) DO UPDATE SET name = NULL, born_on = NULL, retires_on = NULL, erased_order = excluded.erased_order
  WHERE excluded.erased_order > p.state_order AND excluded.erased_order > p.erased_order
  RETURNING employee_id AS "employeeId"`;

export async function writeStates(tx: Transaction, states: readonly PersonState[]): Promise<void> {
  await tx.prepared('person-states', UPSERT_STATES, [
    states.map(({ employeeId }) => employeeId),
    states.map(({ name }) => name),
    states.map(({ agencyId }) => agencyId),
    states.map(({ unitId }) => unitId),
    states.map(({ positionType }) => positionType),
    states.map(({ bornOn }) => bornOn),
    states.map(({ retiresOn }) => retiresOn),
    states.map(({ order }) => order),
  ]);
}

/** A leaving that is older than the person's state (a return) is on record and changes nothing. */
export async function writeLeavings(tx: Transaction, leavings: readonly PersonLeft[]): Promise<void> {
  await tx.prepared('person-left', UPSERT_LEFT, [
    leavings.map(({ employeeId }) => employeeId),
    leavings.map(({ leftOn }) => leftOn),
    leavings.map(({ order }) => order),
  ]);
}

/** Forgets name and birth date of people whose identity is kept no longer; answers of whom. */
export async function eraseNames(
  tx: Transaction,
  erased: readonly Pick<PersonLeft, 'employeeId' | 'order'>[],
): Promise<string[]> {
  const rows = await tx.prepared<{ employeeId: string }>('person-erase', ERASE, [
    erased.map(({ employeeId }) => employeeId),
    erased.map(({ order }) => order),
  ]);
  return rows.map(({ employeeId }) => employeeId);
}

/** Notices to these people, and where they went by mail. */
export async function eraseNotices(tx: Transaction, employeeIds: readonly string[]): Promise<void> {
  if (employeeIds.length === 0) return;
  await forgetNotices(tx, employeeIds);
}

export async function writeUnits(tx: Transaction, units: readonly UnitState[]): Promise<void> {
  await tx.prepared('unit-upsert', UPSERT_UNITS, [
    units.map(({ unitId }) => unitId),
    units.map(({ kind }) => kind),
    units.map(({ name }) => name),
    units.map(({ agencyId }) => agencyId),
    units.map(({ parentUnitId }) => parentUnitId),
    units.map(({ order }) => order),
    units.map(({ closedOn }) => closedOn ?? null),
  ]);
}

export async function writeLevels(tx: Transaction, levels: readonly LevelChange[]): Promise<void> {
  await tx.prepared('person-levels', UPSERT_LEVELS, [
    levels.map(({ employeeId }) => employeeId),
    levels.map(({ competencyCode }) => competencyCode),
    levels.map(({ level }) => level),
    levels.map(({ validUntil }) => validUntil),
    levels.map(({ order }) => order),
  ]);
}
