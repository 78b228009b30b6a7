import type { Outbox } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import { endSessions } from '../accounts/session-store.js';
import { lockEmployees } from '../employees/employee-store.js';
import type { RecordedEmployee } from '../employees/employee.js';
import { Register, type RegisterAct } from '../employees/register.js';
import { assertMayMerge, type BeforeMerge, type MergePair } from './record-merge.js';
import { followWrongNumbers } from '../employees/overruled-values.js';
import { findMergeHindrance, loadIdentifiers } from './record-merge-store.js';

/**
 * Makes one of two records of one person: numbers go to the record that stays, where they are former ones; headships, people who name it as their supervisor
 * and the account follow; the other one ends as never having been. What other services keep follows once the merge is final. Answers what is needed to undo it.
 * The act's id is the merge's. @throws AppError `employee-not-found`, `employee-merge-itself`, `employee-has-left`, `employee-transferred`, `transfer-open`,
 * `employee-merge-open`
 */
export async function mergeRecords(
  tx: Transaction,
  outbox: Pick<Outbox, 'append'>,
  pair: MergePair,
  act: RegisterAct,
): Promise<BeforeMerge> {
  const { stays, goes } = pair;
  const people = await lockEmployees(tx, [stays, goes]);
  const hindrance = await findMergeHindrance(tx, pair);
  const [staying, going] = assertMayMerge(pair, people, hindrance);
  const identifiers = { stays: await loadIdentifiers(tx, stays), goes: await loadIdentifiers(tx, goes) };
  await moveNumbers(tx, pair, going.employeeNumber, act.on);
  await followWrongNumbers(tx, pair);
  const followers = await moveFollowers(tx, pair);
  const register = new Register(tx, outbox, act);
  await takeBack(register, staying, going);
  const account = await moveAccount(tx, pair);
  await register.leave([{ employeeId: goes, leftOn: act.on, reason: 'OTHER' }], { inError: true });
  await register.tellOfUnits(followers.headed, [stays]);
  await tx.query('UPDATE employee SET merged_into = $2 WHERE employee_id = $1', [goes, stays]);
  const corrections = await settleCorrections(tx, goes, act.by);
  return {
    going,
    staying: {
      leftOn: staying.leftOn,
      leaveReason: staying.leaveReason,
      agencyId: staying.agencyId,
      unitId: staying.unitId,
    },
    ...{ identifiers, account, corrections, heads: followers.heads, supervised: followers.supervised },
  };
}

async function moveNumbers(tx: Transaction, { stays, goes }: MergePair, own: string, on: string): Promise<void> {
  await tx.query(
    `WITH gone AS (DELETE FROM employee_identifier WHERE employee_id = $2 RETURNING kind, value, valid_from, valid_to)
     INSERT INTO employee_identifier (employee_id, kind, value, valid_from, valid_to)
     SELECT $1, kind, value, valid_from, CASE WHEN valid_to IS NULL AND kind IN ('NIP', 'NI_PPPK') THEN greatest(valid_from, $3::date) ELSE valid_to END
       FROM gone ON CONFLICT (employee_id, kind, value) DO NOTHING`,
    [stays, goes, on],
  );
  // Somebody without a number cannot be told of: the record that goes keeps its own, as a former one.
  await tx.query(
    `INSERT INTO employee_identifier (employee_id, kind, value, valid_from, valid_to)
     SELECT $2, kind, value, valid_from, greatest(valid_from, $3::date) FROM employee_identifier WHERE employee_id = $1 AND value = $4`,
    [stays, goes, on, own],
  );
}

/** Headships and the people whom the record supervises by an officer's word. */
async function moveFollowers(tx: Transaction, { stays, goes }: MergePair) {
  const heads = await tx.query<{ headId: string; unitId: string }>(
    `UPDATE unit_head SET employee_id = $1 WHERE employee_id = $2 AND valid_to IS NULL RETURNING head_id AS "headId", unit_id AS "unitId"`,
    [stays, goes],
  );
  const supervised = await tx.query<{ id: string }>(
    'UPDATE employee SET supervisor_said = $1 WHERE supervisor_said = $2 AND employee_id <> $1 RETURNING employee_id AS id',
    [stays, goes],
  );
  return {
    heads: heads.map(({ headId }) => headId),
    headed: heads.map(({ unitId }) => unitId),
    supervised: supervised.map(({ id }) => id),
  };
}

/** The record that stays may be of somebody who was thought to have left. */
async function takeBack(register: Register, staying: RecordedEmployee, going: RecordedEmployee): Promise<void> {
  if (staying.leftOn === null) return;
  const { agencyId, unitId } = going;
  await register.change([{ before: staying, after: { ...staying, leftOn: null, agencyId, unitId } }]);
}

/** One person has one account: that of the record that goes follows, or is shut where the other record has one. */
async function moveAccount(tx: Transaction, { stays, goes }: MergePair): Promise<BeforeMerge['account']> {
  const [account] = await tx.query<{ id: string; state: string; taken: boolean }>(
    `SELECT account_id AS id, state, EXISTS (SELECT 1 FROM account WHERE employee_id = $1) AS taken FROM account WHERE employee_id = $2 FOR UPDATE`,
    [stays, goes],
  );
  if (!account) return null;
  await endSessions(tx, account.id);
  if (!account.taken) {
    await tx.execute('UPDATE account SET employee_id = $2, version = version + 1 WHERE account_id = $1', [
      account.id,
      stays,
    ]);
    return { accountId: account.id, was: 'MOVED' };
  }
  if (account.state === 'DISABLED') return null;
  await tx.execute(`UPDATE account SET state = 'DISABLED', version = version + 1 WHERE account_id = $1`, [account.id]);
  return { accountId: account.id, was: 'DISABLED' };
}

async function settleCorrections(tx: Transaction, goes: string, by: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `UPDATE correction SET state = 'SETTLED', settled_at = now(), settled_by = $2, row_entry = NULL WHERE employee_id = $1 AND state = 'OPEN'
     RETURNING correction_id AS id`,
    [goes, by],
  );
  return rows.map(({ id }) => id);
}
