import { findContract, type ServiceName } from '@betang/contracts';
import { AppError, type SqlClient } from '@betang/platform';
import {
  findCounterparts,
  findEffects,
  findEvent,
  findPublication,
  readEventShelves,
  type EventFinding,
  type EventShelves,
} from './known-events.js';

/** A service of this region that set the event aside. */
export interface SetAside {
  readonly service: ServiceName;
  readonly reason: string;
  readonly state: string;
}

/** One event as this region knows it: what happened, where and when. Neither its content nor whom it is about. */
export interface TracedEvent {
  readonly eventId: string;
  readonly type: string;
  /** What kind of thing it is about (`employee`, `session`); null for a type that this release does not know. */
  readonly subjectKind: string | null;
  /** Region and service that published it. */
  readonly region: string;
  readonly service: string;
  /** `local`, `province`, `federation`, `to.r6203`; null where only a service that set it aside knows it. */
  readonly audience: string | null;
  readonly epoch: string | null;
  /** Place in its line; null before it is published, and of an own event that no service here reads. */
  readonly position: number | null;
  readonly time: Date | null;
  /** The event, or the record, that it follows from; null for the first and for everything that was shared. */
  readonly causeId: string | null;
  /** Services of this region that took it in. */
  readonly readBy: readonly ServiceName[];
  readonly setAside: readonly SetAside[];
  /** It belongs to a closed epoch and does not count. */
  readonly orphaned: boolean;
}

/**
 * Where the chain of causes ends: at what happened `first`; at an event of another region, which holds the rest (`elsewhere`); at a shared event
 * of this region, which carries no cause (`shared`: see what it was written with); at a cause that is no event, or none that is kept any more
 * (`not-known`); or after many steps (`too-long`).
 */
export type ChainEnd = 'first' | 'elsewhere' | 'shared' | 'not-known' | 'too-long';

/** Where an event comes from and what came of it, as far as this region holds it. */
export interface EventTrace {
  readonly event: TracedEvent;
  /** From the nearest cause to the first. */
  readonly causes: readonly TracedEvent[];
  readonly chainEnd: ChainEnd;
  /** What it caused here, oldest first. */
  readonly effects: readonly TracedEvent[];
  readonly moreEffects: boolean;
  /** Written in the same transaction for the other destination: what left the region with it, or what stayed. */
  readonly writtenWith: readonly TracedEvent[];
  /** Services whose archive could not be read. */
  readonly notRead: readonly ServiceName[];
}

const LONGEST_CHAIN = 50;
const MOST_EFFECTS = 100;
/** A handler's transaction may hold the effects of 500 events: then the neighbours of one say nothing about it. */
const MOST_COUNTERPARTS = 20;

/** Read with the observer's rights of identity. @throws AppError `event-not-found` 404 */
export async function traceEvent(db: SqlClient, region: string, eventId: string): Promise<EventTrace> {
  const shelves = await readEventShelves(db);
  const findings = await findEvent(db, shelves, eventId);
  if (findings.length === 0) throw new AppError('event-not-found', { status: 404 });
  const event = await withPosition(db, region, findings);
  const { causes, chainEnd } = await causesOf(db, region, shelves, event);
  const effects = groupById(await findEffects(db, shelves, eventId, MOST_EFFECTS * (shelves.archives.length + 1)));
  return {
    event,
    causes,
    chainEnd,
    effects: effects.slice(0, MOST_EFFECTS).map((found) => mergeFindings(found, region)),
    moreEffects: effects.length > MOST_EFFECTS,
    writtenWith: await counterpartsOf(db, region, findings),
    notRead: shelves.closed,
  };
}

async function causesOf(db: SqlClient, region: string, shelves: EventShelves, event: TracedEvent) {
  const causes: TracedEvent[] = [];
  const seen = new Set([event.eventId]);
  for (let last = event; ;) {
    const end = chainEndAt(last, region);
    if (end !== undefined) return { causes, chainEnd: end };
    const next = last.causeId!;
    const findings = seen.has(next) ? [] : await findEvent(db, shelves, next);
    if (findings.length === 0) return { causes, chainEnd: 'not-known' as const };
    if (causes.length === LONGEST_CHAIN) return { causes, chainEnd: 'too-long' as const };
    last = await withPosition(db, region, findings);
    seen.add(next);
    causes.push(last);
  }
}

/** How a chain ends at this event; undefined where it names what it follows from. Pure. */
export function chainEndAt(
  event: Pick<TracedEvent, 'region' | 'audience' | 'causeId'>,
  region: string,
): ChainEnd | undefined {
  if (event.causeId !== null) return undefined;
  if (event.region !== region) return 'elsewhere';
  return event.audience === null || event.audience === 'local' ? 'first' : 'shared';
}

/** One event out of all that is known of it: whoever published or took it in knows more than who set it aside. Pure. */
export function mergeFindings(findings: readonly EventFinding[], region: string): TracedEvent {
  const inPlace = (place: EventFinding['place']) => findings.filter((found) => found.place === place);
  const [archived, outbox, parked] = [inPlace('archive'), inPlace('outbox'), inPlace('parked')];
  const best = archived[0] ?? outbox[0] ?? parked[0]!;
  return {
    eventId: best.eventId,
    type: best.type,
    subjectKind: findContract(best.type)?.definition.subject ?? null,
    region: best.region ?? region,
    service: best.service,
    audience: best.audience,
    epoch: best.epoch,
    position: best.position === null ? null : Number(best.position),
    time: best.time,
    causeId: outbox[0]?.causeId ?? best.causeId,
    readBy: archived.map(({ holder }) => holder),
    setAside: parked.map(({ holder, reason, state }) => ({
      service: holder,
      reason: reason ?? '',
      state: state ?? '',
    })),
    orphaned: archived.some(({ orphaned }) => orphaned),
  };
}

/** The position stands with who took the event in; of one that nobody here reads it is counted out of the relay's log. */
async function withPosition(db: SqlClient, region: string, findings: readonly EventFinding[]): Promise<TracedEvent> {
  const event = mergeFindings(findings, region);
  const own = findings.find(({ place }) => place === 'outbox');
  if (event.position !== null || !own) return event;
  return { ...event, ...(await findPublication(db, own)) };
}

async function counterpartsOf(db: SqlClient, region: string, findings: readonly EventFinding[]) {
  const own = findings.find(({ place }) => place === 'outbox');
  if (!own) return [];
  const found = await findCounterparts(db, own, MOST_COUNTERPARTS + 1);
  return found.length > MOST_COUNTERPARTS ? [] : found.map((one) => mergeFindings([one], region));
}

function groupById(findings: readonly EventFinding[]): EventFinding[][] {
  const groups = new Map<string, EventFinding[]>();
  for (const found of findings) groups.set(found.eventId, [...(groups.get(found.eventId) ?? []), found]);
  return [...groups.values()];
}
