import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RequestPace } from './request-pace.js';
import { SiasnClient } from './siasn-client.js';
import { SiasnTokens } from './siasn-tokens.js';
import { FakeSiasn } from './testing/fake-siasn.js';

const NUMBER = '198609262015051001';

let fake: FakeSiasn;
let url: string;
let pauses: number[];
let now: number;
let client: SiasnClient;

beforeAll(async () => {
  fake = new FakeSiasn();
  url = await fake.start();
});
afterAll(async () => fake?.stop());

beforeEach(() => {
  fake.requests.length = 0;
  fake.failures.length = 0;
  fake.courses.clear();
  fake.structural.clear();
  fake.people.clear();
  pauses = [];
  now = 0;
  const wait = async (ms: number) => {
    pauses.push(ms);
    now += ms;
  };
  const access = {
    gatewayTokenUrl: `${url}/gateway/token`,
    ssoTokenUrl: `${url}/sso/token`,
    consumerKey: 'key',
    consumerSecret: 'secret',
    clientId: 'client',
    user: 'petugas',
    password: 'rahasia',
  };
  const pace = new RequestPace(60_000, wait, () => now);
  client = new SiasnClient({ baseUrl: url, agencyId: 'AG', tokens: new SiasnTokens(access, () => now), pace, wait });
});

const course = {
  completionId: '019aa4f2-0000-7000-8000-000000000001',
  title: 'Pelatihan Arsip',
  organiser: 'BKPSDM',
  pathCode: 'KL03',
  scope: 'NATIONAL' as const,
  unit: 'PROGRAM_JP',
  quantityHundredths: 4050,
  earned: 4050,
  certificateNumber: '800/1/2026',
  startedOn: '2026-03-01',
  completedOn: '2026-03-05',
  source: 'TRAINING',
};

describe('the client of SIASN', () => {
  it('reads courses under the names of reading, with two tokens asked for once', async () => {
    fake.addCourse(NUMBER, {
      namaKursus: 'Kursus A',
      noSertipikat: 'S/1',
      tanggalKursus: '01-02-2026',
      tglSelesaiKursus: '03-02-2026',
      jumlahJam: '12',
    });
    fake.addCourse(NUMBER, { namaKursus: 'Kursus B', tanggalKursus: '05-02-2026', tanggalSelesaiKursus: '06-02-2026' });
    fake.addCourse(NUMBER, { namaKursus: 'tanpa tanggal' });
    expect(await client.coursesOf(NUMBER)).toMatchObject([
      {
        title: 'Kursus A',
        typeId: 3,
        hours: 1200,
        certificateNumber: 'S/1',
        startedOn: '2026-02-01',
        completedOn: '2026-02-03',
      },
      { title: 'Kursus B', certificateNumber: null, completedOn: '2026-02-06' },
      { title: 'tanpa tanggal', startedOn: null, completedOn: null },
    ]);
    expect(await client.coursesOf('198609262015051009')).toEqual([]);
    expect(fake.requests).toEqual([
      'POST /gateway/token',
      'POST /sso/token',
      'GET /pns/rw-kursus/<nip>',
      'GET /pns/rw-diklat/<nip>',
      'GET /pns/rw-kursus/<nip>',
      'GET /pns/rw-diklat/<nip>',
    ]);
  });

  it('takes of the main data what we need only, and nobody for an unknown number', async () => {
    fake.addPerson(NUMBER, 'Dinarti Rekaan');
    expect(await client.mainDataOf(NUMBER)).toMatchObject({
      name: 'Dinarti Rekaan',
      status: 'PNS',
      unit: 'Unor Rekaan',
    });
    expect(await client.mainDataOf('198609262015051009')).toBeUndefined();
  });

  it('saves under the names of saving, which are read back under the names of reading', async () => {
    const pnsId = fake.addPerson(NUMBER, 'Dinarti Rekaan');
    const id = await client.saveCourse({ pnsId, course, replaces: null });
    expect(await client.coursesOf(NUMBER)).toEqual([
      expect.objectContaining({
        siasnId: id,
        title: 'Pelatihan Arsip',
        typeId: 3,
        hours: 4000,
        certificateNumber: '800/1/2026',
        startedOn: '2026-03-01',
        completedOn: '2026-03-05',
      }),
    ]);
  });

  it('keeps structural trainings apart, and replaces a record where it is told which', async () => {
    const pnsId = fake.addPerson(NUMBER, 'Dinarti Rekaan');
    const pkp = { ...course, title: 'Pelatihan Kepemimpinan Pengawas', pathCode: 'KL01', certificateNumber: 'PKP/9' };
    const siasnId = await client.saveCourse({ pnsId, course: pkp, replaces: null });
    const read = { record: 'DIKLAT', siasnId, structuralId: 2, hours: 4000, certificateNumber: 'PKP/9' };
    expect(await client.coursesOf(NUMBER)).toEqual([expect.objectContaining(read)]);
    expect(fake.requests).toContain('POST /diklat/save');
    const longer = { ...pkp, quantityHundredths: 90_300, earned: 90_300 };
    expect(await client.saveCourse({ pnsId, course: longer, replaces: { siasnId, record: 'DIKLAT' } })).toBe(siasnId);
    expect(await client.coursesOf(NUMBER)).toEqual([expect.objectContaining({ ...read, hours: 90_300 })]);
    expect(fake.courses.get(NUMBER)).toBeUndefined();
  });

  it('asks for new tokens when the old ones are refused, or have aged', async () => {
    await client.coursesOf(NUMBER);
    fake.expireTokens();
    expect(await client.coursesOf(NUMBER)).toEqual([]);
    now += 4_000_000;
    await client.coursesOf(NUMBER);
    expect(fake.requests.filter((line) => line.includes('/gateway/token'))).toHaveLength(3);
  });

  it('waits as long as it is told, else longer each time, and gives up at last', async () => {
    await client.coursesOf(NUMBER);
    pauses.length = 0;
    fake.failures.push({ status: 429, retryAfter: 7 }, { status: 502 }, 'hang-up');
    expect(await client.coursesOf(NUMBER)).toEqual([]);
    expect(pauses.filter((ms) => ms >= 1_000)).toEqual([7_000, 2_000, 4_000]);
    fake.failures.push(...Array.from({ length: 5 }, () => ({ status: 500 })));
    await expect(client.coursesOf(NUMBER)).rejects.toMatchObject({ code: 'siasn-unreachable' });
    fake.failures.push({ status: 400 });
    await expect(client.coursesOf(NUMBER)).rejects.toMatchObject({ code: 'siasn-refused' });
  });

  it('follows nobody to another address, with its tokens or with its password', async () => {
    const stranger = new FakeSiasn();
    const elsewhere = await stranger.start();
    const moved = { status: 307, location: `${elsewhere}/pns/rw-kursus/${NUMBER}` };
    fake.failures.push(...Array.from({ length: 5 }, () => moved));
    await expect(client.coursesOf(NUMBER)).rejects.toMatchObject({ code: 'siasn-unreachable' });
    fake.failures.push({ status: 307, location: `${elsewhere}/gateway/token` });
    const access = {
      consumerKey: 'key',
      consumerSecret: 'secret',
      clientId: 'client',
      user: 'petugas',
      password: 'rahasia',
    };
    const away = `${url}/pns/rw-kursus/${NUMBER}`;
    const tokens = new SiasnTokens({ ...access, gatewayTokenUrl: away, ssoTokenUrl: away });
    await expect(tokens.headers()).rejects.toMatchObject({ code: 'siasn-unreachable' });
    expect(stranger.requests).toEqual([]);
    await stranger.stop();
  });

  it('never saves twice by itself: it says that the outcome is unknown', async () => {
    const pnsId = fake.addPerson(NUMBER, 'Dinarti Rekaan');
    fake.failures.push({ status: 429 }, 'save-then-hang-up');
    await expect(client.saveCourse({ pnsId, course, replaces: null })).rejects.toMatchObject({
      code: 'siasn-outcome-unknown',
    });
    expect(fake.courses.get(NUMBER)).toHaveLength(1);
  });

  it('says that SIASN is away where it surely did nothing, and that it refused where success is denied in words', async () => {
    const pnsId = fake.addPerson(NUMBER, 'Dinarti Rekaan');
    const save = () => client.saveCourse({ pnsId, course, replaces: null });
    fake.failures.push(...Array.from({ length: 5 }, () => ({ status: 503 })));
    await expect(save()).rejects.toMatchObject({ code: 'siasn-unreachable' });
    fake.failures.push({ status: 200 });
    await expect(save()).rejects.toMatchObject({ code: 'siasn-refused' });
    expect(fake.courses.get(NUMBER)).toBeUndefined();
  });

  it.each([
    [503, 'siasn-unreachable'],
    [429, 'siasn-unreachable'],
    [401, 'siasn-sign-in-failed'],
  ])('tells a place of tokens that answers %i as %s', async (status, code) => {
    fake.tokenFailure = status;
    await expect(client.coursesOf(NUMBER)).rejects.toMatchObject({ code });
    fake.tokenFailure = undefined;
    expect(await client.coursesOf(NUMBER)).toEqual([]);
  });

  it('keeps to its pace', async () => {
    const turns: number[] = [];
    let clock = 0;
    const pace = new RequestPace(
      30,
      async (ms) => {
        clock += ms;
      },
      () => clock,
    );
    for (let index = 0; index < 4; index += 1) {
      await pace.turn();
      turns.push(clock);
    }
    expect(turns).toEqual([0, 2_000, 4_000, 6_000]);
  });
});
