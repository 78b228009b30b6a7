import type { PublicRegionKey } from '@betang/messaging';
import type { SqlClient } from '@betang/platform';

export type MemberState = 'ACTIVE' | 'SUSPENDED' | 'REMOVED';

/** A region as others know it: nothing of it is secret. */
export interface Member {
  readonly region: string;
  readonly firstEpoch: string;
  readonly keys: readonly PublicRegionKey[];
}

/**
 * Takes a region in, or in again. The epoch it began with is never changed: receivers have begun with it. Its keys follow to every region by
 * the list that a province publishes when these rows change.
 */
export async function saveMember(db: SqlClient, member: Member, state: MemberState): Promise<void> {
  await db.execute(
    `INSERT INTO betang.region_member (region, state, first_epoch) VALUES ($1, $2, $3)
     ON CONFLICT (region) DO UPDATE SET state = EXCLUDED.state`,
    [member.region, state, member.firstEpoch],
  );
  for (const key of member.keys) await saveKey(db, member.region, key);
}

/** @returns false when the region is not known */
export async function setMemberState(db: SqlClient, region: string, state: MemberState): Promise<boolean> {
  return (await db.execute('UPDATE betang.region_member SET state = $2 WHERE region = $1', [region, state])) > 0;
}

export async function findMember(
  db: SqlClient,
  region: string,
): Promise<{ readonly state: MemberState; readonly firstEpoch: string } | undefined> {
  const [row] = await db.query<{ state: MemberState; first_epoch: string }>(
    'SELECT state, first_epoch FROM betang.region_member WHERE region = $1',
    [region],
  );
  return row && { state: row.state, firstEpoch: row.first_epoch };
}

/** Codes of the regions that are let in or suspended, but for the one that keeps the list. */
export async function listMembers(db: SqlClient, own: string): Promise<string[]> {
  const rows = await db.query<{ region: string }>(
    `SELECT region FROM betang.region_member WHERE state <> 'REMOVED' AND region <> $1 ORDER BY region`,
    [own],
  );
  return rows.map(({ region }) => region);
}

export async function publicKeysOf(db: SqlClient, region: string): Promise<PublicRegionKey[]> {
  const rows = await db.query<{
    keyId: string;
    use: PublicRegionKey['use'];
    publicKey: string;
    from: Date;
    to: Date | null;
  }>(
    `SELECT key_id AS "keyId", use, public_key AS "publicKey", valid_from AS "from", valid_to AS "to"
       FROM betang.region_key WHERE region = $1 ORDER BY key_id`,
    [region],
  );
  return rows.map(({ keyId, use, publicKey, from, to }) => ({
    keyId,
    use,
    publicKey,
    validFrom: from.toISOString(),
    validTo: to?.toISOString() ?? null,
  }));
}

/** An older registration or join file knows no end of a key that has been retired since: an end is never taken back. */
async function saveKey(db: SqlClient, region: string, key: PublicRegionKey): Promise<void> {
  await db.execute(
    `INSERT INTO betang.region_key (region, key_id, use, public_key, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (region, key_id) DO UPDATE SET valid_to = coalesce(EXCLUDED.valid_to, region_key.valid_to)`,
    [region, key.keyId, key.use, key.publicKey, key.validFrom, key.validTo],
  );
}
