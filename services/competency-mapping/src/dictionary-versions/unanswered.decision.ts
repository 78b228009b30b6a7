import type { CurrentCode } from '../dictionary/dictionary.js';
import type { SplitCode } from '../dictionary/split.decision.js';

/** One of the codes of today that a former one was split into, with what its levels 0 to 5 became. */
export interface Candidate {
  readonly code: string;
  readonly levels: readonly number[];
}

/** What a former code was split into, in the codes of today; none for one that is simply gone. */
export function findCandidates(
  fromCode: string,
  splits: readonly SplitCode[],
  currentCodes: ReadonlyMap<string, CurrentCode>,
): Candidate[] {
  const parts = splits.filter(({ recordedCode }) => recordedCode === fromCode);
  const first = currentCodes.get(fromCode);
  const candidates = [
    ...(first?.currentCode == null ? [] : [{ code: first.currentCode, levels: first.levels }]),
    ...parts.flatMap(({ toCode, levels }): Candidate[] => {
      const current = currentCodes.get(toCode);
      if (!current) return [{ code: toCode, levels }];
      if (current.currentCode === null) return [];
      return [{ code: current.currentCode, levels: levels.map((level) => current.levels[level] ?? level) }];
    }),
  ];
  return candidates.filter(({ code }, index) => candidates.findIndex((other) => other.code === code) === index);
}
