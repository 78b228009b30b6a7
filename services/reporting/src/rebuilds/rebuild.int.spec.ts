import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  DevelopmentTargetPublished,
  DutyPolicyRecorded,
  ProgrammeUseStated,
  TrainingCompleted,
  newId,
} from '@betang/contracts';
import { migratorRole } from '@betang/platform';
import { getRepositoryRoot, waitUntil } from '@betang/testing';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import pg from 'pg';
import {
  AGENCY_A,
  AGENCY_B,
  changed,
  erased,
  fromFixture,
  hours,
  learnerHours,
  left,
  merged,
  moved,
  movedTo,
  named,
  pseudonym,
  registered,
  renamed,
  stated,
  unit,
} from '../testing/events.js';
import { ReportingUnderTest } from '../testing/reporting-under-test.js';

let service: ReportingUnderTest;
beforeAll(async () => {
  service = await ReportingUnderTest.start();
});
afterAll(async () => service?.stop());

const noAbort = () => new AbortController().signal;
const rebuild = async (): Promise<string> => {
  const id = await service.askForRebuild();
  await service.rebuilder.work(service, noAbort());
  return id!;
};

/** A history with everything in it: people who come, change and leave, repeated entries, reversals, old statements after new ones. */
function history(size: number) {
  const people = Array.from({ length: size }, () => newId());
  const entryId = newId();
  return [
    unit(AGENCY_A, { kind: 'AGENCY', parentUnitId: null }),
    unit(newId()),
    ...people.map((id) => registered(id)),
    ...people.slice(0, size / 2).map((id) => changed(id, { agencyId: AGENCY_B })),
    ...people.slice(0, size / 4).map((id) => left(id)),
    ...people.slice(0, size / 8).map((id) => erased(id)),
    ...people
      .slice(-size / 8)
      .map((id) => changed(id, { agencyId: AGENCY_B, unitId: AGENCY_B }, { time: '2027-01-04T02:00:00.000Z' })),
    moved('OUT', people[3]!, '2026-11-01'),
    moved('IN', people[3]!, '2027-01-01'),
    merged(people[1]!, people[0]!),
    merged(people[2]!, people[1]!),
    ...people.flatMap((employeeId, index) => [
      hours({ employeeId, month: (index % 12) + 1 }),
      hours({ employeeId, month: (index % 12) + 1, counted: -800, earned: -800 }),
      hours({ employeeId, month: 1, counted: 250 }),
      learnerHours({ learner: pseudonym(index), month: (index % 12) + 1 }, { region: '62.03' }),
    ]),
    learnerHours({ entryId, counted: 100 }),
    learnerHours({ entryId, counted: 100 }),
    renamed(pseudonym(0, 2), pseudonym(0, 3), { region: '62.03' }),
    ...people.map((_, index) => renamed(pseudonym(index), pseudonym(index, 2), { region: '62.03' })),
    ...people
      .slice(0, size / 4)
      .map((_, index) => movedTo('62.71', { learner: pseudonym(index), former: pseudonym(index, 2) })),
    ...people.map((_, index) => learnerHours({ learner: pseudonym(index, 2), month: 12 }, { region: '62.03' })),
    ...[3, 1, 2].map((statement) => stated({ statement, counted: statement }, { region: '62.03' })),
    stated({ agencyId: null }, { region: '62.71' }),
    named(AGENCY_A, 'Dinas Contoh', { region: '62.03' }),
    fromFixture(ProgrammeUseStated, {}, { region: '62.03' }),
    fromFixture(DevelopmentTargetPublished, {}, { region: '62' }),
    fromFixture(TrainingCompleted),
    fromFixture(DutyPolicyRecorded),
  ];
}

describe('a rebuild', () => {
  beforeEach(async () => {
    const past = history(200);
    for (let at = 0; at < past.length; at += 100) await service.receive(...past.slice(at, at + 100));
  });

  it('gives the very rows that the live tables had', async () => {
    const live = await service.everything();
    const id = await rebuild();
    expect(await service.everything()).toEqual(live);
    expect(Object.values(live).every((rows) => rows.length > 0)).toBe(true);
    const archived = Number((await service.rows<{ n: string }>('SELECT count(*) AS n FROM archive'))[0]!.n);
    expect(await service.rebuilder.find(id)).toMatchObject({
      state: 'DONE',
      rowsDone: archived,
      rowsTotal: archived,
      requestedBy: 'operator',
    });
  });

  it('brings what people were in earlier years, by itself where a release begins to keep it', async () => {
    const live = await service.everything();
    const owner = new pg.Client({ connectionString: service.ownerUrl });
    await owner.connect();
    await owner.query(`SET ROLE ${migratorRole('reporting')}; SET search_path = reporting; DROP TABLE employee_state, employee_move;
      ALTER TABLE employee DROP COLUMN since_year; DELETE FROM projection_table WHERE name IN ('employee_state', 'employee_move')`);
    for (const migration of ['0015-people-of-a-year.sql', '0016-told-later.sql'])
      await owner.query(readFileSync(resolve(getRepositoryRoot(), 'services/reporting/migrations', migration), 'utf8'));
    await owner.end();
    const people = 'SELECT count(*)::int AS people FROM employee_state WHERE from_year = 0';
    expect(await service.rows(people)).toEqual(await service.rows('SELECT count(*)::int AS people FROM employee'));
    expect(await service.rebuilder.work(service, noAbort())).toBe(true);
    expect(await service.everything()).toEqual(live);
  });

  it('mends what was wrong in the live tables', async () => {
    const live = await service.everything();
    await service.rows('DELETE FROM employee_month');
    await service.rows('UPDATE stated_total SET people = 99');
    await rebuild();
    expect(await service.everything()).toEqual(live);
  });

  it('loses nothing of what arrives meanwhile', async () => {
    await service.askForRebuild();
    let going = true;
    const employeeId = newId();
    const arriving = (async () => {
      let sent = 0;
      for (; going; sent += 2)
        await service.receive(hours({ employeeId, counted: 1 }), stated({ statement: sent + 10 }, { region: '62.03' }));
      return sent / 2;
    })();
    await service.rebuilder.work(service, noAbort());
    going = false;
    const sent = await arriving;
    expect(sent).toBeGreaterThan(0);
    expect(await service.rows('SELECT counted FROM employee_month WHERE employee_id = $1', [employeeId])).toEqual([
      { counted: String(sent) },
    ]);
    const live = await service.everything();
    await rebuild();
    expect(await service.everything()).toEqual(live);
  });

  it('leaves the live tables to their readers until the swap', async () => {
    const reader = new pg.Client({ connectionString: service.ownerUrl });
    await reader.connect();
    await reader.query('BEGIN');
    const before = await reader.query('SELECT count(*) FROM reporting.employee');
    await service.askForRebuild();
    const working = service.rebuilder.work(service, noAbort());
    const during = await reader.query('SELECT count(*) FROM reporting.employee');
    expect(during.rows).toEqual(before.rows);
    await reader.query('COMMIT');
    await reader.end();
    expect(await working).toBe(true);
  });

  it('goes on where it was interrupted', async () => {
    const live = await service.everything();
    const id = await service.askForRebuild();
    const stop = new AbortController();
    const original = service.registry.find('betang.learning-hours.hours-recorded.v1')!;
    const handle = original.handle;
    (original as { handle: typeof handle }).handle = async (events, batch) => {
      stop.abort();
      await handle(events, batch);
    };
    await service.rebuilder.work(service, stop.signal);
    (original as { handle: typeof handle }).handle = handle;
    const interrupted = await service.rebuilder.find(id!);
    expect(interrupted).toMatchObject({ state: 'FEEDING' });
    expect(interrupted!.rowsDone).toBeGreaterThan(0);
    await service.rebuilder.work(service, noAbort());
    expect(await service.rebuilder.find(id!)).toMatchObject({ state: 'DONE' });
    expect(await service.everything()).toEqual(live);
  });

  it('ends as failed and leaves the live tables when an event can no longer be handled', async () => {
    const live = await service.everything();
    const id = await service.askForRebuild();
    const original = service.registry.find('betang.identity.unit-recorded.v1')!;
    const handle = original.handle;
    (original as { handle: typeof handle }).handle = async () => {
      throw Object.assign(new Error('no'), { code: 'unit-unreadable' });
    };
    await service.rebuilder.work(service, noAbort());
    (original as { handle: typeof handle }).handle = handle;
    expect(await service.rebuilder.find(id!)).toMatchObject({ state: 'FAILED', failure: 'unit-unreadable' });
    expect(await service.everything()).toEqual(live);
  });

  it('does not let a handler write a table that is not swapped', async () => {
    const id = await service.askForRebuild();
    const original = service.registry.find('betang.identity.unit-recorded.v1')!;
    const handle = original.handle;
    (original as { handle: typeof handle }).handle = async (_events, { transaction }) => {
      await transaction.execute('DELETE FROM archive');
    };
    await service.rebuilder.work(service, noAbort());
    (original as { handle: typeof handle }).handle = handle;
    expect(await service.rebuilder.find(id!)).toMatchObject({ state: 'FAILED', failure: '42P01' });
  });

  it('is one at a time', async () => {
    expect(await service.askForRebuild()).toBeDefined();
    expect(await service.askForRebuild()).toBeUndefined();
    await service.rebuilder.work(service, noAbort());
    expect(await service.askForRebuild()).toBeDefined();
    await service.rebuilder.work(service, noAbort());
    expect(await service.rebuilder.work(service, noAbort())).toBe(false);
  });

  it('leaves out what an abandoned epoch orphaned', async () => {
    const employeeId = newId();
    await service.receive(hours({ employeeId, counted: 500 }), hours({ employeeId, counted: 70 }));
    await service.rows(
      `UPDATE archive SET orphaned = true WHERE seq = (SELECT max(seq) FROM archive WHERE type = 'betang.learning-hours.hours-recorded.v1')`,
    );
    await rebuild();
    expect(await service.rows('SELECT counted FROM employee_month WHERE employee_id = $1', [employeeId])).toEqual([
      { counted: '500' },
    ]);
  });

  it('is asked for by orphans themselves, once', async () => {
    const employeeId = newId();
    await service.receive(hours({ employeeId, counted: 500 }), hours({ employeeId, counted: 70 }));
    await service.rows(
      `WITH orphan AS (UPDATE archive SET orphaned = true WHERE seq = (SELECT max(seq) FROM archive) RETURNING *)
       INSERT INTO delivery_incident (kind, region, service, audience, epoch, position, detail)
       SELECT 'orphan', region, service, audience, epoch, position, id::text FROM orphan`,
    );
    const stop = new AbortController();
    const running = service.rebuilder.run(stop.signal);
    const asked = () =>
      service.rows<{ state: string }>(`SELECT state FROM projection_rebuild WHERE requested_by = 'orphans'`);
    await waitUntil('the rebuild is done', async () => (await asked())[0]?.state === 'DONE');
    await service.askForRebuild('after');
    await waitUntil('the next one is done', async () => {
      const rows = await service.rows<{ state: string }>(
        `SELECT state FROM projection_rebuild WHERE requested_by = 'after'`,
      );
      return rows[0]?.state === 'DONE';
    });
    stop.abort();
    await running;
    expect(await asked()).toEqual([{ state: 'DONE' }]);
    expect(await service.rows('SELECT counted FROM employee_month WHERE employee_id = $1', [employeeId])).toEqual([
      { counted: '500' },
    ]);
  });

  it('begins again when an epoch opens while it feeds', async () => {
    const id = await service.askForRebuild();
    const original = service.registry.find('betang.identity.unit-recorded.v1')!;
    const handle = original.handle;
    let batches = 0;
    (original as { handle: typeof handle }).handle = async (events, batch) => {
      batches += 1;
      if (batches === 1)
        await service.rows(`INSERT INTO reader_epoch (region, epoch, state) VALUES ('62.71', $1, 'CLOSED')`, [newId()]);
      await handle(events, batch);
    };
    await service.rebuilder.work(service, noAbort());
    (original as { handle: typeof handle }).handle = handle;
    expect(batches).toBeGreaterThan(1);
    const progress = (await service.rebuilder.find(id!))!;
    expect(progress.state).toBe('DONE');
    expect(progress.rowsDone).toBe(progress.rowsTotal);
  });

  it('keeps the names of indexes and the rights of the app role', async () => {
    const indexes = () =>
      service.rows(
        `SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'reporting' ORDER BY 1, 2`,
      );
    const rights = () =>
      service.rows(
        `SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE table_schema = 'reporting' AND grantee = 'reporting_app' ORDER BY 1, 2`,
      );
    const before = [await indexes(), await rights()];
    await rebuild();
    expect([await indexes(), await rights()]).toEqual(before);
    expect(await service.rows(`SELECT 1 FROM pg_tables WHERE schemaname = 'reporting_shadow'`)).toEqual([]);
  });
});
