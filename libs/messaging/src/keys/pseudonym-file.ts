import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivateFile } from '@betang/platform';
import type { PseudonymKey, PseudonymKeys } from './pseudonym.js';

const FILE = 'pseudonym.json';
const SECRET_BYTES = 32;

interface KeyText {
  readonly version: number;
  readonly secret: string;
}

/** As the file has it; `former` is in none that was written before keys could be replaced. */
interface KeysText extends KeyText {
  readonly former?: readonly KeyText[];
}

/** Undefined where there is no file; one that cannot be read is not taken for none, or it would be written over. */
export async function findPseudonymKeys(keysDir: string): Promise<PseudonymKeys | undefined> {
  const text = await readFile(join(keysDir, FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const { former = [], ...key } = JSON.parse(text) as KeysText;
  return { ...keyOf(key), former: former.map(keyOf) };
}

/** The first key of a new region; one that is there stays. */
export async function makeFirstPseudonymKey(keysDir: string): Promise<void> {
  if ((await findPseudonymKeys(keysDir)) === undefined)
    await write(keysDir, { version: 1, secret: randomBytes(SECRET_BYTES), former: [] });
}

/**
 * The next key, in force from the next start of learning-hours on; the one before stays at hand beside it, for the province is to be told who is who. Answers
 * all of them.
 */
export async function makeNextPseudonymKey(keysDir: string, present: PseudonymKeys): Promise<PseudonymKeys> {
  const { version, secret, former } = present;
  const next = { version: version + 1, secret: randomBytes(SECRET_BYTES), former: [{ version, secret }, ...former] };
  await write(keysDir, next);
  return next;
}

/** Ends the keys before the present one for good: whoever has the names alone can join them with nobody any more. */
export async function forgetFormerPseudonymKeys(keysDir: string, present: PseudonymKeys): Promise<void> {
  await write(keysDir, { ...present, former: [] });
}

function keyOf({ version, secret }: KeyText): PseudonymKey {
  return { version, secret: Buffer.from(secret, 'base64url') };
}

async function write(keysDir: string, { version, secret, former }: PseudonymKeys): Promise<void> {
  const textOf = (key: PseudonymKey): KeyText => ({ version: key.version, secret: key.secret.toString('base64url') });
  const content: KeysText = {
    ...textOf({ version, secret }),
    ...(former.length === 0 ? {} : { former: former.map(textOf) }),
  };
  await writePrivateFile(join(keysDir, FILE), `${JSON.stringify(content, null, 2)}\n`);
}
