import { describe, expect, it } from '@jest/globals';
import { waitUntil } from './wait-until.js';

describe('waitUntil', () => {
  it('asks again until the answer is there, errors included', async () => {
    const answers = [undefined, null, false, new Error('not yet'), 0];
    const probe = () => {
      const next = answers.shift();
      if (next instanceof Error) throw next;
      return next;
    };
    expect(await waitUntil('it holds', probe, { intervalMs: 1 })).toBe(0);
  });

  it('gives up with what it waited for and the last answer', async () => {
    await expect(waitUntil('it holds', () => false, { timeoutMs: 5, intervalMs: 1 })).rejects.toMatchObject({
      code: 'testing.wait-timed-out',
      message: expect.stringMatching(/5 ms .* until it holds .*last answer false/),
    });
  });

  it('gives up with the last error as its cause', async () => {
    const cause = new Error('refused');
    await expect(
      waitUntil('it holds', () => Promise.reject(cause), { timeoutMs: 5, intervalMs: 1 }),
    ).rejects.toMatchObject({ cause });
  });
});
