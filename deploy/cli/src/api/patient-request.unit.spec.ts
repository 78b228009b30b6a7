import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { patientRequest } from './patient-request.js';

describe('a request that may take long', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  const serve = async (listener: RequestListener): Promise<string> => {
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  };
  const whole = async (request: AsyncIterable<Buffer>): Promise<string> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    return Buffer.concat(parts).toString('utf8');
  };
  const { signal } = new AbortController();

  it('goes by no way that gives up by itself', async () => {
    const url = await serve((_request, reply) => void reply.end('{}'));
    const fetching = jest.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed'));
    try {
      expect(await (await patientRequest(url, { method: 'GET', headers: {}, signal })).json()).toEqual({});
    } finally {
      fetching.mockRestore();
    }
  });

  it('carries a file with its form, its length and the headers, and brings the answer with its own', async () => {
    const url = await serve((request, reply) => {
      void whole(request).then((text) =>
        reply
          .writeHead(429, { 'retry-after': '7', 'content-type': 'application/json' })
          .end(JSON.stringify({ method: request.method, headers: request.headers, text })),
      );
    });
    const form = new FormData();
    form.append('kind', 'pegawai');
    form.append('file', new Blob(['nip;nama\n']), 'pegawai.csv');
    const answer = await patientRequest(url, {
      method: 'POST',
      headers: { authorization: 'Bearer x' },
      body: form,
      signal,
    });
    expect([answer.status, answer.ok, answer.headers.get('retry-after')]).toEqual([429, false, '7']);
    const { method, headers, text } = (await answer.json()) as {
      method: string;
      headers: Record<string, string>;
      text: string;
    };
    expect(method).toBe('POST');
    expect(headers).toMatchObject({ authorization: 'Bearer x', 'content-length': String(Buffer.byteLength(text)) });
    expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(text).toMatch(/name="file"; filename="pegawai.csv"\r\n.*\r\n\r\nnip;nama\n\r\n--/s);
  });

  it('answers without a body where there is none', async () => {
    const url = await serve((_request, reply) => void reply.writeHead(204).end());
    const answer = await patientRequest(url, { method: 'POST', headers: {}, body: '{}', signal });
    expect([answer.status, await answer.text()]).toEqual([204, '']);
  });

  it('is answered before the file is sent whole, where the service refuses it', async () => {
    const url = await serve(
      (_request, reply) => void reply.writeHead(401, { connection: 'close' }).end('{"code":"unauthenticated"}'),
    );
    const body = 'x'.repeat(8_000_000);
    const answer = await patientRequest(url, { method: 'POST', headers: {}, body, signal });
    expect([answer.status, await answer.json()]).toEqual([401, { code: 'unauthenticated' }]);
  });

  it('ends with the signal, with its reason', async () => {
    const ending = new AbortController();
    const url = await serve(() => ending.abort(new Error('stopped')));
    const asked = patientRequest(url, { method: 'GET', headers: {}, signal: ending.signal });
    await expect(asked).rejects.toThrow('stopped');
  });
});
