import 'reflect-metadata';
import {
  AgencyPublished,
  DataCompletenessStated,
  DevelopmentTargetPublished,
  EvaluationStated,
  OverlapDecided,
  ProgrammeUseStated,
  UnitLearningHoursStated,
  newId,
  type EventData,
} from '@betang/contracts';
import { startRegionUnderTest, waitUntil, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DatasetContent, DatasetList } from '../open-data/open-data.dto.js';
import type { SeriesView } from '../history/series.dto.js';
import type { ComparisonView, LineageView, ReportList, ReportView } from '../reports/report.dto.js';
import { ScheduledReports } from '../schedules/scheduled-reports.js';
import type { RunPage, ScheduleView } from '../schedules/schedule.dto.js';
import { FigureHistory } from '../history/figure-history.js';
import { fixtureOf } from '../testing/events.js';
import { startReporting, type CallerRole, type RunningReporting } from '../testing/running-reporting.js';

const BPSDM: CallerRole = { role: 'bpsdm-officer', region: '62' };
const TARGET = newId();
const [CRISIS, DULL] = [newId(), newId()];
const [HEALTH, SMALL] = [newId(), newId()];
const REGIONS = ['62', '62.03', '62.71'] as const;

// R11 sharing, R12 keep or drop, R21 overlap avoided, R23 what serves the plan, R27 the scoreboard: one year of a province.
describe('R12: a training is worth keeping when it has an effect', () => {
  let regions: RegionUnderTest[];
  let reporting: RunningReporting;
  const services = new Map<string, ServiceUnderTest>();

  beforeAll(async () => {
    const names = ['identity', 'training-catalog', 'competency-mapping', 'learning-hours', 'reporting'] as const;
    const province = await startRegionUnderTest('62', { services: [...names], role: 'hub' });
    const others = [];
    for (const code of REGIONS.slice(1))
      others.push(await startRegionUnderTest(code, { services: [...names], hub: province }));
    regions = [province, ...others];
    for (const region of regions)
      for (const name of ['identity', 'training-catalog', 'competency-mapping', 'learning-hours'] as const) {
        const service = await region.service(name);
        service.start();
        services.set(`${region.region}/${name}`, service);
      }
    reporting = await startReporting(province);
    await publishYear();
    const arrived = () =>
      reporting.service.region.sql<{ n: number }>(`SELECT count(*)::int AS n FROM reporting.statement`);
    await waitUntil('all statements have come', async () => (await arrived())[0]!.n === 8, { timeoutMs: 60_000 });
    await waitUntil('all totals have come', async () => (await show('fulfilment', 'region')).rows.length === 3, {
      timeoutMs: 60_000,
    });
  }, 180_000);
  afterAll(async () => {
    await reporting?.stop();
    for (const region of [...(regions ?? [])].reverse()) await region.stop();
  });

  const say = (region: string, service: string, ...events: object[]) =>
    services.get(`${region}/${service}`)!.publish(...events);
  const get = <T>(path: string, role: CallerRole | undefined = BPSDM) => reporting.get<T>(path, role);
  const show = async (report: string, groupBy: string, more = '') =>
    (await get<ReportView>(`reports/${report}?year=2026&groupBy=${groupBy}${more}`)).body;

  async function publishYear(): Promise<void> {
    const target = fixtureOf(DevelopmentTargetPublished, {
      targetId: TARGET,
      region: '62',
      code: '1.2',
      title: 'Ketangguhan bencana',
    });
    await say('62', 'competency-mapping', DevelopmentTargetPublished.create({ subject: TARGET, data: target }));
    for (const region of REGIONS) await say(region, 'learning-hours', ...totalsOf(region));
    await say(
      '62.03',
      'identity',
      AgencyPublished.create({ subject: HEALTH, data: { agencyId: HEALTH, name: 'Dinas Kesehatan' } }),
    );
    const evaluated = (programmeId: string, changes: Partial<EventData<typeof EvaluationStated>>) =>
      EvaluationStated.create({
        subject: `${programmeId}/2026`,
        data: fixtureOf(EvaluationStated, { programmeId, year: 2026, developmentTargetId: TARGET, ...changes }),
      });
    await say(
      '62',
      'training-catalog',
      evaluated(CRISIS, { title: 'Renkon', decision: 'KEEP' }),
      evaluated(DULL, {
        title: 'Seremoni',
        behaviour: { reviewed: null, applied: null, average: null },
        results: [],
        decision: null,
      }),
    );
    const used = (region: string, completed: number | null) =>
      ProgrammeUseStated.create({
        subject: `${CRISIS}/2026`,
        data: fixtureOf(ProgrammeUseStated, {
          programmeId: CRISIS,
          year: 2026,
          organiserRegion: '62',
          origin: null,
          title: 'Renkon',
          developmentTargetId: TARGET,
          sessions: 1,
          seats: 40,
          completed,
          completedElsewhere: 5,
          guestsCompleted: 0,
        }),
      });
    for (const [region, completed] of [
      ['62', 30],
      ['62.03', 20],
      ['62.71', null],
    ] as const)
      await say(region, 'training-catalog', used(region, completed));
    const decided = (outcome: 'JOINED' | 'WENT_ON', plannedCost: number) => {
      const data = fixtureOf(OverlapDecided, {
        decisionId: newId(),
        programmeId: newId(),
        outcome,
        plannedCost,
        otherRegion: '62',
        decidedOn: '2026-03-09',
      });
      return OverlapDecided.create({ subject: data.programmeId, data });
    };
    await say('62.03', 'training-catalog', decided('JOINED', 75_000_000), decided('WENT_ON', 20_000_000));
    const data = fixtureOf(DataCompletenessStated, { agencyId: HEALTH, people: 40 });
    await say('62.03', 'competency-mapping', DataCompletenessStated.create({ subject: HEALTH, data }));
  }

  it('shows which programmes have evidence of an effect, and which are candidates for stopping', async () => {
    const { rows, total } = await show('evaluation', 'programme');
    expect(
      rows.map(({ title, figures }) => [title, figures['withoutEvidence'], figures['kept'], figures['undecided']]),
    ).toEqual([
      ['Renkon', 0, 1, 0],
      ['Seremoni', 1, 0, 1],
    ]);
    expect(total!.figures).toMatchObject({ programmes: 2, withoutEvidence: 1 });
    expect((await show('evaluation', 'target')).rows).toMatchObject([
      { title: '1.2 Ketangguhan bencana', figures: { programmes: 2 } },
    ]);
  });

  it('R11: shows who uses what is shared, and says where a region withheld a part', async () => {
    const { rows } = await show('programme-use', 'programme');
    expect(rows).toMatchObject([
      { title: 'Renkon', partial: true, figures: { completed: 50, completedShared: 20, sharedProgrammes: 2 } },
    ]);
    const byRegion = (await show('programme-use', 'region')).rows;
    expect(byRegion.map(({ key, figures }) => [key, figures['completed']])).toEqual([
      ['62', 30],
      ['62.03', 20],
      ['62.71', null],
    ]);
  });

  it('R21: shows the overlap avoided and the rupiah it spared', async () => {
    const { rows, missing } = await show('overlap-avoided', 'region');
    expect(rows).toMatchObject([
      {
        key: '62.03',
        figures: { decisions: 2, joined: 1, joinedPercent: 50, costSpared: 75_000_000, costDoubled: 20_000_000 },
      },
    ]);
    // The others were heard, and had nothing to decide.
    expect(missing).toEqual([]);
  });

  it('R27: shows the officers’ scoreboard by agency', async () => {
    const { rows } = await show('completeness', 'agency');
    expect(rows[0]).toMatchObject({ title: 'Dinas Kesehatan', region: '62.03', suppressed: false });
    expect(rows[0]!.figures['filledPercent']).toEqual(expect.any(Number));
  });

  it('has every figure’s lineage down to the events that stated it', async () => {
    const { body } = await get<{ sources: { region: string; eventId: string }[] }>(
      `reports/programme-use/lineage?year=2026&groupBy=programme&key=${CRISIS}`,
    );
    expect(body.sources.map(({ region }) => region).sort()).toEqual([...REGIONS]);
    const told = await services
      .get('62.03/training-catalog')!
      .query<{ id: string }>(`SELECT id FROM outbox WHERE type LIKE '%programme-use-stated%'`);
    expect(body.sources.find(({ region }) => region === '62.03')!.eventId).toBe(told[0]!.id);
    const hours = await get<{ sources: unknown[] }>('reports/fulfilment/lineage?year=2026&groupBy=region&key=62.03');
    expect(hours.body.sources).toHaveLength(2);
    const month = 'reports/fulfilment/lineage?year=2026&groupBy=month&key=1&limit=3';
    const first = (await get<LineageView>(month)).body;
    const rest = (await get<LineageView>(`${month}&cursor=${first.nextCursor}`)).body;
    expect([...first.sources, ...rest.sources].map(({ region }) => region).sort()).toEqual([
      '62',
      '62.03',
      '62.03',
      '62.71',
    ]);
    expect((await get('reports/fulfilment/lineage?year=2026&key=99.99')).status).toBe(404);
  });

  it('hides few people of other regions, and offers drill-down, files and comparison of years', async () => {
    const agencies = (await show('fulfilment', 'agency', '&region=62.03')).rows;
    expect(agencies.map(({ suppressed }) => suppressed)).toEqual([true, true]);
    const csv = await get<{ text: string }>('reports/participation/file?year=2026&groupBy=region&format=csv');
    expect(csv.body.text).toContain('Kabupaten Kapuas,44,');
    const xlsx = await get('reports/participation/file?year=2026&format=xlsx');
    expect(xlsx.headers.get('content-disposition')).toBe('attachment; filename="participation-2026-region.xlsx"');
    const years = await get<ComparisonView>(
      'reports/fulfilment/comparison?years=2025,2026&figure=people&groupBy=region',
    );
    expect(years.body.rows.find(({ key }) => key === '62.03')).toMatchObject({ values: { 2025: null, 2026: 44 } });
    expect((await get('reports/fulfilment/comparison?years=2025,2026&figure=secret')).status).toBe(400);
    expect((await get('reports/fulfilment?year=2026&groupBy=person')).status).toBe(400);
    expect((await get('reports/none?year=2026')).status).toBe(404);
    expect((await get<ReportList>('reports')).body.items.length).toBe(14);
  });

  it('keeps each evening’s totals as a series', async () => {
    const history = reporting.service.app.get(FigureHistory, { strict: false });
    expect(await history.keepToday()).toBeGreaterThan(0);
    const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    const series = await get<SeriesView>(
      `reports/participation/series?year=${today.slice(0, 4)}&from=${today}&to=${today}`,
    );
    expect(series.status).toBe(200);
    expect(series.body.points.map(({ region }) => region)).toEqual(today.startsWith('2026') ? [...REGIONS] : []);
    expect((await get('reports/participation/series?year=2026&from=2024-01-01&to=2026-01-01')).status).toBe(400);
  });

  it('makes a scheduled report once, tells its owner, and hands the file to nobody else', async () => {
    const owner: CallerRole & { employee: string } = { ...BPSDM, employee: newId() };
    const input = {
      title: 'Mingguan',
      report: 'participation',
      format: 'xlsx',
      frequency: 'DAILY',
      query: { groupBy: 'region' },
    };
    const schedule = await reporting.post<ScheduleView>('schedules', owner, undefined, input);
    expect(schedule.status).toBe(201);
    await reporting.service.region.sql(`UPDATE reporting.report_schedule SET next_on = current_date - 1`);
    const scheduled = reporting.service.app.get(ScheduledReports, { strict: false });
    expect([await scheduled.makeDue(), await scheduled.makeDue()]).toEqual([1, 0]);
    const { body } = await get<RunPage>(`schedules/${schedule.body.id}/runs`, owner);
    expect(body.items).toMatchObject([{ hasFile: true, errorCode: null }]);
    const path = `schedules/${schedule.body.id}/runs/${body.items[0]!.id}/file`;
    expect((await get(path, owner)).headers.get('content-type')).toContain('spreadsheetml');
    expect((await get(path, { ...BPSDM, subject: 'someone-else' })).status).toBe(404);
    const notices = await get<{ unread: number; items: { subject: string }[] }>('notices', owner);
    expect(notices.body).toMatchObject({ unread: 1, items: [{ subject: 'Laporan terjadwal sudah tersedia' }] });
  });

  it('publishes open data for everyone only once an officer says so', async () => {
    expect((await get<DatasetList>('open-data', undefined)).body).toEqual({ items: [] });
    expect((await get('open-data/participation-by-region?year=2026', undefined)).status).toBe(404);
    const input = {
      published: true,
      publisher: 'BPSDM',
      contact: 'Bidang Data',
      licence: 'CC BY 4.0',
      frequency: 'MONTHLY',
    };
    const as = await reporting.service.token('bpsdm-officer');
    expect(
      (await reporting.service.call('PUT', 'open-data/participation-by-region/publication', { as, body: input }))
        .status,
    ).toBe(204);
    const open = await get<DatasetContent>('open-data/participation-by-region?year=2026', undefined);
    expect(open.body).toMatchObject({
      metadata: { publisher: 'BPSDM', licence: 'CC BY 4.0', smallCells: 5 },
      data: { rows: [{ key: '62' }, {}, {}] },
    });
    expect(
      (await get<{ text: string }>('open-data/participation-by-region/csv?year=2026', undefined)).body.text,
    ).toContain('Kabupaten Kapuas');
  });

  it('takes a region that left the federation out of all sums, and says so', async () => {
    await reporting.service.region.sql(`UPDATE betang.region_member SET state = 'REMOVED' WHERE region = '62.71'`);
    const { rows, removed, missing } = await show('participation', 'region');
    expect(rows.map(({ key }) => key)).toEqual(['62', '62.03']);
    expect({ removed, missing }).toEqual({ removed: ['62.71'], missing: [] });
    const csv = await get<{ text: string }>('reports/participation/file?year=2026&groupBy=region&format=csv');
    expect(csv.body.text).not.toContain('Palangka');
  });
});

function totalsOf(region: string): object[] {
  const agencies: [string, number][] =
    region === '62.03'
      ? [
          [HEALTH, 41],
          [SMALL, 3],
        ]
      : [[newId(), 20]];
  return agencies.map(([agencyId, people]) => {
    const data = fixtureOf(UnitLearningHoursStated, {
      agencyId,
      people,
      bands: { none: people, started: 0, halfway: 0, fulfilled: 0 },
      asOf: new Date().toISOString(),
    });
    return UnitLearningHoursStated.create({ subject: `${agencyId}/PNS/2026`, data });
  });
}
