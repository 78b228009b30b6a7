import type { CertificateReissued } from '@betang/contracts';
import { AppError } from '@betang/platform';
import type { Certificate } from './certificate.js';

/** Whether the old certificate held until now, or had been revoked by mistake. */
export type Reissue = CertificateReissued['cause'];

/**
 * What it is to issue a certificate anew. One that was revoked never holds again: whoever was told so, on the public page or in another region, was
 * told for good. By mistake or not, its number stays revoked, and its successor has another number and another completion. Throws
 * `certificate-ended` (409) for one that has a successor already.
 */
export function reissueOf({ state, successorNumber }: Pick<Certificate, 'state' | 'successorNumber'>): Reissue {
  if (state === 'REPLACED' || successorNumber !== null) throw new AppError('certificate-ended', { status: 409 });
  return state === 'VALID' ? 'REPLACED' : 'RESTORED';
}
