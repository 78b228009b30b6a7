import 'reflect-metadata';
import {
  AgencyPublished,
  EmployeeRegistered,
  HoursRecorded,
  LearnerHoursShared,
  UnitLearningHoursStated,
  UnitRecorded,
  newId,
  type EventData,
} from '@betang/contracts';
import { startRegionUnderTest, waitUntil, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FulfilmentRowView, FulfilmentView } from './fulfilment/fulfilment.dto.js';
import type { HomePeoplePage, HomeUnitsView } from './home/home.dto.js';
import type { LearnerHoursView } from './learners/learner-hours.dto.js';
import type { OriginList } from './origins/origins.dto.js';
import type { RebuildView } from '@betang/messaging';
import { pseudonym } from './testing/events.js';
import { startReporting, type CallerRole, type RunningReporting } from './testing/running-reporting.js';

const PROVINCE_OFFICER: CallerRole = { role: 'bpsdm-officer', region: '62' };
const OPERATOR: CallerRole = { role: 'operator', region: '62' };
const AGENCY = { health: newId(), education: newId(), own: newId() };

type Stated = EventData<typeof UnitLearningHoursStated>;
const stated = (changes: Partial<Stated>) => {
  const data: Stated = {
    agencyId: AGENCY.health,
    employmentStatus: 'PNS',
    year: 2026,
    statement: 1,
    asOf: new Date().toISOString(),
    people: 10,
    bands: { none: 1, started: 2, halfway: 3, fulfilled: 4 },
    counted: 12_050,
    byMonth: [12_000, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ...changes,
  };
  return UnitLearningHoursStated.create({ subject: `${data.agencyId}:${data.employmentStatus}:${data.year}`, data });
};
const named = (agencyId: string, name: string) =>
  AgencyPublished.create({ subject: agencyId, data: { agencyId, name } });

describe('reporting of a province', () => {
  let province: RegionUnderTest;
  let kapuas: RegionUnderTest;
  let reporting: RunningReporting;
  let kapuasIdentity: ServiceUnderTest;
  let kapuasHours: ServiceUnderTest;
  let ownIdentity: ServiceUnderTest;
  let ownHours: ServiceUnderTest;

  beforeAll(async () => {
    const services = ['identity', 'learning-hours', 'reporting'] as const;
    province = await startRegionUnderTest('62', { services: [...services], role: 'hub' });
    kapuas = await startRegionUnderTest('62.03', { services: [...services], hub: province });
    [ownIdentity, ownHours] = [await province.service('identity'), await province.service('learning-hours')];
    [kapuasIdentity, kapuasHours] = [await kapuas.service('identity'), await kapuas.service('learning-hours')];
    for (const service of [ownIdentity, ownHours, kapuasIdentity, kapuasHours]) service.start();
    reporting = await startReporting(province);
    await kapuasIdentity.publish(named(AGENCY.health, 'Dinas Kesehatan'), named(AGENCY.education, 'Dinas Pendidikan'));
    await ownIdentity.publish(named(AGENCY.own, 'Biro Umum'));
    await kapuasHours.publish(
      stated({}),
      stated({ statement: 3, counted: 20_000 }),
      stated({ statement: 2 }),
      stated({
        agencyId: AGENCY.education,
        people: 4,
        bands: { none: 4, started: 0, halfway: 0, fulfilled: 0 },
        counted: 0,
      }),
      stated({
        agencyId: null,
        employmentStatus: 'PPPK',
        people: 6,
        bands: { none: 0, started: 0, halfway: 0, fulfilled: 6 },
        counted: 700,
      }),
      stated({
        agencyId: null,
        employmentStatus: 'CPNS',
        people: 0,
        bands: { none: 0, started: 0, halfway: 0, fulfilled: 0 },
        counted: 0,
        byMonth: Array<number>(12).fill(0),
        withheld: true,
      }),
    );
    await ownHours.publish(
      stated({ agencyId: AGENCY.own, people: 20, bands: { none: 0, started: 0, halfway: 0, fulfilled: 20 } }),
    );
    await waitUntil(
      'all statements and names have arrived',
      async () => {
        const { rows } = (await report('groupBy=agency')).body;
        return rows.length === 4 && rows.every(({ key, name }) => name !== key);
      },
      { timeoutMs: 40_000 },
    );
  }, 120_000);
  afterAll(async () => {
    await reporting?.stop();
    await kapuas?.stop();
    await province?.stop();
  });

  const report = (query: string, role = PROVINCE_OFFICER, language?: string) =>
    reporting.get<FulfilmentView>(`fulfilment?year=2026&${query}`, role, language);
  const byKey = ({ rows }: FulfilmentView) => new Map(rows.map((row): [string, FulfilmentRowView] => [row.key, row]));

  it('adds up what regions state, with its age and nothing missing', async () => {
    const { status, body } = await report('groupBy=region');
    expect(status).toBe(200);
    expect(body.missing).toEqual([]);
    expect(
      body.rows.map(({ key, people, fulfilled, percent, countedJp }) => [key, people, fulfilled, percent, countedJp]),
    ).toEqual([
      ['62', 20, 20, 100, 120.5],
      ['62.03', 20, 10, 50, 207],
    ]);
    expect(body.rows.map(({ partial }) => partial)).toEqual([false, true]);
    for (const row of [...body.rows, body]) {
      expect(new Date(row.asOf!).getTime()).toBeGreaterThan(Date.now() - 60_000);
      expect(row.lagSeconds).toBeGreaterThanOrEqual(0);
    }
  });

  it('names agencies and hides those of few people from outsiders', async () => {
    const rows = byKey((await report('groupBy=agency')).body);
    expect(rows.get(AGENCY.own)).toMatchObject({ name: 'Biro Umum', people: 20, suppressed: false });
    expect(rows.get(AGENCY.education)).toMatchObject({
      name: 'Dinas Pendidikan',
      people: null,
      countedJp: null,
      suppressed: true,
    });
    expect(rows.get('rest:62.03')).toMatchObject({ name: 'Gabungan perangkat daerah kecil', suppressed: true });
    expect(rows.get(AGENCY.health)).toMatchObject({ people: 10, region: '62.03', suppressed: false });
    const english = byKey((await report('groupBy=agency', PROVINCE_OFFICER, 'en')).body);
    expect(english.get('rest:62.03')).toMatchObject({ name: 'Small agencies taken together' });
  });

  it('shows figures by status and by month, of one region too', async () => {
    const status = byKey((await report('groupBy=status&region=62.03')).body);
    expect(status.get('PNS')).toMatchObject({ people: 14, fulfilled: 4, percent: 28.5, countedJp: 200 });
    expect(status.get('PPPK')).toMatchObject({ people: 6, percent: 100 });
    const months = (await report('groupBy=month&region=62')).body.rows;
    expect(months).toHaveLength(12);
    expect(months.slice(0, 3).map(({ name, countedJp, fulfilled }) => [name, countedJp, fulfilled])).toEqual([
      ['Januari', 120, null],
      ['Februari', 0.5, null],
      ['Maret', 0, null],
    ]);
  });

  it('names the regions that are missing', async () => {
    await province.sql(
      `INSERT INTO betang.region_member (region, state, first_epoch) VALUES ('62.71', 'ACTIVE', '1.none'), ('62.72', 'REMOVED', '1.none')`,
    );
    expect((await report('groupBy=region')).body.missing).toEqual(['62.71']);
    expect((await report('groupBy=region&status=PPPK_PARUH_WAKTU')).body).toMatchObject({
      missing: ['62.71'],
      rows: [],
    });
    expect((await report('groupBy=region&region=62.03')).body.missing).toEqual([]);
    expect((await reporting.get<FulfilmentView>('fulfilment?year=2025', PROVINCE_OFFICER)).body.missing).toEqual([
      '62',
      '62.03',
      '62.71',
    ]);
    await province.sql(`DELETE FROM betang.region_member WHERE region IN ('62.71', '62.72')`);
  });

  it('says of each origin how current and whole it is', async () => {
    const { body } = await reporting.get<OriginList>('origins', PROVINCE_OFFICER);
    expect(
      body.items
        .filter(({ region }) => ['62', '62.03'].includes(region))
        .map(({ region, state, membership, held, parked }) => [region, state, membership, held, parked]),
    ).toEqual([
      ['62', 'CURRENT', 'ACTIVE', 0, 0],
      ['62.03', 'CURRENT', 'ACTIVE', 0, 0],
    ]);
    const line = body.items[1]!.lines.find(
      ({ service, audience }) => service === 'learning-hours' && audience === 'province',
    );
    expect(line).toMatchObject({ position: 6, state: 'FLOWING' });
    await province.sql(
      `UPDATE reporting.reader_watermark SET state = 'FORKED', reason = 'fork' WHERE region = '62.03' AND service = 'learning-hours'`,
    );
    const forked = (await reporting.get<OriginList>('origins', PROVINCE_OFFICER)).body.items[1]!;
    expect(forked).toMatchObject({ state: 'STOPPED', asOf: line!.lastEventAt });
    await province.sql(
      `UPDATE reporting.reader_watermark SET state = 'FLOWING', reason = NULL WHERE region = '62.03' AND service = 'learning-hours'`,
    );
  });

  it('shows how hours spread over learners, and nothing of a few', async () => {
    const shared = (person: number, counted: number, entryId = newId()) =>
      LearnerHoursShared.create({
        subject: pseudonym(person),
        data: {
          learner: pseudonym(person),
          entryId,
          agencyId: AGENCY.health,
          employmentStatus: 'PNS',
          year: 2026,
          month: 2,
          pathCode: 'KL03',
          counted,
        },
      });
    await kapuasHours.publish(...[1, 2, 3, 4].map((person) => shared(person, person * 100)));
    const spread = () => reporting.get<LearnerHoursView>('learner-hours?year=2026&groupBy=region', PROVINCE_OFFICER);
    await waitUntil('four learners have arrived', async () => (await spread()).body.rows[0]?.suppressed === true);
    const entryId = newId();
    await kapuasHours.publish(shared(5, 500, entryId), shared(5, 500, entryId));
    const row = await waitUntil('the fifth has arrived', async () => {
      const [found] = (await spread()).body.rows;
      return found?.suppressed === false && found;
    });
    expect(row).toMatchObject({
      key: '62.03',
      people: 5,
      countedJp: 15,
      lowerQuartileJp: 2,
      medianJp: 3,
      upperQuartileJp: 4,
    });
  });

  it('shows its own units and people to those whose units reach them', async () => {
    const [unitId, employeeId, other] = [newId(), newId(), newId()];
    const unit = (id: string, kind: 'AGENCY' | 'UNIT', name: string, parentUnitId: string | null) =>
      UnitRecorded.create({ subject: id, data: { unitId: id, kind, name, agencyId: AGENCY.own, parentUnitId } });
    const registered = (id: string, name: string, unitOf: string) =>
      EmployeeRegistered.create({
        subject: id,
        data: {
          employeeId: id,
          employeeNumber: '198609262015051001',
          name,
          employmentStatus: 'PNS',
          agencyId: AGENCY.own,
          unitId: unitOf,
          grade: null,
          positionType: null,
          positionName: null,
        },
      });
    await ownIdentity.publish(
      unit(AGENCY.own, 'AGENCY', 'Biro Umum', null),
      unit(unitId, 'UNIT', 'Bagian Tata Usaha', AGENCY.own),
      registered(employeeId, 'Dinarti Sangalang', unitId),
      registered(other, 'Tuwan Rangkap', AGENCY.own),
    );
    const entry = (id: string, counted: number) =>
      HoursRecorded.create({
        subject: id,
        data: {
          entryId: newId(),
          reversesEntryId: null,
          completionId: newId(),
          employeeId: id,
          agencyId: AGENCY.own,
          employmentStatus: 'PNS',
          year: 2026,
          month: 5,
          pathCode: 'KL03',
          earned: counted,
          counted,
          ruleVersion: 'test',
        },
      });
    await ownHours.publish(entry(employeeId, 450), entry(employeeId, 800));
    const officer: CallerRole = { role: 'bkpsdm-officer', region: '62' };
    const planner: CallerRole = { ...officer, unit: `${AGENCY.own}/${unitId}` };
    const units = (role: CallerRole, query = '') => reporting.get<HomeUnitsView>(`home/units?year=2026${query}`, role);
    await waitUntil('hours and people have arrived', async () => {
      const [agency] = (await units(officer)).body.items;
      return agency?.people === 2 && agency.countedJp === 12.5;
    });
    expect((await units(officer, `&agencyId=${AGENCY.own}`)).body.items).toMatchObject([
      { unitId, name: 'Bagian Tata Usaha', people: 1, withHours: 1, countedJp: 12.5 },
      { unitId: AGENCY.own, name: 'Biro Umum', people: 1, withHours: 0, countedJp: 0 },
    ]);
    expect((await units(planner)).body.items).toMatchObject([{ people: 1, countedJp: 12.5 }]);
    const first = await units(officer, `&agencyId=${AGENCY.own}&sort=countedJp&limit=1`);
    expect(first.body.items.map(({ countedJp }) => countedJp)).toEqual([0]);
    const rest = await units(
      officer,
      `&agencyId=${AGENCY.own}&sort=countedJp&limit=1&cursor=${first.body.nextCursor!}`,
    );
    expect(rest.body.items.map(({ unitId: id }) => id)).toEqual([unitId]);
    expect(rest.body.nextCursor).toBeUndefined();
    expect((await units(officer, '&sort=noSuchField')).status).toBe(400);
    const people = (unitOf: string, role: CallerRole) =>
      reporting.get<HomePeoplePage>(`home/people?year=2026&unitId=${unitOf}`, role);
    expect((await people(unitId, planner)).body.items).toMatchObject([
      { employeeId, name: 'Dinarti Sangalang', countedJp: 12.5 },
    ]);
    expect((await people(AGENCY.own, planner)).body.items).toEqual([]);
    expect((await people(unitId, OPERATOR)).status).toBe(403);
    const looks = await province.sql<{ actor: string }>(
      `SELECT actor FROM reporting.audit_entry WHERE object_id = $1`,
      [employeeId],
    );
    expect(looks).toEqual([{ actor: 'bkpsdm-officer-1' }]);
  });

  it('refuses whoever has no right, and what is not asked properly', async () => {
    expect((await reporting.get('fulfilment?year=2026', undefined)).status).toBe(401);
    expect((await reporting.get('fulfilment?year=2026', { role: 'civil-servant', region: '62' })).status).toBe(403);
    expect((await reporting.post('rebuilds', { role: 'bkpsdm-officer', region: '62' }, 'rebuild-none')).status).toBe(
      403,
    );
    expect((await reporting.post('rebuilds', { ...OPERATOR, region: '62.03' }, 'rebuild-away')).status).toBe(403);
    const wrong = await report('groupBy=weather&region=Kapuas&secret=1');
    expect(wrong.status).toBe(400);
    expect((wrong.body as unknown as { errors: { field: string }[] }).errors.map(({ field }) => field).sort()).toEqual([
      'groupBy',
      'region',
      'secret',
    ]);
  });

  it('rebuilds all figures while statements go on arriving', async () => {
    const before = (await report('groupBy=agency')).body.rows.map(({ key, people }) => [key, people]);
    const asked = await reporting.post<RebuildView>('rebuilds', OPERATOR, 'rebuild-0001');
    const again = await reporting.post<RebuildView>('rebuilds', OPERATOR, 'rebuild-0001');
    expect([asked.status, again.status, again.body.id]).toEqual([202, 202, asked.body.id]);
    await kapuasHours.publish(stated({ statement: 4, counted: 21_000 }));
    const show = () => reporting.get<RebuildView>(`rebuilds/${asked.body.id}`, OPERATOR);
    const done = await waitUntil('the rebuild is done', async () => {
      const { body } = await show();
      return body.state === 'DONE' && body;
    });
    expect(done).toMatchObject({ percent: 100, failure: null, begunAnew: 0, reason: null });
    expect(done.rowsDone).toBe(done.rowsTotal);
    await waitUntil(
      'the newest statement is in',
      async () => (await report('groupBy=region')).body.rows[1]!.countedJp === 217,
    );
    expect((await report('groupBy=agency')).body.rows.map(({ key, people }) => [key, people])).toEqual(before);
    expect((await reporting.get(`rebuilds/${newId()}`, OPERATOR)).status).toBe(404);
  });
});
