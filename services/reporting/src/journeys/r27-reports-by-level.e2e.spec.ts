import 'reflect-metadata';
import {
  DataCompletenessStated,
  EmployeeLeft,
  EmployeeRegistered,
  HoursRecorded,
  TrainingCompleted,
  UnitRecorded,
  newId,
  type EventData,
} from '@betang/contracts';
import { readTableRows, cellText } from '@betang/platform';
import {
  readPdfText,
  startRegionUnderTest,
  waitUntil,
  type RegionUnderTest,
  type ServiceUnderTest,
} from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ShareRulePage } from '../budgets/budget.dto.js';
import { FigureHistory } from '../history/figure-history.js';
import type { HomePeoplePage, HomeUnitsView } from '../home/home.dto.js';
import type { DatasetList } from '../open-data/open-data.dto.js';
import type { OriginList } from '../origins/origins.dto.js';
import type { PeriodPage, PeriodView } from '../periods/period.dto.js';
import type { SeriesView } from '../history/series.dto.js';
import type { ReportView } from '../reports/report.dto.js';
import { ScheduledReports } from '../schedules/scheduled-reports.js';
import type { RunPage, ScheduleView } from '../schedules/schedule.dto.js';
import { fixtureOf } from '../testing/events.js';
import { startReporting, type CallerRole, type RunningReporting } from '../testing/running-reporting.js';

const BKPSDM: CallerRole = { role: 'bkpsdm-officer', region: '62.03' };
const APPROVER: CallerRole = { ...BKPSDM, subject: 'approver-1' };
const [HEALTH, SCHOOLS, NEW, CLOSED] = [newId(), newId(), newId(), newId()];
const PLANNER: CallerRole = { role: 'agency-planner', region: '62.03', unit: HEALTH };
const FORMULA = '=HYPERLINK("http://contoh.invalid";"Dinas Sekolah (rekaan)")';
const YEAR = 2025;

// R27, R12, R11: reports as the offices of a regency make, hand in, file and publish them, also the wrong way.
describe('R27: the reports of a regency and its agencies', () => {
  let region: RegionUnderTest;
  let reporting: RunningReporting;
  const services = new Map<string, ServiceUnderTest>();
  const people: string[] = [];

  beforeAll(async () => {
    const names = ['identity', 'training-catalog', 'competency-mapping', 'learning-hours'] as const;
    region = await startRegionUnderTest('62.03', { services: [...names, 'reporting'] });
    for (const name of names) {
      const service = await region.service(name);
      service.start();
      services.set(name, service);
    }
    reporting = await startReporting(region);
    const agency = (unitId: string, name: string, more: Partial<EventData<typeof UnitRecorded>> = {}) =>
      UnitRecorded.create({
        subject: unitId,
        data: { unitId, kind: 'AGENCY', name, agencyId: unitId, parentUnitId: null, ...more },
      });
    await say(
      'identity',
      agency(HEALTH, 'Dinas Kesehatan (rekaan)'),
      agency(SCHOOLS, FORMULA),
      agency(NEW, 'Dinas Baru (rekaan)', { validFrom: `${YEAR}-07-01` }),
      agency(CLOSED, 'Dinas Lama (rekaan)', { validFrom: `${YEAR}-01-01` }),
      // A new name is no new agency, whatever the day from which it holds.
      agency(NEW, 'Dinas Baru Sekali (rekaan)', { validFrom: `${YEAR}-10-01` }),
      agency(CLOSED, 'Dinas Lama (rekaan)', { validFrom: `${YEAR}-01-01`, closedOn: `${YEAR}-07-01` }),
      ...[...Array.from({ length: 6 }, () => HEALTH), ...Array.from({ length: 7 }, () => SCHOOLS), NEW, CLOSED].map(
        employed,
      ),
    );
    const hours = fixtureOf(HoursRecorded, { employeeId: people[0]!, year: Number(today().slice(0, 4)), month: 1 });
    await say('learning-hours', HoursRecorded.create({ subject: people[0]!, data: hours }));
    await waitUntil('everyone is in the sums', async () => {
      const { items } = (await reporting.get<HomeUnitsView>(`home/units?year=${today().slice(0, 4)}`, BKPSDM)).body;
      return items.reduce((sum, unit) => sum + unit.people, 0) === 15 && items.some(({ countedJp }) => countedJp > 0);
    });
  }, 120_000);
  afterAll(async () => {
    await reporting?.stop();
    await region?.stop();
  });

  function employed(agencyId: string) {
    const employeeId = newId();
    people.push(employeeId);
    const data = {
      ...fixtureOf(EmployeeRegistered),
      employeeId,
      agencyId,
      unitId: agencyId,
      name: `Pegawai ${people.length}`,
    };
    return EmployeeRegistered.create({ subject: employeeId, data: { ...data, employmentStatus: 'PNS' } });
  }
  const today = () => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const say = (service: string, ...events: object[]) => services.get(service)!.publish(...events);
  const get = async <T>(path: string, role = BKPSDM) => (await reporting.get<T>(path, role)).body;
  const submit = (agencyId: string, period: object, role = BKPSDM, key?: string) =>
    reporting.post<PeriodView & { code: string }>(`periods/agencies/${agencyId}/submission`, role, key, period);
  const decide = (agencyId: string, body: object, role = APPROVER) =>
    reporting.post<PeriodView & { code: string }>(`periods/agencies/${agencyId}/decision`, role, undefined, body);

  it('waits for no report of a time when the agency was not there yet, or no more', async () => {
    const missing = async (part: string) =>
      (await get<PeriodPage>(`periods/missing?year=${YEAR}&part=${part}&level=AGENCY`)).items.map(({ place }) => place);
    expect(new Set(await missing('Q2'))).toEqual(new Set([HEALTH, SCHOOLS, CLOSED]));
    expect(new Set(await missing('Q3'))).toEqual(new Set([HEALTH, SCHOOLS, NEW]));
    expect((await submit(NEW, { year: YEAR, part: 'Q2' })).body.code).toBe('period-agency-unknown');
    expect((await submit(newId(), { year: YEAR, part: 'Q2' })).status).toBe(404);
    expect((await submit(HEALTH, { year: new Date().getUTCFullYear() + 2, part: 'Q1' })).body.code).toBe(
      'period-not-begun',
    );
  });

  it('takes a report once, whoever presses first, and decides on what was looked at', async () => {
    const period = { year: YEAR, part: 'Q2' };
    expect((await decide(HEALTH, { ...period, decision: 'APPROVED' })).status).toBe(404);
    const twice = await Promise.all([submit(HEALTH, period), submit(HEALTH, period, PLANNER)]);
    expect(twice.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await submit(SCHOOLS, period, PLANNER)).status).toBe(403);
    expect((await decide(HEALTH, { ...period, decision: 'APPROVED' }, PLANNER)).status).toBe(403);
    expect((await decide(HEALTH, { ...period, decision: 'LOCKED' })).status).toBe(409);
    const back = { ...period, decision: 'RETURNED', reason: 'Belum lengkap', submission: 1 };
    expect((await decide(HEALTH, back)).body.state).toBe('RETURNED');
    expect((await submit(HEALTH, period)).body).toMatchObject({ submission: 2, state: 'SUBMITTED' });
    const late = await decide(HEALTH, { ...period, decision: 'APPROVED', submission: 1 });
    expect([late.status, late.body.code]).toEqual([409, 'period-submitted-anew']);
    const locked = [];
    for (const decision of ['APPROVED', 'LOCKED'])
      locked.push((await decide(HEALTH, { ...period, decision, submission: 2 })).body.state);
    expect(locked).toEqual(['APPROVED', 'LOCKED']);
    expect((await decide(HEALTH, { ...back, submission: 2 })).status).toBe(409);
    const told = await region.sql(
      `SELECT 1 FROM reporting.audit_entry WHERE action = 'submit-report-period' AND object_id LIKE $1`,
      [`%${HEALTH}`],
    );
    expect(told).toHaveLength(2);
  });

  it('lists reports of agencies to those of their subtree alone', async () => {
    await submit(SCHOOLS, { year: YEAR, part: 'Q2' });
    const places = async (role: CallerRole, query = '') =>
      (await get<PeriodPage>(`periods?year=${YEAR}${query}`, role)).items.map(({ place }) => place);
    expect(new Set(await places(BKPSDM, '&part=Q2&level=AGENCY'))).toEqual(new Set([HEALTH, SCHOOLS]));
    expect(await places(PLANNER)).toEqual([HEALTH]);
    expect(await places(BKPSDM, `&place=${SCHOOLS}`)).toEqual([SCHOOLS]);
  });

  it('R11: tells what of its trainings it shares with others, as its province does', async () => {
    const [own, shared, second] = [newId(), newId(), newId()];
    const completed = (programmeId: string, employeeId: string, title: string) => {
      const data = fixtureOf(TrainingCompleted, { completionId: newId(), programmeId, employeeId, title });
      return TrainingCompleted.create({ subject: employeeId, data: { ...data, completedOn: `${YEAR}-03-06` } });
    };
    await say(
      'training-catalog',
      ...people.slice(0, 6).map((id) => completed(own, id, 'Milik sendiri')),
      ...people.slice(0, 5).map((id) => completed(second, id, 'Milik sendiri juga')),
    );
    const elsewhere = people.slice(0, 7).map((id) => {
      const event = completed(shared, id, 'Milik provinsi');
      return TrainingCompleted.create({ subject: id, data: { ...event.data, heldByRegion: '62' } });
    });
    await say('training-catalog', ...elsewhere);
    const view = await waitUntil('all completions have come', async () => {
      const found = await get<ReportView>(`reports/programme-use?year=${YEAR}`);
      return found.total?.figures['completed'] === 18 && found;
    });
    expect(view.total!.figures).toEqual({
      ...{ programmes: 3, sharedProgrammes: 1, sharedPercent: 33.3, completed: 18, completedShared: 7 },
      ...{ completedElsewhere: 7, withoutTarget: 0 },
    });
    expect(view.rows.map(({ title, figures }) => [title, figures['completedShared']])).toEqual([
      ['Milik provinsi', 7],
      ['Milik sendiri', 0],
      ['Milik sendiri juga', 0],
    ]);
  });

  it('R21: misses nobody of whom nothing was to be told: no overlap was decided on, and that as of now', async () => {
    const view = await get<ReportView>(`reports/overlap-avoided?year=${YEAR}`);
    expect(view).toMatchObject({ rows: [], missing: [], asOf: expect.any(String) });
    expect((await get<ReportView>(`reports/plans?year=${YEAR}`)).missing).toEqual(['62.03']);
  });

  it('shows the scoreboard of one data set, without agencies that nothing is expected of, and refuses what it cannot narrow by', async () => {
    const dataset = (name: string, expected: number, filled: number) => ({
      ...{ dataset: name, expected, filled, lastFilledAt: `${YEAR}-01-05T00:00:00Z` },
    });
    const filled = (agencyId: string, staff: number, ...datasets: object[]) => {
      const data = { ...fixtureOf(DataCompletenessStated), agencyId, people: staff, datasets };
      return DataCompletenessStated.create({ subject: agencyId, data: data as never });
    };
    await say(
      'competency-mapping',
      filled(HEALTH, 6, dataset('ASSESSMENT', 6, 3), dataset('PERFORMANCE', 6, 6)),
      filled(SCHOOLS, 7, dataset('ASSESSMENT', 7, 7), dataset('PERFORMANCE', 7, 0)),
      filled(CLOSED, 0, dataset('ASSESSMENT', 0, 0), dataset('PERFORMANCE', 0, 0)),
    );
    const board = `reports/completeness?year=${YEAR}&groupBy=agency`;
    await waitUntil('both agencies have come', async () => (await get<ReportView>(board)).rows.length === 2);
    const rows = (await get<ReportView>(`${board}&dataset=ASSESSMENT&sort=filledPercent`)).rows;
    expect(
      rows.map(({ key, figures }) => [key, figures['expected'], figures['filled'], figures['filledPercent']]),
    ).toEqual([
      [HEALTH, 6, 3, 50],
      [SCHOOLS, 7, 7, 100],
    ]);
    const years = `reports/completeness/comparison?years=${YEAR - 1},${YEAR}&figure=filled`;
    expect((await reporting.get<{ code: string }>(years, BKPSDM)).body.code).toBe('report-of-today');
    const narrowed = await reporting.get<{ code: string }>(`${board}&status=PNS`, BKPSDM);
    expect([narrowed.status, narrowed.body.code]).toEqual([400, 'filter-unknown']);
  });

  it('pages and sorts rows of a report, origins, rules, people and series', async () => {
    const by = `reports/fulfilment?year=${today().slice(0, 4)}&groupBy=agency&sort=-people&limit=1`;
    const first = await get<ReportView>(by);
    const second = await get<ReportView>(`${by}&cursor=${first.nextCursor}`);
    expect([first.rows[0]!.key, second.rows[0]!.key]).toEqual([SCHOOLS, HEALTH]);
    expect(first.total!.figures['people']).toBe(15);
    expect((await reporting.get(`${by.replace('-people', 'secret')}`, BKPSDM)).status).toBe(400);
    for (const [fiscalYear, leastShare] of [
      [2024, 1_600],
      [2025, 1_700],
    ]) {
      const rule = { fiscalYear, leastShare, denominator: 'TOTAL_SPENDING', basis: 'Contoh' };
      expect((await reporting.post('budgets/rules', BKPSDM, undefined, rule)).status).toBe(201);
    }
    const rules = await get<ShareRulePage>('budgets/rules?level=REGENCY&limit=2');
    expect(rules.items.map(({ fiscalYear }) => fiscalYear)).toEqual([2025, 2024]);
    const older = await get<ShareRulePage>(`budgets/rules?level=REGENCY&limit=2&cursor=${rules.nextCursor}`);
    expect(older.items.map(({ fiscalYear }) => fiscalYear)).toEqual([2019]);
    expect((await get<OriginList>('origins?sort=-lagSeconds&membership=ACTIVE')).items).toMatchObject([
      { region: '62.03' },
    ]);
    const named = `home/people?year=${YEAR}&unitId=${HEALTH}&sort=-name&limit=4&status=PNS`;
    const page = await get<HomePeoplePage>(named);
    const last = await get<HomePeoplePage>(`${named}&cursor=${page.nextCursor}`);
    expect([...page.items, ...last.items].map(({ name }) => name)).toEqual(
      [6, 5, 4, 3, 2, 1].map((number) => `Pegawai ${number}`),
    );
    const counted = named.replace('-name', 'counted');
    expect((await reporting.get(`${counted}&cursor=${page.nextCursor}`, BKPSDM)).status).toBe(400);
  });

  it('says of each evening how old its figures were', async () => {
    await reporting.service.app.get(FigureHistory, { strict: false }).keepToday();
    const day = today();
    const query = `reports/participation/series?year=${day.slice(0, 4)}&from=${day}&to=${day}&sort=-day&region=62.03`;
    const { points } = await get<SeriesView>(query);
    expect(points).toMatchObject([{ region: '62.03', figures: { people: 13 }, partial: true }]);
    expect(Date.parse(points[0]!.asOf!)).toBeGreaterThan(Date.now() - 600_000);
    expect(points[0]!.lagSeconds).toBeGreaterThanOrEqual(0);
  });

  it('hands out files that say what they are about, with units, and run no formula', async () => {
    const year = today().slice(0, 4);
    const file = async (format: string, query: string) =>
      await get<{ bytes: Buffer; text: string }>(`reports/fulfilment/file?year=${year}&${query}&format=${format}`);
    const cells: string[][] = [];
    for await (const row of readTableRows((await file('xlsx', `groupBy=status&agencyId=${SCHOOLS}&status=PNS`)).bytes))
      cells.push(row.cells.map((cell) => cellText(cell)));
    const flat = cells.map((row) => row.join('|'));
    expect(flat[0]).toContain('Pemenuhan jam pelajaran');
    expect(flat[1]).toContain(`Kabupaten Kapuas, ${year}`);
    expect(flat[2]).toContain(`Perangkat daerah: ${FORMULA}`);
    expect(flat[3]).toContain('Status kepegawaian: PNS');
    expect(flat.find((line) => line.includes('Terpenuhi (%)'))).toContain('JP diperhitungkan');
    expect(flat.some((line) => line.includes('Keadaan data:'))).toBe(true);
    const xml = (await file('xlsx', 'groupBy=agency')).bytes;
    expect(xml.includes('<f>')).toBe(false);
    const csv = (await file('csv', 'groupBy=agency')).text;
    expect(csv).toContain(`"'=HYPERLINK(`);
    const pdf = readPdfText((await file('pdf', `groupBy=agency&agencyId=${HEALTH}`)).bytes);
    const lines = pdf.lines.join(' ').replace(/\s+/g, ' ');
    expect(lines).toContain('Perangkat daerah: Dinas Kesehatan (rekaan)');
    expect(lines).toContain('Keadaan data:');
  });

  it('makes no more scheduled reports for who left the region', async () => {
    const input = { title: 'Harian', report: 'participation', format: 'csv', frequency: 'DAILY', query: {} };
    const [stays, leaves] = [people[0]!, people[1]!];
    const ids = [];
    for (const employee of [stays, leaves]) {
      const owner = { ...BKPSDM, subject: `account-${employee}`, employee };
      ids.push((await reporting.post<ScheduleView>('schedules', owner, undefined, input)).body.id);
    }
    const wrong = { ...input, query: { dataset: 'ASSESSMENT' } };
    expect((await reporting.post<{ code: string }>('schedules', BKPSDM, undefined, wrong)).body.code).toBe(
      'filter-unknown',
    );
    const left = { employeeId: leaves, leftOn: today(), reason: 'RETIRED' } as const;
    await say('identity', EmployeeLeft.create({ subject: leaves, data: left }));
    await waitUntil('the person has left', async () => {
      const rows = await region.sql(`SELECT 1 FROM reporting.employee WHERE employee_id = $1 AND NOT in_service`, [
        leaves,
      ]);
      return rows.length === 1;
    });
    await region.sql(`UPDATE reporting.report_schedule SET next_on = current_date - 3`);
    expect(await reporting.service.app.get(ScheduledReports, { strict: false }).makeDue()).toBe(1);
    const runs = await region.sql<{ schedule_id: string }>('SELECT schedule_id FROM reporting.report_run');
    expect(runs.map((run) => run.schedule_id)).toEqual([ids[0]]);
  });

  it('tells who waits for a scheduled report that it could not be made', async () => {
    const employee = people[2]!;
    const owner = { ...BKPSDM, subject: `account-${employee}`, employee };
    const input = { title: 'Bulanan', report: 'participation', format: 'csv', frequency: 'MONTHLY', query: {} };
    const { body } = await reporting.post<ScheduleView>('schedules', owner, undefined, input);
    await region.sql(
      `UPDATE reporting.report_schedule SET next_on = current_date - 1, report = 'no-more' WHERE schedule_id = $1`,
      [body.id],
    );
    expect(await reporting.service.app.get(ScheduledReports, { strict: false }).makeDue()).toBe(0);
    const notices = await reporting.get<{ items: { subject: string }[] }>('notices', owner);
    expect(notices.body.items.map(({ subject }) => subject)).toEqual(['Laporan terjadwal tidak dapat dibuat']);
    const runs = await reporting.get<RunPage>(`schedules/${body.id}/runs`, owner);
    expect(runs.body.items).toMatchObject([{ hasFile: false, errorCode: 'report-unknown' }]);
  });

  it('describes what is open to everyone as data portals harvest it', async () => {
    const publication = {
      published: true,
      publisher: 'BKPSDM (rekaan)',
      contact: 'Bidang Data',
      licence: 'CC BY 4.0',
      frequency: 'YEARLY',
    };
    const as = await reporting.service.token(BKPSDM.role, BKPSDM);
    const path = 'open-data/programme-use/publication';
    expect((await reporting.service.call('PUT', path, { as, body: publication })).status).toBe(204);
    const { items } = (await reporting.get<DatasetList>('open-data', undefined)).body;
    expect(items).toMatchObject([{ id: 'programme-use', years: [YEAR] }]);
    const answer = await reporting.get<{ bytes?: Buffer; text?: string }>('open-data?format=dcat', undefined);
    expect(answer.headers.get('content-type')).toContain('application/ld+json');
    const catalogue = JSON.stringify(answer.body);
    expect(catalogue).toContain('dcat:Catalog');
    const link = `/api/reporting/v1/open-data/programme-use/csv?year=${YEAR}`;
    expect(catalogue).toContain(link);
    const csv = await reporting.get<{ text: string }>(link.replace('/api/reporting/v1/', ''), undefined);
    expect(csv.body.text).toContain('Milik provinsi');
  });
});
