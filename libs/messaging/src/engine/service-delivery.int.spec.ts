import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EmployeeLeft } from '@betang/contracts';
import { startRegionUnderTest, waitUntil, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import type { EventHandler } from '../handling/handler-registry.js';
import { discardParked } from '../operations/parked-records.js';
import { leaving, makeSeenTable, recorder, seen, seenCount, type Recorder } from './testing/recorder.js';

describe('the delivery of one region', () => {
  let region: RegionUnderTest;
  let identity: ServiceUnderTest;
  let reader: ServiceUnderTest;
  let record: Recorder;

  beforeEach(async () => {
    region = await startRegionUnderTest('62.03', ['identity', 'learning-hours', 'reporting']);
    await makeSeenTable(region, 'learning_hours');
    record = recorder();
    identity = await region.service('identity');
    reader = await region.service('learning-hours', [record.handler]);
  });
  afterEach(async () => region?.stop());

  const allSeen = (expected: number) =>
    waitUntil(`${expected} events took effect`, async () => (await seenCount(reader)) >= expected);

  it('brings every committed event to its effect once and in order', async () => {
    identity.start();
    reader.start();
    const events = Array.from({ length: 1_234 }, () => leaving());
    for (let at = 0; at < events.length; at += 100) await identity.publish(...events.slice(at, at + 100));
    await allSeen(events.length);
    expect((await seen(reader)).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  });

  it('loses no outbox row of 16 concurrent writers whose transactions end in any order', async () => {
    identity.start();
    reader.start();
    const writers = Array.from({ length: 16 }, async (_, writer) => {
      for (let turn = 0; turn < 25; turn += 1) {
        await identity.database.unitOfWork.run(async (tx) => {
          await identity.outbox.append(tx, [leaving()] as never);
          // The transaction stays open for a while, differently long for each writer.
          await tx.query('SELECT pg_sleep($1)', [((writer * 7 + turn) % 5) / 1000]);
          await identity.outbox.append(tx, [leaving()] as never);
        });
      }
    });
    await Promise.all(writers);
    await allSeen(800);
    const [outbox] = await identity.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM outbox WHERE type LIKE '%employee-left%'`,
    );
    expect(await seenCount(reader)).toBe(outbox!.n);
  });

  it('waits for no transaction of those who cannot write to the outbox, however long it stays open', async () => {
    identity.start();
    reader.start();
    const other = await region.service('reporting');
    await other.database.unitOfWork.run(async (tx) => {
      await tx.query('SELECT pg_current_xact_id()');
      await identity.publish(leaving(), leaving());
      await allSeen(2);
    });
  });

  it('waits for an older transaction of its own service', async () => {
    identity.start();
    reader.start();
    const late = leaving();
    const early = leaving();
    await identity.database.unitOfWork.run(async (tx) => {
      await tx.query('SELECT pg_current_xact_id()');
      await identity.publish(late);
      const [row] = await identity.query<{ hidden: boolean }>(
        'SELECT xid > $1::xid8 AS hidden FROM outbox WHERE id = $2',
        [(await tx.query<{ xid: string }>('SELECT pg_current_xact_id()::text AS xid'))[0]!.xid, late.id],
      );
      expect(row).toEqual({ hidden: true });
      await identity.outbox.append(tx, [early] as never);
    });
    await allSeen(2);
    expect((await seen(reader)).map(({ id }) => id)).toEqual([early.id, late.id]);
  });

  it('tells nobody of what a handler did before it failed', async () => {
    const bad = leaving();
    const told: string[] = [];
    const { contract, kind, handle } = record.handler;
    const telling: EventHandler = {
      contract,
      kind,
      handle: async (events, batch) => {
        batch.transaction.afterCommit(() => told.push(...events.map(({ subject }) => subject)));
        await handle(events, batch);
      },
    };
    await reader.stop();
    reader = await region.service('learning-hours', [telling]);
    record.poison.add(bad.subject);
    identity.start();
    reader.start();
    const good = [leaving(), leaving()];
    await identity.publish(good[0]!, bad, good[1]!);
    await waitUntil('it is parked', async () => (await reader.query('SELECT 1 FROM parked')).length === 1);
    await allSeen(2);
    await reader.query(`UPDATE parked SET state = 'RETRY_ASKED'`);
    await waitUntil('it was tried again', async () => {
      const [row] = await reader.query<{ attempts: number }>('SELECT attempts FROM parked');
      return row?.attempts === 2;
    });
    expect(told).toEqual(good.map(({ subject }) => subject));
  });

  it('parks an event that cannot be handled, keeps later ones of its subject behind it, and goes on with the rest', async () => {
    const [bad, other] = [leaving(), leaving()];
    record.poison.add(bad.subject);
    identity.start();
    reader.start();
    const followUp = leaving(bad.subject);
    await identity.publish(
      ...Array.from({ length: 20 }, () => leaving()),
      bad,
      other,
      followUp,
      ...Array.from({ length: 20 }, () => leaving()),
    );
    await allSeen(41);
    const parked = await waitUntil('both are parked', async () => {
      const rows = await reader.query<{ event_id: string; reason: string; detail: string }>(
        'SELECT event_id, reason, detail FROM parked ORDER BY ordinal',
      );
      return rows.length === 2 ? rows : undefined;
    });
    expect(parked).toEqual([
      { event_id: bad.id, reason: 'handler-failed', detail: 'seen-refused' },
      { event_id: followUp.id, reason: 'behind-parked', detail: expect.any(String) },
    ]);

    record.poison.clear();
    await reader.query(`UPDATE parked SET state = 'RETRY_ASKED'`);
    await allSeen(43);
    expect((await seen(reader)).slice(-2).map(({ id }) => id)).toEqual([bad.id, followUp.id]);
    const later = leaving(bad.subject);
    await identity.publish(later);
    await allSeen(44);
  });

  it('lets go of what was set aside behind an event that had been discarded before', async () => {
    const bad = leaving();
    record.poison.add(bad.subject);
    identity.start();
    reader.start();
    await identity.publish(bad);
    const [parked] = await waitUntil('it is parked', async () => {
      const rows = await reader.query<{ id: string }>('SELECT parked_id AS id FROM parked');
      return rows.length === 1 ? rows : undefined;
    });
    record.poison.clear();
    await reader.database.unitOfWork.run((tx) =>
      discardParked(tx, parked!.id, { actor: 'operator-1', reason: 'salah ketik' }),
    );
    const followUp = leaving(bad.subject);
    await identity.publish(followUp);
    await allSeen(1);
    await waitUntil('nothing waits', async () => {
      const open = await reader.query(`SELECT 1 FROM parked WHERE state IN ('PARKED', 'RETRY_ASKED')`);
      return open.length === 0;
    });
    expect((await seen(reader)).map(({ id }) => id)).toEqual([followUp.id]);
  });

  it('retries what fails for the moment for as long as it takes, and never parks it', async () => {
    record.failures.push('40001', '53300', '57P01', '08006', '40P01', '40001');
    identity.start();
    reader.start();
    await identity.publish(leaving(), leaving());
    await allSeen(2);
    expect(await reader.query('SELECT 1 FROM parked')).toEqual([]);
    expect(record.failures).toEqual([]);
  });

  it('publishes again what a broker lost with its disk, and doubles nothing', async () => {
    identity.start();
    reader.start();
    await identity.publish(...Array.from({ length: 700 }, () => leaving()));
    await allSeen(700);
    await region.nats.kill9();
    region.nats.wipeStore();
    await identity.publish(...Array.from({ length: 50 }, () => leaving()));
    await region.nats.restart();
    await region.applyTopology();
    await allSeen(750);
    const late = await region.service('reporting', []);
    late.start();
    await waitUntil('a newcomer reads the whole line from the new stream', async () => {
      await late.delivery.reader?.inTurn(async () => undefined);
      return [...(late.delivery.reader?.state.watermarks.values() ?? [])].some(
        ({ service, audience, position }) => service === 'identity' && audience === 'local' && position >= 750,
      );
    });
    expect(await seenCount(reader)).toBe(750);
  });

  it('gives a newcomer the present as facts when the past is no longer kept', async () => {
    await identity.stop();
    const present = [leaving(), leaving(), leaving()];
    const restated = () => present.map(({ subject, data }) => EmployeeLeft.create({ subject, data }));
    identity = await region.service(
      'identity',
      [],
      async (_tx, audience) => (audience === 'local' ? restated() : []) as never,
    );
    identity.start();
    await identity.publish(...Array.from({ length: 60 }, () => leaving()), ...present);
    await waitUntil('all is published', async () => {
      const [head] = await identity.query<{ position: string }>(
        `SELECT position FROM relay_head WHERE audience = 'local'`,
      );
      return Number(head?.position ?? 0) >= 63;
    });
    await region.nats.kill9();
    region.nats.wipeStore();
    await region.sql(
      `DELETE FROM identity.outbox WHERE type LIKE '%employee-left%' AND seq <= (SELECT min(seq) + 30 FROM identity.outbox)`,
    );
    await region.nats.restart();
    await region.applyTopology();
    reader.start();
    await allSeen(3);
    await identity.publish(leaving());
    await allSeen(4);
    expect((await seen(reader)).slice(0, 3).map(({ subject }) => subject)).toEqual(
      present.map(({ subject }) => subject),
    );
  });

  it('goes on with another instance when the leader ends', async () => {
    const second = await region.service('learning-hours', [record.handler]);
    identity.start();
    reader.start();
    await identity.publish(leaving());
    await allSeen(1);
    second.start();
    await reader.stop();
    await identity.publish(leaving());
    await waitUntil('the second instance took over', async () => (await seenCount(second)) === 2);
  });
});
