import { knownDictionary, type KnownDictionary, type ToldSteps, type ToldVersion } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';

/** The highest version of which every part is there. */
const NEWEST = `SELECT dictionary_version AS version, jsonb_agg(competencies ORDER BY part) AS parts FROM dictionary_part
  GROUP BY dictionary_id, dictionary_version, parts HAVING count(*) = parts ORDER BY dictionary_version DESC LIMIT 1`;
const STEPS = `SELECT dictionary_version AS version, successions FROM dictionary_step ORDER BY dictionary_version`;

/** The region's dictionary as far as the catalogue was told of it. */
export async function loadDictionary(db: SqlClient): Promise<KnownDictionary> {
  const [newest] = await db.query<ToldVersion>(NEWEST);
  return knownDictionary(newest, await db.query<ToldSteps>(STEPS));
}
