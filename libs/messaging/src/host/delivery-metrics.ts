import type { Metrics, ServiceDatabase } from '@betang/platform';
import type { ServiceName } from '@betang/contracts';
import type { ServiceDelivery } from '../engine/service-delivery.js';
import type { RegionIntake } from './hub-intake.js';
import { readHorizonSeconds, readOutbox } from '../relay/outbox-status.js';
import type { ReaderState } from '../reader/reader-state.js';
import { originKey } from '../reader/watermark.js';

/** What the metrics of one service's delivery are read from. */
export interface MeasuredDelivery {
  readonly service: ServiceName;
  readonly database: ServiceDatabase;
  readonly delivery: ServiceDelivery | undefined;
}

/** Streams of the local bus, and on a province's own bus the hub's: name, bytes, most bytes. */
export type StreamFills = () => Promise<readonly { stream: string; bytes: number; maxBytes: number }[]>;

/** A stream that refuses when it is full raises its alarm before. */
export const STREAM_ALARM = 0.7;
/** More than this is simply very many: counting further would cost the database more than it tells. */
const COUNTED = 10_000;

/**
 * Delivery in `/metrics`. Rows are counted when the page is asked for, at most 10,000 a destination; everything else is at hand. Only the
 * process that leads a service's delivery tells of its readers.
 */
export function measureDelivery(
  metrics: Metrics,
  deliveries: () => readonly MeasuredDelivery[],
  fills: StreamFills,
): void {
  measureOutboxes(metrics, deliveries);
  measureRelays(metrics, deliveries);
  measureReaders(metrics, deliveries);
  measureStreams(metrics, fills);
}

/** On a province: what each region puts into the hub. */
export function measureIntake(metrics: Metrics, regions: () => readonly RegionIntake[]): void {
  const told = new Map<string, number>();
  const events = metrics.counter({
    name: 'betang_hub_region_events_total',
    help: "Events of a region that the hub's stream took in since this process began; told by the province alone",
    labelNames: ['origin'],
    collect: () => {
      for (const { region: origin, events: taken } of regions()) {
        events.inc({ origin }, taken - (told.get(origin) ?? 0));
        told.set(origin, taken);
      }
    },
  });
}

/** All metrics of a page are collected at once: those that come from one reading wait for the same one. */
function together(read: () => Promise<void>): () => Promise<void> {
  let underway: Promise<void> | undefined;
  return () => (underway ??= read().finally(() => (underway = undefined)));
}

function measureStreams(metrics: Metrics, fills: StreamFills): void {
  const collect = together(async () => {
    for (const { stream, bytes, maxBytes } of await fills()) {
      const fill = maxBytes > 0 ? bytes / maxBytes : 0;
      ratio.set({ stream }, fill);
      alarm.set({ stream }, fill >= STREAM_ALARM ? 1 : 0);
    }
  });
  const labelNames = ['stream'];
  const ratio = metrics.gauge({
    name: 'betang_stream_fill_ratio',
    help: 'Bytes of a stream over the most it may hold',
    labelNames,
    collect,
  });
  const alarm = metrics.gauge({ name: 'betang_stream_fill_alarm', help: '1 from 70 % on', labelNames, collect });
}

function measureOutboxes(metrics: Metrics, deliveries: () => readonly MeasuredDelivery[]): void {
  const labelNames = ['service', 'destination'];
  const collect = together(async () => {
    const now = new Date();
    for (const { service, database } of deliveries()) {
      for (const outbox of await readOutbox(database, now, undefined, COUNTED)) {
        const { destination } = outbox;
        waiting.set({ service, destination }, outbox.waiting);
        age.set({ service, destination }, outbox.behindSeconds);
      }
      horizon.set({ service }, await readHorizonSeconds(database, now));
    }
  });
  const age = metrics.gauge({
    name: 'betang_outbox_age_seconds',
    help: 'Age of the oldest committed event that the destination has not acknowledged',
    labelNames,
    collect,
  });
  const horizon = metrics.gauge({
    name: 'betang_relay_horizon_age_seconds',
    help: 'For how long an open transaction has hidden the oldest event from its relay',
    labelNames: ['service'],
    collect,
  });
  const waiting = metrics.gauge({
    name: 'betang_outbox_waiting_events',
    help: `Committed events that the destination has not acknowledged; ${COUNTED} is the most that is counted`,
    labelNames,
    collect,
  });
}

function measureRelays(metrics: Metrics, deliveries: () => readonly MeasuredDelivery[]): void {
  const leading = metrics.gauge({
    name: 'betang_delivery_leading',
    help: '1 in the process that runs the delivery of the service',
    labelNames: ['service'],
    collect: () => {
      for (const { service, delivery } of deliveries())
        leading.set({ service }, delivery?.progress.leading === true ? 1 : 0);
    },
  });
  const told = new WeakMap<object, { published: number; exhausted: number }>();
  // Whichever is asked first fills both before either is read.
  const collect = (): void => {
    for (const { service, delivery } of deliveries()) {
      for (const [destination, relay] of Object.entries(delivery?.progress.relays ?? {})) {
        // A relay counts from its own start; with a new leader it is another object.
        const before = told.get(relay) ?? { published: 0, exhausted: 0 };
        const now = { published: relay.published, exhausted: relay.batchesExhausted?.times ?? 0 };
        published.inc({ service, destination }, now.published - before.published);
        exhausted.inc({ service, destination }, now.exhausted - before.exhausted);
        told.set(relay, now);
      }
    }
  };
  const labelNames = ['service', 'destination'];
  const published = metrics.counter({
    name: 'betang_relay_published_events_total',
    help: 'Events that a destination has acknowledged to this process',
    labelNames,
    collect: () => collect(),
  });
  const exhausted = metrics.counter({
    name: 'betang_relay_batches_exhausted_total',
    help: 'Times that a destination refused a batch because too many were open',
    labelNames,
    collect: () => collect(),
  });
}

function measureReaders(metrics: Metrics, deliveries: () => readonly MeasuredDelivery[]): void {
  // Everything is at hand here: whichever is asked first fills all of them before any is read.
  const gauge = (name: string, help: string) =>
    metrics.gauge({ name, help, labelNames: ['service', 'origin'], collect: () => collect() });
  const held = gauge('betang_reader_held_events', 'Events of a region that wait for a gap in front of them');
  const parked = gauge('betang_reader_parked_events', 'Events of a region that were set aside and not decided upon');
  const forked = gauge('betang_reader_forked_lines', 'Lines of a region that stand still at a fork');
  const lag = gauge(
    'betang_reader_watermark_lag_events',
    'Positions of a region known to exist, by heads or later events, and not yet taken in',
  );
  const collect = (): void => {
    for (const each of [held, parked, forked, lag]) each.reset();
    for (const { service, delivery } of deliveries()) {
      const state = delivery?.reader?.state;
      if (!state) continue;
      for (const [origin, { count }] of state.parked) parked.set({ service, origin }, count);
      for (const { region: origin, state: line } of state.watermarks.values()) {
        held.inc({ service, origin }, 0);
        lag.inc({ service, origin }, 0);
        forked.inc({ service, origin }, line === 'FORKED' ? 1 : 0);
      }
      for (const { origin: line, missing, held: waiting } of gapsOf(state)) {
        lag.inc({ service, origin: line }, missing);
        held.inc({ service, origin: line }, waiting);
      }
    }
  };
}

function gapsOf(state: ReaderState): { origin: string; missing: number; held: number }[] {
  return [...state.gaps.values()].map(({ origin, upTo, held }) => ({
    origin: origin.region,
    missing: Math.max(0, upTo - (state.watermark(originKey(origin))?.position ?? 0)),
    held,
  }));
}
