import { AppError } from '@betang/platform';
import { nameKey } from '../organisation/name-key.js';
import type { OrgUnit } from '../organisation/org-unit.js';
import { decidePlan, type PlannedReorganisation } from './planned-reorganisation.js';
import type { Reorganisation } from './reorganise.js';
import { UnitTree } from '../organisation/unit-tree.js';

/** The organisation as plans will make it. */
export class UnitProjection {
  private readonly units: Map<string, OrgUnit>;
  /** Where the people of a present unit will be. */
  private readonly places = new Map<string, string>();
  /** People who go elsewhere than the others of their unit. */
  private readonly named = new Map<string, string>();
  /** Why plans cannot be carried out, by plan. */
  readonly problems = new Map<string, string>();

  private readonly counts: Map<string, number>;

  constructor(units: readonly OrgUnit[], people: ReadonlyMap<string, number>) {
    this.counts = new Map(people);
    this.units = new Map(units.map((unit) => [unit.unitId, unit]));
    for (const { unitId } of units) this.places.set(unitId, unitId);
  }

  tree(): UnitTree {
    return new UnitTree(this.units.values());
  }

  find(unitId: string): OrgUnit | undefined {
    return this.units.get(unitId);
  }

  /** The units that stand then, with how many people are in each. */
  standing(): { readonly unit: OrgUnit; readonly people: number }[] {
    const open = [...this.units.values()].filter(({ closedOn }) => closedOn === null);
    return open.map((unit) => ({ unit, people: this.countIn(unit.unitId) }));
  }

  /** Present units whose people are in one of these by then. */
  peopledFrom(unitIds: ReadonlySet<string>): { readonly from: string; readonly at: string }[] {
    return [...this.places].filter(([, at]) => unitIds.has(at)).map(([from, at]) => ({ from, at }));
  }

  /** How many people will be in a unit, as far as the present tells. */
  countIn(unitId: string): number {
    return this.counts.get(unitId) ?? 0;
  }

  /** What a plan comes to as things will stand. @throws AppError with the codes of the decision, `unit-name-taken` */
  decide(plan: PlannedReorganisation): Reorganisation {
    const change = decidePlan(this.tree(), plan, (unitId) => this.countIn(unitId));
    this.assertNamesFree(change);
    return change;
  }

  /** Carries a plan out here; one that cannot be is noted and left out. */
  apply(plan: PlannedReorganisation): void {
    try {
      this.carryOut(this.decide(plan));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.problems.set(plan.planId, error.code);
    }
  }

  carryOut({ created, changed, closed, people, named }: Reorganisation): void {
    for (const unit of [...created, ...changed, ...closed]) this.units.set(unit.unitId, unit);
    const goingTo = new Map(people.map(({ from, to }) => [from, to]));
    for (const [from, at] of this.places) this.places.set(from, goingTo.get(at) ?? at);
    for (const [id, at] of this.named) this.named.set(id, goingTo.get(at) ?? at);
    for (const { from, to } of people) this.shift(from, to, this.countIn(from));
    for (const [id, to] of named) {
      this.named.set(id, to);
      this.shift(people[0]!.to, to, 1);
    }
    for (const { unitId } of created) if (!this.places.has(unitId)) this.places.set(unitId, unitId);
  }

  private shift(from: string, to: string, people: number): void {
    this.counts.set(from, this.countIn(from) - people);
    this.counts.set(to, this.countIn(to) + people);
  }

  private assertNamesFree({ created, changed, closed }: Reorganisation): void {
    const going = new Set(closed.map(({ unitId }) => unitId));
    const touched = [...created, ...changed];
    const ids = new Set(touched.map(({ unitId }) => unitId));
    const standing = [...this.units.values()].filter(
      ({ unitId, closedOn }) => closedOn === null && !going.has(unitId) && !ids.has(unitId),
    );
    const taken = new Set(standing.map(placeOf));
    for (const unit of touched) {
      if (taken.has(placeOf(unit))) throw new AppError('unit-name-taken', { status: 409, field: 'name' });
      taken.add(placeOf(unit));
    }
  }
}

/** The organisation after the plans, in their order. */
export function projectUnits(
  units: readonly OrgUnit[],
  people: ReadonlyMap<string, number>,
  plans: readonly PlannedReorganisation[],
): UnitProjection {
  const projection = new UnitProjection(units, people);
  for (const plan of plans) projection.apply(plan);
  return projection;
}

function placeOf({ parentUnitId, name }: OrgUnit): string {
  return `${parentUnitId ?? ''}|${nameKey(name)}`;
}
