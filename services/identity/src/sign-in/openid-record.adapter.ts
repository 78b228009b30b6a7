import type { SqlClient } from '@betang/platform';
import type { Adapter, AdapterPayload } from 'oidc-provider';

/** Models whose records end with the grant they belong to. */
const GRANTABLE = [
  'AccessToken',
  'AuthorizationCode',
  'RefreshToken',
  'DeviceCode',
  'BackchannelAuthenticationRequest',
];

const DEVICE_CODE = 'DeviceCode';
const TOLD_EXPIRED_SECONDS = 3600;

/** Deletes what has expired. A device that goes on asking hears for an hour that its code has expired (RFC 8628, 3.5), and can begin anew; a person never enters it any more. */
export async function sweepRecords(db: SqlClient): Promise<void> {
  await db.execute(
    "DELETE FROM openid_record WHERE expires_at < now() - CASE WHEN model = $1 THEN make_interval(secs => $2) ELSE interval '0' END",
    [DEVICE_CODE, TOLD_EXPIRED_SECONDS],
  );
}

/** The provider's records of one model, in Postgres. Tokens themselves are signed and never stored. */
export class OpenidRecordAdapter implements Adapter {
  constructor(
    private readonly db: SqlClient,
    private readonly model: string,
  ) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    await this.db.query(
      `INSERT INTO openid_record (model, id, payload, grant_id, uid, user_code, account_id, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $8::int IS NOT NULL THEN now() + make_interval(secs => $8) END)
       ON CONFLICT (model, id) DO UPDATE SET payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid, user_code = excluded.user_code,
         account_id = excluded.account_id, expires_at = excluded.expires_at`,
      [
        this.model,
        id,
        JSON.stringify(payload),
        payload.grantId ?? null,
        payload.uid ?? null,
        payload.userCode ?? null,
        payload.accountId ?? null,
        expiresIn ?? null,
      ],
    );
  }

  find(id: string): Promise<AdapterPayload | undefined> {
    return this.findBy('id', id);
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.findBy('uid', uid);
  }

  findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.findBy('user_code', userCode);
  }

  async consume(id: string): Promise<void> {
    await this.db.query('UPDATE openid_record SET consumed_at = now() WHERE model = $1 AND id = $2', [this.model, id]);
  }

  async destroy(id: string): Promise<void> {
    await this.db.query('DELETE FROM openid_record WHERE model = $1 AND id = $2', [this.model, id]);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.db.query('DELETE FROM openid_record WHERE grant_id = $1 AND model = ANY($2)', [grantId, GRANTABLE]);
  }

  private async findBy(column: 'id' | 'uid' | 'user_code', value: string): Promise<AdapterPayload | undefined> {
    const [row] = await this.db.query<{ payload: AdapterPayload; consumed: number | null }>(
      `SELECT payload, extract(epoch FROM consumed_at)::int AS consumed FROM openid_record
        WHERE model = $1 AND ${column} = $2 AND (expires_at IS NULL OR expires_at > now() - make_interval(secs => $3))`,
      [this.model, value, column === 'id' && this.model === DEVICE_CODE ? TOLD_EXPIRED_SECONDS : 0],
    );
    return row && { ...row.payload, ...(row.consumed === null ? {} : { consumed: row.consumed }) };
  }
}
