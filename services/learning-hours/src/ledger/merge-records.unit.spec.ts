import { describe, expect, it } from '@jest/globals';
import { RuleBook } from '../conversion/rule-book.js';
import { referenceRules } from '../conversion/testing/reference-rules.js';
import { mergeRecords } from './merge-records.decision.js';
import { recordCompletions } from './record-completions.decision.js';
import { factOf } from './testing/completions.js';

const book = (...completions: Parameters<typeof factOf>[0][]) =>
  recordCompletions(
    completions.map((completion) => factOf(completion)),
    { booked: new Set(), revoked: new Map(), taken: new Map(), people: new Map() },
    new RuleBook(referenceRules()),
  );

describe('two records of one person', () => {
  it('become one: taken back from the one, entered for the other, under the room that is left', () => {
    const own = book({ employeeId: 'stays', quantityHundredths: 150 });
    const moved = book(
      { employeeId: 'goes', quantityHundredths: 100 },
      { employeeId: 'goes', pathCode: 'KL03', quantityHundredths: 800 },
    );
    const lines = mergeRecords(moved, { employeeId: 'stays', capped: own, people: new Map() }, 'event');
    expect(lines.map(({ employeeId, ordinal, counted }) => [employeeId, ordinal, counted])).toEqual([
      ['goes', 2, -100],
      ['stays', 3, 50],
      ['goes', 2, -800],
      ['stays', 3, 800],
    ]);
    expect(lines[1]).toMatchObject({ reason: 'MERGED', completionId: moved[0]!.completionId, eventId: 'event' });
  });

  it('have nothing to move where there is nothing', () => {
    expect(mergeRecords([], { employeeId: 'stays', capped: [], people: new Map() }, 'event')).toEqual([]);
  });
});
