import {
  CompetencyCodesSucceeded,
  CompetencyDictionaryPublished,
  CompetencyDictionaryRecorded,
  type EventData,
  type NewEvent,
} from '@betang/contracts';
import { eventList } from '../events.js';
import type { CodeStep, Dictionary, DictionaryCompetency } from './dictionary.js';

/** Well under the 256 KiB that an event may have. */
const PART_BYTES = 180 * 1024;

/** A published version as the federation is told it, in as many parts as its size asks for. */
export function dictionaryPublished(
  dictionary: Dictionary,
  competencies: readonly DictionaryCompetency[],
  region: string,
): NewEvent[] {
  return partsOf(dictionary, competencies).flatMap((data) =>
    eventList(CompetencyDictionaryPublished.create({ subject: data.dictionaryId, data: { region, ...data } })),
  );
}

/** The same version as the region's own services are told it, which a region without a hub hears too. */
export function dictionaryRecorded(dictionary: Dictionary, competencies: readonly DictionaryCompetency[]): NewEvent[] {
  return partsOf(dictionary, competencies).flatMap((data) =>
    eventList(CompetencyDictionaryRecorded.create({ subject: data.dictionaryId, data })),
  );
}

function partsOf(
  { dictionaryId, version, title, legalBasis, validFrom }: Dictionary,
  competencies: readonly DictionaryCompetency[],
): EventData<typeof CompetencyDictionaryRecorded>[] {
  const parts = splitBySize(competencies, PART_BYTES);
  return parts.map((part, index) => ({
    dictionaryId,
    dictionaryVersion: version,
    title,
    legalBasis,
    validFrom,
    part: index + 1,
    parts: parts.length,
    competencies: part.map((competency) => ({
      ...competency,
      indicators: competency.indicators.map((indicator) => ({ ...indicator })),
    })),
  }));
}

/** What became of the codes of the version before, as the region's other services are told it. */
export function codesSucceeded({ dictionaryId, version }: Dictionary, steps: readonly CodeStep[]): NewEvent[] {
  const successions = steps.map(({ fromCode, toCode, levels, also }) => ({
    fromCode,
    toCode,
    levels: [...levels],
    ...(also === undefined ? {} : { also: also.map((part) => ({ toCode: part.toCode, levels: [...part.levels] })) }),
  }));
  const data = { dictionaryId, dictionaryVersion: version, successions };
  return eventList(CompetencyCodesSucceeded.create({ subject: dictionaryId, data }));
}

/** Items in order, in lists of at most so many bytes as JSON (one larger than that stands alone); one empty list for none. */
export function splitBySize<T>(items: readonly T[], bytes: number): T[][] {
  const parts: T[][] = [[]];
  let size = 0;
  for (const item of items) {
    const length = Buffer.byteLength(JSON.stringify(item));
    if (size > 0 && size + length > bytes) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)!.push(item);
    size += length;
  }
  return parts;
}
