import { createHash } from 'node:crypto';
import { Outbox } from '@betang/messaging';
import { createLogger, type ServiceDatabase } from '@betang/platform';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { IdentityConfig } from '../identity.config.js';
import { formatOf } from '../roster-file/open-roster-file.js';
import { openIdentityDatabase, type TestDatabase } from '../testing/identity-database.js';
import { invent, rowOf, writeRoster, type RosterPerson } from '../testing/office-roster.js';
import { findImport, insertImport, lockImport, saveMapping, startApplying, startUndoing } from './import-store.js';
import { ImportWork } from './import-work.js';
import type { ApplyOrder, RosterImport } from './roster-import.js';
import { keepMapping } from './saved-mapping.js';
import { listKept, previewUndo } from './undo-store.js';

const CONFIG = Object.assign(new IdentityConfig(), {
  ...{ region: '62.03', youngestAppointed: 18, oldestInService: 75, appointedAheadMonths: 6 },
});
let opened: TestDatabase;
let database: ServiceDatabase;
let work: ImportWork;
let outbox: Outbox;

beforeAll(async () => {
  opened = await openIdentityDatabase();
  ({ database } = opened);
  outbox = new Outbox({ service: 'identity', generation: 1 }, { allows: () => true }, () => undefined);
  work = new ImportWork(database.unitOfWork, outbox, createLogger({ level: 'silent' }), CONFIG);
});
afterAll(() => opened.stop());

const TABLES = [
  'roster_leaver',
  'roster_unit',
  'roster_row',
  'roster_file',
  'roster_import',
  'correction',
  'employee_identifier',
  'employee_period',
  'unit_head',
  'employee',
  'unit_alias',
  'org_unit_period',
  'org_unit',
  'roster_mapping',
  'outbox',
];
beforeEach(async () => {
  for (const table of TABLES) await database.execute(`DELETE FROM ${table}`);
});

async function upload(content: Buffer): Promise<string> {
  const importId = uuidv7();
  const contentHash = createHash('sha256').update(content).digest('hex');
  await database.unitOfWork.run((tx) =>
    insertImport(tx, {
      importId,
      fileName: 'duk.xlsx',
      fileFormat: formatOf(content),
      content,
      contentHash,
      uploadedBy: 'officer',
      agency: undefined,
    }),
  );
  return importId;
}

async function preview(people: readonly RosterPerson[]): Promise<RosterImport> {
  const importId = await upload(await writeRoster(people));
  await work.run(importId);
  return (await findImport(database, importId))!;
}

const ORDER: ApplyOrder = { applyLeavers: false, leftOn: '2026-11-21', leaveReason: 'OTHER', newUnits: 'create' };

async function apply(importId: string, order: Partial<ApplyOrder> = {}): Promise<RosterImport> {
  await database.unitOfWork.run(async (tx) => {
    await lockImport(tx, importId);
    await startApplying(tx, importId, { ...ORDER, ...order }, 'officer');
  });
  await work.run(importId);
  return (await findImport(database, importId))!;
}

const importAll = async (people: readonly RosterPerson[], order: Partial<ApplyOrder> = {}) =>
  apply((await preview(people)).importId, order);

async function events(): Promise<Record<string, number>> {
  const rows = await database.query<{ type: string; count: number }>(
    `SELECT split_part(type, '.', 3) AS type, count(*)::int FROM outbox GROUP BY 1`,
  );
  return Object.fromEntries(rows.map(({ type, count }) => [type, count]));
}

async function differences(importId: string): Promise<Record<string, number>> {
  const rows = await database.query<{ difference: string; count: number }>(
    'SELECT difference, count(*)::int FROM roster_row WHERE import_id = $1 AND good GROUP BY 1',
    [importId],
  );
  return Object.fromEntries(rows.map(({ difference, count }) => [difference, count]));
}

const problems = async (importId: string) =>
  (
    await database.query<{ row: number; code: string }>(
      `SELECT row_number AS row, p->>'code' AS code FROM roster_row, jsonb_array_elements(problems) p WHERE import_id = $1 ORDER BY row_number`,
      [importId],
    )
  ).map(({ row, code }) => `${row} ${code}`);

const corrections = async () =>
  (
    await database.query<{ line: string }>(
      `SELECT kind || ' ' || c.state || ' ' || name AS line FROM correction c JOIN employee USING (employee_id) ORDER BY 1`,
    )
  ).map(({ line }) => line);

const people = (count: number) => Array.from({ length: count }, (_, index) => invent(index));

describe('a first roster', () => {
  it('is previewed without writing anything', async () => {
    const job = await preview(people(2500));
    expect(job).toMatchObject({ state: 'PREVIEWED', rowsRead: 2500, rowsBad: 0, rowsCompared: 2500 });
    expect(await differences(job.importId)).toEqual({ JOINER: 2500 });
    expect(await database.query('SELECT * FROM employee')).toEqual([]);
    expect(await events()).toEqual({});
    expect(
      await database.query(
        `SELECT count(*)::int AS units, sum(people)::int AS people FROM roster_unit WHERE import_id = $1 AND unit_name IS NOT NULL`,
        [job.importId],
      ),
    ).toEqual([{ units: 20, people: 2500 }]);
  });

  it('registers people, agencies and units, each with its event', async () => {
    const job = await importAll(people(2500));
    expect(job).toMatchObject({ state: 'APPLIED', rowsApplied: 2500, eventsWritten: 2500 + 25 + 5 });
    expect(await events()).toEqual({ 'employee-registered': 2500, 'unit-recorded': 25, 'agency-published': 5 });
    const [row] = await database.query(
      `SELECT e.name, e.employment_status, e.grade, e.position_type, a.name AS agency, u.name AS unit, i.kind, i.valid_from::text, birth_date::text, sex
         FROM employee e JOIN org_unit a ON a.unit_id = e.agency_id JOIN org_unit u ON u.unit_id = e.unit_id JOIN employee_identifier i USING (employee_id) WHERE i.value = $1`,
      [invent(7).number],
    );
    expect(row).toEqual({
      name: invent(7).name,
      employment_status: 'PNS',
      grade: 'III/a',
      position_type: 'FUNCTIONAL:AHLI_MUDA',
      agency: 'Dinas Contoh 3',
      unit: 'Bidang 2',
      kind: 'NIP',
      valid_from: '1995-01-01',
      birth_date: '1970-01-08',
      sex: 'FEMALE',
    });
  });

  it('writes one event an employee under the same id and says who caused it', async () => {
    const job = await importAll(people(3));
    const rows = await database.query<{ ok: boolean; actor: string; correlation_id: string }>(
      `SELECT (convert_from(body, 'UTF8')::jsonb->>'employeeId') = subject AND EXISTS (SELECT 1 FROM employee e WHERE e.employee_id::text = subject) AS ok, actor, correlation_id
         FROM outbox WHERE type LIKE '%employee-registered%'`,
    );
    expect(rows).toEqual(
      Array.from({ length: 3 }, () => ({ ok: true, actor: 'officer', correlation_id: job.importId })),
    );
  });

  it('takes the good rows and hands back the bad ones with their cells', async () => {
    const list = people(6);
    list[1] = invent(1, { grade: 'V/f' });
    list[3] = invent(3, { number: Number(`${String(invent(3).number).slice(0, 15)}000`) });
    list[5] = invent(5, { number: invent(0).number });
    const job = await importAll(list);
    expect(job).toMatchObject({ state: 'APPLIED', rowsApplied: 3, rowsBad: 3 });
    expect(await problems(job.importId)).toEqual([
      `${rowOf(1)} grade.unknown`,
      `${rowOf(3)} employee-number.damaged`,
      `${rowOf(5)} roster.duplicate-number`,
    ]);
    const cells = await database.query<{ cells: string[] | null; good: boolean }>(
      'SELECT cells, good FROM roster_row WHERE import_id = $1 ORDER BY row_number',
      [job.importId],
    );
    expect(cells.map((row) => row.cells === null)).toEqual(cells.map((row) => row.good));
    expect(cells[1]!.cells).toContain('V/f');
    expect(await corrections()).toEqual([`roster.duplicate-number OPEN ${invent(0).name}`]);
  });

  it('refuses a whole file whose numbers went through floating point', async () => {
    const rounded = people(12).map((person) => ({
      ...person,
      number: String(((BigInt(person.number) + 500n) / 32n) * 32n),
    }));
    const job = await preview(rounded);
    expect(job.rowsBad).toBe(12);
    expect(new Set((await problems(job.importId)).map((line) => line.split(' ')[1]))).toEqual(
      new Set(['roster.column-lost-precision']),
    );
  });
});

describe('the same roster again', () => {
  it('changes nothing and tells nobody', async () => {
    await importAll(people(1200));
    const before = await events();
    const job = await preview(people(1200));
    expect(await differences(job.importId)).toEqual({ SAME: 1200 });
    expect(await apply(job.importId)).toMatchObject({ state: 'APPLIED', rowsApplied: 1200, eventsWritten: 0 });
    expect(await events()).toEqual(before);
  });

  it('applied twice has its effect once', async () => {
    const job = await importAll(people(10));
    const before = await events();
    await work.run(job.importId);
    expect(await events()).toEqual(before);
  });
});

describe('a later roster', () => {
  it('lists joiners, changes and leavers, and leavers stay until the officer says so', async () => {
    await importAll(people(50));
    const next = [...people(50).slice(2, 49), invent(100)];
    next[0] = invent(2, { grade: 'III/b', unit: 'Bidang 4' });
    const job = await preview(next);
    expect(await differences(job.importId)).toEqual({ SAME: 46, CHANGED: 1, JOINER: 1 });
    const [changed] = await database.query<{ changes: { field: string; from: string; to: string }[] }>(
      `SELECT changes FROM roster_row WHERE import_id = $1 AND difference = 'CHANGED'`,
      [job.importId],
    );
    expect(changed!.changes.map(({ field }) => field)).toEqual(['grade', 'unit']);
    expect(
      await database.query('SELECT count(*)::int FROM roster_leaver WHERE import_id = $1', [job.importId]),
    ).toEqual([{ count: 3 }]);
    expect(await apply(job.importId)).toMatchObject({ leaversApplied: 0, eventsWritten: 2 });
    expect(await database.query('SELECT count(*)::int FROM employee WHERE left_on IS NOT NULL')).toEqual([
      { count: 0 },
    ]);
  });

  it('lets leavers go where the officer confirms it, and brings them back as returners', async () => {
    await importAll(people(20));
    await importAll(people(15), { applyLeavers: true, leaveReason: 'RETIRED' });
    expect(await events()).toMatchObject({ 'employee-left': 5 });
    expect(
      await database.query('SELECT count(*)::int FROM employee WHERE left_on = $1 AND leave_reason = $2', [
        '2026-11-21',
        'RETIRED',
      ]),
    ).toEqual([{ count: 5 }]);
    const job = await preview(people(20));
    expect(await differences(job.importId)).toEqual({ SAME: 15, RETURNER: 5 });
    await apply(job.importId);
    expect(await events()).toMatchObject({ 'employee-registered': 25 });
    expect(await database.query('SELECT count(*)::int FROM employee WHERE left_on IS NOT NULL')).toEqual([
      { count: 0 },
    ]);
  });

  it('of one agency says nothing of the others', async () => {
    await importAll(people(50));
    const job = await preview(people(50).filter(({ agency }) => agency === 'Dinas Contoh 1'));
    expect(
      await database.query('SELECT count(*)::int FROM roster_leaver WHERE import_id = $1', [job.importId]),
    ).toEqual([{ count: 0 }]);
  });

  it('does not take people of refused rows for leavers', async () => {
    await importAll(people(10));
    const list = people(10);
    list[1] = invent(1, { grade: 'V/f' });
    list[2] = invent(2, { number: Number(`${String(invent(2).number).slice(0, 15)}000`) });
    list[3] = invent(3, { number: '' });
    const job = await preview(list);
    expect(job.rowsBad).toBe(3);
    expect(
      await database.query('SELECT count(*)::int FROM roster_leaver WHERE import_id = $1', [job.importId]),
    ).toEqual([{ count: 0 }]);
  });

  it('without some columns erases nothing', async () => {
    await importAll(people(5));
    const csv = Buffer.from(
      ['NIP;Nama;OPD', ...people(5).map(({ number, name, agency }) => `${number};${name};${agency}`)].join('\n'),
    );
    const importId = await upload(csv);
    await work.run(importId);
    expect(await differences(importId)).toEqual({ SAME: 5 });
  });
});

describe('disagreements', () => {
  it('are queued, not refused, and settled by a later roster that agrees', async () => {
    await importAll([invent(0, { birthDate: '02-01-1970' }), invent(1, { sex: 'L' })]);
    expect(await corrections()).toEqual([
      `employee-number.birth-date-disagrees OPEN ${invent(0).name}`,
      `employee-number.sex-disagrees OPEN ${invent(1).name}`,
    ]);
    await importAll([invent(0), invent(1, { sex: 'L' })]);
    expect(await corrections()).toEqual([
      `employee-number.birth-date-disagrees SETTLED ${invent(0).name}`,
      `employee-number.sex-disagrees OPEN ${invent(1).name}`,
    ]);
  });

  it('dismissed by an officer stay dismissed', async () => {
    await importAll([invent(1, { sex: 'L' })]);
    await database.execute(`UPDATE correction SET state = 'DISMISSED'`);
    await importAll([invent(1, { sex: 'L' })]);
    expect(await corrections()).toEqual([`employee-number.sex-disagrees DISMISSED ${invent(1).name}`]);
  });

  it('about who holds a number hold the row back until somebody answers', async () => {
    await importAll([invent(0)]);
    const other = invent(0, { name: 'Zulkarnain Bayangan' });
    const job = await importAll([other]);
    expect(await problems(job.importId)).toEqual([`${rowOf(0)} roster.number-of-another`]);
    expect(await corrections()).toEqual([`roster.number-of-another OPEN ${invent(0).name}`]);
    await database.execute(`UPDATE correction SET state = 'SETTLED', detail = detail || '{"answer": "SAME_PERSON"}'`);
    expect(await importAll([other])).toMatchObject({ rowsApplied: 1, rowsBad: 0 });
    expect(await database.query('SELECT name FROM employee')).toEqual([{ name: 'Zulkarnain Bayangan' }]);
  });

  it('about a unit put people into the agency where new units are not recorded', async () => {
    await importAll(people(5));
    const list = [...people(5), invent(5, { unit: 'Bidang Baru' }), invent(6, { agency: 'Dinas Tak Dikenal' })];
    const job = await importAll(list, { newUnits: 'queue' });
    expect(job).toMatchObject({ rowsApplied: 6, rowsBad: 1 });
    expect(await problems(job.importId)).toEqual([`${rowOf(6)} roster.agency-unknown`]);
    expect(await corrections()).toEqual([`roster.unit-unknown OPEN ${invent(5).name}`]);
    const [row] = await database.query<{ same: boolean }>(
      'SELECT e.unit_id = e.agency_id AS same FROM employee e WHERE name = $1',
      [invent(5).name],
    );
    expect(row!.same).toBe(true);
  });

  it('of a namesake born the same day under another number are pointed out', async () => {
    await importAll([invent(0)]);
    await importAll([invent(0), invent(0, { number: `${String(invent(0).number).slice(0, 15)}077` })]);
    expect(await corrections()).toEqual([`roster.same-person-suspected OPEN ${invent(0).name}`]);
  });
});

describe('a file that cannot be used', () => {
  it('without headings waits for the officer', async () => {
    const importId = await upload(
      Buffer.from('Sari;199001012015011001;Dinas Contoh\nBudi;199001012015011002;Dinas Contoh\n'),
    );
    expect(await work.run(importId)).toBe('NEEDS_MAPPING');
  });

  it('ends with the reason', async () => {
    const importId = await upload(Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(60)]));
    expect(await work.run(importId)).toBe('FAILED');
    expect(await findImport(database, importId)).toMatchObject({ failureCode: 'roster-file-not-a-workbook' });
  });
});

describe('one person under two numbers, however far apart in the file', () => {
  const list = (): RosterPerson[] => people(1_100);
  const other = '199503142015031777';

  it('counts once when the record knows both numbers: the later row is refused by the first', async () => {
    await importAll(people(3));
    await database.execute(
      `INSERT INTO employee_identifier (employee_id, kind, value, valid_from, valid_to)
       SELECT employee_id, 'NIP', $2, '1990-01-01', '1994-12-31' FROM employee_identifier WHERE value = $1`,
      [String(invent(0).number), other],
    );
    const twice = [...list(), invent(0, { number: other, grade: 'III/c' })];
    const previewed = await preview(twice);
    expect(await problems(previewed.importId)).toEqual([`${rowOf(1_100)} roster.duplicate-number`]);
    const applied = await apply(previewed.importId);
    expect(applied).toMatchObject({ state: 'APPLIED', rowsApplied: 1_100, rowsBad: 1 });
    const [grade] = await database.query(
      'SELECT grade FROM employee JOIN employee_identifier USING (employee_id) WHERE value = $1',
      [other],
    );
    expect(grade).toEqual({ grade: 'III/a' });
  });

  it('is pointed out in the preview when both would join', async () => {
    const twice = [...list(), invent(0, { number: other })];
    const warned = (importId: string) =>
      database.query<{ row: number }>(
        `SELECT row_number AS row FROM roster_row, jsonb_array_elements(warnings) AS w WHERE import_id = $1 AND w->>'code' = 'roster.same-person-suspected'`,
        [importId],
      );
    const previewed = await preview(twice);
    expect(await warned(previewed.importId)).toEqual([{ row: rowOf(1_100) }]);
    await apply(previewed.importId);
    expect(await warned(previewed.importId)).toEqual([{ row: rowOf(1_100) }]);
    expect(await corrections()).toContain(`roster.same-person-suspected OPEN ${invent(0).name}`);
  });
});

describe('undoing', () => {
  const undo = async (importId: string, keepChanged = false): Promise<RosterImport> => {
    await database.unitOfWork.run(async (tx) => {
      await lockImport(tx, importId);
      await startUndoing(tx, importId, { keepChanged, actId: uuidv7(), on: '2026-11-22' }, 'officer');
    });
    await work.run(importId);
    return (await findImport(database, importId))!;
  };
  const inService = () => database.query('SELECT name, grade FROM employee WHERE left_on IS NULL ORDER BY name_key');
  const history = () =>
    database.query(
      `SELECT e.name, p.facet, p.value, p.valid_from::text AS "from", p.valid_to::text AS "to" FROM employee_period p JOIN employee e USING (employee_id)
        WHERE p.retracted_at IS NULL AND p.facet = 'GRADE' ORDER BY e.name_key, p.valid_from`,
    );

  it('a first roster takes everyone off the record and closes what it made, in batches', async () => {
    const job = await importAll(people(2500));
    expect(await undo(job.importId)).toMatchObject({ state: 'UNDONE', rowsUndone: 2500, rowsKept: 0 });
    expect(await inService()).toEqual([]);
    expect(await database.query('SELECT 1 FROM org_unit WHERE closed_on IS NULL')).toEqual([]);
    expect(await events()).toEqual({
      ...{ 'employee-registered': 2500, 'employee-left': 2500 },
      ...{ 'unit-recorded': 50, 'agency-published': 10 },
    });
    const [left] = await database.query(
      `SELECT convert_from(body, 'UTF8')::jsonb->>'recordedInError' AS error FROM outbox WHERE type LIKE '%employee-left%' LIMIT 1`,
    );
    expect(left).toEqual({ error: 'true' });
  });

  it('brings joiners, changes, returners and leavers back to what they were, history included', async () => {
    await importAll(people(20));
    await importAll(people(18), { applyLeavers: true, leaveReason: 'RETIRED', leftOn: '2026-10-01' });
    const [before, told] = [await inService(), await history()];
    const next = [...people(20).slice(1), invent(40)];
    next[0] = invent(1, { grade: 'III/b', unit: 'Bidang Baru' });
    const job = await importAll(next, { applyLeavers: true });
    expect(await inService()).not.toEqual(before);
    expect(await undo(job.importId)).toMatchObject({ state: 'UNDONE', rowsUndone: 5, rowsKept: 0 });
    expect(await inService()).toEqual(before);
    expect(await history()).toEqual(told);
    expect(
      await database.query(
        `SELECT name, left_on::text, leave_reason FROM employee WHERE left_on = '2026-10-01' ORDER BY name_key`,
      ),
    ).toHaveLength(2);
    expect(await database.query(`SELECT 1 FROM org_unit WHERE name = 'Bidang Baru' AND closed_on IS NULL`)).toEqual([]);
  });

  it('takes further numbers away that this import alone named; those of another file, or of whoever stays, remain', async () => {
    const siasn = (index: number) => `A8ACA7DC-0000-4000-8000-${String(index).padStart(12, '0')}`;
    const known = (index: number, change: Partial<RosterPerson> = {}) =>
      invent(index, { formerNumber: `13000000${index}`, siasnId: siasn(index), ...change });
    const further = () =>
      database.query<{ name: string; kind: string }>(
        `SELECT e.name, i.kind FROM employee_identifier i JOIN employee e USING (employee_id)
          WHERE i.kind IN ('NIP_LAMA', 'SIASN_PNS_ID') ORDER BY e.name_key, i.kind`,
      );
    await importAll(people(4));
    const twice = await importAll([known(0), known(1), known(2, { grade: 'III/b' }), invent(3), known(4)]);
    expect(await further()).toHaveLength(8);
    await importAll([known(0), invent(1), invent(2, { grade: 'III/c' }), invent(3), invent(4)]);
    expect(await undo(twice.importId, true)).toMatchObject({ state: 'UNDONE', rowsKept: 1 });
    const left = new Set((await further()).map(({ name }) => name));
    expect(left).toEqual(new Set([invent(0).name, invent(2).name]));
    // The number that put somebody on record stays with the record, so that the next file means the same person.
    const again = await preview([known(4)]);
    expect(await differences(again.importId)).toEqual({ RETURNER: 1 });
  });

  it('leaves whoever was changed since as they are, and says so', async () => {
    await importAll(people(5));
    const list = people(5);
    list[1] = invent(1, { grade: 'III/b' });
    list[2] = invent(2, { grade: 'III/b' });
    const job = await importAll(list);
    list[2] = invent(2, { grade: 'III/c' });
    await importAll(list);
    expect(await previewUndo(database, job.importId)).toEqual({ undoable: 1, changedSince: 1 });
    expect(await listKept(database, job.importId, undefined, 10)).toMatchObject([
      { name: invent(2).name, rowNumber: rowOf(2), because: 'changed-since' },
    ]);
    expect(await undo(job.importId, true)).toMatchObject({ state: 'UNDONE', rowsUndone: 1, rowsKept: 1 });
    const grades = await database.query<{ name: string; grade: string }>('SELECT name, grade FROM employee');
    expect(Object.fromEntries(grades.map(({ name, grade }) => [name, grade]))).toMatchObject({
      [invent(1).name]: 'III/a',
      [invent(2).name]: 'III/c',
    });
    expect(await listKept(database, job.importId, undefined, 10)).toHaveLength(1);
  });

  it('is put down where it stands when the process stops, and goes on from there', async () => {
    const job = await importAll(people(1500));
    await database.unitOfWork.run((tx) =>
      startUndoing(tx, job.importId, { keepChanged: false, actId: uuidv7(), on: '2026-11-22' }, 'officer'),
    );
    const stopping = new AbortController();
    const stopsWithin = {
      append: async (...args: Parameters<Outbox['append']>) => (stopping.abort(), outbox.append(...args)),
    };
    const stopped = new ImportWork(
      database.unitOfWork,
      stopsWithin as unknown as Outbox,
      createLogger({ level: 'silent' }),
      CONFIG,
    );
    await expect(stopped.run(job.importId, stopping.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(await findImport(database, job.importId)).toMatchObject({ state: 'UNDOING', rowsUndone: 1000 });
    await work.run(job.importId);
    expect(await findImport(database, job.importId)).toMatchObject({ state: 'UNDONE', rowsUndone: 1500 });
  });

  it('goes on after a crash, once', async () => {
    const job = await importAll(people(1500));
    await database.unitOfWork.run((tx) =>
      startUndoing(tx, job.importId, { keepChanged: false, actId: uuidv7(), on: '2026-11-22' }, 'officer'),
    );
    await Promise.all([work.run(job.importId), work.run(job.importId)]);
    expect(await findImport(database, job.importId)).toMatchObject({ state: 'UNDONE', rowsUndone: 1500 });
    expect(await events()).toMatchObject({ 'employee-left': 1500 });
  });
});

describe('a mapping that an officer corrected', () => {
  const csv = (people: readonly RosterPerson[], title: string[] = []) =>
    Buffer.from(
      [...title, 'Orang;Nomor;Kantor', ...people.map(({ number, name, agency }) => `${name};${number};${agency}`)].join(
        '\n',
      ),
    );

  it('is proposed for the next file of the same headings, wherever they stand', async () => {
    const first = await upload(csv(people(3)));
    expect(await work.run(first)).toBe('NEEDS_MAPPING');
    const { layout } = (await findImport(database, first))!;
    const mapping = { sheet: 0, firstDataRow: 2, map: { name: 0, employeeNumber: 1, agency: 2 } };
    await database.unitOfWork.run(async (tx) => {
      await saveMapping(tx, first, mapping, 'officer');
      expect(await keepMapping(tx, layout!, mapping, 'officer')).toBe(true);
    });
    expect(await work.run(first)).toBe('PREVIEWED');
    expect(await findImport(database, first)).toMatchObject({ mappingSource: 'OFFICER' });

    const second = await upload(csv(people(4), ['DAFTAR PEGAWAI', '']));
    expect(await work.run(second)).toBe('PREVIEWED');
    expect(await findImport(database, second)).toMatchObject({
      mappingSource: 'SAVED',
      rowsRead: 4,
      mapping: { firstDataRow: 4, map: mapping.map },
    });
    const other = await upload(Buffer.from('Orang;Kode;Kantor\nSari;1;Dinas Contoh'));
    expect(await work.run(other)).toBe('NEEDS_MAPPING');
  });
});

describe('rows whose number cannot be read', () => {
  const queued = () =>
    database.query(
      `SELECT kind, state, row_entry->>'name' AS name FROM correction WHERE employee_id IS NULL ORDER BY 1`,
    );
  const damaged = (index: number) =>
    invent(index, { number: Number(`${String(invent(index).number).slice(0, 15)}000`) });

  it('are queued with what else they say, and settled by a later file with a number that can', async () => {
    await importAll([invent(0), damaged(1), invent(2, { number: '123' })]);
    expect(await queued()).toEqual([
      { kind: 'employee-number.damaged', state: 'OPEN', name: invent(1).name },
      { kind: 'employee-number.length', state: 'OPEN', name: invent(2).name },
    ]);
    await importAll([invent(0), damaged(1)]);
    expect(await queued()).toHaveLength(2);
    await importAll(people(3));
    expect((await queued()).map((row) => (row as { state: string }).state)).toEqual(['SETTLED', 'SETTLED']);
  });

  it('are not queued for somebody whom the record has already', async () => {
    await importAll(people(2));
    await importAll([invent(0), damaged(1)]);
    expect(await queued()).toEqual([]);
  });
});

describe('a worker that dies', () => {
  it('while applying leaves whole batches, and the next one does the rest once', async () => {
    const job = await preview(people(2500));
    await database.unitOfWork.run((tx) => startApplying(tx, job.importId, ORDER, 'officer'));
    const outbox = new Outbox({ service: 'identity', generation: 1 }, { allows: () => true }, () => undefined);
    let batches = 0;
    const dying = Object.assign(Object.create(outbox) as Outbox, {
      append: async (...args: Parameters<Outbox['append']>) => {
        await outbox.append(...args);
        if (args[1].length > 0 && (batches += 1) === 3) throw new Error('power cut');
      },
    });
    await expect(
      new ImportWork(database.unitOfWork, dying, createLogger({ level: 'silent' }), CONFIG).run(job.importId),
    ).rejects.toThrow('power cut');
    expect(await events()).toMatchObject({ 'employee-registered': 1000 });
    await Promise.all([work.run(job.importId), work.run(job.importId)]);
    expect(await events()).toEqual({ 'employee-registered': 2500, 'unit-recorded': 25, 'agency-published': 5 });
    expect(await findImport(database, job.importId)).toMatchObject({
      state: 'APPLIED',
      rowsApplied: 2500,
      eventsWritten: 2530,
    });
  });

  it('while reading is followed by one who begins anew, and its late rows are dropped', async () => {
    const importId = await upload(await writeRoster(people(2500)));
    await Promise.all([work.run(importId), work.run(importId)]);
    expect(await findImport(database, importId)).toMatchObject({
      state: 'PREVIEWED',
      rowsRead: 2500,
      rowsCompared: 2500,
    });
    expect(await differences(importId)).toEqual({ JOINER: 2500 });
  });
});
