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

/** An event that is set aside for its handler, with its reason; `behind` when only its predecessor is at fault. */
export interface ParkedEvent {
  readonly event: EventRecord;
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
 * soon as another handler needs a subject that it holds.
 */
export function planEffects(
  events: readonly EventRecord[],
  find: (type: string) => EventHandler | undefined,
  isParked: (key: string) => boolean,
): EffectPlan {
  const plan: EffectPlan = { segments: [], parked: [] };
  const open = new Map<EventHandler, Segment>();
  const holder = new Map<string, EventHandler>();
  const parkedHere = new Set<string>();
  for (const event of events) {
    const handler = find(event.type);
    if (!handler) continue;
    const key = parkingKey(event);
    const received = isParked(key) || parkedHere.has(key) ? behind(event) : read(event);
    if ('reason' in received) {
      plan.parked.push(received);
      parkedHere.add(key);
      continue;
    }
    const subject = `${event.region}|${event.subject}`;
    const other = holder.get(subject);
    if (other && other !== handler) {
      open.clear();
      holder.clear();
    }
    holder.set(subject, handler);
    let segment = open.get(handler);
    if (!segment) {
      segment = { handler, events: [] };
      open.set(handler, segment);
      plan.segments.push(segment);
    }
    segment.events.push(received);
  }
  return plan;
}

function behind(event: EventRecord): ParkedEvent {
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

/** Checks the data and lifts it to the version that handlers are written for. */
export function read(event: EventRecord): ReceivedEvent | ParkedEvent {
  const known = findContract(event.type);
  if (!known) return { event, reason: 'needs-upgrade', detail: event.type };
  const contract: EventContract = known;
  const broken = brokenTerm(contract, event);
  if (broken) return { event, reason: 'terms-broken', detail: broken };
  try {
    const data: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(event.body));
    contract.check(data);
    return Object.assign({}, event, { data: liftToLatest(contract, data).data }) as ReceivedEvent;
  } catch (error) {
    return {
      event,
      reason: 'event-data-invalid',
      detail: error instanceof ContractError ? (error.field ?? '/') : 'body is not JSON',
    };
  }
}
