import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SCOPES, writePrivateFile } from '@betang/platform';
import { SignJWT, createLocalJWKSet, importJWK, jwtVerify } from 'jose';
import { AUDIENCE } from './create-provider.js';
import { SIGNING_ALGORITHM, type IdentityKeys } from '../keys/identity-keys.js';

const FILE = 'administrator.token';
const VALID = '10 years';

/**
 * Keeps the administrator's token of local mode in a file that only its owner may read: every right in this region, for the operator's tool on the same
 * machine. A file whose token would not be accepted any more (other keys, another address) is written anew.
 */
export async function keepAdministratorToken(dataDir: string, issuer: string, keys: IdentityKeys): Promise<string> {
  const path = join(dataDir, FILE);
  const known = await readFile(path, 'utf8').catch(() => '');
  if (await isGood(known.trim(), issuer, keys)) {
    await chmod(path, 0o600);
    return path;
  }
  await writePrivateFile(path, `${await sign(issuer, keys)}\n`);
  return path;
}

async function sign(issuer: string, keys: IdentityKeys): Promise<string> {
  return new SignJWT({ kind: 'service', scope: SCOPES.join(' '), client_id: 'administrator' })
    .setProtectedHeader({ alg: SIGNING_ALGORITHM, kid: keys.current.kid!, typ: 'at+jwt' })
    .setIssuer(issuer)
    .setSubject('administrator')
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(VALID)
    .sign(await importJWK(keys.current, SIGNING_ALGORITHM));
}

async function isGood(token: string, issuer: string, keys: IdentityKeys): Promise<boolean> {
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys.published), {
      issuer,
      audience: AUDIENCE,
      typ: 'at+jwt',
    });
    return payload['scope'] === SCOPES.join(' ');
  } catch {
    return false;
  }
}
