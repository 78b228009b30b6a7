import { cpus } from 'node:os';
import { pause } from '../connection/bus.js';

const CALM_MS = 10;
const BUSY_MS = 250;
const SAMPLE_MS = 100;
const LOOK_MS = 50;
/** So many samples in a row make a flood: collecting the garbage of the whole heap fills one or two of them too, and is over then. */
const FLOOD_SAMPLES = 4;

/** How much was asked of the process and of the machine since the last look. */
export interface Load {
  /** Share of the time in which the process had work at hand. */
  readonly utilization: number;
  /** Share of the machine's processors that did nothing: the database and the bus need some of them too. */
  readonly idle: number;
}

/**
 * How close to each other rounds of relays and readers may begin, one pace for the whole process. A round costs the same for one event as for
 * fifty: what comes after a rest goes at once; what comes in a stream goes on the beat, and all relays on the same one, so that a reader of
 * several lines finds their events together. When commands want all of the machine, beats are further apart and delivery takes a third of what
 * it would (rounds 250 ms apart instead of 80 let a fifth more commands through). Latency grows by at most {@link BUSY_MS} a step, never the
 * backlog: full rounds do not wait.
 */
export class Pace {
  private interval = CALM_MS;
  private sampledAt = 0;
  /** Samples in a row in which there was nothing to spare. */
  private strained = 0;

  constructor(private readonly loadSinceLastLook: () => Load = loadMeter()) {}

  /** Waits for the beat after a relay's round that began then, or until aborted. */
  async nextBeat(began: number, signal: AbortSignal): Promise<void> {
    await this.restUntil((roundMs) => beatAfter(began, roundMs), signal);
  }

  /**
   * Waits until a reader may begin its next round: it has its beat from the relays, and only gathers what comes late or from elsewhere. Where
   * nobody waits for what it makes of events, its rounds begin at least `apartMs` after each other.
   */
  async nextReading(began: number, signal: AbortSignal, apartMs = 0): Promise<void> {
    await this.restUntil((roundMs) => began + Math.max(roundMs / 2, apartMs), signal);
  }

  /** Looks again and again how far apart rounds are by now: who rests when a flood ends does not rest as long as the flood asked for. */
  private async restUntil(endOf: (roundMs: number) => number, signal: AbortSignal): Promise<void> {
    for (;;) {
      const left = endOf(this.roundMs()) - performance.now();
      if (left <= 0 || signal.aborted) return;
      await pause(Math.min(left, LOOK_MS), signal);
    }
  }

  private roundMs(): number {
    const now = performance.now();
    if (now - this.sampledAt < SAMPLE_MS) return this.interval;
    this.sampledAt = now;
    const load = this.loadSinceLastLook();
    this.strained = isStrained(load) ? this.strained + 1 : 0;
    if (this.strained === 0 || this.strained >= FLOOD_SAMPLES) this.interval = nextInterval(this.interval, load);
    return this.interval;
  }
}

/** Of this process and this machine; each look answers for the time since the one before. */
function loadMeter(): () => Load {
  let sample = performance.eventLoopUtilization();
  let processors = processorTimes();
  return () => {
    const before = { sample, processors };
    sample = performance.eventLoopUtilization();
    processors = processorTimes();
    const total = processors.total - before.processors.total;
    const { utilization } = performance.eventLoopUtilization(sample, before.sample);
    return { utilization, idle: total > 0 ? (processors.idle - before.processors.idle) / total : 1 };
  };
}

function processorTimes(): { readonly idle: number; readonly total: number } {
  let [idle, total] = [0, 0];
  for (const { times } of cpus()) {
    idle += times.idle;
    total += times.user + times.nice + times.sys + times.irq + times.idle;
  }
  return { idle, total };
}

/** The first beat behind a moment: beats lie at whole multiples of the interval, on the process's own clock. Pure. */
export function beatAfter(moment: number, interval: number): number {
  return (Math.floor(moment / interval) + 1) * interval;
}

/** Waits for the next beat of so many milliseconds: whoever looks in now and then does it with the others, and a process at rest is woken once. */
export async function restUntilBeat(milliseconds: number, signal: AbortSignal): Promise<void> {
  const now = performance.now();
  // A timer counts whole milliseconds and may end a part of one before the beat, which would come twice then.
  await pause(Math.ceil(beatAfter(now, milliseconds) - now) + 1, signal);
}

/**
 * The next pace after a sample: doubles while the process or the machine has nothing to spare, falls to a quarter once both have (who comes
 * after a flood does not wait for it), stays in between. The process alone tells too little: where processors are few it waits for the
 * database inside its own work.
 */
export function nextInterval(interval: number, load: Load): number {
  if (isStrained(load)) return Math.min(BUSY_MS, interval * 2);
  return load.utilization < 0.75 && load.idle > 0.2 ? Math.max(CALM_MS, interval / 4) : interval;
}

/** Whether the process or the machine has nothing to spare. */
function isStrained({ utilization, idle }: Load): boolean {
  return utilization > 0.88 || idle < 0.1;
}

/** The pace of this process. */
export const pace = new Pace();
