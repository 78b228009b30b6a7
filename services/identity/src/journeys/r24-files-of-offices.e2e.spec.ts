import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import type { CorrectionView } from '../corrections/correction.dto.js';
import type { EmployeeListItem, EmployeeView } from '../employees/employee.dto.js';
import type { RosterImportView } from '../roster-import/roster-import.dto.js';
import type { DifferenceView, RowProblemView } from '../roster-import/roster-import.queries.js';
import { openIdentityOffice, type IdentityOffice } from '../testing/identity-office.js';
import { invent, type RosterPerson } from '../testing/office-roster.js';

/** R24: all staff without exception, from the files that offices really have, month after month. */
let office: IdentityOffice;

beforeAll(async () => {
  office = await openIdentityOffice();
});
afterAll(() => office.stop());

async function send(
  content: string | Buffer,
  fileName = 'daftar.csv',
): Promise<{ status: number; body: { code?: string; importId: string } }> {
  const form = new FormData();
  form.set('file', new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), fileName);
  return office.service.call('POST', 'imports', { as: office.officer, form });
}
async function preview(content: string | Buffer, fileName?: string): Promise<RosterImportView> {
  const { body } = await send(content, fileName);
  return office.settled(body.importId, ['PREVIEWED', 'NEEDS_MAPPING', 'FAILED']);
}
async function importFile(content: string | Buffer, order?: object): Promise<RosterImportView> {
  return office.apply((await preview(content)).importId, order);
}
const map = (importId: string, body: object) =>
  office.call<{ code?: string; saved?: boolean }>('PUT', `imports/${importId}/mapping`, body);
const differences = (importId: string, kind: string) =>
  office.items<DifferenceView>(`imports/${importId}/differences?kind=${kind}`);
const record = async (number: string | number) =>
  (await office.call<EmployeeView>('GET', `employees/${await office.idOf(number)}`)).body;

async function workbook(sheets: Readonly<Record<string, readonly (readonly unknown[])[]>>): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  for (const [name, rows] of Object.entries(sheets)) book.addWorksheet(name).addRows(rows.map((row) => [...row]));
  return Buffer.from(await book.xlsx.writeBuffer());
}

describe('R24: a workbook with a sheet for PNS and one for PPPK', () => {
  const of = (index: number) => invent(index, { agency: 'Dinas Dua Lembar', unit: 'Bidang A' });
  const contract = (index: number) => String(of(index).number).replace(/^(.{12})../, '$121');
  const pns = (...indexes: number[]) => [
    ['NIP', 'Nama', 'Unit Kerja', 'OPD', 'L/P'],
    ...indexes.map((index) => [of(index).number, of(index).name, of(index).unit, of(index).agency, of(index).sex]),
  ];
  const pppk = (...indexes: number[]) => [
    ['Nama', 'NI PPPK', 'OPD', 'Gol'],
    ...indexes.map((index) => [of(index).name, contract(index), of(index).agency, 'IX']),
  ];
  const both = {
    ...{ sheet: 0, firstDataRow: 2, columns: { employeeNumber: 0, name: 1, unit: 2, agency: 3, sex: 4 } },
    further: [{ sheet: 1, firstDataRow: 2, columns: { name: 0, employeeNumber: 1, agency: 2, grade: 3 } }],
  };

  it('says which list it did not read, and lets nobody leave before that is decided', async () => {
    const job = await preview(await workbook({ PNS: pns(0, 1), PPPK: pppk(2, 3), Rekap: [['Golongan', 'Jumlah']] }));
    expect(job).toMatchObject({
      ...{ state: 'PREVIEWED', counts: { joiners: 2 } },
      sheetsNotRead: [{ sheet: 1, name: 'PPPK', people: 2, decided: false }],
    });
    const refused = await office.call('POST', `imports/${job.importId}/apply`, { applyLeavers: true });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'roster-sheets-undecided', params: { sheets: 'PPPK' } },
    });
  });

  it('is read whole once the officer says so, and the next one by itself', async () => {
    const job = await preview(await workbook({ PNS: pns(0, 1), PPPK: pppk(2, 3) }));
    expect((await map(job.importId, { ...both, further: [...both.further, ...both.further] })).body.code).toBe(
      'roster-mapping-sheet-twice',
    );
    expect((await map(job.importId, { ...both, sheet: 5 })).body.code).toBe('roster-mapping-sheet-unknown');
    expect((await map(job.importId, both)).body).toMatchObject({ saved: true });
    expect(await office.settled(job.importId, ['PREVIEWED'])).toMatchObject({
      counts: { joiners: 4 },
      sheetsNotRead: [],
    });
    await office.apply(job.importId);
    expect(await record(contract(3))).toMatchObject({ name: of(3).name, grade: 'IX', employmentStatus: 'PPPK' });

    const next = await preview(
      await workbook({
        PNS: pns(0),
        PPPK: [
          ...pppk(2),
          ['Tanpa Nomor', '123', 'Dinas Dua Lembar', 'IX'],
          ...pns(0)
            .slice(1)
            .map(([nip, nama, , opd]) => [nama, nip, opd, '']),
        ],
      }),
    );
    expect(next).toMatchObject({ mappingSource: 'SAVED', counts: { same: 2, bad: 2, leavers: 2 } });
    const problems = await office.items<RowProblemView>(`imports/${next.importId}/errors`);
    expect(problems).toMatchObject([
      { sheet: 'PPPK', rowNumber: 3, column: 'B', code: 'employee-number.length' },
      {
        sheet: 'PPPK',
        rowNumber: 4,
        code: 'roster.duplicate-number',
      },
    ]);
    expect(problems[1]!.message.en).toContain('PNS 2');
  });

  it('gives refused rows of all sheets back as one list that can be corrected and uploaded', async () => {
    const job = await preview(
      await workbook({
        PNS: [...pns(0), [of(6).number, of(6).name, '=1+1', of(6).agency, 'Z']],
        PPPK: [
          ...pppk(2),
          [of(7).name, contract(7), of(7).agency, '-'],
          [of(8).name, contract(8), of(8).agency, 'V/z'],
        ],
      }),
    );
    const { body } = await office.call<{ text: string }>('GET', `imports/${job.importId}/errors.csv`);
    const fixed = await preview(body.text.replace(';Z;', ';L;').replace('V/z', 'X').replace(';Z\r', ';L\r'));
    expect(fixed).toMatchObject({ state: 'PREVIEWED', counts: { joiners: 2, bad: 0 } });
    await office.apply(fixed.importId);
    expect(await record(contract(8))).toMatchObject({ grade: 'X', name: of(8).name });
    expect(await record(of(6).number)).toMatchObject({ sex: 'MALE', unitName: '=1+1' });
  });
});

describe('R24: a file of a form that nobody has seen', () => {
  const file = (...people: RosterPerson[]) =>
    ['Kode;Insan;Nomor Pokok;Kantor', ...people.map(({ number, name }) => `x;${name};="${number}";Dinas Petak`)].join(
      '\n',
    );

  it('shows its columns, and is known again though the officer counted the headings as people', async () => {
    const first = await preview(file(invent(40)));
    expect(first).toMatchObject({
      state: 'NEEDS_MAPPING',
      layout: [{ columns: [{ heading: 'Kode', letter: 'A' }, { heading: 'Insan' }, { heading: 'Nomor Pokok' }, {}] }],
    });
    const columns = { employeeNumber: 2, name: 1, agency: 3 };
    expect((await map(first.importId, { firstDataRow: 1, columns })).body).toMatchObject({ saved: true });
    expect(await office.settled(first.importId, ['PREVIEWED'])).toMatchObject({ counts: { joiners: 1, bad: 1 } });
    const second = await preview(file(invent(40), invent(41)));
    expect(second).toMatchObject({ mappingSource: 'SAVED', counts: { joiners: 2, bad: 0 } });
  });

  it('with nobody in it says so, and a web page is no workbook', async () => {
    expect(await preview('NIP;Nama;OPD\n')).toMatchObject({
      state: 'FAILED',
      failure: { code: 'roster-rows-missing' },
    });
    expect(await preview(await workbook({ Kosong: [] }))).toMatchObject({ failure: { code: 'roster-file-empty' } });
    const page = await send('<html><table><tr><td>NIP</td></tr></table></html>', 'siasn.xls');
    expect(page).toMatchObject({ status: 400, body: { code: 'roster-file-format-unknown' } });
  });
});

describe('R24: what was decided once', () => {
  const AGENCY = 'Dinas Beres';
  const of = (index: number, change: Partial<RosterPerson> = {}) =>
    invent(index, { agency: AGENCY, unit: 'Bidang A', ...change });
  const line = ({ number, name, unit, sex, birthDate }: RosterPerson) =>
    [number, name, unit, AGENCY, sex, birthDate].join(';');
  const file = (...people: RosterPerson[]) => ['NIP;Nama;Unit Kerja;OPD;L/P;Tgl Lahir', ...people.map(line)].join('\n');
  const open = () => office.items<CorrectionView>('corrections?limit=100');
  const resolve = async (kind: string, name: string, body: object) => {
    const entry = (await open()).find((one) => one.kind === kind && one.name === name)!;
    expect(await office.call('POST', `corrections/${entry.correctionId}/resolve`, body)).toMatchObject({ status: 200 });
    return entry;
  };
  const wrongNumber = `19690808${String(of(302).number).slice(8)}`;
  const short = String(of(305).number).slice(0, 17);
  const source = file(
    of(300, { sex: 'P' }),
    of(301, { birthDate: '09-09-1969' }),
    of(302, { number: wrongNumber }),
    of(303),
    of(304, { number: of(303).number, name: 'Zulkifli Bayangan' }),
    of(305, { number: short }),
    of(306),
    of(307, {
      number: `${String(of(306).number).slice(0, 15)}777`,
      name: of(306).name,
      birthDate: of(306).birthDate!,
      sex: of(306).sex!,
    }),
  );

  it('is shown with what is needed to decide it', async () => {
    await importFile(source);
    const shown = await open();
    const of_ = (kind: string) => shown.filter((one) => one.kind === kind);
    expect(of_('employee-number.sex-disagrees')).toMatchObject([
      { compared: { field: 'sex', recorded: 'FEMALE', byNumber: 'MALE' } },
    ]);
    expect(of_('roster.same-person-suspected')).toMatchObject([{ candidates: [{ name: of(306).name }] }]);
    const double = of_('roster.duplicate-number');
    expect(double).toMatchObject([{ name: of(303).name, otherName: 'Zulkifli Bayangan', rowNumber: 6 }]);
    expect(double[0]!.message).toMatchObject({
      id: expect.stringMatching(/baris 5\./),
      en: expect.stringMatching(/^Row 5 /),
    });
    const planner = await office.service.token('agency-planner', { unit: (await record(of(300).number)).agencyId });
    const masked = await office.items<CorrectionView>('corrections?limit=100', planner);
    expect(masked.length).toBeGreaterThan(0);
    expect(masked.every(({ compared }) => compared === null)).toBe(true);
  });

  it('stays so when the source says the same again', async () => {
    await resolve('employee-number.sex-disagrees', of(300).name, { action: 'TAKE_FROM_NUMBER' });
    const birthDate = of(301).birthDate!.split('-').reverse().join('-');
    await resolve('employee-number.birth-date-disagrees', of(301).name, { action: 'CORRECT_PROFILE', birthDate });
    const employeeNumber = String(of(302).number);
    await resolve('employee-number.birth-date-disagrees', of(302).name, { action: 'REPLACE_NUMBER', employeeNumber });
    const other = { action: 'OTHER_PERSON', employeeNumber: String(of(304).number) };
    await resolve('roster.duplicate-number', of(303).name, other);
    await resolve('employee-number.length', of(305).name, {
      action: 'GIVE_NUMBER',
      employeeNumber: String(of(305).number),
    });
    const entry = (await open()).find(({ kind }) => kind === 'roster.same-person-suspected')!;
    await resolve(entry.kind, entry.name, { action: 'MERGE_INTO', employeeId: entry.candidates[0]!.employeeId });
    expect(await open()).toEqual([]);

    const again = await preview(source);
    expect(again.counts).toMatchObject({ joiners: 0, changed: 0, leavers: 0 });
    await office.apply(again.importId);
    expect(await open()).toEqual([]);
    expect(await record(of(300).number)).toMatchObject({ sex: 'MALE' });
    expect(await record(of(301).number)).toMatchObject({ birthDate });
    expect(await record(of(302).number)).toMatchObject({ name: of(302).name, leftOn: null });
  });

  it('is asked anew where the source says something else', async () => {
    await importFile(file(of(301, { birthDate: '10-10-1968' })));
    expect(await open()).toMatchObject([{ kind: 'employee-number.birth-date-disagrees', name: of(301).name }]);
    await resolve('employee-number.birth-date-disagrees', of(301).name, { action: 'TAKE_FROM_NUMBER' });
  });

  it('about two people under one number may end with the number going to the other', async () => {
    const claimed = of(310);
    await importFile(file(claimed));
    await importFile(file({ ...claimed, name: 'Hermanus Rekaan' }));
    const right = String(of(311).number);
    await resolve('roster.number-of-another', claimed.name, { action: 'REPLACE_NUMBER', employeeNumber: right });
    expect(await record(right)).toMatchObject({ name: claimed.name });
    expect(await record(claimed.number)).toMatchObject({ name: 'Hermanus Rekaan' });
  });

  it('about two units of one name holds for each of their people', async () => {
    const form = new FormData();
    const units =
      'Kode;Nama Unit Kerja;Unit Induk\nAA;Dinas Kembar;\nB1;Bidang Kiri;AA\nB2;Bidang Kanan;AA\nS1;Seksi Umum;B1\nS2;Seksi Umum;B2';
    form.set('file', new Blob([units]), 'unor.csv');
    const { body } = await office.service.call<{ importId: string }>('POST', 'unit-imports', {
      as: office.officer,
      form,
    });
    await office.call('POST', `unit-imports/${body.importId}/apply`, {});
    const twins = (...indexes: number[]) =>
      [
        'NIP;Nama;Unit Kerja;OPD',
        ...indexes.map((index) => `${of(index).number};${of(index).name};Seksi Umum;Dinas Kembar`),
      ].join('\n');
    await importFile(twins(400, 401));
    const asked = (await open()).filter(({ kind }) => kind === 'roster.unit-ambiguous');
    const [left, right] = asked[0]!.candidateUnits;
    expect([right!.parentName, left!.parentName]).toEqual(['Bidang Kiri', 'Bidang Kanan']);
    await resolve('roster.unit-ambiguous', of(400).name, { action: 'PLACE_IN_UNIT', unitId: left!.unitId });
    await resolve('roster.unit-ambiguous', of(401).name, { action: 'PLACE_IN_UNIT', unitId: right!.unitId });
    const again = await preview(twins(400, 401, 402));
    expect(again.counts).toMatchObject({ same: 2, movers: 0, joiners: 1, warned: 1 });
  });
});

describe('R24: two imports of the same people', () => {
  it('are undone one after the other, the later one first', async () => {
    const list = (unit: string, grade: string) =>
      [
        'NIP;Nama;Unit Kerja;OPD;Gol',
        ...[500, 501, 502].map((index) => `${invent(index).number};${invent(index).name};${unit};Dinas Ganda;${grade}`),
      ].join('\n');
    const first = await importFile(list('Bidang Satu', 'III/a'));
    const second = await importFile(list('Bidang Dua', 'III/b'));
    const undo = (importId: string) => office.call<{ code?: string }>('POST', `imports/${importId}/undo`, {});
    expect((await undo(first.importId)).body.code).toBe('roster-undo-changed-since');
    expect((await undo(second.importId)).status).toBe(202);
    await office.settled(second.importId, ['UNDONE']);
    expect(await record(invent(500).number)).toMatchObject({ grade: 'III/a', unitName: 'Bidang Satu' });
    expect((await undo(first.importId)).status).toBe(202);
    expect(await office.settled(first.importId, ['UNDONE'])).toMatchObject({ counts: { undone: 3, kept: 0 } });
    const left = await office.items<EmployeeListItem>('employees?limit=200');
    expect(left.filter(({ agencyName }) => agencyName === 'Dinas Ganda')).toEqual([]);
    expect(await differences(first.importId, 'JOINER')).toHaveLength(3);
  });
});

describe('R24: an old list of an agency that has come under another one', () => {
  const list = (...rows: readonly (readonly [number, string])[]) =>
    [
      'NIP;Nama;Unit Kerja;OPD',
      ...rows.map(([index, unit]) => `${invent(index).number};${invent(index).name};${unit};Dinas Lebur`),
    ].join('\n');

  it('makes no agency anew and moves nobody back', async () => {
    await importFile(list([600, 'Bidang Tetap'], [601, 'Bidang Tetap'], [602, 'Bidang Lama']));
    await importFile(
      ['NIP;Nama;Unit Kerja;OPD', `${invent(603).number};${invent(603).name};Bidang Induk;Dinas Penerima`].join('\n'),
    );
    const units = await office.items<{ unitId: string; name: string; version: number }>('units?limit=200');
    const idOf = (name: string) => units.find((unit) => unit.name === name)!.unitId;
    const moved = await office.call('POST', `units/${idOf('Dinas Lebur')}/move`, {
      parentUnitId: idOf('Dinas Penerima'),
    });
    expect(moved.status).toBe(201);
    const renamed = await office.call('GET', `units/${idOf('Bidang Lama')}`);
    await office.call(
      'PATCH',
      `units/${idOf('Bidang Lama')}`,
      { name: 'Bidang Baru' },
      { headers: { 'if-match': renamed.headers.get('etag')! } },
    );

    const again = await preview(
      list([600, 'Bidang Tetap'], [601, 'Bidang Tak Dikenal'], [602, 'Bidang Lama'], [604, 'Dinas Lebur']),
    );
    expect(again.counts).toMatchObject({ same: 3, changed: 0, joiners: 1, newUnits: 0, leavers: 0, warned: 1 });
    await office.apply(again.importId);
    expect(await record(invent(604).number)).toMatchObject({ agencyName: 'Dinas Penerima', unitName: 'Dinas Lebur' });
    const back = await preview(
      ['NIP;Nama;Unit Kerja;OPD', `${invent(600).number};${invent(600).name};Bidang Induk;Dinas Penerima`].join('\n'),
    );
    expect(await differences(back.importId, 'MOVER')).toMatchObject([
      { changes: [{ field: 'unit', fromName: 'Bidang Tetap', toName: 'Bidang Induk' }] },
    ]);
  });
});
