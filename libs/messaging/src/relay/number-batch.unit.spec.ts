import { describe, expect, it } from '@jest/globals';
import { chainHolds, firstChain, newId } from '@betang/contracts';
import { numberBatch } from './number-batch.js';
import type { RelayRow } from './relay-row.js';

const row = (audience: 'local' | 'province' | 'federation', seq: number): RelayRow => ({
  key: { generation: 1, xid: '900', seq: String(seq) },
  event: {
    id: newId(),
    type: 'betang.identity.agency-published.v1',
    region: '62.03',
    service: 'identity',
    subject: 'agency',
    time: '2026-01-01T00:00:00.000Z',
    dataschema: 'urn:betang:schema:identity.agency-published:1',
    audience,
    epoch: '1.a',
    body: Buffer.from('{}'),
  },
});

describe('numbering a batch', () => {
  it('counts each audience by itself and folds each chain from its own beginning', () => {
    const { events, heads } = numberBatch([row('province', 1), row('federation', 2), row('province', 3)], new Map());
    expect(events.map(({ audience, position }) => `${audience} ${position}`)).toEqual([
      'province 1',
      'federation 1',
      'province 2',
    ]);
    expect(events[0]!.previousChain).toBe(firstChain('1.a', 'identity', 'province'));
    expect(events[2]!.previousChain).toBe(events[0]!.chain);
    expect(events.every(chainHolds)).toBe(true);
    expect(heads.get('province')?.position).toBe(2);
  });

  it('gives the same rows the same positions and chain, however they are cut into batches', () => {
    const rows = Array.from({ length: 9 }, (_, index) => row('province', index));
    const whole = numberBatch(rows, new Map()).events;
    const first = numberBatch(rows.slice(0, 4), new Map());
    const second = numberBatch(rows.slice(4), first.heads);
    expect([...first.events, ...second.events]).toEqual(whole);
  });

  it('logs one entry an audience with its first and last key', () => {
    const { log } = numberBatch(
      [row('province', 1), row('federation', 2), row('province', 3)],
      new Map([['province', { position: 7, chain: '0'.repeat(64) }]]),
    );
    expect(
      log.map(({ audience, first, last }) => [audience, first.position, last.position, first.key.seq, last.key.seq]),
    ).toEqual([
      ['province', 8, 9, '1', '3'],
      ['federation', 1, 1, '2', '2'],
    ]);
    expect(log[0]!.first.previousChain).toBe('0'.repeat(64));
  });
});
