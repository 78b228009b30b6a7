import { describe, expect, it } from '@jest/globals';
import { laterCertificates, type TellableCertificate } from './later-certificates.decision.js';

const certificate = (
  certificateId: string,
  standing: TellableCertificate['standing'],
  told: boolean | null,
): TellableCertificate => ({
  ...{ certificateId, originRegion: '62.03', number: certificateId, completionId: 'k', programmeId: null, title: 'A' },
  ...{ organiser: 'BKPSDM', pathCode: 'KL03', quantityHundredths: 2000, startedOn: '2026-03-02' },
  ...{ completedOn: '2026-03-06', issuedOn: '2026-03-10', expiresOn: '2026-03-11', competencies: [] },
  ...{ replacesId: null, verificationUrl: 'u', standing, endedOn: null, endedReason: null, told },
});

describe('what a new region is told of certificates', () => {
  it.each([
    ['VALID', null, true],
    ['VALID', true, false],
    ['REVOKED', true, true],
    ['REPLACED', true, true],
    ['REVOKED', false, false],
    ['REPLACED', null, false],
  ] as const)('of one that is %s and was told as %p: %p', (standing, told, tells) => {
    const { parts, told: kept } = laterCertificates([certificate('c', standing, told)]);
    expect(parts.flat().map(({ standing: how }) => how)).toEqual(tells ? [standing] : []);
    expect(kept).toEqual(tells ? [{ certificateId: 'c', stands: standing === 'VALID' }] : []);
  });

  it('comes in parts that an event can hold, and says nothing of what was told', () => {
    const all = Array.from({ length: 73 }, (_, index) => certificate(`c${index}`, 'VALID', null));
    const { parts } = laterCertificates(all);
    expect(parts.map(({ length }) => length)).toEqual([36, 36, 1]);
    expect(parts[0]![0]).not.toHaveProperty('told');
    expect(laterCertificates([])).toEqual({ parts: [], told: [] });
  });
});
