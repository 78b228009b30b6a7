import { describe, expect, it } from '@jest/globals';
import { newId, parseAudience, type UnnumberedEvent } from '@betang/contracts';
import { WakeSignal } from '../outbox/wake-signal.js';
import { BatchLimit } from './batch-limit.js';
import { Relay } from './relay.js';
import type { RelayRow } from './relay-row.js';
import type { RelayStore } from './relay-store.js';

const event: UnnumberedEvent = {
  id: newId(),
  type: 'betang.identity.unit-recorded.v1',
  region: '62.03',
  service: 'identity',
  subject: newId(),
  time: '2026-11-23T00:00:00.000Z',
  dataschema: 'urn:betang:schema:identity.unit-recorded:1',
  audience: parseAudience('province'),
  epoch: '1.0123456789ab',
  body: Buffer.from('{}'),
};
const row: RelayRow = { key: { generation: 1, xid: '1', seq: '1' }, event };
const store = {
  cursor: async () => ({ generation: 0, xid: '0', seq: '0' }),
  heads: async () => new Map(),
  next: async () => [row],
} as unknown as RelayStore;

describe('a relay that is stopped', () => {
  it('waits no more than seconds for an acknowledgement that does not come, and tells of no problem', async () => {
    const stop = new AbortController();
    const problems: unknown[] = [];
    const relay = new Relay({
      store,
      publisher: {
        publish: () => {
          stop.abort();
          return new Promise<never>(() => undefined);
        },
        close: async () => undefined,
      },
      wake: new WakeSignal(),
      limit: new BatchLimit(500, 1_024 * 1_024),
      sign: () => undefined,
      recover: async () => undefined,
      connected: async () => undefined,
      connects: () => 1,
      onProblem: (error) => problems.push(error),
    });
    const began = performance.now();
    await relay.run(stop.signal);
    expect(performance.now() - began).toBeLessThan(8_000);
    expect({ state: relay.progress.state, problems }).toEqual({ state: 'stopped', problems: [] });
  });
});
