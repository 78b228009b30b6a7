import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CorrectionView } from '../corrections/correction.dto.js';
import type { RowProblemView } from '../roster-import/roster-import.queries.js';
import { openIdentityOffice, type IdentityOffice } from '../testing/identity-office.js';
import { invent, rowOf } from '../testing/office-roster.js';

/** Dates of people that cannot be true are refused at every door; those that hardly are go to the queue. */
let office: IdentityOffice;
let unitId: string;
let known: string;

const NEXT = new Date().getFullYear() + 1;
const KNOWN = '197703012002031771';

interface Told {
  readonly code?: string;
  readonly errors?: readonly { readonly field: string; readonly code: string }[];
}

beforeAll(async () => {
  office = await openIdentityOffice();
  unitId = (await office.call<{ unitId: string }>('POST', 'units', { name: 'Dinas Tanggal' })).body.unitId;
  known = (await post({ employeeNumber: KNOWN, name: 'Tahu Rekaan' })).body.employeeId!;
});
afterAll(() => office.stop());

const post = (body: object) =>
  office.call<Told & { employeeId?: string }>('POST', 'employees', { employmentStatus: 'PNS', unitId, ...body });
const queueOf = async (employeeId: string) =>
  (await office.items<CorrectionView>('corrections?limit=100')).filter((one) => one.employeeId === employeeId);

describe('an officer', () => {
  const NEWCOMER = { employeeNumber: '198601022010011881', name: 'Baru Rekaan' };

  it.each<[string, object, string, string]>([
    ['a number of 2130', { employeeNumber: '213001012155011007' }, 'employeeNumber', 'employee-number.birth-to-come'],
    [
      'a number of 1880',
      { employeeNumber: '188001011900011007' },
      'employeeNumber',
      'employee-number.birth-too-long-ago',
    ],
    ['a child', { employeeNumber: '198601021996011881' }, 'employeeNumber', 'employee-number.appointed-too-young'],
    ['a birth date to come', { birthDate: `${NEXT + 3}-05-05` }, 'birthDate', 'birth-date.to-come'],
    ['a birth after the appointment', { birthDate: '2011-05-05' }, 'birthDate', 'birth-date.after-appointment'],
    ['a first day before birth', { effectiveOn: '1980-01-01' }, 'effectiveOn', 'first-day.before-birth'],
  ])('registers nobody with %s', async (_what, change, field, code) => {
    const refused = await post({ ...NEWCOMER, ...change });
    expect(refused.status).toBe(400);
    expect([refused.body.code, JSON.stringify(refused.body).includes(`"${field}"`)]).toEqual([code, true]);
    expect(JSON.stringify(refused.body)).not.toContain('198601022010011881');
  });

  it.each<[string, object, string]>([
    ['a birth date of 1800', { birthDate: '1800-01-01' }, 'birth-date.too-long-ago'],
    ['a birth date to come', { birthDate: `${NEXT + 3}-01-01` }, 'birth-date.to-come'],
    ['a grade since before birth', { grade: 'III/c', effectiveOn: '1900-01-01' }, 'first-day.before-birth'],
  ])('edits nobody into %s', async (_what, change, code) => {
    const headers = { 'if-match': '*' };
    const refused = await office.call<Told>('PATCH', `employees/${known}`, change, { headers });
    expect([refused.status, refused.body.code]).toEqual([400, code]);
  });

  it('puts nothing before birth into the history, the numbers or the leaving', async () => {
    const period = { facet: 'GRADE', value: 'III/a', validFrom: '1970-01-01', validTo: '2001-01-01' };
    const number = { kind: 'NIP', value: '213001012155011007' };
    const answers = [
      await office.call<Told>('POST', `employees/${known}/history`, period),
      await office.call<Told>('POST', `employees/${known}/identifiers`, number),
      await office.call<Told>('POST', `employees/${known}/leave`, { reason: 'OTHER', leftOn: '1970-01-01' }),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [400, 'first-day.before-birth'],
      [400, 'employee-number.birth-to-come'],
      [400, 'first-day.before-birth'],
    ]);
  });

  it('joins no two records of which one was appointed before the other was born', async () => {
    const young = await post({ employeeNumber: '200401022024011882', name: 'Muda Rekaan' });
    const merged = await office.call<Told>('POST', 'record-merges', { stays: young.body.employeeId, goes: known });
    expect([merged.status, merged.body.code]).toEqual([409, 'birth-date.after-appointment']);
  });

  it('registers whoever is hardly in service still, and finds them in the queue until that is put right', async () => {
    const body = { employeeNumber: '194001021970011883', name: 'Sepuh Rekaan' };
    const { employeeId } = (await post(body)).body;
    const [entry, ...more] = await queueOf(employeeId!);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      kind: 'employee-dates.old-in-service',
      compared: { field: 'birthDate', recorded: '1940-01-02', byNumber: '1940-01-02' },
    });
    const employeeNumber = '197001022000011884';
    const answer = { action: 'REPLACE_NUMBER', employeeNumber };
    await office.call('POST', `corrections/${entry!.correctionId}/resolve`, answer);
    const kinds = async () => (await queueOf(employeeId!)).map(({ kind }) => kind);
    expect(await kinds()).toContain('employee-number.birth-date-disagrees');
    const headers = { 'if-match': '*' };
    await office.call('PATCH', `employees/${employeeId}`, { birthDate: '1970-01-02' }, { headers });
    expect(await kinds()).toEqual([]);
  });
});

describe('a roster', () => {
  const soon = new Date(Date.UTC(new Date().getFullYear(), new Date().getMonth() + 2, 1)).toISOString();
  const ahead = `19800101${soon.slice(0, 7).replace('-', '')}1001`;
  const farAhead = `19800101${NEXT + 20}011002`;
  const list = [
    invent(900, { number: '213001012155011007', birthDate: '01-01-2130' }),
    invent(901, { birthDate: `01-01-${NEXT + 3}` }),
    invent(902, { gradeSince: '01-01-1960' }),
    invent(903, { number: ahead, birthDate: '01-01-1980', sex: 'L' }),
    invent(904, { number: farAhead, birthDate: '01-01-1980', sex: 'L' }),
    invent(905, { number: '194501011975011003', birthDate: '01-01-1945', sex: 'L' }),
  ];

  it('is told row by row what cannot be true, what hardly is, and takes an appointment a little ahead', async () => {
    const job = await office.preview(list);
    const rows = async (severity: string) =>
      (await office.items<RowProblemView>(`imports/${job.importId}/errors?severity=${severity}`)).map(
        ({ rowNumber, column, field, code }) => [rowNumber, column, field, code].join(' '),
      );
    const refused = [
      `${rowOf(0)} C employeeNumber employee-number.birth-to-come`,
      `${rowOf(0)} E birthDate birth-date.to-come`,
      `${rowOf(1)} E birthDate birth-date.to-come`,
      `${rowOf(2)} L gradeSince first-day.before-birth`,
    ];
    const warned = [
      `${rowOf(4)} C employeeNumber employee-dates.appointed-far-ahead`,
      `${rowOf(5)} E birthDate employee-dates.old-in-service`,
    ];
    expect([await rows('error'), await rows('warning')]).toEqual([refused, warned]);
    expect(await office.apply(job.importId)).toMatchObject({ state: 'APPLIED', counts: { applied: 3, bad: 3 } });
    expect([await rows('error'), await rows('warning')]).toEqual([refused, warned]);
    const queued = await office.items<CorrectionView>(`corrections?importId=${job.importId}`);
    expect(queued.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
      `employee-dates.appointed-far-ahead ${invent(904).name}`,
      `employee-dates.old-in-service ${invent(905).name}`,
    ]);
    expect(await queueOf(await office.idOf(ahead))).toEqual([]);
  });

  it('whose number cannot be anybody’s is queued until an officer gives the right one', async () => {
    const row = invent(910, { number: '213001012155011009' });
    const job = await office.importAll([row]);
    const [entry] = await office.items<CorrectionView>(`corrections?importId=${job.importId}`);
    expect(entry).toMatchObject({ kind: 'employee-number.birth-to-come', employeeId: null, name: row.name });
    const employeeNumber = String(invent(910).number);
    const answer = { action: 'GIVE_NUMBER', employeeNumber };
    expect((await office.call('POST', `corrections/${entry!.correctionId}/resolve`, answer)).status).toBe(200);
    expect(await office.idOf(employeeNumber)).toEqual(expect.any(String));
  });

  it('about somebody whose number was put right asks no more', async () => {
    await office.importAll([invent(904, { number: farAhead, birthDate: '01-01-1980', sex: 'L' })]);
    const id = await office.idOf(farAhead);
    expect(await queueOf(id)).toHaveLength(1);
    const body = { kind: 'NIP', value: '198001012010011002', insteadOf: farAhead };
    await office.call('POST', `employees/${id}/identifiers`, body);
    expect(await queueOf(id)).toEqual([]);
  });
});
