import { describe, expect, it } from '@jest/globals';
import {
  CompetencyRecordHandedOver,
  EmployeeLeft,
  UnitRecorded,
  newId,
  type EventContract,
  type EventRecord,
} from '@betang/contracts';
import type { EventHandler } from '../handling/handler-registry.js';
import { parkingKey, planEffects } from './plan-effects.js';

const handlerOf = (contract: unknown): EventHandler => ({
  contract: contract as EventContract,
  kind: 'process',
  handle: async () => undefined,
});
const NOTHING_PARKED: ReadonlySet<string> = new Set();
const left = handlerOf(EmployeeLeft);
const unit = handlerOf(UnitRecorded);
const find = (type: string) =>
  type.includes('employee-left') ? left : type.includes('unit-recorded') ? unit : undefined;

function event(contract: { type: string; dataschema: string }, subject: string, data: object): EventRecord {
  return {
    id: newId(),
    type: contract.type,
    region: '62.03',
    service: 'identity',
    subject,
    time: '2026-01-01T00:00:00.000Z',
    dataschema: contract.dataschema,
    audience: 'local',
    epoch: '1.a',
    position: 1,
    chain: '',
    previousChain: '',
    body: Buffer.from(JSON.stringify(data)),
  };
}
const leave = (subject: string) =>
  event(EmployeeLeft, subject, { employeeId: newId(), leftOn: '2026-01-31', reason: 'RETIRED' });
const unitOf = (subject: string) => {
  const unitId = newId();
  return event(UnitRecorded, subject, { unitId, kind: 'AGENCY', name: 'Dinas', agencyId: unitId, parentUnitId: null });
};

describe('planning the effects of a batch', () => {
  it('gives each handler all its events at once', () => {
    const plan = planEffects([leave('a'), unitOf('u'), leave('b'), unitOf('v')], find, NOTHING_PARKED);
    expect(plan.segments.map(({ handler, events }) => [handler === left, events.length])).toEqual([
      [true, 2],
      [false, 2],
    ]);
  });

  it('keeps that order also where the first handler had many events before the second came', () => {
    const plan = planEffects(
      [leave('a'), leave('b'), unitOf('u'), unitOf('b'), leave('u'), leave('a')],
      find,
      NOTHING_PARKED,
    );
    expect(
      plan.segments.map(({ handler, events }) => [handler === left, events.map(({ subject }) => subject)]),
    ).toEqual([
      [true, ['a', 'b']],
      [false, ['u']],
      [false, ['b']],
      [true, ['u', 'a']],
    ]);
  });

  it('reads an event once for all services of the process, and lets none of them change it', () => {
    const shared = unitOf('shared');
    const [first, second] = [1, 2].map(() => planEffects([shared], find, NOTHING_PARKED).segments[0]!.events[0]!);
    expect(second).toBe(first);
    expect(() => Object.assign(first!.data as object, { name: 'other' })).toThrow(TypeError);
  });

  it('keeps the order of events of one subject over different handlers', () => {
    const plan = planEffects([leave('same'), unitOf('same'), leave('same')], find, NOTHING_PARKED);
    expect(plan.segments.map(({ handler }) => handler === left)).toEqual([true, false, true]);
  });

  it('leaves out what no handler of this service wants', () => {
    const plan = planEffects([leave('a')], () => undefined, NOTHING_PARKED);
    expect(plan).toEqual({ segments: [], parked: [] });
  });

  it('parks data that breaks the contract, naming the field, and everything behind it', () => {
    const broken = event(EmployeeLeft, 'a', { employeeId: newId(), leftOn: '2026-02-31', reason: 'RETIRED' });
    const plan = planEffects([broken, leave('a'), leave('b')], find, NOTHING_PARKED);
    expect(plan.parked.map(({ reason, detail }) => [reason, detail])).toEqual([
      ['event-data-invalid', '/leftOn'],
      ['behind-parked', expect.any(String)],
    ]);
    expect(plan.segments[0]!.events).toHaveLength(1);
  });

  it('parks a version of the future until an upgrade', () => {
    const future = { ...leave('a'), type: EmployeeLeft.type.replace('v1', 'v2') };
    expect(planEffects([future], find, NOTHING_PARKED).parked.map(({ reason }) => reason)).toEqual(['needs-upgrade']);
  });

  it('lets an event wait behind one that is parked already, whatever its version', () => {
    const waiting = leave('a');
    const key = parkingKey({ ...waiting, type: EmployeeLeft.type.replace('v1', 'v2') });
    expect(planEffects([waiting], find, new Set([key])).parked).toHaveLength(1);
  });

  it.each([
    ['another service tells it', { service: 'reporting' as const }, 'ce-source'],
    [
      'a neighbour tells everyone what stays at home',
      { audience: 'federation' as const, region: '62.71' },
      'ce-audience',
    ],
  ])('parks a fact when %s', (_why, change, detail) => {
    const bent = { ...leave('a'), ...change };
    const plan = planEffects([bent], find, NOTHING_PARKED);
    expect(plan).toMatchObject({ segments: [], parked: [{ event: bent, reason: 'terms-broken', detail }] });
  });

  it('parks identity that came in the clear', () => {
    const transferId = newId();
    const clear: EventRecord = {
      ...event(CompetencyRecordHandedOver, transferId, {
        transferId,
        employeeId: newId(),
        part: 1,
        parts: 1,
        evidence: [],
      }),
      service: 'competency-mapping',
      audience: 'to.r6203',
    };
    const handler = handlerOf(CompetencyRecordHandedOver);
    const plan = planEffects([clear], () => handler, NOTHING_PARKED);
    expect(plan.parked).toEqual([{ event: clear, reason: 'terms-broken', detail: 'not sealed' }]);
  });
});
