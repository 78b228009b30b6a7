import { readFile, stat } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { writePrivateFile } from '@betang/platform';
import { isRegionCode } from './region-token.js';
import { TopologyError } from './topology-error.js';
import { findPublicNkey } from './user-key.js';

/** Signs a user in to a nats-server. Lives in a file of mode 0600 and nowhere else. */
export interface BusCredentials {
  /** `hub`: a region on its province's hub. `local`: a user of the region's own bus. `system`: the server's own account. */
  readonly kind: 'hub' | 'local' | 'system';
  readonly region: string;
  /** Name of the user: the region's token on the hub; `all`, a service or `operator` at home. */
  readonly user: string;
  readonly url: string;
  /** Private key of the user (nkey seed, `SU…`). Never in a log, an error or an event. */
  readonly seed: string;
  /** PEM of the authority to check the server by, where it is not a public one. */
  readonly certificateAuthority?: string;
}

const KINDS: readonly unknown[] = ['hub', 'local', 'system'];

/** The public half, which the server's configuration names. @throws TopologyError `credentials-invalid` */
export function publicNkeyOf(credentials: Pick<BusCredentials, 'seed'>): string {
  const found = findPublicNkey(credentials.seed);
  if (found === undefined) throw new TopologyError('credentials-invalid', 'the seed is not one of a user key', 'seed');
  return found;
}

/** Writes the file for this system user only, in one step. */
export function writeCredentials(file: string, credentials: BusCredentials): Promise<void> {
  return writePrivateFile(file, `${JSON.stringify(credentials, null, 2)}\n`);
}

/**
 * Reads a credential file, and refuses one that other users of the machine can read.
 * @throws TopologyError `credentials-invalid`, `credentials-exposed`
 */
export async function readCredentials(file: string): Promise<BusCredentials> {
  const { mode } = await stat(file);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new TopologyError('credentials-exposed', `other users can read ${file}: set its mode to 0600`, file);
  }
  return parseCredentials(await readFile(file, 'utf8'), file);
}

/** The seed that a credential file holds at the moment it is asked for; while the file is being replaced, the one before. */
export function presentSeed(file: string, first: string): () => string {
  let known = first;
  return () => {
    try {
      known = parseCredentials(readFileSync(file, 'utf8'), file).seed;
    } catch (error) {
      if (!(error instanceof TopologyError) && (error as NodeJS.ErrnoException).code === undefined) throw error;
    }
    return known;
  };
}

function parseCredentials(json: string, file: string): BusCredentials {
  const value = parse(json);
  const { kind, region, user, url, seed, certificateAuthority: authority } = value;
  const texts = [region, user, url, seed].every((text) => typeof text === 'string');
  const sound = KINDS.includes(kind) && texts && (authority === undefined || typeof authority === 'string');
  // No cause and no content in the message: the text holds a private key.
  if (
    !sound ||
    !isRegionCode(String(region)) ||
    findPublicNkey(String(seed)) === undefined ||
    !URL.canParse(String(url))
  ) {
    throw new TopologyError('credentials-invalid', `${file} is not a credential file`, file);
  }
  return value as unknown as BusCredentials;
}

function parse(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
