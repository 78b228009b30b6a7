import { describe, expect, it } from '@jest/globals';
import {
  DEFAULT_PATTERN,
  certificateNumber,
  expiryOf,
  isNumberPattern,
  maskedName,
  standingOf,
} from './certificate-number.decision.js';

const parts = { sequence: 7, region: '62.03', year: 2026, pathCode: 'KL03' };

describe('the number of a certificate', () => {
  it('fills the places of its pattern', () => {
    expect(certificateNumber(DEFAULT_PATTERN, parts)).toBe('00007/SERT/62.03/2026');
    expect(certificateNumber('893.3/{seq}/{path}/BKPSDM-{region}/{year}', { ...parts, sequence: 123_456 })).toBe(
      '893.3/123456/KL03/BKPSDM-62.03/2026',
    );
  });

  it.each([
    [DEFAULT_PATTERN, true],
    ['{year}.{region}.{seq}', true],
    ['{seq}/{year}', false],
    ['{seq}/{region}', false],
    ['{region}/{year}', false],
    ['{seq}{seq}/{region}/{year}', false],
    ['{seq}/{region}/{year}/{name}', false],
  ])('may look like %s: %p', (pattern, may) => {
    expect(isNumberPattern(pattern)).toBe(may);
  });
});

describe('the last day of a certificate', () => {
  it.each([
    ['2026-03-10', 36, '2029-03-09'],
    ['2026-01-01', 12, '2026-12-31'],
    ['2024-02-29', 12, '2025-02-27'],
    ['2026-08-31', 6, '2027-02-27'],
    ['2026-03-10', null, null],
  ])('issued on %s for %p months is %p', (issuedOn, months, last) => {
    expect(expiryOf(issuedOn, months)).toBe(last);
  });
});

describe('what the public sees', () => {
  it('is no more of a name than its first letters', () => {
    expect(maskedName('Dinarti  Sangalang')).toBe('D*** S***');
    expect(maskedName(' Élan ')).toBe('É***');
  });

  it.each([
    ['VALID', null, 'VALID'],
    ['VALID', '2026-03-10', 'VALID'],
    ['VALID', '2026-03-09', 'EXPIRED'],
    ['REVOKED', '2026-03-09', 'REVOKED'],
    ['REPLACED', null, 'REPLACED'],
  ] as const)('is whether it holds: %s until %p is %s', (state, expiresOn, standing) => {
    expect(standingOf({ state, expiresOn }, '2026-03-10')).toBe(standing);
  });
});
