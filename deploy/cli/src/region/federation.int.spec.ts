import { isDeepStrictEqual } from 'node:util';
import { readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  findPseudonymKeys,
  makeRegionKeys,
  readCredentials,
  readRegionKeys,
  regionToken,
  topologyPaths,
  verifyTopology,
} from '@betang/messaging';
import { RegionConfig, readConfig } from '@betang/platform';
import { waitUntil } from '@betang/testing';
import { agencies, agencyCollector, unit, unitCollector } from '../testing/facts.js';
import { startDeployment, type DeploymentUnderTest } from '../testing/deployment-under-test.js';
import { betang, type BetangRun } from '../testing/run-betang.js';
import { fingerprintOf, parseJoinFile, parseRegistration } from './exchange-files.js';
import { addRegion, removeRegion, resumeRegion, suspendRegion } from './federation-admission.js';
import { initRegion } from './init-region.js';
import { joinFederation } from './join-federation.js';
import { environmentOf } from './region-environment.js';
import { regionPaths } from './region-paths.js';
import { registrationOf } from './register-region.js';
import { rotateHubKey } from './rotate-hub-key.js';
import { rotateKeys } from './rotate-keys.js';

let province: DeploymentUnderTest;
let kapuas: DeploymentUnderTest;
let palangkaraya: DeploymentUnderTest;
const received: string[] = [];

beforeAll(async () => {
  [province, kapuas, palangkaraya] = await Promise.all([
    startDeployment('62', 'hub'),
    startDeployment('62.03', 'region'),
    startDeployment('62.71', 'region'),
  ]);
});
afterAll(async () => {
  for (const deployment of [palangkaraya, kapuas, province]) await deployment?.stop();
});

async function letIn(region: DeploymentUnderTest): Promise<void> {
  // By way of text, as the files travel.
  const registration = parseRegistration(JSON.stringify(await registrationOf(region.dataDir)));
  const file = parseJoinFile(JSON.stringify(await addRegion(province.dataDir, registration)));
  await joinFederation(region.dataDir, file);
}

const receivedOf = (region: string) => received.filter((entry) => entry.startsWith(`${region} `));

describe('a region is initialised', () => {
  it('again without any change to keys, epoch or credentials', async () => {
    const { keys, nats, passwords } = regionPaths(kapuas.dataDir);
    const state = async () => ({
      keys: (await readRegionKeys(keys)).public,
      epochs: await kapuas.sql('SELECT epoch FROM betang.epoch'),
      members: await kapuas.sql('SELECT region, state, first_epoch FROM betang.region_member'),
      passwords: await readFile(passwords, 'utf8'),
      topology: await readFile(topologyPaths(nats).topologyFile, 'utf8'),
    });
    const before = await state();
    const again = await initRegion(kapuas.settings);
    expect(again.migrations).toEqual([]);
    expect(await state()).toEqual(before);
    expect(before.members).toEqual([{ region: '62.03', state: 'ACTIVE', first_epoch: again.epoch.epoch }]);
  });

  it('never as another region in the same folder', async () => {
    await expect(initRegion({ ...kapuas.settings, region: '62.71' })).rejects.toMatchObject({
      code: 'region-is-another',
    });
  });

  it('with settings that a service accepts, and secrets that only its owner reads', async () => {
    const config = readConfig(RegionConfig, await environmentOf(kapuas.dataDir));
    expect(config).toMatchObject({ region: '62.03', mode: 'local' });
    expect(config.hubUrl).toBeUndefined();
    const { settings, passwords, keys } = regionPaths(kapuas.dataDir);
    expect(await readFile(settings, 'utf8')).not.toMatch(/password|seed|"d"/);
    expect((await stat(passwords)).mode & 0o777).toBe(0o600);
    expect((await stat(keys)).mode & 0o777).toBe(0o700);
  });
});

describe('a region joins its province', () => {
  it('by two files without a secret', async () => {
    const registration = await registrationOf(kapuas.dataDir);
    expect(await registrationOf(kapuas.dataDir)).toEqual(registration);
    const file = await addRegion(province.dataDir, registration);
    for (const text of [registration, file].map((part) => JSON.stringify(part)))
      expect(text).not.toMatch(/"SU[A-Z2-7]{56}"|"d\\?":|privateKey|password/);
    expect(fingerprintOf(parseRegistration(JSON.stringify(registration, null, 2)))).toBe(fingerprintOf(registration));
    expect(fingerprintOf({ ...registration, firstEpoch: '1.aaaaaaaaaaaa' })).not.toBe(fingerprintOf(registration));
  });

  it('and its facts arrive, all of them once', async () => {
    await letIn(kapuas);
    expect(await environmentOf(kapuas.dataDir)).toMatchObject({ BETANG_HUB_URL: province.nats.url });
    await province.run('identity');
    await province.run('reporting', [agencyCollector(received)]);
    const identity = await kapuas.run('identity');
    await identity.publish(...agencies(60));
    await waitUntil('the province has all agencies', () => receivedOf('62.03').length >= 60);
    expect(new Set(received).size).toBe(60);
    expect(await verifyTopology(regionPaths(province.dataDir).nats)).toEqual([]);
  });

  it('but not into another province, and not by the file of another region', async () => {
    const registration = await registrationOf(kapuas.dataDir);
    await expect(addRegion(province.dataDir, { ...registration, region: '63.71' })).rejects.toMatchObject({
      code: 'region-not-below-province',
    });
    const file = await addRegion(province.dataDir, registration);
    await expect(joinFederation(kapuas.dataDir, { ...file, region: '62.71' })).rejects.toMatchObject({
      code: 'join-file-for-another',
    });
    await expect(registrationOf(province.dataDir)).rejects.toMatchObject({ code: 'province-joins-nobody' });
    await expect(addRegion(kapuas.dataDir, registration)).rejects.toMatchObject({ code: 'not-a-province' });
  });
});

describe('the province', () => {
  it('adds another region while others work, and disturbs none of them', async () => {
    const identity = await kapuas.run('training-catalog');
    const connects = (await identity.delivery.ports.hub!.bus).connects;
    await letIn(palangkaraya);
    const city = await palangkaraya.run('identity');
    await city.publish(...agencies(3));
    await waitUntil('the newcomer is heard', () => receivedOf('62.71').length >= 3);
    expect((await identity.delivery.ports.hub!.bus).connects).toBe(connects);
  });

  it('knows when a region is connected', async () => {
    await waitUntil('the hub sees the region', async () => (await hubConnectionsOf('62.03')) > 0);
  });

  it('suspends a region, whose facts wait at home, and lets it in again without a restart', async () => {
    const before = receivedOf('62.03').length;
    await suspendRegion(province.dataDir, '62.03');
    await waitUntil('the hub has let the region go', async () => (await hubConnectionsOf('62.03')) === 0);
    await kapuas.publish('identity', ...agencies(5));
    await palangkaraya.publish('identity', ...agencies(1));
    await waitUntil('a later fact of another region arrives', () => receivedOf('62.71').length === 4);
    expect(receivedOf('62.03')).toHaveLength(before);
    await resumeRegion(province.dataDir, '62.03');
    await waitUntil('the waiting facts arrive', () => receivedOf('62.03').length === before + 5, { timeoutMs: 30_000 });
  });

  it('may suspend a region that is down: started again it works at home, and links when it is let in', async () => {
    const before = receivedOf('62.71').length;
    await palangkaraya.stopServices();
    await suspendRegion(province.dataDir, '62.71');
    await palangkaraya.run('identity');
    const atHome: string[] = [];
    await palangkaraya.run('reporting', [unitCollector(atHome)]);
    await palangkaraya.publish('identity', unit('Bidang Umum'), ...agencies(2));
    await waitUntil('a home fact arrives at home', () => atHome.length === 1);
    expect(receivedOf('62.71')).toHaveLength(before);
    await resumeRegion(province.dataDir, '62.71');
    await waitUntil('what waited arrives', () => receivedOf('62.71').length === before + 2, { timeoutMs: 30_000 });
  });

  it('lets nobody suspend or remove the province itself, or a region that it does not know', async () => {
    await expect(suspendRegion(province.dataDir, '62')).rejects.toMatchObject({ code: 'province-stays' });
    await expect(removeRegion(province.dataDir, '62.01')).rejects.toMatchObject({
      code: 'region-unknown',
      params: { region: '62.01', known: expect.stringContaining('62.71') },
    });
  });
});

const fingerprintsOf = ({ json }: BetangRun) =>
  (json as unknown as { fingerprints: { keyId: string; fingerprint: string }[] }).fingerprints;

describe('keys are rotated', () => {
  it('with fingerprints that the region and its province can read to each other', async () => {
    const file = join(kapuas.dataDir, 'kunci-baru.json');
    const rotate = ['region', 'rotate-keys', file, '--data', palangkaraya.dataDir, '--language', 'en'];
    const { out } = await betang(rotate);
    const rotated = await betang([...rotate, '--json']);
    const fresh = fingerprintsOf(rotated);
    expect(fresh.map(({ keyId }) => keyId.split('-')[0])).toEqual(['encryption', 'signing']);
    expect(new Set(fresh.map(({ fingerprint }) => fingerprint)).size).toBe(2);
    for (const { keyId, fingerprint } of fresh) expect(out).toMatch(new RegExp(`${keyId} +${fingerprint}`));
    const added = await betang(['region', 'add', file, `${file}.join`, '--data', province.dataDir, '--json']);
    expect(fingerprintsOf(added)).toEqual(expect.arrayContaining(fresh));
    expect(fingerprintsOf(added)).toHaveLength(4);
    const { fingerprint } = rotated.json as unknown as { fingerprint: string };
    expect(added.json).toMatchObject({ registrationFingerprint: fingerprint });
    expect(out).toContain(fingerprint);
  });

  it('in two steps: nothing is signed with a key that others do not know', async () => {
    const { keys } = regionPaths(kapuas.dataDir);
    const old = (await readRegionKeys(keys)).signing.keyId;
    const announced = await rotateKeys(kapuas.dataDir);
    expect(announced.state).toBe('announced');
    expect((await rotateKeys(kapuas.dataDir)).state).toBe('waiting');
    expect((await readRegionKeys(keys)).signing.keyId).toBe(old);
    await addRegion(province.dataDir, announced.registration!);
    const active = await waitUntil('the list of the province carries the keys to everyone', async () => {
      const rotation = await rotateKeys(kapuas.dataDir);
      return rotation.state === 'active' && rotation;
    });
    expect((await readRegionKeys(keys)).signing.keyId).toBe(active.keyIds.find((keyId) => keyId.startsWith('signing')));
    const known = async () => {
      const stated = await palangkaraya.sql<{ key_id: string; valid_to: Date | null }>(
        `SELECT key_id, valid_to FROM betang.region_key WHERE region = '62.03' AND use = 'SIGNING' ORDER BY key_id`,
      );
      return stated.map(({ key_id: keyId, valid_to: validTo }) => [keyId, validTo === null]);
    };
    const wanted = [
      [old, false],
      [active.keyIds.find((keyId) => keyId.startsWith('signing')), true],
    ];
    await waitUntil('a third region has heard the list', async () => isDeepStrictEqual(await known(), wanted));
  });

  it('and the province does so by its own list', async () => {
    expect((await rotateKeys(province.dataDir)).state).toBe('announced');
    await waitUntil('the list has left', async () => (await rotateKeys(province.dataDir)).state === 'active');
  });

  it('and by a command that was killed, once it is run again; the key of pseudonyms stays', async () => {
    const { keys, nextKeys } = regionPaths(province.dataDir);
    const pseudonyms = await findPseudonymKeys(keys);
    await makeRegionKeys(nextKeys);
    const [signing = ''] = (await readdir(nextKeys)).filter((name) => name.startsWith('signing-'));
    await rm(join(nextKeys, signing));
    const again = await rotateKeys(province.dataDir);
    expect(again).toMatchObject({
      state: 'announced',
      keyIds: expect.arrayContaining([expect.stringMatching(/^signing-/)]),
    });
    await province.sql('DELETE FROM betang.region_key WHERE key_id = ANY($1)', [again.keyIds]);
    await waitUntil('the list has left', async () => (await rotateKeys(province.dataDir)).state === 'active');
    expect(await readdir(keys)).toEqual(expect.arrayContaining(again.keyIds.map((keyId) => `${keyId}.json`)));
    expect(await findPseudonymKeys(keys)).toEqual(pseudonyms);
  });
});

describe('the key to the hub is rotated', () => {
  const agenciesAtProvince = async () => receivedOf('62.03').length;

  it('by a region with its province, while its services run', async () => {
    const { nats } = regionPaths(kapuas.dataDir);
    const before = (await readCredentials(topologyPaths(nats).hub)).seed;
    const { state, registration } = await rotateHubKey(kapuas.dataDir);
    expect(state).toBe('waiting');
    expect((await rotateHubKey(kapuas.dataDir)).registration?.publicNkey).toBe(registration!.publicNkey);
    const file = await addRegion(province.dataDir, registration!);
    expect((await readCredentials(topologyPaths(nats).hub)).seed).toBe(before);
    await joinFederation(kapuas.dataDir, file);
    expect((await readCredentials(topologyPaths(nats).hub)).seed).not.toBe(before);
    const known = await agenciesAtProvince();
    await kapuas.publish('identity', ...agencies(3, 'Sesudah'));
    await waitUntil('the province hears the region again', async () => (await agenciesAtProvince()) === known + 3, {
      timeoutMs: 30_000,
    });
  });

  it('and by the province for itself', async () => {
    expect(await rotateHubKey(province.dataDir)).toEqual({ state: 'active' });
    await province.publish('identity', ...agencies(1, 'Provinsi'));
    await waitUntil(
      'the hub takes the province’s own events',
      async () => {
        const [row] = await province.sql<{ n: number }>(
          `SELECT count(*)::int AS n FROM identity.outbox o JOIN identity.relay_cursor c USING (destination)
            WHERE o.destination = 'hub' AND (o.generation, o.xid, o.seq) > (c.generation, c.xid, c.seq)`,
        );
        return row!.n === 0;
      },
      { timeoutMs: 30_000 },
    );
  });
});

it('a removed region has no account and no place on the hub any more; it is removed when its code was given twice', async () => {
  const remove = (...more: string[]) =>
    betang(['region', 'remove', '62.71', '--data', province.dataDir, '--json', ...more]);
  expect(await remove()).toMatchObject({ exitCode: 2, json: { error: { code: 'confirmation-missing' } } });
  expect(await remove('--confirm', '62.03')).toMatchObject({ exitCode: 3 });
  expect(await hubConnectionsOf('62.71')).toBeGreaterThan(0);
  expect(await remove('--confirm', '62.71')).toMatchObject({ exitCode: 0, json: { region: '62.71' } });
  await waitUntil('the hub has let the region go', async () => (await hubConnectionsOf('62.71')) === 0);
  const [member] = await province.sql(`SELECT state FROM betang.region_member WHERE region = '62.71'`);
  expect(member).toEqual({ state: 'REMOVED' });
  expect(await verifyTopology(regionPaths(province.dataDir).nats)).toEqual([]);
});

/** Connections in the region's own account on the hub; the topology command's own look-in among them for a moment. */
async function hubConnectionsOf(region: string): Promise<number> {
  const response = await fetch(`${province.nats.monitorUrl}/connz?auth=true&limit=1000`);
  const { connections } = (await response.json()) as { connections: { account?: string }[] };
  return connections.filter(({ account }) => account === `REGION_${regionToken(region)}`).length;
}
