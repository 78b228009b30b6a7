import { describe, expect, it } from '@jest/globals';
import { reissueOf } from './reissue.decision.js';

describe('issuing a certificate anew', () => {
  it('replaces one that holds, and restores what one proved that was revoked by mistake', () => {
    expect(reissueOf({ state: 'VALID', successorNumber: null })).toBe('REPLACED');
    expect(reissueOf({ state: 'REVOKED', successorNumber: null })).toBe('RESTORED');
  });

  it.each(['REPLACED', 'REVOKED'] as const)('happens once to one that is %s', (state) => {
    expect(() => reissueOf({ state, successorNumber: '00002/SERT/62.03/2026' })).toThrow(
      expect.objectContaining({ code: 'certificate-ended' }) as never,
    );
  });
});
