import type { Transaction } from '@betang/platform';
import { endLinks, endSessions } from '../accounts/session-store.js';
import type { RetentionKind } from './retention-rule.js';

/** Where the data of a kind lies, and how it goes. */
export interface RetentionTarget {
  /** All of the kind that is still kept: `id` as text, `since` the day from which its period is counted, `employee_id`. Written by us. */
  readonly kept: string;
  /** At most so many a transaction: what it writes must not hold other services' events back. */
  readonly turn: number;
  /** Makes an end of these; what is too much for one turn stays for the next. Answers which are done. */
  erase(tx: Transaction, ids: readonly string[]): Promise<readonly string[]>;
}

/** Kinds that go by plain statements; that of identities tells other services and stands by itself. */
export type PlainKind = Exclude<
  RetentionKind,
  'EMPLOYEE_IDENTITY' | 'EMPLOYMENT_HISTORY' | 'AUDIT_TRAIL' | 'DATA_COPY'
>;

const ROWS_A_TURN = 2000;

const by = (statement: string) => async (tx: Transaction, ids: readonly string[]) => {
  await tx.execute(statement, [ids]);
  return ids;
};

/**
 * A period is counted from the region's own day: whatever was written between seven and midnight UTC belongs to the next one, and must not go a day early.
 * @param zone its IANA name
 */
export const plainTargets = (zone: string): Readonly<Record<PlainKind, RetentionTarget>> => ({
  ROSTER_IMPORT: {
    kept: `SELECT import_id::text AS id, ${dayOf('changed_at', zone)} AS since, NULL::uuid AS employee_id FROM roster_import`,
    turn: 1,
    erase: eraseImports,
  },
  UNIT_IMPORT: {
    kept: `SELECT import_id::text AS id, ${dayOf('uploaded_at', zone)} AS since, NULL::uuid AS employee_id FROM unit_import`,
    turn: 10,
    erase: by('DELETE FROM unit_import WHERE import_id = ANY($1::uuid[])'),
  },
  // That an entry was, and how it ended, stays: else a wrong source would open it again.
  CORRECTION: {
    kept: `SELECT correction_id::text AS id, ${dayOf('settled_at', zone)} AS since, employee_id FROM correction
            WHERE state <> 'OPEN' AND settled_at IS NOT NULL AND erased_at IS NULL`,
    turn: 200,
    erase:
      by(`UPDATE correction SET detail = CASE WHEN detail ? 'answer' THEN jsonb_build_object('answer', detail->'answer') ELSE '{}' END,
       row_entry = NULL, note = NULL, erased_at = now() WHERE correction_id = ANY($1::uuid[])`),
  },
  // The person is in the register by then; what the other region told for the transfer has served its purpose.
  TRANSFER: {
    kept: `SELECT transfer_id::text AS id, ${dayOf('ended_at', zone)} AS since, employee_id FROM transfer_in
            WHERE state = 'COMPLETED' AND request IS NOT NULL AND ended_at IS NOT NULL`,
    turn: 200,
    erase: by('UPDATE transfer_in SET request = NULL WHERE transfer_id = ANY($1::uuid[])'),
  },
  ACCOUNT: {
    kept: `SELECT a.account_id::text AS id, e.left_on AS since, a.employee_id FROM account a JOIN employee e USING (employee_id) WHERE e.left_on IS NOT NULL`,
    turn: 20,
    erase: eraseAccounts,
  },
  SIGN_IN_FAILURE: {
    kept: `SELECT encode(name_hash, 'hex') AS id, ${dayOf('last_failure', zone)} AS since, NULL::uuid AS employee_id FROM sign_in_guard
            WHERE locked_until IS NULL OR locked_until < now()`,
    turn: 500,
    erase: by(`DELETE FROM sign_in_guard WHERE encode(name_hash, 'hex') = ANY($1::text[])`),
  },
  NOTICE: {
    kept: `SELECT notice_id::text AS id, ${dayOf('created_at', zone)} AS since, recipient_id AS employee_id FROM notice`,
    turn: 500,
    erase: by('DELETE FROM notice WHERE notice_id = ANY($1::uuid[])'),
  },
});

/** SQL of the day of a column's instant in a zone. */
export function dayOf(column: string, zone: string): string {
  return `(${column} AT TIME ZONE '${zone}')::date`;
}

/** A large roster goes in turns: its rows first, itself once they are gone. */
async function eraseImports(tx: Transaction, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await tx.execute(
    `DELETE FROM roster_row r USING (SELECT import_id, row_number FROM roster_row WHERE import_id = ANY($1::uuid[]) LIMIT ${ROWS_A_TURN}) AS part
      WHERE r.import_id = part.import_id AND r.row_number = part.row_number`,
    [ids],
  );
  if (rows === ROWS_A_TURN) return [];
  await tx.execute('DELETE FROM roster_import WHERE import_id = ANY($1::uuid[])', [ids]);
  return ids;
}

async function eraseAccounts(tx: Transaction, ids: readonly string[]): Promise<readonly string[]> {
  await tx.execute(
    `DELETE FROM notice_address WHERE recipient_id IN (SELECT employee_id FROM account WHERE account_id = ANY($1::uuid[]))`,
    [ids],
  );
  for (const accountId of ids) {
    await endSessions(tx, accountId);
    await endLinks(tx, accountId);
  }
  await tx.execute('DELETE FROM account WHERE account_id = ANY($1::uuid[])', [ids]);
  return ids;
}
