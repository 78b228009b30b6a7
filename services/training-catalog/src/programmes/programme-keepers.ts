import type { Principal, Transaction } from '@betang/platform';

const KEEP = `UPDATE programme SET keeper_id = $2 WHERE programme_id = $1 AND ($3 OR keeper_id IS NULL)`;

/** From now on this officer sees to the programme, and hears of what happens to it. Accounts of no employee read no notices: then it stays as it was. */
export async function keepProgramme(
  tx: Transaction,
  programmeId: string,
  { employeeId }: Principal,
  { onlyIfNobody = false } = {},
): Promise<void> {
  if (employeeId !== undefined) await tx.execute(KEEP, [programmeId, employeeId, !onlyIfNobody]);
}
