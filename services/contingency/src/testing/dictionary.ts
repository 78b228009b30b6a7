import {
  CompetencyCodesSucceeded,
  CompetencyDictionaryPublished,
  CompetencyDictionaryRecorded,
  newId,
} from '@betang/contracts';
import { waitUntil } from '@betang/testing';
import type { RunningContingency } from './running-contingency.js';

export interface DictionaryVersion {
  readonly version: number;
  readonly region: string;
  readonly codes: readonly { readonly code: string; readonly maxLevel?: number }[];
  readonly successions?: readonly { readonly fromCode: string; readonly toCode: string | null }[];
}

/** Publishes a version of the region's dictionary as competency-mapping does; it is known when this resolves. Answers its id. */
export async function publishDictionary(running: RunningContingency, input: DictionaryVersion): Promise<string> {
  const dictionaryId = newId();
  const { version: dictionaryVersion, region, codes, successions = [] } = input;
  const levels = [0, 1, 2, 3, 4, 5];
  const steps = successions.map((step) => ({ ...step, levels }));
  const competencies = codes.map(({ code, maxLevel = 5 }) => ({
    ...{ code, group: 'TECHNICAL' as const, field: null, nameId: `Kompetensi ${code}`, nameEn: `Competency ${code}` },
    ...{ minLevel: 1, maxLevel, indicators: [] },
  }));
  const title = { title: 'Kamus (rekaan)', legalBasis: 'Keputusan daerah (rekaan)', validFrom: '2026-01-01' };
  const half = Math.ceil(competencies.length / 2);
  const parts = [competencies.slice(0, half), competencies.slice(half)];
  await running.mapping.publish(
    CompetencyCodesSucceeded.create({
      subject: dictionaryId,
      data: { dictionaryId, dictionaryVersion, successions: steps },
    }),
    ...parts.flatMap((part, index) => {
      const data = {
        ...title,
        dictionaryId,
        dictionaryVersion,
        part: index + 1,
        parts: parts.length,
        competencies: part,
      };
      return [
        CompetencyDictionaryRecorded.create({ subject: dictionaryId, data }),
        CompetencyDictionaryPublished.create({ subject: dictionaryId, data: { region, ...data } }),
      ];
    }),
  );
  // What is shared may come back by way of the hub before what stays at home is here.
  const followed = 'SELECT 1 FROM contingency.dictionary_step WHERE dictionary_id = $1';
  const known = async () => {
    const { version, whole } = await running.ok('GET', 'competencies');
    if (version !== dictionaryVersion || whole !== true) return false;
    return (await running.service.region.sql(followed, [dictionaryId])).length === 1;
  };
  await waitUntil('the dictionary is known', known, { timeoutMs: 30_000 });
  return dictionaryId;
}
