import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@betang/contracts';
import type { EventHandler, ProjectionRebuilder } from '@betang/messaging';
import { createWorkFolder, getRepositoryRoot, removeWorkFolder, waitUntil } from '@betang/testing';
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { AGENCY_A, AGENCY_B, changed, hours, registered, unit } from '../testing/events.js';
import { projections } from '../testing/projections.js';
import { ReportingUnderTest, registryOf } from '../testing/reporting-under-test.js';

const UNITS = 'betang.identity.unit-recorded.v1';
const HOURS = 'betang.learning-hours.hours-recorded.v1';

let service: ReportingUnderTest;
/** Rebuilds of the release that runs. */
let present: ProjectionRebuilder;
beforeAll(async () => {
  service = await ReportingUnderTest.start();
  present = service.rebuilder;
  const people = Array.from({ length: 40 }, () => newId());
  await service.receive(
    unit(AGENCY_A, { kind: 'AGENCY', parentUnitId: null }),
    unit(AGENCY_B, { kind: 'AGENCY', parentUnitId: null }),
    ...people.map((id) => registered(id)),
    ...people.slice(0, 20).map((id) => changed(id, { agencyId: AGENCY_B })),
  );
  await service.receive(...people.map((employeeId, index) => hours({ employeeId, month: (index % 12) + 1 })));
});
afterAll(async () => service?.stop());

const noAbort = () => new AbortController().signal;
/** What a release of the tests brings: each has columns of its own. */
let releases = 0;
const nextColumn = () => `added_${(releases += 1)}`;
const addColumn = (column: string) =>
  `ALTER TABLE employee ADD COLUMN ${column} integer NOT NULL DEFAULT 7 CHECK (${column} > 0);
   CREATE INDEX employee_${column} ON employee (${column}); ALTER TABLE employee_month ALTER COLUMN counted SET DEFAULT ${releases};`;
const hasColumn = async (column: string) => {
  const sql = `SELECT indexname FROM pg_indexes WHERE schemaname = 'reporting' AND indexname = $1`;
  return (await service.rows(sql, [`employee_${column}`])).length === 1;
};
const progressOf = (id: string | undefined) => present.find(id!);
const asMigrator = async () => {
  const owner = new pg.Client({ connectionString: service.ownerUrl });
  await owner.connect();
  await owner.query('SET ROLE reporting_migrator; SET search_path = reporting');
  return owner;
};

/** Does something once, before the first batch of a type is fed; the handlers are whole again at the end. */
async function whenFed<T>(type: string, before: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  const handler = service.registry.find(type)! as { handle: EventHandler['handle'] };
  const { handle } = handler;
  let once: Promise<void> | undefined;
  handler.handle = async (events, batch) => {
    await (once ??= before());
    await handle(events, batch);
  };
  return work().finally(() => (handler.handle = handle));
}

/** A rebuild of the present release whose process ends in the middle. */
async function interrupted(): Promise<string> {
  const id = (await service.askForRebuild())!;
  const stop = new AbortController();
  await whenFed(
    HOURS,
    async () => stop.abort(),
    () => present.work(service, stop.signal),
  );
  expect(await progressOf(id)).toMatchObject({ state: 'FEEDING' });
  return id;
}

describe('a rebuild across an upgrade', () => {
  it('begins anew by itself where it was interrupted and the tables are others now', async () => {
    const id = await interrupted();
    const column = nextColumn();
    const next = await service.upgrade(addColumn(column), `ALTER TABLE employee ALTER COLUMN ${column} SET DEFAULT 8`);
    const live = await service.everything();
    expect(await next.work(service, noAbort())).toBe(true);
    expect(await hasColumn(column)).toBe(true);
    expect(await progressOf(id)).toMatchObject({ state: 'DONE', begun: 2, reason: 'shape-changed' });
    const rebuilt = await service.everything();
    expect(rebuilt).toEqual({ ...live, employee: live['employee']!.map((row) => row.replace(/,7\)$/, ',8)')) });
    present = next;
  });

  it('is never swapped in by a process of the release before', async () => {
    const id = await interrupted();
    const column = nextColumn();
    const next = await service.upgrade(addColumn(column));
    expect(await present.work(service, noAbort())).toBe(false);
    expect(await progressOf(id)).toMatchObject({ state: 'FEEDING', reason: 'release-behind' });
    expect(await hasColumn(column)).toBe(true);
    await next.work(service, noAbort());
    expect(await progressOf(id)).toMatchObject({ state: 'DONE', begun: 2, reason: 'shape-changed' });
    expect(await hasColumn(column)).toBe(true);
    present = next;
  });

  it('is not swapped in where the migration came between the last batch and the swap', async () => {
    const column = nextColumn();
    const id = await service.askForRebuild();
    let next: ProjectionRebuilder | undefined;
    const reader = {
      inTurn: async <T>(work: () => Promise<T>): Promise<T> => {
        next ??= await service.upgrade(addColumn(column));
        return work();
      },
    };
    await present.work(reader, noAbort());
    expect(await progressOf(id)).toMatchObject({ state: 'FEEDING', reason: 'release-behind' });
    expect(await hasColumn(column)).toBe(true);
    present = next!;
    await present.work(service, noAbort());
    expect(await progressOf(id)).toMatchObject({ state: 'DONE', begun: 2, reason: 'shape-changed' });
    expect(await hasColumn(column)).toBe(true);
  });

  it('waits for a migration that is under way at the swap, and does not win against it', async () => {
    const column = nextColumn();
    const id = await service.askForRebuild();
    const migration = await asMigrator();
    // What a migration does first, with no table of a projection touched yet.
    await migration.query(
      'BEGIN; INSERT INTO projection_rebuild (rebuild_id, requested_by) SELECT gen_random_uuid(), $$next$$ ON CONFLICT DO NOTHING',
    );
    const stop = new AbortController();
    const waiting = `SELECT 1 FROM pg_locks AS l JOIN pg_class AS c ON c.oid = l.relation WHERE c.relname = 'projection_rebuild' AND NOT l.granted`;
    const working = present.work(service, stop.signal);
    await waitUntil('the swap meets the migration', async () => (await service.rows(waiting)).length > 0);
    await migration.query(addColumn(column));
    await migration.query(
      `INSERT INTO migration (set, number, name, checksum) VALUES ('reporting', 9990, 'by-another', 'none'); COMMIT`,
    );
    await working;
    expect(await progressOf(id)).toMatchObject({ state: 'FEEDING', reason: 'release-behind' });
    expect(await hasColumn(column)).toBe(true);
    await migration.query(`DELETE FROM migration WHERE number = 9990`);
    await migration.end();
    await present.work(service, noAbort());
    expect(await progressOf(id)).toMatchObject({ state: 'DONE', begun: 2, reason: 'shape-changed' });
    expect(await hasColumn(column)).toBe(true);
  });

  it('begins anew for a projection that came and one that went', async () => {
    const id = await interrupted();
    present = await service.upgrade(
      `CREATE TABLE visitor (visitor_id uuid PRIMARY KEY, since_year smallint NOT NULL); INSERT INTO projection_table (name) VALUES ('visitor');`,
    );
    await present.work(service, noAbort());
    expect(await progressOf(id)).toMatchObject({ state: 'DONE', begun: 2, reason: 'projections-changed' });
    const after = await interrupted();
    present = await service.upgrade(`DROP TABLE visitor; DELETE FROM projection_table WHERE name = 'visitor';`);
    await present.work(service, noAbort());
    expect(await progressOf(after)).toMatchObject({ state: 'DONE', begun: 2, reason: 'projections-changed' });
    expect(await service.rows(`SELECT 1 FROM pg_tables WHERE schemaname = 'reporting_shadow'`)).toEqual([]);
  });

  it('begins anew after migrations that changed no shape, for they may have changed what handlers make of facts', async () => {
    const id = await interrupted();
    present = await service.upgrade(`UPDATE employee SET unit_id = agency_id WHERE unit_id IS NULL`, 'SELECT 1');
    present = await service.upgrade('SELECT 2');
    await present.work(service, noAbort());
    expect(await progressOf(id)).toMatchObject({ state: 'DONE', begun: 2, reason: 'release-changed' });
  });

  it('that waits is left to the release that asks for it', async () => {
    const column = nextColumn();
    const next = await service.upgrade(
      `${addColumn(column)} INSERT INTO projection_rebuild (rebuild_id, requested_by) VALUES (gen_random_uuid(), 'next release') ON CONFLICT DO NOTHING;`,
    );
    const asked = () =>
      service.rows<{ id: string; state: string }>(
        `SELECT rebuild_id AS id, state FROM projection_rebuild WHERE requested_by = 'next release'`,
      );
    expect(await present.work(service, noAbort())).toBe(false);
    const [waiting] = await asked();
    expect(waiting).toMatchObject({ state: 'WAITING' });
    expect(await progressOf(waiting!.id)).toMatchObject({ reason: 'release-behind', begun: 0 });
    present = next;
    expect(await present.work(service, noAbort())).toBe(true);
    const done = (await progressOf(waiting!.id))!;
    expect(done).toMatchObject({ state: 'DONE', begun: 1 });
    expect(done.reason).toBeUndefined();
  });

  it('begins anew where other facts feed the projections', async () => {
    const id = await interrupted();
    const fewer = projections().filter(({ contract }) => !contract.type.includes('talent-boxes'));
    await service.rebuilderOf(registryOf(fewer)).work(service, noAbort());
    expect(await progressOf(id)).toMatchObject({ state: 'DONE', begun: 2, reason: 'handlers-changed' });
  });

  it('does not fail for what a migration made impossible: the release before rests, the next one begins anew', async () => {
    const id = await service.askForRebuild();
    let next: ProjectionRebuilder | undefined;
    const column = nextColumn();
    const impossible = async () => {
      next = await service.upgrade(addColumn(column));
      throw Object.assign(new Error('no'), { code: '42703' });
    };
    expect(await whenFed(UNITS, impossible, () => present.work(service, noAbort()))).toBe(false);
    expect(await progressOf(id)).toMatchObject({ state: 'FEEDING', reason: 'release-behind' });
    present = next!;
    await present.work(service, noAbort());
    expect(await progressOf(id)).toMatchObject({ state: 'DONE', reason: 'shape-changed' });
  });

  it('begins anew, too, for a table that was changed by hand', async () => {
    const id = await interrupted();
    const owner = await asMigrator();
    await owner.query(
      'ALTER TABLE unit ADD CONSTRAINT unit_named CHECK (name <> $$$$) NOT VALID; GRANT SELECT ON unit TO pg_monitor WITH GRANT OPTION',
    );
    await owner.query('REVOKE DELETE ON unit FROM reporting_app; ALTER TABLE unit SET (fillfactor = 80)');
    const shape = async () => (await owner.query(`SELECT projection_shape('reporting', 'unit') AS shape`)).rows;
    const live = await shape();
    expect(await present.work(service, noAbort())).toBe(true);
    expect(await progressOf(id)).toMatchObject({ state: 'DONE', begun: 2, reason: 'shape-changed' });
    expect(await shape()).toEqual(live);
    await owner.query('GRANT DELETE ON unit TO reporting_app');
    await owner.end();
  });

  it('ends as failed, and leaves the live tables, where a table cannot be copied', async () => {
    const owner = await asMigrator();
    await owner.query(`CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER kept AFTER INSERT ON unit EXECUTE FUNCTION nothing()`);
    const id = await service.askForRebuild();
    const live = await service.everything();
    await present.work(service, noAbort());
    expect(await progressOf(id)).toMatchObject({ state: 'FAILED', failure: 'rebuild-not-possible' });
    expect(await service.everything()).toEqual(live);
    await owner.query('DROP TRIGGER kept ON unit; DROP FUNCTION nothing()');
    await owner.end();
  });

  it('is not swapped in by a process that fed a beginning of before', async () => {
    const id = await service.askForRebuild();
    const stale = {
      inTurn: async <T>(work: () => Promise<T>): Promise<T> => {
        // Another process leads meanwhile, and has begun it anew.
        await service.rows(`UPDATE projection_rebuild SET begun = begun + 1 WHERE rebuild_id = $1`, [id]);
        return work();
      },
    };
    const live = await service.everything();
    await expect(present.work(stale, noAbort())).rejects.toMatchObject({ code: 'place-moved' });
    expect(await progressOf(id)).toMatchObject({ state: 'FEEDING' });
    expect(await service.everything()).toEqual(live);
    await present.work(service, noAbort());
    expect(await progressOf(id)).toMatchObject({ state: 'DONE' });
  });
});

describe('a rebuild that the release before had begun, which knew nothing of shapes', () => {
  let before: ReportingUnderTest;
  let folder: string;
  beforeAll(async () => {
    folder = createWorkFolder('rebuild-before');
    const path = resolve(getRepositoryRoot(), 'libs/messaging/migrations-rebuild');
    cpSync(join(path, '0001-rebuild.sql'), join(folder, '0001-rebuild.sql'));
    before = await ReportingUnderTest.start({ set: 'rebuild', path: folder });
  });
  afterAll(async () => {
    await before?.stop();
    removeWorkFolder(folder);
  });

  it('is held from the moment the schema is upgraded, and begins anew with the next', async () => {
    await before.receive(unit(AGENCY_A, { kind: 'AGENCY', parentUnitId: null }), registered(newId()));
    const id = newId();
    await before.rows(`SELECT projection_shadow_open()`);
    await before.rows(
      `INSERT INTO projection_rebuild (rebuild_id, requested_by, state, started_at, fed_through) VALUES ($1, 'operator', 'FEEDING', now(), 1)`,
      [id],
    );
    const live = await before.everything();
    const next = await before.upgrade();
    // What its process asks of the database from here on: it takes the answer for one that passes.
    for (const call of ['projection_shadow_open', 'projection_shadow_swap'])
      await expect(before.rows(`SELECT ${call}()`)).rejects.toMatchObject({ code: '40001' });
    expect(
      await before.database.execute(
        `UPDATE projection_rebuild SET fed_through = 2 WHERE fed_through = 1 AND state = 'FEEDING'`,
      ),
    ).toBe(0);
    expect(await before.everything()).toEqual(live);
    await next.work(before, noAbort());
    expect(await next.find(id)).toMatchObject({ state: 'DONE', begun: 2, reason: 'release-changed' });
    expect(await before.everything()).toEqual(live);
  });
});
