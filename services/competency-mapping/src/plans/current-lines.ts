import { inCurrentCodes } from '../dictionary/succession.decision.js';
import type { CurrentCode } from '../dictionary/dictionary.js';
import type { PlanLine } from './plan.js';

/** Lines under the codes of the day, as they are gathered and told; one whose code is gone keeps it. */
export function inCodesOfToday<T extends Pick<PlanLine, 'competencyCode' | 'level'>>(
  lines: readonly T[],
  currentCodes: ReadonlyMap<string, CurrentCode>,
): T[] {
  return lines.map((line) => {
    const { code, level } = inCurrentCodes(line.competencyCode, line.level, currentCodes);
    return code === null ? line : { ...line, competencyCode: code, level };
  });
}
