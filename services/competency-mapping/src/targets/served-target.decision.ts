import type { KnownTarget } from './known-targets.js';

/** Why a development target (sasaran RPJMD) cannot be served; each has a text. */
export const SERVED_TARGET_PROBLEMS = [
  'plan.target-unknown',
  'plan.target-withdrawn',
  'plan.target-not-served',
  'plan.target-outside-period',
] as const;
export type ServedTargetProblem = (typeof SERVED_TARGET_PROBLEMS)[number];

/** Visions and missions are too wide for a training to be measured by them; a programme serves the same kinds. */
const SERVED: readonly string[] = ['GOAL', 'TARGET', 'INDICATOR'];

/** What keeps a training of a year, in a region (`62.03`), from serving a target; undefined: nothing. */
export function servedTargetProblem(
  target: KnownTarget | undefined,
  { region, year }: { readonly region: string; readonly year: number },
): ServedTargetProblem | undefined {
  if (!target) return 'plan.target-unknown';
  if (target.withdrawn) return 'plan.target-withdrawn';
  const near = target.region === null || target.region === region || target.region === region.slice(0, 2);
  if (!near || !SERVED.includes(target.kind)) return 'plan.target-not-served';
  return coversYear(target, year) ? undefined : 'plan.target-outside-period';
}

/** Whether a target's planning period (RPJMD) reaches into a year. */
export function coversYear({ validFrom, validTo }: Pick<KnownTarget, 'validFrom' | 'validTo'>, year: number): boolean {
  return Number(validFrom.slice(0, 4)) <= year && year <= Number(validTo.slice(0, 4));
}
