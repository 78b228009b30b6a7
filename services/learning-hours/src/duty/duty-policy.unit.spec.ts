import { describe, expect, it } from '@jest/globals';
import { DutyBook, type DutyPolicy } from './duty-policy.js';

const policy = (changes: Partial<DutyPolicy>): DutyPolicy => ({
  employmentStatus: 'PNS',
  origin: 'REFERENCE',
  revision: 1,
  minimumHundredths: 2000,
  maximumCountedHundredths: null,
  validFrom: '2018-01-01',
  validTo: null,
  basis: 'PP 11/2017 art. 203',
  status: 'confirmed',
  withdrawn: false,
  ...changes,
});

describe('the policy of a year', () => {
  it('is the one in force on its last day', () => {
    const book = new DutyBook([
      policy({ validTo: '2026-06-30' }),
      policy({ validFrom: '2026-07-01', minimumHundredths: 2400 }),
    ]);
    expect(book.find('PNS', 2025)?.minimumHundredths).toBe(2000);
    expect(book.find('PNS', 2026)?.minimumHundredths).toBe(2400);
    expect(book.find('PNS', 2017)).toBeUndefined();
    expect(book.find('PPPK', 2026)).toBeUndefined();
  });

  it("is the region's own first, then the latest revision", () => {
    const book = new DutyBook([
      policy({ revision: 2, minimumHundredths: 2 }),
      policy({ minimumHundredths: 1 }),
      policy({ origin: 'REGION', validFrom: '2026-01-01', minimumHundredths: 3 }),
    ]);
    expect(book.find('PNS', 2025)?.minimumHundredths).toBe(2);
    expect(book.find('PNS', 2026)?.minimumHundredths).toBe(3);
  });
});
