import { RegionCode, ianaTimeZones, timeZoneOf } from '@betang/asn';

import type { ClockWatch } from '../clock/clock-watch.js';
import type { JobQueue } from './job-queue.js';
import type { Jobs } from './jobs.js';

interface SweepJob {
  readonly sweep: string;
}

/** When a sweep runs: at an hour of the office's day, on one day of each month at an hour, or every so many minutes. */
export type SweepTime =
  | { readonly dailyAt: string }
  | { readonly monthlyOn: number; readonly at: string }
  | { readonly everyMinutes: number };

/**
 * Work of a service that comes round by the calendar: reminders, expiries, retention. Hours are those of the region
 * (WIB, WITA or WIT). A sweep finds by itself what is due, so that one that was missed, or runs twice, does no harm: a
 * process that was down at the hour runs it at its next start, once. While the clock is in doubt none runs: most of what they do cannot be taken back.
 */
export class Sweeps {
  private readonly works = new Map<string, () => Promise<unknown>>();
  private readonly times = new Map<string, SweepTime>();
  /** Asked for before the queue was there. */
  private readonly early = new Set<string>();
  private queue: JobQueue<SweepJob> | undefined;
  private working = false;
  private readonly zone: string;

  constructor(
    private readonly jobs: Jobs,
    region: string,
    private readonly clock: Pick<ClockWatch, 'look'>,
  ) {
    this.zone = ianaTimeZones[timeZoneOf(RegionCode.parse(region))];
  }

  /** Names a sweep and its work; to be called before `start`, one name once. */
  register(name: string, time: SweepTime, work: () => Promise<unknown>): void {
    if (this.works.has(name) || this.queue !== undefined) throw new Error(`sweep ${name} comes twice, or too late`);
    this.works.set(name, work);
    this.times.set(name, time);
  }

  /** Puts the sweeps on the calendar and begins to work on them. Called by JobsModule once the process runs, and again after it failed or the clock was put back. */
  async start(): Promise<void> {
    if (this.works.size === 0) return;
    this.queue = this.jobs.queue<SweepJob>('sweeps');
    for (const [name, time] of this.times)
      await this.queue.schedule(name, scheduleOf(time, this.zone), { sweep: name });
    if (!this.working) this.queue.process((job) => this.work(job.data.sweep));
    this.working = true;
    for (const name of this.early) {
      await this.queue.add({ sweep: name });
      this.early.delete(name);
    }
  }

  private async work(name: string): Promise<unknown> {
    return (await this.clock.look()) ? undefined : this.works.get(name)?.();
  }

  /** Runs a sweep now, beside its calendar: after a setting changed, or for an operator. */
  async runSoon(name: string): Promise<void> {
    if (!this.works.has(name)) throw new Error(`there is no sweep ${name}`);
    if (this.queue === undefined) this.early.add(name);
    else await this.queue.add({ sweep: name });
  }

  /** Does a sweep's work in the caller's own time; what tests use. */
  async runNow(name: string): Promise<unknown> {
    const work = this.works.get(name);
    if (work === undefined) throw new Error(`there is no sweep ${name}`);
    return work();
  }
}

/** The queue's form of a time. Throws for an hour or day that no clock or calendar has. */
export function scheduleOf(time: SweepTime, zone: string): { cron: string; zone: string } | { everyMs: number } {
  if ('everyMinutes' in time) return { everyMs: time.everyMinutes * 60_000 };
  const [hour, minute] = clockOf('dailyAt' in time ? time.dailyAt : time.at);
  if ('dailyAt' in time) return { cron: `0 ${minute} ${hour} * * *`, zone };
  // Every month has a 28th.
  if (!Number.isInteger(time.monthlyOn) || time.monthlyOn < 1 || time.monthlyOn > 28) throw new Error('day is 1 to 28');
  return { cron: `0 ${minute} ${hour} ${time.monthlyOn} * *`, zone };
}

function clockOf(text: string): [hour: number, minute: number] {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (match === null) throw new Error('an hour is HH:MM');
  return [Number(match[1]), Number(match[2])];
}
