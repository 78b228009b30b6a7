import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';

import { connectionSettings } from '../database/connection-settings.js';
import { migrate } from '../migrations/migrate.js';
import { writeMigrations } from '../testing/migration-folder.js';
import { platformUnderTest } from '../testing/platform-under-test.js';
import type { PlatformUnderTest } from '../testing/platform-under-test.js';
import { getPassword, readPasswords } from './password-file.js';
import { provisionDatabase } from './provision-database.js';

const DATABASE = 'platform_provision_a';
const SERVICES = [{ schema: 'provision_a', observer: true }, { schema: 'provision_b' }];
let platform: PlatformUnderTest;

beforeAll(async () => {
  platform = await platformUnderTest('provision_a');
  await provision();
});

const provision = (more: object = {}) =>
  provisionDatabase({
    ownerUrl: platform.ownerUrl,
    database: DATABASE,
    services: SERVICES,
    passwordsFile: platform.passwordsFile,
    ...more,
  });

const clients: pg.Client[] = [];
afterAll(() => Promise.all(clients.map((client) => client.end())));

async function connectAs(role: string, password?: string): Promise<pg.Client> {
  const client = new pg.Client(
    connectionSettings({
      url: platform.databaseUrl,
      role,
      password: password ?? (await getPassword(platform.passwordsFile, role)),
      applicationName: 'test',
    }),
  );
  await client.connect();
  clients.push(client);
  return client;
}

describe('provisionDatabase', () => {
  it('may be repeated and changes nothing by it', async () => {
    const before = await readPasswords(platform.passwordsFile);
    await Promise.all([provision(), provision()]);
    expect(await readPasswords(platform.passwordsFile)).toEqual(before);
    await connectAs('provision_a_app');
  });

  it('writes a file that only its owner reads', async () => {
    expect((await stat(platform.passwordsFile)).mode & 0o777).toBe(0o600);
    expect(Object.keys(await readPasswords(platform.passwordsFile)).sort()).toEqual([
      'betang_migrator',
      'provision_a_app',
      'provision_a_migrator',
      'provision_b_app',
      'provision_b_migrator',
    ]);
  });

  it('keeps each service out of the other one', async () => {
    const folder = await writeMigrations({ '0001-secret.sql': 'CREATE TABLE secret (n int);' });
    const role = 'provision_b_migrator';
    const connection = {
      url: platform.databaseUrl,
      role,
      password: await getPassword(platform.passwordsFile, role),
      applicationName: 'test',
    };
    await migrate({ connection, schema: 'provision_b', directories: [folder] });
    for (const name of ['provision_a_app', 'provision_a_migrator']) {
      const client = await connectAs(name);
      await expect(client.query('SELECT * FROM provision_b.secret')).rejects.toMatchObject({ code: '42501' });
      await expect(client.query('CREATE TABLE provision_b.more ()')).rejects.toMatchObject({ code: '42501' });
    }
    const owner = await connectAs('provision_b_app');
    expect((await owner.query('SELECT * FROM secret')).rows).toEqual([]);
  });

  it('lets the observing service read the bookkeeping that others show, and only it', async () => {
    const watcher = await connectAs('provision_a_app');
    expect((await watcher.query('SELECT set FROM provision_b.migration')).rows).toEqual([{ set: 'test' }]);
    const other = await connectAs('provision_b_app');
    await expect(other.query('SELECT * FROM provision_a.migration')).rejects.toMatchObject({ code: '42501' });
  });

  it('lets nobody call the functions of another service, neither new ones nor those of before', async () => {
    const make = (name: string) =>
      `CREATE FUNCTION provision_b.${name}() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = provision_b AS 'SELECT 1'`;
    const migrator = await connectAs('provision_b_migrator');
    await migrator.query(make('newer'));
    await migrator.query(`${make('older')}; GRANT EXECUTE ON FUNCTION provision_b.older() TO PUBLIC`);
    await provision();
    const [observer, own] = [await connectAs('provision_a_app'), await connectAs('provision_b_app')];
    for (const name of ['newer', 'older']) {
      const call = `SELECT provision_b.${name}() AS n`;
      await expect(observer.query(call)).rejects.toMatchObject({ code: '42501' });
      expect((await own.query(call)).rows).toEqual([{ n: 1 }]);
    }
  });

  it('lets all services read what is shared, and none write it', async () => {
    const migrator = await connectAs('betang_migrator');
    await migrator.query(
      'CREATE TABLE IF NOT EXISTS betang.epoch_test (n int); INSERT INTO betang.epoch_test VALUES (1)',
    );
    for (const role of ['provision_a_app', 'provision_b_app']) {
      const client = await connectAs(role);
      expect((await client.query('SELECT n FROM betang.epoch_test LIMIT 1')).rows).toEqual([{ n: 1 }]);
      await expect(client.query('DELETE FROM betang.epoch_test')).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('rotates passwords when asked to', async () => {
    const old = await getPassword(platform.passwordsFile, 'provision_a_app');
    await provision({ rotatePasswords: true });
    await expect(connectAs('provision_a_app', old)).rejects.toMatchObject({ code: '28P01' });
    await connectAs('provision_a_app');
  });

  it('says what is wrong with a passwords file without repeating it', async () => {
    const good = await readFile(platform.passwordsFile, 'utf8');
    await chmod(platform.passwordsFile, 0o600);
    await writeFile(platform.passwordsFile, '{"provision_a_app": "s3cret"');
    const error: unknown = await provision().catch((failure: unknown) => failure);
    await writeFile(platform.passwordsFile, good);
    expect(error).toMatchObject({ code: 'passwords-file-invalid' });
    expect(JSON.stringify(error) + String(error)).not.toContain('s3cret');
  });
});
