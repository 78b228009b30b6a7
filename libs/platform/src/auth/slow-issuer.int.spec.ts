import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startLinkProxy, type LinkProxy } from '@betang/testing';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey } from 'jose';

import type { RegionConfig } from '../config/region-config.js';
import { tokenVerifierOf } from './issuer.js';

/** Each way: question and answer take longer than the five seconds that libraries wait for keys. */
const LATENCY_MS = 2_600;

let provider: Server;
let line: LinkProxy;
let issuer: string;
let privateKey: CryptoKey;

beforeAll(async () => {
  const pair = await generateKeyPair('ES256');
  privateKey = pair.privateKey;
  const keys = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1' }] };
  provider = createServer(({ url }, answer) => {
    const body = url === '/asn/keys' ? keys : { issuer, jwks_uri: `${issuer}/keys` };
    answer.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  provider.listen(0, '127.0.0.1');
  await once(provider, 'listening');
  line = await startLinkProxy({ target: `http://127.0.0.1:${(provider.address() as AddressInfo).port}` });
  line.setLatency(LATENCY_MS);
  issuer = `${line.url}/asn`;
});
afterAll(async () => {
  await line?.stop();
  provider?.close();
});

it('takes tokens of a provider that is reached over a satellite', async () => {
  const config = {
    issuerUrl: issuer,
    issuerAudience: 'betang',
    region: '62.03',
    issuerClaims: ['role=groups'],
    issuerRoles: [],
  };
  const verifier = tokenVerifierOf(config as unknown as RegionConfig);
  const token = await new SignJWT({ groups: ['auditor'] })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience('betang')
    .setSubject('sari.contoh')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(privateKey);
  expect(await verifier.verify(token)).toMatchObject({ subject: 'sari.contoh' });
});
