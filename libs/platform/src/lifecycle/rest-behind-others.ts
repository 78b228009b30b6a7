import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

/** Below this share of its time at work the thread is nobody's: who waits then only comes later. */
const QUIET = 0.5;

/** What a rest asks of the process; a test gives its own. */
export interface RestingHost {
  pause(milliseconds: number): Promise<unknown>;
  /** The share of its time, 0 to 1, that the thread has been at work since `mark` was taken. */
  since(mark: EventLoopUtilization): number;
  mark(): EventLoopUtilization;
}

const THIS_THREAD: RestingHost = {
  pause: (milliseconds) => pause(milliseconds),
  mark: () => performance.eventLoopUtilization(),
  since: (mark) => performance.eventLoopUtilization(mark).utilization,
};

/**
 * Rests after a piece of work of `workedMs` that must not take the time of others: `times` as long as it worked while they have much to do,
 * once as long when nobody wants the thread. It sees this process alone; what others ask of the database is hidden to it.
 */
export async function restBehindOthers(workedMs: number, times: number, host = THIS_THREAD): Promise<void> {
  for (let rests = 0; rests < times; rests += 1) {
    const mark = host.mark();
    await host.pause(workedMs);
    if (host.since(mark) < QUIET) return;
  }
}
