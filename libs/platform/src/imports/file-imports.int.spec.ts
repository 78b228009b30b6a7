import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitUntil } from '@betang/testing';

import type { ServiceDatabase } from '../database/service-database.js';
import { streamXlsx } from '../documents/tables/write-xlsx.js';
import { cellText } from '../documents/reading/read-row.js';
import { postgresJobs } from '../jobs/job-backend.js';
import { Jobs } from '../jobs/jobs.js';
import { migrateJobs } from '../migrations/migrate-jobs.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { createLogger } from '../logging/logger.js';
import { migrate } from '../migrations/migrate.js';
import { PLATFORM_MIGRATIONS } from '../service/service-connections.js';
import { platformUnderTest } from '../testing/platform-under-test.js';
import { writeMigrations } from '../testing/migration-folder.js';
import type { FileImportKind } from './file-import.js';
import { pageOfRefusals, refusalsOf } from './file-import-store.js';
import { FileImports } from './file-imports.js';
import { columnsByHeadings, missingHeadings } from './find-columns.js';

const logger = createLogger({ level: 'fatal' });
const lifecycle = new Lifecycle(logger, 20_000);
let database: ServiceDatabase;
let jobs: Jobs;
/** What fails in the next batch, as a kill does: the transaction is rolled back. */
let stumble: (() => void) | undefined;

const HEADINGS = { code: { names: ['Kode'], required: true }, title: { names: ['Uraian', 'title'] } };
const targets: FileImportKind = {
  name: 'targets',
  findColumns: (cells) => columnsByHeadings(HEADINGS, cells),
  missingHeadings: (cells) => missingHeadings(HEADINGS, cells),
  take: async (tx, rows, columns) => {
    const read = rows.map((row) => ({
      row,
      code: cellText(row.cells[columns['code']!]),
      title: cellText(row.cells[columns['title']!]),
    }));
    const refused = read
      .filter(({ code }) => code === '')
      .map(({ row }) => ({ row, problems: [{ field: 'code', code: 'required' }] }));
    const good = read.filter(({ code }) => code !== '');
    const added = await tx.execute(
      'INSERT INTO target SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING',
      [good.map(({ code }) => code), good.map(({ title }) => title)],
    );
    stumble?.();
    return { repeated: good.length - added, refused };
  },
};

beforeAll(async () => {
  const platform = await platformUnderTest('imports');
  const own = await writeMigrations({ '0001-target.sql': 'CREATE TABLE target (code text PRIMARY KEY, title text)' });
  const directories = [{ set: 'platform', path: PLATFORM_MIGRATIONS }, own];
  await migrate({ connection: platform.migrator, schema: platform.schema, directories });
  await migrateJobs(platform.migrator, platform.schema);
  database = await platform.open();
  const backend = postgresJobs(platform.app);
  lifecycle.onStop('connection', { close: () => backend.close() });
  jobs = new Jobs(backend, logger, lifecycle, 'competency-mapping');
});
afterAll(async () => {
  await lifecycle.stop();
  await database?.close();
});

const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => [`T-${index + 1}`, `Sasaran ${index + 1}`]);
const workbook = (rows: string[][]) =>
  buffer(
    streamXlsx(
      [
        {
          name: 'Sasaran',
          title: ['RPJMD 2025-2029', ''],
          columns: [{ heading: 'Kode' }, { heading: 'Uraian' }],
          rows,
        },
      ],
      { issuedAt: new Date(0) },
    ),
  );

async function begin(imports: FileImports, content: Buffer, kind = 'targets') {
  return database.unitOfWork.run((tx) =>
    imports.begin(tx, { kind, fileName: 'sasaran.xlsx', content, parameters: { year: 2026 }, uploadedBy: 'officer-1' }),
  );
}

describe('imports of table files', () => {
  it('take rows in once over a kill in the middle, hand refused rows back, and say how far they are', async () => {
    const imports = new FileImports(database, jobs, logger);
    imports.register(targets);
    const { importId } = await begin(imports, await workbook([...rowsOf(2_300), ['', 'tanpa kode'], ['T-1', 'lagi']]));
    let batches = 0;
    stumble = () => {
      batches += 1;
      if (batches === 2) throw Object.assign(new Error('killed'), { code: '57P01' });
    };
    await expect(imports.run(importId)).rejects.toThrow('killed');
    stumble = undefined;
    expect(await imports.get(database, importId)).toMatchObject({
      state: 'WORKING',
      rowsTotal: null,
      rowsRead: 1_000,
      rowsTaken: 1_000,
    });
    // Two workers at once, as after a restart that came too early.
    await Promise.all([imports.run(importId), imports.run(importId)]);
    expect(await imports.get(database, importId)).toMatchObject({
      state: 'DONE',
      rowsTotal: 2_302,
      rowsRead: 2_302,
      rowsTaken: 2_300,
      rowsRepeated: 1,
      rowsRefused: 1,
      header: ['Kode', 'Uraian'],
      parameters: { year: 2026 },
    });
    const refused = { rowNumber: 2_304, problems: [{ field: 'code', code: 'required' }], cells: ['', 'tanpa kode'] };
    expect(await pageOfRefusals(database, importId, { limit: 10 })).toEqual({ items: [refused] });
    expect(await database.query('SELECT count(*)::int AS n FROM target')).toEqual([{ n: 2_300 }]);
  });

  it('are put down where they stand when the process stops, and go on from there', async () => {
    const imports = new FileImports(database, jobs, logger);
    imports.register(targets);
    const rows = rowsOf(2_500).map(([code, text]) => [`S-${code}`, text!]);
    const { importId } = await begin(imports, await workbook(rows));
    const stopping = new AbortController();
    stumble = () => stopping.abort(new Error('stopping'));
    await expect(imports.run(importId, stopping.signal)).rejects.toThrow('stopping');
    stumble = undefined;
    expect(await imports.get(database, importId)).toMatchObject({
      state: 'WORKING',
      rowsRead: 1_000,
      rowsTaken: 1_000,
    });
    await imports.run(importId);
    expect(await imports.get(database, importId)).toMatchObject({ state: 'DONE', rowsRead: 2_500, rowsTaken: 2_500 });
  });

  it('hand refused rows back page by page, and all of them however many', async () => {
    const imports = new FileImports(database, jobs, logger);
    imports.register(targets);
    const lines = Array.from({ length: 1_003 }, (_, index) => `;tanpa kode ${index}`);
    const { importId, rowsTotal } = await begin(imports, Buffer.from(['Kode;Uraian', ...lines].join('\n')));
    expect(rowsTotal).toBe(1_003);
    await imports.run(importId);
    const numbers: number[] = [];
    for await (const { rowNumber } of refusalsOf(database, importId)) numbers.push(rowNumber);
    expect(numbers).toEqual(lines.map((_, index) => index + 2));
    const first = await pageOfRefusals(database, importId, { limit: 2 });
    expect(first.items.map(({ rowNumber }) => rowNumber)).toEqual([2, 3]);
    const next = await pageOfRefusals(database, importId, { limit: 1, cursor: first.nextCursor! });
    expect(next.items.map(({ rowNumber }) => rowNumber)).toEqual([4]);
  });

  it('find the list behind a page of instructions and below its title, and take no failed formula for a text', async () => {
    const imports = new FileImports(database, jobs, logger);
    imports.register(targets);
    const columns = [{ heading: 'Kode' }, { heading: 'Uraian' }, { heading: 'Catatan' }];
    const rows = [
      ['B-1', 'satu', '#N/A'],
      ['B-2', '#REF!', ''],
      ['#N/A', '"dua', ''],
    ];
    const sheets = [
      { name: 'Petunjuk', columns: [{ heading: 'PETUNJUK PENGISIAN' }], rows: [['Isi lembar berikut.']] },
      { name: 'Sasaran', title: ['RPJMD 2025-2029', ''], columns, rows },
    ];
    const { importId } = await begin(imports, await buffer(streamXlsx(sheets, { issuedAt: new Date(0) })));
    await imports.run(importId);
    expect(await imports.get(database, importId)).toMatchObject({ state: 'DONE', rowsTaken: 1, rowsRefused: 2 });
    const { items } = await pageOfRefusals(database, importId, { limit: 10 });
    expect(items.map(({ problems }) => problems)).toEqual([
      [{ field: 'title', code: 'cell.formula-failed' }],
      [
        { field: 'code', code: 'cell.formula-failed' },
        { field: 'title', code: 'cell.quote-open' },
      ],
    ]);
  });

  it('are worked on by the queue, one that a dead process left behind too, and end with a code', async () => {
    const before = new FileImports(database, jobs, logger);
    before.register(targets);
    const left = await begin(before, Buffer.from('Kode;Uraian\nA-1;satu\n'));
    const imports = new FileImports(database, jobs, logger);
    imports.register(targets);
    await imports.start();
    const done = await begin(imports, Buffer.from('Kode,Uraian\nA-2,dua\n'));
    const unknown = await begin(imports, Buffer.from('Nama,Alamat\nx,y\n'));
    const state = async (importId: string) => (await imports.get(database, importId)).state;
    await waitUntil('all imports have ended', async () =>
      (await Promise.all([left, done, unknown].map(({ importId }) => state(importId)))).every(
        (one) => one !== 'WORKING',
      ),
    );
    expect([await state(left.importId), await state(done.importId)]).toEqual(['DONE', 'DONE']);
    expect(await imports.get(database, unknown.importId)).toMatchObject({
      state: 'FAILED',
      failureCode: 'import-headings-unknown',
      failureParams: { columns: 'Kode' },
    });
    await expect(begin(imports, Buffer.from([1, 0, 2]))).rejects.toMatchObject({
      code: 'table-file-format-unknown',
      status: 422,
    });
    await expect(imports.get(database, '00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
      code: 'import-not-found',
    });
  });
});
