import { waitUntil } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FakeSiasn } from '../siasn/testing/fake-siasn.js';
import { Journey, type InventedPerson } from '../testing/journey.js';

interface Line {
  readonly lineId: number;
  readonly action: string;
  readonly state: string;
}

/** R14: what is recorded at BKN (SIASN) and what is recorded here are one record, by an exchange that shows every step. */
describe('R14: a personnel officer and BKN', () => {
  const NUMBER = '198609262015051914';
  let journey: Journey;
  let bkn: FakeSiasn;
  let person: InventedPerson;
  let run: string;

  beforeAll(async () => {
    bkn = new FakeSiasn();
    const url = await bkn.start();
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
    });
    person = await journey.person({ employeeNumber: NUMBER, name: 'Salundik Rekaan' });
    bkn.addPerson(NUMBER, 'Salundik Rekaan, S.E.');
    bkn.addCourse(NUMBER, {
      ...{ namaKursus: 'Bimtek Kearsipan', jenisDiklatId: '8', jumlahJam: '10', noSertipikat: 'BK/9/2026' },
      ...{ tanggalKursus: `05-01-${journey.year}`, tanggalSelesaiKursus: `06-01-${journey.year}` },
    });
  }, 60_000);
  afterAll(async () => {
    await journey?.stop();
    await bkn?.stop();
  });

  const reaches = (state: string) =>
    waitUntil(`the exchange is ${state}`, async () => {
      const { body } = await journey.get<{ state: string }>(`siasn/reconciliations/${run}`);
      return body.state === state;
    });
  const lines = async () => (await journey.get<{ items: Line[] }>(`siasn/reconciliations/${run}/lines`)).body.items;

  it('sees beside each other who somebody is there and here', async () => {
    const { body } = await journey.get<{ name: string; differences: string[] }>(`siasn/people/${person.id}/main-data`);
    expect(body).toMatchObject({ name: 'Salundik Rekaan, S.E.', differences: expect.any(Array) });
    const accesses = await journey.get<{ items: { purpose: string }[] }>('me/data-accesses', person.token);
    expect(accesses.body.items.map(({ purpose }) => purpose)).toContain('siasn-reconciliation');
  });

  it('pulls what BKN knows, record by record, and nothing counts before it is applied', async () => {
    const own = { pathCode: 'KL03', title: 'Pelatihan Layanan', quantityHundredths: 1200 };
    await journey.completes(person.id, { ...own, completedOn: `${journey.year}-02-05` });
    await journey.counted(person.id, 1200);
    const begun = await journey.post<{ reconciliationId: string }>('siasn/pulls', {
      ...{ employeeIds: [person.id], year: journey.year },
    });
    run = begun.body.reconciliationId;
    await reaches('READY');
    expect((await lines()).map(({ action }) => action).sort()).toEqual(['PUSH', 'TAKE_IN']);
    await journey.counted(person.id, 1200);
  });

  it('takes in what was missing here, and hands over what was missing there', async () => {
    await journey.post(`siasn/reconciliations/${run}/apply`, { pushOurs: true });
    await reaches('DONE');
    await journey.counted(person.id, 2200);
    expect(
      bkn.courses
        .get(NUMBER)!
        .map(({ namaKursus }) => namaKursus)
        .sort(),
    ).toEqual(['Bimtek Kearsipan', 'Pelatihan Layanan']);
    const entries = await journey.get<{ items: { source: string; certificateNumber: string | null }[] }>(
      'me/entries',
      person.token,
    );
    expect(entries.body.items).toContainEqual(expect.objectContaining({ certificateNumber: 'BK/9/2026' }));
  });

  it('finds both records equal afterwards, and leaves the exchange to officers', async () => {
    const next = await journey.post<{ reconciliationId: string }>('siasn/pulls', {
      ...{ employeeIds: [person.id], year: journey.year },
    });
    run = next.body.reconciliationId;
    await reaches('READY');
    expect(new Set((await lines()).map(({ action }) => action))).toEqual(new Set(['NOTHING']));
    const { token } = await journey.supervisor(journey.health);
    expect((await journey.post('siasn/pulls', { employeeIds: [person.id] }, token)).status).toBe(403);
    expect((await journey.get(`siasn/people/${person.id}/main-data`, token)).status).toBe(403);
  });
});
