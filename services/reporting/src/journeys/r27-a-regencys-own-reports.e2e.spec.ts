import 'reflect-metadata';
import {
  DataCompletenessStated,
  DrillStated,
  DutyPolicyRecorded,
  EmployeeRegistered,
  EvaluationStated,
  HoursRecorded,
  OverlapDecided,
  UnitRecorded,
  newId,
} from '@betang/contracts';
import { startRegionUnderTest, waitUntil, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DutyList } from '../duties/duty.dto.js';
import type { HomePeoplePage, HomeUnitsView } from '../home/home.dto.js';
import type { LineageView, ReportList, ReportView } from '../reports/report.dto.js';
import { fixtureOf } from '../testing/events.js';
import { startReporting, type CallerRole, type RunningReporting } from '../testing/running-reporting.js';

const BKPSDM: CallerRole = { role: 'bkpsdm-officer', region: '62.03' };
const [HEALTH, PROGRAMME, TARGET] = [newId(), newId(), newId()];
const SERVICES = ['identity', 'training-catalog', 'competency-mapping', 'learning-hours', 'contingency'] as const;
const YEAR = 2026;

// R12 and R27 below the province: a regency that shares with nobody sees about itself what its province would see.
describe('R27: the officers of a regency see their own scoreboard', () => {
  let region: RegionUnderTest;
  let reporting: RunningReporting;
  const services = new Map<string, ServiceUnderTest>();

  beforeAll(async () => {
    region = await startRegionUnderTest('62.03', { services: [...SERVICES, 'reporting'] });
    for (const name of SERVICES) {
      const service = await region.service(name);
      service.start();
      services.set(name, service);
    }
    reporting = await startReporting(region);
  }, 120_000);
  afterAll(async () => {
    await reporting?.stop();
    await region?.stop();
  });

  const say = (service: string, ...events: object[]) => services.get(service)!.publish(...events);
  const get = async <T>(path: string) => (await reporting.get<T>(path, BKPSDM)).body;
  const show = (report: string, groupBy: string) =>
    get<ReportView>(`reports/${report}?year=${YEAR}&groupBy=${groupBy}`);
  const rowsOf = (report: string, groupBy: string) =>
    waitUntil(`${report} has come`, async () => {
      const { rows } = await show(report, groupBy);
      return rows.length > 0 ? rows : undefined;
    });

  it('evaluation by programme and target, overlap avoided, completeness and timeliness, drills', async () => {
    await say(
      'identity',
      UnitRecorded.create({
        subject: HEALTH,
        data: { unitId: HEALTH, kind: 'AGENCY', name: 'Dinas Kesehatan', agencyId: HEALTH, parentUnitId: null },
      }),
    );
    const evaluated = fixtureOf(EvaluationStated, {
      programmeId: PROGRAMME,
      year: YEAR,
      title: 'Renkon',
      developmentTargetId: TARGET,
      developmentTarget: 'Ketangguhan bencana',
      decision: 'KEEP',
    });
    const overlap = fixtureOf(OverlapDecided, {
      decidedOn: `${YEAR}-03-09`,
      outcome: 'JOINED',
      plannedCost: 7_000_000,
    });
    await say(
      'training-catalog',
      EvaluationStated.create({ subject: PROGRAMME, data: evaluated }),
      OverlapDecided.create({ subject: newId(), data: overlap }),
    );
    const filled = fixtureOf(DataCompletenessStated, {
      agencyId: HEALTH,
      people: 40,
      datasets: [{ dataset: 'ASSESSMENT', expected: 40, filled: 10, lastFilledAt: `${YEAR}-01-05T00:00:00Z` }],
    });
    await say('competency-mapping', DataCompletenessStated.create({ subject: HEALTH, data: filled }));
    const drill = fixtureOf(DrillStated, { startsOn: `${YEAR}-04-02` });
    await say('contingency', DrillStated.create({ subject: drill.drillId, data: drill }));

    expect(await rowsOf('evaluation', 'programme')).toMatchObject([
      { key: PROGRAMME, title: 'Renkon', region: '62.03', figures: { programmes: 1, kept: 1 } },
    ]);
    expect(await rowsOf('evaluation', 'target')).toMatchObject([{ key: TARGET, title: 'Ketangguhan bencana' }]);
    expect(await rowsOf('overlap-avoided', 'month')).toMatchObject([
      { key: '3', figures: { joined: 1, costSpared: 7_000_000 } },
    ]);
    const [health] = await rowsOf('completeness', 'agency');
    expect(health).toMatchObject({
      title: 'Dinas Kesehatan',
      figures: { expected: 40, filled: 10, filledPercent: 25 },
    });
    expect(health!.figures['idleDays']).toBeGreaterThan(0);
    expect(await rowsOf('drills', 'region')).toMatchObject([{ key: '62.03' }]);
    const lineage = await get<LineageView>(`reports/evaluation/lineage?year=${YEAR}&key=${PROGRAMME}`);
    expect(lineage.sources).toMatchObject([{ region: '62.03', service: 'training-catalog', audience: 'local' }]);
    const names = (await get<ReportList>('reports')).items.map(({ report }) => report);
    expect(names).toEqual(
      expect.arrayContaining(['readiness', 'contingency-plans', 'plans', 'talent', 'competency-gaps']),
    );
  });

  it('fulfilment by the duty that the region itself set', async () => {
    const employeeId = newId();
    const { employeeNumber, grade } = fixtureOf(EmployeeRegistered);
    await say(
      'identity',
      EmployeeRegistered.create({
        subject: employeeId,
        data: {
          employeeId,
          employeeNumber,
          name: 'Sulastri Rekaan',
          employmentStatus: 'PNS',
          agencyId: HEALTH,
          unitId: HEALTH,
          grade,
          positionType: null,
          positionName: null,
        },
      }),
    );
    const hours = fixtureOf(HoursRecorded, { employeeId, year: YEAR, month: 2, counted: 2_400, earned: 2_400 });
    await say('learning-hours', HoursRecorded.create({ subject: employeeId, data: hours }));
    const fulfilled = async () => {
      const { items } = await get<HomeUnitsView>(`home/units?year=${YEAR}`);
      return items[0]?.countedJp === 24 ? items[0].fulfilled : undefined;
    };
    expect(await waitUntil('the sum is made', fulfilled)).toBe(1);
    const duty = fixtureOf(DutyPolicyRecorded, { employmentStatus: 'PNS', minimum: 3_000, validFrom: `${YEAR}-01-01` });
    await say('learning-hours', DutyPolicyRecorded.create({ subject: 'PNS/REGION', data: duty }));
    await waitUntil('the sum is made by the new duty', async () => (await fulfilled()) === 0);
    const { items } = await get<DutyList>(`duties?year=${YEAR}&region=62.03`);
    expect(items.find(({ status }) => status === 'PNS')).toMatchObject({
      leastJp: 30,
      origin: 'REGION',
      basis: 'Peraturan Bupati Nomor 12 Tahun 2026',
      source: { region: '62.03', service: 'learning-hours' },
    });
    const people = await get<HomePeoplePage>(`home/people?year=${YEAR}&unitId=${HEALTH}`);
    expect(people.items).toMatchObject([{ name: 'Sulastri Rekaan', countedJp: 24, leastJp: 30, fulfilled: false }]);
    const lineage = await get<LineageView>(`reports/fulfilment/lineage?year=${YEAR}&groupBy=agency&key=${HEALTH}`);
    // Every event of the ledger that the hours came with, and the duty that the year is counted by, in the order in which they came.
    expect(lineage.sources).toHaveLength(2);
    expect(lineage.sources[0]).toMatchObject({ region: '62.03', service: 'learning-hours', audience: 'local' });
    const person = await get<{ items?: unknown; entries?: { eventId: string }[] }>(
      `home/people/${employeeId}/lineage?year=${YEAR}`,
    );
    expect(JSON.stringify(person)).toContain(lineage.sources[0]!.eventId);
    const first = `reports/fulfilment/lineage?year=${YEAR}&groupBy=status&key=PNS&limit=1`;
    const pages = [await get<LineageView>(first)];
    pages.push(await get<LineageView>(`${first}&cursor=${pages[0]!.nextCursor}`));
    expect(pages.flatMap(({ sources }) => sources)).toEqual(lineage.sources);
    expect(pages[1]!.nextCursor).toBeUndefined();
  });

  it('shows a planner of one agency no figure about the few of another, nor lets one be had by subtraction', async () => {
    const other = newId();
    const unit = { unitId: other, kind: 'AGENCY' as const, name: 'Dinas Lain', agencyId: other, parentUnitId: null };
    await say('identity', UnitRecorded.create({ subject: other, data: unit }));
    const employed = (employmentStatus: 'PNS' | 'PPPK') => {
      const employeeId = newId();
      const person = { name: 'Pegawai Rekaan', employmentStatus, agencyId: other, unitId: other, positionType: null };
      const data = { ...fixtureOf(EmployeeRegistered), ...person, employeeId, positionName: null };
      return EmployeeRegistered.create({ subject: employeeId, data });
    };
    await say('identity', ...Array.from({ length: 6 }, () => employed('PNS')), employed('PPPK'), employed('PPPK'));
    const all = (query: string) =>
      get<{ rows: { key: string; people: number | null; suppressed: boolean; partial: boolean }[] }>(
        `fulfilment?year=${YEAR}&${query}`,
      );
    await waitUntil('everyone is in the sums', async () => (await all('groupBy=region')).rows[0]?.people === 9);
    const planner: CallerRole = { role: 'agency-planner', region: '62.03', unit: HEALTH };
    const seen = async (query: string, key: string) => {
      const { body } = await reporting.get<Awaited<ReturnType<typeof all>>>(
        `fulfilment?year=${YEAR}&${query}`,
        planner,
      );
      return body.rows.find((row) => row.key === key);
    };
    expect(await seen('groupBy=agency', other)).toMatchObject({ people: 6, partial: true });
    expect(await seen('groupBy=agency&status=PNS', other)).toMatchObject({ people: 6 });
    expect(await seen('groupBy=agency&status=PPPK', other)).toMatchObject({ people: null, suppressed: true });
    expect(await seen('groupBy=status', 'PPPK')).toMatchObject({ people: null, suppressed: true });
    expect(await seen(`groupBy=region&agencyId=${HEALTH}`, '62.03')).toMatchObject({ people: null, suppressed: true });
    expect(await seen('groupBy=region', '62.03')).toMatchObject({ people: 6, partial: true });
    const { body } = await reporting.get<ReportView>(`reports/fulfilment?year=${YEAR}&groupBy=agency`, planner);
    expect(body.total!.figures['people']).toBe(6);
  });
});
