import { describe, expect, it } from '@jest/globals';
import { Type } from 'typebox';
import { CONTRACTS } from '../catalogue.js';
import { defineEvent, type EventContract } from '../definition/define-event.js';
import { HoursRecorded } from '../learning-hours/hours-recorded.js';
import { VersionLadder, latestVersion, liftToLatest } from './version-ladder.js';

const terms = {
  service: 'identity',
  name: 'desk-moved',
  description: 'A desk was moved.',
  subject: 'desk',
  retention: 'days-90',
} as const;

const V1 = defineEvent({ ...terms, version: 1, data: Type.Object({ room: Type.String() }) });
const V2 = defineEvent({
  ...terms,
  version: 2,
  data: Type.Object({ floor: Type.Integer(), room: Type.String() }),
  lifts: { contract: V1, lift: (old) => ({ floor: Number(old.room[0]), room: old.room }) },
});
const V3 = defineEvent({
  ...terms,
  version: 3,
  data: Type.Object({ floor: Type.Integer(), room: Type.String(), reason: Type.Union([Type.String(), Type.Null()]) }),
  lifts: { contract: V2, lift: (old) => ({ ...old, reason: null }) },
});
const known = (...contracts: unknown[]) => contracts as EventContract[];
const [v1, v2, v3] = known(V1, V2, V3) as [EventContract, EventContract, EventContract];
const ladder = new VersionLadder(known(V3, V1, V2));

describe('versions of an event', () => {
  it('are lifted step by step to the latest', () => {
    const lifted = ladder.toLatest(v1, { room: '204' });
    expect(lifted.contract).toBe(v3);
    expect(lifted.data).toEqual({ floor: 2, room: '204', reason: null });
    expect(ladder.toLatest(v2, { floor: 1, room: '9' }).data).toEqual({ floor: 1, room: '9', reason: null });
  });

  it('leave the latest as it is', () => {
    const data = { floor: 2, room: '204', reason: 'paint' };
    expect(ladder.toLatest(v3, data)).toEqual({ contract: v3, data });
    expect(ladder.toLatest(v3, data).data).toBe(data);
  });

  it('name the latest', () => {
    expect([v1, v2, v3].map((version) => ladder.latest(version))).toEqual([v3, v3, v3]);
  });

  it('refuse what a lift got wrong, naming the field', () => {
    expect(() => ladder.toLatest(v1, { room: 'attic' })).toThrow(
      expect.objectContaining({ code: 'event-data-invalid', field: '/floor' }),
    );
  });

  it.each([
    ['a version that is not the one before', { version: 3, lifts: { contract: V1, lift: () => ({ room: '' }) } }],
    ['itself', { version: 1, lifts: { contract: V1, lift: () => ({ room: '' }) } }],
    ['another event', { version: 2, name: 'chair-moved', lifts: { contract: V1, lift: () => ({ room: '' }) } }],
  ])('do not lift %s', (_, change) => {
    expect(() => defineEvent({ ...V1.definition, ...change })).toThrow(
      expect.objectContaining({ code: 'contract-invalid', field: 'lifts' }),
    );
  });
});

describe('the published versions', () => {
  it('begin at 1, leave none out, and each lifts the one before', () => {
    const types = new Set(CONTRACTS.map((contract) => contract.type));
    expect(types.size).toBe(CONTRACTS.length);
    for (const { definition, type } of CONTRACTS) {
      const { version, lifts } = definition;
      expect([type, lifts?.contract.definition.version]).toEqual([type, version === 1 ? undefined : version - 1]);
      if (lifts) expect(CONTRACTS).toContain(lifts.contract);
    }
  });

  it('are lifted by the catalogue', () => {
    const contract = HoursRecorded as unknown as EventContract;
    expect(latestVersion(contract)).toBe(contract);
    expect(liftToLatest(contract, { any: 1 })).toEqual({ contract, data: { any: 1 } });
  });
});
