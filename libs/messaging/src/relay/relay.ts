import type { EventRecord } from '@betang/contracts';
import { pause } from '../connection/bus.js';
import { DeliveryError } from '../delivery-error.js';
import { pace } from '../pacing/pace.js';
import { turnstile } from '../pacing/turnstile.js';
import type { WakeSignal } from '../outbox/wake-signal.js';
import { sizeOnLine, type BatchLimit } from './batch-limit.js';
import type { BatchesExhausted, EventPublisher, Publication } from './event-publisher.js';
import { subjectOf } from './event-subject.js';
import { numberBatch, type Head } from './number-batch.js';
import { isPublishProblem } from './publish-problem.js';
import type { RelayKey, RelayRow } from './relay-row.js';
import type { RelayStore } from './relay-store.js';

export interface RelayPorts {
  readonly store: RelayStore;
  readonly publisher: EventPublisher;
  readonly wake: WakeSignal;
  readonly limit: BatchLimit;
  /** Signs the events that must be; undefined for the others. */
  readonly sign: (event: EventRecord) => string | undefined;
  /** Publishes again what the destination lost; called at start and after every reconnect. */
  readonly recover: (heads: ReadonlyMap<string, Head>, signal: AbortSignal) => Promise<void>;
  /** Resolves once the destination is connected, or when aborted. */
  readonly connected: (signal: AbortSignal) => Promise<void>;
  /** Counts connects to the destination. */
  readonly connects: () => number;
  readonly onProblem: (error: unknown) => void;
}

/** Behind the signal of a commit: a signal can be lost, a fact cannot. */
const POLL_MS = 15_000;
/** Rows are there that an older transaction still hides. */
const HIDDEN_MS = 3;
const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 5_000;
/** An acknowledgement may be long in coming over a slow line, and never come over a dead one. */
const STOP_MS = 3_000;

/** What a relay is doing, for status and readiness. */
export interface RelayProgress {
  state: 'starting' | 'publishing' | 'idle' | 'retrying' | 'stopped';
  /** Code of the last problem, while it lasts. */
  problem?: string;
  published: number;
  lastAcknowledged?: Date;
  /** Since the relay began. */
  batchesExhausted?: Readonly<BatchesExhausted>;
}

/**
 * Carries a service's committed facts to one destination, in order, each at least once; receivers make it exactly once by position. Runs on
 * the leader only: its store writes on the connection that holds the lock.
 */
export class Relay {
  readonly progress: RelayProgress = { state: 'starting', published: 0 };
  private cursor: RelayKey = { generation: 0, xid: '0', seq: '0' };
  private heads: ReadonlyMap<string, Head> = new Map();
  private connectsKnown = 0;
  private failures = 0;
  /** The move of the cursor that is on its way. */
  private advanced: Promise<void> = Promise.resolve();

  constructor(private readonly ports: RelayPorts) {}

  /** Runs until aborted. @throws DeliveryError `cursor-moved` or a database error: leadership is lost, the caller starts anew */
  async run(signal: AbortSignal): Promise<void> {
    this.cursor = await this.ports.store.cursor();
    this.heads = await this.ports.store.heads();
    try {
      while (!signal.aborted) {
        try {
          await this.pump(signal);
          await this.advanced;
          return;
        } catch (error) {
          if (!isPublishProblem(error)) throw error;
          if (signal.aborted) return;
          this.progress.state = 'retrying';
          this.progress.problem = error.code;
          this.ports.onProblem(error);
          if (error.code === 'publish-timeout') this.ports.limit.shrink();
          this.connectsKnown = 0;
          await pause(Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.failures), signal);
          this.failures += 1;
        }
      }
    } finally {
      this.progress.state = 'stopped';
    }
  }

  private async pump(signal: AbortSignal): Promise<void> {
    let ahead: Promise<RelayRow[]> | undefined;
    let began = 0;
    while (!signal.aborted) {
      await this.recoverAfterConnect(signal);
      const rows = await (ahead ?? this.read(this.cursor));
      ahead = undefined;
      if (rows.length === 0) {
        await this.advanced;
        this.progress.state = 'idle';
        delete this.progress.problem;
        await this.restUntilThereIsMore(signal);
        continue;
      }
      this.progress.state = 'publishing';
      began = performance.now();
      const taken = rows.slice(0, this.ports.limit.take(rows.map(({ event }) => sizeOnLine(event))));
      // The next rows are read while these are on their way; a refused batch makes them worthless, not wrong.
      if (taken.length === rows.length && rows.length >= this.ports.limit.events) {
        ahead = this.read(taken[taken.length - 1]!.key);
        ahead.catch(() => undefined);
      }
      const done = await this.publish(taken, signal);
      if (done < taken.length) ahead = undefined;
      else if (taken.length < rows.length) ahead = Promise.resolve(rows.slice(taken.length));
      else if (!ahead) await pace.nextBeat(began, signal);
    }
  }

  /** Until somebody has committed, or rows are found of which no signal came; those may be hidden still. */
  private async restUntilThereIsMore(signal: AbortSignal): Promise<void> {
    const { store, wake } = this.ports;
    while (!(await store.hasMore(this.cursor))) if ((await wake.wait(POLL_MS, signal)) || signal.aborted) return;
    await wake.wait(HIDDEN_MS, signal);
  }

  private async read(after: RelayKey): Promise<RelayRow[]> {
    return this.ports.store.next(after, this.ports.limit.events);
  }

  private async publish(rows: readonly RelayRow[], signal: AbortSignal): Promise<number> {
    await turnstile.pass(rows.length);
    const batch = numberBatch(rows, this.heads);
    await turnstile.pass(rows.length);
    const publications = batch.events.map((event) => this.publication(event));
    const began = performance.now();
    const publishing = this.ports.publisher.publish(publications).finally(() => this.noteExhausted());
    const done = await acknowledgedBeforeStop(publishing, signal);
    const acknowledged = rows.slice(0, done);
    const accepted = done === rows.length ? batch : numberBatch(acknowledged, this.heads);
    const last = acknowledged[acknowledged.length - 1];
    if (!last) throw new DeliveryError('publish-refused', 'the destination took no event of the batch');
    await this.advanced;
    // Not waited for before the next batch goes out: should it fail, what follows is published again under the same positions.
    this.advanced = this.ports.store.advance(this.cursor, last.key, accepted.log);
    this.advanced.catch(() => undefined);
    this.cursor = last.key;
    this.heads = accepted.heads;
    this.progress.published += done;
    this.failures = 0;
    this.progress.lastAcknowledged = new Date();
    delete this.progress.problem;
    const bytes = acknowledged.reduce((sum, { event }) => sum + sizeOnLine(event), 0);
    this.ports.limit.learn(bytes, performance.now() - began);
    return done;
  }

  /** The publisher has gone on without batches, so that nothing failed: it is told all the same. */
  private noteExhausted(): void {
    const { batchesExhausted } = this.ports.publisher;
    if (!batchesExhausted || batchesExhausted.times === this.progress.batchesExhausted?.times) return;
    this.progress.batchesExhausted = batchesExhausted;
    const text = 'the stream has too many open batches: events go one by one';
    this.ports.onProblem(new DeliveryError('publish-batches-exhausted', text));
  }

  private publication(event: EventRecord): Publication {
    const signature = this.ports.sign(event);
    return { subject: subjectOf(event), event: signature ? { ...event, signature } : event };
  }

  private async recoverAfterConnect(signal: AbortSignal): Promise<void> {
    await this.ports.connected(signal);
    const connects = this.ports.connects();
    if (connects === this.connectsKnown) return;
    await this.ports.recover(this.heads, signal);
    this.connectsKnown = connects;
  }
}

/** Who stops does not wait for long: what is not acknowledged then is published again by the next one. @throws DeliveryError `publish-timeout` */
async function acknowledgedBeforeStop(publishing: Promise<number>, signal: AbortSignal): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  let stop = (): void => undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    const late = (): void => reject(new DeliveryError('publish-timeout', 'stopped before the acknowledgement'));
    stop = () => {
      timer = setTimeout(late, STOP_MS);
    };
  });
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([publishing, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
    clearTimeout(timer);
  }
}
