import { describe, expect, it } from '@jest/globals';
import { RegionKeysPublished, type EventRecord } from '@betang/contracts';
import type { Transaction } from '@betang/platform';
import { EpochBook } from '../reader/epoch-book.js';
import { ReaderState } from '../reader/reader-state.js';
import { DeliveryEvents } from './delivery-events.js';

/** A transaction that commits at once and remembers nothing. */
const transaction = {
  execute: async () => 1,
  query: async () => [],
  afterCommit: (work: () => void) => work(),
} as unknown as Transaction;

const listIn = (epoch: string): EventRecord => {
  const data = { asOf: '2026-11-22T00:00:00.000Z', regions: [] };
  const { id, subject } = RegionKeysPublished.create({ subject: '62', data });
  return {
    id,
    type: RegionKeysPublished.type,
    region: '62',
    service: 'identity',
    subject,
    time: data.asOf,
    dataschema: '',
    audience: 'federation',
    epoch,
    position: 1,
    chain: '',
    previousChain: '',
    body: Buffer.from(JSON.stringify(data)),
  };
};

describe('the province’s list of keys', () => {
  it('counts in its present epoch only, and behind none that is newer: what a closed one still brings is older', async () => {
    const state = new ReaderState(new EpochBook(), '62.03');
    await state.epochs.begin(transaction, '62', '1.aa');
    const taken: string[] = [];
    const events = new DeliveryEvents(
      {
        service: 'identity',
        region: '62.03',
        answers: { accept: async () => undefined },
        keys: { verify: () => true, knows: () => true, inForce: () => 'k1', load: async () => undefined },
        now: Date.now,
        onKeyList: async (_tx, _list, region) => void taken.push(`${region} takes it over`),
      },
      state,
    );
    await events.handle([listIn('1.aa')], transaction);
    await state.epochs.open(transaction, '62', { epoch: '2.bb', parent: '1.aa', reason: 'OPERATOR', heads: [] });
    await events.handle([listIn('1.aa')], transaction);
    expect(taken).toEqual(['62.03 takes it over']);
    await events.handle([listIn('2.bb')], transaction);
    expect(taken).toHaveLength(2);
    // It had waited for the key of its signature.
    await events.handle([{ ...listIn('2.bb'), position: 3 }], transaction);
    await events.handle([{ ...listIn('2.bb'), position: 2 }], transaction);
    expect(taken).toHaveLength(3);
  });
});
