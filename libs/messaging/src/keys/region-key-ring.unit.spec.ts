import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { EventRecord } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import { RegionKeyRing, signEvent } from './region-key-ring.js';

const NOW = Date.parse('2026-11-01T00:00:00Z');

interface Key {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly from: string;
  readonly to: string | null;
}
const key = (from: string, to: string | null): Key => ({ ...generateKeyPairSync('ed25519'), from, to });

async function ringOf(...keys: readonly Key[]): Promise<RegionKeyRing> {
  const ring = new RegionKeyRing(() => NOW);
  const rows = keys.map(({ publicKey, from, to }) => ({
    region: '62.03',
    public_key: JSON.stringify(publicKey.export({ format: 'jwk' })),
    valid_from: new Date(from),
    valid_to: to === null ? null : new Date(to),
  }));
  await ring.load({ query: async () => rows } as unknown as SqlClient);
  return ring;
}

const signedBy = ({ privateKey }: Key, time: string, region = '62.03'): EventRecord => {
  const event = { region, time, chain: 'ab'.repeat(32) } as EventRecord;
  return { ...event, signature: signEvent(event, privateKey) };
};

describe('the signature of an event', () => {
  const old = key('2026-01-01T00:00:00Z', '2026-09-01T00:00:00Z');
  const present = key('2026-08-01T00:00:00Z', null);

  it('stays true after its key has run out, for what happened before', async () => {
    const ring = await ringOf(old, present);
    expect(ring.verify(signedBy(old, '2026-08-31T23:00:00Z'))).toBe(true);
  });

  it('is not true for what happened after its key ran out', async () => {
    const ring = await ringOf(old, present);
    expect(ring.verify(signedBy(old, '2026-09-01T00:00:01Z'))).toBe(false);
  });

  it('may be by a younger key than the event: a replay is signed anew', async () => {
    const ring = await ringOf(old, present);
    expect(ring.verify(signedBy(present, '2026-02-01T00:00:00Z'))).toBe(true);
  });

  it('is not by a key that begins in the future, nor by one of another region, nor missing', async () => {
    const future = key('2026-12-01T00:00:00Z', null);
    const ring = await ringOf(future, present);
    expect(ring.verify(signedBy(future, '2026-10-01T00:00:00Z'))).toBe(false);
    expect(ring.verify(signedBy(present, '2026-10-01T00:00:00Z', '62.71'))).toBe(false);
    expect(ring.verify({ ...signedBy(present, '2026-10-01T00:00:00Z'), signature: '' })).toBe(false);
  });
});
