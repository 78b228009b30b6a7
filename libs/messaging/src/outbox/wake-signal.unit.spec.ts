import { describe, expect, it, jest } from '@jest/globals';
import { WakeSignal } from './wake-signal.js';

const never = new AbortController().signal;

describe('a signal that there may be work', () => {
  it('keeps nothing of waits that ended without it', async () => {
    const wake = new WakeSignal();
    for (let wait = 0; wait < 20; wait += 1) expect(await wake.wait(1, never)).toBe(false);
    // A round that is told ends its timer: one that nobody waits for any more has none to end.
    const ended = jest.spyOn(globalThis, 'clearTimeout');
    const waiting = wake.wait(60_000, never);
    wake.wake();
    expect(await waiting).toBe(true);
    expect(ended).toHaveBeenCalledTimes(1);
    ended.mockRestore();
  });

  it('is not lost when it comes before the wait, and is taken once', async () => {
    const wake = new WakeSignal();
    wake.wake();
    wake.wake();
    expect(await wake.wait(60_000, never)).toBe(true);
    const stop = new AbortController();
    const next = wake.wait(60_000, stop.signal);
    stop.abort();
    expect(await next).toBe(false);
  });
});
