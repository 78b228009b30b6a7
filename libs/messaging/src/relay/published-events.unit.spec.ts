import { describe, expect, it } from '@jest/globals';
import { firstChain } from '@betang/contracts';
import type { LeaderConnection } from '../leading/leader-connection.js';
import { publishedEvents } from './published-events.js';

const IDENTITY = { region: '62.03', service: 'identity', epoch: '1.a', generation: 1 } as const;

/** An outbox whose events went out one by one, and how much of its log was asked for at once. */
function outbox(events: number) {
  const log = Array.from({ length: events }, (_, index) => ({
    first_position: String(index + 1),
    last_position: String(index + 1),
    first_seq: String(index + 1),
    last_seq: String(index + 1),
    previous_chain: firstChain('1.a', 'identity', 'local'),
  }));
  const pages: number[] = [];
  const query = async (text: string, values: readonly unknown[]) => {
    if (text.includes('FROM relay_log')) {
      const [, , first, last, , limit] = values as [string, string, number, number, Date, number | undefined];
      const rows = log
        .filter((row) => Number(row.last_position) >= first && Number(row.first_position) <= last)
        .slice(0, limit);
      pages.push(rows.length);
      return { rows };
    }
    const row = {
      id: '0198c0de-0000-7000-8000-000000000001',
      audience: 'local',
      type: 'betang.identity.employee-left.v1',
    };
    return { rows: [{ ...row, subject: String(values[4]), time_ms: 0, body: Buffer.from('{}') }] };
  };
  return { client: { query } as unknown as LeaderConnection, pages };
}

describe('what was published before', () => {
  it.each([
    [1, 1_200],
    [3, 1_001],
    [1, 500],
  ])('comes whole and in order from %i to %i, with a bounded part of its log at a time', async (first, last) => {
    const { client, pages } = outbox(1_200);
    const positions: number[] = [];
    for await (const events of publishedEvents(client, IDENTITY, { audience: 'local', epoch: '1.a', first, last }))
      positions.push(...events.map(({ position }) => position));
    expect(positions).toEqual(Array.from({ length: last - first + 1 }, (_, index) => first + index));
    expect(Math.max(...pages)).toBeLessThanOrEqual(500);
  });
});
