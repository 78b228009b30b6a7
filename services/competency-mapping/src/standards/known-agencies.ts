import type { SqlClient } from '@betang/platform';
import { positionKey } from '../people/position-key.js';

const AGENCIES = `SELECT unit_id AS "agencyId", name FROM unit WHERE kind = 'AGENCY'`;
const IS_AGENCY = `SELECT 1 FROM unit WHERE kind = 'AGENCY' AND unit_id = $1`;

/** Agencies (perangkat daerah) by their names, spelling aside; null: more than one has that name. */
export type AgenciesByName = ReadonlyMap<string, string | null>;

export async function loadAgenciesByName(db: SqlClient): Promise<AgenciesByName> {
  const byName = new Map<string, string | null>();
  for (const { agencyId, name } of await db.query<{ agencyId: string; name: string }>(AGENCIES)) {
    const key = positionKey(name) ?? '';
    byName.set(key, byName.has(key) ? null : agencyId);
  }
  return byName;
}

export async function isAgency(db: SqlClient, unitId: string): Promise<boolean> {
  return (await db.query(IS_AGENCY, [unitId])).length > 0;
}
