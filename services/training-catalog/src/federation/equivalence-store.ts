import type { EquivalenceDecided, EquivalenceProposed } from '@betang/contracts';
import type { SqlClient, Transaction } from '@betang/platform';
import type { EquivalenceRecord } from './equivalence.js';

export interface StoredEquivalence extends EquivalenceRecord {
  readonly equivalenceId: string;
  readonly programmeId: string;
  readonly otherProgrammeId: string;
  readonly reason: string;
  readonly proposedAt: Date;
  readonly decisionReason: string | null;
  readonly decidedAt: Date | null;
  readonly endedReason: string | null;
  readonly endedAt: Date | null;
  /** The event that proposed it; null for what came before it was kept. */
  readonly toldEvent: string | null;
}

export const EQUIVALENCE_SELECT = `SELECT equivalence_id AS "equivalenceId", programme_id AS "programmeId", proposing_region AS "proposingRegion",
    other_programme_id AS "otherProgrammeId", other_region AS "otherRegion", reason, proposed_at AS "proposedAt", decision,
    decision_region AS "decisionRegion", decision_reason AS "decisionReason", decided_at AS "decidedAt", ended_region AS "endedRegion",
    ended_reason AS "endedReason", ended_at AS "endedAt", told_event AS "toldEvent" FROM programme_equivalence`;

/** The first word of each region counts: whatever comes again, or later, changes nothing. */
const PROPOSE = `INSERT INTO programme_equivalence AS e (equivalence_id, programme_id, proposing_region, other_programme_id, other_region, reason, proposed_at, told_event)
  SELECT DISTINCT ON (i) i, p, r, o, q, w, t, e FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::timestamptz[], $8::uuid[])
    AS u(i, p, r, o, q, w, t, e)
  ON CONFLICT (equivalence_id) DO UPDATE SET programme_id = excluded.programme_id, proposing_region = excluded.proposing_region,
    other_programme_id = excluded.other_programme_id, other_region = excluded.other_region, reason = excluded.reason, proposed_at = excluded.proposed_at,
    told_event = excluded.told_event
  WHERE e.proposing_region IS NULL`;

const DECIDE = `INSERT INTO programme_equivalence AS e (equivalence_id, decision, decision_region, decision_reason, decided_at)
  SELECT DISTINCT ON (i) i, d, r, w, t FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[]) AS u(i, d, r, w, t)
  ON CONFLICT (equivalence_id) DO UPDATE SET decision = excluded.decision, decision_region = excluded.decision_region,
    decision_reason = excluded.decision_reason, decided_at = excluded.decided_at
  WHERE e.decision IS NULL OR e.decision_region <> e.other_region`;

const END = `INSERT INTO programme_equivalence AS e (equivalence_id, ended_region, ended_reason, ended_at)
  SELECT DISTINCT ON (i) i, r, w, t FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) AS u(i, r, w, t)
  ON CONFLICT (equivalence_id) DO UPDATE SET ended_region = excluded.ended_region, ended_reason = excluded.ended_reason, ended_at = excluded.ended_at
  WHERE e.ended_region IS NULL OR e.ended_region NOT IN (e.proposing_region, e.other_region)`;

export interface Told<T> {
  readonly data: T;
  readonly time: string | Date;
  /** Of the event. */
  readonly id?: string;
}

export async function writeProposals(tx: Transaction, told: readonly Told<EquivalenceProposed>[]): Promise<void> {
  await tx.execute(PROPOSE, [
    told.map(({ data }) => data.equivalenceId),
    told.map(({ data }) => data.programmeId),
    told.map(({ data }) => data.proposingRegion),
    told.map(({ data }) => data.otherProgrammeId),
    told.map(({ data }) => data.otherRegion),
    told.map(({ data }) => data.reason),
    told.map(({ time }) => time),
    told.map(({ id }) => id ?? null),
  ]);
}

export async function writeDecisions(tx: Transaction, told: readonly Told<EquivalenceDecided>[]): Promise<void> {
  const decided = told.filter(({ data }) => data.decision !== 'ENDED');
  const ended = told.filter(({ data }) => data.decision === 'ENDED');
  const columns = (some: readonly Told<EquivalenceDecided>[]) => [
    some.map(({ data }) => data.decidingRegion),
    some.map(({ data }) => data.reason),
    some.map(({ time }) => time),
  ];
  const ids = (some: readonly Told<EquivalenceDecided>[]) => some.map(({ data }) => data.equivalenceId);
  if (decided.length > 0)
    await tx.execute(DECIDE, [ids(decided), decided.map(({ data }) => data.decision), ...columns(decided)]);
  if (ended.length > 0) await tx.execute(END, [ids(ended), ...columns(ended)]);
}

/** Those of two programmes, whichever region proposed them. One proposal of a pair at a time: the lock lasts as long as the transaction. */
export async function lockPair(tx: Transaction, one: string, other: string): Promise<StoredEquivalence[]> {
  const pair = [one, other].sort();
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('equivalence ' || $1, 0))`, [pair.join(' ')]);
  return tx.query<StoredEquivalence>(
    `${EQUIVALENCE_SELECT} WHERE programme_id = ANY($1::uuid[]) AND other_programme_id = ANY($1::uuid[])`,
    [pair],
  );
}

/** Held to the transaction's end: two who decide at once would tell two words. */
export async function lockEquivalence(tx: Transaction, equivalenceId: string): Promise<StoredEquivalence | undefined> {
  await tx.query('SELECT 1 FROM programme_equivalence WHERE equivalence_id = $1 FOR UPDATE', [equivalenceId]);
  return findEquivalence(tx, equivalenceId);
}

export async function findEquivalence(db: SqlClient, equivalenceId: string): Promise<StoredEquivalence | undefined> {
  const [row] = await db.query<StoredEquivalence>(
    `${EQUIVALENCE_SELECT} WHERE equivalence_id = $1 AND proposing_region IS NOT NULL`,
    [equivalenceId],
  );
  return row;
}
