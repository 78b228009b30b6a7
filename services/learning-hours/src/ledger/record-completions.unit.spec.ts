import { describe, expect, it } from '@jest/globals';
import { RuleBook } from '../conversion/rule-book.js';
import { referenceRules } from '../conversion/testing/reference-rules.js';
import { bucketKey, type LedgerEntry } from './ledger-entry.js';
import { recordCompletions, type CompletionFact, type LedgerState } from './record-completions.decision.js';
import { factOf } from './testing/completions.js';

const rules = new RuleBook(referenceRules());
const nothing: LedgerState = { booked: new Set(), revoked: new Map(), taken: new Map(), people: new Map() };
const book = (facts: CompletionFact[], state: Partial<LedgerState> = {}) =>
  recordCompletions(facts, { ...nothing, ...state }, rules);
const counted = (lines: LedgerEntry[]) => lines.map((line) => line.counted);

describe('booking completions', () => {
  it('makes an entry that explains itself', () => {
    const person = { agencyId: '00000000-0000-4000-8000-00000000000a', employmentStatus: 'PNS' } as const;
    const fact = factOf({
      pathCode: 'NKL01',
      quantityHundredths: 300,
      startedOn: '2026-03-02',
      completedOn: '2026-03-30',
    });
    const [entry] = book([fact], { people: new Map([[fact.completion.employeeId, person]]) });
    expect(entry).toMatchObject({
      ...fact.completion,
      ...person,
      ordinal: 1,
      reversesEntryId: null,
      year: 2026,
      month: 3,
      unit: 'SESSION',
      ruleVersion: 'NKL01/2018-01-01/1',
      earned: 600,
      counted: 400,
      cap: {
        period: 'MONTH',
        hundredths: null,
        activities: 200,
        uses: [{ period: '2026-03', hundredths: 400, activities: 200 }],
      },
      reason: 'COMPLETED',
      eventId: fact.eventId,
    });
  });

  it('counts everything where there is no cap', () => {
    expect(book([factOf({ pathCode: 'KL03', quantityHundredths: 4050 })])[0]).toMatchObject({
      earned: 4050,
      counted: 4050,
      cap: null,
    });
  });

  it('lets entries of one batch share the room of a day, in their order', () => {
    expect(
      counted(
        book([
          factOf({ quantityHundredths: 150 }),
          factOf({ quantityHundredths: 150 }),
          factOf({ quantityHundredths: 50 }),
        ]),
      ),
    ).toEqual([150, 50, 0]);
  });

  it('keeps the room of other persons, paths and days apart', () => {
    const other = '00000000-0000-4000-8000-000000000002';
    const lines = book([
      factOf({ quantityHundredths: 200 }),
      factOf({ quantityHundredths: 200, employeeId: other }),
      factOf({ quantityHundredths: 200, pathCode: 'NKL10' }),
      factOf({ quantityHundredths: 200, completedOn: '2026-03-03' }),
    ]);
    expect(counted(lines)).toEqual([200, 200, 200, 200]);
  });

  it('looks at the entries that are there already', () => {
    const [before] = book([factOf({ quantityHundredths: 120 })]);
    const state = { taken: new Map([[bucketKey(before!), [before!.cap!.uses]]]) };
    expect(counted(book([factOf({ quantityHundredths: 120 })], state))).toEqual([80]);
  });

  it('books a completion once, known or repeated in the batch', () => {
    const fact = factOf();
    expect(book([fact, fact])).toHaveLength(1);
    expect(book([fact, { ...fact, eventId: 'another' }], { booked: new Set([fact.completion.completionId]) })).toEqual(
      [],
    );
  });

  it('enters and takes back what was revoked before it came, and leaves its room free', () => {
    const early = factOf({ quantityHundredths: 200 });
    const lines = book([early, factOf({ quantityHundredths: 200 })], {
      revoked: new Map([[early.completion.completionId, 'event-r']]),
    });
    expect(lines.map(({ ordinal, counted: hours, reason }) => [ordinal, hours, reason])).toEqual([
      [1, 200, 'COMPLETED'],
      [2, -200, 'REVOKED'],
      [1, 200, 'COMPLETED'],
    ]);
    expect(lines[1]).toMatchObject({ reversesEntryId: lines[0]!.entryId, eventId: 'event-r' });
  });

  it('keeps what no rule knows, with no hours', () => {
    const lines = book([factOf({ pathCode: 'KL03', completedOn: '2017-12-31' }), factOf({ pathCode: 'XX' })]);
    expect(lines.map(({ ruleVersion, earned, counted: hours }) => [ruleVersion, earned, hours])).toEqual([
      ['none', 0, 0],
      ['none', 0, 0],
    ]);
  });

  it('dates hours by the last day', () => {
    expect(book([factOf({ pathCode: 'KL03', startedOn: '2025-12-29', completedOn: '2026-01-02' })])[0]).toMatchObject({
      year: 2026,
      month: 1,
    });
  });

  it('leaves agency and status open while the person is unknown', () => {
    expect(book([factOf()])[0]).toMatchObject({ agencyId: null, employmentStatus: null });
  });
});
