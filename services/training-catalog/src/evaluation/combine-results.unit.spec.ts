import { describe, expect, it } from '@jest/globals';
import { resultsOf, type NamedResult } from './combine-results.decision.js';
import type { IndicatorResult } from './indicator-result.decision.js';

const indicator: IndicatorResult = {
  targetId: '00000000-0000-4000-8000-000000000001',
  region: '62.03',
  code: '1.1.1',
  indicator: 'Indeks ketahanan daerah',
  unit: 'indeks',
  year: 2026,
  baseline: 0.62,
  planned: 0.7,
  realised: 0.71,
  difference: 0.01,
  revision: 4,
  eventId: '00000000-0000-4000-8000-000000000002',
  observedOn: '2026-12-31',
};
const typed: NamedResult = {
  indicator: 'Waktu tanggap',
  unit: 'menit',
  baseline: 40,
  target: 30,
  observed: 33,
  observedOn: '2026-11-01',
  targetId: null,
  source: 'Laporan BPBD (rekaan)',
};

describe('results', () => {
  it('of the register name their event, typed ones their source', () => {
    expect(resultsOf([indicator], [typed])).toMatchObject([
      {
        indicator: 'Indeks ketahanan daerah',
        target: 0.7,
        observed: 0.71,
        difference: 0.01,
        source: { kind: 'REGISTER', eventId: indicator.eventId },
      },
      {
        indicator: 'Waktu tanggap',
        difference: 3,
        source: { kind: 'NAMED', name: 'Laporan BPBD (rekaan)', eventId: null },
      },
    ]);
  });

  it.each([
    ['by its id', { targetId: indicator.targetId }],
    ['by its wording', { indicator: 'INDEKS ketahanan daerah' }],
  ])('of the register stand above what was typed in for the same indicator, %s', (_, changes) => {
    expect(resultsOf([indicator], [{ ...typed, ...changes }])).toHaveLength(1);
  });

  it('are what was typed in while the register has nothing realised', () => {
    const planned = { ...indicator, realised: null, difference: null, observedOn: null };
    const same = { ...typed, targetId: indicator.targetId };
    expect(resultsOf([planned], [same])).toMatchObject([{ source: { kind: 'NAMED' } }]);
  });
});
