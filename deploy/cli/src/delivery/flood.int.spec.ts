import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hubConnectionOptions, readCredentials, shareSubject, topologyPaths } from '@betang/messaging';
import { waitUntil } from '@betang/testing';
import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import { regionPaths } from '../region/region-paths.js';
import { agencies } from '../testing/facts.js';
import { startDeployment, type DeploymentUnderTest } from '../testing/deployment-under-test.js';
import { joinProvince } from '../testing/join-province.js';
import { startRegionProcess, type RegionProcess } from '../testing/region-process.js';
import { betang } from '../testing/run-betang.js';

/** What is said to another region alone: the province, which watches, does not read it. */
const SUBJECT = shareSubject('62.03', 'to.r6271', 'identity', 'directed', 1);
/** What a stream bears at once, unless a server is told otherwise. */
const OPEN_BATCHES = 50;

interface StatusJson {
  readonly regions: {
    readonly problems: { code: string; about: string }[];
    readonly bus: { regions: { region: string; sent: number | null }[] };
  }[];
}

describe('a region that floods the hub', () => {
  let province: DeploymentUnderTest;
  let kapuas: DeploymentUnderTest;
  let hub: RegionProcess;
  let home: RegionProcess;
  let flood: NatsConnection;

  beforeAll(async () => {
    [province, kapuas] = await Promise.all([startDeployment('62', 'hub'), startDeployment('62.03', 'region')]);
    await joinProvince(kapuas, province);
    hub = await startRegionProcess(province.dataDir);
    home = await startRegionProcess(kapuas.dataDir);
    const credentials = await readCredentials(topologyPaths(regionPaths(kapuas.dataDir).nats).hub);
    flood = await connect({ ...hubConnectionOptions(credentials), reconnect: false });
  }, 180_000);
  afterAll(async () => {
    await flood?.close();
    for (const process of [home, hub]) await process?.stop();
    await kapuas?.stop();
    await province?.stop();
  });

  const at = (deployment: DeploymentUnderTest, ...argv: string[]) =>
    betang([...argv, '--data', deployment.dataDir, '--json', '--language', 'en']);
  const problemsOf = async (deployment: DeploymentUnderTest) => {
    const { json } = await at(deployment, 'status');
    return (json as unknown as StatusJson).regions[0]!.problems;
  };
  /** As the server counts it, whatever became of the messages. */
  const sentBy = async (region: string) => {
    const { json } = await at(province, 'status');
    const place = (json as unknown as StatusJson).regions[0]!.bus.regions.find((found) => found.region === region);
    return place?.sent ?? 0;
  };
  const takenFrom = async (region: string) => {
    const page = await (await fetch(`${hub.address}/metrics`)).text();
    return Number(new RegExp(`^betang_hub_region_events_total{origin="${region}"} (\\d+)$`, 'm').exec(page)?.[1] ?? 0);
  };
  const archived = async () =>
    (await province.sql<{ n: number }>(`SELECT count(*)::int AS n FROM reporting.archive WHERE region = '62.03'`))[0]!
      .n;

  const ofBatch = (id: string, sequence: number) => {
    const list = headers();
    list.set('Nats-Batch-Id', id);
    list.set('Nats-Batch-Sequence', String(sequence));
    return list;
  };
  /** A batch as a relay sends it, but for its last message: until that comes, or the server has waited long enough, it stays open. */
  const openBatch = (size: number) => {
    const id = randomUUID();
    for (let sequence = 1; sequence < size; sequence += 1)
      flood.publish(SUBJECT, 'x', { headers: ofBatch(id, sequence) });
    return async () => {
      const last = ofBatch(id, size);
      last.set('Nats-Batch-Commit', '1');
      return (await flood.request(SUBJECT, 'x', { headers: last, timeout: 20_000 })).json<object>();
    };
  };

  it('is counted by its province, in metrics and status, whomever its events are for', async () => {
    await home.publish('identity', ...agencies(40));
    await waitUntil('the province counts them', async () => (await takenFrom('62.03')) >= 40);
    const { out } = await betang(['status', '--data', province.dataDir, '--language', 'en']);
    expect(out).toMatch(/62\.03: active, .*, sends [1-9]\d* a minute/);
    expect(await problemsOf(province)).not.toContainEqual(expect.objectContaining({ code: 'region-floods' }));
  });

  it('is counted by the server where nothing of it comes into the stream', async () => {
    const [sent, taken] = [await sentBy('62.03'), await takenFrom('62.03')];
    const end = openBatch(1_000);
    await flood.flush();
    expect((await sentBy('62.03')) - sent).toBeGreaterThanOrEqual(999);
    expect((await takenFrom('62.03')) - taken).toBeLessThan(999);
    await end();
  });

  it('hinders the others’ batches: their events arrive one by one, and their status says so', async () => {
    const before = await archived();
    const open = Array.from({ length: OPEN_BATCHES }, () => openBatch(2));
    await flood.flush();
    await home.publish('identity', ...agencies(600));
    await waitUntil('the region says so', async () =>
      (await problemsOf(kapuas)).some(
        ({ code, about }) => code === 'publish-batches-exhausted' && about === 'identity: hub',
      ),
    );
    await waitUntil('all have arrived', async () => (await archived()) === before + 600);
    const page = await (await fetch(`${home.address}/metrics`)).text();
    const counted = page
      .split('\n')
      .find((line) => line.includes('batches_exhausted_total{service="identity",destination="hub"}'));
    expect(Number(counted?.split(' ').at(-1))).toBeGreaterThan(0);
    expect(home.log.filter((line) => line.includes('publish-batches-exhausted'))).toHaveLength(1);
    for (const end of open) await end();
  }, 120_000);

  it('is named to its province with what to do, and is out at once when that is done', async () => {
    for (let batch = 0; batch < 61; batch += 1) expect(await openBatch(1_000)()).not.toHaveProperty('error');
    const floods = await waitUntil('the status names it', async () =>
      (await problemsOf(province)).find(({ code }) => code === 'region-floods'),
    );
    expect(floods.about).toMatch(/^62\.03: 2\d\d\/s$/);
    const closed = flood.closed();
    expect((await at(province, 'region', 'suspend', '62.03')).exitCode).toBe(0);
    await closed;
  }, 120_000);
});
