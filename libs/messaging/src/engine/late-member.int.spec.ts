import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProgrammeWithdrawn, newId, type EventContract } from '@betang/contracts';
import { getPassword, migratorRole } from '@betang/platform';
import { startRegionUnderTest, waitUntil, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import pg from 'pg';
import { openEpoch, type RegionEpoch } from '../epoch/region-epoch.js';
import type { EventHandler } from '../handling/handler-registry.js';

const withdrawn = () => {
  const programmeId = newId();
  return ProgrammeWithdrawn.create({ subject: programmeId, data: { programmeId, reason: 'no longer offered' } });
};

/** As the operator's command does it, while nothing of the region runs. */
async function openNext(region: RegionUnderTest): Promise<RegionEpoch> {
  const role = migratorRole('identity');
  const { hostname, port } = new URL(region.postgres.url);
  const password = await getPassword(join(region.dir, 'passwords.json'), role);
  const client = new pg.Client({ host: hostname, port: Number(port), database: 'betang', user: role, password });
  await client.connect();
  await client.query('SET search_path = identity');
  const query = async <R>(text: string, values?: readonly unknown[]) =>
    (await client.query(text, values as unknown[])).rows as R[];
  const execute = async (text: string, values?: readonly unknown[]) => (await query(text, values)).length;
  try {
    return await openEpoch({ query, execute }, region.region, 'OPERATOR');
  } finally {
    await client.end();
  }
}

describe('a region that joins when its province counts in its second epoch', () => {
  let province: RegionUnderTest;
  let kapuas: RegionUnderTest;
  let second: RegionEpoch;
  let reporting: ServiceUnderTest;
  const published: string[] = [];
  const arrived: string[] = [];
  const handler: EventHandler = {
    contract: ProgrammeWithdrawn as unknown as EventContract,
    kind: 'projection',
    handle: async (events, { transaction }) => {
      transaction.afterCommit(() => arrived.push(...events.map(({ id }) => id)));
    },
  };

  const publish = async (service: ServiceUnderTest, count: number) => {
    const events = Array.from({ length: count }, withdrawn);
    published.push(...events.map(({ id }) => id));
    await service.publish(...events);
    await waitUntil('the hub has them', async () => {
      const [row] = await service.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM outbox o JOIN relay_cursor c USING (destination)
          WHERE o.destination = 'hub' AND (o.generation, o.xid, o.seq) > (c.generation, c.xid, c.seq)`,
      );
      return row?.n === 0;
    });
  };
  const startProvince = async () => {
    const services = await Promise.all([province.service('identity'), province.service('training-catalog')]);
    for (const service of services) service.start();
    return services[1]!;
  };

  beforeAll(async () => {
    province = await startRegionUnderTest('62', { services: ['identity', 'training-catalog'], role: 'hub' });
    await publish(await startProvince(), 7);
    await province.stopServices();
    second = await openNext(province);
    await publish(await startProvince(), 5);
    // Its join file names the epoch that the province counts in now.
    kapuas = await startRegionUnderTest('62.03', {
      services: ['identity', 'reporting'],
      hub: { ...province, epoch: second },
    });
    (await kapuas.service('identity')).start();
    reporting = await kapuas.service('reporting', [handler]);
    reporting.start();
  });
  afterAll(async () => {
    await kapuas?.stop();
    await province?.stop();
  });

  it('takes in what counts of both epochs, holds nothing for ever, and sees no fork', async () => {
    await waitUntil('everything has arrived', () => arrived.length >= published.length);
    expect([...arrived].sort()).toEqual([...published].sort());
    await waitUntil('nothing is held', async () => (await reporting.query('SELECT 1 FROM reader_held')).length === 0);
    expect(await reporting.query('SELECT kind FROM delivery_incident')).toEqual([]);
    const epochs = await reporting.query<{ epoch: string; state: string }>(
      `SELECT epoch, state FROM reader_epoch WHERE region = '62' ORDER BY epoch`,
    );
    expect(epochs).toEqual([
      { epoch: province.epoch.epoch, state: 'CLOSED' },
      { epoch: second.epoch, state: 'CURRENT' },
    ]);
  });

  it('tells whoever comes later the epoch that the province counts in', async () => {
    const [member] = await waitUntil('the list has come', async () => {
      const rows = await kapuas.sql<{ present_epoch: string | null }>(
        `SELECT present_epoch FROM betang.region_member WHERE region = '62' AND present_epoch IS NOT NULL`,
      );
      return rows.length > 0 && rows;
    });
    expect(member).toEqual({ present_epoch: second.epoch });
  });
});
