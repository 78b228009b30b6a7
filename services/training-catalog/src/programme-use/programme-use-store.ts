import type { SqlClient, Transaction } from '@betang/platform';
import type { ProgrammeUse, StatedUse } from './programme-use.decision.js';

const ONE_AT_A_TIME = `SELECT pg_try_advisory_xact_lock(hashtextextended('training-catalog.programme-use', 0)) AS mine`;

const PLACE = `SELECT through::text AS through FROM programme_use_place`;
/** A transaction that is still open may record what is older than what is read now: the place stays that far behind. */
const MOVE_ON = `UPDATE programme_use_place SET through = now() - interval '2 minutes'`;

const TOUCHED = `SELECT DISTINCT programme_id AS "programmeId", extract(year FROM completed_on)::integer AS year FROM completion
   WHERE programme_id IS NOT NULL AND recorded_at > $1::timestamptz
  UNION SELECT programme_id, extract(year FROM completed_on)::integer FROM completion WHERE programme_id IS NOT NULL AND revoked_at > $1::timestamptz
  UNION SELECT programme_id, extract(year FROM ends_on)::integer FROM training_session WHERE programme_id IS NOT NULL AND changed_at > $1::timestamptz
  UNION SELECT s.programme_id, extract(year FROM s.ends_on)::integer FROM guest_enrolment AS g JOIN training_session AS s USING (session_id)
   WHERE s.programme_id IS NOT NULL AND g.changed_at > $1::timestamptz`;

const USE = `SELECT k.p AS "programmeId", k.y AS year, CASE WHEN o.programme_id IS NOT NULL THEN $3 ELSE s.organiser_region END AS "organiserRegion",
    coalesce(o.title, s.title) AS title, coalesce(o.path_code, s.path_code) AS "pathCode",
    coalesce(o.development_target_id, s.development_target_id) AS "developmentTargetId", o.origin->>'kind' AS origin, coalesce(o.hours, s.hours, 0)::float8 AS hours,
    t.sessions, t.seats, c.completed, c.elsewhere AS "completedElsewhere", g.guests AS "guestsCompleted"
  FROM unnest($1::uuid[], $2::integer[]) AS k(p, y)
  LEFT JOIN programme AS o ON o.programme_id = k.p LEFT JOIN shared_programme AS s ON s.programme_id = k.p
  CROSS JOIN LATERAL (SELECT count(*)::integer AS sessions, coalesce(sum(capacity), 0)::integer AS seats FROM training_session AS x
    WHERE x.programme_id = k.p AND x.state <> 'CANCELLED' AND x.ends_on BETWEEN make_date(k.y, 1, 1) AND make_date(k.y, 12, 31)) AS t
  CROSS JOIN LATERAL (SELECT count(DISTINCT x.employee_id)::integer AS completed,
      count(DISTINCT x.employee_id) FILTER (WHERE x.source_key LIKE 'enrolment:%')::integer AS elsewhere FROM completion AS x
    WHERE x.programme_id = k.p AND x.revoked_at IS NULL AND x.completed_on BETWEEN make_date(k.y, 1, 1) AND make_date(k.y, 12, 31)) AS c
  CROSS JOIN LATERAL (SELECT count(*)::integer AS guests FROM guest_enrolment AS x JOIN training_session AS z USING (session_id)
    WHERE z.programme_id = k.p AND x.state = 'PASSED' AND z.ends_on BETWEEN make_date(k.y, 1, 1) AND make_date(k.y, 12, 31)) AS g`;

const KNOWN = `SELECT programme_id AS "programmeId", year, statement, stated FROM programme_use_statement AS s
  JOIN unnest($1::uuid[], $2::integer[]) AS k(p, y) ON s.programme_id = k.p AND s.year = k.y`;

const SAVE = `INSERT INTO programme_use_statement (programme_id, year, statement, stated, stated_at)
  SELECT p, y, n, d, $5 FROM unnest($1::uuid[], $2::integer[], $3::integer[], $4::jsonb[]) AS u(p, y, n, d)
  ON CONFLICT (programme_id, year) DO UPDATE SET statement = excluded.statement, stated = excluded.stated, stated_at = excluded.stated_at`;

export interface UseKey {
  readonly programmeId: string;
  readonly year: number;
}

export interface UseStatement {
  readonly statement: number;
  readonly stated: StatedUse;
}

/** False when another process is at it. */
export async function isMine(tx: Transaction): Promise<boolean> {
  const [row] = await tx.query<{ mine: boolean }>(ONE_AT_A_TIME);
  return row?.mine === true;
}

/** Programmes and years whose use may have changed since the last turn; moves the place on. */
export async function takeTouched(tx: Transaction): Promise<UseKey[]> {
  const [place] = await tx.query<{ through: string }>(PLACE);
  const touched = await tx.query<UseKey>(TOUCHED, [place!.through]);
  await tx.execute(MOVE_ON);
  return touched;
}

export function loadUse(tx: Transaction, keys: readonly UseKey[], region: string): Promise<ProgrammeUse[]> {
  return tx.query<ProgrammeUse>(USE, [...columnsOf(keys), region]);
}

export async function loadStatements(tx: Transaction, keys: readonly UseKey[]): Promise<Map<string, UseStatement>> {
  const rows = await tx.query<UseKey & UseStatement>(KNOWN, columnsOf(keys));
  return new Map(rows.map((row) => [keyOf(row), row]));
}

export async function saveStatements(tx: Transaction, statements: readonly UseStatement[], at: Date): Promise<void> {
  const keys = statements.map(({ stated }) => stated);
  const numbers = statements.map(({ statement }) => statement);
  await tx.execute(SAVE, [...columnsOf(keys), numbers, keys.map((stated) => JSON.stringify(stated)), at]);
}

export function allStatements(db: SqlClient): Promise<(UseStatement & { readonly at: Date })[]> {
  return db.query('SELECT statement, stated, stated_at AS at FROM programme_use_statement ORDER BY programme_id, year');
}

export const keyOf = ({ programmeId, year }: UseKey): string => `${programmeId}/${year}`;

const columnsOf = (keys: readonly UseKey[]) => [
  keys.map(({ programmeId }) => programmeId),
  keys.map(({ year }) => year),
];
