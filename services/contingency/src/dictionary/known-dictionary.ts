import { competencies as referenceCompetencies, knownDictionary } from '@betang/contracts';
import type { KnownDictionary, ToldSteps, ToldVersion } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';

/** The highest version of which every part is there. */
const NEWEST = `SELECT dictionary_version AS version, jsonb_agg(competencies ORDER BY part) AS parts FROM dictionary_part
  GROUP BY dictionary_id, dictionary_version, parts HAVING count(*) = parts ORDER BY dictionary_version DESC LIMIT 1`;
const STEPS = `SELECT dictionary_version AS version, successions FROM dictionary_step ORDER BY dictionary_version`;

/** The region's dictionary as far as this service was told of it. */
export async function loadDictionary(db: SqlClient): Promise<KnownDictionary> {
  const [newest] = await db.query<ToldVersion>(NEWEST);
  return knownDictionary(newest, await db.query<ToldSteps>(STEPS));
}

/** Of some codes those that the newest dictionary known has, where it holds; no row: only version 1 was ever told of. */
const KNOWN_OF = `WITH newest AS (SELECT dictionary_id, dictionary_version FROM dictionary_part
    GROUP BY dictionary_id, dictionary_version, parts HAVING count(*) = parts ORDER BY dictionary_version DESC LIMIT 1)
  SELECT n.dictionary_version AS version, (SELECT array_agg(c->>'code') FROM dictionary_part AS p, jsonb_array_elements(p.competencies) AS c
     WHERE p.dictionary_id = n.dictionary_id AND c->>'code' = ANY($1::text[])) AS known FROM newest AS n`;
const HOLDS = `SELECT coalesce(max(dictionary_version), 1) AS version FROM dictionary_step`;

/** Of some codes those that the region's dictionary does not have; none while the version that holds is not known whole. */
export async function findUnknownCodes(db: SqlClient, codes: readonly string[]): Promise<UnknownCodes> {
  const asked = [...new Set(codes)];
  const [row] = await db.query<{ version: number; known: readonly string[] | null }>(KNOWN_OF, [asked]);
  const [holds] = await db.query<{ version: number }>(HOLDS);
  const version = row?.version ?? 1;
  if (holds!.version > version) return { version, codes: new Set() };
  const known = new Set(row ? (row.known ?? []) : referenceCompetencies().map(({ code }) => code));
  return { version, codes: new Set(asked.filter((code) => !known.has(code))) };
}

export interface UnknownCodes {
  readonly version: number;
  readonly codes: ReadonlySet<string>;
}
