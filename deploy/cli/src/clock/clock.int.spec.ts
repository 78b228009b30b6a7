import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SystemClock, type Readiness } from '@betang/platform';
import { waitUntil } from '@betang/testing';
import type { RegionStatus } from '../delivery/status-report.js';
import { TEST_SERVICES, startDeployment, type DeploymentUnderTest } from '../testing/deployment-under-test.js';
import { startRegionProcess, type RegionProcess } from '../testing/region-process.js';
import { betang } from '../testing/run-betang.js';

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
  return (run.json as unknown as { regions: RegionStatus[] }).regions[0]!.problems;
};
const allWell = () => waitUntil('all is well', async () => (await statusOf()).length === 0, { timeoutMs: 60_000 });
const confirm = (day: string) => betang(['clock', 'confirm', day, '--data', province.dataDir, '--json']);
const today = () => new SystemClock('62').today();

/** As a clock that leapt finds it: the services have last seen another year. */
const leap = async () => {
  for (const service of TEST_SERVICES)
    await province.sql(`UPDATE ${service.replaceAll('-', '_')}.clock_seen SET seen_at = '2016-11-23T08:00:00Z'`);
};

describe('a region whose clock leapt', () => {
  it('says so with what to do, and goes on once an operator has said which day it is', async () => {
    await allWell();
    await leap();
    const { host } = new URL(province.postgres.url);
    expect((await statusOf())[0]).toEqual({ code: 'clock-in-doubt', about: `Postgres ${host}/betang` });
    await waitUntil('the services find it', async () => {
      const { ready, checks } = (await (await fetch(`${home.address}/ready`)).json()) as Readiness;
      return !ready && checks.filter(({ code }) => code === 'clock-in-doubt').length === TEST_SERVICES.length;
    });
    expect((await betang(['status', '--data', province.dataDir, '--language', 'en'])).out).toContain(
      'If the clock is right: betang clock confirm DAY.',
    );
    expect(await confirm('23 November')).toMatchObject({ exitCode: 2 });
    expect(await confirm('2016-11-23')).toMatchObject({ exitCode: 3, json: { error: { code: 'clock-day-differs' } } });
    expect((await statusOf())[0]).toMatchObject({ code: 'clock-in-doubt' });
    expect(await confirm(today())).toMatchObject({ exitCode: 0 });
    await allWell();
    expect(await province.sql(`SELECT actor FROM reporting.audit_entry WHERE action = 'confirm-clock'`)).toHaveLength(
      1,
    );
  });

  it('begins nothing where it is started by that clock', async () => {
    await home.stop();
    await leap();
    await expect(startRegionProcess(province.dataDir)).rejects.toThrow('clock-in-doubt');
    expect((await statusOf()).map(({ code }) => code)).toEqual(['clock-in-doubt']);
    await confirm(today());
    home = await startRegionProcess(province.dataDir);
    await allWell();
  });
});
