import { Table } from '../database/table.js';
import type { PlanContent } from './plan-content.decision.js';
import type { VersionState } from './version-states.decision.js';

/** A contingency plan (rencana kontingensi, RENKON): one hazard, many versions. */
export interface Plan {
  readonly planId: string;
  readonly hazardId: string;
  readonly hazardCode: string;
  readonly title: string;
  /** Unit that answers for it (BPBD, BPBPK). */
  readonly leadUnitId: string;
  readonly state: 'ACTIVE' | 'WITHDRAWN';
  readonly latestVersion: number;
  readonly versionInForce: number | null;
  readonly decreeNumber: string | null;
  readonly decreeOn: string | null;
  readonly validUntil: string | null;
  readonly reviewDueOn: string | null;
  readonly templateId: string | null;
  readonly templateVersion: number | null;
  readonly withdrawnReason: string | null;
  /** Who sees to the plan (penanggung jawab), and is reminded; null: nobody was named. */
  readonly keeperId: string | null;
  readonly createdBy: string;
}

export interface PlanVersion {
  readonly planId: string;
  readonly version: number;
  readonly state: VersionState;
  readonly revision: number;
  readonly guideEdition: string;
  readonly sections: PlanContent;
  readonly templateSections: PlanContent | null;
  readonly annexes: PlanAnnexes | null;
  readonly returnReason: string | null;
  readonly decreeNumber: string | null;
  readonly decreeOn: string | null;
  readonly signedBy: string | null;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly reviewDueOn: string | null;
  readonly createdBy: string;
}

/** Tables that stand beside the chapters, as they were when the plan was signed. Offices and numbers, no persons. */
export interface PlanAnnexes {
  readonly roles: readonly {
    readonly field: string;
    readonly name: string;
    readonly people: number;
    readonly alternates: number;
  }[];
  readonly needs: readonly {
    readonly field: string;
    readonly place: string;
    readonly item: string;
    readonly unit: string;
    readonly needed: number;
    readonly available: number;
    readonly gap: number;
  }[];
  readonly partners: readonly {
    readonly name: string;
    readonly task: string;
    readonly sheetNumber: string;
    readonly validUntil: string;
    /** What the sheet promises, in words; not there in versions signed before sheets said so. */
    readonly gives?: string;
  }[];
  readonly services: readonly {
    readonly name: string;
    readonly longestOutageHours: number;
    readonly leastStaff: number;
  }[];
}

export const PLANS = new Table<Plan>('plan', 'planId', { notFound: 'contingency-plan-not-found' });
export const VERSIONS = new Table<PlanVersion>('plan_version', 'planId', {
  json: ['sections', 'templateSections', 'annexes'],
});
