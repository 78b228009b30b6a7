import type { SqlClient } from '@betang/platform';
import type { FoundSheet, RosterMapping } from '../roster-file/read-roster.js';

/** A mapping as it is kept: rows counted from the headings, which stand lower under a longer title. */
interface SavedMapping {
  readonly map: RosterMapping['map'];
  readonly agency?: string;
  readonly rowsBelowHeadings: number;
}

/** Keeps what an officer corrected, for the next file of the same headings; a sheet without headings has none to be known by. */
export async function keepMapping(
  tx: SqlClient,
  found: readonly FoundSheet[],
  mapping: RosterMapping,
  savedBy: string,
): Promise<boolean> {
  const headings = found[mapping.sheet]?.headings;
  if (!headings || mapping.firstDataRow <= headings.row) return false;
  const saved: SavedMapping = {
    map: mapping.map,
    ...(mapping.agency === undefined ? {} : { agency: mapping.agency }),
    rowsBelowHeadings: mapping.firstDataRow - headings.row,
  };
  await tx.query(
    `INSERT INTO roster_mapping (fingerprint, mapping, headings, saved_by) VALUES ($1, $2, $3, $4)
     ON CONFLICT (fingerprint) DO UPDATE SET mapping = excluded.mapping, headings = excluded.headings, saved_by = excluded.saved_by, saved_at = now()`,
    [
      headings.fingerprint,
      JSON.stringify(saved),
      JSON.stringify(found[mapping.sheet]?.layout?.columns.map(({ heading }) => heading) ?? []),
      savedBy,
    ],
  );
  return true;
}

/** What an officer said of an earlier file of the same headings. */
export async function findSavedMapping(
  tx: SqlClient,
  found: readonly FoundSheet[],
  agency: string | undefined,
): Promise<RosterMapping | undefined> {
  const fingerprints = found.map(({ headings }) => headings?.fingerprint ?? '');
  const rows = await tx.query<{ fingerprint: string; mapping: SavedMapping }>(
    `UPDATE roster_mapping SET used = used + 1, used_at = now() WHERE fingerprint = ANY($1) RETURNING fingerprint, mapping`,
    [fingerprints],
  );
  const sheet = fingerprints.findIndex((fingerprint) => rows.some((row) => row.fingerprint === fingerprint));
  if (sheet < 0) return undefined;
  const {
    map,
    rowsBelowHeadings,
    agency: savedAgency,
  } = rows.find((row) => row.fingerprint === fingerprints[sheet])!.mapping;
  const whole = agency ?? savedAgency;
  if (map.agency === undefined && whole === undefined) return undefined;
  const firstDataRow = found[sheet]!.headings!.row + rowsBelowHeadings;
  return { sheet, firstDataRow, map, ...(whole === undefined ? {} : { agency: whole }) };
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
