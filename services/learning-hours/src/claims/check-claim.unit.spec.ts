import { USUAL_AMOUNT_BOUNDS } from '@betang/asn';
import { describe, expect, it } from '@jest/globals';
import { RuleBook } from '../conversion/rule-book.js';
import { referenceRules } from '../conversion/testing/reference-rules.js';
import { checkClaim, submittedFor, workingDaysAfter } from './check-claim.decision.js';
import type { ClaimDetails } from './claim.js';

const claim = (changes: Partial<ClaimDetails> = {}): ClaimDetails => ({
  title: 'Seminar layanan publik',
  organiser: 'Balai Rekaan',
  pathCode: 'KL06',
  scope: 'NATIONAL',
  quantityHundredths: 200,
  startedOn: '2025-11-03',
  completedOn: '2025-11-04',
  certificateNumber: null,
  ...changes,
});
const problems = (details: ClaimDetails, today: string, earlier?: string) =>
  checkClaim(details, new RuleBook(referenceRules()), {
    today,
    lateDays: 90,
    bounds: USUAL_AMOUNT_BOUNDS,
    ...(earlier === undefined ? {} : { submittedFor: earlier }),
  }).map(({ code }) => code);

describe('a claim', () => {
  it('can be made until 90 days after the year of its training', () => {
    expect(problems(claim(), '2026-03-31')).toEqual([]);
    expect(problems(claim(), '2026-04-01')).toEqual(['claim.too-late']);
  });

  it('stays in time once it was submitted, for that year alone', () => {
    expect(problems(claim(), '2026-05-20', '2025')).toEqual([]);
    expect(problems(claim({ startedOn: '2024-11-03', completedOn: '2024-11-04' }), '2026-05-20', '2025')).toEqual([
      'claim.too-late',
    ]);
    expect(submittedFor({ submittedAt: new Date(), completedOn: '2025-11-04' })).toEqual({ submittedFor: '2025' });
    expect(submittedFor({ submittedAt: null, completedOn: '2025-11-04' })).toEqual({});
  });

  it('names all that is wrong with it', () => {
    expect(problems(claim({ completedOn: '2025-11-02' }), '2025-12-01')).toEqual([
      'claim.ends-before-start',
      'claim.more-days-than-it-took',
    ]);
    expect(problems(claim({ completedOn: '2026-01-10' }), '2025-12-01')).toEqual(['claim.in-future']);
    expect(problems(claim({ pathCode: 'KL99' }), '2025-12-01')).toEqual(['claim.path-unknown']);
    expect(problems(claim({ quantityHundredths: 300 }), '2025-12-01')).toEqual(['claim.more-days-than-it-took']);
  });

  it.each([
    ['KL03', 10_000_000, 'claim.hours-too-many'],
    ['NKL11', 100_000, 'claim.sessions-too-many'],
    ['NKL12', 10_000, 'claim.sessions-too-many'],
    ['PEND', 5_000, 'claim.semesters-too-many'],
  ])('of two days says no more of %s than two days can hold', (pathCode, quantityHundredths, problem) => {
    expect(problems(claim({ pathCode, quantityHundredths }), '2025-12-01')).toEqual([problem]);
    expect(problems(claim({ pathCode, quantityHundredths: 100 }), '2025-12-01')).toEqual([]);
  });

  it('is to be decided after so many working days', () => {
    expect(workingDaysAfter('2026-11-20', 1)).toBe('2026-11-23');
    expect(workingDaysAfter('2026-11-20', 10)).toBe('2026-12-04');
  });
});
