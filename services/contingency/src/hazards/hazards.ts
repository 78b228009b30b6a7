import type { SqlClient } from '@betang/platform';
import { Table, toRow } from '../database/table.js';
import type { PlanOfHazard } from './rank-hazards.decision.js';

/** A hazard (ancaman) of this region's risk profile. */
export interface Hazard {
  readonly hazardId: string;
  readonly hazardCode: string;
  readonly area: string;
  readonly state: 'ACTIVE' | 'WITHDRAWN';
  readonly probability: number;
  readonly damage: number;
  readonly risk: number;
  readonly source: string;
  readonly assessedOn: string;
  readonly assessments: number;
}

export interface HazardAssessment {
  readonly hazardId: string;
  readonly number: number;
  readonly probability: number;
  readonly damage: number;
  readonly source: string;
  readonly assessedOn: string;
  readonly note: string | null;
  readonly recordedBy: string;
}

export const HAZARDS = new Table<Hazard>('hazard', 'hazardId');
export const ASSESSMENTS = new Table<HazardAssessment>('hazard_assessment', 'hazardId');

const WITH_PLANS = `SELECT h.*, p.plan_id, p.version_in_force, p.valid_until FROM hazard AS h
  LEFT JOIN plan AS p ON p.hazard_id = h.hazard_id AND p.state = 'ACTIVE' WHERE h.state = 'ACTIVE' ORDER BY h.hazard_id`;

export interface HazardWithPlan extends Hazard {
  readonly planId: string | null;
  readonly plan: PlanOfHazard | null;
}

/** Active hazards with their plans. A region has some tens of them. */
export async function loadHazards(db: SqlClient): Promise<HazardWithPlan[]> {
  type Row = Hazard & PlanOfHazard & { readonly planId: string | null };
  return (await db.query(WITH_PLANS)).map((row) => {
    const { planId, versionInForce, validUntil, ...hazard } = toRow<Row>(row);
    return { ...hazard, planId, plan: planId === null ? null : { versionInForce, validUntil } };
  });
}
