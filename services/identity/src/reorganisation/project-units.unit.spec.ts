import { describe, expect, it } from '@jest/globals';
import { checkPlan, promiseIds, type PlanInput, type PlanKind } from './planned-reorganisation.js';
import { pathsOf } from './planned-people.queries.js';
import { projectUnits } from './project-units.js';
import { newUnit } from '../organisation/unit-store.js';

const health = newUnit('AGENCY', 'Dinas Kesehatan', undefined);
const service = newUnit('UNIT', 'Bidang Pelayanan', health);
const section = newUnit('UNIT', 'Seksi Rujukan', service);
const UNITS = [health, service, section];
const PEOPLE = new Map([
  [service.unitId, 5],
  [section.unitId, 3],
]);
let last = 0;
const plan = (kind: PlanKind, effectiveOn: string, input: PlanInput) => ({
  planId: `p${(last += 1)}`,
  kind,
  effectiveOn,
  input: promiseIds(kind, input),
});
const named = (name: string, projection: ReturnType<typeof projectUnits>) =>
  projection.standing().find(({ unit }) => unit.name === name);

describe('plans one after the other', () => {
  const made = plan('CREATE', '2027-01-01', { name: 'Badan Baru', parentUnitId: null });
  const moved = plan('MOVE', '2027-01-01', { unitId: service.unitId, parentUnitId: made.input.newUnitId });
  const split = plan('SPLIT', '2027-02-01', {
    unitId: service.unitId,
    into: [{ name: 'Bidang Kiri' }, { name: 'Bidang Kanan' }],
    people: [{ employeeIds: ['e1', 'e2'], to: 1 }],
  });

  it('build on units that earlier ones make, people included', () => {
    const projection = projectUnits(UNITS, PEOPLE, [made, moved, split]);
    expect(projection.problems.size).toBe(0);
    expect(named('Bidang Kiri', projection)).toMatchObject({ people: 3, unit: { agencyId: made.input.newUnitId } });
    expect(named('Bidang Kanan', projection)).toMatchObject({ people: 2 });
    expect(named('Seksi Rujukan', projection)).toMatchObject({
      people: 3,
      unit: { parentUnitId: split.input.into![0]!.newUnitId },
    });
    expect(named('Bidang Pelayanan', projection)).toBeUndefined();
  });

  it('tell what is in their way, and the others go on', () => {
    const projection = projectUnits(UNITS, PEOPLE, [moved, split]);
    expect([...projection.problems]).toEqual([[moved.planId, 'unit-not-found']]);
    expect(named('Bidang Kiri', projection)).toMatchObject({ unit: { agencyId: health.unitId } });
  });

  it('find a name that is taken by then', () => {
    const twice = plan('CREATE', '2027-01-02', { name: 'badan  baru', parentUnitId: null });
    expect([...projectUnits(UNITS, PEOPLE, [made, twice]).problems.values()]).toEqual(['unit-name-taken']);
  });

  it('close a unit only once its people are elsewhere', () => {
    const close = plan('CLOSE', '2027-03-01', { unitId: section.unitId });
    expect([...projectUnits(UNITS, PEOPLE, [close]).problems.values()]).toEqual(['unit-not-empty']);
    expect(projectUnits(UNITS, new Map(), [close]).problems.size).toBe(0);
  });

  it('show whom one is about, where they will be just before and after', () => {
    const before = projectUnits(UNITS, PEOPLE, [made, moved]);
    const paths = pathsOf(before, before.decide(split));
    expect(paths.map(({ presentUnitId, before: from, after }) => [presentUnitId, from.name, after.name])).toEqual([
      [service.unitId, 'Bidang Pelayanan', 'Bidang Kiri'],
      [section.unitId, 'Seksi Rujukan', 'Seksi Rujukan'],
    ]);
  });
});

describe('a plan', () => {
  it.each<[PlanKind, string, PlanInput, string]>([
    ['CREATE', '2026-05-01', { name: 'X' }, 'unit-plan-day-not-to-come effectiveOn'],
    ['CREATE', '2026-05-02', {}, 'unit-plan-input-missing name'],
    ['MOVE', '2026-05-02', { unitId: 'u' }, 'unit-plan-input-missing parentUnitId'],
    ['MOVE', '2026-05-02', { unitId: 'u', parentUnitId: null }, 'fits'],
    ['MERGE', '2026-05-02', { unitIds: ['u'], into: [{ name: 'A' }, { name: 'B' }] }, 'unit-plan-input-missing into'],
  ])('%s from %s on with %j: %s', (kind, effectiveOn, input, outcome) => {
    const tried = () => {
      try {
        checkPlan({ kind, effectiveOn, input }, '2026-05-01');
        return 'fits';
      } catch (error) {
        const { code, field } = error as { code: string; field?: string };
        return `${code} ${field}`;
      }
    };
    expect(tried()).toBe(outcome);
  });
});
