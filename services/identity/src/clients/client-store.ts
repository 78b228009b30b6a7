import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  ListQuery,
  type ListDefinition,
  type ListRow,
  type Page,
  type PageQuery,
  type SqlClient,
} from '@betang/platform';
import { noteSessionEnded } from '../accounts/session-store.js';

/** A program known to the OpenID provider. SERVICE: signs in as itself; APPLICATION: people sign in by browser; DEVICE: people sign in elsewhere. */
export interface OauthClient {
  readonly clientId: string;
  readonly kind: 'SERVICE' | 'APPLICATION' | 'DEVICE';
  readonly name: string;
  readonly scopes: readonly string[];
  readonly redirectUris: readonly string[];
}

const COLUMNS = `client_id AS "clientId", kind, name, scopes, redirect_uris AS "redirectUris"`;

/** 256 random bits: a plain hash of them is as good as a slow one. */
export function newClientSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function hashClientSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

export function clientSecretMatches(secret: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashClientSecret(secret)), Buffer.from(hash));
}

/** Fails with SQLSTATE 23505 for an id that is taken. */
export async function insertClient(
  tx: SqlClient,
  client: OauthClient,
  secret: string | undefined,
  createdBy: string,
): Promise<void> {
  await tx.query(
    'INSERT INTO oauth_client (client_id, kind, name, secret_hash, scopes, redirect_uris, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [
      client.clientId,
      client.kind,
      client.name,
      secret === undefined ? null : hashClientSecret(secret),
      client.scopes,
      client.redirectUris,
      createdBy,
    ],
  );
}

export async function findClient(
  db: SqlClient,
  clientId: string,
): Promise<(OauthClient & { readonly secretHash: string | null }) | undefined> {
  const [row] = await db.query<OauthClient & { secretHash: string | null }>(
    `SELECT ${COLUMNS}, secret_hash AS "secretHash" FROM oauth_client WHERE client_id = $1`,
    [clientId],
  );
  return row;
}

export function listClients(db: SqlClient, kinds: readonly OauthClient['kind'][]): Promise<OauthClient[]> {
  return db.query<OauthClient>(`SELECT ${COLUMNS} FROM oauth_client WHERE kind = ANY($1) ORDER BY client_id`, [kinds]);
}

/** A service client with what waits for a second officer. */
export interface ServiceClient extends Pick<OauthClient, 'clientId' | 'name' | 'scopes'> {
  readonly requestedScopes: readonly string[];
}

const SERVICE_CLIENTS: ListDefinition = {
  select: `SELECT c.client_id AS "clientId", c.name, c.scopes, coalesce(r.scopes, '{}') AS "requestedScopes"
       FROM oauth_client c LEFT JOIN client_scope_request r ON r.client_id = c.client_id AND r.state = 'REQUESTED'`,
  sorts: { clientId: { sql: 'c.client_id', type: 'text' }, name: { sql: 'c.name', type: 'text' } },
  defaultSort: 'clientId',
  key: { sql: 'c.client_id', type: 'text' },
};

export async function listServiceClients(
  db: SqlClient,
  query: PageQuery & { readonly scope?: string; readonly search?: string },
): Promise<Page<ServiceClient>> {
  const list = new ListQuery(SERVICE_CLIENTS, query)
    .where(`c.kind = ?`, 'SERVICE')
    .where('? = ANY(c.scopes)', query.scope)
    .search(['c.client_id', 'c.name'], query.search)
    .build();
  return list.page(await db.query<ServiceClient & ListRow>(list.text, list.values));
}

/** A service client, held until the transaction ends. */
export async function lockClient(
  tx: SqlClient,
  clientId: string,
): Promise<Pick<OauthClient, 'clientId' | 'name' | 'scopes'> | undefined> {
  const [row] = await tx.query<OauthClient>(
    `SELECT ${COLUMNS} FROM oauth_client WHERE client_id = $1 AND kind = 'SERVICE' FOR UPDATE`,
    [clientId],
  );
  return row;
}

/** Scopes beside those that a service client has. */
export async function addScopes(tx: SqlClient, clientId: string, scopes: readonly string[]): Promise<void> {
  await tx.execute(
    `UPDATE oauth_client SET scopes = ARRAY(SELECT DISTINCT s FROM unnest(scopes || $2::text[]) AS s ORDER BY s), version = version + 1
      WHERE client_id = $1 AND kind = 'SERVICE'`,
    [clientId, scopes],
  );
}

/** What tokens of a program say they came from, as people's tokens name their session: they end with the secret that they were had by. */
export function clientSession(secretHash: string): string {
  return createHash('sha256').update(`client-secret:${secretHash}`).digest('base64url');
}

/** False when there is no such service client. Who knew the secret before is out, tokens and all. */
export async function replaceSecret(tx: SqlClient, clientId: string, secret: string): Promise<boolean> {
  const [before] = await tx.query<{ hash: string }>(
    `SELECT secret_hash AS hash FROM oauth_client WHERE client_id = $1 AND kind = 'SERVICE' FOR UPDATE`,
    [clientId],
  );
  if (before === undefined) return false;
  await tx.execute('UPDATE oauth_client SET secret_hash = $2, version = version + 1 WHERE client_id = $1', [
    clientId,
    hashClientSecret(secret),
  ]);
  await noteSessionEnded(tx, clientSession(before.hash));
  return true;
}

/** False when there is no such client. */
export async function deleteClient(tx: SqlClient, clientId: string): Promise<boolean> {
  await tx.execute(`DELETE FROM openid_record WHERE payload->>'clientId' = $1`, [clientId]);
  const [gone] = await tx.query<{ hash: string | null }>(
    'DELETE FROM oauth_client WHERE client_id = $1 RETURNING secret_hash AS hash',
    [clientId],
  );
  if (gone?.hash) await noteSessionEnded(tx, clientSession(gone.hash));
  return gone !== undefined;
}
