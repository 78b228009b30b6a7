import { writeFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { ServiceDatabase } from '../database/service-database.js';
import { writeMigrations } from '../testing/migration-folder.js';
import { platformUnderTest } from '../testing/platform-under-test.js';
import type { PlatformUnderTest } from '../testing/platform-under-test.js';
import { migrate } from './migrate.js';
import { readMigrations } from './migration-files.js';

let platform: PlatformUnderTest;
let database: ServiceDatabase;

beforeAll(async () => {
  platform = await platformUnderTest('migrations');
  database = await platform.open();
});

afterAll(() => database.close());

const run = (folder: { set: string; path: string }) =>
  migrate({ connection: platform.migrator, schema: platform.schema, directories: [folder] });

async function setOf(name: string, files: Record<string, string>) {
  return { ...(await writeMigrations(files)), set: name };
}

describe('migrate', () => {
  it('applies each file once, in order, and fills in the names', async () => {
    const folder = await setOf('order', {
      '0002-more.sql': 'ALTER TABLE thing ADD COLUMN n int NOT NULL DEFAULT 0; INSERT INTO thing DEFAULT VALUES;',
      '0001-thing.sql':
        'CREATE TABLE {schema}.thing (); REVOKE DELETE ON thing FROM {app_role}; GRANT SELECT ON thing TO {observer_role};',
    });
    expect(await run(folder)).toEqual(['order/0001-thing', 'order/0002-more']);
    expect(await run(folder)).toEqual([]);
    expect(await database.query('SELECT n FROM thing')).toEqual([{ n: 0 }]);
    await expect(database.execute('DELETE FROM thing')).rejects.toMatchObject({ code: '42501' });
  });

  it('may be started by several processes at once', async () => {
    const folder = await setOf('race', { '0001-race.sql': 'CREATE TABLE race (); SELECT pg_sleep(0.05);' });
    const applied = await Promise.all(Array.from({ length: 4 }, () => run(folder)));
    expect(applied.flat()).toEqual(['race/0001-race']);
  });

  it('leaves nothing of a file that fails, and goes on there when it is repaired', async () => {
    const folder = await setOf('failing', {
      '0001-a.sql': 'CREATE TABLE a ();',
      '0002-b.sql': 'CREATE TABLE b (); SELECT 1 / 0;',
    });
    await expect(run(folder)).rejects.toMatchObject({
      code: 'migration-failed',
      params: { migration: 'failing/0002-b' },
      cause: { code: '22012' },
    });
    await writeFile(join(folder.path, '0002-b.sql'), 'CREATE TABLE b ();');
    expect(await run(folder)).toEqual(['failing/0002-b']);
  });

  it('refuses to go on when history was changed', async () => {
    const folder = await setOf('history', { '0001-a.sql': 'SELECT 1;', '0003-c.sql': 'SELECT 3;' });
    await run(folder);
    await writeFile(join(folder.path, '0001-a.sql'), 'SELECT 1;\r\n'.replace('\r\n', ''));
    expect(await run(folder)).toEqual([]);
    await writeFile(join(folder.path, '0001-a.sql'), 'SELECT 2;');
    await expect(run(folder)).rejects.toMatchObject({ code: 'migration-changed' });
    await rm(join(folder.path, '0001-a.sql'));
    await expect(run(folder)).rejects.toMatchObject({
      code: 'migration-missing',
      params: { migration: 'history/0001-a' },
    });
    await writeFile(join(folder.path, '0001-a.sql'), 'SELECT 1;');
    await writeFile(join(folder.path, '0002-b.sql'), 'SELECT 2;');
    await expect(run(folder)).rejects.toMatchObject({ code: 'migration-out-of-order' });
  });

  it('refuses files that are no migrations', async () => {
    await expect(run(await setOf('names', { '1-a.sql': '' }))).rejects.toMatchObject({
      code: 'migration-name-invalid',
    });
    const twice = await setOf('names', { '0001-a.sql': '', '0001-b.sql': '' });
    await expect(run(twice)).rejects.toMatchObject({ code: 'migration-number-duplicate' });
  });

  it('reads the same checksum whatever the line ends', async () => {
    const unix = await setOf('eol', { '0001-a.sql': 'SELECT 1;\nSELECT 2;\n' });
    const windows = await setOf('eol', { '0001-a.sql': 'SELECT 1;\r\nSELECT 2;\r\n' });
    expect(await readMigrations(unix)).toEqual(await readMigrations(windows));
  });

  it('names a set after the package that its folder lies in', async () => {
    const [first] = await readMigrations(join(import.meta.dirname, '../../migrations'));
    expect(first?.set).toBe('platform');
  });

  it('keeps its ledger out of the reach of the running service', async () => {
    await expect(database.execute('DELETE FROM migration')).rejects.toMatchObject({ code: '42501' });
  });
});
