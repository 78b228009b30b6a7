import { rm, stat } from 'node:fs/promises';
import { AppError } from '@betang/platform';
import { findText, writePrivateJson } from '../region/private-file.js';
import { regionPaths } from '../region/region-paths.js';
import { DEVICE_CLIENT, refreshTokens, revokeTokens, type Tokens } from './device-flow.js';

/** Who is signed in to this region from this machine: mode 0600 in its folder, and in no backup. */
export interface OperatorSession extends Tokens {
  readonly issuer: string;
}

/** A token that runs out within this time is renewed first: a command may take a while. */
const EARLY_MS = 60_000;

export async function saveSession(dataDir: string, session: OperatorSession): Promise<void> {
  await writePrivateJson(regionPaths(dataDir).session, session);
}

/** What became of a sign-out: `revoked` is false where the provider could not be told, and the session runs out by itself. */
export interface SignOut {
  readonly was: boolean;
  readonly revoked: boolean;
}

/** Forgets who is signed in here, and tells the provider so. */
export async function endSession(dataDir: string, signal: AbortSignal): Promise<SignOut> {
  const { session } = regionPaths(dataDir);
  const text = await findText(session);
  if (text === undefined) return { was: false, revoked: false };
  const { issuer, refreshToken } = JSON.parse(text) as OperatorSession;
  await rm(session);
  if (refreshToken === undefined) return { was: true, revoked: false };
  try {
    await revokeTokens({ issuer, clientId: DEVICE_CLIENT, refreshToken }, signal);
    return { was: true, revoked: true };
  } catch (error) {
    if (error instanceof AppError) return { was: true, revoked: false };
    throw error;
  }
}

/**
 * The access token of who is signed in here, renewed where it runs out; undefined when nobody is.
 * @throws AppError `operator-token-exposed`, `sign-in-refused` when the session has ended, `issuer-unreachable`
 */
export async function sessionToken(dataDir: string, signal: AbortSignal): Promise<string | undefined> {
  const file = regionPaths(dataDir).session;
  const text = await findText(file);
  if (text === undefined) return undefined;
  if (process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0)
    throw new AppError('operator-token-exposed', { params: { file } });
  const session = JSON.parse(text) as OperatorSession;
  if (session.expiresAt - Date.now() > EARLY_MS) return session.accessToken;
  const { issuer, refreshToken } = session;
  if (refreshToken === undefined) throw new AppError('sign-in-refused', { params: { reason: 'expired' } });
  const renewed = await refreshTokens({ issuer, clientId: DEVICE_CLIENT, refreshToken }, signal);
  await saveSession(dataDir, { issuer, ...renewed });
  return renewed.accessToken;
}
