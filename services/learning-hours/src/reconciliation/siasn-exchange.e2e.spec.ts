import { CompletionRevoked } from '@betang/contracts';
import { waitUntil } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FakeSiasn } from '../siasn/testing/fake-siasn.js';
import { RetentionSweep } from '../retention/retention-sweep.js';
import { Journey } from '../testing/journey.js';

interface Line {
  readonly lineId: number;
  readonly action: string;
  readonly differences: string[];
  readonly state: string;
  readonly siasnId: string | null;
}

const NUMBER = '198609262015051901';
const OTHER = '198609262015051902';

let journey: Journey;
let fake: FakeSiasn;
beforeAll(async () => {
  fake = new FakeSiasn();
  const url = await fake.start();
  journey = await Journey.start({
    BETANG_SIASN_URL: url,
    BETANG_SIASN_GATEWAY_TOKEN_URL: `${url}/gateway/token`,
    BETANG_SIASN_SSO_TOKEN_URL: `${url}/sso/token`,
    BETANG_SIASN_CONSUMER_KEY: 'key',
    BETANG_SIASN_CONSUMER_SECRET: 'secret',
    BETANG_SIASN_CLIENT_ID: 'client',
    BETANG_SIASN_USER: 'petugas',
    BETANG_SIASN_PASSWORD: 'rahasia',
    BETANG_SIASN_REQUESTS_PER_MINUTE: '6000',
    BETANG_SIASN_RETRY_SECONDS: '1',
  });
});
afterAll(async () => {
  await journey?.stop();
  await fake?.stop();
});

const stateOf = async (id: string) => (await journey.get<{ state: string }>(`siasn/reconciliations/${id}`)).body.state;
const reaches = (id: string, state: string) =>
  waitUntil(`the run is ${state}`, async () => (await stateOf(id)) === state);
const linesOf = async (id: string) =>
  (await journey.get<{ items: Line[] }>(`siasn/reconciliations/${id}/lines`)).body.items;

describe('the exchange with SIASN', () => {
  it('takes in a file of course records: reported first, then applied, and again without effect', async () => {
    const person = await journey.person({ employeeNumber: OTHER });
    await journey.completes(person.id, {
      pathCode: 'KL03',
      title: 'Pelatihan Arsip',
      quantityHundredths: 1000,
      completedOn: `${journey.year}-01-05`,
      certificateNumber: 'S/500/1',
    });
    await journey.counted(person.id, 1000);
    const file = [
      'id;nipBaru;jenisDiklatId;namaKursus;jumlahJam;noSertipikat;tanggalKursus;tanggalSelesaiKursus',
      `f1;${OTHER};3;Pelatihan Arsip;10;S/500/1;05-01-${journey.year};05-01-${journey.year}`,
      `f2;${OTHER};9;Seminar Kesehatan;4;S/500/2;06-01-${journey.year};06-01-${journey.year}`,
      `f3;${OTHER};99;Tak dikenal;4;;06-01-${journey.year};06-01-${journey.year}`,
      `f4;198609262015051999;3;Orang lain;4;;06-01-${journey.year};06-01-${journey.year}`,
    ].join('\n');
    const upload = async () => {
      const form = new FormData();
      form.append('file', new Blob([file]), 'siasn.csv');
      const { body } = await journey.service.call<{ reconciliationId: string }>('POST', 'siasn/imports', {
        as: journey.officer,
        form,
      });
      await reaches(body.reconciliationId, 'READY');
      return body.reconciliationId;
    };
    const id = await upload();
    expect((await linesOf(id)).map(({ action }) => action)).toEqual(['NOTHING', 'TAKE_IN', 'CANNOT_TAKE_IN']);
    expect((await journey.get(`siasn/reconciliations/${id}`)).body).toMatchObject({ rowsRefused: 1, people: 1 });
    await journey.counted(person.id, 1000);
    await journey.post(`siasn/reconciliations/${id}/apply`, {});
    await reaches(id, 'DONE');
    await journey.counted(person.id, 1400);
    const again = await upload();
    expect((await linesOf(again)).map(({ action }) => action)).toEqual(['NOTHING', 'NOTHING', 'CANNOT_TAKE_IN']);
    const exported = await journey.get<{ text: string }>(`siasn/export?year=${journey.year}`);
    expect(exported.body.text).toMatch(new RegExp(`f2[;,]"?'?${OTHER}"?[;,]9[;,]Seminar Kesehatan`));
  });

  it('pulls, reviews and pushes records one by one, and never saves one twice', async () => {
    const person = await journey.person({ employeeNumber: NUMBER, name: 'Dinarti Rekaan' });
    fake.addPerson(NUMBER, 'Dinarti Rekaan');
    fake.addCourse(NUMBER, {
      namaKursus: 'Kursus Bahasa',
      jenisDiklatId: '11',
      jumlahJam: '20',
      tanggalKursus: `02-01-${journey.year}`,
      tanggalSelesaiKursus: `03-01-${journey.year}`,
    });
    fake.addCourse(NUMBER, {
      namaKursus: 'Bimtek Anggaran',
      jenisDiklatId: '8',
      jumlahJam: 8,
      noSertipikat: 'BA/77/X',
      tanggalKursus: `04-01-${journey.year}`,
      tglSelesaiKursus: `04-01-${journey.year}`,
    });
    const bimtek = {
      pathCode: 'KL10',
      title: 'Bimtek Anggaran',
      quantityHundredths: 600,
      certificateNumber: 'BA/77/X',
      completedOn: `${journey.year}-01-04`,
    };
    await journey.completes(person.id, bimtek);
    await journey.completes(person.id, {
      pathCode: 'KL03',
      title: 'Pelatihan Layanan',
      quantityHundredths: 1200,
      completedOn: `${journey.year}-01-05`,
    });
    await journey.counted(person.id, 1800);
    const { body } = await journey.post<{ reconciliationId: string }>('siasn/pulls', {
      employeeIds: [person.id],
      year: journey.year,
    });
    const id = body.reconciliationId;
    await reaches(id, 'READY');
    const lines = await linesOf(id);
    expect(lines.map(({ action, differences }) => [action, ...differences])).toEqual([
      ['TAKE_IN'],
      ['REVIEW', 'hours'],
      ['PUSH'],
    ]);
    await journey.post(`siasn/reconciliations/${id}/resolutions`, {
      lines: [{ lineId: lines[1]!.lineId, resolution: 'TAKE_THEIRS' }],
    });
    // The answer to the saving gets lost on the way.
    fake.requests.length = 0;
    fake.failures.push({ status: 429, retryAfter: 0 }, 'save-then-hang-up');
    await journey.service.region.sql(
      `INSERT INTO learning_hours.siasn_person (employee_id, pns_id, name) VALUES ($1, $2, 'Dinarti Rekaan')`,
      [person.id, String(fake.people.get(NUMBER)!['pnsId'])],
    );
    await journey.post(`siasn/reconciliations/${id}/apply`, { pushOurs: true });
    await reaches(id, 'DONE');
    await journey.counted(person.id, 2000 + 800 + 1200);
    expect(fake.courses.get(NUMBER)!.filter(({ namaKursus }) => namaKursus === 'Pelatihan Layanan')).toHaveLength(1);
    expect((await linesOf(id)).map(({ state }) => state)).toEqual(['DONE', 'DONE', 'DONE']);
    const next = await journey.post<{ reconciliationId: string }>('siasn/pulls', {
      employeeIds: [person.id],
      year: journey.year,
    });
    await reaches(next.body.reconciliationId, 'READY');
    expect((await linesOf(next.body.reconciliationId)).map(({ action }) => action)).toEqual([
      'NOTHING',
      'NOTHING',
      'NOTHING',
    ]);
    const main = await journey.get(`siasn/people/${person.id}/main-data`);
    expect(main.body).toMatchObject({ name: 'Dinarti Rekaan', differences: [] });
  });

  it('does the same for structural trainings, which SIASN keeps apart, and replaces a record that is kept as ours', async () => {
    const number = '198609262015051903';
    const person = await journey.person({ employeeNumber: number, name: 'Ulin Rekaan' });
    fake.addPerson(number, 'Ulin Rekaan');
    const theirs = fake.addStructural(number, {
      latihanStrukturalId: '3',
      latihanStrukturalNama: 'SEPADYA/SPAMA/DIKLAT PIM TK. III',
      nomor: 'PKA/1',
      jumlahJam: 900,
      tanggal: `02-01-${journey.year}`,
      tanggalSelesai: `03-01-${journey.year}`,
    });
    const structural = { pathCode: 'KL01', completedOn: `${journey.year}-01-04` };
    await journey.completes(person.id, {
      ...structural,
      title: 'Pelatihan Kepemimpinan Administrator',
      quantityHundredths: 1000,
      certificateNumber: 'PKA/1',
    });
    await journey.completes(person.id, {
      ...structural,
      title: 'Pelatihan Kepemimpinan Pengawas',
      quantityHundredths: 1200,
      certificateNumber: 'PKP/2',
    });
    await journey.counted(person.id, 2200);
    const pull = async () => {
      const { body } = await journey.post<{ reconciliationId: string }>('siasn/pulls', { employeeIds: [person.id] });
      await reaches(body.reconciliationId, 'READY');
      return body.reconciliationId;
    };
    const id = await pull();
    const lines = await linesOf(id);
    expect(lines.map(({ action }) => action)).toEqual(['REVIEW', 'PUSH']);
    expect(lines[0]!.differences).toContain('hours');
    expect(lines[0]!.differences).not.toContain('structuralTraining');
    await journey.post(`siasn/reconciliations/${id}/resolutions`, {
      lines: [{ lineId: lines[0]!.lineId, resolution: 'KEEP_OURS' }],
    });
    await journey.post(`siasn/reconciliations/${id}/apply`, { pushOurs: true });
    await reaches(id, 'DONE');
    expect(fake.courses.get(number)).toBeUndefined();
    expect(fake.structural.get(number)).toHaveLength(2);
    expect(fake.structural.get(number)).toContainEqual(
      expect.objectContaining({ id: theirs, nomor: 'PKA/1', jumlahJam: 10, latihanStrukturalId: '3' }),
    );
    expect((await linesOf(await pull())).map(({ action }) => action)).toEqual(['NOTHING', 'NOTHING']);
    const exported = await journey.get<{ text: string }>(`siasn/export?year=${journey.year}&record=diklat`);
    expect(exported.body.text).toContain('latihanStrukturalId');
    expect(exported.body.text).toContain('PKP/2');
    const courses = await journey.get<{ text: string }>(`siasn/export?year=${journey.year}`);
    expect(courses.body.text).not.toContain('PKP/2');
  });

  it('keeps a record without a day, says why and what helps, and takes it in once an officer has completed it', async () => {
    const number = '198609262015051904';
    const person = await journey.person({ employeeNumber: number, name: 'Bawi Rekaan' });
    fake.addPerson(number, 'Bawi Rekaan');
    const lacking = { jenisDiklatId: '8', jumlahJam: 8, noSertipikat: 'BA/90/X', tahunKursus: journey.year };
    const siasnId = fake.addCourse(number, { ...lacking, namaKursus: 'Bimtek Tanpa Tanggal', tanggalKursus: '' });
    fake.addCourse(number, {
      ...lacking,
      namaKursus: 'Tahun lain',
      noSertipikat: 'BA/91',
      tahunKursus: journey.year - 3,
    });
    const { body } = await journey.post<{ reconciliationId: string }>('siasn/pulls', {
      employeeIds: [person.id],
      year: journey.year,
    });
    const run = `siasn/reconciliations/${body.reconciliationId}`;
    await reaches(body.reconciliationId, 'READY');
    const set = await journey.get<{ items: (Line & { obstacles: { code: string; wayOut: string }[] })[] }>(
      `${run}/lines?action=CANNOT_TAKE_IN`,
    );
    expect(set.body.items).toMatchObject([{ siasnId, obstacles: [{ code: 'day-missing' }] }]);
    expect(set.body.items[0]!.obstacles[0]!.wayOut).toMatch(/tanggal|days/);
    const path = `${run}/lines/${set.body.items[0]!.lineId}/completion`;
    const wrong = await journey.post<{ code: string }>(path, { reason: 'Sertifikat', title: 'Lain' });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'siasn-record-incomplete']);
    const day = `${journey.year}-01-07`;
    expect((await journey.post(path, { startedOn: day, reason: 'Sertifikat BA/90/X' })).body).toMatchObject({
      action: 'TAKE_IN',
    });
    expect((await journey.post<{ code: string }>(path, { startedOn: day, reason: 'Sekali lagi' })).body.code).toBe(
      'siasn-record-complete',
    );
    await journey.post(`${run}/apply`, {});
    await reaches(body.reconciliationId, 'DONE');
    await journey.counted(person.id, 800);
    const [line] = (await journey.get<{ items: { asReceived: object; state: string }[] }>(`${run}/lines`)).body.items;
    expect(line).toMatchObject({ state: 'DONE', asReceived: { startedOn: null, year: journey.year } });
  });

  it('takes in no more hours than the days of a record hold, until its days are entered', async () => {
    const number = '198609262015051977';
    const person = await journey.person({ employeeNumber: number });
    fake.addPerson(number, 'Pegawai Rekaan');
    const day = `02-01-${journey.year}`;
    const siasnId = fake.addCourse(number, { jumlahJam: 40, namaKursus: 'Bimtek Sehari', tanggalKursus: day });
    const { body } = await journey.post<{ reconciliationId: string }>('siasn/pulls', { employeeIds: [person.id] });
    const run = `siasn/reconciliations/${body.reconciliationId}`;
    await reaches(body.reconciliationId, 'READY');
    const set = await journey.get<{ items: (Line & { obstacles: { code: string; reason: string }[] })[] }>(
      `${run}/lines?action=CANNOT_TAKE_IN`,
    );
    expect(set.body.items).toMatchObject([{ siasnId, obstacles: [{ code: 'amount-impossible' }] }]);
    expect(set.body.items[0]!.obstacles[0]!.reason).toMatch(/paling banyak 32\.$/);
    const path = `${run}/lines/${set.body.items[0]!.lineId}/completion`;
    const still = await journey.post<{ errors: object[] }>(path, { hours: 4000, reason: 'Sertifikat' });
    expect([still.status, still.body.errors]).toMatchObject([
      422,
      [
        {
          field: 'hours',
          code: 'siasn-obstacle.amount-impossible',
          message: expect.stringMatching(/paling banyak 32\.$/),
        },
      ],
    ]);
    const completed = { completedOn: `${journey.year}-01-03`, reason: 'Sertifikat' };
    expect((await journey.post(path, completed)).body).toMatchObject({ action: 'TAKE_IN' });
    await journey.post(`${run}/apply`, {});
    await reaches(body.reconciliationId, 'DONE');
    await journey.counted(person.id, 4000);
  });

  it('goes on past a person of whom SIASN will not tell, and names it', async () => {
    const ids = [];
    for (const number of ['198609262015051905', '198609262015051906']) {
      ids.push((await journey.person({ employeeNumber: number })).id);
      fake.addPerson(number, 'Pegawai Rekaan');
    }
    const second = [...ids].sort()[1]!;
    fake.failures.push({ status: 403 });
    const { body } = await journey.post<{ reconciliationId: string }>('siasn/pulls', { employeeIds: ids });
    await reaches(body.reconciliationId, 'READY');
    expect(await linesOf(body.reconciliationId)).toMatchObject([{ state: 'FAILED', failureCode: 'siasn-refused' }]);
    expect(
      (await journey.get(`siasn/reconciliations/${body.reconciliationId}/lines?employeeId=${second}`)).body,
    ).toEqual({ items: [] });
    expect((await journey.get(`siasn/reconciliations/${body.reconciliationId}`)).body).toMatchObject({ people: 2 });
  });

  it('waits while SIASN is away, says so, and goes on by itself: reading and sending', async () => {
    const number = '198609262015051908';
    const person = await journey.person({ employeeNumber: number });
    fake.addPerson(number, 'Pegawai Rekaan');
    await journey.completes(person.id, { pathCode: 'KL03', title: 'Pelatihan Antre', quantityHundredths: 500 });
    await journey.counted(person.id, 500);
    const away = () => fake.failures.push(...Array.from({ length: 5 }, () => ({ status: 503, retryAfter: 0 })));
    const seen = async (id: string) =>
      (await journey.get<{ failureCode: string | null }>(`siasn/reconciliations/${id}`)).body.failureCode;
    away();
    const { body } = await journey.post<{ reconciliationId: string }>('siasn/pulls', { employeeIds: [person.id] });
    await waitUntil(
      'it says that SIASN is away',
      async () => (await seen(body.reconciliationId)) === 'siasn-unreachable',
    );
    await reaches(body.reconciliationId, 'READY');
    expect(await linesOf(body.reconciliationId)).toMatchObject([{ action: 'PUSH' }]);
    expect(await seen(body.reconciliationId)).toBeNull();
    await journey.get(`siasn/people/${person.id}/main-data`);
    away();
    await journey.post(`siasn/reconciliations/${body.reconciliationId}/apply`, { pushOurs: true });
    await waitUntil('it says so again', async () => (await seen(body.reconciliationId)) === 'siasn-unreachable');
    await reaches(body.reconciliationId, 'DONE');
    expect(await linesOf(body.reconciliationId)).toMatchObject([{ action: 'PUSH', state: 'DONE' }]);
    expect(fake.courses.get(number)).toHaveLength(1);
  });

  it('waits for an officer where the password holds no longer, and sends what is left when it does again', async () => {
    const number = '198609262015051911';
    const person = await journey.person({ employeeNumber: number });
    fake.addPerson(number, 'Pegawai Rekaan');
    await journey.completes(person.id, { pathCode: 'KL03', quantityHundredths: 500 });
    await journey.counted(person.id, 500);
    const { body } = await journey.post<{ reconciliationId: string }>('siasn/pulls', { employeeIds: [person.id] });
    const run = `siasn/reconciliations/${body.reconciliationId}`;
    await reaches(body.reconciliationId, 'READY');
    fake.tokenFailure = 401;
    fake.expireTokens();
    await journey.post(`${run}/apply`, { pushOurs: true });
    await waitUntil('it says why it stopped', async () => {
      const { body: report } = await journey.get<{ failureCode: string; state: string }>(run);
      return report.failureCode === 'siasn-sign-in-failed' && report.state === 'READY';
    });
    fake.tokenFailure = undefined;
    await journey.post(`${run}/apply`, { pushOurs: true });
    await reaches(body.reconciliationId, 'DONE');
    expect(fake.courses.get(number)).toHaveLength(1);
  });

  it('does not send what was taken back since the comparison', async () => {
    const number = '198609262015051909';
    const person = await journey.person({ employeeNumber: number });
    fake.addPerson(number, 'Pegawai Rekaan');
    const completionId = await journey.completes(person.id, { pathCode: 'KL03', quantityHundredths: 500 });
    await journey.counted(person.id, 500);
    const { body } = await journey.post<{ reconciliationId: string }>('siasn/pulls', { employeeIds: [person.id] });
    await reaches(body.reconciliationId, 'READY');
    const data = { completionId, employeeId: person.id, reason: 'Keliru' };
    await journey.catalog.publish(CompletionRevoked.create({ subject: person.id, data }));
    await journey.counted(person.id, 0);
    await journey.post(`siasn/reconciliations/${body.reconciliationId}/apply`, { pushOurs: true });
    await reaches(body.reconciliationId, 'DONE');
    expect(await linesOf(body.reconciliationId)).toMatchObject([
      { state: 'FAILED', failureCode: 'siasn-ours-taken-back' },
    ]);
    expect(fake.courses.get(number)).toBeUndefined();
  });

  it('gives out a file that, read in again, differs in nothing, whatever its texts look like', async () => {
    const number = '198609262015051910';
    const person = await journey.person({ employeeNumber: number });
    const texts: readonly [string, string, string | null][] = [
      ['=SUM(A1) "rumus"; titik koma, koma', 'Balai; "Rekaan"', '000123'],
      ["'Petik awal", '-Minus', '+62/X'],
      ['Dua\nbaris', '@Lembaga', '1E5'],
      ['Pelatihan Kewirausahaan', 'Balai Rekaan', null],
    ];
    for (const [index, [title, organiser, certificateNumber]] of texts.entries())
      await journey.completes(person.id, {
        ...{ title, organiser, certificateNumber, pathCode: index === 3 ? 'KL06' : 'KL03', quantityHundredths: 350 },
        ...{ startedOn: `${journey.year}-01-0${index + 1}`, completedOn: `${journey.year}-01-0${index + 2}` },
      });
    await journey.counted(person.id, 350 * 3 + 1400);
    for (const format of ['csv', 'xlsx'] as const) {
      const path = `${journey.service.address}/api/learning-hours/v1/siasn/export?year=${journey.year}&format=${format}`;
      const file = await fetch(path, { headers: { authorization: `Bearer ${journey.officer}` } });
      const form = new FormData();
      form.append('file', new Blob([await file.arrayBuffer()]), `siasn.${format}`);
      const { body } = await journey.service.call<{ reconciliationId: string }>('POST', 'siasn/imports', {
        as: journey.officer,
        form,
      });
      await reaches(body.reconciliationId, 'READY');
      const lines = await journey.get<{ items: (Line & { ours: object; theirs: object })[] }>(
        `siasn/reconciliations/${body.reconciliationId}/lines?employeeId=${person.id}`,
      );
      expect(lines.body.items.map(({ action, differences }) => [action, ...differences])).toEqual(
        texts.map(() => ['NOTHING']),
      );
      const run = await journey.get(`siasn/reconciliations/${body.reconciliationId}`);
      expect(run.body).toMatchObject({ rowsRefused: 0 });
    }
  });

  it('does not bring back what was taken back here', async () => {
    const number = '198609262015051907';
    const person = await journey.person({ employeeNumber: number });
    fake.addPerson(number, 'Pegawai Rekaan');
    const day = `08-01-${journey.year}`;
    fake.addCourse(number, { namaKursus: 'Bimtek palsu', jenisDiklatId: '8', jumlahJam: 6, tanggalKursus: day });
    const completionId = await journey.completes(person.id, {
      ...{ pathCode: 'KL10', title: 'Bimtek palsu', quantityHundredths: 600, completedOn: `${journey.year}-01-08` },
    });
    await journey.counted(person.id, 600);
    const pull = async () => {
      const { body } = await journey.post<{ reconciliationId: string }>('siasn/pulls', { employeeIds: [person.id] });
      await reaches(body.reconciliationId, 'READY');
      return body.reconciliationId;
    };
    const linked = await pull();
    await journey.post(`siasn/reconciliations/${linked}/apply`, {});
    await reaches(linked, 'DONE');
    await journey.catalog.publish(
      CompletionRevoked.create({ subject: person.id, data: { completionId, employeeId: person.id, reason: 'Palsu' } }),
    );
    await journey.counted(person.id, 0);
    expect(await linesOf(await pull())).toMatchObject([
      { action: 'CANNOT_TAKE_IN', obstacles: [{ code: 'taken-back' }] },
    ]);
  });

  it('shows the rows of a file that it refused, each with what is wrong', async () => {
    const form = new FormData();
    const file = [
      'nipBaru;jenisDiklatId;namaKursus;jumlahJam;tanggalKursus',
      `198609262015051998;3;Orang lain;4;06-01-${journey.year}`,
      `${OTHER};8;Bimtek tanpa tanggal;4;`,
    ].join('\n');
    form.append('file', new Blob([file]), 'siasn.csv');
    const { body } = await journey.service.call<{ reconciliationId: string }>('POST', 'siasn/imports', {
      as: journey.officer,
      form,
    });
    await reaches(body.reconciliationId, 'READY');
    const run = `siasn/reconciliations/${body.reconciliationId}`;
    const refused = await journey.get<{
      items: { rowNumber: number; problems: { code: string; message: string }[] }[];
    }>(`${run}/refused-rows`);
    expect(refused.body.items).toMatchObject([{ rowNumber: 2, problems: [{ code: 'course.person-unknown' }] }]);
    expect(refused.body.items[0]!.problems[0]!.message).not.toBe('course.person-unknown');
    const kept = await journey.get<{ items: object[] }>(`${run}/lines?action=CANNOT_TAKE_IN`);
    expect(kept.body.items).toMatchObject([{ rowNumber: 3, obstacles: [{ code: 'day-missing' }] }]);
  });

  it('is kept for as long as dated rules say, which say that their periods are assumed; hours stay', async () => {
    const rules = await journey.get<{ items: { kind: string; keepDays: number; certainty: string }[] }>(
      'retention-rules',
    );
    expect(rules.body.items.map(({ kind }) => kind).sort()).toEqual([
      'CLAIM_EVIDENCE',
      'SIASN_FILES',
      'SIASN_MAIN_DATA',
      'SIASN_RECORDS',
      'UNUSED_EVIDENCE',
    ]);
    expect(new Set(rules.body.items.map(({ certainty }) => certainty))).toEqual(new Set(['assumed']));
    const bpsdm = await journey.service.token('bpsdm-officer');
    const rule = {
      kind: 'SIASN_RECORDS',
      keepDays: 30,
      basis: 'Jadwal retensi arsip (rekaan)',
      certainty: 'confirmed',
    };
    const soon = await journey.post<{ code: string }>('retention-rules', { ...rule, validFrom: '2026-01-01' }, bpsdm);
    expect(soon.body.code).toBe('hours-retention-too-soon');
    expect((await journey.post('retention-rules', { ...rule, validFrom: '2999-01-01' }, bpsdm)).status).toBe(201);
    const long = { ...rule, kind: 'SIASN_FILES', keepDays: 91, validFrom: '2999-01-01' };
    expect((await journey.post<{ code: string }>('retention-rules', long, bpsdm)).body.code).toBe(
      'hours-retention-too-long',
    );
    const planner = await journey.service.token('agency-planner');
    expect((await journey.post('retention-rules', { ...rule, validFrom: '2999-01-02' }, planner)).status).toBe(403);
    const { sql } = journey.service.region;
    const [kept] = await sql<{ n: number }>('SELECT count(*)::int AS n FROM learning_hours.ledger_entry');
    const retention = journey.service.app.get(RetentionSweep, { strict: false });
    expect(await retention.sweep()).toBe(0);
    await sql(
      `UPDATE learning_hours.reconciliation SET finished_at = now() - interval '731 days' WHERE state = 'DONE'`,
    );
    await sql(`UPDATE learning_hours.file_import SET changed_at = now() - interval '91 days'`);
    await sql(`UPDATE learning_hours.siasn_person SET pulled_at = now() - interval '366 days'`);
    expect(await retention.sweep()).toBeGreaterThan(0);
    const [left] = await sql<{ lines: number; people: number; entries: number }>(
      `SELECT (SELECT count(*) FROM learning_hours.reconciliation_line JOIN learning_hours.reconciliation AS r USING (reconciliation_id) WHERE r.state = 'DONE')::int AS lines,
              (SELECT count(*) FROM learning_hours.siasn_person)::int AS people, (SELECT count(*) FROM learning_hours.ledger_entry)::int AS entries`,
    );
    expect(left).toEqual({ lines: 0, people: 0, entries: kept!.n });
    expect(await sql('SELECT 1 FROM learning_hours.file_import')).toEqual([]);
    expect(await sql('SELECT 1 FROM learning_hours.file_import_refusal')).toEqual([]);
    const runs = await journey.get<{ items: { kind: string; erased: number }[] }>(
      'retention-runs?kind=SIASN_MAIN_DATA',
    );
    expect(runs.body.items).toMatchObject([{ kind: 'SIASN_MAIN_DATA', erased: expect.any(Number) }]);
  });

  it('is for officers of the whole region', async () => {
    const supervisor = await journey.supervisor(journey.health);
    expect((await journey.get('siasn', supervisor.token)).status).toBe(403);
    expect((await journey.get('siasn')).body).toEqual({ on: true });
  });
});
