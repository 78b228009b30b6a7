import { once } from 'node:events';
import { connect } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';

import { hurryStrangers } from './strangers.js';

const WITHIN_MS = 200;

let http: FastifyInstance;
let port: number;
beforeAll(async () => {
  http = fastify();
  http.decorateRequest('principal', undefined);
  http.addHook('onRequest', async (request) => {
    if (request.headers.authorization !== undefined) Object.assign(request, { principal: { subject: 'officer-1' } });
  });
  hurryStrangers(http, WITHIN_MS);
  http.post('/files', async (request) => request.body);
  port = Number(new URL(await http.listen({ host: '127.0.0.1', port: 0 })).port);
});
afterAll(() => http.close());

/** What comes back of a body of ten bytes, one of which is sent every fiftieth of a second. */
async function dripped(header: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  let answer = '';
  socket.on('data', (text) => (answer += String(text))).on('error', () => undefined);
  const closed = once(socket, 'close');
  const head = ['POST /files HTTP/1.1', 'Host: x', 'Connection: close', 'Content-Type: application/json', header];
  socket.write(`${[...head, 'Content-Length: 10'].filter(Boolean).join('\r\n')}\r\n\r\n`);
  const letters = [...'"abcdefgh"'];
  const timer = setInterval(() => socket.write(letters.shift() ?? ''), (3 * WITHIN_MS) / letters.length);
  await closed;
  clearInterval(timer);
  return answer;
}

describe('a body that comes by drips', () => {
  it('is waited for from who has signed in', async () => {
    expect(await dripped('Authorization: Bearer a.b.c')).toMatch(/^HTTP\/1.1 200 [^]*abcdefgh$/);
  });

  it('is not waited for from a stranger', async () => {
    expect(await dripped('')).toBe('');
  });
});
