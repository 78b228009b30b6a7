import { chainHolds, parseEventType, type EventRecord } from '@betang/contracts';
import { regionOfSubject } from '../topology/subjects.js';
import type { Delivery } from './delivery.js';
import type { EpochStanding } from './epoch-book.js';
import { firstWatermark, originKey, placeEvent, type Origin, type Watermark } from './watermark.js';

/** What a reader knows while it takes a batch in. Copied on write: a batch that fails leaves no trace. */
export interface IntakeState {
  watermark(key: string): Watermark | undefined;
  epoch(origin: Origin, position: number): EpochStanding;
  /** True for a region of which too much is parked: nothing more of it is stored until an operator has looked. */
  stopped(region: string): boolean;
  /** True for an answer that this reader's own pending request asked for. */
  asked(event: EventRecord): boolean;
}

export interface Incident {
  readonly kind: 'fork' | 'orphan' | 'gap-dropped' | 'foreign-epoch' | 'replay-refused' | 'stopped';
  readonly origin: Origin;
  readonly position: number;
  readonly detail: string;
}

export interface Refused {
  readonly delivery: Delivery;
  readonly region: string;
  readonly reason: string;
  readonly detail: string;
}

/** What a batch of deliveries means, before anything is done about it. */
export interface Intake {
  /** In order: the next events of their origins. */
  readonly events: EventRecord[];
  /** Snapshots of a line that this reader has a gap in: they say where it goes on, so they cannot wait for their turn. */
  readonly urgent: EventRecord[];
  readonly held: { readonly event: EventRecord; readonly delivery: Delivery }[];
  readonly refused: Refused[];
  readonly incidents: Incident[];
  readonly watermarks: Map<string, Watermark>;
  duplicates: number;
}

/** The CloudEvents type that opens an epoch of its own: the only one that is read before its epoch is known. */
const OPENS_EPOCH = 'epoch-opened';
const STATES_SNAPSHOT = 'snapshot-stated';

/** Takes deliveries in, in order. Pure: what it decides is written by the caller in one transaction. */
export function takeIn(deliveries: readonly Delivery[], state: IntakeState): Intake {
  const intake: Intake = {
    events: [],
    urgent: [],
    held: [],
    refused: [],
    incidents: [],
    watermarks: new Map(),
    duplicates: 0,
  };
  for (const delivery of deliveries) takeOne(delivery, state, intake);
  return intake;
}

function takeOne(delivery: Delivery, state: IntakeState, intake: Intake): void {
  const { event, unreadable } = delivery;
  const sender = regionOfSubject(delivery.subject) ?? event?.region ?? '';
  if (state.stopped(sender)) return;
  if (!event) {
    intake.refused.push({
      delivery,
      region: sender,
      reason: unreadable!.code,
      detail: unreadable!.detail,
    });
    return;
  }
  if (delivery.detour && !state.asked(event)) return;
  const key = originKey(event);
  const watermark = intake.watermarks.get(key) ?? state.watermark(key) ?? firstWatermark(event);
  if (watermark.state !== 'FLOWING') return;
  const standing = state.epoch(event, event.position);
  if (standing === 'orphan') {
    if (event.position > watermark.position)
      intake.incidents.push({ kind: 'orphan', origin: event, position: event.position, detail: event.id });
    return;
  }
  const opensEpoch = parseEventType(event.type)?.name === OPENS_EPOCH && event.service === 'identity';
  if (standing === 'unknown' && !opensEpoch) {
    intake.held.push({ event, delivery });
    return;
  }
  place(event, delivery, watermark, key, intake);
}

function place(event: EventRecord, delivery: Delivery, watermark: Watermark, key: string, intake: Intake): void {
  switch (placeEvent(event, watermark, holds)) {
    case 'next':
      intake.events.push(event);
      intake.watermarks.set(key, { ...watermark, position: event.position, chain: event.chain, eventId: event.id });
      return;
    case 'duplicate':
      intake.duplicates += 1;
      return;
    case 'gap':
      if (parseEventType(event.type)?.name === STATES_SNAPSHOT && holds(event)) intake.urgent.push(event);
      intake.held.push({ event, delivery });
      return;
    case 'fork':
      intake.incidents.push({ kind: 'fork', origin: event, position: event.position, detail: event.id });
      intake.watermarks.set(key, { ...watermark, state: 'FORKED', reason: 'fork' });
  }
}

const verified = new WeakMap<EventRecord, boolean>();

/** Remembered per event object: in mode `all` six readers ask the same question of the same bytes. */
function holds(event: EventRecord): boolean {
  let answer = verified.get(event);
  if (answer === undefined) {
    answer = chainHolds(event);
    verified.set(event, answer);
  }
  return answer;
}
