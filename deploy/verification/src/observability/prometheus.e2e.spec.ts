import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localConnectionOptions, localSubject, readCredentials, topologyPaths } from '@betang/messaging';
import { createWorkFolder, removeWorkFolder, waitUntil } from '@betang/testing';
import { connect } from '@nats-io/transport-node';
import { BenchRegion } from '../bench/region/bench-region.js';
import { ServicesProcess } from '../bench/region/services-process.js';
import { sendGarbage } from '../chaos/bad-events.js';
import { readAlarms } from './alarm-rules.js';
import { guardMetrics, type GuardedMetrics } from './guarded-metrics.js';
import { findProgram, layOut, promtool, startPrometheus, type PrometheusServer } from './prometheus-server.js';

const checker = findProgram('promtool', 'PROMTOOL');
const program = findProgram('prometheus', 'PROMETHEUS');
const openssl = findProgram('openssl', 'OPENSSL');
const TOKEN = 'a-token-of-the-operator';

describe('the rules for Prometheus', () => {
  if (checker === undefined) {
    process.stderr.write('skipped: no promtool on PATH, and none in PROMTOOL\n');
    it.skip('need promtool', () => undefined);
    return;
  }
  const folder = createWorkFolder('promtool');
  beforeAll(() => layOut(folder, { 'betang.token': TOKEN, 'betang-ca.pem': '', 'betang-targets.yml': '[]' }));
  afterAll(() => removeWorkFolder(folder));

  it('are rules, and each alarm goes off and stays silent when it should', async () => {
    expect(await promtool(checker, folder, 'check', 'rules', 'alerts.yml')).toContain(
      `${readAlarms().length} rules found`,
    );
    expect(await promtool(checker, folder, 'test', 'rules', 'alerts.test.yml')).toContain('SUCCESS');
    const tested = await readFile(join(folder, 'alerts.test.yml'), 'utf8');
    const silent = readAlarms().filter(({ alert }) => !tested.includes(`alertname: ${alert}, exp_alerts: []`));
    expect(silent).toEqual([]);
    expect(readAlarms().filter(({ alert }) => !tested.includes(`alertname: ${alert}\n`))).toEqual([]);
  }, 60_000);
});

describe('a Prometheus that watches a region', () => {
  if (program === undefined || openssl === undefined) {
    process.stderr.write('skipped: no prometheus (PATH, PROMETHEUS) or no openssl (PATH, OPENSSL)\n');
    it.skip('needs prometheus and openssl', () => undefined);
    return;
  }

  let folder: string;
  let region: BenchRegion;
  let services: ServicesProcess;
  let guarded: GuardedMetrics;
  let prometheus: PrometheusServer;

  beforeAll(async () => {
    folder = createWorkFolder('prometheus');
    const [key, certificate] = [join(folder, 'proxy.key'), join(folder, 'proxy.pem')];
    const made = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=proxy',
    ];
    const files = ['-keyout', key, '-out', certificate, '-addext', 'subjectAltName=IP:127.0.0.1'];
    await promisify(execFile)(openssl, ['req', '-x509', ...made, ...files]);
    region = await BenchRegion.start({ code: '62.03', role: 'region' });
    services = await ServicesProcess.start(region);
    const pem = await readFile(certificate, 'utf8');
    guarded = await guardMetrics(services.address, {
      token: TOKEN,
      key: await readFile(key, 'utf8'),
      certificate: pem,
    });
    const targets = (target: string): string => JSON.stringify([{ targets: [target], labels: { region: '62.03' } }]);
    await layOut(folder, {
      'betang.token': TOKEN,
      'betang-ca.pem': pem,
      'betang-targets.yml': targets(new URL(services.address).host),
      'betang-remote-targets.yml': targets(guarded.target),
    });
    prometheus = await startPrometheus(program, folder);
  }, 120_000);
  afterAll(async () => {
    await prometheus?.stop();
    await guarded?.stop();
    await services?.stop();
    await region?.stop();
    removeWorkFolder(folder);
  });

  it('reads its metrics on the same machine, and with a token over TLS', async () => {
    await waitUntil(
      'both are up',
      async () => (await prometheus.targets()).filter(({ health }) => health === 'up').length === 2,
      { timeoutMs: 60_000 },
    );
    const targets = await prometheus.targets();
    expect(targets.map(({ job, error }) => `${job} ${error}`.trim()).sort()).toEqual(['betang', 'betang-remote']);
    expect(guarded.refused()).toBe(0);
    const down = (await prometheus.alarms()).filter(({ state }) => state === 'firing');
    expect(down).toEqual([]);
  }, 90_000);

  it('raises the alarm when the region sets an event aside', async () => {
    const credentials = await readCredentials(topologyPaths(join(region.dir, 'nats')).local('operator'));
    const connection = await connect(localConnectionOptions(credentials));
    await sendGarbage(connection, localSubject('62.03', 'training-catalog', 'training-completed', 1));
    await connection.close();
    const alarms = await waitUntil(
      'the alarm goes off',
      async () => {
        const firing = (await prometheus.alarms()).filter(({ state }) => state === 'firing');
        return firing.length > 0 && firing;
      },
      { timeoutMs: 60_000 },
    );
    expect([...new Set(alarms.map(({ name }) => name))]).toEqual(['BetangEventsParked']);
    expect(alarms[0]!.labels).toMatchObject({ severity: 'warning', region: '62.03' });
  }, 90_000);

  it('is told nothing without the token', async () => {
    await writeFile(join(folder, 'betang.token'), 'another');
    await waitUntil(
      'the remote one is down',
      async () => (await prometheus.targets()).some(({ job, health }) => job === 'betang-remote' && health === 'down'),
      { timeoutMs: 60_000 },
    );
    const remote = (await prometheus.targets()).find(({ job }) => job === 'betang-remote');
    expect(remote?.error).toContain('401');
    expect(guarded.refused()).toBeGreaterThan(0);
  }, 90_000);
});
