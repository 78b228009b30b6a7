import { differenceOf, type IndicatorResult } from './indicator-result.decision.js';
import type { ResultEvidence } from './recommend-programme.decision.js';

/** A figure that somebody typed in. */
export interface NamedResult {
  readonly indicator: string;
  readonly unit: string | null;
  readonly baseline: number | null;
  readonly target: number | null;
  readonly observed: number;
  readonly observedOn: string;
  /** The indicator of the register that it is about, where it names one. */
  readonly targetId: string | null;
  readonly source: string;
}

const MOST = 20;

/** Level 4: what the register knows, then what was typed in for indicators of which the register knows nothing. */
export function resultsOf(register: readonly IndicatorResult[], named: readonly NamedResult[]): ResultEvidence[] {
  const realised = register.flatMap(ofRegister);
  const known = new Set(realised.flatMap(({ indicator, source }) => [indicator.toLowerCase(), source?.targetId ?? '']));
  const rest = named.filter(
    ({ indicator, targetId }) => !known.has(indicator.toLowerCase()) && (targetId === null || !known.has(targetId)),
  );
  return [...realised, ...rest.map(ofName)].slice(0, MOST);
}

function ofRegister(result: IndicatorResult): ResultEvidence[] {
  const { indicator, unit, baseline, planned, realised, difference, observedOn, targetId, year, revision, eventId } =
    result;
  if (realised === null || observedOn === null) return [];
  return [
    {
      indicator,
      unit,
      baseline,
      target: planned,
      observed: realised,
      observedOn,
      ...(difference === null ? {} : { difference }),
      source: { kind: 'REGISTER', targetId, year, revision, eventId, name: null },
    },
  ];
}

function ofName({ source, targetId, ...result }: NamedResult): ResultEvidence {
  const { target, observed } = result;
  return {
    ...result,
    ...(target === null ? {} : { difference: differenceOf(observed, target) }),
    source: { kind: 'NAMED', targetId, year: null, revision: null, eventId: null, name: source },
  };
}
