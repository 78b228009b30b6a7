import { describe, expect, it } from '@jest/globals';
import { RuleBook } from '../conversion/rule-book.js';
import { referenceRules } from '../conversion/testing/reference-rules.js';
import { UNKNOWN_PERSON } from '../ledger/ledger-entry.js';
import { recordCompletions } from '../ledger/record-completions.decision.js';
import { factOf } from '../ledger/testing/completions.js';
import { derivedId, handOver, takeIn, type OwnedEntry } from './hand-over.decision.js';

const book = (count: number, changes: Parameters<typeof factOf>[0] = {}): OwnedEntry[] =>
  recordCompletions(
    Array.from({ length: count }, () => factOf(changes)),
    { booked: new Set(), revoked: new Map(), taken: new Map(), people: new Map() },
    new RuleBook(referenceRules()),
  ).map((entry) => ({ ...entry, originCompletionId: null, formerRegion: null, originEventId: null }));

const transfer = { transferId: '019aa4f2-0000-7000-8000-0000000000aa', employeeId: 'new', eventId: 't' };

describe('handing a learning record over', () => {
  it('is done in parts that an event can hold, and in one empty part where there is nothing', () => {
    expect(handOver([], '62.03')).toEqual([[]]);
    expect(handOver(book(250), '62.03').map((part) => part.length)).toEqual([100, 100, 50]);
    const long = handOver(book(100, { title: 'x'.repeat(3_000) }), '62.03');
    for (const part of long) expect(JSON.stringify(part).length).toBeLessThan(110 * 1024);
    expect(long.flat()).toHaveLength(100);
  });

  it('names the region that booked it first, also when it is handed on', () => {
    const [own] = book(1);
    expect(handOver([own!], '62.03')[0]![0]).toMatchObject({ completionId: own!.completionId, originRegion: '62.03' });
    const received = { ...own!, originCompletionId: 'first', formerRegion: '62.71' };
    expect(handOver([received], '62.03')[0]![0]).toMatchObject({ completionId: 'first', originRegion: '62.71' });
  });
});

describe('taking a learning record in', () => {
  const [part] = handOver(book(2, { quantityHundredths: 150 }), '62.03');

  it('counts as the former region counted, with the room under caps that was taken', () => {
    const lines = takeIn(part!, transfer, { booked: new Map(), person: UNKNOWN_PERSON });
    expect(lines.map(({ earned, counted }) => [earned, counted])).toEqual([
      [150, 150],
      [150, 50],
    ]);
    expect(lines[1]).toMatchObject({
      source: 'TRANSFER',
      employeeId: 'new',
      cap: { period: 'DAY', uses: [{ hundredths: 50 }] },
    });
  });

  it('books nothing again for who comes back to the record that stayed', () => {
    const booked = new Map(part!.map(({ completionId }) => [completionId, 'new']));
    expect(takeIn(part!, transfer, { booked, person: UNKNOWN_PERSON })).toEqual([]);
  });

  it('books under a second id what stands with another record of the person, once', () => {
    const { completionId } = part![0]!;
    const booked = new Map([[completionId, 'old']]);
    const [line] = takeIn(part!, transfer, { booked, person: UNKNOWN_PERSON });
    expect(line!.completionId).toBe(derivedId(transfer.transferId, completionId));
    booked.set(line!.completionId, 'new');
    expect(takeIn([part![0]!], transfer, { booked, person: UNKNOWN_PERSON })).toEqual([]);
  });
});
