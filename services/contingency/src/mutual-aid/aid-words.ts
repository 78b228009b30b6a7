import { MutualAidAskedV2, type EventContract } from '@betang/contracts';
import type { SqlClient, Transaction } from '@betang/platform';
import { AID_MESSAGES, type AidMessage } from './aid-case.js';

/** Number of the next word in the case `$1`, which is locked or new. */
export const NEXT_NUMBER = 'SELECT count(*)::integer + 1 AS number FROM aid_message WHERE aid_id = $1';
const LEFT = `SELECT 1 FROM betang.region_member WHERE region = $1 AND state = 'REMOVED'`;
const HEAR = `INSERT INTO aid_message (aid_id, number, type, data, said_at, own, event_id, heard_at, taken)
  SELECT $1, (${NEXT_NUMBER}), $2, $3, $4, false, $5, now(), $6
  ON CONFLICT (aid_id, type, coalesce((data ->> 'returnNumber')::integer, 0)) WHERE NOT own DO NOTHING`;
const HEAR_ASKS = `INSERT INTO aid_message (aid_id, number, type, data, said_at, own, event_id, heard_at)
  SELECT i, 1, '${MutualAidAskedV2.type}', d, t, false, e, now() FROM unnest($1::uuid[], $2::jsonb[], $3::timestamptz[], $4::text[]) AS u(i, d, t, e)
  ON CONFLICT DO NOTHING`;

/** A word of the other region, as it came. */
export interface HeardWord {
  readonly id: string;
  readonly time: string;
  readonly data: { readonly aidId: string };
}

/** Keeps a step of the other region, once. `taken`: whether it changed the case. */
export async function hear(
  tx: Transaction,
  contract: EventContract,
  { id, time, data }: HeardWord,
  taken: boolean,
): Promise<void> {
  await tx.execute(HEAR, [data.aidId, contract.type, JSON.stringify(data), time, id, taken]);
}

/** Keeps what other regions asked for, once. */
export async function hearAsks(tx: Transaction, asks: readonly HeardWord[]): Promise<void> {
  await tx.execute(HEAR_ASKS, [
    asks.map(({ data }) => data.aidId),
    asks.map(({ data }) => JSON.stringify(data)),
    asks.map(({ time }) => time),
    asks.map(({ id }) => id),
  ]);
}

/** Everything that was said in a case, in the order in which it came here. */
export function wordsOf(db: SqlClient, aidId: string): Promise<AidMessage[]> {
  return AID_MESSAGES.where(db, 'aid_id = $1 ORDER BY number', [aidId]);
}

/** Whether a region has left the federation: it can be told nothing, and says nothing. */
export async function hasLeft(db: SqlClient, region: string): Promise<boolean> {
  return (await db.query(LEFT, [region])).length > 0;
}
