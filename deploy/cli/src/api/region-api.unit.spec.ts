import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createWorkFolder, removeWorkFolder } from '@betang/testing';
import { regionPaths } from '../region/region-paths.js';
import { serviceUrlOf, writeRegionSettings, type RegionSettings } from '../region/region-settings.js';
import { failureOf } from '../invocation/failure.js';
import { RegionApi, givenApiUrl, refusalOf, uploadMs } from './region-api.js';

const settings = { mode: 'split', http: { host: '0.0.0.0', port: 8062 } } as RegionSettings;

describe('where a service is reached', () => {
  it('follows from the region’s settings on its own machine', () => {
    expect(serviceUrlOf(settings, 'identity')).toBe('http://127.0.0.1:8062');
    expect(serviceUrlOf(settings, 'reporting')).toBe('http://127.0.0.1:8067');
  });

  it('is given elsewhere, with the service’s name in it or not', () => {
    expect(serviceUrlOf(settings, 'reporting', 'http://{service}:8062')).toBe('http://reporting:8062');
    expect(serviceUrlOf(settings, 'reporting', 'https://betang.kapuas.example/')).toBe('https://betang.kapuas.example');
  });

  it.each([
    [{}, undefined],
    [{ BETANG_API_URL: '' }, undefined],
    [{ BETANG_API_URL: 'https://betang.kapuas.example' }, 'https://betang.kapuas.example'],
    [{ BETANG_API_URL: 'http://127.0.0.1:8062' }, 'http://127.0.0.1:8062'],
    [{ BETANG_API_URL: 'http://{service}:8062', BETANG_PLAIN_HOSTS: 'postgres,identity' }, 'http://{service}:8062'],
  ])('is taken from %j', (environment, expected) => {
    expect(givenApiUrl(environment)).toBe(expected);
  });

  it.each(['http://{service}:8062', 'http://betang.kapuas.example', 'betang.kapuas.example', 'ftp://127.0.0.1'])(
    'is refused where the token would travel in the clear: %s',
    (BETANG_API_URL) => {
      expect(() => givenApiUrl({ BETANG_API_URL, BETANG_PLAIN_HOSTS: 'postgres' })).toThrow(
        expect.objectContaining({ code: 'api-url-invalid' }) as unknown as Error,
      );
    },
  );
});

describe('the time for a file', () => {
  it('is enough for a roster over a line of 64 kbit/s, and a minute for the answer', () => {
    expect(uploadMs(20_000_000)).toBeGreaterThan((20_000_000 / 8_000) * 1_000 + 60_000);
    expect(uploadMs(0)).toBe(60_000);
  });
});

describe('a refusal', () => {
  const told = async (problem: object) => {
    const answer = new Response(JSON.stringify(problem), { status: 400 });
    return failureOf(await refusalOf(answer, 'reporting'), 'en').message;
  };

  it('names every field with what is wrong about it', async () => {
    const errors = [
      { field: 'reason', code: 'min-length', message: 'At least 10 characters.' },
      { field: 'epoch', code: 'invalid', message: 'Not valid.' },
    ];
    expect(await told({ title: 'Some fields are not right.', code: 'validation-failed', errors })).toBe(
      'Service reporting refused the request: Some fields are not right. (400 validation-failed)\n' +
        '  reason: At least 10 characters.\n  epoch: Not valid.',
    );
  });

  it('names the one field, or none', async () => {
    expect(await told({ title: 'No.', code: 'taken', field: 'name' })).toMatch(/\(400 taken\)\n {2}name$/);
    expect(await told({ title: 'No.', code: 'taken' })).toMatch(/\(400 taken\)$/);
  });
});

describe('a request of many', () => {
  const dataDir = createWorkFolder('region-api');
  afterAll(() => removeWorkFolder(dataDir));

  it('waits as long as it is told, and carries the token of that moment', async () => {
    const { token } = regionPaths(dataDir);
    await mkdir(dirname(token), { recursive: true });
    await writeFile(token, 'pertama', { mode: 0o600 });
    const carried: (string | undefined)[] = [];
    const server = createServer((request, reply) => {
      carried.push(request.headers.authorization);
      const isFirst = carried.length === 1;
      void writeFile(token, 'kedua').then(() =>
        reply.writeHead(isFirst ? 429 : 200, { 'retry-after': '0' }).end(isFirst ? '{}' : '{"ok":true}'),
      );
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const http = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
    await writeRegionSettings(dataDir, { ...settings, version: 1, region: '62.03', mode: 'all', services: [], http });
    try {
      const api = await RegionApi.open(dataDir, { language: 'en', signal: new AbortController().signal });
      expect(await api.get('identity', 'delivery/status')).toEqual({ ok: true });
      expect(carried).toEqual(['Bearer pertama', 'Bearer kedua']);
    } finally {
      server.close();
    }
  });
});
