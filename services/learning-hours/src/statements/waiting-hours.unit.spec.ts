import { describe, expect, it } from '@jest/globals';
import { RuleBook } from '../conversion/rule-book.js';
import { referenceRules } from '../conversion/testing/reference-rules.js';
import { waitingHours, type WaitingClaim } from './waiting-hours.decision.js';

const rules = new RuleBook(referenceRules());
const claim = (changes: Partial<WaitingClaim> = {}): WaitingClaim => ({
  ...{
    pathCode: 'NKL09',
    scope: 'NATIONAL',
    quantityHundredths: 150,
    startedOn: '2026-03-02',
    completedOn: '2026-03-02',
  },
  ...changes,
});

describe('hours that wait for a decision', () => {
  it('are as many as would count: two JP of self-study a day, whatever is claimed', () => {
    expect(waitingHours([claim(), claim(), claim()], [], rules)).toBe(200);
    expect(waitingHours([claim(), claim({ startedOn: '2026-03-03', completedOn: '2026-03-03' })], [], rules)).toBe(300);
  });

  it('have the room that entries left', () => {
    const taken = { pathCode: 'NKL09', uses: [{ period: '2026-03-02', hundredths: 120, activities: 0 }] };
    expect(waitingHours([claim()], [taken], rules)).toBe(80);
    expect(waitingHours([claim({ pathCode: 'KL06', quantityHundredths: 100 })], [taken], rules)).toBe(400);
  });

  it('are none on a path that no rule knows', () => {
    expect(waitingHours([claim({ pathCode: 'XX' })], [], rules)).toBe(0);
  });
});
