import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgencyPublished, newId } from '@betang/contracts';
import { localConnectionOptions, readCredentials, topologyPaths } from '@betang/messaging';
import { waitUntil } from '@betang/testing';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { regionPaths } from '../region/region-paths.js';
import { startDeployment, type DeploymentUnderTest } from '../testing/deployment-under-test.js';
import { joinProvince } from '../testing/join-province.js';
import { startRegionProcess, type RegionProcess } from '../testing/region-process.js';
import { betang } from '../testing/run-betang.js';

interface StatusJson {
  readonly regions: { readonly problems: { code: string; about: string }[] }[];
}
interface ReadyJson {
  readonly ready: boolean;
  readonly checks: { name: string; ok: boolean; code?: string; details?: { services?: string } }[];
}

describe('a stream that is gone', () => {
  let province: DeploymentUnderTest;
  let kapuas: DeploymentUnderTest;
  let hub: RegionProcess;
  let home: RegionProcess;

  beforeAll(async () => {
    [province, kapuas] = await Promise.all([startDeployment('62', 'hub'), startDeployment('62.03', 'region')]);
    await joinProvince(kapuas, province);
    hub = await startRegionProcess(province.dataDir);
    home = await startRegionProcess(kapuas.dataDir);
    await allWell(kapuas);
    await allWell(province);
  }, 180_000);
  afterAll(async () => {
    for (const process of [home, hub]) await process?.stop();
    await kapuas?.stop();
    await province?.stop();
  });

  const at = (deployment: DeploymentUnderTest, ...argv: string[]) =>
    betang([...argv, '--data', deployment.dataDir, '--json', '--language', 'en']);
  const problemsOf = async (deployment: DeploymentUnderTest) => {
    const { json } = await at(deployment, 'status');
    return (json as unknown as StatusJson).regions[0]!.problems.map(({ code, about }) => `${code} · ${about}`);
  };
  const allWell = (deployment: DeploymentUnderTest) =>
    waitUntil(`all is well at ${deployment.region}`, async () => (await at(deployment, 'status')).exitCode === 0, {
      timeoutMs: 60_000,
    });
  const deliveryCheck = async ({ address }: RegionProcess) => {
    const { ready, checks } = (await (await fetch(`${address}/ready`)).json()) as ReadyJson;
    return { ready, ...checks.find(({ name }) => name === 'delivery')! };
  };
  /** What is left of a stream after its disk was lost and nats-server was started empty. */
  const lose = async (deployment: DeploymentUnderTest, stream: string) => {
    const paths = topologyPaths(regionPaths(deployment.dataDir).nats);
    const credentials = await readCredentials(stream === 'FEDERATION' ? paths.hubOperator : paths.local('operator'));
    const connection = await connect(localConnectionOptions(credentials));
    await (await jetstreamManager(connection, { checkAPI: false })).streams.delete(stream);
    await connection.close();
  };
  const retriesIn = ({ log }: RegionProcess) => log.filter((line) => line.includes('delivery will try again'));
  /** A fact of the region that its province takes in: over the hub and back, for the region reads its own facts there too. */
  const published = async (process: RegionProcess) => {
    const agencyId = newId();
    await process.publish('identity', AgencyPublished.create({ subject: agencyId, data: { agencyId, name: 'Dinas' } }));
    return agencyId;
  };
  const takenIn = (deployment: DeploymentUnderTest, subject: string) =>
    waitUntil('it is taken in', async () => {
      const rows = await deployment.sql('SELECT 1 FROM reporting.archive WHERE subject = $1', [subject]);
      return rows.length === 1;
    });

  it('is named with its cure by status and readiness, in few lines of log, and is well again after topology apply', async () => {
    await takenIn(province, await published(home));
    const before = retriesIn(home).length;
    await lose(kapuas, 'INBOUND_r6203');
    const stuck = await waitUntil('readiness names readers and link', async () => {
      const check = await deliveryCheck(home);
      const services = check.details?.services ?? '';
      return services.includes('reporting INBOUND_r6203') && services.includes('link') && check;
    });
    expect(stuck).toMatchObject({ ready: true, ok: false, code: 'delivery-retrying' });
    expect(stuck.details!.services!.split(', ').sort()).toEqual([
      'identity INBOUND_r6203: stream-missing',
      'link: stream-missing',
      'reporting INBOUND_r6203: stream-missing',
      'training-catalog INBOUND_r6203: stream-missing',
    ]);
    expect(await problemsOf(kapuas)).toEqual(['stream-missing · INBOUND_r6203']);
    const { out, exitCode } = await betang(['status', '--data', kapuas.dataDir, '--language', 'en']);
    expect(exitCode).toBe(1);
    expect(out).toMatch(/INBOUND_r6203 +MISSING/);
    expect(out).toMatch(/EVENTS_r6203 +\d+ /);
    expect(out).toContain('Run betang topology apply');
    // The window of all readers, and the link: each once, however often they try.
    const parts = retriesIn(home)
      .slice(before)
      .map((line) => (JSON.parse(line) as { part: string }).part);
    expect(parts.sort()).toEqual(['link', 'window INBOUND_r6203']);

    expect((await at(kapuas, 'topology', 'apply')).exitCode).toBe(0);
    await allWell(kapuas);
    await waitUntil('delivery is well', async () => (await deliveryCheck(home)).ok);
    await takenIn(province, await published(home));
    expect(retriesIn(home).length - before).toBe(2);
  }, 180_000);

  it('is told of the region’s own facts as well, which are published again', async () => {
    await lose(kapuas, 'EVENTS_r6203');
    const agencyId = await published(home);
    await waitUntil('readiness names the relay', async () =>
      (await deliveryCheck(home)).details?.services?.includes('identity EVENTS_r6203: stream-missing'),
    );
    expect(await problemsOf(kapuas)).toContain('stream-missing · EVENTS_r6203');
    expect(await problemsOf(kapuas)).not.toContain('bus-unreachable · nats-server');
    expect((await at(kapuas, 'topology', 'apply')).exitCode).toBe(0);
    await allWell(kapuas);
    await takenIn(province, agencyId);
  }, 180_000);

  it('is the province’s to mend where it is the hub’s: its regions say so, and lose nothing', async () => {
    await lose(province, 'FEDERATION');
    // The hub does not answer a link that has no place: that takes the link two silences to find out.
    await waitUntil(
      'the region says who mends it',
      async () => (await problemsOf(kapuas)).includes('hub-place-missing · hub'),
      { timeoutMs: 60_000, intervalMs: 500 },
    );
    expect((await deliveryCheck(home)).details?.services).toContain('link: hub-place-missing');
    const agencyId = await published(home);
    const problems = await problemsOf(province);
    expect(problems).toContain('stream-missing · FEDERATION');
    expect(problems.filter((problem) => /^(bus|hub)-unreachable/.test(problem))).toEqual([]);
    expect((await at(province, 'topology', 'apply')).exitCode).toBe(0);
    await takenIn(province, agencyId);
    await allWell(province);
    await allWell(kapuas);
  }, 180_000);
});
