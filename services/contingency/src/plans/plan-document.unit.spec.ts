import { describe, expect, it } from '@jest/globals';
import '../messages.js';
import { planDocument } from './plan-document.js';

describe('a plan as a document', () => {
  it('bears the year of its validity on the cover, a draft that of the day in the region', () => {
    const yearOf = (validFrom: string | null) => {
      const version = { version: 1, sections: {}, decreeNumber: null, decreeOn: null, validFrom };
      const model = planDocument({
        ...{ plan: { title: 'Renkon banjir (contoh)' } as never, version: version as never },
        annexes: { roles: [], needs: [], partners: [], services: [] },
        ...{ hazard: 'Banjir', province: null, region: 'Kabupaten Kapuas', language: 'id' },
        ...{ now: new Date('2026-12-31T18:00:00Z'), today: '2027-01-01' },
      });
      const cover = model.blocks.find((block) => block.kind === 'key-values');
      return cover?.entries.at(-1)?.[1];
    };
    expect([yearOf(null), yearOf('2024-05-01')]).toEqual(['2027', '2024']);
  });
});
