import { competencies as referenceCompetencies, type CompetencyCodesSucceeded } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';

export type CodeStep = CompetencyCodesSucceeded['successions'][number];

export interface KnownCompetency {
  readonly code: string;
  readonly nameId: string;
  readonly nameEn: string;
  readonly minLevel: number;
  readonly maxLevel: number;
}

/** The region's competency dictionary (kamus kompetensi) as far as the catalogue was told of it. */
export interface KnownDictionary {
  readonly version: number;
  /** False: a later version holds already, of which only the codes that changed are known; what it added is not. */
  readonly whole: boolean;
  readonly competencies: ReadonlyMap<string, KnownCompetency>;
  /** What became of codes, version by version. */
  readonly steps: readonly (readonly CodeStep[])[];
}

/** The highest version of which every part is there. */
const NEWEST = `SELECT dictionary_version AS version, jsonb_agg(competencies ORDER BY part) AS parts FROM dictionary_part
  GROUP BY dictionary_id, dictionary_version, parts HAVING count(*) = parts ORDER BY dictionary_version DESC LIMIT 1`;
const STEPS = `SELECT dictionary_version AS version, successions FROM dictionary_step ORDER BY dictionary_version`;

/** Version 1 is the nine of PermenPANRB 38/2017, the same in every region: it holds where nobody told of another one. */
export async function loadDictionary(db: SqlClient): Promise<KnownDictionary> {
  const [newest] = await db.query<{ version: number; parts: readonly (readonly KnownCompetency[])[] }>(NEWEST);
  const steps = await db.query<{ version: number; successions: readonly CodeStep[] }>(STEPS);
  const known = newest ? newest.parts.flat() : referenceCompetencies();
  const version = newest?.version ?? 1;
  return {
    version,
    whole: steps.every((step) => step.version <= version),
    competencies: new Map(known.map((competency) => [competency.code, competency])),
    steps: steps.map(({ successions }) => successions),
  };
}
