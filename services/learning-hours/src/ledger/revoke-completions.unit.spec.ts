import { describe, expect, it } from '@jest/globals';
import { RuleBook } from '../conversion/rule-book.js';
import { referenceRules } from '../conversion/testing/reference-rules.js';
import { bucketKey, type LedgerEntry } from './ledger-entry.js';
import { recordCompletions } from './record-completions.decision.js';
import { revokeCompletions, type RevocationState } from './revoke-completions.decision.js';
import { factOf } from './testing/completions.js';

const rules = new RuleBook(referenceRules());
const book = (...hours: number[]) =>
  recordCompletions(
    hours.map((quantityHundredths) => factOf({ quantityHundredths })),
    { booked: new Set(), revoked: new Map(), taken: new Map(), people: new Map() },
    rules,
  );
const stateOf = (entries: LedgerEntry[]): RevocationState => ({
  inForce: new Map(entries.map((entry) => [entry.completionId, entry])),
  capped: new Map(entries.filter((entry) => entry.cap).length === 0 ? [] : [[bucketKey(entries[0]!), entries]]),
  people: new Map(),
});
const revoke = (entries: LedgerEntry[], ...which: number[]) =>
  revokeCompletions(
    which.map((index) => ({ eventId: `event-${index}`, completionId: entries[index]!.completionId })),
    stateOf(entries),
  );
const shape = (lines: LedgerEntry[]) => lines.map(({ ordinal, counted, reason }) => [ordinal, counted, reason]);

describe('revoking completions', () => {
  it('takes an entry back by its opposite', () => {
    const entries = book(150);
    const [line, ...rest] = revoke(entries, 0);
    expect(rest).toEqual([]);
    expect(line).toMatchObject({
      ordinal: 2,
      reversesEntryId: entries[0]!.entryId,
      earned: -150,
      counted: -150,
      reason: 'REVOKED',
      eventId: 'event-0',
    });
  });

  it('never writes a negative zero', () => {
    const entries = book(200, 100);
    expect(Object.is(revoke(entries, 1)[0]!.counted, 0)).toBe(true);
  });

  it('books nothing for what is not booked or is revoked twice', () => {
    const entries = book(150);
    expect(revokeCompletions([{ eventId: 'e', completionId: 'unknown' }], stateOf(entries))).toEqual([]);
    expect(revoke(entries, 0, 0)).toHaveLength(1);
  });

  it('gives the room that becomes free to the entries that were capped, first recorded first', () => {
    const entries = book(150, 150, 150);
    expect(entries.map((entry) => entry.counted)).toEqual([150, 50, 0]);
    expect(shape(revoke(entries, 0))).toEqual([
      [2, -150, 'REVOKED'],
      [2, -50, 'RECOUNTED'],
      [3, 150, 'RECOUNTED'],
      [2, 0, 'RECOUNTED'],
      [3, 50, 'RECOUNTED'],
    ]);
  });

  it('leaves entries alone that gain nothing', () => {
    expect(shape(revoke(book(100, 100, 50), 2))).toEqual([[2, 0, 'REVOKED']]);
    expect(shape(revoke(book(50, 50), 0))).toEqual([[2, -50, 'REVOKED']]);
  });

  it('counts anew once when several go at the same time', () => {
    const entries = book(100, 100, 150);
    expect(shape(revoke(entries, 0, 1))).toEqual([
      [2, -100, 'REVOKED'],
      [2, -100, 'REVOKED'],
      [2, 0, 'RECOUNTED'],
      [3, 150, 'RECOUNTED'],
    ]);
  });

  it('adds up to what would have been booked without the revoked ones', () => {
    for (const hours of [
      [200, 200, 200],
      [30, 180, 90, 60],
      [199, 1, 1],
      [10, 20, 30, 40, 300],
    ])
      for (const gone of hours.keys()) {
        const entries = book(...hours);
        const sum = [...entries, ...revoke(entries, gone)].reduce((total, line) => total + line.counted, 0);
        const without = book(...hours.filter((_, index) => index !== gone)).reduce(
          (total, line) => total + line.counted,
          0,
        );
        expect(sum).toBe(without);
      }
  });
});
