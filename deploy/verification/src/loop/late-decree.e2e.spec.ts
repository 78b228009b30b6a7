import { createWorkFolder, removeWorkFolder } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { ChaosFederation } from '../chaos/chaos-federation.js';
import { today } from './joint-session.js';
import { RegionOffice, type Json } from './region-office.js';

/** An agency of fewer people is stated to the province with others only. */
const PEOPLE = 5;
const LAST_YEAR = Number(today().slice(0, 4)) - 1;
const NEW_YEAR = `${LAST_YEAR + 1}-01-01`;

// A decree of December often reaches the officer in January, or later: the year that is over is counted as it was, not as it was known.
describe('a decree of last year that is recorded this year', () => {
  const dir = createWorkFolder('late-decree');
  let federation: ChaosFederation;
  let province: RegionOffice;
  let city: RegionOffice;
  let [former, present]: [string, string] = ['', ''];
  const people: string[] = [];

  beforeAll(async () => {
    federation = await ChaosFederation.start(join(dir, 'regions'), 'all', () => 0.5);
    const [hub, , third] = federation.regions;
    [province, city] = [new RegionOffice(hub!), new RegionOffice(third!)];
    [former, present] = [await agency('Dinas Sosial (rekaan)'), await agency('Dinas Perhubungan (rekaan)')];
    for (let index = 0; index < PEOPLE; index += 1) people.push(await hire(index));
  }, 180_000);
  afterAll(async () => {
    await federation?.stop();
    await federation?.kill();
    removeWorkFolder(dir);
  }, 60_000);

  const agency = async (name: string) => (await city.post<{ unitId: string }>('identity', 'units', { name })).unitId;
  const hire = async (index: number) => {
    const name = `Pegawai Rekaan ${index + 1}`;
    const employee = { employeeNumber: `19860926201505100${index + 1}`, name, employmentStatus: 'PNS', unitId: former };
    return (await city.post<{ employeeId: string }>('identity', 'employees', employee)).employeeId;
  };
  /** By agency, as the office reads it: people, and hours that count. */
  const fulfilment = async (office: RegionOffice, year: number) => {
    const path = `reports/fulfilment?year=${year}&groupBy=agency&region=${city.code}`;
    const { rows } = await office.get<{ rows: { key: string; figures: Json }[] }>('reporting', path);
    return rows
      .map(({ key, figures }) => ({ agency: key, people: figures['people'], hours: figures['countedJp'] }))
      .filter(({ people: count }) => count !== 0);
  };
  /** Waits for it: sums come unit by unit, and a failure shows the last ones. */
  const bothHave = async (year: number, expected: { agency: string; people: number; hours: number }) => {
    for (const office of [city, province]) {
      let rows: object[] = [];
      const isThere = async () =>
        JSON.stringify((rows = await fulfilment(office, year))) === JSON.stringify([expected]);
      await office.until(`the sums of ${year}`, isThere).catch(() => undefined);
      expect({ office: office.code, rows }).toEqual({ office: office.code, rows: [expected] });
    }
  };
  const move = async (employeeId: string) => {
    const { etag } = await city.call('GET', 'identity', `employees/${employeeId}`);
    const body = { unitId: present, effectiveOn: `${LAST_YEAR}-12-15`, reason: 'SK 800/1 (rekaan)' };
    await city.ask('PATCH', 'identity', `employees/${employeeId}`, { body, ifMatch: etag });
  };

  it('finds the hours of that year in the agency that was known', async () => {
    await city.once('training-catalog', 'completions', {
      ...{ employeeId: people[0], title: 'Pelatihan arsip (rekaan)', organiser: 'BKPSDM', pathCode: 'KL03' },
      ...{ scope: 'NATIONAL', quantityHundredths: 2000, certificateNumber: '800/2' },
      ...{ startedOn: `${LAST_YEAR}-11-10`, completedOn: `${LAST_YEAR}-11-12` },
    });
    await bothHave(LAST_YEAR, { agency: former, people: PEOPLE, hours: 20 });
  }, 90_000);

  it('brings them to the agency of then, at home and in the province, and this year with them', async () => {
    for (const employeeId of people) await move(employeeId);
    await bothHave(LAST_YEAR, { agency: present, people: PEOPLE, hours: 20 });
    await bothHave(LAST_YEAR + 1, { agency: present, people: PEOPLE, hours: 0 });
  }, 90_000);

  it('does so for people who have left by the time it is recorded', async () => {
    for (const employeeId of people) {
      await city.post('identity', `employees/${employeeId}/leave`, { reason: 'RETIRED', leftOn: NEW_YEAR });
      const stretch = { facet: 'UNIT', value: former, validFrom: `${LAST_YEAR}-12-20`, validTo: NEW_YEAR };
      await city.post('identity', `employees/${employeeId}/history`, stretch);
    }
    await bothHave(LAST_YEAR, { agency: former, people: PEOPLE, hours: 20 });
  }, 90_000);

  it('does so where it closed the agency of then, in which nobody is any more', async () => {
    const successor = await agency('Dinas Sosial dan Pangan (rekaan)');
    const order = { successorUnitId: successor, effectiveOn: `${LAST_YEAR}-12-28` };
    await city.post('identity', `units/${former}/close`, order);
    await bothHave(LAST_YEAR, { agency: successor, people: PEOPLE, hours: 20 });
  }, 90_000);
});
