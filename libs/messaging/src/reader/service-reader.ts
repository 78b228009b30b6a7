import type { EventRecord, ServiceName } from '@betang/contracts';
import type { Transaction } from '@betang/platform';
import { DeliveryError } from '../delivery-error.js';
import { turnstile } from '../pacing/turnstile.js';
import type { EventHandler, ReceivedEvent } from '../handling/handler-registry.js';
import { Admission, type AdmissionPorts, type Admitted, type Witness } from './admission.js';
import { eventFromRaw, type Delivery } from './delivery.js';
import { forgetNoticed, incidentsToRecord, noticeKey } from './incident-news.js';
import { takeIn, type Intake, type Refused } from './intake.js';
import { behind, parkingKey, planEffects, type EffectPlan, type ParkedEvent } from './plan-effects.js';
import { codeOf, isRetryable, throwUnsure } from './reader-failure.js';
import type { Gap, ReaderState } from './reader-state.js';
import type { HeldRow, ReaderPlace, ReaderStore } from './reader-store.js';
import { originKey, type Origin, type Watermark } from './watermark.js';

/** Calls a handler with its events inside the transaction; rejects with the handler's own error. */
export type Invoke = (
  handler: EventHandler,
  events: readonly ReceivedEvent[],
  transaction: Transaction,
  rebuilding: boolean,
) => Promise<void>;

/** Delivery's own events (heads, epochs, replays …): same order and transaction as a service's. */
export interface SystemEvents extends Witness {
  handle(events: readonly EventRecord[], transaction: Transaction): Promise<void>;
}

/** Sets aside what cannot be applied, in the transaction of the rest. */
export interface Parking {
  parkEvents(tx: Transaction, stream: string, sequence: number, parked: readonly ParkedEvent[]): Promise<void>;
  parkRefused(tx: Transaction, stream: string, refused: readonly Refused[]): Promise<void>;
}

export interface ServiceReaderPorts extends AdmissionPorts {
  readonly service: ServiceName;
  readonly store: ReaderStore;
  readonly parking: Parking;
  readonly invoke: Invoke;
  readonly system: SystemEvents;
}

/** Where a stream's loop stands: `saved` is what Postgres says, `place` may be ahead of it by rounds that changed nothing. */
export interface StreamPosition {
  readonly stream: string;
  saved: ReaderPlace;
  place: ReaderPlace;
}

/** One batch on its way into the database: from a stream, or events of one origin that were held until now. */
export interface Round {
  readonly position: StreamPosition;
  readonly deliveries: readonly Delivery[];
  /** Place after the batch; for released events the place does not move. */
  readonly to: ReaderPlace;
  readonly released?: Origin;
}

interface Findings {
  readonly intake: Intake;
  readonly plan: EffectPlan;
  readonly system: readonly EventRecord[];
  readonly held: Intake['held'];
}

const RELEASE = 500;
const NOBODY: Admitted = { events: [], setAside: [] };

/** Tells which part of a batch could not be handled, so that halving it makes sense. */
class PoisonError extends Error {
  constructor(override readonly cause: unknown) {
    super('an event of the batch cannot be handled');
  }
}

/**
 * Takes batches of deliveries into one service: archive, effects, watermarks and place in one transaction. One round at a time over all
 * streams of the service, because a replay may bring an audience in by another stream than usual.
 */
export class ServiceReader {
  private turn: Promise<unknown> = Promise.resolve();
  private readonly admission: Admission;

  constructor(
    private readonly ports: ServiceReaderPorts,
    readonly state: ReaderState,
  ) {
    this.admission = new Admission(ports, state);
  }

  /**
   * Applies a batch. What holds nothing for this service is not stored at once: its place stays in memory until {@link flush}.
   * @throws whatever is transient (nothing happened; the same call may be made again) and DeliveryError `place-moved`
   */
  async apply(round: Round): Promise<void> {
    await this.inTurn(async () => {
      await this.applyOrHalve(round);
      await this.releaseWaiting(round.position);
    });
  }

  /** @throws as {@link apply} */
  async releaseHeld(position: StreamPosition): Promise<void> {
    await this.inTurn(() => this.releaseWaiting(position));
  }

  private async releaseWaiting(position: StreamPosition): Promise<void> {
    for (const gap of this.state.waitingLines()) await this.release(position, gap);
  }

  /** Runs work that touches the reader's state between two rounds. */
  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  /** Saves the place and watermarks of rounds that wrote nothing, so that a restart does not read them again. */
  async flush(position: StreamPosition): Promise<void> {
    await this.inTurn(async () => {
      const to = position.place;
      if (to === position.saved) return;
      await this.ports.unitOfWork.run(async (tx) => {
        await this.ports.store.step(tx, position.stream, position.saved, to, this.unsaved(new Map()));
      });
      this.dirty.clear();
      position.saved = to;
    });
  }

  private async applyOrHalve(round: Round): Promise<void> {
    try {
      return await this.applyRound(round, false);
    } catch (error) {
      if (!(error instanceof PoisonError)) throw error;
    }
    if (round.deliveries.length === 1) return this.applyRound(round, true);
    const middle = round.deliveries.length >> 1;
    const first = round.deliveries.slice(0, middle);
    const between = round.released ? round.to : placeAfter(first, round.to.created, round.position.place.hubSequence);
    await this.applyOrHalve({ ...round, deliveries: first, to: between });
    await this.applyOrHalve({ ...round, deliveries: round.deliveries.slice(middle) });
  }

  private async applyRound(round: Round, parkFailures: boolean): Promise<void> {
    await turnstile.pass(round.deliveries.length);
    const intake = takeIn(round.deliveries, this.state);
    // What is no event at all is no service's: the same bytes are kept once, by identity.
    if (this.ports.service !== 'identity') intake.refused.length = 0;
    const { events, setAside } = await this.admission.admit(intake.events);
    const urgent = intake.urgent.length === 0 ? NOBODY : await this.admission.admit(intake.urgent);
    await turnstile.pass(events.length);
    const plan = planEffects(events, (type) => this.ports.registry.find(type), this.state.parkedKeys);
    plan.parked.push(...setAside, ...urgent.setAside);
    const system = [...urgent.events, ...events.filter((event) => this.ports.system.handles(event))];
    // What a replay of the same batch has brought already waits for nothing.
    const held = intake.held.filter(({ event }) => this.state.hasRoom(event) && !isOvertaken(event, intake));
    intake.incidents = incidentsToRecord(intake, held, this.state.noticed);
    const writes =
      plan.segments.length +
      plan.parked.length +
      system.length +
      held.length +
      intake.refused.length +
      intake.incidents.length;
    const written = writes > 0 || round.released !== undefined;
    if (written) await this.write(round, { intake, plan, system, held }, parkFailures);
    this.remember(intake, held, written);
    round.position.place = round.to;
    // What was held had no place: the one of rounds before it that changed nothing is still to be saved.
    if (written && !round.released) round.position.saved = round.to;
  }

  private async write(round: Round, { intake, plan, system, held }: Findings, parkFailures: boolean): Promise<void> {
    const { store, parking } = this.ports;
    const parked = await this.ports.unitOfWork.run(async (tx) => {
      // Sent without waiting for answers, in this order: the batch costs as many round trips as its handlers ask questions.
      const step = this.step(tx, round, intake);
      // What fails is taken back with all that it left for after the commit: the reader's own must not be among it.
      if (parkFailures) await step;
      const [failed] = await Promise.all([
        this.applyEffects(tx, { plan, system }, parkFailures),
        step,
        parking.parkRefused(tx, round.position.stream, intake.refused),
        round.released ? undefined : store.hold(tx, held),
        store.report(tx, intake.incidents),
      ]);
      await parking.parkEvents(tx, round.position.stream, round.to.sequence, failed);
      return failed;
    });
    for (const { event } of parked) {
      if (this.ports.registry.find(event.type)) this.state.parkedKeys.add(parkingKey(event));
      this.state.noteParked(event.region, event.body.length);
    }
    for (const { region, delivery } of intake.refused) this.state.noteParked(region, delivery.body.length);
    this.dirty.clear();
  }

  /** The reader's own move: its place (what was held already has none) and the watermarks. */
  private async step(tx: Transaction, { position, released, to }: Round, intake: Intake): Promise<void> {
    const { store } = this.ports;
    const watermarks = this.unsaved(intake.watermarks);
    if (released === undefined) {
      await Promise.all([
        store.step(tx, position.stream, position.saved, to, watermarks),
        this.dropOvertaken(tx, intake),
      ]);
      return;
    }
    const reached = intake.watermarks.get(originKey(released))?.position ?? 0;
    const [dropped] = await Promise.all([store.dropHeld(tx, released, reached), store.saveWatermarks(tx, watermarks)]);
    // Held events have no place that tells whether another instance has taken them: they themselves do, for they are gone then.
    if (dropped < intake.events.length)
      throw new DeliveryError('place-moved', 'another instance has taken these held events');
  }

  /** Events that were held and have come another way since, by a replay that reached past the gap. */
  private async dropOvertaken(tx: Transaction, { watermarks }: Intake): Promise<void> {
    for (const [key, watermark] of watermarks) {
      const gap = this.state.gaps.get(key);
      if (!gap || gap.held === 0) continue;
      const dropped = await this.ports.store.dropHeld(tx, watermark, watermark.position);
      tx.afterCommit(() => this.state.noteReleased(key, dropped));
    }
  }

  /** The handlers' effects with the archive of what they took; answers what has to be parked. */
  private async applyEffects(
    tx: Transaction,
    { plan, system }: Pick<Findings, 'plan' | 'system'>,
    parkFailures: boolean,
  ): Promise<ParkedEvent[]> {
    const { store } = this.ports;
    const all = plan.segments.flatMap(({ events }) => events);
    if (!parkFailures) {
      const [, ...failed] = await Promise.all([
        store.archive(tx, all),
        this.effects(tx, plan, false).then(() => this.systemEffects(tx, system, false)),
      ]);
      return [...plan.parked, ...failed.flat()];
    }
    const failed = [...(await this.effects(tx, plan, true)), ...(await this.systemEffects(tx, system, true))];
    const failedIds = new Set(failed.map(({ event }) => event.id));
    await store.archive(
      tx,
      all.filter((event) => !failedIds.has(event.id)),
    );
    return [...plan.parked, ...failed];
  }

  /**
   * Held events whose turn has come, in batches, until the next gap.
   * @throws DeliveryError `place-moved` when it is not known whether a batch was kept
   */
  private async release(position: StreamPosition, gap: Gap): Promise<void> {
    const key = originKey(gap.origin);
    for (;;) {
      const reached = this.state.watermark(key)?.position ?? 0;
      const rows = await this.ports.store.held(gap.origin, reached, RELEASE);
      const events = rows.map((row) => ({ event: eventFromRaw(row.headers, row.body), row }));
      const ready = events.filter(({ event }, index) => event.position === reached + 1 + index);
      if (ready.length === 0) return;
      const deliveries = ready.map(({ event, row }) => heldDelivery(event, row, position.saved.sequence));
      await this.applyOrHalve({ position, deliveries, to: position.place, released: gap.origin }).catch(throwUnsure);
      const released = (this.state.watermark(key)?.position ?? 0) - reached;
      this.state.noteReleased(key, Math.min(released, ready.length));
      this.state.settle(key);
      // A region that has stopped meanwhile, or a fork: what is held stays so.
      if (released === 0) return;
    }
  }

  private readonly dirty = new Set<string>();

  /** Watermarks of this batch and of those before it that changed nothing else. */
  private unsaved(changed: ReadonlyMap<string, Watermark>): Watermark[] {
    const earlier = [...this.dirty].filter((key) => !changed.has(key)).map((key) => this.state.watermark(key)!);
    return [...changed.values(), ...earlier];
  }

  private remember(intake: Intake, held: Intake['held'], written: boolean): void {
    for (const [key, watermark] of intake.watermarks) {
      // A snapshot of this very batch may have moved it further.
      if ((this.state.watermark(key)?.position ?? 0) <= watermark.position) this.state.watermarks.set(key, watermark);
      if (!written) this.dirty.add(key);
      forgetNoticed(this.state.noticed, key);
      this.state.settle(key);
    }
    for (const incident of intake.incidents) this.state.noticed.add(noticeKey(incident));
    const now = this.ports.now();
    for (const { event, delivery } of held) this.state.noteHeld(event, delivery.body.length, now);
  }

  private async systemEffects(
    tx: Transaction,
    events: readonly EventRecord[],
    parkFailures: boolean,
  ): Promise<ParkedEvent[]> {
    if (events.length === 0) return [];
    if (!parkFailures) {
      await this.ports.system.handle(events, tx).catch(throwPoison);
      return [];
    }
    try {
      await tx.savepoint(() => this.ports.system.handle(events, tx));
      return [];
    } catch (error) {
      if (isRetryable(error)) throw error;
      return events.map((event) => ({ event, reason: 'handler-failed' as const, detail: codeOf(error) }));
    }
  }

  private async effects(tx: Transaction, plan: EffectPlan, parkFailures: boolean): Promise<ParkedEvent[]> {
    const parked: ParkedEvent[] = [];
    for (const { handler, events } of plan.segments) {
      if (parkFailures) parked.push(...(await this.oneByOne(tx, handler, events)));
      else await this.ports.invoke(handler, events, tx, false).catch(throwPoison);
    }
    return parked;
  }

  /** The batch is known to hold a bad event and cannot be halved further: each event for itself, in a savepoint. */
  private async oneByOne(
    tx: Transaction,
    handler: EventHandler,
    events: readonly ReceivedEvent[],
  ): Promise<ParkedEvent[]> {
    const parked: ParkedEvent[] = [];
    const waiting = new Set<string>();
    for (const event of events) {
      if (waiting.has(parkingKey(event))) {
        parked.push(behind(event));
        continue;
      }
      try {
        await tx.savepoint(() => this.ports.invoke(handler, [event], tx, false));
      } catch (error) {
        if (isRetryable(error)) throw error;
        parked.push({ event, reason: 'handler-failed', detail: codeOf(error) });
        waiting.add(parkingKey(event));
      }
    }
    return parked;
  }
}

function isOvertaken(event: EventRecord, { watermarks }: Intake): boolean {
  return event.position <= (watermarks.get(originKey(event))?.position ?? 0);
}

function heldDelivery(event: EventRecord, row: HeldRow, sequence: number): Delivery {
  return { sequence, subject: '', event, rawHeaders: () => row.headers, body: row.body, hubSequence: 0 };
}

/** The place behind the last of these deliveries. */
export function placeAfter(deliveries: readonly Delivery[], created: string, hubSequence: number): ReaderPlace {
  const last = deliveries[deliveries.length - 1]!;
  return { created, sequence: last.sequence, hubSequence: last.hubSequence || hubSequence };
}

function throwPoison(error: unknown): never {
  if (isRetryable(error)) throw error;
  throw new PoisonError(error);
}
