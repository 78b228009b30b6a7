import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { count } from '../definition/fields.js';

/**
 * Fingerprint of a certificate: SHA-256 over the normalised issuer and number, nothing of the person. Who has it can try numbers out, for an issuer gives few:
 * it hides a number from a glance and not from a search (ADR 17).
 */
export const certificateFingerprint = (description: string) =>
  Type.String({
    pattern: '^c1:[A-Za-z0-9_-]{43}$',
    description: `${description} (SHA-256 of issuer and certificate number, which can be tried out)`,
  });

export const CertificateFingerprintStated = defineEvent({
  service: 'learning-hours',
  name: 'certificate-fingerprint-stated',
  version: 1,
  description:
    'A region states that a certificate is used for learning hours there, or is no longer, so that the province can find one certificate in two regions.',
  subject: 'fingerprint',
  retention: 'years-2',
  sharing: {
    audience: 'province',
    purpose: 'certificate-doubles',
    legalBasis: 'PP 11/2017 jo. PP 17/2020 art. 203: evaluation of competency development',
    personalData: 'none',
    consent: 'opt-in',
  },
  data: Type.Object({
    fingerprint: certificateFingerprint('The certificate'),
    uses: count('Entries in force that name the certificate; 0: none any more'),
    statement: Type.Integer({ minimum: 1, description: 'Counts up per fingerprint; a lower one than known is older' }),
  }),
});
export type CertificateFingerprintStated = EventData<typeof CertificateFingerprintStated>;
