import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ServiceDatabase, getPassword, migrate, provisionDatabase, type ConnectionTarget } from '@betang/platform';
import { createWorkFolder, removeWorkFolder, testPostgres } from '@betang/testing';

const root = join(import.meta.dirname, '../../../..');

export interface TestDatabase {
  readonly database: ServiceDatabase;
  readonly databaseUrl: string;
  readonly passwordsFile: string;
  /** Closes the connections and removes the folder. */
  stop(): Promise<void>;
}

/** An identity schema of its own on a real Postgres, migrated, opened as the app role. */
export async function openIdentityDatabase(): Promise<TestDatabase> {
  const server = await testPostgres();
  const folder = createWorkFolder('identity');
  const passwordsFile = join(folder, 'passwords.json');
  const database = `identity_${randomBytes(5).toString('hex')}`;
  const { databaseUrl } = await provisionDatabase({
    ownerUrl: server.url,
    database,
    services: [{ schema: 'identity', observer: true }],
    passwordsFile,
  });
  const as = (role: string): ConnectionTarget => ({
    url: databaseUrl,
    role,
    password: () => getPassword(passwordsFile, role),
    schema: 'identity',
    applicationName: 'identity.test',
  });
  await migrate({
    connection: as('identity_migrator'),
    schema: 'identity',
    directories: ['libs/platform/migrations', 'libs/messaging/migrations', 'services/identity/migrations'].map((path) =>
      join(root, path),
    ),
  });
  const opened = await ServiceDatabase.open({
    ...as('identity_app'),
    schema: 'identity',
    entities: [],
    onBackgroundError: (error) => {
      throw error;
    },
  });
  const stop = async () => {
    await opened.close();
    removeWorkFolder(folder);
  };
  return { database: opened, databaseUrl, passwordsFile, stop };
}
