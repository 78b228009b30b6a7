import type { ReadCell } from '@betang/platform';
import { CalendarDate } from '@betang/asn';
import { describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import type { DateRules } from '../employees/person-dates.js';
import { findLayout } from './headings.js';
import { problemText } from './problem-texts.js';
import { formatOf, openRosterFile } from './open-roster-file.js';
import {
  findLostColumn,
  findSheets,
  proposeMapping,
  readRoster,
  type RosterLine,
  type RosterMapping,
} from './read-roster.js';

type Cells = (string | number | Date | null)[];

async function workbook(fill: (sheet: ExcelJS.Worksheet) => void): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  fill(book.addWorksheet('DUK'));
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** A list as offices write it: title block, merged headings in two rows, a row that numbers the columns, and a signature. */
async function officeList(rows: Cells[]): Promise<Buffer> {
  return workbook((sheet) => {
    sheet.addRow(['DAFTAR URUT KEPANGKATAN (DUK)']);
    sheet.addRow(['PEMERINTAH KABUPATEN CONTOH']);
    sheet.mergeCells('A1:L1');
    sheet.mergeCells('A2:L2');
    sheet.addRow([]);
    sheet.addRow([
      'No',
      'Nama Lengkap',
      'NIP / NI PPPK',
      'L/P',
      'Tempat/Tanggal Lahir',
      null,
      'Status',
      'Pangkat',
      null,
      'Jabatan',
      null,
      null,
      'Unit Kerja',
      'OPD',
    ]);
    sheet.addRow([
      null,
      null,
      null,
      null,
      'Tempat',
      'Tanggal',
      null,
      'Gol. Ruang',
      'TMT',
      'Nama',
      'Jenis Jabatan',
      'TMT',
      null,
      null,
    ]);
    sheet.mergeCells('E4:F4');
    sheet.mergeCells('H4:I4');
    sheet.mergeCells('J4:L4');
    for (const column of ['A', 'B', 'C', 'D', 'G', 'M', 'N']) sheet.mergeCells(`${column}4:${column}5`);
    sheet.addRow(Array.from({ length: 14 }, (_, index) => index + 1));
    for (const row of rows) sheet.addRow(row).getCell(6).numFmt = 'dd-mm-yyyy';
    sheet.addRow([]);
    sheet.addRow([
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      'Ditetapkan pada tanggal 2 Januari 2026',
    ]);
    sheet.addRow([null, null, null, null, null, null, null, null, null, null, null, null, 'Kepala Badan,']);
  });
}

const GOOD: Cells = [
  1,
  'Sari Contoh',
  '198609262015051001',
  'L',
  'Kuala Kapuas',
  '26-09-1986',
  'PNS',
  'III/c',
  '01-04-2022',
  'Analis Kebijakan Ahli Muda',
  'Fungsional Ahli Muda',
  '01-04-2022',
  'Bidang Mutasi',
  'Badan Kepegawaian',
];
const change = (values: Record<number, string | number | Date | null>): Cells =>
  GOOD.map((cell, index) => (index in values ? values[index]! : cell));

const DATES: DateRules = { today: '2026-11-21', youngestAppointed: 18, oldestInService: 75, appointedAheadMonths: 6 };

async function read(content: Buffer, mapping?: RosterMapping) {
  const sheets = await openRosterFile(content);
  const found = await findSheets(sheets);
  const used = mapping ?? proposeMapping(found)!;
  const lines: RosterLine[] = [];
  for await (const line of readRoster(sheets[used.sheet]!, used, found[used.sheet]!.layout, DATES)) lines.push(line);
  const rows = lines.flatMap((line) => (line.kind === 'row' ? [line.read] : []));
  return { found, mapping: used, rows, ignored: lines.length - rows.length };
}

describe('the format of a roster', () => {
  it('is told by its content: a document that only begins like text is refused', () => {
    expect(formatOf(Buffer.from('NIP;Nama\n'))).toBe('CSV');
    expect(() => formatOf(Buffer.from('%PDF-1.7\n'))).toThrow(
      expect.objectContaining({ code: 'roster-file-format-unknown' }) as unknown as Error,
    );
  });
});

describe('headings', () => {
  it('are found below a title, in two merged rows, above a row that numbers the columns', async () => {
    const { found } = await read(await officeList([GOOD]));
    const layout = found[0]!.layout!;
    expect(layout.headingRows).toEqual([4, 5]);
    expect(layout.firstDataRow).toBe(7);
    expect(layout.map).toEqual({
      name: 1,
      employeeNumber: 2,
      sex: 3,
      birthDate: 5,
      employmentStatus: 6,
      grade: 7,
      gradeSince: 8,
      positionName: 9,
      positionType: 10,
      positionSince: 11,
      unit: 12,
      agency: 13,
    });
    expect(layout.columns.find((column) => column.letter === 'I')).toMatchObject({
      group: 'Pangkat',
      heading: 'TMT',
      field: 'gradeSince',
    });
  });

  const layoutOf = (...rows: ReadCell[][]) => findLayout(rows.map((cells, index) => ({ rowNumber: index + 1, cells })));

  it.each([
    ['NIP Baru', 'employeeNumber'],
    ['NIP/\nNI PPPK', 'employeeNumber'],
    ['Nomor Induk Pegawai', 'employeeNumber'],
    ['GOL. RUANG (TERAKHIR)', 'grade'],
    ['Pangkat / Gol.', 'grade'],
    ['Tgl. Lahir', 'birthDate'],
    ['Tempat, Tgl Lahir', 'birthPlaceAndDate'],
    ['Jns Kelamin', 'sex'],
    ['SKPD', 'agency'],
    ['Unit Organisasi', 'unit'],
    ['Eselon', 'positionType'],
  ])('of the kind %s mean %s', (heading, field) => {
    const other: ReadCell[] = field === 'employeeNumber' ? ['Nama', 'Status Kepegawaian'] : ['Nama', 'NIP'];
    expect(layoutOf([...other, heading])!.map).toHaveProperty(field, 2);
  });

  it('tell the name of a position under a merged heading from the name of a person', () => {
    const layout = layoutOf(['Nama', 'NIP', 'Jabatan', null], [null, null, 'Nama', 'TMT']);
    expect(layout!.map).toEqual({ name: 0, employeeNumber: 1, positionName: 2, positionSince: 3 });
  });

  it('are not seen in a list without any', () => {
    expect(layoutOf(['Sari Contoh', '198609262015051001'], ['Budi Contoh', '198609262015051002'])).toBeUndefined();
  });

  it('without an agency need the officer to name it', async () => {
    const file = await workbook((sheet) => {
      sheet.addRow(['NIP', 'Nama']);
      sheet.addRow(['198609262015051001', 'Sari Contoh']);
    });
    const found = await findSheets(await openRosterFile(file));
    expect(proposeMapping(found)).toBeUndefined();
    const { rows } = await read(file, proposeMapping(found, 'Dinas Contoh'));
    expect(rows[0]!.entry).toEqual({
      employeeNumber: '198609262015051001',
      numberKind: 'NIP',
      name: 'Sari Contoh',
      agency: 'Dinas Contoh',
    });
  });
});

describe('rows', () => {
  it('become entries; signatures are ignored', async () => {
    const { rows, ignored } = await read(await officeList([GOOD]));
    expect(rows).toHaveLength(1);
    expect(ignored).toBe(2);
    expect(rows[0]).toMatchObject({ rowNumber: 7, problems: [], warnings: [] });
    expect(rows[0]!.entry).toEqual({
      employeeNumber: '198609262015051001',
      numberKind: 'NIP',
      name: 'Sari Contoh',
      employmentStatus: 'PNS',
      grade: 'III/c',
      positionType: 'FUNCTIONAL:AHLI_MUDA',
      positionName: 'Analis Kebijakan Ahli Muda',
      agency: 'Badan Kepegawaian',
      unit: 'Bidang Mutasi',
      birthDate: '1986-09-26',
      sex: 'MALE',
      gradeSince: '2022-04-01',
      positionSince: '2022-04-01',
    });
  });

  it.each<[string, number, string | number | Date, string]>([
    ['a date cell', 5, new Date('1986-09-26T00:00:00Z'), 'birthDate'],
    ['a written month', 5, '26 September 1986', 'birthDate'],
    ['a number with spaces', 2, '19860926 201505 1 001', 'employeeNumber'],
    ['a number with dots between its groups', 2, '19860926.201505.1.001', 'employeeNumber'],
    ['a number under its label', 2, 'NIP. 198609262015051001', 'employeeNumber'],
    ['a date with a time of day', 5, '1986-09-26 00:00:00', 'birthDate'],
    ['a number marked as text', 2, "'198609262015051001", 'employeeNumber'],
    ['a rank beside the grade', 7, 'Penata, III/c', 'grade'],
    ['a grade with a point', 7, 'III.c', 'grade'],
    ['a written sex', 3, 'Laki-laki', 'sex'],
    ['an echelon', 10, 'Eselon IV.a', 'positionType'],
  ])('take %s', async (_what, column, value, field) => {
    const [row] = (await read(await officeList([change({ [column]: value })]))).rows;
    expect(row!.problems).toEqual([]);
    expect(row!.entry).toHaveProperty(field);
  });

  it.each<[string, Record<number, string | number | null>, string, string]>([
    ['a missing number', { 2: null }, 'employee-number.empty', 'C'],
    ['a short number', { 2: '19860926201505100' }, 'employee-number.length', 'C'],
    ['a letter in the number', { 2: '19860926201505O001' }, 'employee-number.not-digits', 'C'],
    ['an impossible birth date in the number', { 2: '198613262015051001' }, 'employee-number.birth-date', 'C'],
    ['an impossible month of appointment', { 2: '198609262015131001' }, 'employee-number.appointment-month', 'C'],
    ['an impossible sex in the number', { 2: '198609262015053001' }, 'employee-number.sex', 'C'],
    ['a number cell', { 2: 198609262015051000 }, 'employee-number.damaged', 'C'],
    ['a number in scientific notation', { 2: '1,98609E+17' }, 'employee-number.damaged', 'C'],
    ['a number that ends in zeros', { 2: '198609262015051000' }, 'employee-number.damaged', 'C'],
    ['a missing name', { 1: null }, 'roster.name-missing', 'B'],
    ['a name that is a dash', { 1: '-' }, 'roster.name-missing', 'B'],
    ['a name without end', { 1: 'x'.repeat(201) }, 'roster.text-too-long', 'B'],
    ['an unknown status', { 6: 'Honorer' }, 'employment-status.unknown', 'G'],
    ['an unknown grade', { 7: 'V/f' }, 'grade.unknown', 'H'],
    ['a grade of the other scheme', { 7: 'IX' }, 'grade.scheme', 'H'],
    ['a grade of digits', { 7: '11' }, 'grade.ambiguous', 'H'],
    ['an unknown position type', { 10: 'Kepala' }, 'position-type.unknown', 'K'],
    ['an unclear position type', { 10: 'Struktural' }, 'position-type.ambiguous', 'K'],
    ['a day that is not in the calendar', { 5: '31-02-1985' }, 'calendar-date.not-in-calendar', 'F'],
    ['a year of two digits', { 5: '26-09-86' }, 'calendar-date.two-digit-year', 'F'],
    ['an unreadable date', { 5: 'kemarin' }, 'calendar-date.shape', 'F'],
    ['an unknown sex', { 3: 'X' }, 'sex.unknown', 'D'],
    ['a missing agency', { 13: null }, 'roster.agency-missing', 'N'],
  ])('refuse %s', async (_what, values, code, column) => {
    const [row] = (await read(await officeList([change(values)]))).rows;
    expect(row!.entry).toBeUndefined();
    expect(row!.problems).toEqual([expect.objectContaining({ code, column })]);
  });

  it('name every problem of a row', async () => {
    const [row] = (await read(await officeList([change({ 1: null, 6: 'Honorer', 5: '31-02-1985' })]))).rows;
    expect(row!.problems.map(({ code }) => code).sort()).toEqual([
      'calendar-date.not-in-calendar',
      'employment-status.unknown',
      'roster.name-missing',
    ]);
  });

  it('keep the intact digits of a damaged number', async () => {
    const [row] = (await read(await officeList([change({ 2: 198609262015051000 })]))).rows;
    expect(row!.intactDigits).toBe('198609262015051');
  });

  it.each<[string, Record<number, string>, string]>([
    ['the birth date', { 5: '27-09-1986' }, 'employee-number.birth-date-disagrees'],
    ['the sex', { 3: 'P' }, 'employee-number.sex-disagrees'],
  ])('are taken with a warning when %s disagrees with the number', async (_what, values, code) => {
    const [row] = (await read(await officeList([change(values)]))).rows;
    expect(row!.entry).toBeDefined();
    expect(row!.warnings.map((warning) => warning.code)).toEqual([code]);
  });

  it.each<[string, Record<number, string>, string, string]>([
    ['of the grade that is not in the calendar', { 8: '31-02-2019' }, 'gradeSince', 'I'],
    ['of the position that is not in the calendar', { 11: '31-02-2019' }, 'positionSince', 'L'],
    ['with a year of two digits', { 8: '01-04-19' }, 'gradeSince', 'I'],
    ['that is no date', { 11: 'lama' }, 'positionSince', 'L'],
  ])('are taken without a first day %s, and say so', async (_what, values, field, column) => {
    const [row] = (await read(await officeList([change(values)]))).rows;
    expect(row!.problems).toEqual([]);
    expect(row!.entry).toBeDefined();
    expect(row!.entry).not.toHaveProperty(field);
    expect(row!.warnings).toEqual([{ code: 'first-day.unreadable', field, column }]);
  });

  it('name an unreadable first day beside what they are refused for, and take a dash for none', async () => {
    const [row] = (await read(await officeList([change({ 7: 'V/f', 8: '31-02-2019', 11: '-' })]))).rows;
    expect(row!.problems).toMatchObject([{ code: 'grade.unknown' }, { code: 'first-day.unreadable', column: 'I' }]);
  });

  it('are none where a signature stands below the numbers, or a heading or a sum between people', async () => {
    const text = (row: Record<number, string>) => Array.from({ length: 14 }, (_, column) => row[column] ?? null);
    const { rows, ignored } = await read(
      await officeList([
        text({ 0: 'DINAS CONTOH' }),
        GOOD,
        text({ 1: 'JUMLAH', 12: '1' }),
        text({ 1: 'Mengetahui,', 2: 'Kuala Kapuas, 2 Januari 2026' }),
        text({ 1: 'Sekretaris', 2: 'Kepala BKPSDM' }),
        text({ 1: 'ANI CONTOH, S.Sos.', 2: 'BUDI CONTOH, S.E.' }),
        text({ 1: 'NIP. 197101011995032001', 2: 'NIP. 197001011995031001' }),
        text({ 2: 'NIP 197001011995031001' }),
      ]),
    );
    expect(rows.map(({ name }) => name)).toEqual(['Sari Contoh']);
    expect(ignored).toBe(9);
  });

  it.each<[string, Record<number, string | null>]>([
    ['a number that a spreadsheet spoilt', { 2: '1,98609E+17' }],
    ['a number alone', { 1: null, 2: '198609262015051001' }],
    ['a dash for a number', { 2: '-' }],
  ])('are about somebody with no more than %s beside a name', async (_what, cells) => {
    const few = GOOD.map((cell, column) => (column in cells ? cells[column]! : column === 1 ? cell : null));
    expect((await read(await officeList([few]))).rows).toHaveLength(1);
  });

  it('have in few columns a person with a word for a number', async () => {
    const { rows } = await read(Buffer.from('NIP;Nama;OPD\nbelum ada;Sari Contoh;\n'));
    expect(rows[0]!.problems).toContainEqual(expect.objectContaining({ code: 'employee-number.not-digits' }));
  });

  it.each<[string, number, string]>([
    ['name', 1, 'B'],
    ['employeeNumber', 2, 'C'],
    ['unit', 12, 'M'],
  ])('are refused for a formula that failed as %s', async (field, column, letter) => {
    const [row] = (await read(await officeList([change({ [column]: '#REF!' })]))).rows;
    expect(row!.entry).toBeUndefined();
    expect(row!.problems).toEqual([{ code: 'cell.formula-failed', field, column: letter }]);
    expect(problemText(row!.problems[0]!).remedy.id).toContain('tempel sebagai nilai');
  });

  it('have the agency that is merged over them', async () => {
    const file = await workbook((sheet) => {
      sheet.addRow(['NIP', 'Nama', 'OPD']);
      for (const last of [1, 2, 3]) sheet.addRow([`19860926201505100${last}`, `Sari ${last}`, null]);
      sheet.getCell('C2').value = 'Dinas Contoh';
      sheet.mergeCells('C2:C3');
    });
    const { rows } = await read(file);
    expect(rows.map(({ entry, problems }) => entry?.agency ?? problems[0]!.code)).toEqual([
      'Dinas Contoh',
      'Dinas Contoh',
      'roster.agency-missing',
    ]);
  });

  it('of a file whose numbers were once stored as numbers are all suspect', async () => {
    const rounded = Array.from({ length: 8 }, (_, index) =>
      String((BigInt(198609262015051000n + BigInt(index * 64)) / 32n) * 32n),
    );
    const { mapping } = await read(await officeList([GOOD]));
    expect(findLostColumn(rounded, mapping)).toEqual({ column: 'C' });
    expect(findLostColumn([...rounded, '198609262015051001'], mapping)).toBeUndefined();
  });
});

describe('files', () => {
  const HEAD = 'NIP;Nama;Perangkat Daerah;TTL;Status';
  const LINE = '198609262015051001;Sari Contoh;Dinas Contoh;"Kuala Kapuas, 26-09-1986";PNS';

  it.each<[string, Buffer]>([
    ['semicolons', Buffer.from(`${HEAD}\r\n${LINE}\r\n`)],
    ['commas', Buffer.from(`${HEAD}\n${LINE}`.replaceAll('Kapuas, ', 'Kapuas ').replaceAll(';', ','))],
    ['tabs and a byte order mark', Buffer.from(`\uFEFF${HEAD}\n${LINE}`.replaceAll(';', '\t'))],
    ['UTF-16', Buffer.from(`\uFEFF${HEAD}\n${LINE}`, 'utf16le')],
  ])('of text with %s are read', async (_what, content) => {
    const { rows } = await read(content);
    expect(rows[0]!.entry).toMatchObject({
      employeeNumber: '198609262015051001',
      birthDate: '1986-09-26',
      agency: 'Dinas Contoh',
    });
  });

  it('of Windows-1252 keep their letters', async () => {
    const { rows } = await read(Buffer.from(`${HEAD}\n${LINE.replace('Sari', 'Ren\u00e9')}`, 'latin1'));
    expect(rows[0]!.name).toBe('René Contoh');
  });

  it('with shared texts and sheets in any order are read', async () => {
    const book = new ExcelJS.Workbook();
    book.addWorksheet('Petunjuk').addRow(['Isi lembar kedua']);
    const sheet = book.addWorksheet('Data');
    sheet.addRow(['NIP', 'Nama', 'OPD', 'Tanggal Lahir']);
    sheet.addRow([
      '198609262015051001',
      { richText: [{ text: 'Sari ' }, { text: 'Contoh', font: { bold: true } }] },
      'Dinas Contoh',
      new Date('1986-09-26T00:00:00Z'),
    ]);
    const { mapping, rows } = await read(Buffer.from(await book.xlsx.writeBuffer()));
    expect(mapping.sheet).toBe(1);
    expect(rows[0]!.entry).toMatchObject({ name: 'Sari Contoh', birthDate: CalendarDate.of(1986, 9, 26).iso });
  });

  it.each<[string, Buffer, string]>([
    ['empty', Buffer.alloc(0), 'roster-file-empty'],
    ['binary', Buffer.from([1, 2, 0, 3]), 'roster-file-format-unknown'],
    [
      'a zip of something else',
      Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(60)]),
      'roster-file-not-a-workbook',
    ],
    [
      'a workbook with a password',
      Buffer.concat([Buffer.from('d0cf11e0', 'hex'), Buffer.alloc(60)]),
      'roster-file-encrypted',
    ],
  ])('that are %s are refused with a code', async (_what, content, code) => {
    await expect((async () => openRosterFile(content))()).rejects.toMatchObject({ code });
  });

  it('that are cut off are refused with a code', async () => {
    const whole = await officeList([GOOD]);
    const spoilt = Buffer.from(whole);
    spoilt.fill(0x55, 60, Math.floor(whole.length / 2));
    await expect(read(spoilt)).rejects.toMatchObject({ code: 'roster-file-damaged' });
  });
});
