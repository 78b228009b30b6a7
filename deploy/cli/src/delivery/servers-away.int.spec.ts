import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitUntil } from '@betang/testing';
import { startDeployment, type DeploymentUnderTest } from '../testing/deployment-under-test.js';
import { startRegionProcess, type RegionProcess } from '../testing/region-process.js';
import { betang } from '../testing/run-betang.js';
import type { RegionStatus } from './status-report.js';

let province: DeploymentUnderTest;
let home: RegionProcess;

beforeAll(async () => {
  province = await startDeployment('62', 'hub');
  home = await startRegionProcess(province.dataDir);
}, 120_000);
afterAll(async () => {
  await home?.stop();
  await province?.stop();
});

const statusOf = async () => {
  const run = await betang(['status', '--data', province.dataDir, '--json']);
  const [region] = (run.json as unknown as { regions: RegionStatus[] }).regions;
  return { exitCode: run.exitCode, problems: region!.problems };
};
const allWell = () => waitUntil('all is well', async () => (await statusOf()).exitCode === 0, { timeoutMs: 60_000 });
const told = async () => (await betang(['status', '--data', province.dataDir, '--language', 'en'])).out;

describe('the status of a region whose server is stopped', () => {
  it('names nats-server with its address and what to do, and nothing else', async () => {
    await allWell();
    const { nats } = province.settings;
    await province.nats.kill9();
    const about = `nats-server nats://127.0.0.1:${nats.port}`;
    expect(await statusOf()).toEqual({ exitCode: 1, problems: [{ code: 'bus-unreachable', about }] });
    expect(await told()).toContain(`bus-unreachable · ${about}\n      Start nats-server with this region's nats.conf.`);
    await province.nats.restart();
    await allWell();
  });

  it('names Postgres with its address and what to do, and nothing else', async () => {
    const { host } = new URL(province.postgres.url);
    await province.postgres.kill9();
    const about = `Postgres ${host}/betang`;
    expect(await statusOf()).toEqual({ exitCode: 1, problems: [{ code: 'database-unreachable', about }] });
    expect(await told()).toContain(`database-unreachable · ${about}\n      Start this region's Postgres`);
    await province.postgres.restart();
    await allWell();
  });
});
