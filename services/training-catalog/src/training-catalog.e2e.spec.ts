import { EmployeeRegistered, UnitRecorded, newId } from '@betang/contracts';
import {
  startRunningService,
  waitUntil,
  type Answer,
  type CallOptions,
  type RunningService,
  type ServiceUnderTest,
} from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { numberOf } from './testing/employees.js';
import { trainingCatalog } from './training-catalog.definition.js';
import { TrainingCatalogModule } from './training-catalog.module.js';

const AGENCY = newId();
const OTHER_AGENCY = newId();
const EMPLOYEE = newId();

let service: RunningService;
let identity: ServiceUnderTest;
let officer: string;

beforeAll(async () => {
  service = await startRunningService({ definition: trainingCatalog, module: TrainingCatalogModule });
  identity = await service.region.service('identity');
  identity.start();
  officer = await service.token('bkpsdm-officer');
  const unit = { kind: 'AGENCY' as const, name: 'Dinas Kesehatan (rekaan)', parentUnitId: null };
  await identity.publish(
    ...[AGENCY, OTHER_AGENCY].map((id) =>
      UnitRecorded.create({ subject: id, data: { ...unit, unitId: id, agencyId: id } }),
    ),
    EmployeeRegistered.create({
      subject: EMPLOYEE,
      data: {
        employeeId: EMPLOYEE,
        employeeNumber: numberOf(1),
        name: 'Dinarti Sangalang',
        employmentStatus: 'PNS',
        agencyId: AGENCY,
        unitId: AGENCY,
        grade: null,
        positionType: null,
        positionName: null,
      },
    }),
  );
  await waitUntil('the employee known', async () => {
    const rows = await service.region.sql('SELECT 1 FROM training_catalog.employee_number WHERE employee_id = $1', [
      EMPLOYEE,
    ]);
    return rows.length === 1;
  });
});
afterAll(async () => service?.stop());

const post = (path: string, body: unknown, options: CallOptions = {}): Promise<Answer> =>
  service.call('POST', path, { as: officer, body, ...options });
const get = (path: string, as = officer): Promise<Answer> => service.call('GET', path, { as });

const completion = {
  employeeId: EMPLOYEE,
  title: 'Pelatihan Pelayanan Publik Prima',
  organiser: 'BKPSDM Kabupaten Kapuas',
  pathCode: 'KL03',
  scope: 'NATIONAL',
  quantityHundredths: 4050,
  startedOn: '2026-03-02',
  completedOn: '2026-03-06',
};

describe('completions over HTTP', () => {
  it('are recorded once for one key, told on the bus, listed, and revoked', async () => {
    const first = await post('completions', completion, { key: 'completion-once' });
    const again = await post('completions', completion, { key: 'completion-once' });
    expect([first.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 201, 'true']);
    expect(again.body).toEqual(first.body);
    const { completionId } = first.body as unknown as { completionId: string };
    await waitUntil('it stands in the stream', async () => {
      const [row] = await service.region.sql<{ n: number }>(
        `SELECT count(*)::integer AS n FROM training_catalog.relay_log WHERE audience = 'local'`,
      );
      return row!.n > 0;
    });
    expect((await get(`completions?employeeId=${EMPLOYEE}`)).body).toMatchObject({
      items: [{ completionId, title: completion.title }],
    });
    expect((await post(`completions/${completionId}/revoke`, { reason: 'Salah orang' })).status).toBe(200);
    expect((await get(`completions/${completionId}`)).body).toMatchObject({ revokedReason: 'Salah orang' });
  });

  it('are refused by field in the language asked for', async () => {
    const wrong = { ...completion, completedOn: '2026-02-30', quantityHundredths: 0, extra: 1 };
    const { status, body } = await post('completions', wrong);
    expect(status).toBe(400);
    const fields = (body['errors'] as unknown as { field: string }[]).map(({ field }) => field).sort();
    expect(fields).toEqual(['completedOn', 'extra', 'quantityHundredths']);
    const headers = { 'accept-language': 'en' };
    const late = await post('completions', { ...completion, completedOn: '2999-01-01' }, { headers });
    expect(late).toMatchObject({
      status: 422,
      body: { code: 'completion-refused', errors: [{ field: 'completedOn', message: 'The last day is yet to come.' }] },
    });
  });

  it('say no more than their days hold, and may be as long as they truly were', async () => {
    const day = { startedOn: '2026-03-02', completedOn: '2026-03-02' };
    const told = async (pathCode: string, quantityHundredths: number) => {
      const { status, body } = await post('completions', { ...completion, ...day, pathCode, quantityHundredths });
      const [error] = body['errors'] as unknown as { field: string; code: string; message: string }[];
      return { status, ...error! };
    };
    const wayOut = 'atau isi tanggal mulai dan selesai yang sebenarnya.';
    for (const [path, quantity, code, most] of [
      ['KL06', 36_500, 'completion.more-days-than-it-took', 'paling banyak 1.'],
      ['KL03', 10_000_000, 'completion.hours-too-many', 'paling banyak 32 JP'],
      ['NKL11', 100_000, 'completion.sessions-too-many', 'paling banyak 8 (8 sehari)'],
      ['PEND', 5_000, 'completion.semesters-too-many', 'paling banyak 1 (satu semester sedikitnya 119 hari)'],
    ] as const) {
      const error = await told(path, quantity);
      expect(error).toMatchObject({ status: 422, field: 'quantityHundredths', code });
      expect(error.message).toContain(most);
      expect(error.message).toContain(wayOut);
    }
    for (const [pathCode, quantityHundredths, startedOn, completedOn] of [
      ['KL03', 90_300, '2026-01-12', '2026-06-20'],
      ['KL06', 3_100, '2026-03-01', '2026-03-31'],
      ['PEND', 100, '2026-02-02', '2026-06-19'],
    ] as const) {
      const long = {
        ...completion,
        pathCode,
        quantityHundredths,
        startedOn,
        completedOn,
        title: `Panjang ${pathCode}`,
      };
      const { body } = await post('completions', long);
      const { completionId } = body as unknown as { completionId: string };
      expect((await post(`completions/${completionId}/revoke`, { reason: 'Selesai diuji' })).status).toBe(200);
    }
  });

  it('need the right, for that very unit', async () => {
    const reader = await service.token('civil-servant');
    expect((await post('completions', completion, { as: reader })).status).toBe(403);
    const elsewhere = await service.token('trainer', { unit: OTHER_AGENCY });
    expect(await post('completions', completion, { as: elsewhere })).toMatchObject({
      status: 422,
      body: { code: 'employee-unknown' },
    });
    const here = await service.token('trainer', { unit: AGENCY });
    expect((await post('completions', completion, { as: here })).status).toBe(201);
    expect((await get('completions', elsewhere)).body).toEqual({ items: [] });
    expect((await service.call('POST', 'completions', { body: completion })).status).toBe(401);
    expect(await post('completions', completion, { key: null })).toMatchObject({
      status: 400,
      body: { code: 'idempotency-key-missing' },
    });
  });
});

describe('a file of course records', () => {
  const file = [
    'id,nipBaru,jenisDiklatId,namaKursus,institusiPenyelenggara,jumlahJam,noSertipikat,tanggalKursus,tanggalSelesaiKursus,lingkup',
    `r1,${numberOf(1)},3,Pelatihan A,BKPSDM,"40,5",C-1,02-03-2026,06-03-2026,Nasional`,
    `r2,${numberOf(1)},9,Seminar B,BKPSDM,4,C-2,10-03-2026,11-03-2026,Internasional`,
    `r3,${numberOf(2)},3,Pelatihan C,BKPSDM,8,C-3,02-03-2026,06-03-2026,Nasional`,
  ].join('\n');
  const upload = (key: string, as = officer, content = file) => {
    const form = new FormData();
    form.append('file', new Blob([content], { type: 'text/csv' }), 'kursus.csv');
    return service.call('POST', 'completion-imports', { as, form, key });
  };
  const done = async (importId: string) => {
    await waitUntil(
      'the import done',
      async () => (await get(`completion-imports/${importId}`)).body['state'] !== ('WORKING' as never),
    );
    return (await get(`completion-imports/${importId}`)).body;
  };

  it('is read in the background; good rows are recorded, bad ones come back with reasons', async () => {
    const accepted = await upload('upload-one-1');
    expect(accepted.status).toBe(202);
    const { importId } = accepted.body as unknown as { importId: string };
    expect(await done(importId)).toMatchObject({ rowsTotal: 3, rowsRecorded: 2, rowsRefused: 1, rowsRepeated: 0 });
    expect((await upload('upload-one-1')).body).toEqual(accepted.body);
    const { body } = await get(`completion-imports/${importId}/errors`);
    expect(body['items']).toEqual([
      {
        row: 4,
        column: 'nipBaru',
        code: 'completion.person-unknown',
        message: 'NIP/NI PPPK ini belum tercatat di wilayah ini.',
        remedy: expect.stringContaining('Impor daftar pegawai'),
      },
    ]);
    const csv = await get(`completion-imports/${importId}/errors.csv`);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(String(csv.body['text'])).toContain('Pelatihan C');
    const again = (await upload('upload-two-2')).body as unknown as { importId: string };
    expect(await done(again.importId)).toMatchObject({ rowsRecorded: 0, rowsRepeated: 2, rowsRefused: 1 });
    expect((await get('completion-imports?limit=1')).body).toMatchObject({ items: [{ importId: again.importId }] });
    const listed = async (query: string) =>
      ((await get(`completion-imports?${query}`)).body['items'] as unknown as { importId: string }[]).map(
        (one) => one.importId,
      );
    expect(await listed('sort=uploadedAt')).toEqual([importId, again.importId]);
    expect(await listed('state=DONE&refused=true&search=KURSUS&sort=-rowsRefused')).toEqual([again.importId, importId]);
    for (const none of ['state=FAILED', 'search=roster']) expect(await listed(none)).toEqual([]);
    expect((await get('completion-imports?sort=contentHash')).status).toBe(400);
    const titles = async (query: string) =>
      ((await get(`completions?importId=${importId}&${query}`)).body['items'] as unknown as { title: string }[]).map(
        ({ title }) => title,
      );
    expect(await titles('sort=title')).toEqual(['Pelatihan A', 'Seminar B']);
    expect(await titles('sort=-completedOn&revoked=false')).toEqual(['Seminar B', 'Pelatihan A']);
    expect(await titles('from=2026-03-07&to=2026-03-31')).toEqual(['Seminar B']);
    const first = (await get(`completions?importId=${importId}&sort=title&limit=1`)).body;
    expect(await titles(`sort=title&limit=1&cursor=${String(first['nextCursor'])}`)).toEqual(['Seminar B']);
    expect(await titles('revoked=true')).toEqual([]);
  });

  it.each([
    ['no line', ' \n', 'course-file-empty'],
    ['blank lines alone', ';;\n;;\n', 'course-file-empty'],
    ['other columns', 'x;y\n1;2\n', 'course-file-columns-missing'],
    ['a workbook that broke off', 'PK\u0003\u0004', 'table-file-not-a-workbook'],
  ])('fails as a whole with %s, by a code that says so', async (what, content, failureCode) => {
    const accepted = await upload(`upload-${what.replaceAll(' ', '-')}`, officer, content);
    expect(accepted.status).toBe(202);
    const { importId } = accepted.body as unknown as { importId: string };
    expect(await done(importId)).toMatchObject({ state: 'FAILED', failureCode });
    expect((await get(`completion-imports/${importId}/errors`)).body).toEqual({ items: [] });
  });

  it('loses to an open quotation mark its own row alone, and says so', async () => {
    const accepted = await upload('upload-quote-1', officer, file.replace('Seminar B', '"Seminar B'));
    const { importId } = accepted.body as unknown as { importId: string };
    expect(await done(importId)).toMatchObject({ state: 'DONE', rowsTotal: 3, rowsRepeated: 1, rowsRefused: 2 });
    expect((await get(`completion-imports/${importId}/errors`)).body).toMatchObject({
      items: [
        { row: 3, column: 'namaKursus', code: 'cell.quote-open', remedy: expect.stringContaining('tanda kutip') },
        { row: 4, column: 'nipBaru', code: 'completion.person-unknown' },
      ],
    });
  });

  it('names the columns that are missing, in the language asked for', async () => {
    const { body } = await upload('upload-columns', officer, 'nipBaru;namaKursus;jumlahJam\n1;2;3\n');
    const importId = String(body['importId']);
    await done(importId);
    const failure = async (language: string) => {
      const headers = { 'accept-language': language };
      const one = await service.call('GET', `completion-imports/${importId}`, { as: officer, headers });
      const list = await service.call('GET', 'completion-imports?state=FAILED', { as: officer, headers });
      const items = list.body['items'] as unknown as { importId: string; failure: string }[];
      return [one.body['failure'], items.find((item) => item.importId === importId)!.failure];
    };
    const columns = 'jenisDiklatId, tanggalKursus';
    const [indonesian, english] = ['Kolom berikut tidak ada di berkas', 'These columns are missing in the file'];
    expect(await failure('id')).toEqual([`${indonesian}: ${columns}.`, `${indonesian}: ${columns}.`]);
    expect(await failure('en')).toEqual([`${english}: ${columns}.`, `${english}: ${columns}.`]);
  });

  it('is refused at once where it is none', async () => {
    expect(await upload('upload-nothing-1', officer, '')).toMatchObject({
      status: 422,
      body: { code: 'course-file-empty' },
    });
    expect(await upload('upload-binary-1', officer, '\u0000\u0001')).toMatchObject({
      status: 422,
      body: { code: 'table-file-format-unknown' },
    });
    const unknown = await get('completion-imports/0195c0de-0000-7000-8000-000000000001');
    expect(unknown).toMatchObject({ status: 404, body: { code: 'completion-import-not-found' } });
  });

  it('needs the right in the whole region', async () => {
    expect((await upload('upload-unit-1', await service.token('trainer', { unit: AGENCY }))).status).toBe(403);
  });
});

describe('programmes over HTTP', () => {
  it('go from draft to the catalogue and its sessions, and out again', async () => {
    const draft = {
      title: 'Penyusunan Rencana Kontingensi',
      pathCode: 'KL03',
      delivery: 'BLENDED',
      hoursHundredths: 4050,
      meetings: 5,
      organiser: 'BKPSDM Kabupaten Kapuas',
      developmentTarget: 'Ketangguhan daerah terhadap bencana',
    };
    const created = await post('programmes', draft);
    expect(created).toMatchObject({ status: 201, body: { state: 'DRAFT', revision: 1 } });
    const { programmeId } = created.body as unknown as { programmeId: string };
    const session = { programmeId, startsOn: '2026-08-03', endsOn: '2026-08-07', place: 'Kuala Kapuas', capacity: 30 };
    expect((await post('sessions', session)).body).toMatchObject({ code: 'programme-not-found' });
    const change = (tag: string) =>
      service.call('PATCH', `programmes/${programmeId}`, {
        as: officer,
        body: { hoursHundredths: 3200 },
        headers: { 'if-match': tag },
      });
    expect((await change('"7"')).status).toBe(412);
    expect(await change('"1"')).toMatchObject({ status: 200, body: { hoursHundredths: 3200, revision: 2 } });
    expect((await post(`programmes/${programmeId}/publish`, {})).body).toMatchObject({
      state: 'PUBLISHED',
      publishedVersion: 1,
    });
    const reader = await service.token('civil-servant');
    expect((await get('catalogue', reader)).body).toMatchObject({
      items: [{ programmeId, organiserRegion: '62.03', hoursHundredths: 3200 }],
    });
    expect(await post('sessions', session)).toMatchObject({ status: 201, body: { delivery: 'BLENDED' } });
    expect((await get(`sessions?programmeId=${programmeId}&from=2026-08-07`, reader)).body['items']).toHaveLength(1);
    expect((await get('sessions?from=2026-08-08', reader)).body['items']).toHaveLength(0);
    expect((await post(`programmes/${programmeId}/withdraw`, { reason: 'Diganti' })).body).toMatchObject({
      state: 'WITHDRAWN',
    });
    expect((await get(`catalogue/${programmeId}`, reader)).status).toBe(404);
    expect((await get('programmes?state=WITHDRAWN')).body['items']).toHaveLength(1);
  });
});
