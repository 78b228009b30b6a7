import { Readable } from 'node:stream';

import { afterEach, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';

import { AppError } from '../errors/app-error.js';
import { Metrics } from '../health/metrics.js';
import { createLogger } from '../logging/logger.js';
import { addRequestScope } from './request-scope.js';

let http: FastifyInstance;
afterEach(() => http.close());

/** What is asked for of an answer that `rows` make, and what is logged and counted of it. */
async function answered(rows: () => AsyncGenerator<string>) {
  const lines: string[] = [];
  const metrics = new Metrics();
  http = fastify();
  const logger = createLogger({ destination: { write: (line: string) => lines.push(line) } });
  addRequestScope(http, logger, metrics);
  http.get('/export', (_request, reply) => reply.send(Readable.from(rows(), { objectMode: false })));
  const address = await http.listen({ host: '127.0.0.1', port: 0 });
  const text = await fetch(`${address}/export`)
    .then(
      (answer) => answer.text(),
      () => 'cut',
    )
    .catch(() => 'cut');
  const counted = await metrics.registry.getSingleMetricAsString('betang_http_request_seconds');
  return { text, counted, logged: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('an answer in pieces', () => {
  it('that breaks off is logged and counted as a failed request, with the code of its error', async () => {
    const { text, counted, logged } = await answered(async function* () {
      yield 'NIP;Nama\r\n'.repeat(2_000);
      throw new AppError('siasn-away', { status: 502 });
    });
    expect(text).toBe('cut');
    expect(logged).toEqual([
      expect.objectContaining({
        level: 'error',
        msg: 'request failed: its answer broke off',
        route: '/export',
        status: 502,
        error: expect.objectContaining({ code: 'siasn-away' }) as unknown,
      }),
    ]);
    expect(counted).toMatch(/_count\{method="GET",route="\/export",status="502"\} 1/);
  });

  it('that comes whole is counted once, as it was answered', async () => {
    const { text, counted, logged } = await answered(async function* () {
      yield 'NIP;Nama';
    });
    expect({ text, logged }).toEqual({ text: 'NIP;Nama', logged: [] });
    expect(counted?.match(/_count\{[^}]*\} \d+/g)).toEqual([expect.stringMatching(/status="200"\} 1$/)]);
  });
});
