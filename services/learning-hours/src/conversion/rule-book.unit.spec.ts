import { describe, expect, it } from '@jest/globals';
import { ruleVersion, type ConversionRule } from './conversion-rule.js';
import { RuleBook } from './rule-book.js';
import { referenceRules } from './testing/reference-rules.js';

const base = referenceRules().find((rule) => rule.pathCode === 'KL06')!;
const rule = (changes: Partial<ConversionRule>): ConversionRule => {
  const changed = { ...base, ...changes };
  return { ...changed, version: ruleVersion(changed) };
};

describe('the rule of a path on a day', () => {
  it('is in force from its first to its last day, both included', () => {
    const book = new RuleBook([
      rule({ validTo: '2025-12-31' }),
      rule({ validFrom: '2026-01-01', nationalHundredths: 450 }),
    ]);
    expect(book.find('KL06', '2017-12-31')).toBeUndefined();
    expect(book.find('KL06', '2018-01-01')?.nationalHundredths).toBe(400);
    expect(book.find('KL06', '2025-12-31')?.nationalHundredths).toBe(400);
    expect(book.find('KL06', '2026-01-01')?.nationalHundredths).toBe(450);
    expect(book.find('KL99', '2026-01-01')).toBeUndefined();
  });

  it('is the latest revision, and the latest first day where two overlap', () => {
    const book = new RuleBook([
      rule({ nationalHundredths: 1 }),
      rule({ revision: 2, nationalHundredths: 2 }),
      rule({ validFrom: '2026-01-01', nationalHundredths: 3 }),
    ]);
    expect(book.find('KL06', '2025-06-01')?.version).toBe('KL06/2018-01-01/2');
    expect(book.find('KL06', '2026-06-01')?.version).toBe('KL06/2026-01-01/1');
  });

  it("is the region's own before the reference, whatever their dates", () => {
    const own = rule({ origin: 'REGION', validFrom: '2020-01-01', validTo: '2026-06-30', nationalHundredths: 500 });
    const book = new RuleBook([rule({ validFrom: '2026-01-01', revision: 9 }), own, rule({})]);
    expect(book.find('KL06', '2026-06-30')?.version).toBe('KL06/2020-01-01/+1');
    expect(book.find('KL06', '2026-07-01')?.version).toBe('KL06/2026-01-01/9');
    expect(book.find('KL06', '2019-12-31')?.version).toBe('KL06/2018-01-01/1');
  });
});
