import { Table } from '../database/table.js';

export type DrillKind = 'TABLE_TOP' | 'COMMAND_POST' | 'FIELD';
export type DrillState = 'PLANNED' | 'HELD' | 'EVALUATED' | 'CANCELLED';

/** A drill of a plan: table top (TTX), command post (gladi posko) or field (gladi lapang). */
export interface Drill {
  readonly drillId: string;
  readonly planId: string;
  readonly kind: DrillKind;
  readonly title: string;
  readonly objective: string;
  readonly scenario: string;
  readonly place: string;
  readonly organiser: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly state: DrillState;
  readonly evaluation: string | null;
  readonly score: number | null;
  readonly reason: string | null;
  readonly revision: number;
}

/** A person invited to a drill, and once there the time taken part. */
export interface Participation {
  readonly participationId: string;
  readonly drillId: string;
  readonly employeeId: string;
  readonly roleId: string | null;
  readonly minutes: number | null;
  readonly quantityHundredths: number | null;
  readonly pathCode: string | null;
  readonly withdrawnReason: string | null;
  /** Kept no longer: it counts, but the id belongs to nobody. */
  readonly forgotten: boolean;
}

export type FindingKind = 'PLAN' | 'COMPETENCY' | 'RESOURCE' | 'COORDINATION';

/** What a drill or an after-action review found. */
export interface Finding {
  readonly findingId: string;
  readonly planId: string | null;
  readonly source: 'DRILL' | 'AFTER_ACTION';
  readonly sourceId: string;
  readonly kind: FindingKind;
  readonly title: string;
  readonly severity: 'LOW' | 'MEDIUM' | 'HIGH';
  /** Section of the plan that it is about. */
  readonly section: string | null;
  readonly competencyCode: string | null;
  readonly level: number | null;
  readonly people: number | null;
  readonly unitId: string | null;
  readonly raisedOn: string;
  readonly state: 'OPEN' | 'SETTLED';
  readonly settledInVersion: number | null;
  readonly settledReason: string | null;
}

/** What is to be done about a finding, by whom and by when. */
export interface Action {
  readonly actionId: string;
  readonly findingId: string;
  readonly title: string;
  readonly ownerUnitId: string;
  /** The person of that unit who sees to it, where one is named. */
  readonly ownerEmployeeId: string | null;
  readonly dueOn: string;
  readonly doneOn: string | null;
  readonly doneBy: string | null;
  readonly result: string | null;
}

export const DRILLS = new Table<Drill>('drill', 'drillId');
export const PARTICIPATIONS = new Table<Participation>('participation', 'participationId', {
  notFound: 'drill-participation-not-found',
});
export const FINDINGS = new Table<Finding>('finding', 'findingId', { notFound: 'drill-finding-not-found' });
export const ACTIONS = new Table<Action>('action', 'actionId', { notFound: 'follow-up-not-found' });
