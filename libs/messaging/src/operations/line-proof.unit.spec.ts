import { describe, expect, it } from '@jest/globals';
import { proveLine } from './line-proof.js';
import type { LineReceipt } from './region-lines.js';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 3, 10, minute));
const receipt = (more: Partial<LineReceipt> = {}): LineReceipt => ({
  receiver: '62',
  reader: 'reporting',
  region: '62.03',
  service: 'learning-hours',
  audience: 'province',
  epoch: '1.aa',
  position: 100,
  chain: 'c100',
  state: 'FLOWING',
  held: 0,
  parked: 0,
  asOf: at(42),
  ...more,
});
const chainAt = (position: number) => (position <= 120 ? `c${position}` : undefined);
const sent = (position: number, statements = 0) => ({ position, statements });

describe('the proof of no loss of a line', () => {
  it('is complete when every reader has all of it with an equal chain', () => {
    expect(proveLine('62', sent(100), [receipt(), receipt({ reader: 'identity' })], chainAt)).toEqual({
      receiver: '62',
      state: 'complete',
      obstacles: [],
      sent: 100,
      received: 100,
      chainEqual: true,
      parked: 0,
      held: 0,
      readers: ['identity', 'reporting'],
      asOf: at(42),
    });
  });

  it('is as far as the slowest reader, and as old as the oldest statement', () => {
    const slow = receipt({ reader: 'identity', position: 90, chain: 'c90', asOf: at(40) });
    expect(proveLine('62', sent(100), [receipt(), slow], chainAt)).toMatchObject({
      state: 'underway',
      received: 90,
      chainEqual: true,
      asOf: at(40),
    });
  });

  it.each([
    ['parked', { parked: 1 }],
    ['held', { held: 3 }],
    ['forked', { state: 'FORKED' }],
    ['stopped', { state: 'STOPPED' }],
    ['chain-differs', { chain: 'other' }],
    ['ahead-of-sender', { position: 700, chain: 'c700' }],
  ] as const)('is none with %s, though all has arrived', (obstacle, more) => {
    const proof = proveLine('62', sent(100), [receipt(), receipt({ reader: 'identity', ...more })], chainAt);
    expect(proof).toMatchObject({ state: 'not-proven', obstacles: [obstacle] });
  });

  it('takes a batch that is noted by the reader before the relay for what it is', () => {
    expect(proveLine('62', sent(100), [receipt({ position: 101, chain: 'c101' })], chainAt).state).toBe('complete');
  });

  it('says nothing about a chain that the sender no longer keeps', () => {
    const proof = proveLine('62', sent(130), [receipt({ position: 130, chain: 'c130' })], chainAt);
    expect(proof.state).toBe('complete');
    expect(proof).not.toHaveProperty('chainEqual');
  });

  it('is unconfirmed while the receiver is silent, but for a line without events', () => {
    expect(proveLine('62', sent(5), [], chainAt)).toMatchObject({ state: 'unconfirmed', received: 0, asOf: null });
    expect(proveLine('62', sent(0), [], chainAt).state).toBe('complete');
  });

  it('does not wait for the statements that it is made of', () => {
    expect(proveLine('62', sent(102, 2), [receipt()], chainAt).state).toBe('complete');
    expect(proveLine('62', sent(103, 2), [receipt()], chainAt).state).toBe('underway');
  });
});
