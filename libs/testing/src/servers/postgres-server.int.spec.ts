import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres, type PostgresServer } from './postgres-server.js';
import { isAlive } from './process-table.js';
import { testPostgres } from './shared-postgres.js';
import { createWorkFolder, removeWorkFolder } from './work-folder.js';

async function query<T>(url: string, text: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as T[];
  } finally {
    await client.end();
  }
}

describe('startPostgres', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ settings: { max_connections: '37' } });
  });
  afterAll(() => server.stop());

  it('runs version 18 on loopback only, durable and with the given settings', async () => {
    const names = [
      'server_version_num',
      'listen_addresses',
      'unix_socket_directories',
      'synchronous_commit',
      'fsync',
      'max_connections',
      'wal_segment_size',
      'max_wal_size',
    ];
    const rows = await query<{ name: string; setting: string }>(
      server.url,
      `SELECT name, current_setting(name) AS setting FROM pg_settings WHERE name IN (${names.map((name) => `'${name}'`).join(',')})`,
    );
    const settings = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
    expect(settings).toMatchObject({
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      synchronous_commit: 'on',
      fsync: 'on',
      max_connections: '37',
      wal_segment_size: '4MB',
      max_wal_size: '1GB',
    });
    expect(Number(settings['server_version_num'])).toBeGreaterThanOrEqual(180_000);
  });

  it('refuses a wrong password and keeps its own in a file for the owner alone', async () => {
    const wrong = new URL(server.url);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect(statSync(join(server.dir, 'password')).mode & 0o777).toBe(0o600);
    expect(new URL(server.url).password).toBe(readFileSync(join(server.dir, 'password'), 'utf8'));
  });

  it('makes databases that know nothing of each other', async () => {
    const [first, second] = await Promise.all([server.createDatabase(), server.createDatabase('second "quoted"')]);
    await query(first, 'CREATE TABLE only_here (id int)');
    expect(await query(second, `SELECT to_regclass('only_here') AS found`)).toEqual([{ found: null }]);
  });

  it('keeps what was committed through kill -9 of the server and all its workers', async () => {
    const url = await server.createDatabase();
    await query(url, 'CREATE TABLE fact AS SELECT 7 AS value');
    const [worker] = await query<{ pid: number }>(
      url,
      `SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'`,
    );
    await server.kill9();
    expect(server.isRunning()).toBe(false);
    expect(isAlive(worker?.pid ?? 0)).toBe(false);
    await server.restart();
    expect(await query(url, 'SELECT value FROM fact')).toEqual([{ value: 7 }]);
  });
});

describe('a cluster in a folder of its own', () => {
  const dir = createWorkFolder('kept');
  afterAll(() => removeWorkFolder(dir));

  it('is kept on stop and opened again with its data and password', async () => {
    const first = await startPostgres({ dir });
    const url = new URL(await first.createDatabase('kept'));
    await query(url.href, 'CREATE TABLE fact AS SELECT 8 AS value');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await startPostgres({ dir });
    url.port = String(second.port);
    expect(await query(url.href, 'SELECT value FROM fact')).toEqual([{ value: 8 }]);
    await second.stop();
    expect(existsSync(join(dir, 'data'))).toBe(true);
  });

  it('fails with its code when the wanted port is taken', async () => {
    const { url } = await testPostgres();
    await expect(startPostgres({ dir, port: Number(new URL(url).port) })).rejects.toMatchObject({
      code: 'testing.server-not-ready',
    });
  });
});

describe('testPostgres', () => {
  it('is one server for the whole process', async () => {
    const [first, second] = await Promise.all([testPostgres(), testPostgres()]);
    expect(second.url).toBe(first.url);
    expect(await query(await first.createDatabase(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
