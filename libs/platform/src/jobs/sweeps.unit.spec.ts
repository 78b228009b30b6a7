import { describe, expect, it } from '@jest/globals';

import type { ClockDoubt } from '../clock/clock-watch.js';
import type { Jobs } from './jobs.js';
import { Sweeps, scheduleOf } from './sweeps.js';

/** Set by a test where the clock is in doubt. */
let doubt: ClockDoubt | undefined;
const clock = { look: () => Promise.resolve(doubt) };

describe('a sweep', () => {
  it('comes round at an hour of the region', () => {
    expect(scheduleOf({ dailyAt: '07:30' }, 'Asia/Makassar')).toEqual({ cron: '0 30 7 * * *', zone: 'Asia/Makassar' });
    expect(scheduleOf({ monthlyOn: 28, at: '00:05' }, 'Asia/Jakarta')).toEqual({
      cron: '0 5 0 28 * *',
      zone: 'Asia/Jakarta',
    });
    expect(scheduleOf({ everyMinutes: 15 }, 'Asia/Jakarta')).toEqual({ everyMs: 900_000 });
    for (const at of ['7:30', '24:00', '12:60']) expect(() => scheduleOf({ dailyAt: at }, 'x')).toThrow('HH:MM');
    expect(() => scheduleOf({ monthlyOn: 29, at: '00:00' }, 'x')).toThrow('1 to 28');
  });

  it('is put on the calendar of its zone, worked on by name, and has one name', async () => {
    const scheduled: unknown[] = [];
    const added: unknown[] = [];
    const queue = {
      schedule: (...given: unknown[]) => Promise.resolve(void scheduled.push(given)),
      process: () => undefined,
      add: (job: unknown) => Promise.resolve(String(added.push(job))),
    };
    const sweeps = new Sweeps({ queue: () => queue } as unknown as Jobs, '64.72', clock);
    let runs = 0;
    sweeps.register('remind', { dailyAt: '06:00' }, () => Promise.resolve((runs += 1)));
    expect(() => sweeps.register('remind', { everyMinutes: 1 }, () => Promise.resolve())).toThrow('twice');
    await sweeps.runSoon('remind');
    expect(added).toEqual([]);
    await sweeps.start();
    expect(added).toEqual([{ sweep: 'remind' }]);
    expect(scheduled).toEqual([['remind', { cron: '0 0 6 * * *', zone: 'Asia/Makassar' }, { sweep: 'remind' }]]);
    await sweeps.runNow('remind');
    expect(runs).toBe(1);
    await expect(sweeps.runNow('none')).rejects.toThrow('no sweep');
    expect(() => sweeps.register('late', { everyMinutes: 1 }, () => Promise.resolve())).toThrow('too late');
  });

  it('does nothing while the clock is in doubt, and what is due when it is right again', async () => {
    let work: (job: { data: { sweep: string } }) => Promise<unknown> = () => Promise.resolve();
    const queue = { schedule: () => Promise.resolve(), process: (given: typeof work) => (work = given) };
    const sweeps = new Sweeps({ queue: () => queue } as unknown as Jobs, '62.03', clock);
    let runs = 0;
    sweeps.register('retention', { dailyAt: '02:40' }, () => Promise.resolve((runs += 1)));
    await sweeps.start();
    doubt = { expected: new Date('2026-11-23'), found: new Date('2036-11-23') };
    await work({ data: { sweep: 'retention' } });
    expect(runs).toBe(0);
    doubt = undefined;
    await work({ data: { sweep: 'retention' } });
    expect(runs).toBe(1);
  });

  it('is begun once more after its queue failed in the middle of the start', async () => {
    const added: unknown[] = [];
    let failures = 1;
    let workers = 0;
    const queue = {
      schedule: () => Promise.resolve(),
      process: () => {
        if (workers > 0) throw new Error('has a worker already');
        workers += 1;
      },
      add: (job: unknown) => {
        if (failures-- > 0) return Promise.reject(new Error('away'));
        return Promise.resolve(String(added.push(job)));
      },
    };
    const sweeps = new Sweeps({ queue: () => queue } as unknown as Jobs, '62.03', clock);
    sweeps.register('remind', { everyMinutes: 5 }, () => Promise.resolve());
    sweeps.register('forget', { everyMinutes: 5 }, () => Promise.resolve());
    await sweeps.runSoon('remind');
    await sweeps.runSoon('forget');
    await expect(sweeps.start()).rejects.toThrow('away');
    await sweeps.start();
    expect(added).toEqual([{ sweep: 'remind' }, { sweep: 'forget' }]);
    expect(workers).toBe(1);
  });
});
