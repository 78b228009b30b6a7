import { describe, expect, it } from '@jest/globals';
import type { NewEvent } from '@betang/contracts';
import type { SqlClient, UnitOfWork } from '@betang/platform';
import type { Outbox } from '../outbox/outbox.js';
import { HeadsPublisher } from './heads-publisher.js';
import { ReceiptsPublisher } from './receipts-publisher.js';

const CHAIN = '0'.repeat(64);
const HOUR_MS = 3_600_000;

/** A region whose training catalogue moves on with every question, and a clock that can be put back. */
function region() {
  const clock = { now: Date.parse('2026-03-01T00:00:00Z') };
  const stated: string[] = [];
  let position = 0;
  const query = async (text: string) => {
    if (text.includes('pg_class')) return [{ schema: 'training_catalog' }];
    position += 1;
    const line = { service: 'training-catalog', audience: 'province', position: String(position), chain: CHAIN };
    return [{ ...line, region: '62.71', reader: 'reporting', epoch: '1.a', state: 'FLOWING', parked: '0', held: '0' }];
  };
  const append = async (_tx: unknown, events: readonly NewEvent[]) =>
    void stated.push(...events.map(({ audience }) => audience));
  const ports = {
    epoch: '1.a',
    region: '62',
    unitOfWork: { run: (work: (tx: unknown) => Promise<unknown>) => work({}) } as unknown as UnitOfWork,
    outbox: { append } as unknown as Outbox,
    db: { query } as unknown as SqlClient,
    now: () => clock.now,
    times: { changedMs: 60_000, idleMs: 900_000 },
  };
  return { clock, stated, ports };
}

describe.each([
  ['heads', HeadsPublisher, 'province'],
  ['receipts', ReceiptsPublisher, 'to.r6271'],
] as const)('%s', (_name, Publisher, audience) => {
  it('are stated at once, then once a minute while something changes', async () => {
    const { clock, stated, ports } = region();
    const publisher = new Publisher(ports);
    for (const wait of [0, 59_000, 1_000]) {
      clock.now += wait;
      await publisher.tend();
    }
    expect(stated).toEqual([audience, audience]);
  });

  it('do not fall silent when the clock is put back', async () => {
    const { clock, stated, ports } = region();
    const publisher = new Publisher(ports);
    await publisher.tend();
    clock.now -= HOUR_MS;
    await publisher.tend();
    clock.now += 60_000;
    await publisher.tend();
    expect(stated).toHaveLength(3);
  });
});
