import { performance } from 'node:perf_hooks';

const CALM_MS = 5;
const BUSY_MS = 80;
const SAMPLE_MS = 200;
/** Share of time in which the process had work at hand. */
const BUSY = 0.8;
const CALM = 0.65;

/**
 * How close to each other rounds of relays and readers may begin, in milliseconds, one pace for the whole process. A round costs the same
 * for one event as for fifty: while the process has time to spare events go at once; when commands want all of it, more events share a round,
 * and delivery takes a third of what it would. Latency grows by at most {@link BUSY_MS} a step, never the backlog: full rounds do not wait.
 */
export class Pace {
  private interval = CALM_MS;
  private sampledAt = 0;
  private sample = performance.eventLoopUtilization();

  roundMs(): number {
    const now = performance.now();
    if (now - this.sampledAt < SAMPLE_MS) return this.interval;
    const { utilization } = performance.eventLoopUtilization(this.sample);
    this.sample = performance.eventLoopUtilization();
    this.sampledAt = now;
    this.interval = nextInterval(this.interval, utilization);
    return this.interval;
  }
}

/** The next pace after a sample: doubles while the process is busy, halves once it is calm, stays in between. */
export function nextInterval(interval: number, utilization: number): number {
  if (utilization > BUSY) return Math.min(BUSY_MS, interval * 2);
  return utilization < CALM ? Math.max(CALM_MS, interval / 2) : interval;
}

/** The pace of this process. */
export const pace = new Pace();
