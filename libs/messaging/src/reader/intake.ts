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
  /**
   * What cannot wait for its turn behind a gap: snapshots say where the line goes on; and an epoch is opened behind whatever its region had not sent
   * before, which is held until the epoch is known.
   */
  readonly urgent: EventRecord[];
  readonly held: { readonly event: EventRecord; readonly delivery: Delivery }[];
  readonly refused: Refused[];
  incidents: Incident[];
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
  const lines = new Lines(state);
  for (const delivery of deliveries) {
    if (delivery.event) takeOne(delivery, delivery.event, lines.of(delivery.event), state, intake);
    else refuse(delivery, state, intake);
  }
  return intake;
}

type Draft = { -readonly [K in keyof Watermark]: Watermark[K] };

/** An origin's line within one batch: what is asked of it for every event, answered once. */
interface Line {
  readonly origin: Origin;
  readonly key: string;
  readonly stopped: boolean;
  /** True: its epoch is the present one, whatever the position. */
  readonly current: boolean;
  readonly watermark: Draft;
}

/** The lines of a batch. Batches are long runs of one line, so the last one is at hand without a look-up. */
class Lines {
  private readonly known = new Map<string, Line>();
  private last: Line | undefined;

  constructor(private readonly state: IntakeState) {}

  of(event: EventRecord): Line {
    if (!this.last || !isSameLine(this.last.origin, event)) this.last = this.find(event);
    return this.last;
  }

  private find(event: EventRecord): Line {
    const key = originKey(event);
    let line = this.known.get(key);
    if (!line) {
      line = {
        origin: event,
        key,
        stopped: this.state.stopped(event.region),
        current: this.state.epoch(event, event.position) === 'current',
        watermark: { ...(this.state.watermark(key) ?? firstWatermark(event)) },
      };
      this.known.set(key, line);
    }
    return line;
  }
}

function isSameLine(a: Origin, b: Origin): boolean {
  return a.service === b.service && a.audience === b.audience && a.region === b.region && a.epoch === b.epoch;
}

function refuse(delivery: Delivery, state: IntakeState, intake: Intake): void {
  const region = regionOfSubject(delivery.subject) ?? '';
  if (state.stopped(region)) return;
  const { code, detail } = delivery.unreadable!;
  intake.refused.push({ delivery, region, reason: code, detail });
}

function takeOne(delivery: Delivery, event: EventRecord, line: Line, state: IntakeState, intake: Intake): void {
  if ((delivery.detour && !state.asked(event)) || line.watermark.state !== 'FLOWING') return;
  if (line.stopped) {
    if (event.position > line.watermark.position)
      intake.incidents.push({ kind: 'stopped', origin: event, position: event.position, detail: event.id });
    return;
  }
  if (!line.current) {
    const standing = state.epoch(event, event.position);
    if (standing === 'orphan') {
      if (event.position > line.watermark.position)
        intake.incidents.push({ kind: 'orphan', origin: event, position: event.position, detail: event.id });
      return;
    }
    const isOpening = opensEpoch(event);
    if (standing === 'foreign' && !isOpening) {
      intake.incidents.push({ kind: 'foreign-epoch', origin: event, position: event.position, detail: event.id });
      return;
    }
    if (standing === 'unknown' && !isOpening) {
      intake.held.push({ event, delivery });
      return;
    }
  }
  place(event, delivery, line, intake);
}

function place(event: EventRecord, delivery: Delivery, { key, watermark }: Line, intake: Intake): void {
  switch (placeEvent(event, watermark, holds)) {
    case 'next':
      intake.events.push(event);
      watermark.position = event.position;
      watermark.chain = event.chain;
      watermark.eventId = event.id;
      intake.watermarks.set(key, watermark);
      return;
    case 'duplicate':
      intake.duplicates += 1;
      return;
    case 'gap':
      if ((statesSnapshot(event) || opensEpoch(event)) && holds(event)) intake.urgent.push(event);
      intake.held.push({ event, delivery });
      return;
    case 'fork':
      intake.incidents.push({ kind: 'fork', origin: event, position: event.position, detail: event.id });
      watermark.state = 'FORKED';
      watermark.reason = 'fork';
      intake.watermarks.set(key, watermark);
  }
}

function opensEpoch({ type, service }: EventRecord): boolean {
  return service === 'identity' && parseEventType(type)?.name === OPENS_EPOCH;
}

function statesSnapshot({ type }: EventRecord): boolean {
  return parseEventType(type)?.name === STATES_SNAPSHOT;
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
