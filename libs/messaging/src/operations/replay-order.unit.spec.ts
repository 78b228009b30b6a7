import { describe, expect, it } from '@jest/globals';
import { assertOrderable, type ReplayKnowledge } from './replay-order.decision.js';

const knowledge: ReplayKnowledge = {
  home: '62.03',
  epochs: [
    { region: '62.03', epoch: '1.aa' },
    { region: '62', epoch: '2.cc' },
    { region: '62', epoch: '1.bb' },
  ],
  lines: [
    { region: '62.03', service: 'identity', audience: 'local', epoch: '1.aa', end: 40 },
    { region: '62', service: 'identity', audience: 'federation', epoch: '2.cc', end: 12 },
    { region: '62', service: 'training-catalog', audience: 'federation', epoch: '2.cc', end: 7 },
    { region: '62', service: 'identity', audience: 'federation', epoch: '1.bb', end: 90 },
  ],
};
const line = { region: '62', service: 'identity', audience: 'federation', epoch: '2.cc' };
const refusal = (changes: Partial<Parameters<typeof assertOrderable>[0]>) => {
  try {
    assertOrderable({ ...line, ...changes }, knowledge);
  } catch (error) {
    const { code, status, field, params } = error as Record<'code' | 'status' | 'field' | 'params', unknown>;
    return { code, status, field, params };
  }
  return undefined;
};

describe('a replay that an operator orders', () => {
  it.each([
    [{}],
    [{ from: 3, to: 12 }],
    [{ from: 12 }],
    [{ epoch: '1.bb', to: 90 }],
    [{ region: '62.03', audience: 'local', epoch: '1.aa' }],
  ])('may be of a line that is known: %j', (changes) => {
    expect(refusal(changes)).toBeUndefined();
  });

  it.each([
    [{ region: '62.30' }, 'replay-origin-unknown', 'region', { known: '62, 62.03' }],
    [{ epoch: '2.cd' }, 'replay-epoch-unknown', 'epoch', { region: '62', known: '2.cc, 1.bb' }],
    // An epoch of another region is none of this one.
    [{ epoch: '1.aa' }, 'replay-epoch-unknown', 'epoch', { region: '62', known: '2.cc, 1.bb' }],
    [{ audience: 'province' }, 'replay-audience-not-ours', 'audience', { region: '62', known: 'federation, to.r6203' }],
    [{ audience: 'local' }, 'replay-audience-not-ours', 'audience', { region: '62', known: 'federation, to.r6203' }],
    [{ audience: 'to.r6271' }, 'replay-audience-not-ours', 'audience', { region: '62', known: 'federation, to.r6203' }],
    [
      { service: 'reporting' },
      'replay-line-unknown',
      'service',
      {
        ...{ region: '62', service: 'reporting', audience: 'federation' },
        known: 'identity federation, training-catalog federation',
      },
    ],
    [{ from: 9, to: 3 }, 'replay-range-reversed', 'from', { to: 3 }],
    [{ from: 13 }, 'replay-beyond-end', 'from', { position: 12 }],
    [{ to: 13 }, 'replay-beyond-end', 'to', { position: 12 }],
  ])('is refused where a name or a position cannot be: %j', (changes, code, field, params) => {
    expect(refusal(changes)).toEqual({ code, status: 422, field, params });
  });

  it('by a province may be of what its regions tell it', () => {
    const province: ReplayKnowledge = {
      home: '62',
      epochs: [{ region: '62.03', epoch: '1.aa' }],
      lines: [{ region: '62.03', service: 'reporting', audience: 'province', epoch: '1.aa', end: 1 }],
    };
    const order = { region: '62.03', service: 'reporting', audience: 'province', epoch: '1.aa' };
    expect(() => assertOrderable(order, province)).not.toThrow();
    expect(() => assertOrderable(order, { ...province, lines: [] })).toThrow(
      expect.objectContaining({ code: 'replay-line-unknown', params: expect.objectContaining({ known: '-' }) }),
    );
  });
});
