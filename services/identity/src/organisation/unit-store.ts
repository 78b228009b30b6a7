import { AgencyPublished, UnitRecorded, type Cause, type NewEvent } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import { v7 as uuidv7 } from 'uuid';
import { nameKey } from './name-key.js';
import type { OrgUnit, UnitAlias, UnitKind } from './org-unit.js';

const SELECT = `SELECT u.unit_id AS "unitId", u.kind, u.agency_id AS "agencyId", u.parent_unit_id AS "parentUnitId", u.path, u.name, u.code,
  nullif(u.valid_from, '-infinity')::text AS "validFrom", u.closed_on::text AS "closedOn",
  (SELECT h.employee_id FROM unit_head h WHERE h.unit_id = u.unit_id AND h.valid_to IS NULL) AS "headId",
  coalesce((SELECT array_agg(s.successor_id ORDER BY s.successor_id) FROM unit_succession s WHERE s.predecessor_id = u.unit_id), '{}') AS "successorIds"
  FROM org_unit u`;

/**
 * Everyone who writes units or employees takes this lock first, so that no two imports decide on the same present. First of all: facts are published in
 * the order in which their transactions began to write or to hold rows, and whoever did so before waiting here would be told of before the one it waited for.
 */
export async function lockRegistry(tx: SqlClient): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.registry', 0))`);
}

/** The units that stand, agencies first. */
export function loadUnits(tx: SqlClient): Promise<OrgUnit[]> {
  return tx.query<OrgUnit>(`${SELECT} WHERE u.closed_on IS NULL ORDER BY array_length(u.path, 1), u.name_key`);
}

/** All units that were ever recorded, agencies first. */
export function loadAllUnits(tx: SqlClient): Promise<OrgUnit[]> {
  return tx.query<OrgUnit>(`${SELECT} ORDER BY array_length(u.path, 1), u.name_key`);
}

export function loadUnitsById(tx: SqlClient, unitIds: readonly string[]): Promise<OrgUnit[]> {
  return tx.query<OrgUnit>(`${SELECT} WHERE u.unit_id = ANY($1::uuid[])`, [unitIds]);
}

/** Other names of units that stand, within their agencies. */
export function loadAliases(tx: SqlClient): Promise<{ agencyId: string; aliasKey: string; unitId: string }[]> {
  return tx.query(
    `SELECT a.agency_id AS "agencyId", a.alias_key AS "aliasKey", a.unit_id AS "unitId"
       FROM unit_alias a JOIN org_unit u USING (unit_id) WHERE u.closed_on IS NULL`,
  );
}

/** Another name wins over an earlier one: the newest reorganisation knows best. */
export async function writeAliases(tx: SqlClient, aliases: readonly UnitAlias[], by: string): Promise<void> {
  if (aliases.length === 0) return;
  await tx.query(
    `INSERT INTO unit_alias (agency_id, alias_key, unit_id, recorded_by)
     SELECT DISTINCT ON (a, k) a, k, u, $4 FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS t(a, k, u)
     ON CONFLICT (agency_id, alias_key) DO UPDATE SET unit_id = excluded.unit_id, recorded_by = excluded.recorded_by, recorded_at = now()`,
    [
      aliases.map((alias) => alias.agencyId),
      aliases.map((alias) => nameKey(alias.name)),
      aliases.map((alias) => alias.unitId),
      by,
    ],
  );
}

/** A unit below `parent`, or an agency. */
export function newUnit(
  kind: UnitKind,
  name: string,
  parent: OrgUnit | undefined,
  { unitId = uuidv7(), ...more }: Partial<Pick<OrgUnit, 'code' | 'validFrom' | 'unitId'>> = {},
): OrgUnit {
  const rest = { kind, name, code: null, validFrom: null, closedOn: null, headId: null, successorIds: [], ...more };
  if (!parent) return { ...rest, unitId, agencyId: unitId, parentUnitId: null, path: [unitId] };
  return {
    ...rest,
    unitId,
    agencyId: parent.agencyId,
    parentUnitId: parent.unitId,
    path: [...parent.path, unitId],
  };
}

/** Writes units with the first period of each. */
export async function insertUnits(
  tx: SqlClient,
  units: readonly OrgUnit[],
  by: { readonly importId?: string; readonly recordedBy?: string } = {},
): Promise<void> {
  if (units.length === 0) return;
  // Arrays of uneven length cannot be unnested together: a path travels as text.
  await tx.query(
    `WITH made AS (
       INSERT INTO org_unit (unit_id, kind, agency_id, parent_unit_id, path, name, name_key, code, valid_from, import_id)
       SELECT u, k, a, p, h::uuid[], n, y, c, coalesce(f, '-infinity'), $10
         FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::date[]) AS t(u, k, a, p, h, n, y, c, f)
       RETURNING unit_id, valid_from, kind, name, parent_unit_id)
     INSERT INTO org_unit_period (unit_id, valid_from, kind, name, parent_unit_id, recorded_by)
     SELECT unit_id, valid_from, kind, name, parent_unit_id, $11 FROM made`,
    [
      units.map((unit) => unit.unitId),
      units.map((unit) => unit.kind),
      units.map((unit) => unit.agencyId),
      units.map((unit) => unit.parentUnitId),
      units.map((unit) => `{${unit.path.join(',')}}`),
      units.map((unit) => unit.name),
      units.map((unit) => nameKey(unit.name)),
      units.map((unit) => unit.code),
      units.map((unit) => unit.validFrom),
      by.importId ?? null,
      by.recordedBy ?? null,
    ],
  );
}

/** What the region's services are told of a unit, and the province of an agency. */
export function unitEvents(units: readonly OrgUnit[], cause: Cause): NewEvent[] {
  return units.flatMap((unit) => {
    const { unitId, kind, name, agencyId, parentUnitId, validFrom, closedOn, headId, successorIds } = unit;
    const recorded = UnitRecorded.create({
      subject: unitId,
      data: {
        ...{ unitId, kind, name, agencyId, parentUnitId, closedOn, headEmployeeId: headId },
        ...(validFrom === null ? {} : { validFrom }),
        ...(successorIds.length === 0 ? {} : { successorUnitIds: [...successorIds] }),
      },
      cause,
    });
    return [recorded, ...(kind === 'AGENCY' ? [agencyEvent(unit)] : [])] as NewEvent[];
  });
}

/** An agency for the province; `closedOn` for one that is no more, or is a unit of another one now. */
export function agencyEvent(unit: OrgUnit, closedOn = unit.closedOn, successorIds = unit.successorIds): NewEvent {
  const closed = closedOn === null ? {} : { closedOn, successorAgencyIds: [...successorIds] };
  const data = { agencyId: unit.unitId, name: unit.name, ...closed };
  return AgencyPublished.create({ subject: unit.unitId, data }) as unknown as NewEvent;
}
