import type { Outbox } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import { endSessions } from '../accounts/session-store.js';
import { refuseTaken } from '../employees/employee-edits.js';
import { lockEmployees, updateEmployees } from '../employees/employee-store.js';
import { undoPeriods } from '../employees/period-store.js';
import { Register, type RegisterAct } from '../employees/register.js';
import { numbersToGiveBack, type BeforeMerge, type RecordMerge } from './record-merge.js';

/**
 * Makes two records of one again, as they were before the merge; what was said of the record that stayed since then stands.
 * @throws AppError `employee-number-taken` where somebody else has one of the numbers by now
 */
export async function undoMerge(
  tx: Transaction,
  outbox: Pick<Outbox, 'append'>,
  { mergeId, stays, goes }: RecordMerge,
  before: BeforeMerge,
  act: RegisterAct,
): Promise<void> {
  await refuseTaken(() => giveNumbersBack(tx, stays, goes, before));
  await tx.execute('UPDATE employee SET merged_into = NULL WHERE employee_id = $1', [goes]);
  const headed = await giveFollowersBack(tx, stays, goes, before);
  const people = await lockEmployees(tx, [stays, goes]);
  const register = new Register(tx, outbox, act);
  const back = [{ before: people.get(goes)!, after: { ...before.going, leftOn: null } }];
  await register.restore(back);
  await register.tell(back);
  if (before.staying.leftOn !== null && people.get(stays)!.leftOn === null) {
    const { agencyId, unitId } = before.staying;
    await undoPeriods(tx, mergeId, [stays], act.actId);
    await updateEmployees(tx, [{ ...people.get(stays)!, agencyId, unitId }]);
    await register.leave([
      { employeeId: stays, leftOn: before.staying.leftOn, reason: before.staying.leaveReason ?? 'OTHER' },
    ]);
  }
  await register.tellOfUnits(headed, [stays, goes, ...before.supervised]);
  await giveAccountBack(tx, goes, before);
  await reopenCorrections(tx, before.corrections);
}

async function giveNumbersBack(tx: Transaction, stays: string, goes: string, before: BeforeMerge): Promise<void> {
  const moved = numbersToGiveBack(before);
  await tx.execute(
    `DELETE FROM employee_identifier WHERE (employee_id = $1 AND (kind, value) IN (SELECT * FROM unnest($3::text[], $4::text[]))) OR employee_id = $2`,
    [stays, goes, moved.map(({ kind }) => kind), moved.map(({ value }) => value)],
  );
  const { goes: own } = before.identifiers;
  await tx.execute(
    `INSERT INTO employee_identifier (employee_id, kind, value, valid_from, valid_to)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::date[], $5::date[])`,
    [goes, own.map((n) => n.kind), own.map((n) => n.value), own.map((n) => n.validFrom), own.map((n) => n.validTo)],
  );
}

/** Answers the units whose head it is again. */
async function giveFollowersBack(tx: Transaction, stays: string, goes: string, before: BeforeMerge): Promise<string[]> {
  await tx.execute(
    'UPDATE employee SET supervisor_said = $2 WHERE supervisor_said = $1 AND employee_id = ANY($3::uuid[])',
    [stays, goes, before.supervised],
  );
  const rows = await tx.query<{ unitId: string }>(
    `UPDATE unit_head SET employee_id = $2 WHERE employee_id = $1 AND head_id = ANY($3::uuid[]) AND valid_to IS NULL RETURNING unit_id AS "unitId"`,
    [stays, goes, before.heads],
  );
  return rows.map(({ unitId }) => unitId);
}

async function giveAccountBack(tx: Transaction, goes: string, { account }: BeforeMerge): Promise<void> {
  if (!account) return;
  await endSessions(tx, account.accountId);
  const statement =
    account.was === 'MOVED'
      ? 'UPDATE account SET employee_id = $2, version = version + 1 WHERE account_id = $1'
      : `UPDATE account SET state = 'ACTIVE', version = version + 1 WHERE account_id = $1 AND employee_id = $2`;
  await tx.execute(statement, [account.accountId, goes]);
}

/** What was settled by the merge is open again, unless the same was opened anew. */
async function reopenCorrections(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.execute(
    `UPDATE correction c SET state = 'OPEN', settled_at = NULL, settled_by = NULL, resolution = NULL WHERE c.correction_id = ANY($1::uuid[]) AND c.state <> 'OPEN'
        AND c.erased_at IS NULL AND NOT EXISTS (SELECT 1 FROM correction o WHERE o.kind = c.kind AND o.employee_id = c.employee_id AND o.state = 'OPEN')`,
    [ids],
  );
}
