import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PublicRegionKey } from '@betang/messaging';
import { writePrivateJson } from './private-file.js';

export const KEY_FILE = /^(signing|encryption)-.*\.json$/;

/** The public halves of the keys in a folder, oldest first; empty where there are none. */
export async function readPublicKeys(dir: string): Promise<PublicRegionKey[]> {
  const names = (await readdir(dir).catch(() => [])).filter((name) => KEY_FILE.test(name)).sort();
  const files = await Promise.all(names.map((name) => readKey(join(dir, name))));
  return files.map(({ keyId, use, publicKey, validFrom, validTo }) => ({ keyId, use, publicKey, validFrom, validTo }));
}

/** Gives every key of a folder that has no end yet this one. */
export async function limitKeys(dir: string, validTo: Date): Promise<void> {
  for (const name of (await readdir(dir)).filter((file) => KEY_FILE.test(file))) {
    const key = await readKey(join(dir, name));
    if (key.validTo === null) await writePrivateJson(join(dir, name), { ...key, validTo: validTo.toISOString() });
  }
}

async function readKey(file: string): Promise<PublicRegionKey> {
  return JSON.parse(await readFile(file, 'utf8')) as PublicRegionKey;
}
