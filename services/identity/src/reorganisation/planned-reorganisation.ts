import { AppError } from '@betang/platform';
import { v7 as uuidv7 } from 'uuid';
import {
  closeUnit,
  createUnit,
  mergeUnits,
  moveUnit,
  renameUnit,
  splitUnit,
  type Reorganisation,
  type UnitTarget,
} from './reorganise.js';
import type { UnitTree } from '../organisation/unit-tree.js';

export const PLAN_KINDS = ['CREATE', 'RENAME', 'MOVE', 'SPLIT', 'MERGE', 'CLOSE'] as const;
export type PlanKind = (typeof PLAN_KINDS)[number];
export const PLAN_STATES = ['PLANNED', 'DONE', 'WITHDRAWN', 'FAILED'] as const;
export type PlanState = (typeof PLAN_STATES)[number];

/** What is asked for; which of the fields a kind needs is told by {@link checkPlan}. */
export interface PlanInput {
  readonly unitId?: string | undefined;
  readonly name?: string | undefined;
  readonly code?: string | undefined;
  /** Null: an agency. */
  readonly parentUnitId?: string | null | undefined;
  readonly into?: readonly UnitTarget[] | undefined;
  readonly people?: readonly { readonly employeeIds: readonly string[]; readonly to: number }[] | undefined;
  readonly unitIds?: readonly string[] | undefined;
  readonly successorUnitId?: string | undefined;
  /** The id of the unit that a CREATE makes. */
  readonly newUnitId?: string | undefined;
}

/** A reorganisation of a day to come. */
export interface PlannedReorganisation {
  readonly planId: string;
  readonly kind: PlanKind;
  /** First day on which it holds, `YYYY-MM-DD`. */
  readonly effectiveOn: string;
  readonly input: PlanInput;
}

const NEEDED: Readonly<Record<PlanKind, readonly (keyof PlanInput)[]>> = {
  CREATE: ['name'],
  RENAME: ['unitId', 'name'],
  MOVE: ['unitId', 'parentUnitId'],
  SPLIT: ['unitId', 'into'],
  MERGE: ['unitIds', 'into'],
  CLOSE: ['unitId'],
};

/** @throws AppError `unit-plan-day-not-to-come`, `unit-plan-input-missing` naming the field */
export function checkPlan(plan: Pick<PlannedReorganisation, 'kind' | 'effectiveOn' | 'input'>, today: string): void {
  if (plan.effectiveOn <= today) throw new AppError('unit-plan-day-not-to-come', { status: 400, field: 'effectiveOn' });
  for (const field of NEEDED[plan.kind])
    if (plan.input[field] === undefined)
      throw new AppError('unit-plan-input-missing', { status: 400, field, params: { kind: plan.kind } });
  if (plan.kind === 'MERGE' && plan.input.into!.length !== 1)
    throw new AppError('unit-plan-input-missing', { status: 400, field: 'into', params: { kind: plan.kind } });
}

/** Gives the units that a plan makes their ids, so that later plans can name them. */
export function promiseIds(kind: PlanKind, input: PlanInput): PlanInput {
  const into = input.into?.map((target) => (target.unitId === undefined ? { ...target, newUnitId: uuidv7() } : target));
  return { ...input, ...(into ? { into } : {}), ...(kind === 'CREATE' ? { newUnitId: uuidv7() } : {}) };
}

/**
 * What a plan comes to in a tree. `people`: how many work in the unit that is closed.
 * @throws AppError with the codes of the decision
 */
export function decidePlan(
  tree: UnitTree,
  { kind, effectiveOn, input }: PlannedReorganisation,
  people: (unitId: string) => number,
): Reorganisation {
  const unitId = input.unitId ?? '';
  switch (kind) {
    case 'CREATE':
      return createUnit(tree, input, effectiveOn);
    case 'RENAME':
      return renameUnit(tree.get(unitId, 'unitId'), input.name!, effectiveOn);
    case 'MOVE':
      return moveUnit(tree, unitId, input.parentUnitId ?? null, effectiveOn);
    case 'SPLIT':
      return splitUnit(tree, unitId, { into: input.into!, people: placesOf(input) }, effectiveOn);
    case 'MERGE':
      return mergeUnits(tree, input.unitIds!, input.into![0]!, effectiveOn);
    case 'CLOSE':
      return closeUnit(tree, unitId, { successorUnitId: input.successorUnitId, people: people(unitId) }, effectiveOn);
  }
}

/** The units that a plan names; null among them stands for the top of the region. */
export function unitsNamed({ kind, input }: Pick<PlannedReorganisation, 'kind' | 'input'>): (string | null)[] {
  const { unitId, unitIds = [], parentUnitId, successorUnitId, into = [] } = input;
  const above = kind === 'CREATE' || kind === 'MOVE' ? [parentUnitId ?? null] : [];
  const targets = into.flatMap((target) => [target.unitId, target.parentUnitId]);
  return [unitId, successorUnitId, ...unitIds, ...above, ...targets].filter((id) => id !== undefined);
}

function placesOf({ people = [] }: PlanInput): Map<string, number> {
  return new Map(people.flatMap(({ employeeIds, to }) => employeeIds.map((id) => [id, to] as const)));
}
