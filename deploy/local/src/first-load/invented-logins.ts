import type { Role } from '@betang/platform';
import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalRegion } from '../settings/regions.js';
import type { RegionApi } from './region-api.js';

/** A login for trying things out. Its person is invented. */
export interface InventedLogin {
  readonly loginName: string;
  readonly displayName: string;
  readonly role: Role;
  readonly password: string;
}

const FILE = 'logins.json';

/**
 * Creates the region's logins. Names and passwords stand in a file of mode 0600 in the region's folder before the accounts are made, so that a start that was
 * cut off makes the same ones. They are printed on the terminal and never logged.
 */
export async function createLogins(api: RegionApi, region: LocalRegion, dir: string): Promise<void> {
  const logins = (await findLogins(dir)) ?? inventLogins(region);
  const file = join(dir, FILE);
  await writeFile(`${file}.new`, `${JSON.stringify(logins, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  for (const { loginName, displayName, role, password } of logins) {
    const key = `local-login-${loginName}`;
    const { accountId } = await api.post<{ accountId: string }>('identity', 'accounts', key, {
      loginName,
      displayName,
      password,
    });
    await api.post('identity', `accounts/${accountId}/roles`, `${key}-role`, { role });
  }
}

/** Undefined before they have been made. */
export async function findLogins(dir: string): Promise<readonly InventedLogin[] | undefined> {
  try {
    return JSON.parse(await readFile(join(dir, FILE), 'utf8')) as InventedLogin[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function inventLogins({ name, role }: LocalRegion): InventedLogin[] {
  const place = name.toLowerCase().replaceAll(' ', '-');
  const login = (prefix: string, displayName: string, of: Role): InventedLogin => ({
    loginName: `${prefix}.${place}`,
    displayName: `${displayName} ${name} (rekaan)`,
    role: of,
    password: randomBytes(12).toString('base64url'),
  });
  const office =
    role === 'hub'
      ? login('bpsdm', 'Petugas BPSDM', 'bpsdm-officer')
      : login('bkpsdm', 'Petugas BKPSDM', 'bkpsdm-officer');
  return [login('operator', 'Operator', 'operator'), office, login('auditor', 'Auditor', 'auditor')];
}
