import { inPresentCodes, lostCompetencies, succeedCompetencies } from '@betang/contracts';
import type { CodeStep, CompetencyAtLevel, KnownDictionary } from '@betang/contracts';
import type { RequiredCompetency } from './required-competency.js';

type Steps = ReadonlyMap<string, CodeStep>;

/** What a role or a service asks for, in the codes of the next dictionary (kamus kompetensi); undefined where nothing changes. */
export function succeedRequired(
  required: readonly RequiredCompetency[],
  steps: Steps,
): RequiredCompetency[] | undefined {
  return succeedCompetencies(required.map(atLevel), steps)?.map(asRequired);
}

/** Codes that are asked for no longer, because nothing took their place or their level is none any more. */
export function lostCodes(required: readonly RequiredCompetency[], steps: Steps): string[] {
  return lostCompetencies(required.map(atLevel), steps);
}

/** What was asked for by codes of older versions, in the codes that hold now. */
export function requiredInPresentCodes(
  required: readonly RequiredCompetency[],
  dictionary: KnownDictionary,
): readonly RequiredCompetency[] {
  return inPresentCodes(required.map(atLevel), dictionary).map(asRequired);
}

function atLevel({ competencyCode, level }: RequiredCompetency): CompetencyAtLevel<number> {
  return { code: competencyCode, level };
}

function asRequired({ code, level }: CompetencyAtLevel<number>): RequiredCompetency {
  return { competencyCode: code, level };
}
