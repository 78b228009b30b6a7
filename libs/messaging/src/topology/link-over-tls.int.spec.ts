import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createWorkFolder, findFreePort, removeWorkFolder, startLinkProxy, startNats } from '@betang/testing';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { Bus } from '../connection/bus.js';
import { HUB_JETSTREAM_OPTIONS, hubConnectionOptions } from './connection-options.js';
import { startHub } from './testing/hub-under-test.js';
import type { HubUnderTest } from './testing/hub-under-test.js';
import type { ServerTls } from './topology.js';

/** Each way: the steps of TCP, TLS and sign-in together take longer than ten seconds. */
const LATENCY_MS = 2_100;

const openssl = (...args: readonly string[]): Promise<unknown> => promisify(execFile)('openssl', args);

const hasOpenssl = await openssl('version').then(
  () => true,
  () => false,
);

/** An authority of its own, and a server certificate for 127.0.0.1 that it issued. */
async function makeCertificates(dir: string): Promise<Required<ServerTls>> {
  const at = (name: string): string => join(dir, name);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  await openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
    '-subj',
    '/CN=Betang test authority',
  );
  const issued = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-addext', 'subjectAltName=IP:127.0.0.1'];
  await openssl('req', '-x509', ...key, ...issued, '-keyout', at('hub.key'), '-out', at('hub.pem'), '-subj', '/CN=hub');
  return { certFile: at('hub.pem'), keyFile: at('hub.key'), caFile: at('ca.pem') };
}

describe('the link over TLS', () => {
  if (!hasOpenssl) {
    process.stderr.write('skipped: no openssl on this machine to make certificates with\n');
    it.skip('needs openssl', () => undefined);
    return;
  }

  let hub: HubUnderTest | undefined;
  const certificates = createWorkFolder('certificates');
  afterAll(async () => {
    await hub?.stop();
    removeWorkFolder(certificates);
  });

  it('carries events, also far away, trusts the hub’s own authority only, and refuses plain text', async () => {
    hub = await startHub({ createWorkFolder, findFreePort, startNats }, ['62.03'], {
      tls: await makeCertificates(certificates),
    });
    const credentials = hub.credentials('62.03');
    expect(credentials.certificateAuthority).toBe(await readFile(join(certificates, 'ca.pem'), 'utf8'));

    const link = await hub.connectAs('62.03');
    const ack = await jetstream(link, HUB_JETSTREAM_OPTIONS).publish(
      'share.r6203.federation.identity.heads-published.v1',
      'over TLS',
    );
    expect(ack).toMatchObject({ stream: 'FEDERATION', seq: 1 });
    expect(link.info).toMatchObject({ tls_required: true });

    const line = await startLinkProxy({ target: hub.url });
    line.setLatency(LATENCY_MS);
    const far = hubConnectionOptions({ ...credentials, url: line.url.replace(/^\w+:/, 'tls:') });
    const bus = await Bus.open('link', { ...far, waitOnFirstConnect: false }, AbortSignal.timeout(25_000));
    expect(bus.connected).toBe(true);
    await bus.close();
    await line.stop();

    const once = { waitOnFirstConnect: false, reconnect: false } as const;
    const { certificateAuthority, ...untrusting } = credentials;
    expect(certificateAuthority).toBeDefined();
    await expect(connect({ ...hubConnectionOptions(untrusting), ...once })).rejects.toThrow();
    const plain = { ...credentials, url: credentials.url.replace('tls:', 'nats:') };
    await expect(connect({ ...hubConnectionOptions(plain), ...once })).rejects.toThrow();
  });
});
