/** How a hazard is covered: a plan in force, one being written, one that expired, or none. */
export type Coverage = 'COVERED' | 'IN_PREPARATION' | 'EXPIRED' | 'NONE';

/** What is known of a hazard's plan; null: there is none. */
export interface PlanOfHazard {
  readonly versionInForce: number | null;
  readonly validUntil: string | null;
}

export interface RankedHazard {
  readonly highestRisk: boolean;
  readonly planNeeded: boolean;
  readonly coverage: Coverage;
}

export function coverageOf(plan: PlanOfHazard | null, day: string): Coverage {
  if (plan === null) return 'NONE';
  if (plan.versionInForce === null || plan.validUntil === null) return 'IN_PREPARATION';
  return plan.validUntil < day ? 'EXPIRED' : 'COVERED';
}

/**
 * Ranks the active hazards of a region. The one of the highest risk (P x D, 1-25) must have a plan (BNPB guide); where several share the highest risk, all
 * of them; and every hazard from `riskFrom` on.
 */
export function rankHazards<H extends { readonly risk: number; readonly plan: PlanOfHazard | null }>(
  hazards: readonly H[],
  riskFrom: number,
  day: string,
): (H & RankedHazard)[] {
  const highest = Math.max(0, ...hazards.map(({ risk }) => risk));
  return hazards.map((hazard) => {
    const highestRisk = hazard.risk === highest;
    const planNeeded = highestRisk || hazard.risk >= riskFrom;
    return { ...hazard, highestRisk, planNeeded, coverage: coverageOf(hazard.plan, day) };
  });
}
