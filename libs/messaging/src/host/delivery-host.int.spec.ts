import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Logger, ServiceDatabase } from '@betang/platform';
import { startRegionUnderTest, waitUntil, type RegionUnderTest } from '@betang/testing';
import { topologyPaths } from '../topology/topology-folder.js';
import type { DeliveryConfig } from './delivery-config.js';
import { DeliveryHost } from './delivery-host.js';
import { DeliveryStrategy } from './delivery-strategy.js';

describe('the delivery of a process', () => {
  let region: RegionUnderTest;

  beforeAll(async () => {
    region = await startRegionUnderTest('62.03', ['learning-hours']);
  });
  afterAll(async () => region?.stop());

  /** The same database, which answers the next questions as one that is being restarted does. */
  function restarting(database: ServiceDatabase, failures: { left: number }): ServiceDatabase {
    const query = (text: string, values?: readonly unknown[]) => {
      if (failures.left-- > 0) return Promise.reject(Object.assign(new Error('starting up'), { code: '57P03' }));
      return database.query(text, values);
    };
    return new Proxy(database, {
      get: (target, name) => {
        if (name === 'query') return query;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  }

  it('begins although the database was away when the bus was reached', async () => {
    const { database } = await region.service('learning-hours');
    const failures = { left: 0 };
    const warnings: unknown[] = [];
    const paths = topologyPaths(join(region.dir, 'nats'));
    const config = {
      region: '62.03',
      natsUrl: region.nats.url,
      natsCredentials: paths.local('all'),
      keysDir: join(region.dir, 'keys'),
      sharingOptIn: [],
      sharingOptOut: [],
      headsSeconds: 60,
      migrateAtStart: false,
    } as unknown as DeliveryConfig;
    const note = (_text: string, about: unknown) => void warnings.push(about);
    const logger = { warn: note, error: note, info: note } as unknown as Logger;
    const host = new DeliveryHost(config, logger);
    await host.add('learning-hours', restarting(database, failures));
    failures.left = 4;
    host.start(new DeliveryStrategy());
    try {
      await waitUntil('the service leads', () => host.find('learning-hours')?.progress.leading);
      expect(failures.left).toBeLessThan(0);
    } finally {
      await host.stop();
      await host.close();
    }
  });
});
