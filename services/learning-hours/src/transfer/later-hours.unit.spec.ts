import { describe, expect, it } from '@jest/globals';
import { RuleBook } from '../conversion/rule-book.js';
import { referenceRules } from '../conversion/testing/reference-rules.js';
import type { LedgerEntry } from '../ledger/ledger-entry.js';
import { reversalOf } from '../ledger/make-entry.js';
import { UNKNOWN_PERSON } from '../ledger/ledger-entry.js';
import { recordCompletions } from '../ledger/record-completions.decision.js';
import { factOf } from '../ledger/testing/completions.js';
import { besideOthers, followUp, laterChanges, type Standing, type TellableLine } from './later-hours.decision.js';

const book = (changes: Parameters<typeof factOf>[0] = {}): LedgerEntry =>
  recordCompletions(
    [factOf(changes)],
    { booked: new Set(), revoked: new Map(), taken: new Map(), people: new Map() },
    new RuleBook(referenceRules()),
  )[0]!;
const line = (entry: LedgerEntry, changes: Partial<TellableLine> = {}): TellableLine => ({
  ...entry,
  originCompletionId: null,
  formerRegion: null,
  originEventId: null,
  told: null,
  note: null,
  ...changes,
});
const newUuid = '019aa4f2-0000-7000-8000-0000000000cc';
const back = (entry: LedgerEntry): LedgerEntry =>
  reversalOf(entry, { reason: 'REVOKED', eventId: 'r', person: UNKNOWN_PERSON });

describe('what the new region is told later', () => {
  const entry = book();

  it('is what was booked since, with the event that it comes from', () => {
    const [change] = laterChanges([line(entry)], '62.03');
    expect(change).toMatchObject({
      completionId: entry.completionId,
      originRegion: '62.03',
      revision: 1,
      entry: { earned: entry.earned, originEventId: entry.eventId },
      reason: null,
    });
  });

  it('is what was taken back of what it has, with the reason; never what it was not told of', () => {
    const gone = back(entry);
    expect(laterChanges([line(gone, { told: true, note: 'Salah orang' })], '62.03')).toEqual([
      { completionId: entry.completionId, originRegion: '62.03', revision: 2, entry: null, reason: 'Salah orang' },
    ]);
    expect(laterChanges([line(gone)], '62.03')).toEqual([]);
    expect(laterChanges([line(gone, { told: false })], '62.03')).toEqual([]);
  });

  it('is nothing for an entry that was only counted anew here', () => {
    const anew = { ...entry, ordinal: 3, reason: 'RULE_CHANGED' as const };
    expect(laterChanges([line(anew, { told: true })], '62.03')).toEqual([]);
  });

  it('names the region and the event of its beginning when it is handed on', () => {
    const received = { originCompletionId: newUuid, formerRegion: '62', originEventId: 'first' };
    expect(laterChanges([line(entry, received)], '62.03')).toMatchObject([
      { completionId: newUuid, originRegion: '62', entry: { completionId: newUuid, originEventId: 'first' } },
    ]);
  });
});

describe('what a later word means in the new region', () => {
  const standing = (changes: Partial<Standing>): Standing => ({
    completionId: 'c',
    ordinal: 1,
    source: 'TRANSFER',
    ...changes,
  });
  const entry = laterChanges([line(book())], '62.03')[0]!.entry;
  const cases = [
    ['an entry that is not here', entry, undefined, 'BOOK'],
    ['an entry that is here', entry, standing({}), 'NOTHING'],
    ['an entry that this region booked itself', entry, standing({ source: 'TRAINING' }), 'NOTHING'],
    ['an entry that was taken back here', entry, standing({ ordinal: 2 }), 'NOTHING'],
    ['taken back, and it came from there', null, standing({}), 'TAKE_BACK'],
    ['taken back, and counted anew here since', null, standing({ ordinal: 3 }), 'TAKE_BACK'],
    ['taken back twice', null, standing({ ordinal: 2 }), 'NOTHING'],
    ['taken back before it ever came', null, undefined, 'NOTHING'],
    ['taken back, but it is this region’s own', null, standing({ source: 'TRAINING' }), 'NOTHING'],
  ] as const;
  it.each(cases)('%s', (_, told, here, expected) => {
    expect(followUp({ entry: told }, here)).toBe(expected);
  });
});

describe('hours that come later under a cap', () => {
  const day = { pathCode: 'NKL09', startedOn: '2026-03-02', completedOn: '2026-03-02' };

  it('get the room that both regions’ hours of the day leave, in the order in which they come', () => {
    const [own, first, second] = [
      book({ ...day, quantityHundredths: 150 }),
      book({ ...day, quantityHundredths: 30 }),
      book({ ...day, quantityHundredths: 150 }),
    ];
    expect(besideOthers([first!, second!], [own!]).map(({ counted }) => counted)).toEqual([30, 20]);
  });

  it('count as they did where nothing else is there, or no cap is', () => {
    const entry = book({ ...day, quantityHundredths: 150 });
    expect(besideOthers([entry], [])).toEqual([entry]);
    const classes = book({ pathCode: 'KL03', quantityHundredths: 1000 });
    expect(besideOthers([classes], [entry])).toEqual([classes]);
  });
});
