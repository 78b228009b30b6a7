import { describe, expect, it } from '@jest/globals';
import { Turnstile } from './turnstile.js';

describe('a turnstile', () => {
  it('lets one heavy step through in a turn of the event loop', async () => {
    let turns = 0;
    let counter: NodeJS.Immediate;
    const count = (): void => {
      turns += 1;
      counter = setImmediate(count);
    };
    count();
    const turnstile = new Turnstile();
    const passed = await Promise.all([1, 2, 3, 4].map(() => turnstile.pass(500).then(() => turns)));
    clearImmediate(counter!);
    expect(new Set(passed).size).toBe(4);
  });

  it('keeps the order of those who wait, and does not hold up a step of few events', async () => {
    const turnstile = new Turnstile();
    const order: string[] = [];
    const heavy = ['first', 'second', 'third'].map((name) => turnstile.pass(100).then(() => order.push(name)));
    await turnstile.pass(3);
    order.push('light');
    await Promise.all(heavy);
    expect(order).toEqual(['light', 'first', 'second', 'third']);
  });
});
