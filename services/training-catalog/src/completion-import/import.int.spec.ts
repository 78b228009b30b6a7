import { buffer, text } from 'node:stream/consumers';
import { TrainingCompleted } from '@betang/contracts';
import { streamXlsx } from '@betang/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { employ, numberOf } from '../testing/employees.js';
import { ServiceUnderTest, requestOf } from '../testing/service-under-test.js';
import { COMPLETIONS } from './completion-import.js';
import { refusedRowsFile } from './refused-rows-file.js';

const HEADINGS =
  'id;nipBaru;jenisDiklatId;namaKursus;institusiPenyelenggara;jumlahJam;noSertipikat;tanggalKursus;tanggalSelesaiKursus;lingkup';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await ServiceUnderTest.start();
  for (let sequence = 1; sequence <= 20; sequence += 1) await employ(service, sequence);
});
afterAll(async () => service?.stop());

const row = (id: string, sequence: number, changes: { type?: string; hours?: string; from?: string } = {}) =>
  `${id};${numberOf(sequence)};${changes.type ?? '3'};Pelatihan ${id};BKPSDM;${changes.hours ?? '8,5'};C-${id};${changes.from ?? '02-03-2026'};06-03-2026;Nasional`;

const csv = (rows: string[], headings = HEADINGS) => Buffer.from(`\uFEFF${[headings, ...rows].join('\r\n')}\r\n`);

async function upload(content: Buffer): Promise<string> {
  const file = { kind: COMPLETIONS, fileName: 'kursus.csv', content, uploadedBy: 'officer-1' };
  return (await service.database.unitOfWork.run((tx) => service.imports.begin(tx, file))).importId;
}

async function loadFile(content: Buffer) {
  const importId = await upload(content);
  await service.imports.run(importId);
  return service.imports.get(service.database, importId);
}

const load = (rows: string[], headings?: string) => loadFile(csv(rows, headings));

const completed = async () => (await service.published(TrainingCompleted as never)) as { title: string }[];

describe('an import of course records', () => {
  it('records good rows, refuses bad ones by row, column and code, and goes on', async () => {
    const job = await load([
      row('a1', 1),
      row('a2', 999),
      row('a3', 2, { hours: 'empat' }),
      row('a4', 3, { from: '31-02-2026' }),
      row('a5', 4),
    ]);
    expect(job).toMatchObject({
      state: 'DONE',
      rowsTotal: 5,
      rowsRead: 5,
      rowsTaken: 2,
      rowsRepeated: 0,
      rowsRefused: 3,
    });
    const refused = await service.rows<{ row_number: number; problems: { field: string; code: string }[] }>(
      'SELECT row_number, problems FROM file_import_refusal WHERE import_id = $1 ORDER BY row_number',
      [job.importId],
    );
    expect(refused.map(({ row_number, problems }) => [row_number, problems[0]!.field, problems[0]!.code])).toEqual([
      [3, 'employeeNumber', 'completion.person-unknown'],
      [4, 'hours', 'learning-hours.shape'],
      [5, 'startedOn', 'calendar-date.not-in-calendar'],
    ]);
    expect((await completed()).map(({ title }) => title)).toEqual(['Pelatihan a1', 'Pelatihan a5']);
  });

  it('adds nothing for the same file, and only what is new of a longer one', async () => {
    const rows = Array.from({ length: 30 }, (_, index) => row(`b${index}`, (index % 20) + 1));
    expect(await load(rows)).toMatchObject({ rowsTaken: 30 });
    const events = (await completed()).length;
    expect(await load(rows)).toMatchObject({ state: 'DONE', rowsTaken: 0, rowsRepeated: 30 });
    expect(await load([...rows, row('b99', 1), row('b99', 1)])).toMatchObject({ rowsTaken: 1, rowsRepeated: 31 });
    expect((await completed()).length).toBe(events + 1);
  });

  it('hands refused rows back as a file that can be corrected and sent again', async () => {
    const job = await load([row('c1', 5, { hours: '=1+1' }), row('c2', 6)]);
    const file = await text(refusedRowsFile(service.database, job));
    expect(file).toContain('jumlahJam: ');
    expect(file).toContain(`'${numberOf(5)}`);
    const lines = file.trim().split('\r\n');
    const corrected = await load([lines[1]!.replace(`'=1+1`, '8')], lines[0]!.replace('\uFEFF', ''));
    expect(corrected).toMatchObject({ state: 'DONE', rowsTaken: 1, rowsRefused: 0 });
  });

  it('goes on where an interrupted one stopped, and two workers do the work once', async () => {
    const rows = Array.from({ length: 2_500 }, (_, index) => row(`d${index}`, (index % 20) + 1));
    const importId = await upload(csv(rows));
    const events = (await completed()).length;
    await Promise.allSettled([
      service.imports.run(importId),
      service.imports.run(importId),
      service.imports.run(importId),
    ]);
    await service.imports.run(importId);
    expect(await service.imports.get(service.database, importId)).toMatchObject({
      state: 'DONE',
      rowsRead: 2_500,
      rowsTaken: 2_500,
      rowsRepeated: 0,
    });
    expect((await completed()).length).toBe(events + 2_500);
  });

  it('finishes what a crash left in the middle', async () => {
    const rows = Array.from({ length: 1_500 }, (_, index) => row(`e${index}`, (index % 20) + 1));
    const importId = await upload(csv(rows));
    // The first 1,000 rows were committed before the crash.
    await service.database.execute('UPDATE file_import SET rows_read = 1000, rows_taken = 1000 WHERE import_id = $1', [
      importId,
    ]);
    await service.imports.run(importId);
    expect(await service.imports.get(service.database, importId)).toMatchObject({
      state: 'DONE',
      rowsRead: 1_500,
      rowsTaken: 1_500,
    });
  });

  it('finds a person by a former number', async () => {
    const employeeId = await employ(service, 501);
    await employ(service, 502, { employeeId });
    expect(await load([row('f1', 501), row('f2', 502)])).toMatchObject({ rowsTaken: 2 });
    const people = await service.rows(
      `SELECT DISTINCT employee_id FROM completion WHERE source_key IN ('siasn:f1', 'siasn:f2')`,
    );
    expect(people).toEqual([{ employee_id: employeeId }]);
  });

  it('records anew what was revoked', async () => {
    await load([row('g1', 7)]);
    const [found] = await service.rows<{ id: string }>(
      `SELECT completion_id AS id FROM completion WHERE source_key = 'siasn:g1'`,
    );
    const command = { completionId: found!.id, reason: 'Salah orang', actor: 'officer-1', visible: null };
    await service.revoker.revoke(command, requestOf('key-revoke-g1'));
    expect(await load([row('g1', 8)])).toMatchObject({ rowsTaken: 1 });
  });

  it.each([
    ['no such columns', ['x;y', '1;2'], 'import-headings-unknown'],
    ['a file of blanks', [' ', ' '], 'table-file-empty'],
  ])('stops at %s', async (_, [headings, ...rows], code) => {
    await expect(load(rows, headings)).rejects.toMatchObject({ code, status: 422 });
  });

  it('takes in 1,997 of 2,000 rows and hands the 3 bad ones back, where a heading may stand too far to the right', async () => {
    const rows = Array.from({ length: 2_000 }, (_, index) => row(`h${index}`, (index % 20) + 1));
    for (const bad of [0, 999, 1_999]) rows[bad] = `${row(`h${bad}`, 1, { hours: '-4' })};lebih;ke kanan`;
    const job = await load(rows);
    expect(job).toMatchObject({ state: 'DONE', rowsTotal: 2_000, rowsTaken: 1_997, rowsRefused: 3 });
    const lines = (await text(refusedRowsFile(service.database, job))).trim().split('\r\n').slice(1);
    expect(lines.map((line) => Number(line.split(';')[0]))).toEqual([2, 1_001, 2_001]);
    for (const line of lines) expect(line.endsWith(';Nasional;lebih;ke kanan')).toBe(true);
  });

  it('reads a workbook as well, and refuses a number that it cut', async () => {
    const cells = row('i1', 9).split(';');
    const columns = HEADINGS.split(';').map((heading) => ({ heading }));
    const rows = [cells, ['i2', Number(numberOf(9)), ...cells.slice(2)]];
    const job = await loadFile(
      await buffer(streamXlsx([{ name: 'Kursus', columns, rows }], { issuedAt: new Date(0) })),
    );
    expect(job).toMatchObject({ state: 'DONE', rowsTotal: 2, rowsTaken: 1, rowsRefused: 1 });
    expect(await text(refusedRowsFile(service.database, job))).toContain('Ambil lagi nomor dari SIASN');
  });
});
