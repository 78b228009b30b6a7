import type { SqlClient } from '@betang/platform';
import type { FoundSheet, RosterMapping } from '../roster-file/read-roster.js';
import { recallMapping, rememberMapping, type RememberedMapping } from './remembered-mapping.js';

/** Keeps what an officer corrected, for the next file of the same headings; a sheet without headings has none to be known by. */
export async function keepMapping(
  tx: SqlClient,
  found: readonly FoundSheet[],
  mapping: RosterMapping,
  savedBy: string,
): Promise<boolean> {
  const kept = rememberMapping(found, mapping);
  if (!kept) return false;
  const sheet = found[mapping.sheet];
  const headings = (sheet?.layout?.columns ?? sheet?.columns ?? []).map(({ heading }) => heading);
  await tx.query(
    `INSERT INTO roster_mapping (fingerprint, mapping, headings, saved_by) VALUES ($1, $2, $3, $4)
     ON CONFLICT (fingerprint) DO UPDATE SET mapping = excluded.mapping, headings = excluded.headings, saved_by = excluded.saved_by, saved_at = now()`,
    [kept.fingerprint, JSON.stringify(kept.remembered), JSON.stringify(headings), savedBy],
  );
  return true;
}

/** What an officer said of an earlier file of the same headings, and which lists were left out then. */
export async function findSavedMapping(
  tx: SqlClient,
  found: readonly FoundSheet[],
  agency: string | undefined,
): Promise<{ readonly mapping: RosterMapping; readonly leftOut: readonly string[] } | undefined> {
  const fingerprints = found.map(({ headings }) => headings?.fingerprint ?? '');
  const rows = await tx.query<{ fingerprint: string; mapping: RememberedMapping }>(
    'SELECT fingerprint, mapping FROM roster_mapping WHERE fingerprint = ANY($1)',
    [fingerprints],
  );
  for (const fingerprint of fingerprints) {
    const row = rows.find((one) => one.fingerprint === fingerprint);
    const mapping = row && recallMapping(found, fingerprint, row.mapping, agency);
    if (!mapping) continue;
    await tx.query('UPDATE roster_mapping SET used = used + 1, used_at = now() WHERE fingerprint = $1', [fingerprint]);
    return { mapping, leftOut: row.mapping.leftOut ?? [] };
  }
  return undefined;
}

/** A kept mapping as it is shown. */
export interface KeptMapping {
  readonly fingerprint: string;
  readonly headings: readonly string[];
  readonly mapping: unknown;
  readonly savedAt: Date;
  readonly used: number;
}

export function listMappings(db: SqlClient, after: string | undefined, limit: number): Promise<KeptMapping[]> {
  return db.query<KeptMapping>(
    `SELECT fingerprint, headings, mapping, saved_at AS "savedAt", used FROM roster_mapping
      WHERE $1::text IS NULL OR fingerprint > $1 ORDER BY fingerprint LIMIT $2`,
    [after ?? null, limit],
  );
}

export async function deleteMapping(tx: SqlClient, fingerprint: string): Promise<boolean> {
  return (await tx.execute('DELETE FROM roster_mapping WHERE fingerprint = $1', [fingerprint])) === 1;
}
