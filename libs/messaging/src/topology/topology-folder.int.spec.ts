import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createWorkFolder, getRepositoryRoot, removeWorkFolder } from '@betang/testing';
import { hubConnectionOptions, localConnectionOptions } from './connection-options.js';
import { publicNkeyOf, readCredentials, writeCredentials } from './credentials.js';
import { createUserKey } from './user-key.js';
import type { BusCredentials } from './credentials.js';
import { issueRegion, registerRegion, removeRegion, setRegionState } from './region-registry.js';
import { findConfigTag, renderHubServerConfig, renderLocalServerConfig } from './server-config.js';
import { initTopology, readTopology, topologyPaths } from './topology-folder.js';
import type { NewTopology } from './topology-folder.js';
import { withTopologyLock } from './topology-lock.js';
import { parseTopology } from './topology-reader.js';
import type { Topology } from './topology.js';

const folders: string[] = [];
const folder = (): string => {
  const made = createWorkFolder('topology');
  folders.push(made);
  return made;
};
afterAll(() => folders.forEach(removeWorkFolder));

const HUB: NewTopology = {
  region: '62',
  role: 'hub',
  mode: 'split',
  services: ['identity', 'learning-hours'],
  listen: { host: '127.0.0.1', port: 4222 },
};
const place = { storeDir: '/var/lib/betang/nats/jetstream' };

describe('the topology file', () => {
  it('is made with the limits of the design and read back the same', async () => {
    const dir = folder();
    const made = await initTopology(dir, HUB);
    expect(await readTopology(dir)).toEqual(made);
    expect(made).toMatchObject({
      limits: { payloadBytes: 327_680, regionConnections: 16, regionSubscriptions: 100 },
      retention: { localDays: 14, federationDays: 90 },
      replicas: 1,
      regions: [{ code: '62', state: 'active' }],
    });
  });

  it('holds no private key; each lies in a file of its own that nobody else can read', async () => {
    const dir = folder();
    const topology = await initTopology(dir, HUB);
    const paths = topologyPaths(dir);
    const files = [
      paths.system,
      paths.hub,
      paths.hubOperator,
      paths.check('62'),
      ...['operator', 'identity', 'learning-hours'].map(paths.local),
    ];
    const text = await readFile(paths.topologyFile, 'utf8');
    const publics = JSON.stringify(topology);
    for (const file of files) {
      const credentials = await readCredentials(file);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(text).not.toContain(credentials.seed);
      expect(publics).toContain(publicNkeyOf(credentials));
    }
  });

  it('is documented by an example that is valid', async () => {
    const example = join(getRepositoryRoot(), 'deploy', 'nats', 'topology.example.json');
    const topology = parseTopology(await readFile(example, 'utf8'));
    expect(renderHubServerConfig(topology, place)).toContain('cert_file');
  });

  it('reports every problem at once, each with its field', async () => {
    const topology = await initTopology(folder(), HUB);
    const broken = {
      ...topology,
      region: '6203',
      mode: 'both',
      colour: 'red',
      services: ['identity', 'payroll'],
      listen: { host: '127.0.0.1', port: 0 },
      regions: [{ ...topology.regions[0], state: 'gone', publicUserNkey: createUserKey().seed }],
    };
    expect(() => parseTopology(JSON.stringify(broken))).toThrow(
      [
        'colour is not known',
        'region must be a region code such as 62.03',
        'mode must be one of all, split',
        'listen.port must be a whole number from 1 to 65535',
        'regions[0].publicUserNkey must be a public user nkey (U…)',
        'regions[0].state must be one of active, suspended',
        'services[1] must be the name of a service',
      ].join('; '),
    );
  });

  it.each<[string, (topology: Topology) => object, string]>([
    [
      'an address that others can reach without TLS',
      (t) => ({ ...t, listen: { host: '0.0.0.0', port: 4222 } }),
      'tls is missing',
    ],
    ['one key for two users', (t) => ({ ...t, systemNkey: t.hubOperatorNkey }), 'a key of their own'],
    [
      'a service without a key',
      (t) => ({ ...t, services: [...t.services, 'reporting'] }),
      'users has no key for reporting',
    ],
    ['a region registered twice', (t) => ({ ...t, regions: [...t.regions, ...t.regions] }), 'names a region twice'],
    ['regions registered on a mere region', (t) => ({ ...t, role: 'region' }), 'on a hub only'],
    ['a hub without its operator', ({ hubOperatorNkey: _, ...t }) => t, 'hubOperatorNkey is missing'],
  ])('refuses %s', async (_, change, message) => {
    const topology = await initTopology(folder(), HUB);
    expect(() => parseTopology(JSON.stringify(change(topology)))).toThrow(message);
  });

  it.each(['', '[]', 'null', '{'])('refuses the text %j', (text) => {
    expect(() => parseTopology(text)).toThrow(expect.objectContaining({ code: 'topology-invalid' }));
  });
});

describe('the rendered configuration', () => {
  it('renders the same topology to the same text, and tells another by its tag', async () => {
    const topology = await initTopology(folder(), HUB);
    const config = renderHubServerConfig(topology, place);
    expect(renderHubServerConfig(topology, place)).toBe(config);
    const other = renderHubServerConfig({ ...topology, limits: { ...topology.limits, connections: 99 } }, place);
    expect(findConfigTag(config)).toMatch(/^config:[0-9a-f]{32}$/);
    expect(findConfigTag(other)).not.toBe(findConfigTag(config));
  });

  it('waits for a slow line: for a sign-in, and until what is written has gone out', async () => {
    const config = renderHubServerConfig(await initTopology(folder(), HUB), place);
    expect(config).toMatch(/^authorization: \{\n {2}"timeout": 20\n\}$/m);
    expect(config).toMatch(/^write_deadline: "60s"$/m);
  });

  it('syncs each message to the disk, keeps the short form of acks and opens no leaf node port', async () => {
    const config = renderHubServerConfig(await initTopology(folder(), HUB), place);
    expect(config).toContain('"sync_interval": "always"');
    expect(config).toContain('"js_ack_fc_v2": false');
    expect(config).not.toContain('leafnodes:');
    expect(config).toContain('max_payload: 327680');
  });

  it('exports to each region its own subjects only, and never the acks of all consumers', async () => {
    const dir = folder();
    await initTopology(dir, HUB);
    await issueRegion(dir, '62.03', 'tls://hub.example:4222');
    const topology = await issueRegion(dir, '62.71', 'tls://hub.example:4222').then(() => readTopology(dir));
    const config = renderHubServerConfig(topology, place);
    const exported = [...config.matchAll(/"service": "([^"]+)",\s+"accounts": \[\s+"([^"]+)"\s+\]/g)].map(
      ([, subject, account]) => `${account}: ${subject}`,
    );
    expect(exported).toHaveLength(16);
    // Only the province asks how full the stream is, of its own hub.
    expect(exported.filter((each) => each?.includes('STREAM'))).toEqual(['REGION_r62: $JS.API.STREAM.INFO.FEDERATION']);
    expect(exported.slice(6, 11)).toEqual([
      'REGION_r6203: share.r6203.>',
      'REGION_r6203: $JS.API.CONSUMER.MSG.NEXT.FEDERATION.r6203',
      'REGION_r6203: $JS.API.CONSUMER.INFO.FEDERATION.r6203',
      'REGION_r6203: $JS.API.CONSUMER.RESET.FEDERATION.r6203',
      'REGION_r6203: $JS.ACK.FEDERATION.r6203.>',
    ]);
    expect(config).not.toContain('$JS.ACK.*');
  });

  it('gives a suspended region’s account no user', async () => {
    const dir = folder();
    await initTopology(dir, HUB);
    await issueRegion(dir, '62.03', 'tls://hub.example:4222');
    const topology = await setRegionState(dir, '62.03', 'suspended');
    const [key] = topology.regions.filter(({ code }) => code === '62.03').map(({ publicUserNkey }) => publicUserNkey);
    const config = renderHubServerConfig(topology, place);
    expect(config).toContain('"REGION_r6203"');
    expect(config).not.toContain(key);
  });

  it('is rendered for the role that the topology has', async () => {
    const hub = await initTopology(folder(), HUB);
    const region = await initTopology(folder(), { ...HUB, region: '62.03', role: 'region', mode: 'all' });
    expect(() => renderLocalServerConfig(hub, place)).toThrow(expect.objectContaining({ code: 'topology-invalid' }));
    expect(() => renderHubServerConfig(region, place)).toThrow(expect.objectContaining({ code: 'topology-invalid' }));
    expect(renderLocalServerConfig(region, place)).not.toContain('"HUB"');
  });
});

describe('registering regions', () => {
  it('takes a public key that the region made, keeps its check key when the key is replaced, and forgets all on removal', async () => {
    const dir = folder();
    await initTopology(dir, HUB);
    const first = await registerRegion(dir, '62.03', createUserKey().publicNkey);
    const replaced = await registerRegion(dir, '62.03', createUserKey().publicNkey);
    expect(replaced.regions[1]).toEqual({ ...first.regions[1], publicUserNkey: replaced.regions[1]?.publicUserNkey });
    expect(replaced.regions[1]?.publicUserNkey).not.toBe(first.regions[1]?.publicUserNkey);
    await removeRegion(dir, '62.03');
    expect((await readTopology(dir)).regions.map(({ code }) => code)).toEqual(['62']);
    await expect(stat(topologyPaths(dir).check('62.03'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('loses none of many registrations at once', async () => {
    const dir = folder();
    await initTopology(dir, HUB);
    const codes = ['62.01', '62.02', '62.03', '62.04', '62.05', '62.06', '62.07', '62.71'];
    await Promise.all(codes.map((code) => registerRegion(dir, code, createUserKey().publicNkey)));
    expect((await readTopology(dir)).regions.map(({ code }) => code)).toEqual(['62', ...codes]);
  });

  it('takes over the lock of a command that died, in a container of the same process number too', async () => {
    const dir = folder();
    await initTopology(dir, HUB);
    for (const dead of [String(2 ** 30), String(process.pid)]) {
      await writeFile(join(dir, 'topology.lock'), dead);
      await setRegionState(dir, '62', 'active');
    }
    expect(await readdir(dir)).not.toContain('topology.lock');
  });

  it('takes over a lock that a power cut left empty, or whose process number another program has now', async () => {
    const dir = folder();
    const file = join(dir, 'topology.lock');
    await initTopology(dir, HUB);
    const left = await withTopologyLock(dir, () => readFile(file, 'utf8'));
    for (const text of ['', left.replace(String(process.pid), String(process.ppid))]) {
      await writeFile(file, text);
      await setRegionState(dir, '62', 'active');
    }
    expect((await readdir(dir)).filter((name) => name.startsWith('topology.lock'))).toEqual([]);
  });

  it('refuses what is no region, what is not registered, and the removal of the hub’s own region', async () => {
    const dir = folder();
    await initTopology(dir, HUB);
    await expect(registerRegion(dir, '6203', createUserKey().publicNkey)).rejects.toMatchObject({
      code: 'region-code-invalid',
    });
    await expect(registerRegion(dir, '62.03', 'UNOTAKEY')).rejects.toMatchObject({ code: 'topology-invalid' });
    await expect(setRegionState(dir, '62.71', 'suspended')).rejects.toMatchObject({ code: 'topology-invalid' });
    await expect(removeRegion(dir, '62')).rejects.toMatchObject({ code: 'topology-invalid' });
    expect((await readTopology(dir)).regions.map(({ code }) => code)).toEqual(['62']);
  });
});

describe('credentials', () => {
  const hub = (url: string): BusCredentials => ({
    kind: 'hub',
    region: '62.03',
    user: 'r6203',
    url,
    seed: createUserKey().seed,
  });

  it('are refused when other users of the machine can read them', async () => {
    const file = join(folder(), 'hub.json');
    await writeCredentials(file, hub('tls://hub.example:4222'));
    await chmod(file, 0o640);
    await expect(readCredentials(file)).rejects.toMatchObject({ code: 'credentials-exposed', field: file });
  });

  it('are refused when damaged, without a word of what they hold', async () => {
    const file = join(folder(), 'hub.json');
    const { seed } = createUserKey();
    for (const text of [
      `{"seed":"${seed}"`,
      JSON.stringify({ ...hub('tls://hub.example:4222'), kind: 'other' }),
      JSON.stringify({ seed }),
    ]) {
      await writeFile(file, text, { mode: 0o600 });
      const error: unknown = await readCredentials(file).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'credentials-invalid' });
      expect(error).not.toHaveProperty('cause');
      expect(String(error)).not.toContain(seed);
    }
  });

  it('lead to a connection that never gives up and answers in the region’s own inbox', () => {
    expect(hubConnectionOptions(hub('tls://hub.example:4222'))).toMatchObject({
      servers: 'tls://hub.example:4222',
      inboxPrefix: '_INBOX_r6203',
      maxReconnectAttempts: -1,
      waitOnFirstConnect: true,
      ignoreAuthErrorAbort: true,
    });
  });

  it('never travel in the clear to another machine, nor to the wrong kind of server', () => {
    const invalid = expect.objectContaining({ code: 'credentials-invalid' });
    expect(() => hubConnectionOptions(hub('nats://hub.example:4222'))).toThrow(invalid);
    expect(() => hubConnectionOptions({ ...hub('nats://127.0.0.1:4222'), kind: 'local' })).toThrow(invalid);
    expect(() => localConnectionOptions(hub('nats://127.0.0.1:4222'))).toThrow(invalid);
    expect(hubConnectionOptions(hub('nats://127.0.0.1:4222')).tls).toBeNull();
  });
});
