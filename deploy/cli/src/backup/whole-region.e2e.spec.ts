import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { applyTopology } from '@betang/messaging';
import {
  createWorkFolder,
  findFreePort,
  removeWorkFolder,
  startPostgres,
  waitUntil,
  type NatsServerProcess,
  type PostgresServer,
} from '@betang/testing';
import { regionPaths } from '../region/region-paths.js';
import { ownerSql, startBusOf } from '../testing/deployment-under-test.js';
import { startInstalledServices } from '../testing/installed-services.js';
import { betang } from '../testing/run-betang.js';

/** One region with all six services as they are, made, filled, backed up and restored by the operator's command alone. */
const PEOPLE = 12;

let folder: string;
let postgres: PostgresServer;
let fresh: PostgresServer | undefined;
let bus: NatsServerProcess | undefined;
let stopServices: (() => Promise<void>) | undefined;
let httpPort: number;
let [first, second] = ['', ''];

beforeAll(async () => {
  folder = createWorkFolder('whole-region');
  [first, second] = [join(folder, 'kapuas'), join(folder, 'restored')];
  postgres = await startPostgres();
  httpPort = await findFreePort();
}, 60_000);
afterAll(async () => {
  await stopServices?.();
  await bus?.stop();
  await fresh?.stop();
  await postgres?.stop();
  removeWorkFolder(folder);
});

const at = (dataDir: string, ...argv: string[]) => betang([...argv, '--data', dataDir, '--json']);
const pad = (value: number, width = 2) => String(value).padStart(width, '0');
const number = (index: number) => `19${70 + index}0${(index % 9) + 1}152005011${pad(index + 1, 3)}`;

async function startServices(dataDir: string): Promise<void> {
  stopServices = await startInstalledServices(dataDir);
}

async function ownerUrlFile(server: PostgresServer): Promise<string> {
  const file = join(folder, 'owner-url');
  await writeFile(file, `${server.url}\n`, { mode: 0o600 });
  return file;
}

it('is made and filled by the public API', async () => {
  const natsPort = await findFreePort();
  const options = ['--local', '--nats-port', String(natsPort), '--http-port', String(httpPort)];
  const made = await at(first, 'region', 'init', '62.03', ...options, '--owner-url-file', await ownerUrlFile(postgres));
  expect(made.json).toMatchObject({ settings: { region: '62.03', role: 'region' } });
  bus = await startBusOf(first, natsPort);
  await startServices(first);
  const roster = join(folder, 'duk.csv');
  const people = Array.from({ length: PEOPLE }, (_, index) =>
    [
      `Sari Rekaan ${'abcdefghijklmnop'[index]}`,
      number(index),
      'PNS',
      'III/a',
      'Analis',
      'Fungsional Ahli Muda',
      'Bidang 1',
      'Dinas Contoh',
    ].join(';'),
  );
  await writeFile(
    roster,
    ['Nama Lengkap;NIP / NI PPPK;Status;Gol. Ruang;Nama Jabatan;Jenis Jabatan;Unit Kerja;OPD', ...people].join('\r\n'),
  );
  const imported = await at(first, 'import', 'roster', roster);
  expect(imported.json).toMatchObject({ state: 'APPLIED', counts: { applied: PEOPLE } });
  expect((await at(first, 'import', 'roster', roster)).json).toMatchObject({ importId: imported.json['importId'] });
  await waitUntil(
    'training-catalog knows the people',
    async () => (await count(postgres, 'training_catalog.archive', 'employee-registered')) === PEOPLE,
  );
  const courses = join(folder, 'kursus.csv');
  const rows = Array.from(
    { length: PEOPLE },
    (_, index) =>
      `k${index};${number(index)};3;Pelatihan ${index};BKPSDM;8,5;C-${index};02-03-2026;06-03-2026;Nasional`,
  );
  const headings =
    'id;nipBaru;jenisDiklatId;namaKursus;institusiPenyelenggara;jumlahJam;noSertipikat;tanggalKursus;tanggalSelesaiKursus;lingkup';
  await writeFile(courses, [headings, ...rows].join('\r\n'));
  expect((await at(first, 'import', 'completions', courses)).json).toMatchObject({
    state: 'DONE',
    rowsRecorded: PEOPLE,
  });
  await waitUntil('the hours are booked', async () => (await hours(postgres)) === PEOPLE);
  expect((await at(first, 'status')).json).toMatchObject({ regions: [{ region: '62.03' }] });
}, 120_000);

it('names the columns that a roster lacks, and the headings that it has instead', async () => {
  const roster = join(folder, 'tanpa-judul.csv');
  await writeFile(roster, ['Nama Lengkap;Kode Orang;Gol. Ruang', `Sari Rekaan;${number(1)};III/a`].join('\r\n'));
  const { json, exitCode } = await at(first, 'import', 'roster', roster, '--preview', '--language', 'en');
  expect(exitCode).toBe(3);
  expect(json).toMatchObject({
    error: {
      code: 'import-needs-mapping',
      message:
        'Columns not found in tanpa-judul.csv: NIP (employee number), Perangkat Daerah (agency). Headings that are not known: B "Kode Orang".',
    },
  });
  const named = await at(
    first,
    'import',
    'roster',
    roster,
    '--preview',
    '--agency',
    'Dinas Contoh',
    '--language',
    'en',
  );
  expect((named.json as unknown as { error: { message: string } }).error.message).toContain(
    ': NIP (employee number). Headings',
  );
}, 60_000);

it('names the columns that course records lack', async () => {
  const courses = join(folder, 'tanpa-jam.csv');
  await writeFile(courses, ['nipBaru;jenisDiklatId;namaKursus', `${number(1)};3;Pelatihan`].join('\r\n'));
  const { json, exitCode } = await at(first, 'import', 'completions', courses, '--language', 'en');
  expect(exitCode).toBe(3);
  const { code, message } = (json as unknown as { error: { code: string; message: string } }).error;
  expect(code).toBe('import-failed');
  expect(message).toMatch(/tanpa-jam\.csv.*These columns are missing in the file: .*jumlahJam.*tanggalKursus/);
}, 60_000);

it('begins a roster anew that was cancelled, and names the rows that it refuses', async () => {
  const roster = join(folder, 'tambahan.csv');
  const row = (name: string, nip: string) =>
    `${name};${nip};PNS;III/a;Analis;Fungsional Ahli Muda;Bidang 1;Dinas Contoh`;
  const heading = 'Nama Lengkap;NIP / NI PPPK;Status;Gol. Ruang;Nama Jabatan;Jenis Jabatan;Unit Kerja;OPD';
  await writeFile(roster, [heading, row('Tamara Rekaan', '12345')].join('\r\n'));
  const previewed = await at(first, 'import', 'roster', roster, '--preview', '--language', 'en');
  expect(previewed.exitCode).toBe(1);
  const importId = String(previewed.json['importId']);
  const token = (await readFile(join(first, 'files', 'administrator.token'), 'utf8')).trim();
  const cancelled = await fetch(`http://127.0.0.1:${httpPort}/api/identity/v1/imports/${importId}/cancel`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': 'cancel-the-roster' },
  });
  expect(cancelled.status).toBeLessThan(300);
  const again = await betang(['import', 'roster', roster, '--preview', '--data', first, '--language', 'en']);
  expect(again.exitCode).toBe(1);
  expect(again.out).toMatch(/ {2}row 2, B: An employee number has 18 digits.*\n1 rows were refused\. .*\/errors\.csv/);
  expect(again.out).not.toContain(importId);
}, 60_000);

it('is restored with all its tables into a fresh cluster, and goes on', async () => {
  const [key, file] = [join(folder, 'key.json'), join(folder, 'kapuas.betang')];
  await at(first, 'backup', 'key', key);
  const backup = await at(first, 'backup', file);
  expect(backup.json).toMatchObject({ region: '62.03' });
  const before = await contents(postgres);
  await stopServices?.();
  stopServices = undefined;
  await bus?.stop();
  fresh = await startPostgres();
  const natsPort = await findFreePort();
  const options = ['--key', key, '--owner-url-file', await ownerUrlFile(fresh), '--nats-port', String(natsPort)];
  const restored = await at(second, 'restore', file, ...options);
  expect(restored.json).toMatchObject({ region: '62.03', epoch: expect.stringMatching(/^2\./) });
  expect(await contents(fresh)).toEqual(before);
  bus = await startBusOf(second, natsPort);
  await applyTopology(regionPaths(second).nats);
  await startServices(second);
  expect((await at(second, 'verify')).json).toMatchObject({ sound: true });
  const late = join(folder, 'satu.csv');
  const headings =
    'id;nipBaru;jenisDiklatId;namaKursus;institusiPenyelenggara;jumlahJam;noSertipikat;tanggalKursus;tanggalSelesaiKursus;lingkup';
  await writeFile(
    late,
    `${headings}\r\nk99;${number(0)};3;Pelatihan lanjutan;BKPSDM;4;C-99;09-03-2026;10-03-2026;Nasional\r\n`,
  );
  expect((await at(second, 'import', 'completions', late)).json).toMatchObject({ state: 'DONE', rowsRecorded: 1 });
  await waitUntil('the new hours are booked', async () => (await hours(fresh!)) === PEOPLE + 1);
  expect(await readFile(regionPaths(second).token, 'utf8')).toBe(await readFile(regionPaths(first).token, 'utf8'));
}, 120_000);

async function count(server: PostgresServer, table: string, type: string): Promise<number> {
  const [row] = await ownerSql<{ n: number }>(
    server.url,
    `SELECT count(*)::int AS n FROM ${table} WHERE type LIKE $1`,
    [`%${type}%`],
  );
  return row?.n ?? 0;
}

async function hours(server: PostgresServer): Promise<number> {
  const [row] = await ownerSql<{ n: number }>(server.url, 'SELECT count(*)::int AS n FROM learning_hours.ledger_entry');
  return row?.n ?? 0;
}

/** A digest of the rows of what offices care about. */
async function contents(server: PostgresServer): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const table of [
    'identity.employee',
    'identity.org_unit',
    'training_catalog.completion',
    'learning_hours.ledger_entry',
    'identity.audit_entry',
  ]) {
    const [row] = await ownerSql<{ digest: string }>(
      server.url,
      `SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS digest FROM ${table} t`,
    );
    found[table] = row!.digest;
  }
  return found;
}
