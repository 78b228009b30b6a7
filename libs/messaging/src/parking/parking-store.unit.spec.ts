import { describe, expect, it } from '@jest/globals';
import type { SqlClient, Transaction } from '@betang/platform';
import type { Refused } from '../reader/intake.js';
import { ParkingStore } from './parking-store.js';

describe('what is set aside that is no event', () => {
  it('is listed by as much of its subject as an index of the database takes', async () => {
    const written: unknown[][] = [];
    const tx = { execute: async (_text: string, values: unknown[]) => written.push(values) } as unknown as Transaction;
    const subject = `share.r6203.federation.\u0000${'x'.repeat(3_000)}.${'y'.repeat(900)}`;
    const delivery = { sequence: 1, subject, rawHeaders: () => '[]', body: Buffer.from('{}'), hubSequence: 0 };
    const refused: Refused = { delivery, region: '62.03', reason: 'envelope-incomplete', detail: 'ce-id' };
    await new ParkingStore({} as SqlClient).parkRefused(tx, 'INBOUND_r6203', [refused]);
    const texts = written.flat(2).filter((value) => typeof value === 'string');
    expect(texts).toContain(subject.replace('\u0000', '\ufffd').slice(0, 200));
    for (const text of texts) {
      expect(text).not.toContain('\u0000');
      expect(Buffer.byteLength(text)).toBeLessThan(1_000);
    }
  });
});
