import type { SqlClient } from '@betang/platform';
import { assertCompetencies, namedIn } from '../dictionary/check-codes.decision.js';
import { loadDictionary } from '../dictionary/known-dictionary.js';
import type { ProgrammeOrigin } from '../database/programme-parts.js';
import type { CompetencyAtLevel } from '../dictionary/competency-at-level.js';

interface Naming {
  readonly competencies: readonly CompetencyAtLevel[];
  readonly origin?: ProgrammeOrigin | null;
}

/**
 * Throws `competency-unknown` (422) for codes and levels that the region's dictionary (kamus kompetensi) does not have. An adopted programme is not judged:
 * its curriculum is its origin's, which published it by its own dictionary.
 */
export async function assertKnownCompetencies(db: SqlClient, { competencies, origin }: Naming): Promise<void> {
  if (competencies.length === 0 || origin?.kind === 'ADOPTED') return;
  assertCompetencies(namedIn('competencies', competencies), await loadDictionary(db));
}
