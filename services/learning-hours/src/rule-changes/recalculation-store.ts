import type { SqlClient } from '@betang/platform';
import type { YearEffect } from './year-effect.decision.js';

/** A run over the entries of a year: a preview of what rules would change, or the change itself. Hours are hundredths of a JP. */
export interface Recalculation {
  readonly recalculationId: string;
  readonly mode: 'PREVIEW' | 'APPLY';
  readonly proposalId: string | null;
  readonly year: number;
  readonly cause: string;
  readonly state: 'WORKING' | 'DONE' | 'FAILED';
  readonly startedBy: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly failureCode: string | null;
  readonly afterEmployee: string | null;
  readonly peopleTotal: number;
  readonly peopleDone: number;
  readonly peopleChanged: number;
  readonly entriesRead: number;
  readonly entriesChanged: number;
  readonly deltaEarned: number;
  readonly deltaCounted: number;
  readonly bandsBefore: readonly number[];
  readonly bandsAfter: readonly number[];
  readonly newlyUnder: number;
  readonly newlyFulfilled: number;
}

const COLUMNS = `recalculation_id AS "recalculationId", mode, proposal_id AS "proposalId", year, cause, state, started_by AS "startedBy",
  started_at AS "startedAt", finished_at AS "finishedAt", failure_code AS "failureCode", after_employee AS "afterEmployee",
  people_total AS "peopleTotal", people_done AS "peopleDone", people_changed AS "peopleChanged", entries_read AS "entriesRead",
  entries_changed AS "entriesChanged", delta_earned::float8 AS "deltaEarned", delta_counted::float8 AS "deltaCounted",
  bands_before AS "bandsBefore", bands_after AS "bandsAfter", newly_under AS "newlyUnder", newly_fulfilled AS "newlyFulfilled"`;

const INSERT = `INSERT INTO recalculation (recalculation_id, mode, proposal_id, year, cause, state, started_by, people_total)
  SELECT $1, $2, $3, $4, $5, 'WORKING', $6, count(*) FROM person_year WHERE year = $4 AND (entries > 0 OR in_service)`;

const ADVANCE = `UPDATE recalculation SET after_employee = $2, people_done = people_done + $3, entries_read = entries_read + $4,
    people_changed = people_changed + $5, entries_changed = entries_changed + $6, delta_earned = delta_earned + $7,
    delta_counted = delta_counted + $8, newly_under = newly_under + $9, newly_fulfilled = newly_fulfilled + $10,
    bands_before = (SELECT array_agg(a + b ORDER BY n) FROM unnest(bands_before, $11::integer[]) WITH ORDINALITY AS u(a, b, n)),
    bands_after = (SELECT array_agg(a + b ORDER BY n) FROM unnest(bands_after, $12::integer[]) WITH ORDINALITY AS u(a, b, n))
  WHERE recalculation_id = $1`;

export type NewRecalculation = Pick<
  Recalculation,
  'recalculationId' | 'mode' | 'proposalId' | 'year' | 'cause' | 'startedBy'
>;

export async function insertRecalculation(tx: SqlClient, run: NewRecalculation): Promise<void> {
  const { recalculationId, mode, proposalId, year, cause, startedBy } = run;
  await tx.execute(INSERT, [recalculationId, mode, proposalId, year, cause, startedBy]);
}

export async function findRecalculation(db: SqlClient, id: string, lock = false): Promise<Recalculation | undefined> {
  const [row] = await db.query<Recalculation>(
    `SELECT ${COLUMNS} FROM recalculation WHERE recalculation_id = $1${lock ? ' FOR UPDATE' : ''}`,
    [id],
  );
  return row;
}

/** Newest first: ids count up with time. */
export function listRecalculations(
  db: SqlClient,
  filter: { readonly proposalId: string | null; readonly before: unknown; readonly limit: number },
): Promise<Recalculation[]> {
  return db.query<Recalculation>(
    `SELECT ${COLUMNS} FROM recalculation WHERE ($1::uuid IS NULL OR proposal_id = $1) AND ($2::uuid IS NULL OR recalculation_id < $2)
      ORDER BY recalculation_id DESC LIMIT $3`,
    [filter.proposalId, filter.before, filter.limit],
  );
}

/** Runs that a worker has to go on with, oldest first. */
export async function findWorking(db: SqlClient): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `SELECT recalculation_id AS id FROM recalculation WHERE state = 'WORKING' ORDER BY started_at`,
  );
  return rows.map(({ id }) => id);
}

export async function advance(
  tx: SqlClient,
  id: string,
  step: {
    readonly afterEmployee: string;
    readonly people: number;
    readonly entries: number;
    readonly effect: YearEffect;
  },
): Promise<void> {
  const { effect } = step;
  await tx.execute(ADVANCE, [
    id,
    step.afterEmployee,
    step.people,
    step.entries,
    effect.peopleChanged,
    effect.entriesChanged,
    effect.deltaEarned,
    effect.deltaCounted,
    effect.newlyUnder,
    effect.newlyFulfilled,
    effect.bandsBefore,
    effect.bandsAfter,
  ]);
}

/** Ends a run; one that has ended stays as it is. */
export async function finishRecalculation(tx: SqlClient, id: string, failureCode: string | null): Promise<void> {
  await tx.execute(
    `UPDATE recalculation SET state = $2, failure_code = $3, finished_at = now() WHERE recalculation_id = $1 AND state = 'WORKING'`,
    [id, failureCode === null ? 'DONE' : 'FAILED', failureCode],
  );
}
