import type { ClockNotes } from '../clock/clock-watch.js';
import type { SqlClient } from './transaction.js';

const READ = 'SELECT now() AS here, (SELECT seen_at FROM clock_seen) AS seen';
const NOTE =
  'INSERT INTO clock_seen (seen_at) VALUES (now()) ON CONFLICT (one) DO UPDATE SET seen_at = excluded.seen_at';

/** What a service's database notes of its clock, outside any transaction. */
export function clockNotes(db: Pick<SqlClient, 'query'>): ClockNotes {
  return {
    read: async () => (await db.query<{ here: Date; seen: Date | null }>(READ))[0]!,
    note: async () => {
      await db.query(NOTE);
    },
  };
}
