import { createPrivateKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivateFile } from '@betang/platform';
import { DeliveryError } from '../delivery-error.js';
import { findPseudonymKeys, makeFirstPseudonymKey } from './pseudonym-file.js';
import type { PseudonymKeys } from './pseudonym.js';

/** A region's own private keys, each in a file of mode 0600. Old ones stay as long as the outbox: what they signed may be replayed. */
export interface RegionKeys {
  readonly signing: { readonly keyId: string; readonly privateKey: KeyObject };
  readonly public: readonly PublicRegionKey[];
  /** Makes the pseudonyms of persons. Never leaves the region. */
  readonly pseudonym: PseudonymKeys;
}

/** What others may know: the shape in which `region add` registers a region. */
export interface PublicRegionKey {
  readonly keyId: string;
  readonly use: 'SIGNING' | 'ENCRYPTION';
  readonly publicKey: string;
  readonly validFrom: string;
  readonly validTo: string | null;
}

interface KeyFile extends PublicRegionKey {
  readonly privateKey: JsonWebKey;
}

/** Makes the keys of a new region. */
export async function makeRegionKeys(dir: string, now = new Date()): Promise<void> {
  await makeFirstPseudonymKey(dir);
  await makeKeyPairs(dir, now);
}

/** Makes what is rotated. The signing key comes last: where one is, a kill in the middle has left none of the others out. */
export async function makeKeyPairs(dir: string, now = new Date()): Promise<void> {
  const stamp = now.toISOString().replace(/[-:.]/g, '');
  await writeKey(dir, `encryption-${stamp}`, 'ENCRYPTION', generateKeyPairSync('x25519'), now);
  await writeKey(dir, `signing-${stamp}`, 'SIGNING', generateKeyPairSync('ed25519'), now);
}

/** @throws DeliveryError `keys-missing` */
export async function readRegionKeys(dir: string): Promise<RegionKeys> {
  const names = (await readdir(dir).catch(() => []))
    .filter((name) => /^(signing|encryption)-.*\.json$/.test(name))
    .sort();
  const files = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(dir, name), 'utf8')) as KeyFile),
  );
  const newest = files.filter(({ use }) => use === 'SIGNING').at(-1);
  const pseudonym = await findPseudonymKeys(dir);
  if (!newest || pseudonym === undefined)
    throw new DeliveryError('keys-missing', `no keys in ${dir}: run betang region init`);
  return {
    signing: { keyId: newest.keyId, privateKey: createPrivateKey({ key: newest.privateKey, format: 'jwk' }) },
    public: files.map(({ keyId, use, publicKey, validFrom, validTo }) => ({
      keyId,
      use,
      publicKey,
      validFrom,
      validTo,
    })),
    pseudonym,
  };
}

async function writeKey(
  dir: string,
  keyId: string,
  use: KeyFile['use'],
  pair: { publicKey: KeyObject; privateKey: KeyObject },
  now: Date,
): Promise<void> {
  const file: KeyFile = {
    keyId,
    use,
    publicKey: JSON.stringify(pair.publicKey.export({ format: 'jwk' })),
    // A minute back: clocks of other regions may be slow.
    validFrom: new Date(now.getTime() - 60_000).toISOString(),
    validTo: null,
    privateKey: pair.privateKey.export({ format: 'jwk' }),
  };
  await writeSecret(join(dir, `${keyId}.json`), file);
}

function writeSecret(file: string, content: object): Promise<void> {
  return writePrivateFile(file, `${JSON.stringify(content, null, 2)}\n`);
}
