import { waitUntil } from '@betang/testing';
import { setTimeout as pause } from 'node:timers/promises';
import type { SeededRandom } from '../generator/seeded-random.js';
import type { AcceptanceRecord, AcceptedCompletion, CompletionRequest } from './acceptance-record.js';
import { ChaosError } from './chaos-error.js';
import { drawCompletion } from './draw-completion.js';
import { isDecided, type RegionApi } from './region-api.js';

export interface LoadedRegion {
  readonly code: string;
  readonly api: RegionApi;
  readonly people: readonly string[];
}

export interface LoadPlan {
  readonly record: AcceptanceRecord;
  readonly random: SeededRandom;
  readonly seed: string;
  /** Clients of each region, each with one request at a time. */
  readonly clients: number;
  /** Pause of a client between two completions. */
  readonly paceMs: number;
  readonly day: string;
}

const RETRY_MS = 100;
const PATIENCE = { timeoutMs: 120_000, intervalMs: 20 };

/** Clients that record completions over HTTP, each sending a request again with the same Idempotency-Key until it is decided. */
export class CompletionLoad {
  private readonly held = new Set<string>();
  private readonly busy = new Map<string, number>();
  private clients: Promise<void>[] = [];
  private running = true;
  private abandoned = false;
  private failure: unknown;
  private drawn = 0;

  constructor(
    private readonly regions: readonly LoadedRegion[],
    private readonly plan: LoadPlan,
  ) {}

  start(): void {
    this.clients = this.regions.flatMap((region) =>
      Array.from({ length: this.plan.clients }, (_, client) =>
        this.client(region, this.plan.random.fork(`${region.code} ${client}`)).catch((error: unknown) => {
          this.failure = error;
        }),
      ),
    );
  }

  /** Ends once everything that was sent is decided. @throws what ended a client */
  async stop(): Promise<void> {
    this.running = false;
    await Promise.all(this.clients);
    if (this.failure) throw this.failure;
  }

  /** Ends at once, whatever is undecided: the run has failed. */
  async abandon(): Promise<void> {
    this.running = false;
    this.abandoned = true;
    await Promise.all(this.clients);
  }

  /** Runs work while the region's clients rest, with nothing of theirs undecided. */
  async whileResting<T>(code: string, work: () => Promise<T>): Promise<T> {
    this.held.add(code);
    try {
      await waitUntil(`clients of ${code} rest`, () => (this.busy.get(code) ?? 0) === 0, PATIENCE);
      return await work();
    } finally {
      this.held.delete(code);
    }
  }

  /** Waits until so many more completions have been accepted, by the named region or by any. */
  async accepted(more: number, code?: string): Promise<void> {
    const count = () => (code === undefined ? this.plan.record.count : this.plan.record.of(code).length);
    const wanted = count() + more;
    await waitUntil(
      `${more} more completions are accepted${code === undefined ? '' : ` by ${code}`}`,
      () => {
        if (this.failure) throw this.failure;
        return count() >= wanted;
      },
      PATIENCE,
    );
  }

  /** Sends accepted completions again, as their clients would: the same keys, the same bodies. */
  async sendAgain(rows: readonly AcceptedCompletion[]): Promise<void> {
    for (const row of rows)
      await this.decide(
        this.regions.find(({ code }) => code === row.region)!,
        row,
      );
  }

  private async client(region: LoadedRegion, random: SeededRandom): Promise<void> {
    const { code } = region;
    while (this.running) {
      await pause(this.plan.paceMs);
      if (this.held.has(code)) continue;
      this.busy.set(code, (this.busy.get(code) ?? 0) + 1);
      try {
        await this.decide(region, this.draw(region, random));
      } finally {
        this.busy.set(code, this.busy.get(code)! - 1);
      }
    }
  }

  private draw({ code, people }: LoadedRegion, random: SeededRandom): CompletionRequest {
    this.drawn += 1;
    const key = `chaos-${this.plan.seed}-${code}-${this.drawn}`;
    return drawCompletion(random, { region: code, people, day: this.plan.day, key });
  }

  private async decide({ api }: LoadedRegion, request: CompletionRequest): Promise<void> {
    while (!this.abandoned) {
      const attempt = await api.tryPost('training-catalog', 'completions', request.key, request.body);
      if (!isDecided(attempt)) {
        await pause(RETRY_MS);
        continue;
      }
      const { completionId } = (attempt.body ?? {}) as { completionId?: string };
      if (completionId === undefined)
        throw new ChaosError('request-refused', `completions: ${attempt.status} ${JSON.stringify(attempt.body)}`);
      this.plan.record.accept(request, completionId);
      return;
    }
  }
}
