import 'reflect-metadata';
import { EmployeeRegistered, UnitRecorded, newId } from '@betang/contracts';
import { startRegionUnderTest, waitUntil, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MissingPeriodPage, MissingPeriodView, ReportDeadlinePage } from '../periods/missing-periods.dto.js';
import { fixtureOf } from '../testing/events.js';
import { startReporting, type CallerRole, type RunningReporting } from '../testing/running-reporting.js';

const BPSDM: CallerRole = { role: 'bpsdm-officer', region: '62' };
const APPROVER: CallerRole = { ...BPSDM, subject: 'approver-1' };
const [HEALTH, SCHOOLS, CLOSED] = [newId(), newId(), newId()];
const NAMES = new Map([
  [HEALTH, 'Dinas Kesehatan (rekaan)'],
  [SCHOOLS, 'Dinas Pendidikan (rekaan)'],
  [CLOSED, 'Dinas yang dilebur (rekaan)'],
]);
const YEAR = 2025;
const PERIOD = { year: YEAR, part: 'Q1' };

// R27: timeliness of reports, as the officers of the province see it.
describe('R27: the officers of the province see whose report is late', () => {
  let region: RegionUnderTest;
  let reporting: RunningReporting;
  let identity: ServiceUnderTest;

  beforeAll(async () => {
    region = await startRegionUnderTest('62', { services: ['identity', 'reporting'] });
    identity = await region.service('identity');
    identity.start();
    reporting = await startReporting(region);
    await identity.publish(
      ...[...NAMES].map(([unitId, name]) =>
        UnitRecorded.create({
          subject: unitId,
          data: { unitId, kind: 'AGENCY', name, agencyId: unitId, parentUnitId: null },
        }),
      ),
      employed(HEALTH, '198609262015051001'),
      employed(SCHOOLS, '198609262015051002'),
    );
    for (const [code, state] of [
      ['62.03', 'ACTIVE'],
      ['62.04', 'ACTIVE'],
      ['62.71', 'REMOVED'],
      ['63.01', 'ACTIVE'],
    ])
      await region.sql(
        `INSERT INTO betang.region_member (region, state, first_epoch, present_epoch) VALUES ($1, $2, '1.test', '1.test')`,
        [code, state],
      );
  }, 120_000);
  afterAll(async () => {
    await reporting?.stop();
    await region?.stop();
  });

  function employed(agencyId: string, employeeNumber: string) {
    const employeeId = newId();
    const data = { ...fixtureOf(EmployeeRegistered), employeeId, employeeNumber, agencyId, unitId: agencyId };
    return EmployeeRegistered.create({ subject: employeeId, data });
  }

  const missing = async (query: string, role = BPSDM) =>
    (await reporting.get<MissingPeriodPage>(`periods/missing?year=${YEAR}&part=Q1&${query}`, role)).body;
  const named = ({ items }: MissingPeriodPage) => items.map(({ name }) => name);
  const of = (page: MissingPeriodPage, place: string): MissingPeriodView | undefined =>
    page.items.find((one) => one.place === place);

  it('names every agency with people, with the day it was due and the days over', async () => {
    const page = await waitUntil('agencies and people are known', async () => {
      const found = await missing('level=AGENCY&sort=name');
      return found.items.length === 2 ? found : undefined;
    });
    expect(named(page)).toEqual(['Dinas Kesehatan (rekaan)', 'Dinas Pendidikan (rekaan)']);
    expect(page.items[0]).toMatchObject({ level: 'AGENCY', state: 'NOT_SUBMITTED', dueOn: `${YEAR}-04-10` });
    const over = Math.floor((Date.now() - Date.parse(`${YEAR}-04-10T00:00:00+07:00`)) / 86_400_000);
    expect([over - 1, over, over + 1]).toContain(page.items[0]!.daysOver);
  });

  it('names the regions that report to it: members of its own, none that left, not itself', async () => {
    const page = await missing('level=REGION&sort=place');
    expect(page.items.map(({ place }) => place)).toEqual(['62.03', '62.04']);
    expect(page.items[0]).toMatchObject({ dueOn: `${YEAR}-04-15` });
    await region.sql(
      `INSERT INTO reporting.report_period (year, part, level, place, state, submission, submitted_by, submitted_at, digest, figures)
       VALUES ($1, 'Q1', 'REGION', '62.04', 'SUBMITTED', 1, 'region 62.04', now(), 'x', '[]')`,
      [YEAR],
    );
    expect((await missing('level=REGION')).items.map(({ place }) => place)).toEqual(['62.03']);
  });

  it('waits for no report of a time before a region joined', async () => {
    await region.sql(
      `INSERT INTO betang.region_key (region, key_id, use, public_key, valid_from) VALUES ('62.04', 'k', 'SIGNING', 'x', $1)`,
      [`${YEAR}-05-02T00:00:00Z`],
    );
    const places = async (part: string) => {
      const path = `periods/missing?year=${YEAR}&part=${part}&level=REGION&sort=place`;
      return (await reporting.get<MissingPeriodPage>(path, BPSDM)).body.items.map(({ place }) => place);
    };
    expect(await places('H1')).toEqual(['62.03', '62.04']);
    expect(await places('Q1')).toEqual(['62.03']);
  });

  it('forgets who submitted, and names again whose report was sent back, with the reason', async () => {
    const path = `periods/agencies/${HEALTH}`;
    expect((await reporting.post(`${path}/submission`, BPSDM, undefined, PERIOD)).status).toBe(201);
    expect(of(await missing('level=AGENCY'), HEALTH)).toBeUndefined();
    const back = { ...PERIOD, decision: 'RETURNED', reason: 'Angka belum lengkap' };
    expect((await reporting.post(`${path}/decision`, APPROVER, undefined, back)).status).toBe(201);
    expect(of(await missing('level=AGENCY'), HEALTH)).toMatchObject({
      state: 'RETURNED',
      reason: 'Angka belum lengkap',
    });
  });

  it('pages, sorts, and leaves out what is not over yet', async () => {
    const first = await missing('limit=2&sort=name');
    const second = await missing(`limit=2&sort=name&cursor=${first.nextCursor}`);
    expect([...named(first), ...named(second)]).toEqual([...named(first), ...named(second)].sort());
    expect(first.items.length + second.items.length).toBe(3);
    expect(second.nextCursor).toBeUndefined();
    const coming = new Date().getUTCFullYear() + 1;
    const ahead = await reporting.get<MissingPeriodPage>(`periods/missing?year=${coming}&part=YEAR`, BPSDM);
    expect(ahead.body.items.every(({ daysOver }) => daysOver === 0)).toBe(true);
    const overdue = await reporting.get<MissingPeriodPage>(
      `periods/missing?year=${coming}&part=YEAR&overdue=true`,
      BPSDM,
    );
    expect(overdue.body.items).toEqual([]);
    expect((await reporting.get(`periods/missing?year=${YEAR}&part=Q1&sort=noSuchField`, BPSDM)).status).toBe(400);
  });

  it('shows an agency’s lateness to those of its subtree alone', async () => {
    const head: CallerRole = { role: 'agency-planner', region: '62', unit: SCHOOLS };
    const page = await missing('level=AGENCY', head);
    expect(named(page)).toEqual(['Dinas Pendidikan (rekaan)']);
    expect((await reporting.get('periods/missing?year=2025&part=Q1', { role: 'operator', region: '62' })).status).toBe(
      403,
    );
  });

  it('counts by the deadline that was in force when the period ended, on record and dated', async () => {
    const later = { level: 'AGENCY', validFrom: `${YEAR}-04-01`, days: 3, basis: 'Edaran contoh' };
    expect((await reporting.post('periods/deadlines', BPSDM, 'deadline-01', later)).status).toBe(201);
    expect(of(await missing('level=AGENCY'), SCHOOLS)!.dueOn).toBe(`${YEAR}-04-10`);
    const next = await reporting.get<MissingPeriodPage>(`periods/missing?year=${YEAR}&part=Q2&level=AGENCY`, BPSDM);
    expect(of(next.body, SCHOOLS)).toMatchObject({ dueOn: `${YEAR}-07-03`, basis: 'Edaran contoh' });
    const anew = { ...later, days: 5 };
    const set = await reporting.post<{ revision: number }>('periods/deadlines', BPSDM, 'deadline-02', anew);
    expect(set.body.revision).toBe(2);
    const list = await reporting.get<ReportDeadlinePage>('periods/deadlines?level=AGENCY&limit=2', BPSDM);
    expect(list.body.items).toHaveLength(2);
    expect(list.body.nextCursor).toBeDefined();
    const entries = await region.sql(
      `SELECT 1 FROM reporting.audit_entry WHERE action = 'set-report-deadline' AND actor = $1`,
      ['bpsdm-officer-1'],
    );
    expect(entries).toHaveLength(2);
    const noDay = await reporting.post('periods/deadlines', BPSDM, 'deadline-03', {
      ...later,
      validFrom: '2026-02-30',
    });
    expect(noDay).toMatchObject({ status: 400, body: { errors: [{ field: 'validFrom', code: 'is-date-string' }] } });
    const reader: CallerRole = { role: 'partner', region: '62' };
    expect((await reporting.post('periods/deadlines', reader, undefined, later)).status).toBe(403);
  });
});
