import { AppError } from '../errors/app-error.js';
import { isLeap } from './clock-leap.decision.js';

/** A clock that leapt: where it would stand had it gone on, and where it stands. */
export interface ClockDoubt {
  readonly expected: Date;
  readonly found: Date;
}

/** What time is measured by: the clock, and a count of milliseconds that nobody sets. */
interface TimeSources {
  readonly clock: () => number;
  readonly steady: () => number;
}

/** What a database notes of the clock: where it stands there, and where it was last seen right; null: nobody has looked yet. */
export interface ClockNotes {
  read(): Promise<{ readonly here: Date; readonly seen: Date | null }>;
  note(): Promise<void>;
}

interface Reading {
  readonly clock: number;
  readonly steady: number;
}

const LOOK_MS = 60_000;
const LOOK_IN_DOUBT_MS = 5_000;
/** What a time server sets back in passing disturbs nothing. */
const PUT_BACK_MS = 60_000;
/** A note of some minutes ago is good enough, and each costs a flush. */
const NOTE_MS = 10 * 60_000;
const SYSTEM: TimeSources = { clock: Date.now, steady: () => performance.now() };

/**
 * Believes the clocks of this process and of its database as long as neither leaps away from where the database last noted them. While one is in
 * doubt nothing is changed or taken away by it: what was written under the year 2000 would be old tomorrow, what is deleted in 2036 does not come back.
 */
export class ClockWatch {
  private doubt: ClockDoubt | undefined;
  private last: Reading;
  private looking: Promise<ClockDoubt | undefined> | undefined;
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly notes: ClockNotes,
    private readonly time: TimeSources = SYSTEM,
  ) {
    this.last = this.measure();
  }

  /** Told when the clock has been put back: what was planned by it is too far ahead. */
  onPutBack(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Costs two readings; the database is asked once a minute, and nobody waits for it. Throws `clock-in-doubt` (503). */
  assertRight(): void {
    const { clock, steady } = this.measure();
    const passed = steady - this.last.steady;
    const expected = this.last.clock + passed;
    if (isLeap(expected, clock)) this.doubt = { expected: new Date(expected), found: new Date(clock) };
    // The next one asks again.
    if (passed > (this.doubt ? LOOK_IN_DOUBT_MS : LOOK_MS)) this.look().catch(() => undefined);
    if (this.doubt) throw new AppError('clock-in-doubt', { status: 503, params: timesOf(this.doubt) });
  }

  /** Asks the database; answers the doubt that there is. */
  look(): Promise<ClockDoubt | undefined> {
    this.looking ??= this.lookNow().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private async lookNow(): Promise<ClockDoubt | undefined> {
    const { here, seen } = await this.notes.read();
    const before = this.last;
    this.last = this.measure();
    this.doubt = doubtOf(seen, [here, new Date(this.last.clock)]);
    if (this.doubt) return this.doubt;
    const moved = this.last.clock - before.clock - (this.last.steady - before.steady);
    if (moved < -PUT_BACK_MS) for (const listener of this.listeners) listener();
    if (!seen || Math.abs(here.getTime() - seen.getTime()) > NOTE_MS) await this.notes.note();
    return undefined;
  }

  private measure(): Reading {
    return { clock: this.time.clock(), steady: this.time.steady() };
  }
}

function doubtOf(seen: Date | null, clocks: readonly Date[]): ClockDoubt | undefined {
  const found = seen && clocks.find((clock) => isLeap(seen.getTime(), clock.getTime()));
  return seen && found ? { expected: seen, found } : undefined;
}

/** To the minute, as people are told. */
export function timesOf({ expected, found }: ClockDoubt): { readonly expected: string; readonly found: string } {
  const text = (time: Date): string => time.toISOString().slice(0, 16).replace('T', ' ');
  return { expected: text(expected), found: text(found) };
}
