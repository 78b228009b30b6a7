import { AgencyPublished, UnitRecorded, type Cause, type NewEvent } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import { v7 as uuidv7 } from 'uuid';
import { nameKey } from './name-key.js';
import type { OrgUnit, UnitKind } from './org-unit.js';

const COLUMNS = `unit_id AS "unitId", kind, agency_id AS "agencyId", parent_unit_id AS "parentUnitId", path, name`;

/** Everyone who writes units or employees takes this lock first, so that no two imports decide on the same present. */
export async function lockRegistry(tx: SqlClient): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.registry', 0))`);
}

export function loadUnits(tx: SqlClient): Promise<OrgUnit[]> {
  return tx.query<OrgUnit>(`SELECT ${COLUMNS} FROM org_unit ORDER BY array_length(path, 1), name_key`);
}

/** A unit below `parent`, or an agency. */
export function newUnit(kind: UnitKind, name: string, parent: OrgUnit | undefined): OrgUnit {
  const unitId = uuidv7();
  if (!parent) return { unitId, kind, agencyId: unitId, parentUnitId: null, path: [unitId], name };
  return { unitId, kind, agencyId: parent.agencyId, parentUnitId: parent.unitId, path: [...parent.path, unitId], name };
}

export async function insertUnits(tx: SqlClient, units: readonly OrgUnit[]): Promise<void> {
  if (units.length === 0) return;
  // Arrays of uneven length cannot be unnested together: a path travels as text.
  await tx.query(
    `INSERT INTO org_unit (unit_id, kind, agency_id, parent_unit_id, path, name, name_key)
     SELECT u, k, a, p, h::uuid[], n, y
       FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[]) AS t(u, k, a, p, h, n, y)`,
    [
      units.map((unit) => unit.unitId),
      units.map((unit) => unit.kind),
      units.map((unit) => unit.agencyId),
      units.map((unit) => unit.parentUnitId),
      units.map((unit) => `{${unit.path.join(',')}}`),
      units.map((unit) => unit.name),
      units.map((unit) => nameKey(unit.name)),
    ],
  );
}

/** What the region's services are told of a unit, and the province of an agency. */
export function unitEvents(units: readonly OrgUnit[], cause: Cause): NewEvent[] {
  return units.flatMap((unit) => {
    const { unitId, kind, name, agencyId, parentUnitId } = unit;
    const recorded = UnitRecorded.create({
      subject: unitId,
      data: { unitId, kind, name, agencyId, parentUnitId },
      cause,
    });
    const published =
      kind === 'AGENCY' ? [AgencyPublished.create({ subject: unitId, data: { agencyId: unitId, name } })] : [];
    return [recorded, ...published] as NewEvent[];
  });
}
