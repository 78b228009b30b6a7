import {
  CompetencyCodesSucceeded,
  CompetencyDictionaryPublished,
  CompetencyDictionaryRecorded,
  competencies as referenceCompetencies,
  newId,
} from '@betang/contracts';
import { waitUntil, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';

/** What became of a code in the next version, all levels the same. */
export interface Succession {
  readonly fromCode: string;
  readonly toCode: string | null;
  readonly also?: readonly string[];
}

/** Technical competencies (invented) of which programmes of tests are made. */
export const PLANNED_CODES = [
  ...['TEK-BENCANA', 'TEK-ARSIP', 'TEK-STAT', 'TEK-DRAIN', 'TEK-HULU', 'TEK-BARU'],
  ...Array.from({ length: 40 }, (_, index) => `TEK-${index + 1}`),
];

let versions = 1;
/** The nine of the regulation and some more, as competency-mapping tells them: at home, and to the federation. */
export async function recordDictionary(
  region: RegionUnderTest,
  planning: ServiceUnderTest,
  codes: readonly string[],
  successions: readonly Succession[],
): Promise<void> {
  versions += 1;
  const dictionaryId = newId();
  const gone = new Set(successions.map(({ fromCode }) => fromCode));
  const more = [...new Set(codes)].map((code) => ({
    ...{ code, group: 'TECHNICAL' as const, field: null, nameId: `Kompetensi ${code}`, nameEn: `Competency ${code}` },
    ...{ minLevel: 1, maxLevel: 5, indicators: [] },
  }));
  const nine = referenceCompetencies()
    .filter(({ code }) => !gone.has(code))
    .map(({ code, group, nameId, nameEn, minLevel, maxLevel }) => ({
      ...{
        code,
        group: group.toUpperCase().replace('-', '_') as 'MANAGERIAL',
        field: null,
        nameId,
        nameEn,
        minLevel,
        maxLevel,
        indicators: [],
      },
    }));
  const data = {
    ...{ dictionaryId, dictionaryVersion: versions, title: 'Kamus (rekaan)', legalBasis: 'Keputusan daerah (rekaan)' },
    ...{ validFrom: '2026-01-01', part: 1, parts: 1, competencies: [...nine, ...more] },
  };
  const levels = [0, 1, 2, 3, 4, 5];
  const steps = successions.map((step) => ({
    ...step,
    levels,
    also: step.also?.map((toCode) => ({ toCode, levels })),
  }));
  const told = { dictionaryId, dictionaryVersion: versions, successions: JSON.parse(JSON.stringify(steps)) as never };
  await planning.publish(
    CompetencyCodesSucceeded.create({ subject: dictionaryId, data: told }),
    CompetencyDictionaryRecorded.create({ subject: dictionaryId, data }),
    CompetencyDictionaryPublished.create({ subject: dictionaryId, data: { region: region.region, ...data } }),
  );
  // What is shared may come back by way of the hub before what stays at home is here.
  const known = `SELECT 1 FROM training_catalog.dictionary_part WHERE dictionary_id = $1
     AND ($2 OR EXISTS (SELECT 1 FROM training_catalog.dictionary_step WHERE dictionary_id = $1))`;
  await waitUntil('the dictionary known', async () => {
    const rows = await region.sql(known, [dictionaryId, successions.length === 0]);
    return rows.length === 1;
  });
}
