import { AppError } from '@betang/platform';
import type { OrgUnit, UnitAlias } from '../organisation/org-unit.js';
import type { UnitTree } from '../organisation/unit-tree.js';
import { newUnit } from '../organisation/unit-store.js';

/** What a reorganisation comes to; nothing of it is written yet. */
export interface Reorganisation {
  readonly kind: 'CREATE' | 'RENAME' | 'MOVE' | 'SPLIT' | 'MERGE' | 'CLOSE';
  /** First day on which it holds, `YYYY-MM-DD`. */
  readonly effectiveOn: string;
  readonly created: readonly OrgUnit[];
  /** Units as they are afterwards: other name, other place, or below one that was moved. */
  readonly changed: readonly OrgUnit[];
  readonly closed: readonly OrgUnit[];
  /** Everyone in service in a unit goes to another one; people named one by one go before those of their unit. */
  readonly people: readonly { readonly from: string; readonly to: string }[];
  readonly named: ReadonlyMap<string, string>;
  /** Former names, so that files of before still find the unit. */
  readonly aliases: readonly UnitAlias[];
}

/** Either a unit that stands, or a new one below a unit (without `parentUnitId`: an agency). */
export interface UnitTarget {
  readonly unitId?: string | undefined;
  readonly name?: string | undefined;
  readonly parentUnitId?: string | null | undefined;
  /** The id that a new one gets, where it was promised before; default a fresh one. */
  readonly newUnitId?: string | undefined;
}

const nothing = { created: [], changed: [], closed: [], people: [], named: new Map<string, string>(), aliases: [] };

/** A new unit below a unit, or an agency. @throws AppError `unit-not-found`, `unit-target-missing` */
export function createUnit(
  tree: UnitTree,
  target: UnitTarget & { readonly code?: string | undefined },
  effectiveOn: string,
): Reorganisation {
  if (target.name === undefined) throw new AppError('unit-target-missing', { status: 400, field: 'name' });
  const parent = target.parentUnitId == null ? undefined : tree.get(target.parentUnitId, 'parentUnitId');
  const more = { code: target.code ?? null, validFrom: effectiveOn };
  const unit = newUnit(parent ? 'UNIT' : 'AGENCY', target.name, parent, { ...more, ...promised(target) });
  return { ...nothing, kind: 'CREATE', effectiveOn, created: [unit] };
}

/** A new name; the old one still finds the unit. */
export function renameUnit(unit: OrgUnit, name: string, effectiveOn: string): Reorganisation {
  assertNotBefore(unit, effectiveOn);
  return {
    ...{ ...nothing, kind: 'RENAME', effectiveOn },
    changed: [{ ...unit, name, validFrom: effectiveOn }],
    aliases: [{ agencyId: unit.agencyId, name: unit.name, unitId: unit.unitId }],
  };
}

/**
 * Moves a unit with all below it under another one, or to the top, where it is an agency.
 * @throws AppError `unit-not-found`, `unit-below-itself`, `effective-day-before`
 */
export function moveUnit(
  tree: UnitTree,
  unitId: string,
  parentUnitId: string | null,
  effectiveOn: string,
): Reorganisation {
  const unit = tree.get(unitId);
  assertNotBefore(unit, effectiveOn);
  const parent = parentUnitId === null ? undefined : tree.get(parentUnitId, 'parentUnitId');
  if (parent?.path.includes(unitId)) throw new AppError('unit-below-itself', { status: 409, field: 'parentUnitId' });
  return { ...nothing, kind: 'MOVE', effectiveOn, changed: moved(tree, unit, parent, effectiveOn) };
}

/**
 * Splits a unit into several, new or standing: its people go to the first of them but for those named otherwise, units below it likewise, and it is closed.
 * @throws AppError `unit-not-found`, `unit-split-into-one`, `unit-below-itself`
 */
export function splitUnit(
  tree: UnitTree,
  unitId: string,
  input: { readonly into: readonly UnitTarget[]; readonly people: ReadonlyMap<string, number> },
  effectiveOn: string,
): Reorganisation {
  const unit = tree.get(unitId);
  assertNotBefore(unit, effectiveOn);
  if (input.into.length < 2) throw new AppError('unit-split-into-one', { status: 400, field: 'into' });
  const targets = input.into.map((target, index) => targetOf(tree, target, unit, effectiveOn, `into.${index}`));
  for (const { unit: target } of targets) assertOutside(target, [unit], 'into');
  const named = new Map(
    [...input.people].map(([employeeId, index]) => {
      const target = targets[index];
      if (!target) throw new AppError('unit-split-target', { status: 400, field: 'people' });
      return [employeeId, target.unit.unitId];
    }),
  );
  const first = targets[0]!.unit;
  return {
    ...{ kind: 'SPLIT', effectiveOn, named, aliases: [] },
    created: targets.filter(({ isNew }) => isNew).map((target) => target.unit),
    changed: tree.childrenOf(unitId).flatMap((child) => moved(tree, child, first, effectiveOn)),
    closed: [
      closed(
        unit,
        effectiveOn,
        targets.map((target) => target.unit.unitId),
      ),
    ],
    people: [{ from: unitId, to: first.unitId }],
  };
}

/**
 * Merges units into one, new or standing, which takes their people and the units below them; they are closed.
 * @throws AppError `unit-not-found`, `unit-merge-of-one`, `unit-below-itself`
 */
export function mergeUnits(
  tree: UnitTree,
  unitIds: readonly string[],
  into: UnitTarget,
  effectiveOn: string,
): Reorganisation {
  const units = [...new Set(unitIds)]
    .filter((unitId) => unitId !== into.unitId)
    .map((unitId) => tree.get(unitId, 'unitIds'));
  if (units.length + (into.unitId === undefined ? 0 : 1) < 2)
    throw new AppError('unit-merge-of-one', { status: 400, field: 'unitIds' });
  for (const unit of units) assertNotBefore(unit, effectiveOn);
  const target = targetOf(tree, into, units[0]!, effectiveOn, 'into');
  assertOutside(target.unit, units, 'into');
  return {
    ...{ ...nothing, kind: 'MERGE', effectiveOn },
    created: target.isNew ? [target.unit] : [],
    changed: units.flatMap((unit) =>
      tree
        .childrenOf(unit.unitId)
        .filter((child) => !units.includes(child))
        .flatMap((child) => moved(tree, child, target.unit, effectiveOn)),
    ),
    closed: units.map((unit) => closed(unit, effectiveOn, [target.unit.unitId])),
    people: units.map((unit) => ({ from: unit.unitId, to: target.unit.unitId })),
    aliases: units
      .filter((unit) => unit.kind === target.unit.kind)
      .map((unit) => ({ agencyId: unit.agencyId, name: unit.name, unitId: target.unit.unitId })),
  };
}

/**
 * Closes a unit; with a successor its people and the units below it go there, without one there must be neither.
 * @throws AppError `unit-not-found`, `unit-not-empty`, `unit-below-itself`
 */
export function closeUnit(
  tree: UnitTree,
  unitId: string,
  input: { readonly successorUnitId?: string | undefined; readonly people: number },
  effectiveOn: string,
): Reorganisation {
  const unit = tree.get(unitId);
  assertNotBefore(unit, effectiveOn);
  const children = tree.childrenOf(unitId);
  if (input.successorUnitId === undefined) {
    if (children.length > 0 || input.people > 0) throw new AppError('unit-not-empty', { status: 409 });
    return { ...nothing, kind: 'CLOSE', effectiveOn, closed: [closed(unit, effectiveOn, [])] };
  }
  const successor = tree.get(input.successorUnitId, 'successorUnitId');
  assertOutside(successor, [unit], 'successorUnitId');
  return {
    ...{ ...nothing, kind: 'CLOSE', effectiveOn },
    changed: children.flatMap((child) => moved(tree, child, successor, effectiveOn)),
    closed: [closed(unit, effectiveOn, [successor.unitId])],
    people: [{ from: unitId, to: successor.unitId }],
    aliases:
      unit.kind === successor.kind ? [{ agencyId: unit.agencyId, name: unit.name, unitId: successor.unitId }] : [],
  };
}

/** The unit in its new place and all below it with their new paths. */
function moved(tree: UnitTree, unit: OrgUnit, parent: OrgUnit | undefined, effectiveOn: string): OrgUnit[] {
  const agencyId = parent?.agencyId ?? unit.unitId;
  const above = parent?.path ?? [];
  return tree.subtree(unit.unitId).map((below) => ({
    ...below,
    agencyId,
    path: [...above, ...below.path.slice(below.path.indexOf(unit.unitId))],
    ...(below.unitId === unit.unitId
      ? {
          kind: parent ? ('UNIT' as const) : ('AGENCY' as const),
          parentUnitId: parent?.unitId ?? null,
          validFrom: effectiveOn,
        }
      : {}),
  }));
}

function targetOf(
  tree: UnitTree,
  target: UnitTarget,
  beside: OrgUnit,
  effectiveOn: string,
  field: string,
): { readonly unit: OrgUnit; readonly isNew: boolean } {
  if (target.unitId !== undefined) return { unit: tree.get(target.unitId, field), isNew: false };
  if (target.name === undefined) throw new AppError('unit-target-missing', { status: 400, field });
  const parentUnitId = target.parentUnitId === undefined ? beside.parentUnitId : target.parentUnitId;
  const parent = parentUnitId === null ? undefined : tree.get(parentUnitId, field);
  const more = { validFrom: effectiveOn, ...promised(target) };
  return { unit: newUnit(parent ? 'UNIT' : 'AGENCY', target.name, parent, more), isNew: true };
}

function promised({ newUnitId }: UnitTarget): { unitId?: string } {
  return newUnitId === undefined ? {} : { unitId: newUnitId };
}

function closed(unit: OrgUnit, effectiveOn: string, successorIds: readonly string[]): OrgUnit {
  return { ...unit, closedOn: effectiveOn, headId: null, successorIds };
}

/** A unit that is closed cannot stand above the one that takes over. */
function assertOutside(target: OrgUnit, closing: readonly OrgUnit[], field: string): void {
  if (closing.some((unit) => target.path.includes(unit.unitId)))
    throw new AppError('unit-below-itself', { status: 409, field });
}

function assertNotBefore(unit: OrgUnit, effectiveOn: string): void {
  if (unit.validFrom !== null && effectiveOn < unit.validFrom)
    throw new AppError('effective-day-before', { status: 400, field: 'effectiveOn' });
}
