import type { Role, SqlClient } from '@betang/platform';
import type { RoleAt } from './role-weight.js';

/** A role of an account, to be recorded. */
export interface NewRoleGrant extends RoleAt {
  readonly grantId: string;
  readonly accountId: string;
  readonly region: string;
  readonly grantedBy: string;
}

/** The grant of a role that an account has at just this place. */
export async function findGrant(
  db: SqlClient,
  { accountId, role, region, unitId }: Omit<NewRoleGrant, 'grantId' | 'grantedBy'>,
): Promise<string | undefined> {
  const [row] = await db.query<{ id: string }>(
    'SELECT grant_id AS id FROM role_grant WHERE account_id = $1 AND role = $2 AND region = $3 AND unit_id IS NOT DISTINCT FROM $4',
    [accountId, role, region, unitId],
  );
  return row?.id;
}

/** Answers the grant's id: of two who give it at once both get the one that stands. Fails with SQLSTATE 23503 for a unit that is not. */
export async function insertGrant(tx: SqlClient, grant: NewRoleGrant): Promise<string> {
  const { grantId, accountId, role, region, unitId, grantedBy } = grant;
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO role_grant AS g (grant_id, account_id, role, region, unit_id, granted_by, granted_at)
     VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp())
     ON CONFLICT (account_id, role, region, unit_id) DO UPDATE SET role = g.role RETURNING grant_id AS id`,
    [grantId, accountId, role, region, unitId, grantedBy],
  );
  return row!.id;
}

/** What an account lost; undefined where it has no such grant. */
export async function deleteGrant(tx: SqlClient, accountId: string, grantId: string): Promise<RoleAt | undefined> {
  const [row] = await tx.query<{ role: Role; unitId: string | null }>(
    'DELETE FROM role_grant WHERE grant_id = $1 AND account_id = $2 RETURNING role, unit_id AS "unitId"',
    [grantId, accountId],
  );
  return row;
}
