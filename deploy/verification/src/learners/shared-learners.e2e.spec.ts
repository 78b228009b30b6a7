import { rotatePseudonyms } from '@betang/cli';
import { createWorkFolder, removeWorkFolder } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { ChaosFederation } from '../chaos/chaos-federation.js';
import type { ChaosRegion } from '../chaos/chaos-region.js';
import { today } from '../loop/joint-session.js';
import { RegionOffice } from '../loop/region-office.js';

/** Figures of fewer people are hidden. */
const PEOPLE = 6;
const THIS_YEAR = Number(today().slice(0, 4));
const LAST_YEAR = THIS_YEAR - 1;
const OPTED_IN = { BETANG_SHARING_OPT_IN: 'learner-level-analysis' };

// What a province knows of persons under a pseudonym: the same people and hours, whatever becomes of keys, and wherever somebody moves.
describe('persons under a pseudonym', () => {
  const dir = createWorkFolder('shared-learners');
  let federation: ChaosFederation;
  let province: RegionOffice;
  let kapuas: RegionOffice;
  let city: RegionOffice;
  let [mover, cityUnit] = ['', ''];

  beforeAll(async () => {
    federation = await ChaosFederation.start(join(dir, 'regions'), 'all', () => 0.5);
    const [hub, second, third] = federation.regions as [ChaosRegion, ChaosRegion, ChaosRegion];
    [province, kapuas, city] = [new RegionOffice(hub), new RegionOffice(second), new RegionOffice(third)];
    for (const { region } of [kapuas, city]) {
      region.process.settings = OPTED_IN;
      await restart(region);
    }
    mover = (await trained(kapuas, 0)).ids[0]!;
    cityUnit = (await trained(city, 10)).unitId;
  }, 240_000);
  afterAll(async () => {
    await federation?.stop();
    await federation?.kill();
    removeWorkFolder(dir);
  }, 60_000);

  async function restart(region: ChaosRegion): Promise<void> {
    await region.process.stop();
    await region.restartService();
  }

  /** People of an agency, each with 10 JP of last year and 4 JP of this one. */
  async function trained(office: RegionOffice, series: number): Promise<{ unitId: string; ids: string[] }> {
    const { unitId } = await office.post<{ unitId: string }>('identity', 'units', { name: 'Dinas Sosial (rekaan)' });
    const ids: string[] = [];
    for (let index = 0; index < PEOPLE; index += 1) {
      const person = { name: `Pegawai Rekaan ${index + 1}`, employmentStatus: 'PNS', unitId };
      const employeeNumber = `198609262015051${String(series + index + 1).padStart(3, '0')}`;
      ids.push(
        (await office.post<{ employeeId: string }>('identity', 'employees', { ...person, employeeNumber })).employeeId,
      );
    }
    for (const employeeId of ids)
      for (const [year, quantityHundredths] of [
        [LAST_YEAR, 1000],
        [THIS_YEAR, 400],
      ] as const)
        await office.once('training-catalog', 'completions', {
          ...{ employeeId, title: 'Pelatihan arsip (rekaan)', organiser: 'BKPSDM', pathCode: 'KL03' },
          ...{ scope: 'NATIONAL', quantityHundredths, startedOn: `${year}-01-01`, completedOn: `${year}-01-01` },
        });
    return { unitId, ids };
  }

  /** By region, as the province reads it: people, and hours that count. */
  const shown = async (year: number) => {
    const path = `learner-hours?year=${year}&groupBy=region`;
    type Row = { key: string; people: number; countedJp: number };
    const { rows } = await province.get<{ rows: Row[] }>('reporting', path);
    return rows.map(({ key, people: count, countedJp }) => `${key}: ${count}, ${countedJp} JP`);
  };
  /** Waits for it; a failure shows the last figures. */
  const provinceHas = async (year: number, expected: readonly string[]) => {
    let rows: string[] = [];
    const isThere = async () => JSON.stringify((rows = await shown(year))) === JSON.stringify(expected);
    await province.until(`the figures of ${year}`, isThere).catch(() => undefined);
    expect({ year, rows }).toEqual({ year, rows: expected });
  };
  const rebuilt = async () => {
    const { id } = await province.post<{ id: string }>('reporting', 'rebuilds');
    await province.until('the rebuild is done', async () => {
      const { state } = await province.get<{ state: string }>('reporting', `rebuilds/${id}`);
      return state === 'DONE';
    });
  };
  const namesUnder = async (version: number, region: string) => {
    const [row] = await province.region.sql<{ n: number }>(
      'SELECT count(DISTINCT learner)::int AS n FROM reporting.learner_month WHERE region = $1 AND learner LIKE $2',
      [region, `k${version}:%`],
    );
    return row!.n;
  };
  const rotated = async ({ region }: RegionOffice) => {
    expect((await rotatePseudonyms(region.dir)).state).toBe('announced');
    expect((await rotatePseudonyms(region.dir)).state).toBe('waiting');
    await restart(region);
    await province.until('everybody is told', async () => (await rotatePseudonyms(region.dir)).state === 'active');
  };

  it('are as many as there are, each year', async () => {
    await provinceHas(LAST_YEAR, ['62.03: 6, 60 JP', '62.71: 6, 60 JP']);
    await provinceHas(THIS_YEAR, ['62.03: 6, 24 JP', '62.71: 6, 24 JP']);
  }, 90_000);

  it('are the same people when their region has a new key, also after a rebuild', async () => {
    await rotated(kapuas);
    await province.until('all have their new names', async () => (await namesUnder(2, '62.03')) === PEOPLE);
    for (const again of [false, true]) {
      if (again) await rebuilt();
      expect(await namesUnder(1, '62.03')).toBe(0);
      await provinceHas(LAST_YEAR, ['62.03: 6, 60 JP', '62.71: 6, 60 JP']);
      await provinceHas(THIS_YEAR, ['62.03: 6, 24 JP', '62.71: 6, 24 JP']);
    }
  }, 120_000);

  it('count once when one of them moves: where that person is from this year on, and of the years before where it was', async () => {
    const order = { employeeId: mover, toRegion: '62.71', effectiveOn: today(), decreeNumber: '800/1 (rekaan)' };
    const { transferId } = await kapuas.once<{ transferId: string }>('identity', 'transfers/out', order);
    const path = `transfers/in/${transferId}`;
    await city.once('identity', `${path}/accept`, { unitId: cityUnit, positionName: 'Analis' });
    await city.until('the person is there', async () => (await city.get('identity', path))['state'] === 'COMPLETED');
    for (const again of [false, true]) {
      if (again) await rebuilt();
      await provinceHas(THIS_YEAR, ['62.03: 5, 20 JP', '62.71: 7, 28 JP']);
      await provinceHas(LAST_YEAR, ['62.03: 6, 60 JP', '62.71: 6, 60 JP']);
    }
  }, 120_000);

  it('are the same people when both regions have new keys after that', async () => {
    await rotated(city);
    await rotated(kapuas);
    await province.until('all have their new names', async () => (await namesUnder(3, '62.03')) === PEOPLE);
    await province.until(
      'all have their new names there too',
      async () => (await namesUnder(2, '62.71')) === PEOPLE + 1,
    );
    await provinceHas(THIS_YEAR, ['62.03: 5, 20 JP', '62.71: 7, 28 JP']);
    await provinceHas(LAST_YEAR, ['62.03: 6, 60 JP', '62.71: 6, 60 JP']);
  }, 120_000);
});
