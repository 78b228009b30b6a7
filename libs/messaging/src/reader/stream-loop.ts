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
  state: 'reading' | 'retrying' | 'stopped';
  problem?: string;
  sequence: number;
  lastMoved?: Date;
}

/** Reads one stream for one service, from its place, for ever. What fails for the moment is tried again with back-off; nothing is skipped. */
export class StreamLoop {
  readonly progress: StreamProgress = { state: 'reading', sequence: 0 };
  private readonly position: StreamPosition;
  private flusher: NodeJS.Timeout | undefined;

  constructor(
    private readonly reader: ServiceReader,
    private readonly source: StreamSource,
    stream: string,
    start: ReaderPlace,
    private readonly onProblem: (error: unknown) => void,
  ) {
    this.position = { stream, saved: start, place: start };
    this.progress.sequence = start.sequence;
  }

  /** Runs until aborted. @throws DeliveryError `place-moved`: another instance is active, this one must begin anew */
  async run(signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted) await this.step(signal);
      await this.flush();
    } finally {
      clearTimeout(this.flusher);
      this.progress.state = 'stopped';
      await this.source.close();
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
        if (deliveries.length < BATCH) await pace.nextReading(began, signal);
        return;
      } catch (error) {
        if (!isRetryable(error) || hasCode(error, 'place-moved')) throw error;
        this.retrying(error);
        await pause(delay, signal);
      }
    }
  }

  private moved(to: ReaderPlace): void {
    this.progress.state = 'reading';
    this.progress.sequence = to.sequence;
    this.progress.lastMoved = new Date();
    delete this.progress.problem;
    if (this.position.place !== this.position.saved) this.flusher ??= setTimeout(() => void this.flush(), FLUSH_MS);
  }

  private retrying(error: unknown): void {
    this.progress.state = 'retrying';
    this.progress.problem = (error as { code?: string }).code ?? 'unknown';
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

function hasCode(error: unknown, code: string): boolean {
  return (error as { code?: unknown }).code === code;
}
