import { describe, expect, it } from '@jest/globals';
import { dutiesInForce, type ToldDuty } from './duties-in-force.decision.js';

const source = {
  region: '62.03',
  service: 'learning-hours',
  audience: 'local',
  epoch: '1.test',
  position: 7,
  eventId: '00000000-0000-4000-8000-000000000001',
  asOf: new Date('2026-01-02T00:00:00Z'),
};
const duty = (changes: Partial<ToldDuty> = {}): ToldDuty => ({
  employmentStatus: 'PNS',
  origin: 'REFERENCE',
  validFrom: '2018-01-01',
  validTo: null,
  least: 2_000,
  most: null,
  basis: 'PP 11/2017 art. 203',
  withdrawn: false,
  source,
  ...changes,
});
const pns = (told: readonly ToldDuty[], year: number) =>
  dutiesInForce(told, year).find(({ status }) => status === 'PNS');

describe('the duties of a year', () => {
  it("are the region's own first, from the year whose last day they reach", () => {
    const own = duty({ origin: 'REGION', validFrom: '2026-12-31', least: 3_000, basis: 'Perbup 12/2026' });
    expect(pns([duty(), own], 2025)).toMatchObject({ least: 2_000, origin: 'REFERENCE' });
    expect(pns([duty(), own], 2026)).toMatchObject({ least: 3_000, origin: 'REGION', basis: 'Perbup 12/2026', source });
  });

  it('end with their last day, and fall back when withdrawn', () => {
    const half = duty({ origin: 'REGION', validFrom: '2026-01-01', validTo: '2026-12-30', least: 3_000 });
    expect(pns([duty(), half], 2026)?.least).toBe(2_000);
    const gone = duty({ origin: 'REGION', validFrom: '2026-01-01', least: 3_000, withdrawn: true });
    expect(pns([gone, duty()], 2026)?.least).toBe(2_000);
    expect(pns([gone], 2026)).toMatchObject({ least: null, most: null, origin: null });
  });

  it('of several rows in force are those of the later first day', () => {
    const later = duty({ validFrom: '2026-07-01', least: 2_400 });
    expect(pns([duty(), later], 2026)?.least).toBe(2_400);
    expect(pns([later, duty()], 2026)?.least).toBe(2_400);
  });

  it('are the reference ones while a region has told of none, and are then not taken from an event', () => {
    expect(pns([], 2026)).toMatchObject({ least: 2_000, origin: 'REFERENCE', source: null });
    expect(dutiesInForce([duty()], 2026).find(({ status }) => status === 'PPPK')).toMatchObject({
      least: null,
      most: null,
    });
    expect(dutiesInForce([], 2026).find(({ status }) => status === 'PPPK')).toMatchObject({ most: 2_400 });
  });
});
