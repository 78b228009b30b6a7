import { describe, expect, it } from '@jest/globals';
import type { DevelopmentTarget } from './development-target.js';
import { servedTarget, type TargetClaim } from './serve-target.decision.js';

const target: DevelopmentTarget = {
  targetId: '00000000-0000-4000-8000-000000000040',
  region: '62.03',
  parentId: null,
  kind: 'TARGET',
  code: '1.2',
  title: 'Meningkatnya ketangguhan daerah terhadap bencana',
  unit: 'indeks',
  values: [],
  validFrom: '2025-01-01',
  validTo: '2029-12-31',
  withdrawn: false,
};
const claim = (changes: Partial<TargetClaim> = {}): string => {
  try {
    return servedTarget({
      developmentTargetId: target.targetId,
      developmentTarget: null,
      found: target,
      registered: true,
      region: '62.03',
      today: '2026-06-30',
      ...changes,
    });
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('the development target of a programme', () => {
  it.each([
    ['the own one', {}],
    ["the province's", { found: { ...target, region: '62' } }],
    ['an indicator', { found: { ...target, kind: 'INDICATOR' } }],
    ['the first day', { today: '2025-01-01' }],
    ['the last day', { today: '2029-12-31' }],
  ])('is served: %s', (_, changes) => {
    expect(claim(changes)).toBe(target.title);
  });

  it.each([
    ["another regency's", { found: { ...target, region: '62.71' } }],
    ["another province's", { found: { ...target, region: '64' } }],
    ['a vision', { found: { ...target, kind: 'VISION' } }],
    ['one withdrawn', { found: { ...target, withdrawn: true } }],
    ['the day before', { today: '2024-12-31' }],
    ['the day after', { today: '2030-01-01' }],
  ])('is refused: %s', (_, changes) => {
    expect(claim(changes)).toBe('programme-target-not-served');
  });

  it('must be there', () => {
    const none = { developmentTargetId: null, found: undefined };
    expect(claim({ found: undefined })).toBe('programme-target-unknown');
    expect(claim({ ...none, developmentTarget: 'Ketangguhan' })).toBe('programme-target-missing');
    expect(claim({ ...none, registered: false })).toBe('programme-target-missing');
    expect(claim({ ...none, registered: false, developmentTarget: 'Ketangguhan' })).toBe('Ketangguhan');
  });
});
