import type { ListDefinition, ListRow, Page, PageQuery, RoleGrant, SqlClient } from '@betang/platform';
import { ListQuery, isRole } from '@betang/platform';
import { todayIn } from '../organisation/effective-day.js';

/** An account of a person. */
export interface Account {
  readonly accountId: string;
  readonly loginName: string;
  readonly displayName: string;
  readonly employeeId: string | null;
  readonly state: 'ACTIVE' | 'DISABLED';
  readonly totpConfirmed: boolean;
  /** Since when an invitation waits to be accepted. */
  readonly invitedAt: Date | null;
  readonly version: number;
}

/** What signing in needs to know of an account. */
export interface AccountSecrets extends Account {
  readonly passwordHash: string;
  readonly totpSecret: Buffer | null;
  readonly totpLastStep: number;
}

/** A role of an account as recorded. */
export interface GrantRow {
  readonly grantId: string;
  readonly role: string;
  readonly region: string;
  readonly unitId: string | null;
  readonly unitName: string | null;
  readonly unitPath: string | null;
}

const COLUMNS = `account_id AS "accountId", login_name AS "loginName", display_name AS "displayName", employee_id AS "employeeId", state,
  totp_confirmed_at IS NOT NULL AS "totpConfirmed", invited_at AS "invitedAt", version`;
const ACCOUNTS: ListDefinition = {
  select: `SELECT ${COLUMNS} FROM account`,
  sorts: { accountId: { sql: 'account_id', type: 'uuid' }, loginName: { sql: 'login_name', type: 'text' } },
  defaultSort: 'accountId',
  key: { sql: 'account_id', type: 'uuid' },
};
const SECRETS = `${COLUMNS}, password_hash AS "passwordHash", totp_secret AS "totpSecret", totp_last_step::int AS "totpLastStep"`;

export interface AccountFilter extends PageQuery {
  readonly state?: string;
  readonly role?: string;
  readonly loginName?: string;
  readonly employeeId?: string;
  readonly invited?: 'true' | 'false';
}

export type NewAccount = Pick<Account, 'accountId' | 'loginName' | 'displayName' | 'employeeId'> & {
  readonly passwordHash: string;
  readonly createdBy: string;
  readonly invited: boolean;
};

/** Fails with SQLSTATE 23505 for a name that is taken. */
export async function insertAccount(tx: SqlClient, account: NewAccount): Promise<void> {
  await tx.query(
    'INSERT INTO account (account_id, login_name, display_name, employee_id, password_hash, created_by, invited_at) VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $7 THEN now() END)',
    [
      account.accountId,
      account.loginName,
      account.displayName,
      account.employeeId,
      account.passwordHash,
      account.createdBy,
      account.invited,
    ],
  );
}

/** Another password; an invitation that still waits is over. */
export async function setPassword(tx: SqlClient, accountId: string, passwordHash: string): Promise<void> {
  await tx.execute(
    'UPDATE account SET password_hash = $2, password_changed_at = now(), invited_at = NULL, version = version + 1 WHERE account_id = $1',
    [accountId, passwordHash],
  );
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The account of a token's subject; undefined for a subject of another provider, which need be no UUID. */
export async function findAccount(db: SqlClient, accountId: string): Promise<Account | undefined> {
  if (!UUID.test(accountId)) return undefined;
  const [row] = await db.query<Account>(`SELECT ${COLUMNS} FROM account WHERE account_id = $1`, [accountId]);
  return row;
}

/** The same, held until the transaction ends. First of all where codes and sessions of the account are written: all who do so wait for each other here. */
export async function lockAccount(tx: SqlClient, accountId: string): Promise<Account | undefined> {
  const [row] = await tx.query<Account>(`SELECT ${COLUMNS} FROM account WHERE account_id = $1 FOR UPDATE`, [accountId]);
  return row;
}

export async function findSecrets(
  db: SqlClient,
  by: { loginName: string } | { accountId: string },
): Promise<AccountSecrets | undefined> {
  if ('accountId' in by && !UUID.test(by.accountId)) return undefined;
  const [column, value] =
    'loginName' in by ? ['login_name', by.loginName.trim().toLowerCase()] : ['account_id', by.accountId];
  const [row] = await db.query<AccountSecrets>(`SELECT ${SECRETS} FROM account WHERE ${column} = $1`, [value]);
  return row;
}

export async function listAccounts(db: SqlClient, query: AccountFilter): Promise<Page<Account>> {
  const invited = query.invited === undefined ? undefined : query.invited === 'true';
  const list = new ListQuery(ACCOUNTS, query)
    .where('state = ?', query.state)
    .where('employee_id = ?', query.employeeId)
    .where('(invited_at IS NOT NULL) = ?', invited)
    .where('account_id IN (SELECT account_id FROM role_grant WHERE role = ?)', query.role)
    .search(['login_name'], query.loginName)
    .build();
  return list.page(await db.query<Account & ListRow>(list.text, list.values));
}

export function listGrants(db: SqlClient, accountId: string): Promise<GrantRow[]> {
  return db.query<GrantRow>(
    `SELECT g.grant_id AS "grantId", g.role, g.region, g.unit_id AS "unitId", u.name AS "unitName", array_to_string(u.path, '/') AS "unitPath"
       FROM role_grant g LEFT JOIN org_unit u USING (unit_id) WHERE g.account_id = $1 ORDER BY g.granted_at, g.grant_id`,
    [accountId],
  );
}

/**
 * Roles as tokens tell them. Units by their present path: a unit that moves takes its roles along. Who is an employee has the right to the own record
 * without anybody's grant, also after leaving; offices end with the day of leaving, whether or not somebody withdrew them, and for the dead all does.
 */
export async function roleClaims(db: SqlClient, accountId: string, region: string): Promise<RoleGrant[]> {
  const account = await findAccount(db, accountId);
  const employeeId = account?.employeeId ?? undefined;
  const reason = employeeId === undefined ? undefined : await findReasonLeft(db, employeeId, todayIn(region));
  if (reason === 'DIED') return [];
  const own: RoleGrant[] = employeeId === undefined ? [] : [{ role: 'civil-servant', region }];
  return reason === undefined ? [...own, ...(await grantedRoles(db, accountId))] : own;
}

async function grantedRoles(db: SqlClient, accountId: string): Promise<RoleGrant[]> {
  const rows = await listGrants(db, accountId);
  return rows.flatMap(({ role, region: at, unitPath }): RoleGrant[] => {
    if (!isRole(role)) return [];
    return [unitPath === null ? { role, region: at } : { role, region: at, unit: unitPath }];
  });
}

/** Why an employee is no longer in service on a day; undefined for who is. */
async function findReasonLeft(db: SqlClient, employeeId: string, day: string): Promise<string | undefined> {
  const [row] = await db.query<{ reason: string }>(
    'SELECT leave_reason AS reason FROM employee WHERE employee_id = $1 AND left_on <= $2',
    [employeeId, day],
  );
  return row?.reason;
}
