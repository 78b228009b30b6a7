import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { AppError, ROLES, isRole, type Role, type SqlClient } from '@betang/platform';
import { ACTOR, recordCommand } from '../region/command-audit.js';
import { MEMBERS_ROLE, connectionAs, inTransaction } from '../region/region-database.js';
import { readRegionSettings } from '../region/region-settings.js';
import { DEVICE_CLIENT } from './device-flow.js';

/** A person to be let in, who chooses the password. */
export interface Invitation {
  readonly loginName: string;
  readonly code: string;
  readonly expiresAt: string;
  /** Where it is accepted. */
  readonly url: string;
}

export interface NewOperator {
  readonly loginName: string;
  readonly displayName: string;
  readonly roles: readonly string[];
}

const VALID_HOURS = 72;
/** No letters that are mistaken for others when read out or copied by hand. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const LOGIN_NAME = /^[a-z][a-z0-9._-]{2,59}$/;

/**
 * Makes an account with its roles and a one-time invitation, straight in the region's database: whoever may read the file of its passwords on this
 * machine is its operator already. For an account that has never been used it makes another invitation; the one before ends.
 * @throws AppError `operator-exists` for an account that somebody signs in with, `login-name-invalid`, `role-unknown`
 */
export async function inviteOperator(dataDir: string, operator: NewOperator): Promise<Invitation> {
  const { loginName } = operator;
  if (!LOGIN_NAME.test(loginName)) throw new AppError('login-name-invalid', { params: { name: loginName } });
  const unknown = operator.roles.find((role) => !isRole(role));
  if (unknown !== undefined) throw new AppError('role-unknown', { params: { role: unknown, known: ROLES.join(', ') } });
  const { region, issuerUrl } = await readRegionSettings(dataDir);
  const code = newCode();
  const expiresAt = await inTransaction(await connectionAs(dataDir, MEMBERS_ROLE), async (db) => {
    await db.execute('SET LOCAL search_path = identity');
    const accountId = await accountOf(db, operator);
    for (const role of operator.roles as readonly Role[]) await grant(db, { accountId, role, region });
    await keepDeviceClient(db);
    await recordCommand(db, {
      action: 'invite-operator',
      object: { type: 'account', id: accountId },
      after: { roles: operator.roles.join(' ') },
    });
    return invite(db, accountId, code);
  });
  return { loginName, code, expiresAt: expiresAt.toISOString(), url: `${issuerUrl}/invitation` };
}

async function accountOf(db: SqlClient, { loginName, displayName }: NewOperator): Promise<string> {
  const [known] = await db.query<{ id: string; invited: boolean }>(
    `SELECT a.account_id AS id, a.created_by = $2 AND NOT EXISTS (
        SELECT 1 FROM audit_entry e WHERE e.action = 'accept-invitation' AND e.object_id = a.account_id::text) AS invited
       FROM account a WHERE login_name = $1`,
    [loginName, ACTOR],
  );
  if (known && !known.invited) throw new AppError('operator-exists', { params: { name: loginName } });
  if (known) return known.id;
  const accountId = randomUUID();
  await db.execute(
    'INSERT INTO account (account_id, login_name, display_name, password_hash, created_by) VALUES ($1, $2, $3, $4, $5)',
    [accountId, loginName, displayName, noPassword(), ACTOR],
  );
  return accountId;
}

async function grant(
  db: SqlClient,
  { accountId, role, region }: { accountId: string; role: Role; region: string },
): Promise<void> {
  await db.execute(
    `INSERT INTO role_grant (grant_id, account_id, role, region, granted_by) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (account_id, role, region, unit_id) DO NOTHING`,
    [randomUUID(), accountId, role, region, ACTOR],
  );
}

async function invite(db: SqlClient, accountId: string, code: string): Promise<Date> {
  await db.execute(`DELETE FROM openid_record WHERE model = 'Invitation' AND account_id = $1`, [accountId]);
  const [row] = await db.query<{ expires_at: Date }>(
    `INSERT INTO openid_record (model, id, payload, account_id, expires_at) VALUES ('Invitation', $1, '{}', $2, now() + make_interval(hours => $3))
     RETURNING expires_at`,
    [createHash('sha256').update(code).digest('base64url'), accountId, VALID_HOURS],
  );
  return row!.expires_at;
}

/** Lets those who have an account already sign in with the operator's tool, where nobody was invited by it. */
export async function allowOperatorSignIn(dataDir: string): Promise<void> {
  await inTransaction(await connectionAs(dataDir, MEMBERS_ROLE), async (db) => {
    await db.execute('SET LOCAL search_path = identity');
    await keepDeviceClient(db);
  });
}

/** The operator's tool itself, as a program that people sign in to on another device. */
async function keepDeviceClient(db: SqlClient): Promise<void> {
  await db.execute(
    `INSERT INTO oauth_client (client_id, kind, name, created_by) VALUES ($1, 'DEVICE', 'betang', $2) ON CONFLICT (client_id) DO NOTHING`,
    [DEVICE_CLIENT, ACTOR],
  );
}

/** Four groups of five: 99 bits. */
function newCode(): string {
  const group = () => Array.from({ length: 5 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}

/** The form of an argon2id hash that no password has: until the invitation is accepted nobody signs in. */
function noPassword(): string {
  const base64 = (bytes: number) => randomBytes(bytes).toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=19456,t=2,p=1$${base64(16)}$${base64(32)}`;
}
