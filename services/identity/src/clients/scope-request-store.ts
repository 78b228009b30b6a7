import {
  ListQuery,
  type ListDefinition,
  type ListRow,
  type Page,
  type PageQuery,
  type SqlClient,
} from '@betang/platform';
import type { ScopeRequest, ScopeRequestState, ScopeVerdict } from './scope-request.js';

const SELECT = `SELECT request_id AS "requestId", client_id AS "clientId", client_name AS "clientName", scopes, purpose, state, requested_by AS "requestedBy",
    requested_at AS "requestedAt", decided_by AS "decidedBy", decided_at AS "decidedAt", note FROM client_scope_request`;
const LIST: ListDefinition = {
  select: SELECT,
  // Ids grow with time.
  sorts: { requestedAt: { sql: 'request_id', type: 'uuid' }, client: { sql: 'client_id', type: 'text' } },
  defaultSort: '-requestedAt',
  key: { sql: 'request_id', type: 'uuid' },
};

export interface ScopeRequestFilter {
  readonly state?: ScopeRequestState;
  readonly clientId?: string;
}

/** Fails with SQLSTATE 23505 where another request of the program is open. */
export async function insertScopeRequest(
  tx: SqlClient,
  request: Pick<ScopeRequest, 'requestId' | 'clientId' | 'clientName' | 'scopes' | 'purpose' | 'requestedBy'>,
): Promise<void> {
  const { requestId, clientId, clientName, scopes, purpose, requestedBy } = request;
  await tx.execute(
    // The moment itself, not the transaction's beginning: it is compared with when officers got their roles.
    'INSERT INTO client_scope_request (request_id, client_id, client_name, scopes, purpose, requested_by, requested_at) VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp())',
    [requestId, clientId, clientName, scopes, purpose, requestedBy],
  );
}

export async function findScopeRequest(
  db: SqlClient,
  requestId: string,
  lock = false,
): Promise<ScopeRequest | undefined> {
  const [row] = await db.query<ScopeRequest>(`${SELECT} WHERE request_id = $1${lock ? ' FOR UPDATE' : ''}`, [
    requestId,
  ]);
  return row;
}

export async function listScopeRequests(
  db: SqlClient,
  query: PageQuery & ScopeRequestFilter,
): Promise<Page<ScopeRequest>> {
  const list = new ListQuery(LIST, query)
    .where('state = ?', query.state)
    .where('client_id = ?', query.clientId)
    .build();
  // A page leaves columns out, and with them forgets which states go with which fields.
  return list.page(await db.query<ScopeRequest & ListRow>(list.text, list.values)) as Page<ScopeRequest>;
}

/** Like {@link withdrawRequestsOf} at the moment itself: whoever waited for a turn began before the request, and must not have ended it before it was made. */
export async function endScopeRequest(
  tx: SqlClient,
  requestId: string,
  end: { readonly verdict: ScopeVerdict; readonly by: string; readonly note: string | null },
): Promise<void> {
  await tx.execute(
    'UPDATE client_scope_request SET state = $2, decided_by = $3, decided_at = clock_timestamp(), note = $4 WHERE request_id = $1',
    [requestId, end.verdict, end.by, end.note],
  );
}

/** For a program that goes: what it asked for is not decided any more. */
export async function withdrawRequestsOf(tx: SqlClient, clientId: string, by: string): Promise<void> {
  await tx.execute(
    `UPDATE client_scope_request SET state = 'WITHDRAWN', decided_by = $2, decided_at = clock_timestamp() WHERE client_id = $1 AND state = 'REQUESTED'`,
    [clientId, by],
  );
}
