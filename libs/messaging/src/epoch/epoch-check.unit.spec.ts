import { describe, expect, it } from '@jest/globals';
import type { SqlClient } from '@betang/platform';
import type { Bus } from '../connection/bus.js';
import { findEpochDoubt } from './epoch-check.js';

const db = {
  query: async (text: string) => {
    if (text.includes('betang.epoch')) return [{ generation: 1, epoch: '1.a', parent: null, system_identifier: '7' }];
    return text.includes('pg_control_system') ? [{ id: '7' }] : [];
  },
} as unknown as SqlClient;

/** A bus that answers every question of the check in one way. */
const bus = (answer: () => object) =>
  ({
    connection: {
      options: {},
      request: async () => ({ headers: undefined, json: answer, data: Buffer.from(JSON.stringify(answer())) }),
    },
  }) as unknown as Bus;
const refusing = (code: number, errCode: number) =>
  bus(() => ({ error: { code, err_code: errCode, description: 'no' } }));

describe('whether a region may go on in its epoch', () => {
  const ask = (on: Bus, epoch = '1.a') => findEpochDoubt(db, on, { region: '62.03', epoch }, ['identity']);

  it('is answered with yes where the bus knows nothing', async () => {
    expect(await ask(refusing(404, 10037))).toBeUndefined();
    expect(await ask(refusing(404, 10059))).toBeUndefined();
  });

  it('is answered with no where another was opened since the process began', async () => {
    expect(await ask(refusing(404, 10037), '0.b')).toEqual({ code: 'epoch-opened', detail: '1.a' });
  });

  it('is not answered while the bus does not answer', async () => {
    await expect(ask(refusing(503, 10008))).rejects.toMatchObject({ code: 'bus-unreachable' });
    const silent = {
      connection: { options: {}, request: () => Promise.reject(new Error('timeout')) },
    } as unknown as Bus;
    await expect(ask(silent)).rejects.toMatchObject({ code: 'bus-unreachable' });
  });
});
