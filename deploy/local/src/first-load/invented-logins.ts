import { writePrivateFile, type Role } from '@betang/platform';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalRegion } from '../settings/regions.js';
import type { RegionApi } from '../api/region-api.js';

/** A login for trying things out. Its person is invented. */
export interface InventedLogin {
  readonly loginName: string;
  readonly displayName: string;
  readonly role: Role;
  readonly password: string;
}

const FILE = 'logins.json';

/** Creates the logins of the region's office, before anybody is in the register. */
export async function createLogins(api: RegionApi, region: LocalRegion, dir: string): Promise<void> {
  const logins = await keepLogins(dir, () => inventLogins(region));
  for (const login of logins) if (!(OF_STAFF as readonly Role[]).includes(login.role)) await createAccount(api, login);
}

/**
 * Creates the logins of two people of the register: a civil servant, whose role comes with being an employee, and a contingency officer. Each sees their own
 * record; the same two whenever it is done again.
 */
export async function createStaffLogins(api: RegionApi, region: LocalRegion, dir: string): Promise<void> {
  const { items } = await api.get<{ items: Employee[] }>('identity', `employees?limit=${OF_STAFF.length}`);
  const place = placeOf(region);
  const staff = OF_STAFF.flatMap((role, index) => {
    const employee = items[index];
    const loginName = `${STAFF_PREFIXES[role]}.${place}`;
    return employee
      ? [{ employeeId: employee.employeeId, login: login(loginName, `${employee.name} (rekaan)`, role) }]
      : [];
  });
  const known = (await findLogins(dir)) ?? [];
  const missing = staff.filter(({ login: { loginName } }) => !known.some((one) => one.loginName === loginName));
  const logins = await writeLogins(dir, [...known, ...missing.map((one) => one.login)]);
  for (const {
    employeeId,
    login: { loginName },
  } of staff)
    await createAccount(
      api,
      logins.find((one) => one.loginName === loginName)!,
      employeeId,
    );
}

interface Employee {
  readonly employeeId: string;
  readonly name: string;
}

const STAFF_PREFIXES = { 'civil-servant': 'pegawai', 'contingency-officer': 'renkon' } as const;
const OF_STAFF: readonly (Role & keyof typeof STAFF_PREFIXES)[] = ['civil-servant', 'contingency-officer'];

async function createAccount(api: RegionApi, login: InventedLogin, employeeId?: string): Promise<void> {
  const { loginName, displayName, role, password } = login;
  const key = `local-login-${loginName}`;
  const { accountId } = await api.post<{ accountId: string }>('identity', 'accounts', key, {
    ...{ loginName, displayName, password },
    ...(employeeId === undefined ? {} : { employeeId }),
  });
  // Whoever is an employee is a civil servant without anybody's grant.
  if (role !== 'civil-servant') await api.post('identity', `accounts/${accountId}/roles`, `${key}-role`, { role });
}

/** Names and passwords stand in a file of mode 0600 before the accounts are made, so that a start that was cut off makes the same ones. They are printed on the terminal and never logged. */
async function keepLogins(dir: string, invent: () => readonly InventedLogin[]): Promise<readonly InventedLogin[]> {
  return writeLogins(dir, (await findLogins(dir)) ?? invent());
}

async function writeLogins(dir: string, logins: readonly InventedLogin[]): Promise<readonly InventedLogin[]> {
  await writePrivateFile(join(dir, FILE), `${JSON.stringify(logins, null, 2)}\n`);
  return logins;
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

function inventLogins(region: LocalRegion): InventedLogin[] {
  const office = region.role === 'hub' ? 'bpsdm' : 'bkpsdm';
  const place = placeOf(region);
  const titled = (title: string) => `${title} ${region.name} (rekaan)`;
  return [
    login(`operator.${place}`, titled('Operator'), 'operator'),
    login(`${office}.${place}`, titled(`Petugas ${office.toUpperCase()}`), `${office}-officer`),
    login(`auditor.${place}`, titled('Auditor'), 'auditor'),
  ];
}

function login(loginName: string, displayName: string, role: Role): InventedLogin {
  return { loginName, displayName, role, password: randomBytes(12).toString('base64url') };
}

function placeOf({ name }: LocalRegion): string {
  return name.toLowerCase().replaceAll(' ', '-');
}
