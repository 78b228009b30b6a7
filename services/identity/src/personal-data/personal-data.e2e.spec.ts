import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CorrectionView } from '../corrections/correction.dto.js';
import { openIdentityOffice, type IdentityOffice } from '../testing/identity-office.js';
import { invent } from '../testing/office-roster.js';
import type { CorrectionRequestPage, DataCopy, DataReaderNames } from './personal-data.dto.js';

const PERSON = invent(3);
let office: IdentityOffice;
let own: string;
let employee: string;

beforeAll(async () => {
  office = await openIdentityOffice();
  await office.importAll([PERSON, invent(8)]);
  employee = await office.idOf(PERSON.number);
  own = await office.service.token('civil-servant', { employee });
});
afterAll(() => office.stop());

const mine = <T>(method: string, path: string, body?: unknown) => office.call<T>(method, path, body, { as: own });

describe('a person and their own data', () => {
  it('sees who read it and what for, and only that', async () => {
    await office.call('GET', `employees/${employee}`);
    const { body } = await mine<{ items: { reader: string; purpose: string }[] }>('GET', 'me/data-accesses?limit=200');
    expect(body.items.length).toBeGreaterThan(0);
    expect(new Set(body.items.map(({ reader }) => reader))).toEqual(new Set(['bkpsdm-officer-1']));
    const other = await office.service.token('civil-servant', { employee: await office.idOf(invent(8).number) });
    const theirs = await office.call<{ items: unknown[] }>('GET', 'me/data-accesses?limit=200', undefined, {
      as: other,
    });
    expect(theirs.body.items.length).toBeLessThan(body.items.length);
  });

  it('pages through them without repeating any', async () => {
    await office.call('GET', `employees/${employee}`);
    const first = await mine<{ items: unknown[]; nextCursor: string }>('GET', 'me/data-accesses?limit=1');
    const second = await mine<{ items: unknown[] }>('GET', `me/data-accesses?limit=1&cursor=${first.body.nextCursor}`);
    expect(second.body.items).toHaveLength(1);
    expect(second.body.items).not.toEqual(first.body.items);
    expect((await mine('GET', 'me/data-accesses?cursor=bm9uZQ')).status).toBe(400);
  });

  it('takes a copy of all of it, with the addresses of the rest', async () => {
    const { body } = await mine<DataCopy>('GET', 'me/data-copy');
    expect(body.employee).toMatchObject({ employeeId: employee, name: PERSON.name });
    expect(body.history.length).toBeGreaterThan(0);
    expect(body.elsewhere).toContain('/api/learning-hours/v1/me/data-accesses');
  });

  it('asks for a correction, which an officer finds in the queue and answers', async () => {
    const ask = (text: string) =>
      mine<{ correctionId: string }>('POST', 'me/correction-requests', { field: 'name', text });
    const { body: asked } = await ask('Nama saya salah eja menurut ijazah');
    const { body: again } = await ask('Nama saya salah eja menurut ijazah dan SK');
    expect(again.correctionId).toBe(asked.correctionId);
    const queue = await office.items<CorrectionView>('corrections?kind=person.asks.name');
    expect(queue).toMatchObject([{ request: 'Nama saya salah eja menurut ijazah dan SK', employeeId: employee }]);
    expect(queue[0]!.actions).toEqual(['CORRECTED', 'SOURCE_WRONG']);
    const answer = { answer: 'CORRECTED', note: 'Sesuai SK' };
    expect((await office.call('POST', `corrections/${asked.correctionId}/settle`, answer)).status).toBe(200);
    const [notice] = await office.items<{ code: string; link: string }>('notices', own);
    expect(notice).toMatchObject({ code: 'correction-made', link: '/me/correction-requests' });
    const { body } = await mine<CorrectionRequestPage>('GET', 'me/correction-requests');
    expect(body.items).toMatchObject([{ field: 'name', state: 'SETTLED', note: 'Sesuai SK' }]);
    const open = await mine<CorrectionRequestPage>('GET', 'me/correction-requests?state=OPEN&sort=askedAt');
    expect(open.body).toEqual({ items: [] });
    const unsorted = await mine<{ code: string }>('GET', 'me/correction-requests?sort=noSuchField');
    expect(unsorted).toMatchObject({ status: 400, body: { code: 'sort-invalid' } });
  });

  it('is told why not, where it is refused', async () => {
    const text = 'Golongan saya sudah III/d sejak April';
    const { body: asked } = await mine<{ correctionId: string }>('POST', 'me/correction-requests', {
      field: 'grade',
      text,
    });
    const resolve = (body: object) =>
      office.call<{ code?: string }>('POST', `corrections/${asked.correctionId}/resolve`, body);
    expect((await resolve({ action: 'TAKE_FROM_NUMBER' })).body.code).toBe('correction-action-unfit');
    expect(await resolve({ action: 'SOURCE_WRONG' })).toMatchObject({
      ...{ status: 400, body: { code: 'correction-reason-missing', field: 'note' } },
    });
    expect((await resolve({ action: 'SOURCE_WRONG', note: 'SK menyebut III/c' })).status).toBe(200);
    const { body } = await mine<CorrectionRequestPage>('GET', 'me/correction-requests?state=DISMISSED');
    expect(body.items).toMatchObject([{ field: 'grade', note: 'SK menyebut III/c' }]);
    const [notice] = await office.items<{ code: string }>('notices', own);
    expect(notice).toMatchObject({ code: 'correction-refused' });
  });

  it('learns who the readers are, by name and office', async () => {
    const [account] = await office.service.region.sql<{ id: string }>(
      `WITH a AS (INSERT INTO identity.account (account_id, login_name, display_name, password_hash, created_by)
         VALUES (gen_random_uuid(), 'petugas', 'Petugas Rekaan', 'x', 'test') RETURNING account_id)
       INSERT INTO identity.role_grant (grant_id, account_id, role, region, granted_by)
       SELECT gen_random_uuid(), account_id, 'bkpsdm-officer', '62.03', 'test' FROM a RETURNING account_id AS id`,
    );
    const readers = (ids: string) => mine<DataReaderNames>('GET', `me/data-readers?readers=${ids}`);
    expect((await readers(`${account!.id},bkpsdm-officer-1`)).body.readers).toEqual([
      {
        ...{ reader: account!.id, name: 'Petugas Rekaan', program: false },
        roles: [{ role: 'bkpsdm-officer', region: '62.03', unitName: null }],
      },
    ]);
    expect((await readers('')).status).toBe(400);
  });

  it('sees who looked at the refused rows of a file that are about them', async () => {
    const job = await office.preview([{ ...PERSON, grade: 'V/z' }]);
    await office.call('GET', `imports/${job.importId}/errors.csv`);
    const { body } = await mine<{ items: { purpose: string }[] }>('GET', 'me/data-accesses?limit=1');
    expect(body.items).toMatchObject([{ purpose: 'roster-correction' }]);
  });

  it('must say what is wrong', async () => {
    const { status, body } = await mine<{ errors: { field: string }[] }>('POST', 'me/correction-requests', {
      field: 'name',
    });
    expect(status).toBe(400);
    expect(body.errors[0]?.field).toBe('text');
  });
});

describe('an auditor', () => {
  it('reads what was done, by object, actor and act; nobody else does', async () => {
    const auditor = await office.service.token('auditor');
    const trail = (query: string, as = auditor) =>
      office.call<{ items: { action: string; object: { id: string } }[] }>('GET', `audit?${query}`, undefined, { as });
    const { body } = await trail(`objectId=${employee}&action=read-personal-data&limit=5`);
    expect(new Set(body.items.map(({ action, object }) => `${action} ${object.id}`))).toEqual(
      new Set([`read-personal-data ${employee}`]),
    );
    expect((await trail('limit=5', office.officer)).status).toBe(403);
    expect((await trail('limit=5', own)).status).toBe(403);
  });
});
