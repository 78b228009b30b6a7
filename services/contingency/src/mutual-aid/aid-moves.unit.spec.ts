import { describe, expect, it } from '@jest/globals';
import type { AidCase } from './aid-case.js';
import { makeMove, receiveMove, type AidMove } from './aid-moves.decision.js';

const line = {
  lineId: 'l1',
  category: 'PEOPLE',
  item: 'Regu',
  unit: 'orang',
  quantity: 30,
  offered: 0,
  accepted: 0,
  returned: 0,
} as const;
const aid = (direction: AidCase['direction'], changes: Partial<AidCase> = {}): AidCase => ({
  aidId: 'aid',
  direction,
  otherRegion: direction === 'ASKED' ? '62.11' : '62.03',
  emergencyId: null,
  hazardCode: 'KARHUTLA',
  title: 'Kebakaran gambut',
  neededBy: '2026-08-05',
  meetingPoint: 'Posko',
  state: 'ASKED',
  lines: [line],
  availableFrom: null,
  availableUntil: null,
  conditions: null,
  returns: 0,
  declinedBy: null,
  reason: null,
  changedAt: new Date(0),
  ...changes,
});
const quantities = (quantity: number) => [{ lineId: 'l1', quantity }];
const offer = (quantity: number): AidMove => ({
  kind: 'offer',
  lines: quantities(quantity),
  availableFrom: '2026-08-04',
  availableUntil: '2026-08-31',
  conditions: null,
});
const accept = (quantity: number): AidMove => ({ kind: 'accept', lines: quantities(quantity) });
const decline = (by: string): AidMove => ({ kind: 'decline', by, reason: 'Tidak dapat' });
const giveBack = (number: number, quantity: number, final = false): AidMove => ({
  kind: 'return',
  number,
  lines: quantities(quantity),
  final,
});
const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'none';
};

describe('a case of mutual aid', () => {
  it('goes from ask to return, the same on both sides', () => {
    let [asker, helper] = [aid('ASKED'), aid('GIVEN')];
    helper = makeMove(helper, offer(20));
    asker = receiveMove(asker, offer(20));
    asker = makeMove(asker, accept(15));
    helper = receiveMove(helper, accept(15));
    for (const [number, quantity] of [
      [1, 10],
      [2, 5],
    ] as const) {
      asker = makeMove(asker, giveBack(number, quantity));
      helper = receiveMove(helper, giveBack(number, quantity));
    }
    expect([asker.state, helper.state]).toEqual(['RETURNED', 'RETURNED']);
    expect(asker.lines).toEqual([{ ...line, offered: 20, accepted: 15, returned: 15 }]);
    expect(helper.lines).toEqual(asker.lines);
  });

  it('is closed by a final return, whatever was used up', () => {
    const accepted = aid('ASKED', { state: 'ACCEPTED', lines: [{ ...line, offered: 20, accepted: 20 }] });
    expect(makeMove(accepted, giveBack(1, 12)).state).toBe('ACCEPTED');
    expect(makeMove(accepted, giveBack(1, 12, true))).toMatchObject({ state: 'RETURNED', lines: [{ returned: 12 }] });
  });

  it('refuses moves of the wrong side, in the wrong state, of the wrong amount', () => {
    expect(refusal(() => makeMove(aid('ASKED'), offer(1)))).toBe('aid-not-ours');
    expect(refusal(() => makeMove(aid('GIVEN'), accept(1)))).toBe('aid-not-ours');
    expect(refusal(() => makeMove(aid('ASKED'), accept(1)))).toBe('aid-step-refused');
    expect(refusal(() => makeMove(aid('GIVEN'), offer(31)))).toBe('aid-quantities-refused');
    expect(refusal(() => makeMove(aid('GIVEN'), offer(0)))).toBe('aid-quantities-refused');
    const unknown = { ...offer(1), lines: [{ lineId: 'l9', quantity: 1 }] } as AidMove;
    expect(refusal(() => makeMove(aid('GIVEN'), unknown))).toBe('aid-quantities-refused');
    expect(refusal(() => makeMove(aid('GIVEN', { state: 'ACCEPTED' }), decline('62.11')))).toBe('aid-step-refused');
  });

  it('takes a return once, and in order', () => {
    const accepted = aid('GIVEN', { state: 'ACCEPTED', lines: [{ ...line, offered: 20, accepted: 20 }] });
    const once = receiveMove(accepted, giveBack(1, 5));
    expect(receiveMove(once, giveBack(1, 5))).toBe(once);
    expect(receiveMove(once, giveBack(3, 5))).toBe(once);
  });

  // Both sides speak before they hear each other: in whatever order the words arrive, they must end in one state.
  it.each([
    ['an acceptance and the helper’s decline', 'OFFERED', accept(10), decline('62.11')],
    ['the asker’s decline and an offer', 'ASKED', decline('62.03'), offer(10)],
    ['two declines', 'OFFERED', decline('62.03'), decline('62.11')],
  ] as const)('ends in one state after %s cross', (_, state, byAsker, byHelper) => {
    const lines = state === 'OFFERED' ? [{ ...line, offered: 20 }] : [line];
    const asker = receiveMove(makeMove(aid('ASKED', { state, lines }), byAsker), byHelper);
    const helper = receiveMove(makeMove(aid('GIVEN', { state, lines }), byHelper), byAsker);
    expect([asker.state, helper.state]).toEqual(['DECLINED', 'DECLINED']);
  });

  it('ends in one state when the helper’s decline crosses an acceptance and the return of what never came', () => {
    const offered = { state: 'OFFERED', lines: [{ ...line, offered: 20 }] } as const;
    const [accepts, nothing] = [accept(10), giveBack(1, 0, true)];
    const returned = makeMove(makeMove(aid('ASKED', offered), accepts), nothing);
    const helper = makeMove(aid('GIVEN', offered), decline('62.11'));
    expect(receiveMove(receiveMove(helper, accepts), nothing)).toBe(helper);
    expect(receiveMove(returned, decline('62.11')).state).toBe('DECLINED');
  });

  it('refuses a return of nothing, but for the last one', () => {
    const accepted = aid('ASKED', { state: 'ACCEPTED', lines: [{ ...line, offered: 20, accepted: 20 }] });
    expect(refusal(() => makeMove(accepted, giveBack(1, 0)))).toBe('aid-quantities-refused');
    expect(makeMove(accepted, giveBack(1, 0, true)).state).toBe('RETURNED');
  });

  it.each(['ASKED', 'GIVEN'] as const)(
    '%s: is ended by either side alone once the other region has left',
    (direction) => {
      const accepted = aid(direction, { state: 'ACCEPTED', lines: [{ ...line, offered: 20, accepted: 20 }] });
      expect(refusal(() => makeMove(accepted, decline('62.03')))).toBe('aid-step-refused');
      expect(makeMove(accepted, decline('62.03'), { otherLeft: true }).state).toBe('DECLINED');
      const closed = { ...accepted, state: 'RETURNED' } as const;
      expect(refusal(() => makeMove(closed, decline('62.03'), { otherLeft: true }))).toBe('aid-step-refused');
    },
  );
});
