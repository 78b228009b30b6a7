import { DutyPolicyRecorded, ProgrammePublished, TrainingCompleted, newId, type EventData } from '@betang/contracts';
import type { Principal } from '@betang/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '../clock.js';
import { DutiesQueries } from '../duties/duties.queries.js';
import { FulfilmentQueries } from '../fulfilment/fulfilment.queries.js';
import { FulfilmentReports } from '../fulfilment/fulfilment-reports.js';
import type { Grouping } from '../fulfilment/cell.js';
import { OriginsQueries } from '../origins/origins.queries.js';
import type { ReportingConfig } from '../reporting.config.js';
import {
  AGENCY_A,
  AGENCY_B,
  changed,
  erased,
  fromFixture,
  hours,
  left,
  merged,
  registered,
  unit,
} from '../testing/events.js';
import { ReportingUnderTest } from '../testing/reporting-under-test.js';
import { homeProgrammeUse } from '../figures/home-programme-use.report.js';
import { HomeQueries } from './home.queries.js';
import { HomeTotals } from './home-totals.js';

let service: ReportingUnderTest;
let home: HomeQueries;
beforeAll(async () => {
  service = await ReportingUnderTest.start();
  home = new HomeQueries(service.database);
});
afterAll(async () => service?.stop());

const employee = async (employeeId: string) =>
  (await service.rows('SELECT name, agency_id, in_service FROM employee WHERE employee_id = $1', [employeeId]))[0];
const counted = (employeeId: string) =>
  service.rows('SELECT month, counted, entries FROM employee_month WHERE employee_id = $1 ORDER BY month', [
    employeeId,
  ]);

describe('people of the region', () => {
  it('are as their newest event says, in whatever order and however often events come', async () => {
    const employeeId = newId();
    const [came, moved, went] = [registered(employeeId), changed(employeeId, { agencyId: AGENCY_B }), left(employeeId)];
    await service.receive(went);
    expect(await employee(employeeId)).toEqual({ name: null, agency_id: null, in_service: false });
    await service.receive(moved);
    await service.receive(came);
    await service.database.unitOfWork.run((tx) => service.apply(tx, [came, moved, went, came]));
    expect(await employee(employeeId)).toEqual({ name: 'Dinarti Sangalang', agency_id: AGENCY_B, in_service: false });
    await service.receive(registered(employeeId, { name: 'Dinarti S.' }));
    expect(await employee(employeeId)).toEqual({ name: 'Dinarti S.', agency_id: AGENCY_A, in_service: true });
  });

  it('have no name once their identity is kept no longer, and all of their hours', async () => {
    const [employeeId, other] = [newId(), newId()];
    const [came, went, gone] = [registered(employeeId), left(employeeId), erased(employeeId)];
    await service.receive(came, registered(other), hours({ employeeId, month: 3, counted: 800 }), went);
    const notices = (id: string) =>
      service.rows<object>('SELECT address FROM notice_address WHERE recipient_id = $1', [id]);
    for (const id of [employeeId, other])
      await service.rows(
        `INSERT INTO notice_address (recipient_id, address, language) VALUES ($1, 'd@contoh.id', 'id')`,
        [id],
      );
    expect(await employee(employeeId)).toEqual({ name: 'Dinarti Sangalang', agency_id: AGENCY_A, in_service: false });
    const booked = await counted(employeeId);
    expect(booked).toEqual([{ month: 3, counted: '800', entries: 1 }]);
    await service.receive(gone);
    await service.database.unitOfWork.run((tx) => service.apply(tx, [gone, came, went]));
    expect(await employee(employeeId)).toEqual({ name: null, agency_id: AGENCY_A, in_service: false });
    expect(await notices(employeeId)).toEqual([]);
    expect(await counted(employeeId)).toEqual(booked);
    expect(await employee(other)).toMatchObject({ name: 'Dinarti Sangalang' });
    expect(await notices(other)).toHaveLength(1);
    const late = newId();
    const before = registered(late);
    await service.database.unitOfWork.run((tx) => service.apply(tx, [erased(late), before]));
    expect(await employee(late)).toEqual({ name: null, agency_id: AGENCY_A, in_service: true });
    await service.receive(registered(late));
    expect(await employee(late)).toMatchObject({ name: 'Dinarti Sangalang', in_service: true });
  });

  it('are counted once in the use of programmes where two records are one person, in whatever order it is told', async () => {
    const [first, second, last, agencyId] = [newId(), newId(), newId(), newId()];
    const programmeId = newId();
    const completion = (employeeId: string) =>
      fromFixture(TrainingCompleted, { completionId: newId(), employeeId, programmeId, completedOn: '2031-02-01' });
    const use = () =>
      homeProgrammeUse(service.database, '62.03').load({ year: 2031, agencyId } as never, 'programme', false, {
        fewest: 5,
        isInside: () => true,
      });
    await service.receive(registered(last, { agencyId }), completion(first), completion(last));
    expect(await use()).toMatchObject([{ people: 1, figures: { completed: 1 } }]);
    const merges = [merged(last, second), merged(second, first)];
    for (let times = 0; times < 2; times += 1) {
      await service.database.unitOfWork.run((tx) => service.apply(tx, merges));
      const [cell] = await use();
      expect(cell).toMatchObject({ key: programmeId, people: 1, figures: { completed: 2 } });
    }
    await service.receive(completion(second));
    expect(await use()).toMatchObject([{ people: 1, figures: { completed: 3 } }]);
    const kept = await service.rows(
      'SELECT DISTINCT employee_id AS id FROM merged_employee WHERE merged_employee_id = ANY($1::uuid[])',
      [[first, second]],
    );
    expect(kept).toEqual([{ id: last }]);
  });

  it('use programmes together with others where another region offers them, or they were taken over from one', async () => {
    const [offered, taken, own] = [newId(), newId(), newId()];
    const origin = { kind: 'ADOPTED', programmeId: newId(), programmeVersion: 1, region: '62' } as const;
    const completion = (programmeId: string) =>
      fromFixture(TrainingCompleted, { completionId: newId(), programmeId, completedOn: '2032-02-01' });
    const published = (programmeId: string, region: string, changes = {}) =>
      fromFixture(ProgrammePublished, { programmeId, organiserRegion: region, ...changes }, { region });
    const before = [completion(offered), completion(taken), completion(taken), completion(own)];
    await service.receive(...before, published(offered, '62'), published(taken, '62.03', { origin }));
    await service.receive(published(own, '62.03'), published(taken, '62.03', { origin, programmeVersion: 1 }));
    const by = async (grouping: string) => {
      const all = { fewest: 5, isInside: () => true };
      const cells = await homeProgrammeUse(service.database, '62.03').load({ year: 2032 }, grouping, false, all);
      return new Map(cells.map(({ key, figures }) => [key, figures]));
    };
    const programmes = await by('programme');
    const shared = [offered, taken, own].map((id) => programmes.get(id)!);
    expect(shared.map((figures) => [figures['sharedProgrammes'], figures['completedShared']])).toEqual([
      [1, 1],
      [1, 2],
      [0, 0],
    ]);
    const organisers = await by('organiser');
    expect([...organisers].map(([key, figures]) => [key, figures['completed']]).sort()).toEqual([
      ['62', 1],
      ['62.03', 3],
    ]);
  });

  it('have each ledger entry once, and less what is reversed', async () => {
    const employeeId = newId();
    const entries = [
      hours({ employeeId, month: 2, counted: 800 }),
      hours({ employeeId, month: 2, counted: 450 }),
      hours({ employeeId, month: 9, counted: 100 }),
    ];
    await service.receive(entries[0]!, entries[1]!);
    await service.database.unitOfWork.run((tx) =>
      service.apply(tx, [entries[1]!, entries[2]!, entries[0]!, entries[2]!]),
    );
    await service.receive(hours({ employeeId, month: 2, counted: -800, earned: -800 }));
    expect(await counted(employeeId)).toEqual([
      { month: 2, counted: '450', entries: 3 },
      { month: 9, counted: '100', entries: 1 },
    ]);
  });

  it('are found page by page, those with the fewest hours first', async () => {
    const unitId = newId();
    const ids = Array.from({ length: 5 }, () => newId());
    await service.receive(unit(unitId));
    await service.receive(
      ...ids.map((id) => registered(id, { unitId })),
      ...ids.slice(1).map((employeeId, index) => hours({ employeeId, counted: 100 * (index >> 1) + 100 })),
    );
    const seen: string[] = [];
    let after: [number, string] | undefined;
    for (;;) {
      const page = await home.people(unitId, 2026, null, { sort: 'counted', after, limit: 2 });
      for (const { employeeId } of page.slice(0, 2)) seen.push(employeeId);
      if (page.length <= 2) break;
      after = [page[1]!.counted, page[1]!.employeeId];
    }
    expect(seen).toEqual(ids);
  });
});

describe('a report of a region that only states', () => {
  let NOW = new Date();
  class StandingClock extends Clock {
    override now(): Date {
      return NOW;
    }
  }
  const config = { region: '62.03', staleHours: 24, smallCell: 5 } as ReportingConfig;
  const totals = () => {
    const duties = new DutiesQueries(service.database);
    return new HomeTotals(service.database, config, duties, new StandingClock(), {} as never, {} as never, {} as never);
  };
  const officer = {
    subject: 'officer',
    kind: 'person',
    roles: [{ role: 'bkpsdm-officer', region: '62.03' }],
    scopes: new Set(),
  } as unknown as Principal;
  const report = (groupBy: Grouping, changes: { region?: string } = {}) =>
    new FulfilmentReports(
      new FulfilmentQueries(service.database),
      service.database,
      new OriginsQueries(service.database, config),
      config,
      new StandingClock(),
    ).report({ year: 2027, groupBy, ...changes }, officer, 'id');

  it('is over its own people, put to the duty of their status', async () => {
    await service.rows('DELETE FROM employee');
    const agencyId = newId();
    const ids = Array.from({ length: 6 }, () => newId());
    await service.receive(unit(agencyId, { kind: 'AGENCY', name: 'Dinas Sosial', agencyId, parentUnitId: null }));
    await service.receive(...ids.map((id) => registered(id, { agencyId, unitId: agencyId })));
    await service.receive(
      ...ids.slice(0, 3).map((employeeId) => hours({ employeeId, year: 2027, month: 4, counted: 1_050 })),
      left(ids[5]!),
    );
    expect((await report('region')).rows).toEqual([]);
    expect(await totals().refresh()).toBeGreaterThan(0);
    expect(await totals().refresh()).toBe(0);
    const bands = { none: 2, started: 0, halfway: 3, fulfilled: 0 };
    const figures = { people: 5, fulfilled: 0, percent: 0, bands, countedJp: 31.5 };
    expect((await report('agency')).rows).toMatchObject([
      { key: agencyId, name: 'Dinas Sosial', region: '62.03', ...figures },
    ]);
    expect((await report('status')).rows).toMatchObject([{ key: 'PNS', ...figures }]);
    expect((await report('region')).rows).toMatchObject([{ key: '62.03', name: 'Kabupaten Kapuas', ...figures }]);
    expect((await report('month')).rows.map(({ countedJp }) => countedJp)).toEqual([
      0, 0, 0, 31.5, 0, 0, 0, 0, 0, 0, 0, 0,
    ]);
    expect((await report('region', { region: '62.71' })).rows).toEqual([]);
  });

  it('is summed up anew for both units of who moves, and for who leaves', async () => {
    const [from, to, agencyId] = [newId(), newId(), newId()];
    const ids = [newId(), newId()];
    const sums = async () => {
      await totals().refresh();
      const found = await service.rows<{ unit_id: string; people: number; counted: string }>(
        'SELECT unit_id, people, counted FROM home_total WHERE agency_id = $1 AND year = 2027 ORDER BY unit_id = $2',
        [agencyId, to],
      );
      return found.map(({ unit_id: of, people, counted: sum }) => [of === from ? 'from' : 'to', people, Number(sum)]);
    };
    await service.receive(...ids.map((id) => registered(id, { agencyId, unitId: from })));
    await service.receive(hours({ employeeId: ids[0]!, year: 2027, month: 1, counted: 2_100 }));
    expect(await sums()).toEqual([['from', 2, 2_100]]);
    await service.receive(changed(ids[0]!, { agencyId, unitId: to }));
    expect(await sums()).toEqual([
      ['from', 1, 0],
      ['to', 1, 2_100],
    ]);
    await service.receive(
      hours({ employeeId: ids[0]!, year: 2027, month: 2, counted: -2_100, earned: -2_100 }),
      left(ids[1]!),
    );
    expect(await sums()).toEqual([['to', 1, 0]]);
  });

  it('is by the own duty of the region, made anew when that changes, and cut at the most that counts', async () => {
    await service.rows('DELETE FROM employee');
    await totals().refresh();
    const agencyId = newId();
    const [teacher, contracted] = [newId(), newId()];
    await service.receive(
      registered(teacher, { agencyId, unitId: agencyId }),
      registered(contracted, { agencyId, unitId: agencyId, employmentStatus: 'PPPK' }),
      hours({ employeeId: teacher, year: 2028, month: 2, counted: 2_100 }),
      hours({ employeeId: contracted, year: 2028, month: 3, counted: 2_000 }),
      hours({ employeeId: contracted, year: 2028, month: 5, counted: 1_000 }),
    );
    const sums = async () => {
      await totals().refresh();
      return service.rows(
        `SELECT employment_status AS status, band_fulfilled AS fulfilled, counted::int, by_month[3]::int AS march, by_month[5]::int AS may
           FROM home_total WHERE agency_id = $1 AND year = 2028 ORDER BY 1`,
        [agencyId],
      );
    };
    const pppk = { status: 'PPPK', fulfilled: 1, counted: 2_400, march: 2_000, may: 400 };
    expect(await sums()).toEqual([{ status: 'PNS', fulfilled: 1, counted: 2_100, march: 0, may: 0 }, pppk]);
    const own = (changes: Partial<EventData<typeof DutyPolicyRecorded>>) =>
      fromFixture(DutyPolicyRecorded, { employmentStatus: 'PNS', ...changes }, { region: '62.03' });
    await service.receive(
      own({ minimum: 3_000 }),
      own({ employmentStatus: 'PPPK', minimum: null, maximumCounted: 2_800 }),
    );
    expect(await sums()).toEqual([
      { status: 'PNS', fulfilled: 0, counted: 2_100, march: 0, may: 0 },
      { ...pppk, counted: 2_800, may: 800 },
    ]);
    await service.receive(own({ minimum: 3_000, revision: 2, withdrawn: true }), own({ minimum: 2_500 }));
    const found = await new DutiesQueries(service.database).of('62.03', 2028);
    expect(found.find(({ status }) => status === 'PNS')).toMatchObject({ least: null });
    expect(found.find(({ status }) => status === 'PPPK')).toMatchObject({
      origin: 'REGION',
      source: { audience: 'local' },
    });
    expect(await sums()).toMatchObject([{ status: 'PNS', fulfilled: 1 }, { status: 'PPPK' }]);
  });

  it('counts everyone in a year, also where nobody has hours of it: the new one from the first hour of New Year in the region on', async () => {
    await service.rows('DELETE FROM employee');
    const [agencyId, busy, idle] = [newId(), newId(), newId()];
    const learner = newId();
    await service.receive(
      registered(learner, { agencyId, unitId: busy }),
      ...[newId(), newId()].map((id) => registered(id, { agencyId, unitId: idle })),
    );
    const peopleOf = (year: number) =>
      service.rows(
        `SELECT unit_id AS unit, people FROM home_total WHERE agency_id = $1 AND year = $2 ORDER BY people`,
        [agencyId, year],
      );
    const both = [
      { unit: busy, people: 1 },
      { unit: idle, people: 2 },
    ];
    await totals().refresh();
    // Courses of a year of which nothing was on record, e.g. imported later.
    await service.receive(hours({ employeeId: learner, year: 2019, month: 3, counted: 800 }));
    await totals().refresh();
    expect(await peopleOf(2019)).toEqual(both);
    expect(await totals().refresh()).toBe(0);
    const present = NOW;
    NOW = new Date('2041-12-31T16:59:59Z');
    await totals().refresh();
    expect(await peopleOf(2042)).toEqual([]);
    NOW = new Date('2041-12-31T17:00:00Z');
    await totals().refresh();
    NOW = present;
    expect(await peopleOf(2042)).toEqual(both);
  });

  it('is as old as what waits to be summed up', async () => {
    await service.receive(registered(newId()));
    expect(await new FulfilmentQueries(service.database).waitingSince()).toBeInstanceOf(Date);
    await totals().refresh();
    expect(await new FulfilmentQueries(service.database).waitingSince()).toBeUndefined();
  });

  it('is as current as its own events', async () => {
    expect(await report('region')).toMatchObject({ asOf: null, missing: ['62.03'] });
    const eventId = newId();
    await service.rows(
      `INSERT INTO reader_watermark (region, service, audience, epoch, position, chain, event_id) VALUES ('62.03', 'learning-hours', 'local', '1.test', 9, '', $1)`,
      [eventId],
    );
    const { asOf, lagSeconds, missing } = await report('region');
    expect(missing).toEqual([]);
    expect(new Date(asOf!).getTime()).toBeGreaterThan(NOW.getTime() - 60_000);
    expect(lagSeconds).toBe(0);
  });
});
