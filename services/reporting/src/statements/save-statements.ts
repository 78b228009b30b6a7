import type { ReceivedEvent } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import { newestOf, orderOf } from '../event-order.js';
import type { StatementKind } from './statement.js';

const UPSERT = `INSERT INTO statement AS t (kind, region, subject, year, agency_id, statement_order, as_of, service, audience, epoch, position, event_id, data)
  SELECT $1, r, s, y, a, o, t, v, u, e, p, i, d
    FROM unnest($2::text[], $3::text[], $4::int[], $5::uuid[], $6::bigint[], $7::timestamptz[], $8::text[], $9::text[], $10::text[],
                $11::bigint[], $12::uuid[], $13::jsonb[]) AS n(r, s, y, a, o, t, v, u, e, p, i, d)
  ON CONFLICT (kind, region, subject) DO UPDATE
     SET year = EXCLUDED.year, agency_id = EXCLUDED.agency_id, statement_order = EXCLUDED.statement_order, as_of = EXCLUDED.as_of,
         epoch = EXCLUDED.epoch, position = EXCLUDED.position, event_id = EXCLUDED.event_id, data = EXCLUDED.data
   WHERE t.statement_order < EXCLUDED.statement_order`;

/** What is to be known of a statement to keep it beside others. */
export interface StatementPlace {
  /** What it is about within its region; the next statement about it replaces it. */
  readonly subject: string;
  readonly year: number | null;
  readonly agencyId?: string | null;
  /** Counts up per subject. */
  readonly statement: number;
  readonly asOf: string;
}

/** Keeps the newest statement of each subject: the highest number of the newest generation of its region. */
export async function saveStatements<D>(
  transaction: Transaction,
  kind: StatementKind,
  events: readonly (Pick<ReceivedEvent, 'region' | 'service' | 'audience' | 'epoch' | 'position' | 'id'> & {
    data: D;
  })[],
  placeOf: (data: D, event: { readonly region: string }) => StatementPlace,
): Promise<void> {
  const all = events.map((event) => ({ event, place: placeOf(event.data, event) }));
  const newest = newestOf(
    all,
    ({ event, place }) => `${event.region}|${place.subject}`,
    ({ event, place }) => orderOf(event.epoch, place.statement),
  );
  await transaction.prepared('reporting-statement', UPSERT, [
    kind,
    newest.map(({ event }) => event.region),
    newest.map(({ place }) => place.subject),
    newest.map(({ place }) => place.year),
    newest.map(({ place }) => place.agencyId ?? null),
    newest.map(({ event, place }) => orderOf(event.epoch, place.statement)),
    newest.map(({ place }) => place.asOf),
    newest.map(({ event }) => event.service),
    newest.map(({ event }) => event.audience),
    newest.map(({ event }) => event.epoch),
    newest.map(({ event }) => event.position),
    newest.map(({ event }) => event.id),
    newest.map(({ event }) => JSON.stringify(event.data)),
  ]);
}
