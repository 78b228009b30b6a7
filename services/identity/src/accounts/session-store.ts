import { endedKey, type SqlClient } from '@betang/platform';

/** A place where a person is signed in: a browser's session, or a program that goes on renewing its tokens after it. */
export interface SessionRow {
  readonly sessionId: string;
  readonly signedInAt: Date;
  readonly expiresAt: Date;
  readonly applications: readonly string[];
}

/** Longer than any access token lives (ten minutes), with the clocks' difference. */
const REMEMBERED = '15 minutes';
/** Records of ours beside the provider's own, which outlive a session. */
const LINKS = ['Invitation', 'PasswordReset'];

/** What an account is signed in with, in the order of ids. */
export function listSessions(db: SqlClient, accountId: string, after: string | null, limit: number) {
  return db.query<SessionRow>(
    `SELECT s.id AS "sessionId", to_timestamp(min(s.began)) AS "signedInAt", max(s.expires_at) AS "expiresAt",
            coalesce(array_agg(DISTINCT coalesce(c.name, s.client)) FILTER (WHERE s.client IS NOT NULL), '{}') AS applications
       FROM (SELECT r.uid AS id, (r.payload->>'loginTs')::bigint AS began, r.expires_at, a.client
               FROM openid_record r LEFT JOIN LATERAL jsonb_object_keys(coalesce(r.payload->'authorizations', '{}')) AS a(client) ON true
              WHERE r.model = 'Session' AND r.account_id = $1 AND r.expires_at > now()
             UNION ALL
             SELECT r.payload->>'sessionUid', (r.payload->>'iat')::bigint, r.expires_at, r.payload->>'clientId'
               FROM openid_record r WHERE r.model = 'RefreshToken' AND r.account_id = $1 AND r.expires_at > now() AND r.consumed_at IS NULL) s
       LEFT JOIN oauth_client c ON c.client_id = s.client
      WHERE s.id IS NOT NULL AND ($2::text IS NULL OR s.id > $2) GROUP BY s.id ORDER BY s.id LIMIT $3`,
    [accountId, after, limit],
  );
}

/** Ends one session with its grants and all tokens that could be had from them; false when the account has no such session. */
export async function endSession(tx: SqlClient, accountId: string, sessionId: string): Promise<boolean> {
  const ended = await tx.execute(
    `WITH of_session AS (
       SELECT grant_id, payload FROM openid_record
        WHERE account_id = $1 AND (payload->>'sessionUid' = $2 OR (model = 'Session' AND uid = $2))),
     grants AS (
       SELECT grant_id AS id FROM of_session WHERE grant_id IS NOT NULL
       UNION SELECT a.value->>'grantId' FROM of_session, jsonb_each(coalesce(payload->'authorizations', '{}')) AS a)
     DELETE FROM openid_record r
      WHERE r.account_id = $1 AND (r.payload->>'sessionUid' = $2 OR (r.model = 'Session' AND r.uid = $2)
         OR r.grant_id IN (SELECT id FROM grants) OR (r.model = 'Grant' AND r.id IN (SELECT id FROM grants)))`,
    [accountId, sessionId],
  );
  if (ended > 0) await noteEnded(tx, [endedKey('session', sessionId)]);
  return ended > 0;
}

/** Ends all that an account is signed in with; its access tokens end as soon as verifiers have read the list. Answers how many sessions there were. */
export async function endSessions(tx: SqlClient, accountId: string): Promise<number> {
  const rows = await tx.query<{ id: string }>(
    `SELECT DISTINCT coalesce(payload->>'sessionUid', uid) AS id FROM openid_record
      WHERE account_id = $1 AND model <> ALL($2) AND coalesce(payload->>'sessionUid', uid) IS NOT NULL`,
    [accountId, LINKS],
  );
  await tx.execute(
    `DELETE FROM openid_record WHERE (account_id = $1 AND model <> ALL($2))
        OR (model = 'Interaction' AND $1 IN (payload#>>'{result,login,accountId}', payload#>>'{result,pending,accountId}'))`,
    [accountId, LINKS],
  );
  await noteEnded(tx, [endedKey('account', accountId), ...rows.map(({ id }) => endedKey('session', id))]);
  return rows.length;
}

/** Invitations and password links of an account that nobody used. */
export async function endLinks(tx: SqlClient, accountId: string): Promise<void> {
  await tx.execute('DELETE FROM openid_record WHERE account_id = $1 AND model = ANY($2)', [accountId, LINKS]);
}

/** Ends the access tokens of a session that has no record of its own here. */
export function noteSessionEnded(tx: SqlClient, sessionId: string): Promise<void> {
  return noteEnded(tx, [endedKey('session', sessionId)]);
}

async function noteEnded(tx: SqlClient, keys: readonly string[]): Promise<void> {
  await tx.execute(
    `INSERT INTO ended_sign_in (key_hash, ended_at, until)
     SELECT k, clock_timestamp(), clock_timestamp() + interval '${REMEMBERED}' FROM unnest($1::text[]) AS k
     ON CONFLICT (key_hash) DO UPDATE SET ended_at = excluded.ended_at, until = excluded.until`,
    [keys],
  );
}

/** What verifiers of tokens ask for: hashes, and when they ended in whole seconds since 1970. */
export async function listEnded(db: SqlClient): Promise<Record<string, number>> {
  const rows = await db.query<{ key: string; at: number }>(
    'SELECT key_hash AS key, floor(extract(epoch FROM ended_at))::int AS at FROM ended_sign_in WHERE until > now()',
  );
  return Object.fromEntries(rows.map(({ key, at }) => [key, at]));
}
