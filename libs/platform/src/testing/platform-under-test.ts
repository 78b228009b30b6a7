import { join } from 'node:path';
import { testPostgres } from '@betang/testing';

import type { ConnectionTarget } from '../database/connection-settings.js';
import { appRole, migratorRole } from '../database/identifier.js';
import { ServiceDatabase } from '../database/service-database.js';
import { readPasswords } from '../provisioning/password-file.js';
import { provisionDatabase } from '../provisioning/provision-database.js';
import { testFolder } from './test-folder.js';

/** A provisioned database of a test's own on the shared server, with one service in it. */
export interface PlatformUnderTest {
  readonly schema: string;
  readonly passwordsFile: string;
  readonly ownerUrl: string;
  readonly databaseUrl: string;
  readonly migrator: ConnectionTarget;
  readonly app: ConnectionTarget & { readonly schema: string };
  readonly backgroundErrors: unknown[];
  open(): Promise<ServiceDatabase>;
}

/** Roles belong to the whole server, so each test file takes a name of its own. */
export async function platformUnderTest(name: string): Promise<PlatformUnderTest> {
  const { url } = await testPostgres();
  const passwordsFile = join(testFolder(), 'passwords.json');
  const database = `platform_${name}`;
  const { databaseUrl } = await provisionDatabase({
    ownerUrl: url,
    database,
    services: [{ schema: name }],
    passwordsFile,
  });
  const passwords = await readPasswords(passwordsFile);
  const target = (role: string) => ({
    url: databaseUrl,
    role,
    password: passwords[role] ?? '',
    schema: name,
    applicationName: `test.${name}`,
  });
  const app = target(appRole(name));
  const backgroundErrors: unknown[] = [];
  return {
    schema: name,
    passwordsFile,
    ownerUrl: url,
    databaseUrl,
    migrator: target(migratorRole(name)),
    app,
    backgroundErrors,
    open: () =>
      ServiceDatabase.open({
        ...app,
        entities: [],
        poolSize: 4,
        onBackgroundError: (error) => backgroundErrors.push(error),
      }),
  };
}
