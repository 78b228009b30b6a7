import type pg from 'pg';

/**
 * Milliseconds between the commit of a fact and the commit of its effect, by the server's own commit times (`track_commit_timestamp`), for both
 * steps of the way: completion to ledger entry, ledger entry to the reader's place in reporting.
 */
const BOOKED = `SELECT extract(epoch FROM pg_xact_commit_timestamp(l.xmin) - pg_xact_commit_timestamp(c.xmin))::float8 * 1000 AS ms
  FROM training_catalog.completion AS c JOIN learning_hours.ledger_entry AS l USING (completion_id) WHERE c.completion_id = ANY($1::uuid[])`;

const REPORTED = `SELECT extract(epoch FROM pg_xact_commit_timestamp(h.xmin) - pg_xact_commit_timestamp(l.xmin))::float8 * 1000 AS ms
  FROM learning_hours.ledger_entry AS l JOIN reporting.hours_entry AS h USING (entry_id) WHERE l.completion_id = ANY($1::uuid[])`;

export interface Latencies {
  readonly booked: readonly number[];
  readonly reported: readonly number[];
}

export async function readLatencies(watcher: pg.Client, completionIds: readonly string[]): Promise<Latencies> {
  const read = async (text: string) =>
    (await watcher.query<{ ms: number }>(text, [completionIds])).rows.map(({ ms }) => ms);
  return { booked: await read(BOOKED), reported: await read(REPORTED) };
}
