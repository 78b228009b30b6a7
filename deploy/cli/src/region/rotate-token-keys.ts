import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '@betang/platform';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { findText, writePrivateJson } from './private-file.js';
import { regionPaths } from './region-paths.js';

/** As identity keeps them: the first of each list signs, the others are still accepted. */
interface TokenKeys {
  readonly signing: readonly JWK[];
  readonly cookies: readonly string[];
  readonly secrets: string;
}

const FILE = 'identity-keys.json';
const ALGORITHM = 'ES256';
/** Access tokens live ten minutes and sessions ten hours: with the one before, whatever is signed stays good until it runs out. */
const KEPT = 2;

/**
 * New keys for tokens and cookies, before the present ones. Identity takes them up within half a minute and publishes both; the key that seals
 * second factors stays. Answers the new key's id. @throws AppError `token-keys-missing`, where identity has never started or another provider is used
 */
export async function rotateTokenKeys(dataDir: string): Promise<string> {
  const file = join(regionPaths(dataDir).keys, FILE);
  const text = await findText(file);
  if (text === undefined) throw new AppError('token-keys-missing', { params: { file } });
  const known = JSON.parse(text) as TokenKeys;
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  const keys: TokenKeys = {
    signing: [{ ...jwk, kid, alg: ALGORITHM, use: 'sig' }, ...known.signing].slice(0, KEPT),
    cookies: [randomBytes(32).toString('base64url'), ...known.cookies].slice(0, KEPT),
    secrets: known.secrets,
  };
  await writePrivateJson(file, keys);
  return kid;
}
