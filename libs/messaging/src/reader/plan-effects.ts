import {
  ContractError,
  findContract,
  liftToLatest,
  mustBeSealed,
  type EventContract,
  type EventRecord,
} from '@betang/contracts';
import type { EventHandler, ReceivedEvent } from '../handling/handler-registry.js';
import { wasSealed } from '../sealing/opened-event.js';
import type { Unopened } from '../sealing/opener.js';

/** Events of one handler that are handed over together. */
export interface Segment {
  readonly handler: EventHandler;
  readonly events: ReceivedEvent[];
}

/** Why an event is set aside; `behind-parked` when only its predecessor is at fault. */
export interface ParkingCause {
  readonly reason:
    | 'needs-upgrade'
    | 'event-data-invalid'
    | 'terms-broken'
    | 'handler-failed'
    | 'behind-parked'
    | 'signature-invalid'
    | Unopened['reason'];
  readonly detail: string;
}

/** An event that is set aside for its handler. */
export interface ParkedEvent extends ParkingCause {
  readonly event: EventRecord;
}

export interface EffectPlan {
  readonly segments: Segment[];
  readonly parked: ParkedEvent[];
}

/** A handler and the thing an event is about: later events of the pair wait behind a parked one. */
export function parkingKey(event: Pick<EventRecord, 'type' | 'region' | 'subject'>): string {
  return `${event.type.replace(/\.v\d+$/, '')}|${event.region}|${event.subject}`;
}

/**
 * Groups the events of a batch by handler, so that each handler works set-based, and keeps the order within a subject: a group is closed as
 * soon as another handler needs a subject that it holds. `parkedKeys` are lines that something of is parked already.
 */
export function planEffects(
  events: readonly EventRecord[],
  find: (type: string) => EventHandler | undefined,
  parkedKeys: ReadonlySet<string>,
): EffectPlan {
  const groups = new Groups();
  const parked: ParkedEvent[] = [];
  const parkedHere = new Set<string>();
  // Hardly ever is anything parked: then no event's key is asked for.
  const waits = (event: EventRecord): boolean => {
    if (parkedKeys.size + parkedHere.size === 0) return false;
    const key = parkingKey(event);
    return parkedKeys.has(key) || parkedHere.has(key);
  };
  for (const event of events) {
    const handler = find(event.type);
    if (!handler) continue;
    const received = waits(event) ? behind(event) : read(event);
    if ('reason' in received) {
      parked.push(received);
      parkedHere.add(parkingKey(event));
    } else groups.add(handler, received);
  }
  return { segments: groups.segments, parked };
}

/** The segments of a batch, in order. */
class Groups {
  readonly segments: Segment[] = [];
  private readonly open = new Map<EventHandler, Segment>();
  /** The handler that has a subject, over the open segments; looked after from their second handler on, for one alone is always in order. */
  private holders: Map<string, EventHandler> | undefined;

  add(handler: EventHandler, event: ReceivedEvent): void {
    const isAlone = this.open.size === 0 || (this.open.size === 1 && this.open.has(handler));
    if (!isAlone) this.hold(handler, event);
    this.segmentOf(handler).events.push(event);
  }

  private hold(handler: EventHandler, event: ReceivedEvent): void {
    this.holders ??= this.holdersSoFar();
    const subject = subjectKey(event);
    const other = this.holders.get(subject);
    if (other && other !== handler) {
      this.open.clear();
      this.holders = undefined;
    } else this.holders.set(subject, handler);
  }

  private holdersSoFar(): Map<string, EventHandler> {
    const open = [...this.open.values()];
    return new Map(open.flatMap(({ handler, events }) => events.map((event) => [subjectKey(event), handler])));
  }

  private segmentOf(handler: EventHandler): Segment {
    let segment = this.open.get(handler);
    if (!segment) {
      segment = { handler, events: [] };
      this.open.set(handler, segment);
      this.segments.push(segment);
    }
    return segment;
  }
}

function subjectKey({ region, subject }: EventRecord): string {
  return `${region}|${subject}`;
}

export function behind(event: EventRecord): ParkedEvent {
  return { event, reason: 'behind-parked', detail: 'an earlier event of the same subject is parked' };
}

/**
 * What an event may not be, whatever its data: another service's fact, a fact of a region's own told to others, identity in the clear. Without
 * this a region could tell its neighbours' services what only their own may say.
 */
function brokenTerm(contract: EventContract, event: EventRecord): string | undefined {
  const { service } = contract.definition;
  if (service !== event.service && service !== 'delivery') return 'ce-source';
  if (!contract.admits(event.audience)) return 'ce-audience';
  return mustBeSealed(contract) && !wasSealed(event) ? 'not sealed' : undefined;
}

const readings = new WeakMap<EventRecord, ReceivedEvent | ParkedEvent>();
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Checks the data and lifts it to the version that handlers are written for. Remembered per event object: in mode `all` several services take
 * the same one. Therefore the data is frozen: who changed it would change what the others read.
 */
export function read(event: EventRecord): ReceivedEvent | ParkedEvent {
  let reading = readings.get(event);
  if (reading === undefined) {
    reading = readAnew(event);
    readings.set(event, reading);
  }
  return reading;
}

function readAnew(event: EventRecord): ReceivedEvent | ParkedEvent {
  const known = findContract(event.type);
  if (!known) return { event, reason: 'needs-upgrade', detail: event.type };
  const contract: EventContract = known;
  const broken = brokenTerm(contract, event);
  if (broken) return { event, reason: 'terms-broken', detail: broken };
  try {
    const data: unknown = JSON.parse(utf8.decode(event.body));
    contract.check(data);
    return Object.assign({}, event, { data: frozen(liftToLatest(contract, data).data) }) as ReceivedEvent;
  } catch (error) {
    return {
      event,
      reason: 'event-data-invalid',
      detail: error instanceof ContractError ? (error.field ?? '/') : 'body is not JSON',
    };
  }
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
