import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readTopology } from '@betang/messaging';
import { waitUntil } from '@betang/testing';
import { agencies, agencyCollector } from '../testing/facts.js';
import { startDeployment, type DeploymentUnderTest } from '../testing/deployment-under-test.js';
import { addRegion, removeRegion } from './federation-admission.js';
import { joinFederation } from './join-federation.js';
import { regionPaths } from './region-paths.js';
import { registrationOf } from './register-region.js';

let province: DeploymentUnderTest;
let kapuas: DeploymentUnderTest;
let another: DeploymentUnderTest;
const received: string[] = [];

beforeAll(async () => {
  [province, kapuas, another] = await Promise.all([
    startDeployment('62', 'hub'),
    startDeployment('62.03', 'region'),
    startDeployment('62.03', 'region'),
  ]);
}, 120_000);
afterAll(async () => {
  for (const deployment of [another, kapuas, province]) await deployment?.stop();
});

it('a region that was made anew under a code that others know is not let in: all that it said would be held for ever', async () => {
  await joinFederation(kapuas.dataDir, await addRegion(province.dataDir, await registrationOf(kapuas.dataDir)));
  await province.run('identity');
  await province.run('reporting', [agencyCollector(received)]);
  const identity = await kapuas.run('identity');
  await identity.publish(...agencies(3));
  await waitUntil('the province has all agencies', () => received.length === 3);
  await kapuas.stopServices();
  const registration = await registrationOf(another.dataDir);
  const before = await readTopology(regionPaths(province.dataDir).nats);
  const refused = { code: 'region-made-anew', params: { region: '62.03' } };
  await expect(addRegion(province.dataDir, registration)).rejects.toMatchObject(refused);
  expect(await readTopology(regionPaths(province.dataDir).nats)).toEqual(before);
  await removeRegion(province.dataDir, '62.03');
  await expect(addRegion(province.dataDir, registration)).rejects.toMatchObject(refused);
  // Itself it comes back, also in a later epoch.
  const own = await registrationOf(kapuas.dataDir);
  await addRegion(province.dataDir, own);
  await addRegion(province.dataDir, { ...own, firstEpoch: '2.aaaaaaaaaaaa' });
});
