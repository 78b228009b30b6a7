import { describe, expect, it } from '@jest/globals';
import { Directed, EmployeeLeft, EmployeeRegistered, ProgrammeWithdrawn } from '@betang/contracts';
import { typeKeyOf } from '../handling/handler-registry.js';
import { isNewTo, type Reread } from '../reader/reread.js';
import { firstWatermark, originKey, type Watermark } from '../reader/watermark.js';
import { mayCarry, planRereading, type HandlersAtStart, type KnownLine } from './new-handlers.js';

const HOME = { region: '62.03', service: 'identity', audience: 'local', epoch: '1.a' };
const at = (position: number, origin = HOME): Watermark => ({
  ...firstWatermark(origin),
  position,
  chain: `chain-${position}`,
  eventId: `event-${position}`,
});
const rereading = (through: number, types: Record<string, number>): Reread => ({
  origin: HOME,
  through,
  chain: `chain-${through}`,
  eventId: `event-${through}`,
  types: new Map(Object.entries(types)),
});
const plan = (start: Partial<HandlersAtStart>) =>
  planRereading({
    handled: ['identity.a', 'identity.b'],
    before: { 'identity.a': null },
    lines: [],
    mayCarry: () => true,
    ...start,
  });
const line = (watermark: Watermark, reread?: Reread): KnownLine => ({ watermark, ...(reread ? { reread } : {}) });

describe('a service that has handlers which it did not have before', () => {
  it('owes nothing at its first start: whatever it has not read yet it will read with all of them', () => {
    expect(plan({ before: undefined, lines: [line(at(7))] })).toEqual({
      types: { 'identity.a': null, 'identity.b': null },
      lines: [],
    });
  });

  it('reads a line again from its beginning, for the new type alone, up to where the others stand', () => {
    const { types, lines } = plan({ lines: [line(at(7))] });
    expect(types).toEqual({ 'identity.a': null, 'identity.b': null });
    expect(lines).toEqual([{ watermark: firstWatermark(HOME), reread: rereading(7, { 'identity.b': 0 }) }]);
  });

  it('leaves lines alone that it has not begun, that cannot carry the type, and that are forked', () => {
    const elsewhere = { ...HOME, service: 'reporting' };
    const lines = [line(at(0)), line(at(9, elsewhere)), line({ ...at(5, { ...HOME, epoch: '0.z' }), state: 'FORKED' })];
    expect(plan({ lines, mayCarry: (_, { service }) => service === 'identity' }).lines).toEqual([]);
  });

  it('keeps in mind how far a type was taken whose handler goes, and goes on there when it comes back', () => {
    const gone = plan({
      handled: ['identity.a'],
      before: { 'identity.a': null, 'identity.b': null },
      lines: [line(at(7))],
    });
    expect(gone).toEqual({
      types: { 'identity.a': null, 'identity.b': { [originKey(HOME)]: { position: 7, chain: 'chain-7' } } },
      lines: [],
    });
    const back = plan({ before: gone.types, lines: [line(at(12))] });
    expect(back.types).toEqual({ 'identity.a': null, 'identity.b': null });
    expect(back.lines).toEqual([{ watermark: { ...at(7), eventId: '' }, reread: rereading(12, { 'identity.b': 7 }) }]);
    expect(plan({ before: gone.types, lines: [line(at(7))] }).lines).toEqual([]);
  });

  it('begins once more for a third type, and gives the second one nothing twice', () => {
    const before = { 'identity.a': null, 'identity.b': null };
    const { lines } = plan({
      handled: ['identity.a', 'identity.b', 'identity.c'],
      before,
      lines: [line(at(4), rereading(9, { 'identity.b': 0 }))],
    });
    expect(lines).toEqual([
      { watermark: firstWatermark(HOME), reread: rereading(9, { 'identity.b': 4, 'identity.c': 0 }) },
    ]);
  });

  it('goes on at the end when the type goes in the middle, and later where it was left', () => {
    const gone = plan({
      handled: ['identity.a'],
      before: { 'identity.a': null, 'identity.b': null },
      lines: [line(at(4), rereading(9, { 'identity.b': 0 }))],
    });
    expect(gone.lines).toEqual([{ watermark: at(9) }]);
    expect(gone.types['identity.b']).toEqual({ [originKey(HOME)]: { position: 4, chain: 'chain-4' } });
    expect(plan({ before: gone.types, lines: [line(at(11))] }).lines).toEqual([
      { watermark: { ...at(4), eventId: '' }, reread: rereading(11, { 'identity.b': 4 }) },
    ]);
  });

  it('reads from the beginning where it does not know the chain at which a type was left', () => {
    const handled = ['identity.a', 'identity.c'];
    const gone = plan({
      handled,
      before: { 'identity.a': null, 'identity.b': null, 'identity.c': null },
      lines: [line(at(2), rereading(9, { 'identity.b': 4, 'identity.c': 0 }))],
    });
    expect(gone.lines).toEqual([{ watermark: at(2), reread: rereading(9, { 'identity.c': 2 }) }]);
    const back = plan({ handled: [...handled, 'identity.b'], before: gone.types, lines: [line(at(10))] });
    expect(back.lines).toEqual([{ watermark: firstWatermark(HOME), reread: rereading(10, { 'identity.b': 4 }) }]);
  });

  it('hands over what is new to a handler, and nothing that it or another one has had', () => {
    const reread = rereading(9, { [typeKeyOf(EmployeeLeft.type)]: 4 });
    const isNew = (type: string, position: number) => isNewTo(reread, { type, position });
    expect([4, 5, 9, 10].map((position) => isNew(EmployeeLeft.type, position))).toEqual([false, true, true, true]);
    expect([5, 9, 10].map((position) => isNew(EmployeeRegistered.type, position))).toEqual([false, false, true]);
    expect(isNew('betang.identity.employee-left.v7', 5)).toBe(true);
  });

  it('knows by the contracts which lines a type may stand on', () => {
    const key = typeKeyOf(ProgrammeWithdrawn.type);
    const shared = { ...HOME, service: 'training-catalog', audience: ProgrammeWithdrawn.definition.sharing!.audience };
    expect(mayCarry(key, shared)).toBe(true);
    expect(mayCarry(key, { ...shared, audience: 'local' })).toBe(false);
    expect(mayCarry(key, { ...shared, service: 'identity' })).toBe(false);
    expect(mayCarry(typeKeyOf(EmployeeLeft.type), HOME)).toBe(true);
    expect(mayCarry(typeKeyOf(Directed.type), { ...HOME, audience: 'to.r62' })).toBe(true);
  });
});
