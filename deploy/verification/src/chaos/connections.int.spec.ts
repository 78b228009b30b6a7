import { SERVICES } from '@betang/all-in-one';
import { DeliveryHost } from '@betang/messaging';
import { Jobs, SERVICE_NAMES, ServiceDatabase, connectionsOfService, type RunnableService } from '@betang/platform';
import {
  startRegionUnderTest,
  startRunningService,
  waitUntil,
  type RegionUnderTest,
  type RunningService,
} from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const POOL_SIZE = 3;
let region: RegionUnderTest;
beforeAll(async () => {
  region = await startRegionUnderTest('62.03', SERVICE_NAMES);
});
afterAll(() => region?.stop());

const start = (service: RunnableService) =>
  startRunningService({ ...service, region, environment: { BETANG_DATABASE_POOL_SIZE: String(POOL_SIZE) } });

/** Connections of whatever runs in the region. */
const open = async () => {
  const rows = await region.sql(`SELECT 1 FROM pg_stat_activity WHERE datname = 'betang' AND pid <> pg_backend_pid()`);
  return rows.length;
};

function leads({ app }: RunningService, { definition }: RunnableService): boolean {
  const { services } = app.get(DeliveryHost, { strict: false }).status() as {
    services: Record<string, { leading: boolean }>;
  };
  return services[definition.name]?.leading === true;
}

/** Takes every connection of the pool, and gives jobs to do until their pool is used up too. */
async function useUp({ app }: RunningService, work: () => Promise<void>): Promise<void> {
  const { pool } = app.get(ServiceDatabase, { strict: false });
  const taken = await Promise.all(Array.from({ length: POOL_SIZE }, () => pool.connect()));
  const queue = app.get(Jobs, { strict: false }).queue<object>('probe');
  queue.process(() => Promise.resolve());
  try {
    await Promise.all(Array.from({ length: 50 }, () => queue.add({})));
    await work();
  } finally {
    for (const client of taken) client.release();
  }
}

describe('a service that is asked for more than it can do', () => {
  it.each(SERVICES.map((service) => [service.definition.name, service] as const))(
    'opens as many connections as are counted for it, and no more: %s',
    async (_, service) => {
      const running = await start(service);
      try {
        await waitUntil('it leads its delivery', () => Promise.resolve(leads(running, service)));
        await useUp(running, async () => {
          const bound = connectionsOfService(POOL_SIZE);
          await waitUntil('all connections are open', async () => (await open()) >= bound);
          expect(await open()).toBe(bound);
        });
      } finally {
        await running.stop();
      }
    },
  );
});
