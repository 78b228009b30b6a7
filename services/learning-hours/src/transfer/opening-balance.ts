import { OpeningBalanceStated, type NewEvent } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import type { Pseudonyms } from '../sharing/pseudonyms.js';

/** Balances of transfers whose record is here as a whole, of one of them or of all. */
const BALANCES = `SELECT t.transfer_id AS "transferId", t.employee_id AS "employeeId", t.former_pseudonym AS former, t.effective_on::text AS "movedOn",
    coalesce((SELECT jsonb_agg(jsonb_build_object('year', y.year, 'counted', y.counted) ORDER BY y.year) FROM (
      SELECT l.year, sum(l.counted) AS counted FROM entry_origin AS o JOIN ledger_entry AS l ON l.completion_id = o.completion_id
       WHERE o.employee_id = t.employee_id AND o.kind = 'TRANSFER' AND o.reference = t.transfer_id::text GROUP BY l.year) AS y), '[]') AS balances
  FROM transfer_in AS t WHERE t.finished_at IS NOT NULL AND ($1::uuid IS NULL OR t.transfer_id = $1) ORDER BY t.transfer_id`;

interface BalanceRow {
  readonly transferId: string;
  readonly employeeId: string;
  readonly former: string;
  /** Null for moves of which an early release told. */
  readonly movedOn: string | null;
  readonly balances: { year: number; counted: number }[];
}

/** With which hours people who moved here began, under both pseudonyms; nothing where the region gives no pseudonyms. */
export async function openingBalances(
  db: SqlClient,
  pseudonyms: Pseudonyms,
  transferId: string | null = null,
): Promise<NewEvent[]> {
  if (!pseudonyms.shared) return [];
  const rows = await db.query<BalanceRow>(BALANCES, [transferId]);
  return rows.flatMap(({ employeeId, movedOn, ...known }) => {
    const learner = pseudonyms.find(employeeId);
    if (learner === undefined) return [];
    const data = { learner, ...known, ...(movedOn === null ? {} : { movedOn }) };
    return [OpeningBalanceStated.create({ subject: learner, data }) as unknown as NewEvent];
  });
}
