import type { ServiceName } from '@betang/platform';
import type { RegionOffice } from './region-office.js';

interface Traced {
  readonly eventId: string;
  readonly type: string;
  readonly region: string;
  readonly causeId: string | null;
}

/** What a region's operator is told of an event. */
interface Trace {
  readonly event: Traced;
  readonly causes: readonly Traced[];
  readonly chainEnd: 'first' | 'elsewhere' | 'shared' | 'not-known' | 'too-long';
  readonly writtenWith: readonly Traced[];
}

/** Longer than any loop of this test. */
const MOST_REGIONS = 12;

/**
 * From an event back to what began it, over all regions: each is asked by its operator's interface (`delivery/events/:id`) for what it holds, and where
 * an event came from another region, that one goes on from the fact of its own that it was written with. Answers `<region> <service>.<event>`,
 * nearest first; what is sealed shows its kind to nobody: `delivery.directed`.
 */
export async function causesBack(
  offices: readonly RegionOffice[],
  from: RegionOffice,
  eventId: string,
): Promise<string[]> {
  const steps = new Map<string, string>();
  let [office, id] = [from, eventId];
  for (let regions = 0; regions < MOST_REGIONS; regions += 1) {
    const trace = await traceOf(office, id);
    const line = [trace.event, ...trace.causes];
    for (const event of line) steps.set(event.eventId, nameOf(event));
    const last = line.at(-1)!;
    if (trace.chainEnd === 'elsewhere') {
      office = offices.find(({ code }) => code === last.region)!;
      id = last.eventId;
    } else if (trace.chainEnd === 'shared') {
      const { writtenWith } = last === trace.event ? trace : await traceOf(office, last.eventId);
      const fact = writtenWith.find(({ causeId }) => causeId !== null) ?? writtenWith[0];
      if (!fact) break;
      id = fact.eventId;
    } else break;
  }
  return [...steps.values()];
}

/** The newest event of a kind about somebody or something that a service of this region wrote. Read by the eye of the run: people are shown no envelopes. */
export async function newestEvent(
  office: RegionOffice,
  service: ServiceName,
  kind: string,
  subject: string,
): Promise<string> {
  const [row] = await office.region.sql<{ id: string }>(
    `SELECT id FROM ${service.replaceAll('-', '_')}.outbox WHERE type LIKE $1 AND subject = $2 ORDER BY generation DESC, xid DESC, seq DESC LIMIT 1`,
    [`betang.${service}.${kind}.v%`, subject],
  );
  return row?.id ?? '';
}

/** The newest event of a kind that a service of this region heard from the province. */
export async function newestHeard(office: RegionOffice, service: ServiceName, kind: string): Promise<string> {
  const [row] = await office.region.sql<{ id: string }>(
    `SELECT id FROM ${service.replaceAll('-', '_')}.archive WHERE type LIKE $1 AND region = '62' ORDER BY time DESC, id DESC LIMIT 1`,
    [`betang.${kind}.v%`],
  );
  return row?.id ?? '';
}

function traceOf(office: RegionOffice, eventId: string): Promise<Trace> {
  return office.get<Trace>('identity', `delivery/events/${eventId}`);
}

function nameOf({ region, type }: Traced): string {
  return `${region} ${type.replace(/^betang\./, '').replace(/\.v\d+$/, '')}`;
}
