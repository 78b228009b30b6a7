import type { Claim } from './claim.js';

/** The day after which a refusal stands. */
export interface AppealTerms {
  readonly now: Date;
  readonly appealDays: number;
}

const DAY_MS = 86_400_000;

/** What stands against an appeal (keberatan) as a code; undefined: nothing. A refusal can be appealed against once, in time. */
export function obstacleToAppeal(
  { state, appealedAt, decidedAt }: Pick<Claim, 'state' | 'appealedAt' | 'decidedAt'>,
  { now, appealDays }: AppealTerms,
): string | undefined {
  if (state !== 'REFUSED' || decidedAt === null) return 'claim-not-refused';
  if (appealedAt !== null) return 'claim-appealed-already';
  return now.getTime() - decidedAt.getTime() > appealDays * DAY_MS ? 'claim-appeal-too-late' : undefined;
}
