import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Logger, ServiceDatabase } from '@betang/platform';
import { startRegionUnderTest, waitUntil, type RegionUnderTest } from '@betang/testing';
import { ServiceDelivery, type ServiceDeliveryPorts } from '../engine/service-delivery.js';
import { openEpoch } from '../epoch/region-epoch.js';
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

  const openHost = async (database: ServiceDatabase, warnings: unknown[] = []): Promise<DeliveryHost> => {
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
    const host = new DeliveryHost(config, { warn: note, error: note, info: note } as unknown as Logger);
    await host.add('learning-hours', database);
    return host;
  };
  const ending = async (host: DeliveryHost): Promise<void> => {
    await host.stop();
    await host.close();
  };

  it('begins although the database was away when the bus was reached', async () => {
    const { database } = await region.service('learning-hours');
    const failures = { left: 0 };
    const host = await openHost(restarting(database, failures));
    failures.left = 4;
    host.start(new DeliveryStrategy());
    try {
      await waitUntil('the service leads', () => host.find('learning-hours')?.progress.leading);
      expect(failures.left).toBeLessThan(0);
    } finally {
      await ending(host);
    }
  });

  it('publishes nothing in an epoch that was opened while it waited: what it wrote is of the one before', async () => {
    const { database } = await region.service('learning-hours');
    const query = async <R>(text: string, values?: readonly unknown[]) =>
      (await region.sql(text, values as unknown[])) as R[];
    const owner = {
      query,
      execute: async (text: string, values?: readonly unknown[]) => (await query(text, values)).length,
    };
    await region.sql(`UPDATE betang.epoch SET system_identifier = 'another'`);
    const host = await openHost(database);
    const doubt = () => (host.status() as { doubt: { code: string; detail: string } | null }).doubt;
    host.start(new DeliveryStrategy());
    try {
      await waitUntil('it is in doubt', () => doubt()?.code === 'other-cluster');
      const { epoch } = await openEpoch(owner, '62.03', 'OPERATOR');
      await waitUntil('it has looked again', () => doubt()?.code !== 'other-cluster');
      expect(doubt()).toEqual({ code: 'epoch-opened', detail: epoch });
      expect(host.find('learning-hours')).toBeUndefined();
    } finally {
      await ending(host);
    }
  });

  it('does not lead in another epoch than the one that it began in', async () => {
    const { ports } = (await region.service('learning-hours')).delivery;
    const problems: unknown[] = [];
    const late = { ...ports, identity: { ...ports.identity, epoch: '1.before' } } as unknown as ServiceDeliveryPorts;
    const stop = new AbortController();
    const waiting = new ServiceDelivery({ ...late, onProblem: (error) => problems.push(error) });
    const done = waiting.run(stop.signal);
    await waitUntil('it is refused with the lock held', () => problems.length > 0);
    stop.abort();
    await done;
    expect(problems[0]).toMatchObject({ code: 'epoch-opened' });
  });
});
