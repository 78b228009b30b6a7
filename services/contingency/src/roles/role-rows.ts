import { Table } from '../database/table.js';
import type { RequiredCompetency } from '../dictionary/required-competency.js';

/** A role in a plan's fields (bidang): how many people, what they must be able to do. */
export interface PlanRole {
  readonly roleId: string;
  readonly planId: string;
  readonly field: string;
  readonly name: string;
  /** Unit that fills the role; null: not fixed. */
  readonly unitId: string | null;
  readonly people: number;
  readonly alternates: number;
  readonly competencies: readonly RequiredCompetency[];
  readonly removed: boolean;
}

/** A person who stands for a role or a critical service, and the unit in which that was agreed. */
export interface Assignment {
  readonly assignmentId: string;
  readonly roleId: string | null;
  readonly serviceId: string | null;
  readonly employeeId: string;
  readonly kind: 'HOLDER' | 'ALTERNATE';
  /** Order of succession among those of a kind. */
  readonly rank: number;
  readonly unitId: string;
  readonly confirmedOn: string;
  readonly ended: boolean;
}

export const ROLES = new Table<PlanRole>('plan_role', 'roleId', {
  json: ['competencies'],
  notFound: 'plan-role-not-found',
});
export const ASSIGNMENTS = new Table<Assignment>('assignment', 'assignmentId', {
  notFound: 'plan-assignment-not-found',
});
