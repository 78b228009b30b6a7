import { beforeEach, describe, expect, it } from '@jest/globals';
import { isTransient } from '../errors/sql-state.js';
import { isLeap } from './clock-leap.decision.js';
import { ClockWatch } from './clock-watch.js';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-23T08:00:00Z');

describe('a leap', () => {
  it.each([
    ['a month that the office was shut', 29 * DAY, false],
    ['a wrong time zone', -8 * 3_600_000, false],
    ['a battery that is empty', Date.parse('2000-01-01') - NOW, true],
    ['a year typed wrong', 365 * DAY, true],
  ])('%s: %d ms', (_what, by, leaps) => {
    expect(isLeap(NOW, NOW + by)).toBe(leaps);
  });
});

describe('the watch of the clock', () => {
  let clock: number;
  let steady: number;
  /** Of Postgres, beside the process's own. */
  let apart: number;
  let seen: Date | null;
  let reads: number;
  let watch: ClockWatch;
  beforeEach(() => {
    [clock, steady, apart, seen, reads] = [NOW, 1_000, 0, new Date(NOW), 0];
    const notes = {
      read: () => {
        reads += 1;
        return Promise.resolve({ here: new Date(clock + apart), seen });
      },
      note: () => {
        seen = new Date(clock + apart);
        return Promise.resolve();
      },
    };
    watch = new ClockWatch(notes, { clock: () => clock, steady: () => steady });
  });
  const pass = (ms: number) => {
    clock += ms;
    steady += ms;
  };

  it('begins with the first clock that it sees, and notes it', async () => {
    seen = null;
    expect(await watch.look()).toBeUndefined();
    expect(seen).toEqual(new Date(NOW));
  });

  it('asks the database once a minute, and keeps nobody waiting for it', async () => {
    watch.assertRight();
    pass(59_000);
    watch.assertRight();
    expect(reads).toBe(0);
    pass(2_000);
    watch.assertRight();
    watch.assertRight();
    expect(reads).toBe(1);
  });

  it.each([
    ['years ahead', 10 * 365 * DAY],
    ['in the year 2000', Date.parse('2000-01-01') - NOW],
  ])('lets nothing be done by a clock that leaps while it runs, %s, before anybody asked the database', (_what, by) => {
    clock += by;
    expect(() => watch.assertRight()).toThrow('clock-in-doubt');
    expect(reads).toBe(0);
  });

  it('doubts a clock that came up wrong, notes nothing of it, and says what stands where', async () => {
    seen = new Date('2016-11-23T08:00:59Z');
    expect(await watch.look()).toMatchObject({ found: new Date(NOW) });
    expect(seen).toEqual(new Date('2016-11-23T08:00:59Z'));
    const refused = (() => {
      try {
        watch.assertRight();
        return undefined;
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toMatchObject({ status: 503, params: { expected: '2016-11-23 08:00', found: '2026-11-23 08:00' } });
    expect(isTransient(refused)).toBe(true);
  });

  it('doubts where the clock of the database alone leapt', async () => {
    apart = -365 * DAY;
    expect(await watch.look()).toMatchObject({ found: new Date(NOW - 365 * DAY) });
  });

  it('goes on by itself once the clock is set right, and says that it was put back', async () => {
    let putBack = 0;
    watch.onPutBack(() => (putBack += 1));
    clock += 400 * DAY;
    await watch.look();
    expect(() => watch.assertRight()).toThrow('clock-in-doubt');
    clock -= 400 * DAY;
    pass(6_000);
    expect(() => watch.assertRight()).toThrow('clock-in-doubt');
    await watch.look();
    watch.assertRight();
    expect(putBack).toBe(1);
    clock += 3_600_000;
    await watch.look();
    expect(putBack).toBe(1);
    clock -= 3_600_000;
    await watch.look();
    expect(putBack).toBe(2);
  });
});
