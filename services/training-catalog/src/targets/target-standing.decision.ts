import type { DevelopmentTarget } from './development-target.js';

/** WORDING_ONLY: no target of the register is named. UNKNOWN: one is, but its plan has not come here. */
export const TARGET_STANDINGS = ['IN_FORCE', 'NOT_YET', 'EXPIRED', 'WITHDRAWN', 'WORDING_ONLY', 'UNKNOWN'] as const;
export type TargetStanding = (typeof TARGET_STANDINGS)[number];

type Dated = Pick<DevelopmentTarget, 'withdrawn' | 'validFrom' | 'validTo'>;

/** How the target that a programme names stands on a day. */
export function targetStanding(targetId: string | null, found: Dated | undefined, day: string): TargetStanding {
  if (targetId === null) return 'WORDING_ONLY';
  if (!found) return 'UNKNOWN';
  if (found.withdrawn) return 'WITHDRAWN';
  if (day > found.validTo) return 'EXPIRED';
  return day < found.validFrom ? 'NOT_YET' : 'IN_FORCE';
}

/** Nothing new is begun for a target that its plan has withdrawn, or whose period is over: what runs goes on. */
export const hasEnded = (standing: TargetStanding): boolean => standing === 'WITHDRAWN' || standing === 'EXPIRED';
