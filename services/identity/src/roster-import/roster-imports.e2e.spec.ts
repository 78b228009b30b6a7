import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitUntil } from '@betang/testing';
import { invent, rowOf, writeRoster, type RosterPerson } from '../testing/office-roster.js';
import { startIdentity, type Answer, type RunningIdentity } from '../testing/running-identity.js';
import type { RosterImportView } from './roster-import.dto.js';
import type { DifferenceView, RowProblemView } from './roster-import.queries.js';

let identity: RunningIdentity;

beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

const IMPORTS = '/api/identity/v1/imports';
const people = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => invent(from + index));

function formOf(content: Buffer, fileName = 'duk.xlsx', agency?: string): FormData {
  const form = new FormData();
  if (agency !== undefined) form.set('agency', agency);
  form.set('file', new Blob([new Uint8Array(content)]), fileName);
  return form;
}

const upload = (form: FormData, key?: string) =>
  identity.call<{ importId: string; code?: string }>('POST', IMPORTS, { form, ...(key ? { key } : {}) });

function settled(importId: string, states: readonly string[]): Promise<RosterImportView> {
  return waitUntil(`the import is ${states.join(' or ')}`, async () => {
    const { body } = await identity.call<RosterImportView>('GET', `${IMPORTS}/${importId}`);
    return states.includes(body.state) ? body : undefined;
  });
}

async function preview(list: readonly RosterPerson[]): Promise<RosterImportView> {
  const { body } = await upload(formOf(await writeRoster(list)));
  return settled(body.importId, ['PREVIEWED', 'NEEDS_MAPPING', 'FAILED']);
}

async function apply(importId: string, body: object = {}): Promise<RosterImportView> {
  expect((await identity.call('POST', `${IMPORTS}/${importId}/apply`, { body })).status).toBe(202);
  return settled(importId, ['APPLIED', 'FAILED']);
}

const items = async <T>(path: string): Promise<T[]> =>
  ((await identity.call('GET', path)) as unknown as Answer<{ items: T[] }>).body.items;

describe('a roster over HTTP', () => {
  it('is uploaded, previewed, applied and found again', async () => {
    const list = [...people(0, 60), invent(60, { grade: 'V/f' })];
    const job = await preview(list);
    expect(job).toMatchObject({
      state: 'PREVIEWED',
      fileName: 'duk.xlsx',
      progress: { done: 61, total: 61 },
      counts: { joiners: 60, bad: 1, newUnits: 25 },
    });
    const [problem] = await items<RowProblemView>(`${IMPORTS}/${job.importId}/errors`);
    expect(problem).toMatchObject({ rowNumber: rowOf(60), column: 'G', field: 'grade', code: 'grade.unknown' });
    expect(problem!.message.id).toMatch(/golongan/i);
    expect(problem!.remedy.en).toContain('III/a');
    expect(await items(`${IMPORTS}/${job.importId}/differences?kind=JOINER&limit=10`)).toHaveLength(10);
    expect(await items(`${IMPORTS}/${job.importId}/differences?kind=UNIT`)).toHaveLength(25);

    expect(await apply(job.importId)).toMatchObject({ state: 'APPLIED', counts: { applied: 60, events: 90 } });
    const found = await identity.call<{ items: { employeeId: string; maskedNumber: string }[] }>(
      'POST',
      '/api/identity/v1/employees/search',
      { body: { employeeNumber: invent(3).number } },
    );
    expect(found.body.items).toHaveLength(1);
    expect(found.body.items[0]!.maskedNumber).toMatch(/^\d{4}\*{10}\d{4}$/);
    const whole = await identity.call('GET', `/api/identity/v1/employees/${found.body.items[0]!.employeeId}`);
    expect(whole.body).toMatchObject({
      employeeNumber: invent(3).number,
      name: invent(3).name,
      identifiers: [{ kind: 'NIP' }],
    });
    expect(whole.headers.get('etag')).toBe('"1"');
  });

  it('gives the refused rows back as a file that can be corrected and uploaded', async () => {
    const list = [invent(200, { grade: 'V/f' }), invent(201, { name: '=HYPERLINK("http://evil.example")', sex: 'X' })];
    const job = await preview(list);
    const file = await identity.call<string>('GET', `${IMPORTS}/${job.importId}/errors.csv`);
    expect(file.headers.get('content-type')).toContain('text/csv');
    const text = file.body;
    expect(text.split('\r\n')).toHaveLength(4);
    expect(text).toContain('Golongan/ruang tidak dikenal');
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
    const corrected = text.replace('V/f', 'III/a').replace(';X;', ';P;');
    const { body } = await upload(formOf(Buffer.from(corrected), 'baris-ditolak.csv'));
    expect(await settled(body.importId, ['PREVIEWED', 'FAILED', 'NEEDS_MAPPING'])).toMatchObject({
      state: 'PREVIEWED',
      counts: { joiners: 2, bad: 0 },
    });
  });

  it('tells of first days that it leaves out, before and after it is applied', async () => {
    const list = [
      invent(210, { gradeSince: '31-02-2019', positionSince: '01-04-2019' }),
      invent(211, { gradeSince: '01-01-2031' }),
    ];
    const job = await preview(list);
    const left = [
      { rowNumber: rowOf(0), column: 'L', field: 'gradeSince', code: 'first-day.unreadable' },
      { rowNumber: rowOf(1), column: 'L', field: 'gradeSince', code: 'first-day.to-come' },
    ];
    const warnings = () => items<RowProblemView>(`${IMPORTS}/${job.importId}/errors?severity=warning`);
    expect(await warnings()).toMatchObject(left);
    await apply(job.importId);
    expect(await warnings()).toMatchObject(left);
    expect((await warnings())[0]!.message).toMatchObject({ id: expect.stringContaining('tidak dicatat') });
    expect(await items(`/api/identity/v1/corrections?importId=${job.importId}`)).toEqual([]);
  });

  it('lists employees page by page, without doubles and without names in the address', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await identity.call<{ items: { employeeId: string; name: string }[]; nextCursor?: string }>(
        'GET',
        `/api/identity/v1/employees?limit=7&sort=-name${cursor ? `&cursor=${cursor}` : ''}`,
      );
      seen.push(...body.items.map(({ employeeId }) => employeeId));
      cursor = body.nextCursor;
      if (cursor) expect(Buffer.from(cursor, 'base64url').toString()).not.toMatch(/contoh|rekaan/i);
    } while (cursor);
    expect(new Set(seen).size).toBe(62);
    expect(seen).toHaveLength(62);
  });

  it('sent twice under one key is one import; the same file under another key says so', async () => {
    const content = await writeRoster(people(300, 310));
    const [first, again] = [
      await upload(formOf(content), 'same-roster-1'),
      await upload(formOf(content), 'same-roster-1'),
    ];
    expect(again.body.importId).toBe(first.body.importId);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await upload(formOf(await writeRoster(people(310, 320))), 'same-roster-1')).toMatchObject({
      status: 409,
      body: { code: 'idempotency-key-reused' },
    });
    await settled(first.body.importId, ['PREVIEWED']);
    const other = await upload(formOf(content), 'same-roster-2');
    expect((await settled(other.body.importId, ['PREVIEWED'])).sameFileAs).toEqual([first.body.importId]);
  });

  it('whose columns are not understood waits for the officer’s mapping', async () => {
    const lines = people(400, 405).map(({ number, name }) => `${name};x;${number}`);
    const { body } = await upload(formOf(Buffer.from(lines.join('\n')), 'daftar.csv'));
    expect((await settled(body.importId, ['NEEDS_MAPPING', 'PREVIEWED'])).state).toBe('NEEDS_MAPPING');
    const map = (columns: object, more: object = {}) =>
      identity.call('PUT', `${IMPORTS}/${body.importId}/mapping`, { body: { firstDataRow: 1, columns, ...more } });
    expect(await map({ employeeNumber: 2 })).toMatchObject({
      status: 400,
      body: { code: 'roster-mapping-incomplete' },
    });
    expect(await map({ employeeNumber: 2, name: 2, agency: 1 })).toMatchObject({
      status: 400,
      body: { code: 'roster-mapping-column-twice' },
    });
    expect(await map({ shoeSize: 2 })).toMatchObject({ status: 400, body: { code: 'roster-mapping-field-unknown' } });
    expect((await map({ employeeNumber: 2, name: 0 }, { agency: 'Dinas Contoh 9' })).status).toBe(202);
    expect(await settled(body.importId, ['PREVIEWED'])).toMatchObject({ counts: { joiners: 5, bad: 0 } });
  });

  it.each<[string, Buffer, string, number]>([
    ['empty', Buffer.alloc(0), 'roster-file-empty', 400],
    ['binary', Buffer.from([1, 2, 0, 3]), 'roster-file-format-unknown', 400],
  ])('that is %s is refused at once', async (_what, content, code, status) => {
    expect(await upload(formOf(content))).toMatchObject({ status, body: { code } });
  });

  it('that cannot be read ends with the reason in both languages', async () => {
    const { body } = await upload(formOf(Buffer.concat([Buffer.from('d0cf11e0', 'hex'), Buffer.alloc(60)])));
    const job = await settled(body.importId, ['FAILED']);
    expect(job.failure).toMatchObject({ code: 'roster-file-encrypted' });
    expect(job.failure!.message.id).toContain('kata sandi');
    expect(job.failure!.message.en).toContain('password');
  });

  it('without a file, and an import that is not there or not ready, are refused', async () => {
    expect(await upload(new FormData())).toMatchObject({ status: 400, body: { code: 'roster-file-missing' } });
    const nowhere = '00000000-0000-4000-8000-000000000000';
    expect((await identity.call('GET', `${IMPORTS}/${nowhere}`)).status).toBe(404);
    const job = await preview(people(500, 502));
    await apply(job.importId);
    expect(await identity.call('POST', `${IMPORTS}/${job.importId}/apply`, { body: {} })).toMatchObject({
      status: 409,
      body: { code: 'roster-import-state' },
    });
  });

  it('is cancelled with all it held', async () => {
    const job = await preview(people(600, 605));
    expect((await identity.call('POST', `${IMPORTS}/${job.importId}/cancel`, { body: {} })).status).toBe(200);
    expect(
      await identity.sql('SELECT count(*)::int FROM identity.roster_row WHERE import_id = $1', [job.importId]),
    ).toEqual([{ count: 0 }]);
  });

  it('lists leavers and applies them only where the officer says so', async () => {
    const everybody = people(700, 720).map((person) => ({ ...person, agency: 'Dinas Pergi' }));
    await apply((await preview(everybody)).importId);
    const job = await preview(everybody.slice(0, 18));
    const leavers = await items<DifferenceView>(`${IMPORTS}/${job.importId}/differences?kind=LEAVER`);
    expect(leavers.map(({ name }) => name).sort()).toEqual(
      everybody
        .slice(18)
        .map(({ name }) => name)
        .sort(),
    );
    expect(
      await apply(job.importId, { applyLeavers: true, leaveReason: 'TRANSFERRED', leftOn: '2026-07-01' }),
    ).toMatchObject({ counts: { leaversApplied: 2 } });
  });

  it('puts disagreements into the correction queue, where an officer settles them', async () => {
    await apply((await preview([invent(800, { sex: 'P' })])).importId);
    const [entry] = await items<{ correctionId: string; message: { id: string } }>(
      '/api/identity/v1/corrections?kind=employee-number.sex-disagrees',
    );
    expect(entry!.message.id).toContain('Jenis kelamin');
    const settle = () =>
      identity.call('POST', `/api/identity/v1/corrections/${entry!.correctionId}/settle`, {
        body: { answer: 'SOURCE_WRONG' },
      });
    expect((await settle()).status).toBe(200);
    expect((await settle()).status).toBe(404);
    expect(await items('/api/identity/v1/corrections?kind=employee-number.sex-disagrees')).toEqual([]);
  });

  it('refuses unknown fields and a missing key', async () => {
    const job = await preview(people(900, 902));
    expect(
      (await identity.call('POST', `${IMPORTS}/${job.importId}/apply`, { body: { aplyLeavers: true } })).status,
    ).toBe(400);
    const bare = await fetch(`${identity.url}${IMPORTS}/${job.importId}/apply`, {
      method: 'POST',
      headers: { authorization: `Bearer ${identity.administratorToken}` },
    });
    expect(bare.status).toBe(400);
  });

  it('is described in the service’s OpenAPI document', async () => {
    const { body } = await identity.call<{ paths: Record<string, unknown>; openapi: string }>(
      'GET',
      '/api/identity/v1/openapi.json',
      { token: null },
    );
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        IMPORTS,
        '/api/identity/v1/units/tree',
        '/api/identity/v1/accounts',
        '/api/identity/v1/me',
      ]),
    );
  });
});
