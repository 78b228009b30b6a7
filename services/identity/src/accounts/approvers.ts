import { ROLES, ROLE_SCOPES, type Role, type Scope, type SqlClient } from '@betang/platform';
import { todayIn } from '../organisation/effective-day.js';

/** For how long whoever ended another's right, or had another's account in hand, does not gain by it. An assumption of ours. */
export const HANDS_OFF_DAYS = 7;

/** What an operator does to an account that lets the operator sign in as its owner; as entries of the audit trail call it. */
const TAKES_OVER = ['set-password', 'issue-password-reset', 'stop-one-time-codes', 'enable-account'];

/** Whoever changes who may decide on rights takes turns: else two who each see one approver would both act alone. Taken before any row. */
const TURN = `SELECT pg_advisory_xact_lock(hashtextextended('identity.rights', 0))`;

/** Accounts that hold a role ($2) in the whole region ($1) and can use it: accepted, not disabled, in service on the day ($3). */
const HOLDERS = `SELECT a.account_id AS id, a.employee_id AS employee, min(g.granted_at) AS since
    FROM account a JOIN role_grant g USING (account_id) LEFT JOIN employee e USING (employee_id)
   WHERE a.state = 'ACTIVE' AND a.invited_at IS NULL AND g.region = $1 AND g.unit_id IS NULL AND g.role = ANY($2)
     AND (e.left_on IS NULL OR e.left_on > $3)
   GROUP BY a.account_id`;

/** Somebody with an account who holds a right in the whole region. */
export interface RightHolder {
  readonly accountId: string;
  readonly employeeId: string | null;
  /** Since when without a break. */
  readonly since: Date;
}

/** The roles that give a scope. */
export function rolesWith(scope: Scope): readonly Role[] {
  return ROLES.filter((role) => ROLE_SCOPES[role].includes(scope));
}

/** One change of who may decide on rights at a time, until the transaction ends. */
export async function takeTurnOfRights(tx: SqlClient): Promise<void> {
  await tx.query(TURN);
}

/** Who holds a right in the whole region at present. */
export function listHolders(db: SqlClient, region: string, scope: Scope): Promise<RightHolder[]> {
  return db.query<RightHolder>(`SELECT id AS "accountId", employee AS "employeeId", since FROM (${HOLDERS}) AS h`, [
    region,
    rolesWith(scope),
    todayIn(region),
  ]);
}

/** How an account stands that holds a right in the whole region; undefined where it does not, or not any more. */
export async function findHolder(
  db: SqlClient,
  region: string,
  scope: Scope,
  accountId: string,
): Promise<RightHolder | undefined> {
  return (await listHolders(db, region, scope)).find((holder) => holder.accountId === accountId);
}

/** Notes that somebody ended the right of others to approve; called for accounts that hold it. */
export async function noteApproverRemoved(tx: SqlClient, accountId: string, by: string): Promise<void> {
  await tx.execute(
    `INSERT INTO approver_removed (account_id, removed_by, removed_at) VALUES ($1, $2, clock_timestamp())
     ON CONFLICT (account_id, removed_by) DO UPDATE SET removed_at = excluded.removed_at`,
    [accountId, by],
  );
}

/** Whose right to approve somebody ended in the last days: for that person they still count. */
export async function listRemovedBy(db: SqlClient, by: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    'SELECT account_id AS id FROM approver_removed WHERE removed_by = $1 AND removed_at > now() - make_interval(days => $2)',
    [by, HANDS_OFF_DAYS],
  );
  return rows.map(({ id }) => id);
}

/** Whether somebody could have signed in as the owner of an account in the last days. */
export async function hadInHand(db: SqlClient, by: string, accountId: string): Promise<boolean> {
  const [row] = await db.query<{ had: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM audit_entry WHERE object_id = $1 AND actor = $2 AND action = ANY($3)
        AND recorded_at > now() - make_interval(days => $4)) AS had`,
    [accountId, by, TAKES_OVER, HANDS_OFF_DAYS],
  );
  return row!.had;
}
