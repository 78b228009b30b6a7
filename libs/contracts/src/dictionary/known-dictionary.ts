import type { CompetencyCodesSucceeded } from '../competency-mapping/competency-codes-succeeded.js';
import type { CompetencyDictionaryRecorded } from '../competency-mapping/competency-dictionary-recorded.js';
import { competencies as referenceCompetencies } from '../reference/competencies.js';

/** What lists and checks need of a competency (kompetensi): not its behaviours, of which there are many. */
export type KnownCompetency = Pick<
  CompetencyDictionaryRecorded['competencies'][number],
  'code' | 'nameId' | 'nameEn' | 'minLevel' | 'maxLevel'
>;

/** What became of a code in the next version of the dictionary. */
export type CodeStep = CompetencyCodesSucceeded['successions'][number];

/** A region's competency dictionary (kamus kompetensi) as far as a service was told of it. */
export interface KnownDictionary {
  readonly version: number;
  /** False: a later version holds already, of which only the codes that changed are known; what it added is not. */
  readonly whole: boolean;
  readonly competencies: ReadonlyMap<string, KnownCompetency>;
  /** What became of codes, version by version. */
  readonly steps: readonly (readonly CodeStep[])[];
}

/** A version of which every part was told. */
export interface ToldVersion {
  readonly version: number;
  readonly parts: readonly (readonly KnownCompetency[])[];
}

/** What a version made of the codes of the one before. */
export interface ToldSteps {
  readonly version: number;
  readonly successions: readonly CodeStep[];
}

export function knownCompetency({ code, nameId, nameEn, minLevel, maxLevel }: KnownCompetency): KnownCompetency {
  return { code, nameId, nameEn, minLevel, maxLevel };
}

/**
 * The dictionary by the newest version that was told whole and the steps of all versions, in order. Version 1 is the nine of PermenPANRB 38/2017, the same
 * in every region: it holds where nobody told of another one.
 */
export function knownDictionary(newest: ToldVersion | undefined, steps: readonly ToldSteps[]): KnownDictionary {
  const known = newest ? newest.parts.flat() : referenceCompetencies().map(knownCompetency);
  const version = newest?.version ?? 1;
  return {
    version,
    whole: steps.every((step) => step.version <= version),
    competencies: new Map(known.map((competency) => [competency.code, competency])),
    steps: steps.map(({ successions }) => successions),
  };
}

/** Competencies whose code or a name has this text in it, capitals or not. */
export function searchCompetencies({ competencies }: KnownDictionary, text = ''): KnownCompetency[] {
  const wanted = text.toLowerCase();
  return [...competencies.values()].filter(({ code, nameId, nameEn }) =>
    [code, nameId, nameEn].some((part) => part.toLowerCase().includes(wanted)),
  );
}

/** Of some codes those that the dictionary does not have, each once; none while it is not known whole. */
export function unknownCompetencies(codes: readonly string[], { whole, competencies }: KnownDictionary): string[] {
  return whole ? [...new Set(codes)].filter((code) => !competencies.has(code)) : [];
}
