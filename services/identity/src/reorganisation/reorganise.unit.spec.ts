import { describe, expect, it } from '@jest/globals';
import { closeUnit, mergeUnits, moveUnit, renameUnit, splitUnit } from './reorganise.js';
import { newUnit } from '../organisation/unit-store.js';
import { UnitTree } from '../organisation/unit-tree.js';

const health = newUnit('AGENCY', 'Dinas Kesehatan', undefined);
const transport = newUnit('AGENCY', 'Dinas Perhubungan', undefined);
const service = newUnit('UNIT', 'Bidang Pelayanan', health);
const section = newUnit('UNIT', 'Seksi Rujukan', service);
const planning = newUnit('UNIT', 'Bidang Perencanaan', health);
const tree = new UnitTree([health, transport, service, section, planning]);
const DAY = '2026-01-01';
const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return (error as { code?: string }).code;
  }
  return undefined;
};

describe('a unit', () => {
  it('keeps its former name as another one when it is renamed', () => {
    const change = renameUnit(service, 'Bidang Layanan', DAY);
    expect(change.changed).toMatchObject([{ name: 'Bidang Layanan', validFrom: DAY }]);
    expect(change.aliases).toEqual([{ agencyId: health.unitId, name: 'Bidang Pelayanan', unitId: service.unitId }]);
  });

  it('moves with all below it, agency and paths included', () => {
    const { changed } = moveUnit(tree, service.unitId, transport.unitId, DAY);
    expect(changed).toMatchObject([
      { unitId: service.unitId, agencyId: transport.unitId, path: [transport.unitId, service.unitId], validFrom: DAY },
      {
        unitId: section.unitId,
        parentUnitId: service.unitId,
        agencyId: transport.unitId,
        path: [transport.unitId, service.unitId, section.unitId],
        validFrom: null,
      },
    ]);
  });

  it('is an agency at the top, and a unit again below another agency', () => {
    expect(moveUnit(tree, service.unitId, null, DAY).changed[0]).toMatchObject({
      kind: 'AGENCY',
      agencyId: service.unitId,
      path: [service.unitId],
    });
    expect(moveUnit(tree, health.unitId, transport.unitId, DAY).changed[0]).toMatchObject({
      kind: 'UNIT',
      agencyId: transport.unitId,
    });
  });

  it('never goes below itself', () => {
    expect(codeOf(() => moveUnit(tree, service.unitId, section.unitId, DAY))).toBe('unit-below-itself');
    expect(codeOf(() => moveUnit(tree, service.unitId, service.unitId, DAY))).toBe('unit-below-itself');
    expect(codeOf(() => closeUnit(tree, service.unitId, { successorUnitId: section.unitId, people: 0 }, DAY))).toBe(
      'unit-below-itself',
    );
  });

  it('changes no earlier than its present name and place began', () => {
    expect(codeOf(() => renameUnit({ ...service, validFrom: '2026-02-01' }, 'X', DAY))).toBe('effective-day-before');
  });
});

describe('a split', () => {
  it('closes the unit and gives people and units below to the first part but for those named', () => {
    const change = splitUnit(
      tree,
      service.unitId,
      { into: [{ name: 'Bidang A' }, { name: 'Bidang B' }], people: new Map([['p1', 1]]) },
      DAY,
    );
    const [a, b] = change.created;
    expect(change.created).toMatchObject([{ parentUnitId: health.unitId }, { parentUnitId: health.unitId }]);
    expect(change.closed).toMatchObject([
      { unitId: service.unitId, closedOn: DAY, successorIds: [a!.unitId, b!.unitId] },
    ]);
    expect(change.people).toEqual([{ from: service.unitId, to: a!.unitId }]);
    expect(change.named).toEqual(new Map([['p1', b!.unitId]]));
    expect(change.changed).toMatchObject([{ unitId: section.unitId, parentUnitId: a!.unitId }]);
  });

  it('into one part, or with people for a part that is not there, is refused', () => {
    const split = (parts: number, index: number) =>
      codeOf(() =>
        splitUnit(
          tree,
          planning.unitId,
          { into: Array.from({ length: parts }, () => ({ name: 'X' })), people: new Map([['p', index]]) },
          DAY,
        ),
      );
    expect(split(1, 0)).toBe('unit-split-into-one');
    expect(split(2, 2)).toBe('unit-split-target');
  });
});

describe('a merger', () => {
  it('into a new unit closes all of them and keeps their names as other names of it', () => {
    const change = mergeUnits(tree, [service.unitId, planning.unitId], { name: 'Bidang Bersama' }, DAY);
    const [whole] = change.created;
    expect(change.closed.map(({ unitId }) => unitId)).toEqual([service.unitId, planning.unitId]);
    expect(change.people).toEqual([
      { from: service.unitId, to: whole!.unitId },
      { from: planning.unitId, to: whole!.unitId },
    ]);
    expect(change.aliases.map(({ name }) => name)).toEqual(['Bidang Pelayanan', 'Bidang Perencanaan']);
    expect(change.changed).toMatchObject([{ unitId: section.unitId, parentUnitId: whole!.unitId }]);
  });

  it('into one of them leaves that one standing', () => {
    const change = mergeUnits(tree, [service.unitId, planning.unitId], { unitId: planning.unitId }, DAY);
    expect(change.created).toEqual([]);
    expect(change.closed.map(({ unitId }) => unitId)).toEqual([service.unitId]);
  });

  it('of one unit is refused', () => {
    expect(codeOf(() => mergeUnits(tree, [service.unitId], { name: 'X' }, DAY))).toBe('unit-merge-of-one');
  });
});

describe('closing', () => {
  it('an empty unit needs no successor', () => {
    expect(closeUnit(tree, planning.unitId, { people: 0 }, DAY).closed).toMatchObject([{ closedOn: DAY }]);
  });

  it('a unit with people or units below needs one', () => {
    expect(codeOf(() => closeUnit(tree, planning.unitId, { people: 1 }, DAY))).toBe('unit-not-empty');
    expect(codeOf(() => closeUnit(tree, service.unitId, { people: 0 }, DAY))).toBe('unit-not-empty');
    expect(closeUnit(tree, service.unitId, { successorUnitId: planning.unitId, people: 3 }, DAY).people).toEqual([
      { from: service.unitId, to: planning.unitId },
    ]);
  });
});
