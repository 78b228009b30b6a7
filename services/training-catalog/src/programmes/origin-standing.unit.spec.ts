import { describe, expect, it } from '@jest/globals';
import { originNow } from './origin-standing.decision.js';

const origin = { kind: 'ADOPTED', programmeId: 'p', programmeVersion: 2, region: '62' } as const;

describe('the origin of a programme', () => {
  it.each([
    ['of the version taken', { newestVersion: 2, withdrawn: false }, 'CURRENT'],
    ['older here than what was taken', { newestVersion: 1, withdrawn: false }, 'CURRENT'],
    ['told anew', { newestVersion: 3, withdrawn: false }, 'NEWER_VERSION'],
    ['withdrawn, whatever its version', { newestVersion: 3, withdrawn: true }, 'WITHDRAWN'],
    ['withdrawn before it was told here', { newestVersion: null, withdrawn: true }, 'WITHDRAWN'],
  ] as const)('is shown: %s', (_, known, standing) => {
    expect(originNow(origin, { title: 'T', ...known }).standing).toBe(standing);
  });

  it('is not known where nothing was told', () => {
    expect(originNow(origin, undefined)).toEqual({ title: null, newestVersion: null, standing: 'NOT_KNOWN' });
  });
});
