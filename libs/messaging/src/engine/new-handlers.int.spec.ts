import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  EmployeeLeft,
  EmployeeRecordsMerged,
  ProgrammeWithdrawn,
  newId,
  type EventContract,
  type NewEvent,
} from '@betang/contracts';
import { startRegionUnderTest, waitUntil, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import type { EventHandler } from '../handling/handler-registry.js';
import { leaving, makeSeenTable, recorder, seen, seenCount } from './testing/recorder.js';

const SCHEMAS = ['learning_hours', 'reporting'] as const;

const merging = (employeeId = newId()) =>
  EmployeeRecordsMerged.create({ subject: employeeId, data: { employeeId, mergedEmployeeId: newId() } });

/** One fact of each type, both about the same person. */
const pair = () => {
  const employeeId = newId();
  return [merging(employeeId), leaving(employeeId)];
};

describe('a handler that comes with a release', () => {
  let region: RegionUnderTest;
  let identity: ServiceUnderTest;
  let other: ServiceUnderTest;
  let reader: ServiceUnderTest;
  const told: NewEvent[] = [];

  const a = recorder().handler;
  const b: EventHandler = { ...recorder().handler, contract: EmployeeRecordsMerged as unknown as EventContract };
  const of = (contract: { type: string }) =>
    told.filter((event) => event.contract.type === contract.type).map(({ id }) => id);
  const ids = async (service: ServiceUnderTest, contract?: { type: string }) =>
    (
      await service.query<{ id: string }>(
        'SELECT s.id FROM seen s JOIN archive a USING (id) WHERE $1::text IS NULL OR a.type = $1 ORDER BY s.ordinal',
        [contract?.type ?? null],
      )
    ).map(({ id }) => id);
  const publish = async (count: number, service = identity) => {
    for (let at = 0; at < count; at += 1) {
      const events = pair() as unknown as NewEvent[];
      told.push(...events);
      await service.publish(...events);
    }
  };
  const everything = (service: ServiceUnderTest, contracts: { type: string }[]) =>
    waitUntil('all has taken effect', async () => {
      const expected = contracts.flatMap(of).length;
      const [row] = await service.query<{ n: number }>('SELECT count(*)::int AS n FROM seen');
      return row!.n >= expected;
    });
  const release = async (handlers: EventHandler[]) => {
    await reader?.stop();
    reader = await region.service('learning-hours', handlers);
    reader.start();
  };

  beforeEach(async () => {
    told.length = 0;
    region = await startRegionUnderTest('62.03', ['identity', 'learning-hours', 'reporting']);
    for (const schema of SCHEMAS) await makeSeenTable(region, schema);
    identity = await region.service('identity');
    other = await region.service('reporting', [a, b]);
    reader = await region.service('learning-hours', [a]);
    for (const service of [identity, other, reader]) service.start();
    await publish(120);
    await everything(reader, [EmployeeLeft]);
  });
  afterEach(async () => region?.stop());

  /** Each event once, those of a type in the order in which they were told; nothing is left of the reading again. */
  const expectExact = async () => {
    await everything(reader, [EmployeeLeft, EmployeeRecordsMerged]);
    await everything(other, [EmployeeLeft, EmployeeRecordsMerged]);
    for (const service of [reader, other])
      for (const contract of [EmployeeLeft, EmployeeRecordsMerged])
        expect(await ids(service, contract)).toEqual(of(contract));
    // A rebuild takes the archive in its order: it must come to what has come about.
    const archived = await reader.query<{ id: string }>('SELECT id FROM archive ORDER BY seq');
    expect(archived.map(({ id }) => id)).toEqual(await ids(reader));
    expect(archived).toHaveLength(told.length);
    expect(await reader.query('SELECT kind FROM delivery_incident')).toEqual([]);
    expect(await reader.query('SELECT reason FROM parked')).toEqual([]);
    await waitUntil('nothing is read again any more', async () => {
      const rows = await reader.query('SELECT 1 FROM reread_line UNION ALL SELECT 1 FROM reader_held');
      return rows.length === 0;
    });
  };

  it('is told what was said before, once and in order, while the others are told nothing twice', async () => {
    await release([a, b]);
    await publish(40);
    await expectExact();
    await release([a, b]);
    await publish(1);
    await expectExact();
  });

  it('goes on where it was when the service is killed in the middle', async () => {
    let calls = 0;
    const dying: EventHandler = {
      ...b,
      handle: async (events, batch) => {
        // A batch is halved until its handler takes it: so there is a middle.
        if (events.length > 10) throw Object.assign(new Error('too many'), { code: 'seen-refused' });
        await b.handle(events, batch);
        calls += 1;
        // As kill -9 ends it: the connection is gone with all that the batch has written.
        if (calls >= 3) await batch.transaction.query('SELECT pg_terminate_backend(pg_backend_pid())');
      },
    };
    await release([a, dying]);
    await publish(20);
    await waitUntil('it died in the middle', () => calls >= 3);
    await reader.stop();
    reader = await region.service('learning-hours', [a, b]);
    const taken = (await ids(reader, EmployeeRecordsMerged)).length;
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(of(EmployeeRecordsMerged).length);
    reader.start();
    await publish(5);
    await expectExact();
  });

  it('is told what passed by while the release before ran once more', async () => {
    await release([a, b]);
    await expectExact();
    await release([a]);
    await publish(30);
    await everything(reader, [EmployeeLeft]);
    await release([a, b]);
    await publish(5);
    await expectExact();
  });

  it('keeps its order behind an event that cannot be handled', async () => {
    const record = recorder();
    const refusing: EventHandler = { ...record.handler, contract: b.contract };
    const [bad] = told.filter(({ contract }) => contract.type === EmployeeRecordsMerged.type);
    record.poison.add(bad!.subject);
    await release([a, refusing]);
    const followUp = merging(bad!.subject) as unknown as NewEvent;
    told.push(followUp);
    await identity.publish(followUp);
    const parked = await waitUntil('both are parked', async () => {
      const rows = await reader.query<{ event_id: string; reason: string }>(
        'SELECT event_id, reason FROM parked ORDER BY ordinal',
      );
      return rows.length === 2 && rows;
    });
    expect(parked).toEqual([
      { event_id: bad!.id, reason: 'handler-failed' },
      { event_id: followUp.id, reason: 'behind-parked' },
    ]);
    await everything(reader, [EmployeeLeft]);
  });

  it('gets the present as facts where the past is no longer kept, and the handlers of before miss nothing', async () => {
    const person = newId();
    await identity.stop();
    identity = await region.service('identity', [], async (_tx, audience) => {
      return (audience === 'local' ? [merging(person)] : []) as unknown as NewEvent[];
    });
    identity.start();
    await reader.stop();
    await publish(30, identity);
    await waitUntil('it is published', async () => {
      const [row] = await identity.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM outbox o JOIN relay_cursor c USING (destination)
          WHERE o.destination = 'local' AND (o.generation, o.xid, o.seq) > (c.generation, c.xid, c.seq)`,
      );
      return row!.n === 0;
    });
    await region.sql(`DELETE FROM identity.outbox WHERE id = ANY($1::uuid[])`, [told.slice(0, 60).map(({ id }) => id)]);
    reader = await region.service('learning-hours', [a, b]);
    reader.start();
    await waitUntil('the present has come', async () => {
      const rows = await reader.query('SELECT 1 FROM seen WHERE subject = $1', [person]);
      return rows.length > 0;
    });
    await publish(3, identity);
    const last = of(EmployeeRecordsMerged).at(-1);
    await waitUntil(
      'it goes on',
      async () => (await reader.query('SELECT 1 FROM seen WHERE id = $1', [last])).length > 0,
    );
    expect(await ids(reader, EmployeeLeft)).toEqual(of(EmployeeLeft));
    const merged = await reader.query<{ n: number; ids: number }>(
      `SELECT count(*)::int AS n, count(DISTINCT id)::int AS ids FROM archive WHERE type = $1`,
      [EmployeeRecordsMerged.type],
    );
    expect(merged[0]!.n).toBe(merged[0]!.ids);
    expect(await reader.query('SELECT 1 FROM reread_line')).toEqual([]);
    expect(await reader.query('SELECT kind FROM delivery_incident')).toEqual([]);
  });
});

describe('a handler for what other regions share', () => {
  let province: RegionUnderTest;
  let kapuas: RegionUnderTest;
  let catalog: ServiceUnderTest;
  let reporting: ServiceUnderTest;
  const withdrawn: string[] = [];
  const record = recorder();
  const handler: EventHandler = { ...record.handler, contract: ProgrammeWithdrawn as unknown as EventContract };

  const withdraw = async (count: number) => {
    const events = Array.from({ length: count }, () => {
      const programmeId = newId();
      return ProgrammeWithdrawn.create({ subject: programmeId, data: { programmeId, reason: 'no longer offered' } });
    });
    withdrawn.push(...events.map(({ id }) => id));
    await catalog.publish(...events);
  };
  const shared = `service = 'training-catalog' AND audience = 'federation'`;
  const reached = async (position: number) =>
    waitUntil(`the line has reached ${position}`, async () => {
      const [row] = await reporting.query<{ position: string }>(
        `SELECT position FROM reader_watermark WHERE ${shared}`,
      );
      return Number(row?.position ?? 0) >= position;
    });

  beforeAll(async () => {
    province = await startRegionUnderTest('62', { services: ['identity', 'training-catalog'], role: 'hub' });
    kapuas = await startRegionUnderTest('62.03', { services: ['identity', 'reporting'], hub: province });
    await makeSeenTable(kapuas, 'reporting');
    for (const region of [province, kapuas]) (await region.service('identity')).start();
    catalog = await province.service('training-catalog');
    catalog.start();
    reporting = await kapuas.service('reporting');
    reporting.start();
  });
  afterAll(async () => {
    await kapuas?.stop();
    await province?.stop();
  });

  it('is told what they shared before, over the hub, once and in order', async () => {
    await withdraw(50);
    await reached(50);
    // Of a region that is no member any more nothing can be asked.
    await kapuas.sql(
      `INSERT INTO betang.region_member (region, state, first_epoch) VALUES ('62.71', 'REMOVED', '1.gone')`,
    );
    await reporting.query(
      `INSERT INTO reader_watermark (region, service, audience, epoch, position, chain, event_id)
       VALUES ('62.71', 'training-catalog', 'federation', '1.gone', 5, 'x', '')`,
    );
    await reporting.stop();
    await withdraw(3);
    reporting = await kapuas.service('reporting', [handler]);
    reporting.start();
    await waitUntil('all have taken effect', async () => (await seenCount(reporting)) >= withdrawn.length);
    expect((await seen(reporting)).map(({ id }) => id)).toEqual(withdrawn);
    expect(await reporting.query(`SELECT position::int FROM reader_watermark WHERE region = '62.71'`)).toEqual([
      { position: 5 },
    ]);
    await waitUntil(
      'nothing is read again any more',
      async () => (await reporting.query('SELECT 1 FROM reread_line')).length === 0,
    );
    expect(await reporting.query('SELECT reason FROM parked')).toEqual([]);
    expect(await reporting.query('SELECT kind FROM delivery_incident')).toEqual([]);
  });
});
