import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import type { EventRecord } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import type { KeyRing } from '../replay/delivery-events.js';

interface KeyRow {
  region: string;
  key_id: string;
  public_key: string;
  valid_from: Date;
  valid_to: Date | null;
}

interface StatedKey {
  readonly keyId: string;
  readonly key: KeyObject;
  readonly from: number;
  readonly to: number;
}

/** Of a region none of whose keys is in force. */
const NO_KEY = 'none';

/**
 * The same as {@link RegionKeyRing.inForce}, in SQL: of the region that `region` names. A key that has run out stays: what happened before is
 * judged by it.
 */
export function keysInForce(region: string): string {
  return `(SELECT coalesce(string_agg(key_id, ',' ORDER BY key_id COLLATE "C"), '${NO_KEY}') FROM betang.region_key AS stated
    WHERE stated.region = ${region} AND stated.use = 'SIGNING' AND stated.valid_from <= now())`;
}

/** Everybody's signing keys as the province states them, read from the region's shared schema. */
export class RegionKeyRing implements KeyRing {
  private keys = new Map<string, StatedKey[]>();

  constructor(private readonly now: () => number = Date.now) {}

  async load(db: SqlClient): Promise<void> {
    const rows = await db.query<KeyRow>(
      `SELECT region, key_id, public_key, valid_from, valid_to FROM betang.region_key WHERE use = 'SIGNING' ORDER BY key_id COLLATE "C"`,
    );
    const keys = new Map<string, StatedKey[]>();
    for (const row of rows) {
      const key = createPublicKey({
        key: JSON.parse(row.public_key) as import('node:crypto').JsonWebKey,
        format: 'jwk',
      });
      const entry = { keyId: row.key_id, key, from: row.valid_from.getTime(), to: row.valid_to?.getTime() ?? Infinity };
      keys.set(row.region, [...(keys.get(row.region) ?? []), entry]);
    }
    this.keys = keys;
  }

  knows(region: string): boolean {
    return this.keys.has(region);
  }

  inForce(region: string): string {
    const inForce = (this.keys.get(region) ?? []).filter(({ from }) => this.now() >= from);
    return inForce.map(({ keyId }) => keyId).join(',') || NO_KEY;
  }

  verify(event: EventRecord): boolean {
    const { signature } = event;
    if (!signature) return false;
    const bytes = Buffer.from(signature, 'base64url');
    // By the time of the event, which the chain covers: what was signed in time stays true, however late it is read. A replay is signed anew,
    // so that a key may be younger than what it signs.
    const happened = Date.parse(event.time);
    return (this.keys.get(event.region) ?? []).some(
      ({ key, from, to }) =>
        this.now() >= from && happened <= to && verify(null, Buffer.from(event.chain, 'hex'), key, bytes),
    );
  }
}

/** Signs the chain value of an event, and with it everything before it. */
export function signEvent(event: EventRecord, privateKey: KeyObject): string {
  return sign(null, Buffer.from(event.chain, 'hex'), privateKey).toString('base64url');
}
