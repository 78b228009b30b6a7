import { describe, expect, it } from '@jest/globals';
import { RuleBook } from '../conversion/rule-book.js';
import { referenceRules } from '../conversion/testing/reference-rules.js';
import { DutyBook } from '../duty/duty-policy.js';
import type { ConversionContent, DutyContent, RuleProposal } from './proposal-store.js';
import { checkConversion, checkDuty, conversionRuleOf } from './proposed-rule.decision.js';

const book = new RuleBook(referenceRules());
const content = (changes: Partial<ConversionContent> = {}): ConversionContent => ({
  validTo: null,
  nationalHundredths: 300,
  internationalHundredths: 400,
  internationalBonusPercent: null,
  capPeriod: null,
  capHundredths: null,
  capActivities: null,
  withdrawn: false,
  ...changes,
});
const codes = (path: string, changes: Partial<ConversionContent> = {}) =>
  checkConversion(path, '2026-01-01', content(changes), book).map(({ field, code }) => `${field} ${code}`);
const duty = (changes: Partial<DutyContent>): DutyContent => ({
  validTo: null,
  minimumHundredths: 2000,
  maximumCountedHundredths: null,
  withdrawn: false,
  ...changes,
});

describe('a proposed rule', () => {
  it('has the worth of a unit where the path is counted in units, and none where programmes state theirs', () => {
    expect(codes('KL06')).toEqual([]);
    expect(codes('KL06', { nationalHundredths: null })).toEqual(['nationalHundredths rule.worth-missing']);
    expect(codes('KL06', { internationalBonusPercent: 5 })).toEqual([
      'internationalBonusPercent rule.bonus-not-for-unit',
    ]);
    expect(codes('KL03')).toEqual([
      'nationalHundredths rule.programme-states-hours',
      'internationalHundredths rule.programme-states-hours',
    ]);
    expect(codes('KL99')).toEqual(['pathCode rule.path-unknown']);
  });

  it('has a whole cap and ends after it begins', () => {
    expect(codes('KL06', { capPeriod: 'MONTH' })).toEqual(['capPeriod rule.cap-incomplete']);
    expect(codes('KL06', { capHundredths: 100 })).toEqual(['capPeriod rule.cap-incomplete']);
    expect(codes('KL06', { validTo: '2025-12-31' })).toEqual(['validTo rule.ends-before-it-begins']);
  });

  it("ends only a row that is the region's own", () => {
    expect(codes('KL06', { withdrawn: true })).toEqual(['withdrawn rule.nothing-to-withdraw']);
    expect(checkDuty('PNS', '2026-01-01', duty({ withdrawn: true }), new DutyBook([])).map(({ code }) => code)).toEqual(
      ['rule.nothing-to-withdraw'],
    );
  });

  it('does not let less count than is due', () => {
    const problems = (changes: Partial<DutyContent>) =>
      checkDuty('PPPK', '2026-01-01', duty(changes), new DutyBook([])).map(({ code }) => code);
    expect(problems({ maximumCountedHundredths: 1999 })).toEqual(['rule.most-below-least']);
    expect(problems({ maximumCountedHundredths: 2000 })).toEqual([]);
    expect(problems({ minimumHundredths: null, maximumCountedHundredths: 0 })).toEqual([]);
  });

  it('becomes the next revision of its row', () => {
    const proposal = {
      kind: 'CONVERSION',
      ruleKey: 'KL06',
      validFrom: '2026-01-01',
      legalBasis: 'Perbup 1/2026 (rekaan)',
      content: content(),
    } as RuleProposal;
    const first = conversionRuleOf(proposal, book);
    expect(first).toMatchObject({ version: 'KL06/2026-01-01/+1', unit: 'DAY', basis: 'Perbup 1/2026 (rekaan)' });
    expect(conversionRuleOf(proposal, book.with(first)).version).toBe('KL06/2026-01-01/+2');
  });
});
