import {
  ListQuery,
  type ListDefinition,
  type ListRow,
  type Page,
  type PageQuery,
  type SqlClient,
} from '@betang/platform';
import type { RoleRequest, RoleRequestState, RoleVerdict } from './role-request.js';

const SELECT = `SELECT r.request_id AS "requestId", r.account_id AS "accountId", a.login_name AS "loginName", a.display_name AS "displayName",
    a.employee_id AS "employeeId", r.role, r.unit_id AS "unitId", u.name AS "unitName", r.reason, r.state, r.requested_by AS "requestedBy",
    r.requested_at AS "requestedAt", r.decided_by AS "decidedBy", r.decided_at AS "decidedAt", r.note
    FROM role_request r JOIN account a USING (account_id) LEFT JOIN org_unit u ON u.unit_id = r.unit_id`;
const LIST: ListDefinition = {
  select: SELECT,
  // Ids grow with time.
  sorts: { requestedAt: { sql: 'r.request_id', type: 'uuid' }, loginName: { sql: 'a.login_name', type: 'text' } },
  defaultSort: '-requestedAt',
  key: { sql: 'r.request_id', type: 'uuid' },
};

export interface RoleRequestFilter {
  readonly state?: RoleRequestState;
  readonly role?: string;
  readonly accountId?: string;
  readonly requestedBy?: string;
}

export type NewRoleRequest = Pick<
  RoleRequest,
  'requestId' | 'accountId' | 'role' | 'unitId' | 'reason' | 'requestedBy'
>;

/** Fails with SQLSTATE 23505 where the same role of the account is asked for already. */
export async function insertRoleRequest(tx: SqlClient, request: NewRoleRequest): Promise<void> {
  // The moment itself, not the transaction's beginning: it is compared with when officers got their roles.
  await tx.execute(
    `INSERT INTO role_request (request_id, account_id, role, unit_id, reason, requested_by, requested_at) VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp())`,
    valuesOf(request),
  );
}

/** Keeps on record that a role was given alone. */
export async function insertGivenAlone(tx: SqlClient, request: NewRoleRequest): Promise<void> {
  await tx.execute(
    `INSERT INTO role_request (request_id, account_id, role, unit_id, reason, requested_by, requested_at, state, decided_by, decided_at)
     VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp(), 'GIVEN_ALONE', $6, clock_timestamp())`,
    valuesOf(request),
  );
}

function valuesOf({ requestId, accountId, role, unitId, reason, requestedBy }: NewRoleRequest): readonly unknown[] {
  return [requestId, accountId, role, unitId, reason, requestedBy];
}

/** With the lock no other decides it until the transaction ends. */
export async function findRoleRequest(
  db: SqlClient,
  requestId: string,
  lock = false,
): Promise<RoleRequest | undefined> {
  const [row] = await db.query<RoleRequest>(`${SELECT} WHERE r.request_id = $1${lock ? ' FOR UPDATE OF r' : ''}`, [
    requestId,
  ]);
  return row;
}

export async function listRoleRequests(
  db: SqlClient,
  query: PageQuery & RoleRequestFilter,
): Promise<Page<RoleRequest>> {
  const list = new ListQuery(LIST, query)
    .where('r.state = ?', query.state)
    .where('r.role = ?', query.role)
    .where('r.account_id = ?', query.accountId)
    .where('r.requested_by = ?', query.requestedBy)
    .build();
  return list.page(await db.query<RoleRequest & ListRow>(list.text, list.values));
}

/** Whose role it was to be: all of an account, oldest first. */
export function loadRoleRequestsOf(db: SqlClient, accountId: string): Promise<RoleRequest[]> {
  return db.query<RoleRequest>(`${SELECT} WHERE r.account_id = $1 ORDER BY r.request_id`, [accountId]);
}

export async function endRoleRequest(
  tx: SqlClient,
  requestId: string,
  end: { readonly verdict: RoleVerdict; readonly by: string; readonly note: string | null },
): Promise<void> {
  await tx.execute(
    'UPDATE role_request SET state = $2, decided_by = $3, decided_at = clock_timestamp(), note = $4 WHERE request_id = $1',
    [requestId, end.verdict, end.by, end.note],
  );
}

/** Whether a program with this id may give roles. */
export async function programMayAsk(db: SqlClient, clientId: string): Promise<boolean> {
  const [row] = await db.query<{ may: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM oauth_client WHERE client_id = $1 AND kind = 'SERVICE' AND 'accounts:manage' = ANY(scopes)) AS may`,
    [clientId],
  );
  return row!.may;
}
