import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { platformUnderTest } from '../testing/platform-under-test.js';
import type { ServiceDatabase } from './service-database.js';
import { ServiceClient } from './service-client.js';

let database: ServiceDatabase;

beforeAll(async () => {
  database = await (await platformUnderTest('service_client')).open();
});

afterAll(() => database.close());

async function onClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await database.pool.connect();
  try {
    return await work(client);
  } finally {
    client.release();
  }
}

describe('a client of a service', () => {
  it('is what the pool and connections of their own are made of', async () => {
    expect(await onClient(async (client) => client)).toBeInstanceOf(ServiceClient);
    const alone = await database.connect();
    expect(alone).toBeInstanceOf(ServiceClient);
    await alone.end();
  });

  it('answers a text, a text with values, a named statement, and who asks by callback', async () => {
    const rows = await onClient(async (client) => [
      (await client.query('SELECT 1 AS n')).rows,
      (await client.query('SELECT $1::int AS n', [2])).rows,
      (await client.query({ name: 'three', text: 'SELECT $1::int AS n', values: [3] })).rows,
      await new Promise((resolve) => {
        client.query('SELECT $1::int AS n', [4], (_error, result) => resolve(result.rows));
      }),
    ]);
    expect(rows).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }], [{ n: 4 }]]);
  });

  it('tells with an error who asked, and goes on', async () => {
    const askWrongly = (client: pg.PoolClient) => client.query('SELECT nothing_like_it');
    const outcome = onClient(async function officeAsks(client) {
      const error = await askWrongly(client).catch((refused: unknown) => refused);
      return { error, after: (await client.query('SELECT 1 AS n')).rows };
    });
    const { error, after } = await outcome;
    expect(error).toMatchObject({ code: '42703', stack: expect.stringContaining('service-client') });
    expect((error as Error).stack).not.toContain('onStreamRead');
    expect(after).toEqual([{ n: 1 }]);
  });
});
