import { pause } from '../connection/bus.js';
import { pace } from '../pacing/pace.js';
import { isRetryable } from './reader-failure.js';
import { placeAfter, type ServiceReader, type StreamPosition } from './service-reader.js';
import type { ReaderPlace } from './reader-store.js';
import type { StreamSource } from './stream-source.js';

const BATCH = 500;
const FLUSH_MS = 1_000;
const RETRY_FIRST_MS = 50;
const RETRY_MAX_MS = 5_000;

/** What a reader's loop is doing, for status and readiness. */
export interface StreamProgress {
  readonly state: 'reading' | 'retrying' | 'stopped';
  readonly problem?: string | undefined;
  readonly sequence: number;
  readonly lastMoved?: Date | undefined;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads one stream for one service, from its place, for ever. What fails for the moment is tried again with back-off; nothing is skipped. */
export class StreamLoop {
  readonly progress: StreamProgress;
  private readonly own: Writable<StreamProgress> = { state: 'reading', sequence: 0 };
  private readonly position: StreamPosition;
  private flusher: NodeJS.Timeout | undefined;

  constructor(
    private readonly reader: ServiceReader,
    private readonly source: StreamSource,
    stream: string,
    start: ReaderPlace,
    private readonly onProblem: (error: unknown) => void,
    /** How far apart its rounds begin at least, in milliseconds, while fewer events come than a full one takes. */
    private readonly apartMs = 0,
  ) {
    this.position = { stream, saved: start, place: start };
    this.own.sequence = start.sequence;
    this.progress = progressOf(this.own, source);
  }

  /** Runs until aborted. @throws DeliveryError `place-moved`: another instance is active, this one must begin anew */
  async run(signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted) await this.step(signal);
      await this.flush();
    } finally {
      clearTimeout(this.flusher);
      this.own.state = 'stopped';
      await this.source.close();
    }
  }

  /** Takes in what is held and has its turn without an event that would bring it: after a start, or since its region goes on that had stopped. */
  async releaseHeld(): Promise<void> {
    try {
      await this.reader.releaseHeld(this.position);
    } catch (error) {
      if (!isRetryable(error) || hasCode(error, 'place-moved')) throw error;
      this.onProblem(error);
    }
  }

  private async step(signal: AbortSignal): Promise<void> {
    const { created, deliveries } = await this.source.next(this.position.place, BATCH, signal);
    if (deliveries.length === 0) return;
    const began = performance.now();
    const to = placeAfter(deliveries, created, this.position.place.hubSequence);
    for (let delay = RETRY_FIRST_MS; !signal.aborted; delay = Math.min(RETRY_MAX_MS, delay * 2)) {
      try {
        await this.reader.apply({ position: this.position, deliveries, to });
        this.moved(to);
        if (deliveries.length < BATCH) await pace.nextReading(began, signal, this.apartMs);
        return;
      } catch (error) {
        if (!isRetryable(error) || hasCode(error, 'place-moved')) throw error;
        this.retrying(error);
        await pause(delay, signal);
      }
    }
  }

  private moved(to: ReaderPlace): void {
    this.own.state = 'reading';
    this.own.sequence = to.sequence;
    this.own.lastMoved = new Date();
    delete this.own.problem;
    if (this.position.place !== this.position.saved) this.flusher ??= setTimeout(() => void this.flush(), FLUSH_MS);
  }

  private retrying(error: unknown): void {
    this.own.state = 'retrying';
    this.own.problem = (error as { code?: string }).code ?? 'unknown';
    this.onProblem(error);
  }

  private async flush(): Promise<void> {
    this.flusher = undefined;
    try {
      await this.reader.flush(this.position);
    } catch (error) {
      this.onProblem(error);
    }
  }
}

/** A loop that waits for its stream does not know of it: what keeps the stream from being read is asked of the source. */
function progressOf(own: StreamProgress, source: StreamSource): StreamProgress {
  const blocked = (): string | undefined => (own.state === 'reading' ? source.problem : undefined);
  return {
    get state() {
      return blocked() === undefined ? own.state : 'retrying';
    },
    get problem() {
      return own.problem ?? blocked();
    },
    get sequence() {
      return own.sequence;
    },
    get lastMoved() {
      return own.lastMoved;
    },
  };
}

function hasCode(error: unknown, code: string): boolean {
  return (error as { code?: unknown }).code === code;
}
