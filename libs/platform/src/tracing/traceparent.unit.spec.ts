import { describe, expect, it } from '@jest/globals';

import { inSpan } from './tracing.js';
import { currentTraceparent, parseTraceparent, withTraceparent } from './traceparent.js';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('traceparent', () => {
  it('travels with asynchronous work, and no further', async () => {
    const inside = await withTraceparent(TRACEPARENT, async () => {
      await Promise.resolve();
      return currentTraceparent();
    });
    expect([inside, currentTraceparent()]).toEqual([TRACEPARENT, undefined]);
  });

  it.each([
    '',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7',
    '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01',
    'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    '00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01',
  ])('ignores %p', (text) => {
    expect(parseTraceparent(text)).toBeUndefined();
    expect(withTraceparent(text, currentTraceparent)).toBeUndefined();
  });

  it('survives a span while tracing is off', async () => {
    const inside = await withTraceparent(TRACEPARENT, () =>
      inSpan({ name: 'work', kind: 'consumer', attributes: {} }, async () => currentTraceparent()),
    );
    expect(inside).toBe(TRACEPARENT);
  });
});
